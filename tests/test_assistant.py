"""The Python interface: the same answer by every way of asking, and quotes that are exact."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from rag.assistant import Assistant
from rag.errors import UsageError
from rag.settings import Settings
from rag.types import EventKind, Status

if TYPE_CHECKING:
    from pathlib import Path

    from rag.types import Answer

QUESTIONS = (
    "Which minerals did China stop exporting to the United States?",
    "What did the Kuala Lumpur talks cover?",
    "Who won the women's singles final at Wimbledon?",
)


@pytest.fixture(scope="module", params=QUESTIONS)
def answer(request: pytest.FixtureRequest, assistant: Assistant) -> Answer:
    return assistant.ask(request.param)


def test_every_citation_is_an_exact_quote(assistant: Assistant, answer: Answer) -> None:
    near = answer.missing.nearest if answer.missing else ()
    for citation in (*answer.citations, *near, *(p for view in answer.views for p in view.positions)):
        text = assistant.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote


def test_every_sentence_cites_and_every_marker_has_its_citation(answer: Answer) -> None:
    numbers = {citation.n for citation in answer.citations}
    for sentence in answer.sentences:
        assert sentence.citations
        assert set(sentence.citations) <= numbers
        assert all(f"[{n}]" in answer.text for n in sentence.citations)
    assert bool(answer.sentences) is not answer.abstained


def test_all_ways_of_asking_give_the_same_answer(assistant: Assistant, answer: Answer) -> None:
    chain = assistant.as_runnable()
    events = list(assistant.stream(answer.question))
    assert events[-1].answer == answer
    assert "".join(event.text for event in events if event.kind is EventKind.TOKEN) == answer.text
    assert chain.invoke(answer.question) == answer
    assert chain.batch([{"question": answer.question}]) == [answer]
    assert list(chain.stream(answer.question)) == [answer]
    assert asyncio.run(chain.ainvoke(answer.question)) == answer
    assert asyncio.run(assistant.aask(answer.question)) == answer


def test_a_citation_event_comes_before_its_marker(assistant: Assistant) -> None:
    events = list(assistant.stream(QUESTIONS[0]))
    at = next(place for place, event in enumerate(events) if event.citation)
    citation = events[at].citation
    assert citation is not None
    assert events[at + 1].text == f"[{citation.n}]"


def test_a_filter_holds_for_every_quote_shown(assistant: Assistant) -> None:
    outlet = next(a.metadata.outlet for a in assistant.articles() if a.metadata.outlet)
    answer = assistant.ask("What do the articles say about China?", outlets=[outlet])
    near = answer.missing.nearest if answer.missing else ()
    assert {citation.outlet for citation in (*answer.citations, *near)} == {outlet}


def test_an_unknown_outlet_names_the_known_ones(assistant: Assistant) -> None:
    known = next(a.metadata.outlet for a in assistant.articles() if a.metadata.outlet)
    with pytest.raises(UsageError, match=r"No article is by 'Nowhere Times'\. The outlets are:") as caught:
        assistant.ask("Who attended?", outlets=["Nowhere Times"])
    assert known in str(caught.value)


def test_the_questions_offered_to_begin_with_are_answered(assistant: Assistant) -> None:
    examples = assistant.example_questions()
    assert len(examples) >= 3
    assert [q for q in examples if assistant.ask(q).status is Status.ABSTAINED] == []


def test_what_is_no_question_is_refused_by_the_chain(assistant: Assistant) -> None:
    for given in (7, {"query": "Who?"}, "…"):
        with pytest.raises(UsageError):
            assistant.as_runnable().invoke(given)


def test_a_chat_model_is_refused_rather_than_pretended(index_dir: Path) -> None:
    with pytest.raises(UsageError, match="No chat model answers in this version"):
        Assistant.open(index_dir, settings=Settings(model="openai:some-model"))
