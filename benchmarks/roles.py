"""Which role each line of our own pages is given, beside the role that it has: a confusion matrix.

    python -m benchmarks.roles [CORPUS_FOLDER]

The gold roles of the invented pages of `corpus/` stand in `roles.tsv` (page, line, role or reason), one row a line that
is not blank. They were drafted by cleaning and corrected by reading, and the rules were written with these pages in
view, so that this shows which roles are mistaken for which and is no estimate for other pages.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from rag.articles.clean import clean_article
from rag.articles.read import read_file
from rag.types import RawArticle, RemovalReason, Role

GOLD = Path(__file__).parent / "roles.tsv"
LABELS = (*(role.value for role in Role), *(reason.value for reason in RemovalReason))

Labels = dict[tuple[str, int], str]


def gold_labels(path: Path = GOLD) -> Labels:
    """Return the role or reason of every line, by page and line number."""
    rows = (row.split("\t") for row in path.read_text(encoding="utf-8").splitlines())
    return {(page, int(line)): label for page, line, label in rows}


def found_labels(folder: Path, pages: set[str]) -> Labels:
    """Clean the pages and return the role or reason that each line got."""
    found: Labels = {}
    for page in sorted(pages):
        for raw in read_file(folder / page, root=folder):
            if isinstance(raw, RawArticle):
                found |= _labels(page, raw)
    return found


def _labels(page: str, raw: RawArticle) -> Labels:
    article = clean_article(raw)
    found = {(page, removed.line): removed.reason.value for removed in article.removed}
    for block in article.blocks:
        n_lines = article.text.count("\n", block.start, block.end) + 1
        found |= {(page, block.line + k): block.role.value for k in range(n_lines)}
    return found


def confusion(gold: Labels, found: Labels) -> Counter[tuple[str, str]]:
    """Count the pairs of gold label and found label; a line that was not found at all counts as missing."""
    return Counter((label, found.get(place, "missing")) for place, label in gold.items())


def table(counts: Counter[tuple[str, str]]) -> str:
    """Return the matrix: a row a gold label, a column a found one, then recall and precision."""
    used = [label for label in (*LABELS, "missing") if any(label in pair for pair in counts)]
    rows = ["gold, found:" + "".join(f"{label[:7]:>8}" for label in used) + "  recall  precision"]
    for label in used:
        own = [counts[label, other] for other in used]
        n_found = sum(counts[other, label] for other in used)
        hit = counts[label, label]
        shares = f"  {hit / max(sum(own), 1):6.2f}  {hit / max(n_found, 1):9.2f}"
        rows.append(f"{label:12}" + "".join(f"{n or '.':>8}" for n in own) + shares)
    kept = {role.value for role in Role}
    lost = sum(n for (label, other), n in counts.items() if label in kept and other not in kept)
    let_in = sum(n for (label, other), n in counts.items() if label not in kept and other in kept)
    right = sum(n for (label, other), n in counts.items() if label == other)
    total = counts.total()
    rows.append(f"n={total} lines; {right / total:.3f} right; {lost} kept lines lost, {let_in} others kept")
    return "\n".join(rows)


def main(folder: Path) -> None:
    """Print the matrix."""
    gold = gold_labels()
    print(table(confusion(gold, found_labels(folder, {page for page, _ in gold}))))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("corpus"))
