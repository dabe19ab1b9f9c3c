"""What `--set` means: the shipped questions or one half of them, a file of one's own, or a public set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.dataset import read_questions
from eval.errors import SetError
from eval.fingerprint import questions_sha
from eval.types import Split

if TYPE_CHECKING:
    from eval.adapters.collection import Collection
    from eval.types import Question

QUESTIONS = Path("eval/questions.jsonl")
ALL = "all"
SHIPPED = (*Split, ALL)
PUBLIC = ("beir", "summhay", "squad", "ragas", "ragtruth")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """Questions to be asked over one index; `n_drafts` were left out because nobody has accepted them.

    `sha` names the whole file that they come from, so that dev and test are held to one baseline.
    """

    name: str
    questions: tuple[Question, ...]
    sha: str
    n_drafts: int = 0

    @property
    def is_shipped(self) -> bool:
        """Say whether the shipped baseline holds for it."""
        return self.name in SHIPPED


def public_source(name: str) -> tuple[str, Path] | None:
    """Return the format and the place of a public set, None when the name is no public set's."""
    format_name, _, place = name.partition(":")
    return (format_name, Path(place)) if format_name in PUBLIC and place else None


def read_set(name: str) -> QuestionSet:
    """Read the questions that a name stands for, drafts left out.

    Raises:
        SetError: it stands for nothing, or everything in it is a draft.
        GoldError: a question is malformed.
    """
    if name in SHIPPED:
        questions = read_questions(QUESTIONS)
        chosen = tuple(q for q in questions if name in {ALL, q.split})
        return QuestionSet(name=name, questions=chosen, sha=questions_sha(questions))
    if not Path(name).is_file():
        known = ", ".join([*SHIPPED, "a file", *(f"{prefix}:PLACE" for prefix in PUBLIC)])
        raise SetError(f"--set {name}: there is no such set or file; known are {known}.")
    questions = read_questions(Path(name))
    accepted = tuple(q for q in questions if not q.is_draft)
    if not accepted:
        raise SetError(f'{name} holds drafts only: read them and take "draft": true from those that you accept.')
    n_drafts = len(questions) - len(accepted)
    return QuestionSet(name=Path(name).stem, questions=accepted, sha=questions_sha(questions), n_drafts=n_drafts)


def read_collections(format_name: str, place: Path) -> list[Collection]:
    """Read a public set of questions.

    Raises:
        SetError: the place does not hold that format.
    """
    from eval.adapters.beir import read_beir
    from eval.adapters.squad import read_squad
    from eval.adapters.summhay import read_summhay
    from eval.exchange import read_ragas

    readers = {"beir": read_beir, "summhay": read_summhay, "squad": read_squad, "ragas": read_ragas}
    if not place.exists():
        raise SetError(f"{place} is not there; download the set first and name its folder.")
    return readers[format_name](place)
