from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.answer.compose import SPOKEN, Tools, draft_answer
from rag.index.encoder import load_encoder
from rag.retrieve.hybrid import retrieve
from rag.settings import Settings
from rag.types import Article, Draft, Kind, Passage, Status
from tests.answer.newsroom import EVERYTHING, article, index

if TYPE_CHECKING:
    from rag.types import Encoder
    from training.memory_index import MemoryIndex

BAN = article(
    "ban",
    "After steadily building its understanding of key chokepoints, this past December, China banned all exports of "
    "antimony, gallium, and germanium to U.S. buyers.",
    "The minerals go into semiconductors and solar cells.",
    outlet="Foreign Affairs",
)
CNN = article(
    "cnn",
    "“The US right now is an incredibly unreliable partner to anyone in the world,” Jason Furman told CNN on Thursday.",
    "Trump has burned down the bridges with our allies!",
    outlet="CNN",
    date="2025-04-11",
    kind=Kind.FORUM_POST,
    posted={"Trump has burned down the bridges with our allies!": "signalmankenneth"},
)
UNION = article("union", "Delmarr will cut 340 jobs at the Port Averill terminal.", outlet="Courier", date="2025-04-20")
OWNER = article(
    "owner", "Ostberg said it will cut 215 jobs at the Port Averill terminal.", outlet="Ledger", date="2025-04-21"
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(Settings().encoder)


def draft(question: str, *articles: Article, encoder: Encoder, clusters: dict[str, str] | None = None) -> Draft:
    known = index(*articles, clusters=clusters)
    snapshot = _with_vectors(known, encoder)
    settings = Settings()
    hits = retrieve(question, snapshot=snapshot, encoder=encoder, settings=settings, where=EVERYTHING, k=12)
    made = draft_answer(question, hits, Tools(snapshot=snapshot, encoder=encoder, settings=settings, reader=None))
    for sentence in made.sentences:
        for quote in sentence.quotes:
            assert snapshot.article(quote.article_id).text[quote.start : quote.end] == quote.text
    return made


def _with_vectors(known: MemoryIndex, encoder: Encoder) -> MemoryIndex:
    from training.memory_index import MemoryIndex

    articles = {one.article_id: list(known.passages(one.article_id)) for one in known.articles()}
    every: list[Passage] = [passage for held in articles.values() for passage in held]
    vectors = encoder.encode_passages([passage.text for passage in every])
    kept = {one.article_id: one for one in known.articles()}
    return MemoryIndex(articles, vectors, known=kept, clusters={name: known.cluster(name) for name in kept})


def test_the_sentence_that_answers_is_quoted_with_the_answer_marked(encoder: Encoder) -> None:
    made = draft("Which minerals did China stop exporting to the US in December 2024?", BAN, CNN, encoder=encoder)
    assert made.status is Status.ANSWERED
    quote = made.sentences[0].quotes[0]
    assert quote.highlight is not None
    assert BAN.text[quote.highlight.start : quote.highlight.end] == "antimony, gallium, and germanium"


def test_a_timeline_is_shown_where_one_sentence_as_sure_would_be_refused(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.answer.compose.confidence", lambda *_, **__: 0.3)
    asked = ("Give a timeline of China's bans on exports.", "Which exports did China ban?")
    timeline, plain = (draft(question, BAN, CNN, encoder=encoder).status for question in asked)
    assert (timeline, plain) == (Status.ANSWERED, Status.ABSTAINED)


def test_what_nobody_says_is_refused_by_name_and_never_denied(encoder: Encoder) -> None:
    made = draft("What did Janet Yellen say about TikTok?", BAN, CNN, encoder=encoder)
    assert made.status is Status.ABSTAINED
    assert made.missing is not None
    assert made.missing.reason == 'Not in these articles: no passage mentions "Janet Yellen" or "TikTok".'
    assert made.sentences == ()


def test_a_posters_words_are_given_to_the_poster(encoder: Encoder) -> None:
    made = draft("Who has burned down the bridges, according to signalmankenneth?", BAN, CNN, encoder=encoder)
    assert made.sentences[0].text.startswith("signalmankenneth, in a forum post: ")


def test_a_speaker_is_named_before_the_outlet(encoder: Encoder) -> None:
    made = draft("What did Jason Furman say about the US as a partner?", BAN, CNN, encoder=encoder)
    assert made.sentences[0].text.startswith("Jason Furman, in CNN (11 April 2025): ")


def test_sources_that_contradict_each_other_are_both_shown(encoder: Encoder) -> None:
    made = draft("How many jobs will be cut at the Port Averill terminal?", UNION, OWNER, encoder=encoder)
    assert made.status is Status.CONFLICT
    assert {position.outlet for position in made.positions} == {"Courier", "Ledger"}
    assert len(made.sentences) == 2


def test_near_duplicates_do_not_contradict_each_other(encoder: Encoder) -> None:
    question = "How many jobs will be cut at the Port Averill terminal?"
    made = draft(question, UNION, OWNER, encoder=encoder, clusters={"owner": "union"})
    assert made.status is Status.ANSWERED


def test_a_part_that_is_not_answered_is_named(encoder: Encoder) -> None:
    question = "How many jobs will Delmarr cut at the Port Averill terminal, and who is the mayor of Zanzibar?"
    made = draft(question, UNION, BAN, encoder=encoder)
    assert made.status is Status.PARTIAL
    assert made.missing is not None
    assert "Zanzibar" in made.missing.reason


def test_an_index_without_a_hit_is_refused(encoder: Encoder) -> None:
    made = draft_answer("Who?", [], Tools(snapshot=index(BAN), encoder=encoder, settings=Settings(), reader=None))
    assert made.status is Status.ABSTAINED
    assert made.confidence == 0.0


def test_the_same_question_gives_the_same_draft(encoder: Encoder) -> None:
    question = "Which minerals did China ban?"
    assert draft(question, BAN, CNN, encoder=encoder) == draft(question, BAN, CNN, encoder=encoder)


def test_a_speaker_alone_is_answered_with_their_words_and_a_stranger_refused(encoder: Encoder) -> None:
    made = draft("What did Jason Furman say?", BAN, CNN, encoder=encoder)
    assert made.sentences[0].quotes[0].speaker == "Jason Furman"
    assert made.confidence >= SPOKEN
    assert draft("What did Janet Yellen say?", BAN, CNN, encoder=encoder).status is Status.ABSTAINED


def test_a_false_premise_is_refused_with_the_sentence_that_contradicts_it(encoder: Encoder) -> None:
    vote = article("vote", "The grain elevator was approved by members in June 2023 by 1,412 votes to 388.")
    made = draft("Why did members reject the grain elevator in June 2023?", vote, UNION, encoder=encoder)
    assert made.status is Status.ABSTAINED
    assert made.missing is not None
    assert made.missing.reason == 'Not in these articles: they say "approved", not "reject".'
    assert "approved" in made.missing.nearest[0].text


def test_what_the_articles_bear_out_is_not_called_a_false_premise(encoder: Encoder) -> None:
    made = draft("Why will Delmarr cut 340 jobs at Port Averill?", UNION, OWNER, encoder=encoder)
    assert made.missing is None or "they say" not in made.missing.reason
