"""Whether an answerer refuses when it should, and only then.

Abstaining is the positive outcome, an unanswerable question the positive case; precision, recall and F1 are van
Rijsbergen's (1979) over those, as SQuAD 2.0 counts its no-answers (Rajpurkar et al. 2018), and balanced accuracy is
Brodersen et al.'s (2010). The values agree with scikit-learn (a test holds that).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Decision(NamedTuple):
    """Whether the corpus holds the answer, and whether the answerer abstained."""

    is_answerable: bool
    abstained: bool


def abstention_precision(decisions: Sequence[Decision]) -> float:
    """Return the share of abstentions on questions that are unanswerable."""
    abstentions = [d for d in decisions if d.abstained]
    if not abstentions:
        raise ValueError("abstention precision needs at least one abstention")
    return sum(not d.is_answerable for d in abstentions) / len(abstentions)


def abstention_recall(decisions: Sequence[Decision]) -> float:
    """Return the share of unanswerable questions that were abstained on."""
    unanswerable = [d for d in decisions if not d.is_answerable]
    if not unanswerable:
        raise ValueError("abstention recall needs at least one unanswerable question")
    return sum(d.abstained for d in unanswerable) / len(unanswerable)


def abstention_f1(decisions: Sequence[Decision]) -> float:
    """Return 2TP / (2TP + FP + FN); it applies when anything was abstained on or should have been."""
    right = sum(d.abstained and not d.is_answerable for d in decisions)
    either = sum(d.abstained for d in decisions) + sum(not d.is_answerable for d in decisions)
    if either == 0:
        raise ValueError("abstention F1 needs an abstention or an unanswerable question")
    return 2 * right / either


def balanced_accuracy(decisions: Sequence[Decision]) -> float:
    """Return the mean of two shares: unanswerable questions abstained on, answerable ones answered."""
    answerable = [d for d in decisions if d.is_answerable]
    if not answerable:
        raise ValueError("balanced accuracy needs at least one answerable question")
    answered = sum(not d.abstained for d in answerable) / len(answerable)
    return (abstention_recall(decisions) + answered) / 2
