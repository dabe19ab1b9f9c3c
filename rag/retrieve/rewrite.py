"""Make a follow-up question stand alone, without a language model.

Five things make a question lean on the talk before it, and each has its rule: a pronoun keeps what it stood for, or
takes the last fitting name; "the other author" takes the one of two not yet spoken of; "the company", "there" and
"that year" take the last of their sort; a fragment ("and in 2020?", "what about Japan?", "why?") takes the question
before it and changes the one part that the fragment names; a short question without any name takes the names of the
talk in brackets. A question that stands alone is returned as it is.

Not done: choosing between two persons by what the verb means; languages other than English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.retrieve.ellipsis import completed
from rag.retrieve.pronouns import resolved, with_pronouns_named
from rag.retrieve.references import with_other_named
from rag.retrieve.talk import begun, continued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.retrieve.talk import Talk
    from rag.types import Turn

TURNS_READ = 12
"""Turns looked back on: whoever a talk is about is often named in its first question alone. On the 2,940 follow-ups of
CANARD's dev dialogues, opened by their subject, twelve gave the rewritten question a word F1 of .754, three .646."""


def standalone_question(question: str, history: Sequence[Turn]) -> str:
    """Return the question as it would be asked without the history; itself when it needs none."""
    asked = question.strip()
    recent = [turn._replace(question=turn.question.strip()) for turn in history[-TURNS_READ:]]
    if not recent:
        return asked
    talk = begun(recent[0])
    for turn in recent[1:]:
        # Each question is made whole in its turn, so that a chain of follow-ups keeps its subject.
        whole, meant = _standalone(turn.question, talk)
        talk = continued(talk, turn._replace(question=whole), meant)
    return _standalone(asked, talk)[0]


def _standalone(question: str, talk: Talk) -> tuple[str, dict[str, str]]:
    """Return the question made whole, and what its pronouns stand for."""
    named = with_other_named(question, talk)
    whole = completed(named, talk.last)
    return with_pronouns_named(whole, talk) if whole else resolved(named, talk)
