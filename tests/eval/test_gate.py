"""The gate's own logic, without running the set, and a broken retriever that it must catch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from eval.errors import SetError
from eval.gate import (
    GATED,
    Baseline,
    breaches,
    is_worse,
    load_baseline,
    save_baseline,
    stale_reason,
    updated,
)
from eval.metrics.grounding import is_verbatim
from eval.run import iter_graded
from eval.summary import summarise
from eval.testing import OverlapAnswerer
from eval.types import Run
from tests.eval.cases import ARTICLES, QUESTIONS, answerer

if TYPE_CHECKING:
    from pathlib import Path

    from rag.types import Hit

RUN = Run(
    set_name="all", commit="c", model="m", encoder="e", settings_hash="s", index_fingerprint="i",
    questions_sha="q1", corpus_sha="c1", graded=(),
)  # fmt: skip
PINNED = Baseline(questions_sha="q1", corpus_sha="c1", floors={"dev": {"correct": 0.8, "ece": 0.05}})


class Reversed(OverlapAnswerer):
    """A retriever that puts the worst passages first."""

    @override
    def search(self, question: str, k: int = 10) -> list[Hit]:
        return list(reversed(super().search(question, k=10_000)))[:k]


def figures(asked: OverlapAnswerer) -> dict[str, dict[str, float]]:
    """Measure an answerer on the tiny set, the gated figures only."""
    part = summarise("dev", tuple(iter_graded(QUESTIONS, asked, entails=is_verbatim)))
    return {"dev": {name: found.value for name, found in part.estimates.items() if name in GATED}}


def test_a_broken_retriever_fails_the_gate_and_the_whole_one_passes() -> None:
    floors = figures(answerer())
    assert breaches(floors, figures(answerer())) == []
    found = {breach.measure for breach in breaches(floors, figures(Reversed(ARTICLES)))}
    assert {"mrr", "correct", "ndcg@10"} <= found


@pytest.mark.parametrize(
    ("measure", "value", "floor", "worse"),
    [
        ("correct", 0.79, 0.80, False),
        ("correct", 0.78, 0.80, True),
        ("correct", 0.95, 0.80, False),
        ("ece", 0.06, 0.05, False),
        ("ece", 0.07, 0.05, True),
        ("ece", 0.01, 0.05, False),
        ("correct", None, 0.80, True),
    ],
)
def test_a_figure_may_miss_its_floor_by_epsilon_and_no_more(
    measure: str, value: float | None, floor: float, *, worse: bool
) -> None:
    assert is_worse(measure, value, floor, slack=0.01) is worse


def test_an_invalid_quote_fails_whatever_was_pinned() -> None:
    found = breaches({"dev": {}}, {"dev": {"quote_validity": 0.9999}})
    assert [breach.measure for breach in found] == ["quote_validity"]
    assert breaches({}, {"dev": {"quote_validity": 1.0}}) == []


def test_a_part_that_was_not_measured_is_not_held() -> None:
    assert breaches({"test": {"correct": 0.9}}, {"dev": {"correct": 0.1}}) == []


def test_a_breach_says_which_figure_fell_where() -> None:
    (breach,) = breaches(PINNED.floors, {"dev": {"correct": 0.7, "ece": 0.05}})
    assert breach.line == "dev Correct is 0.7000, floor 0.8000"
    (above,) = breaches(PINNED.floors, {"dev": {"correct": 0.8, "ece": 0.2}})
    assert above.line == "dev Calibration error is 0.2000, ceiling 0.0500"


def test_changed_questions_or_articles_make_a_baseline_stale() -> None:
    assert stale_reason(PINNED, RUN) is None
    changed = Baseline(questions_sha="q2", corpus_sha="c2", floors={})
    reason = stale_reason(changed, RUN)
    assert reason is not None
    assert "the questions and the articles changed" in reason
    assert "rag eval --update" in reason


def test_an_update_may_raise_floors_and_keeps_parts_that_were_not_measured() -> None:
    new = Baseline(questions_sha="q1", corpus_sha="c1", floors={"test": {"correct": 0.9}})
    kept = updated(PINNED, new, is_lowering_allowed=False)
    assert kept.floors == {"dev": PINNED.floors["dev"], "test": {"correct": 0.9}}


def test_an_update_refuses_to_lower_a_floor_unless_it_is_said() -> None:
    lower = Baseline(questions_sha="q1", corpus_sha="c1", floors={"dev": {"correct": 0.799, "ece": 0.05}})
    with pytest.raises(SetError, match=r"lower 1 floor\(s\): dev Correct is 0.7990, floor 0.8000.*--allow-regression"):
        updated(PINNED, lower, is_lowering_allowed=False)
    assert updated(PINNED, lower, is_lowering_allowed=True).floors == lower.floors


def test_an_update_on_other_data_drops_floors_of_the_old() -> None:
    other = Baseline(questions_sha="q9", corpus_sha="c1", floors={"test": {"correct": 0.9}})
    assert updated(PINNED, other, is_lowering_allowed=False).floors == other.floors


def test_a_baseline_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    save_baseline(tmp_path / "b.json", PINNED)
    assert load_baseline(tmp_path / "b.json") == PINNED


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"floors": {}}', '{"questions_sha": "", "corpus_sha": "", "floors": {"dev": {"speed": 1}}}']
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "b.json").write_text(content, "utf-8")
    with pytest.raises(SetError, match=r"no baseline|no measure"):
        load_baseline(tmp_path / "b.json")
