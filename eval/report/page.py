"""Put the sections together as one page that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from eval.report.cards import OUTCOMES, card, outcome_of
from eval.report.markup import plural, tag, text
from eval.report.plots import calibration_plot, risk_coverage_plot
from eval.report.tables import counts_line, headline_figures, kinds_table, measures_table
from eval.summary import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.summary import Part
    from eval.types import Run

_HERE = Path(__file__).parent


def report_page(run: Run, parts: Sequence[Part] | None = None, *, gate: Sequence[str] | None = None) -> str:
    """Return the page of a run.

    Args:
        run: what was measured.
        parts: its summary, when it is already at hand.
        gate: what the gate found wrong; None when none was held, empty when it was passed.
    """
    summed = parts_of(run) if parts is None else parts
    script = (_HERE / "script.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return Template((_HERE / "page.html").read_text("utf-8")).substitute(
        script=script,
        script_hash=digest,
        style=(_HERE / "style.css").read_text("utf-8"),
        title=text(f"Footnote evaluation: {run.set_name} at {run.commit}"),
        lede=_lede(summed),
        made_of=_made_of(run),
        gate=_gate(gate),
        headlines="".join(_headline_block(part) for part in reversed(summed)),
        legend=_legend(summed),
        measures=measures_table(summed),
        curves=_curves(summed),
        kinds="".join(tag("h3", text(part.name)) + kinds_table(part) for part in reversed(summed)),
        filters=_filters(run),
        cards="".join(card(graded) for graded in run.graded),
    )


def _lede(parts: Sequence[Part]) -> str:
    reported = parts[-1]
    correct = reported.estimates.get("correct")
    if correct is None:
        return text(f"{counts_line(reported)}, ranked and not answered.")
    asked = plural(len(reported.graded), "question")
    return text(
        f"Of {asked} of {reported.name}, {100 * correct.value:.1f} % were dealt with rightly: answered with the facts "
        f"owed, or refused where the articles do not say. With other questions of the same kind it would be between "
        f"{100 * correct.low:.1f} and {100 * correct.high:.1f} %."
    )


def _made_of(run: Run) -> str:
    rows = (
        ("set", run.set_name),
        ("commit", run.commit),
        ("model", run.model),
        ("encoder", run.encoder),
        ("questions", run.questions_sha),
        ("articles", run.corpus_sha),
        ("settings", run.settings_hash),
    )
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", text(value))) for name, value in rows), class_="made-of")


def _gate(found: Sequence[str] | None) -> str:
    if found is None:
        return ""
    if not found:
        return tag("p", "The gate is passed: no figure is below its pinned floor.", class_="gate passed")
    lines = tag("ul", *(tag("li", text(line)) for line in found))
    return tag("div", tag("p", "The gate is failed."), lines, class_="gate failed")


def _headline_block(part: Part) -> str:
    title = tag("h2", text(part.name), " ", tag("small", text(counts_line(part))))
    return tag("section", title, headline_figures(part), class_=f"part {part.name}")


def _legend(parts: Sequence[Part]) -> str:
    return "".join(tag("span", tag("i", class_=f"swatch {part.name}"), text(part.name)) for part in parts)


def _curves(parts: Sequence[Part]) -> str:
    drawn = [
        (risk_coverage_plot(parts), "The dot is where it stands today. Further left it answers less and errs less."),
        (
            calibration_plot(parts),
            "On the dotted line a stated 80 % is right eight times in ten. Area is the number of questions.",
        ),
    ]
    return "".join(tag("figure", plot, tag("figcaption", caption)) for plot, caption in drawn if plot)


def _filters(run: Run) -> str:
    outcomes = Counter(outcome_of(graded) for graded in run.graded)
    kinds = Counter(str(graded.question.kind) for graded in run.graded)
    splits = Counter(str(graded.question.split) for graded in run.graded if graded.question.split)
    statuses = Counter(str(graded.status) for graded in run.graded if graded.status)
    return "".join(
        [
            tag("label", "Find ", '<input type="search" name="find" placeholder="a word, a name, an id">'),
            _select(
                "outcome",
                "Outcome",
                {name: f"{OUTCOMES[name]} ({outcomes[name]})" for name in OUTCOMES if outcomes[name]},
            ),
            _select("kind", "Kind", {name: f"{name.replace('_', ' ')} ({n})" for name, n in kinds.items()}),
            _select("split", "Half", {name: f"{name} ({n})" for name, n in splits.items()}) if splits else "",
            _select("status", "Status", {name: f"{name} ({n})" for name, n in statuses.items()}) if statuses else "",
            '<button type="button" data-open>Open those shown</button>',
            '<output aria-live="polite"></output>',
        ]
    )


def _select(name: str, title: str, options: dict[str, str]) -> str:
    listed = [tag("option", text(label), value=value) for value, label in options.items()]
    return tag("label", f"{title} ", tag("select", tag("option", "all", value=""), *listed, name=name))
