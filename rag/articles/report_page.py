"""What cleaning did to a folder, as one HTML page that needs nothing else: open it, filter it, print it.

Everything that comes from an article is escaped here, and the page forbids every script but its own, so that an article
can neither format nor run anything. Without scripts the page shows everything. Addresses are shown, never linked.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from rag.articles.report import count_marks, described, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.articles.report import CleanedPage, Described, PageLine

_OPEN_FILES = 20
"""Files up to which all stand open; a longer report opens as a list."""

_MAX_DROPPED = 400
"""Characters of a dropped line that are shown: enough to judge it, and one may be a whole script."""

_STYLE = """
:root{color-scheme:light dark;--page:#fff;--ink:#1c1c1e;--soft:#6b6b70;--rule:#dcdce0;--kept:#0a6b35;--keptbg:#eef8f1;
--drop:#b3261e;--dropbg:#fdf0ef;--voice:#8a5a00}
@media (prefers-color-scheme:dark){:root{--page:#161618;--ink:#ececf0;--soft:#a0a0a8;--rule:#3a3a40;--kept:#6fd195;
--keptbg:#16261c;--drop:#ff9a90;--dropbg:#2c1a19;--voice:#e5b25d}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:90rem;padding:1.5rem;background:var(--page);color:var(--ink);
font:15px/1.45 system-ui,sans-serif}
h1{font-size:1.4rem;margin:0 0 .3rem}
nav{position:sticky;top:0;background:var(--page);padding:.6rem 0;border-bottom:1px solid var(--rule);z-index:1}
button,input{font:inherit;color:inherit;background:none;border:1px solid var(--rule);border-radius:1rem;
padding:.1rem .7rem;margin:.15rem .1rem}
button[aria-pressed=true]{background:var(--ink);color:var(--page)}
button.drop{border-color:var(--drop)}
button.keep{border-color:var(--kept)}
details{border-bottom:1px solid var(--rule);padding:.5rem 0;content-visibility:auto;contain-intrinsic-size:auto 3rem}
summary{cursor:pointer;overflow-wrap:anywhere}
summary small,.about small,.about,.n{color:var(--soft)}
dl.about{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem;margin:.5rem 0}
dd{margin:0;overflow-wrap:anywhere}
ol{list-style:none;margin:0;padding:0}
li{display:grid;grid-template-columns:3.5rem 1fr 1fr;gap:0 .8rem;padding:.1rem 0;overflow-wrap:anywhere}
li[hidden],details[hidden]{display:none}
.n{text-align:right;font-variant-numeric:tabular-nums}
.kept{background:var(--keptbg);border-left:3px solid var(--kept);padding:0 .5rem}
.dropped{grid-column:3;background:var(--dropbg);border-left:3px solid var(--drop);padding:0 .5rem}
.other_voice .kept{border-color:var(--voice)}
b{font-size:.8em;font-weight:600;text-transform:uppercase;letter-spacing:.03em;margin-right:.4em}
.kept b{color:var(--kept)}
.dropped b{color:var(--drop)}
.other_voice b{color:var(--voice)}
@media (max-width:45rem){li{grid-template-columns:2.5rem 1fr}.dropped{grid-column:2}}
@media print{nav{display:none}body{max-width:none;padding:0;font-size:10pt}details{content-visibility:visible}
li{break-inside:avoid}}
"""

_SCRIPT = """
const buttons = [...document.querySelectorAll('nav button')];
const find = document.querySelector('nav input');
let wanted = '';
function show() {
  const words = find.value.toLowerCase();
  for (const file of document.querySelectorAll('details')) {
    let any = false;
    for (const line of file.querySelectorAll('li')) {
      line.hidden = wanted !== '' && line.dataset.mark !== wanted;
      any = any || !line.hidden;
    }
    file.hidden = !any || !file.querySelector('summary').textContent.toLowerCase().includes(words);
    if (wanted && any) file.open = true;
  }
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.value === wanted));
}
for (const button of buttons) button.onclick = () => { wanted = wanted === button.value ? '' : button.value; show(); };
find.oninput = show;
addEventListener('beforeprint', () => { for (const file of document.querySelectorAll('details')) file.open = true; });
"""


def folder_report_html(pages: Sequence[CleanedPage], *, unreadable: Sequence[tuple[str, str]] = ()) -> str:
    """Return one self-contained HTML page on what was kept and dropped of each file, and why.

    Args:
        pages: What was made of each page, with its lines.
        unreadable: Path and reason of what could not be read or cleaned; they are listed at the end.
    """
    kept: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for page in pages:
        for total, counts in zip((kept, dropped), count_marks(page.lines), strict=True):
            total.update(counts)
    totals = f"{len(pages):,} articles: {sum(kept.values()):,} lines kept, {sum(dropped.values()):,} dropped"
    body = [
        f"<h1>What cleaning kept and dropped</h1><p>{totals}; {len(unreadable):,} could not be read.</p>",
        *_filters(kept, dropped),
        *(part for page in pages for part in _file(page, is_open=len(pages) <= _OPEN_FILES)),
        *_unreadable(unreadable),
    ]
    return _page("\n".join(body))


def _page(body: str) -> str:
    policy = f"default-src 'none'; style-src '{_fingerprint(_STYLE)}'; script-src '{_fingerprint(_SCRIPT)}'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Cleaning report</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _fingerprint(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _filters(kept: Counter[str], dropped: Counter[str]) -> Iterator[str]:
    yield '<nav aria-label="Show only"><input type="search" placeholder="Find a file" aria-label="Find a file">'
    for style, counts in (("drop", dropped), ("keep", kept)):
        for mark, n in counts.most_common():
            yield (
                f'<button type="button" class="{style}" value="{_text(mark)}" aria-pressed="false">'
                f"{_text(mark.replace('_', ' '))} {n:,}</button>"
            )
    yield "</nav>"


def _file(page: CleanedPage, *, is_open: bool) -> Iterator[str]:
    article = page.article
    counts = [
        f"{name} {sum(found.values())}" + "".join(f", {mark.replace('_', ' ')} {n}" for mark, n in found.items())
        for name, found in zip(("kept", "dropped"), count_marks(page.lines), strict=True)
    ]
    title = article.metadata.title or "no title"
    yield f"<details{' open' if is_open else ''}><summary>{_text(article.path)}: {_text(title)} "
    yield f"<small>{_text('; '.join(counts))}</small></summary>"
    known = "".join(_known(one) for one in described(article))
    yield f'<dl class="about">{known}</dl><ol>'
    yield from map(_line, page.lines)
    yield "</ol></details>"


def _known(one: Described) -> str:
    where = f" <small>{_text(one.where)}</small>" if one.where else ""
    return f"<dt>{one.name}</dt><dd>{_text(one.value) or 'unknown'}{where}</dd>"


def _line(line: PageLine) -> str:
    label = str(line.mark).replace("_", " ") + (f", {line.speaker}" if line.speaker else "")
    text = safe_line(line.text)
    if not line.kept and len(text) > _MAX_DROPPED:
        text = text[:_MAX_DROPPED] + " …"
    column = "kept" if line.kept else "dropped"
    return (
        f'<li class="{_text(str(line.mark))}" data-mark="{_text(str(line.mark))}"><span class="n">{line.number}</span>'
        f'<span class="{column}"><b>{_text(label)}</b>{_text(text)}</span></li>'
    )


def _unreadable(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    if found:
        yield "<h2>Could not be read</h2><dl>"
        yield from (f"<dt>{_text(path)}</dt><dd>{_text(reason)}</dd>" for path, reason in found)
        yield "</dl>"


def _text(value: str) -> str:
    """Return text as HTML that shows it and does nothing else."""
    return escape(safe_line(value), quote=True)
