"""Questions to begin with, made from the articles at hand, so that a new reader sees what can be asked.

A speaker who is quoted, and the name that an outlet writes of most: both are there to be found. No language model
words them, and nothing is asked that the articles do not hold.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rag.text.names import find_names
from rag.text.speech import find_speech
from rag.types import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.types import Article

N_EXAMPLES = 4


def example_questions(articles: Sequence[Article], *, n: int = N_EXAMPLES) -> list[str]:
    """Return up to n questions, speakers and outlets by turns, from articles spread over the corpus."""
    speakers = [f"What did {speaker} say?" for speaker in _speakers(articles)]
    outlets = [f"What does {outlet} say about {name}?" for outlet, name in _subjects(articles)]
    mixed = [question for pair in zip(speakers, outlets, strict=False) for question in pair]
    rest = (speakers if len(speakers) > len(outlets) else outlets)[len(mixed) // 2 :]
    return (mixed + rest)[:n]


def _body(article: Article) -> str:
    return "\n".join(article.text[b.start : b.end] for b in article.blocks if b.role is Role.BODY)


def _speakers(articles: Sequence[Article]) -> Iterator[str]:
    """Yield for each article the full name that it quotes most, each name once."""
    seen = set()
    for article in articles:
        quoted = Counter(
            speech.speaker for speech in find_speech(_body(article)) if speech.speaker and " " in speech.speaker
        )
        for speaker, _ in quoted.most_common(1):
            if speaker not in seen:
                seen.add(speaker)
                yield speaker


def _subjects(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    """Yield for each outlet the name that its first article names most, the outlet's own name left out."""
    seen = set()
    for article in articles:
        outlet, text = article.metadata.outlet, _body(article)
        if outlet is None or outlet in seen:
            continue
        named = Counter(text[span.start : span.end] for span in find_names(text))
        # A single word may be an adjective ("American") or a surname that says little by itself.
        subjects = [
            name for name, count in named.most_common() if " " in name and name.casefold() not in outlet.casefold()
        ]
        if subjects:
            seen.add(outlet)
            yield outlet, subjects[0]
