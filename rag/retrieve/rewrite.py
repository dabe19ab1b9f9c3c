"""Make a follow-up question stand alone, without a language model.

Four things make a question lean on the talk before it, and each has its rule: a pronoun takes the last fitting name;
"the other author" takes the one of two not yet spoken of; a fragment ("and in 2020?", "what about Japan?", "why?")
takes the question before it and changes the one part that the fragment names; a short question without any name takes
the names of the talk in brackets. A question that stands alone is returned as it is.

Not done: choosing between two persons by what the verb means; languages other than English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.retrieve.ellipsis import completed
from rag.retrieve.pronouns import resolved, with_other_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Turn

TURNS_READ = 3
"""Turns looked back on: nine in ten antecedents of CANARD's training dialogues stand in the last three."""


def standalone_question(question: str, history: Sequence[Turn]) -> str:
    """Return the question as it would be asked without the history; itself when it needs none."""
    asked = question.strip()
    if not history:
        return asked
    recent = _standalone_history(history)
    return _standalone(asked, recent)


def _standalone_history(history: Sequence[Turn]) -> list[Turn]:
    """Rewrite the recent questions one after the other, so that a chain of follow-ups keeps its subject."""
    done: list[Turn] = []
    for turn in history[-TURNS_READ:]:
        question = turn.question.strip()
        if done:
            question = _standalone(question, done)
        done.append(turn._replace(question=question))
    return done


def _standalone(question: str, turns: Sequence[Turn]) -> str:
    named = with_other_named(question, turns)
    return completed(named, turns[-1]) or resolved(named, turns)
