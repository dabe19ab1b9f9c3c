"""The nouns of Footnote: read this package first, and every signature can be guessed.

`RawArticle` (a file as found) → `Article` (cleaned, labelled) → `Passage` (a span of one article) → `Hit` (a passage
judged against one question) → `Draft` (sentences with quotes) → `Verdict` (what the verifier says of a sentence) →
`Answer` (what leaves the package, with its `Citation`s).

Everything here is frozen, and scores are higher-is-better, always. Nothing here imports anything else of ours but
`rag.render`, late, so that an answer can write itself down.
"""

from rag.types.answers import Absence, Answer, AnswerSentence, Citation, Event, EventKind, Source, Trace, View
from rag.types.articles import (
    Article,
    Block,
    Evidence,
    Filter,
    Hit,
    Kind,
    Metadata,
    Passage,
    RawArticle,
    RemovalReason,
    RemovedLine,
    Role,
    Span,
    attribution,
)
from rag.types.drafts import Draft, DraftSentence, Missing, Position, Quote, Status, Support, Turn, Verdict
from rag.types.encoder import Encoder, WordVectors

__all__ = [
    "Absence",
    "Answer",
    "AnswerSentence",
    "Article",
    "Block",
    "Citation",
    "Draft",
    "DraftSentence",
    "Encoder",
    "Event",
    "EventKind",
    "Evidence",
    "Filter",
    "Hit",
    "Kind",
    "Metadata",
    "Missing",
    "Passage",
    "Position",
    "Quote",
    "RawArticle",
    "RemovalReason",
    "RemovedLine",
    "Role",
    "Source",
    "Span",
    "Status",
    "Support",
    "Trace",
    "Turn",
    "Verdict",
    "View",
    "WordVectors",
    "attribution",
]
