"""The page's tables: the headline figures, every measure with its interval, and a line a kind of question."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from eval.measures import BY_NAME, MEASURES
from eval.report.markup import figure, interval, percent, plural, tag, text
from eval.report.plots import whiskers
from eval.summary import KIND_MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.measures import Measure
    from eval.summary import KindLine, Part

HEADLINES = ("correct", "balanced_accuracy", "quote_validity", "citation_precision", "recall@5", "ece")


def headline_figures(part: Part) -> str:
    """Show the few figures that decide, large, each with its interval and its n."""
    cards = []
    for name in HEADLINES:
        estimate = part.estimates.get(name)
        if estimate is not None:
            measure = BY_NAME[name]
            cards.append(
                tag(
                    "div",
                    tag("dt", text(measure.title)),
                    tag("dd", tag("b", figure(measure, estimate.value)), tag("i", "%", class_="unit")),
                    tag("dd", f"{interval(measure, estimate)}, n {estimate.n:,}", class_="interval"),
                    tag("dd", text(measure.meaning), class_="meaning"),
                )
            )
    return tag("dl", *cards, class_="headlines")


def measures_table(parts: Sequence[Part]) -> str:
    """List every measure that applies, grouped, with value, interval and n for each part and a drawing of both."""
    names = [part.name for part in parts]
    head = tag("tr", tag("th", "Measure", scope="col"), *_part_heads(names), tag("th", "0 to 100 %", scope="col"))
    body = []
    for group, measures in groupby(MEASURES, key=lambda measure: measure.group):
        rows = [_measure_row(measure, parts) for measure in measures if any(measure.name in p.estimates for p in parts)]
        if rows:
            width = str(2 + 2 * len(parts))
            body.append(tag("tbody", tag("tr", tag("th", text(group), colspan=width, scope="rowgroup")), *rows))
    return tag("table", tag("thead", head), *body, class_="measures")


def kinds_table(part: Part) -> str:
    """List the kinds of question of a part with the few measures that tell them apart."""
    titles = [tag("th", text(BY_NAME[name].title), scope="col") for name in KIND_MEASURES]
    head = tag(
        "tr", tag("th", "Kind", scope="col"), tag("th", "n", scope="col"), *titles, tag("th", "Crashed", scope="col")
    )
    return tag("table", tag("thead", head), tag("tbody", *(_kind_row(line) for line in part.kinds)), class_="kinds")


def _part_heads(names: Sequence[str]) -> list[str]:
    heads = []
    for name in names:
        heads += [tag("th", f"{text(name)}, %", scope="col"), tag("th", "n", scope="col", class_="count")]
    return heads


def _measure_row(measure: Measure, parts: Sequence[Part]) -> str:
    cells = [tag("th", text(measure.title), tag("small", text(measure.meaning + _direction(measure))), scope="row")]
    for part in parts:
        estimate = part.estimates.get(measure.name)
        if estimate is None:
            cells += [tag("td", "–"), tag("td", "", class_="count")]
            continue
        ungraded = f" + {estimate.n_ungraded} ungraded" if estimate.n_ungraded else ""
        cells.append(tag("td", tag("b", figure(measure, estimate.value)), tag("small", interval(measure, estimate))))
        cells.append(tag("td", f"{estimate.n:,}{ungraded}", class_="count"))
    drawn = "" if measure.is_time else whiskers([(part.name, part.estimates.get(measure.name)) for part in parts])
    return tag("tr", *cells, tag("td", drawn))


def _direction(measure: Measure) -> str:
    return "; less is better" if measure.lower_is_better and not measure.is_time else ""


def _kind_row(line: KindLine) -> str:
    cells = []
    for name in KIND_MEASURES:
        estimate = line.estimates.get(name)
        if estimate is None:
            cells.append(tag("td", "–"))
        else:
            value = tag("b", percent(estimate.value, digits=0))
            cells.append(
                tag("td", value, tag("small", f"{percent(estimate.low, digits=0)}–{percent(estimate.high, digits=0)}"))
            )
    crashed = tag("td", str(line.n_crashed) if line.n_crashed else "")
    return tag("tr", tag("th", text(line.title), scope="row"), tag("td", f"{line.n}"), *cells, crashed)


def counts_line(part: Part) -> str:
    """Say how many questions a part has and how many of them crashed."""
    crashed = f", {plural(len(part.crashed), 'crash', 'crashes')}" if part.crashed else ""
    return f"{plural(len(part.graded), 'question')}{crashed}"
