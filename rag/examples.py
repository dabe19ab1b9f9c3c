"""Questions to begin with, made from the articles at hand, so that a new reader sees what can be asked.

Each asks what somebody said who is quoted there, so it can be answered. No language model words them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rag.text.speech import find_speech
from rag.types import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.types import Article

N_EXAMPLES = 4


def example_questions(articles: Sequence[Article], *, n: int = N_EXAMPLES) -> list[str]:
    """Return up to n questions about speakers of different articles, spread evenly over the corpus."""
    speakers = list(dict.fromkeys(_speakers(articles)))
    step = max(len(speakers) // n, 1)
    return [f"What did {speaker} say?" for speaker in speakers[::step]][:n]


def _speakers(articles: Sequence[Article]) -> Iterator[str]:
    """Yield the full name that each article quotes most, where it quotes one."""
    for article in articles:
        body = "\n".join(article.text[b.start : b.end] for b in article.blocks if b.role is Role.BODY)
        quoted = Counter(s.speaker for s in find_speech(body) if s.speaker and s.speaker.istitle() and " " in s.speaker)
        yield from (speaker for speaker, _ in quoted.most_common(1))
