"""The page's drawings as inline SVG: interval whiskers, the risk-coverage curve, the calibration curve.

Colours are the style sheet's variables, so that they follow dark mode and print; every plot has words for those who
cannot see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.measures import forecasts
from eval.metrics.calibration import reliability_bins
from eval.metrics.risk_coverage import risk_coverage_curve
from eval.report.markup import percent, tag, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.summary import Part
    from eval.types import Estimate

WIDTH, HEIGHT = 460, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 46


def whiskers(estimates: Sequence[tuple[str, Estimate | None]]) -> str:
    """Draw values between 0 and 1 with their intervals, one lane a part, the part's name as the class."""
    width, lane, pad = 300, 11, 5
    height = lane * len(estimates) + 2

    def x(value: float) -> float:
        return round(pad + min(max(value, 0.0), 1.0) * (width - 2 * pad), 1)

    marks = [tag("line", class_="rule", x1=f"{x(v)}", x2=f"{x(v)}", y1="0", y2=f"{height}") for v in (0, 0.5, 1)]
    for row, (name, estimate) in enumerate(estimates):
        if estimate is not None:
            y = f"{lane * row + lane / 2 + 1:.1f}"
            marks.append(
                tag("line", class_=f"whisker {name}", x1=f"{x(estimate.low)}", x2=f"{x(estimate.high)}", y1=y, y2=y)
            )
            marks.append(tag("circle", class_=f"dot {name}", cx=f"{x(estimate.value)}", cy=y, r="3.4"))
    return tag("svg", *marks, class_="whiskers", viewBox=f"0 0 {width} {height}", width=f"{width}", aria_hidden="true")


def risk_coverage_plot(parts: Sequence[Part]) -> str:
    """Draw risk against coverage for each part, and where it stands when it refuses what it refuses."""
    curves = [(part, risk_coverage_curve(forecasts(part.graded))) for part in parts if forecasts(part.graded)]
    if not curves:
        return ""
    highest = max((point.risk for _, curve in curves for point in curve), default=0.0)
    top = next(bound for bound in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0) if bound >= min(highest, 1.0))
    marks = [_axes(top, x_title="questions answered, most confident first (%)", y_title="of those, wrong (%)")]
    words = []
    for part, curve in curves:
        points = " ".join(f"{_x(p.coverage):.1f},{_y(p.risk / top):.1f}" for p in curve)
        marks.append(tag("polyline", class_=f"curve {part.name}", points=points))
        n_answered = sum(g.status is not None and g.status != "abstained" for g in part.graded)
        if 0 < n_answered <= len(curve):
            now = curve[n_answered - 1]
            marks.append(
                tag(
                    "circle",
                    class_=f"dot {part.name}",
                    cx=f"{_x(now.coverage):.1f}",
                    cy=f"{_y(now.risk / top):.1f}",
                    r="5",
                )
            )
            words.append(
                f"{part.name}: answers {percent(now.coverage, digits=0)} %, {percent(now.risk)} % of them wrong"
            )
    return _plot("Risk against coverage", "; ".join(words), marks)


def calibration_plot(parts: Sequence[Part]) -> str:
    """Draw stated confidence against how often it held, a circle a bin, its area the number of questions."""
    binned = [(part, reliability_bins(forecasts(part.graded))) for part in parts if forecasts(part.graded)]
    if not binned:
        return ""
    marks = [_axes(1.0, x_title="stated confidence (%)", y_title="answer was there (%)")]
    marks.append(tag("line", class_="ideal", x1=f"{_x(0)}", y1=f"{_y(0)}", x2=f"{_x(1)}", y2=f"{_y(1)}"))
    words = []
    for part, bins in binned:
        most = max(b.n for b in bins)
        points = " ".join(f"{_x(b.confidence):.1f},{_y(b.accuracy):.1f}" for b in bins)
        marks.append(tag("polyline", class_=f"curve {part.name}", points=points))
        for b in bins:
            label = tag(
                "title",
                text(f"{part.name}: {b.n} questions, stated {percent(b.confidence)} %, true {percent(b.accuracy)} %"),
            )
            radius = 2.5 + 7 * (b.n / most) ** 0.5
            marks.append(
                tag(
                    "circle",
                    label,
                    class_=f"bin {part.name}",
                    cx=f"{_x(b.confidence):.1f}",
                    cy=f"{_y(b.accuracy):.1f}",
                    r=f"{radius:.1f}",
                )
            )
        words.append(
            f"{part.name}: "
            + ", ".join(f"{percent(b.confidence, digits=0)} stated {percent(b.accuracy, digits=0)} true" for b in bins)
        )
    return _plot("Calibration", "; ".join(words), marks)


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)


def _axes(top: float, *, x_title: str, y_title: str) -> str:
    lines = []
    for step in range(6):
        share = step / 5
        x, y = f"{_x(share):.1f}", f"{_y(share):.1f}"
        lines.append(tag("line", class_="grid", x1=f"{_x(0)}", x2=f"{_x(1)}", y1=y, y2=y))
        lines.append(tag("text", f"{100 * share:.0f}", class_="tick", x=x, y=f"{_y(0) + 17:.0f}", text_anchor="middle"))
        lines.append(
            tag(
                "text",
                f"{100 * top * share:.0f}",
                class_="tick",
                x=f"{LEFT - 8}",
                y=f"{_y(share) + 4:.1f}",
                text_anchor="end",
            )
        )
    middle = f"{(_x(0) + _x(1)) / 2:.0f}"
    lines.append(tag("text", text(x_title), class_="axis", x=middle, y=f"{HEIGHT - 8}", text_anchor="middle"))
    up = f"rotate(-90) translate({-(_y(0) + _y(1)) / 2:.0f} 14)"
    lines.append(tag("text", text(y_title), class_="axis", transform=up, text_anchor="middle"))
    return "".join(lines)


def _plot(title: str, words: str, marks: Sequence[str]) -> str:
    label = tag("title", text(title)) + tag("desc", text(words))
    return tag("svg", label, *marks, class_="plot", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img")
