"""Describe each candidate sentence by numbers that say how well it may answer.

Five groups: shared words weighted by idf, late interaction, the sort of thing wanted, the sentence's shape, and what
stands around it (`surroundings`); then, for the strongest of them, how far a sentence stands behind the best of its
rivals. The same function serves training and answering. Nothing here is learned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.answer.evidence import facts, stems_of
from rag.answer.question import Wanted
from rag.answer.surroundings import SURROUNDINGS, surroundings
from rag.retrieve.late import STOPWORD_WEIGHT, token_weights
from rag.text.lexicon import word_set
from rag.text.names import name_key
from rag.text.words import content_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rag.answer.evidence import Candidate
    from rag.answer.question import Asked
    from rag.types import Article, Span

PLAIN = (
    "cover",
    "cover_context",
    "cover_passage",
    "cover_bigrams",
    "bm25",
    "bm25_passage",
    "rarest_missing",
    "longest_run",
    "head_cover",
    "names_cover",
    "names_cover_context",
    "late",
    "late_context",
    "late_passage",
    "late_weakest",
    "late_head",
    "late_names",
    "late_rest",
    "wants_person",
    "wants_place",
    "wants_time",
    "wants_number",
    "wants_reason",
    "wants_manner",
    "wants_yes_no",
    "new_names",
    "new_numbers",
    "new_dates",
    "gives_reason",
    "fits",
    "new_words",
    "n_words",
    "position",
    "hit_rank",
    "starts_with_pronoun",
    "asks",
)
COMPARED = ("cover", "bm25", "late", "late_context", "late_weakest", "cover_context")
FEATURES = (
    PLAIN + SURROUNDINGS + tuple(f"{name}_behind" for name in COMPARED) + tuple(f"{name}_place" for name in COMPARED)
)
"""The columns of `feature_rows`, in order."""

K1, B = 1.2, 0.75
"""BM25's usual constants; sentences and passages both."""

PRONOUNS = word_set("he she it they this that these those his her its their such there here")
_REASONS = word_set(
    "becaus due sinc reason caus result therefor thus lead led owe thank order aim purpos so explain drive driven"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Late interaction of one question with every candidate: `similarities` has a row a candidate, a column a token."""

    similarities: NDArray[np.float32]
    context: NDArray[np.float32]
    tokens: Sequence[Span]


def feature_rows(
    asked: Asked,
    pool: Sequence[Candidate],
    *,
    idf: Mapping[str, float],
    late: Late,
    articles: Mapping[str, Article],
) -> NDArray[np.float64]:
    """Return one row of `FEATURES` a candidate.

    `idf` must hold every topic word of the question, `articles` every candidate's article.
    """
    if not pool:
        return np.zeros((0, len(FEATURES)))
    columns: dict[str, NDArray[np.float64]] = {}
    columns |= _shared_words(asked, pool, idf)
    columns |= _late_columns(asked, pool, idf, late)
    columns |= _wanted_columns(asked, pool)
    columns |= _shape(asked, pool)
    columns |= surroundings(asked, pool, idf=idf, articles=articles)
    for name in COMPARED:
        best = columns[name].max()
        columns[f"{name}_behind"] = best - columns[name]
        rounded = np.round(columns[name], 4)
        columns[f"{name}_place"] = np.array([(rounded > value).sum() for value in rounded], float)
    return np.stack([columns[name] for name in FEATURES], axis=1)


def _shared_words(asked: Asked, pool: Sequence[Candidate], idf: Mapping[str, float]) -> dict[str, NDArray[np.float64]]:
    total = sum(idf[term] for term in asked.content) or 1.0
    known = [facts(candidate.text) for candidate in pool]
    mean_length = sum(len(one.stems) for one in known) / len(known) or 1.0
    passages = {candidate.passage.passage_id: stems_of(candidate.passage.text) for candidate in pool}
    passage_length = sum(len(stems) for stems in passages.values()) / len(passages) or 1.0
    pairs = {(asked.content[i], asked.content[i + 1]) for i in range(len(asked.content) - 1)}
    names = {name_key(name) for name in asked.names}
    rows: dict[str, list[float]] = {}

    def put(name: str, value: float) -> None:
        rows.setdefault(name, []).append(value)

    for candidate, one in zip(pool, known, strict=True):
        stems, passage = set(one.stems), passages[candidate.passage.passage_id]
        context = facts(candidate.context)
        around = set(context.stems)
        missing = [idf[term] for term in asked.content if term not in stems]
        put("cover", sum(idf[term] for term in asked.content if term in stems) / total)
        put("cover_context", sum(idf[term] for term in asked.content if term in around) / total)
        put("cover_passage", sum(idf[term] for term in asked.content if term in passage) / total)
        put("cover_bigrams", len(pairs & set(zip(one.stems, one.stems[1:], strict=False))) / max(1, len(pairs)))
        put("bm25", _bm25(asked, one.stems, idf, mean_length) / total)
        put("bm25_passage", _bm25(asked, passage, idf, passage_length) / total)
        put("rarest_missing", max(missing, default=0.0) / max(idf[term] for term in asked.content) if missing else 0.0)
        put("longest_run", _longest_run(asked.content, stems))
        put("head_cover", sum(term in stems for term in asked.head) / len(asked.head) if asked.head else -1.0)
        put("names_cover", len(names & one.names) / len(names) if names else -1.0)
        put("names_cover_context", len(names & context.names) / len(names) if names else -1.0)
    return {name: np.array(values) for name, values in rows.items()}


def _bm25(asked: Asked, stems: Sequence[str], idf: Mapping[str, float], mean_length: float) -> float:
    norm = K1 * (1 - B + B * len(stems) / mean_length)
    counts = [(term, stems.count(term)) for term in asked.content]
    return sum(idf[term] * count * (K1 + 1) / (count + norm) for term, count in counts if count)


def _longest_run(content: Sequence[str], stems: set[str]) -> float:
    """Return the longest run of neighbouring topic words of the question that all stand in the sentence."""
    best = run = 0
    for term in content:
        run = run + 1 if term in stems else 0
        best = max(best, run)
    return float(best)


def _late_columns(
    asked: Asked, pool: Sequence[Candidate], idf: Mapping[str, float], late: Late
) -> dict[str, NDArray[np.float64]]:
    weights = token_weights(asked.text, idf, late.tokens)
    is_topic = weights > STOPWORD_WEIGHT
    similar = late.similarities.astype(float)
    in_head = _mask(asked, late.tokens, set(asked.head))
    in_names = _name_mask(asked, late.tokens)
    passages: dict[str, NDArray[np.float64]] = {}
    for candidate, row in zip(pool, similar, strict=True):
        key = candidate.passage.passage_id
        passages[key] = np.maximum(passages[key], row) if key in passages else row
    return {
        "late": _mean(similar, weights),
        "late_context": _mean(late.context.astype(float), weights),
        "late_passage": _mean(np.stack([passages[c.passage.passage_id] for c in pool]), weights),
        "late_weakest": similar[:, is_topic].min(axis=1) if is_topic.any() else np.zeros(len(pool)),
        "late_head": _mean(similar, weights * in_head),
        "late_names": _mean(similar, weights * in_names),
        "late_rest": _mean(similar, weights * ~(in_head | in_names)),
    }


def _mean(similar: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted mean of each row; -1 where nothing has weight."""
    total = weights.sum()
    return np.asarray(similar @ weights / total) if total > 0 else np.full(len(similar), -1.0)


def _mask(asked: Asked, tokens: Sequence[Span], stems: set[str]) -> NDArray[np.bool_]:
    spans = [span for span, stem in content_spans(asked.text) if stem in stems]
    return np.array([any(s.start <= t.start and t.end <= s.end for s in spans) for t in tokens], bool)


def _name_mask(asked: Asked, tokens: Sequence[Span]) -> NDArray[np.bool_]:
    places = [(asked.text.find(name), len(name)) for name in asked.names]
    return np.array([any(at <= t.start and t.end <= at + n for at, n in places) for t in tokens], bool)


def _wanted_columns(asked: Asked, pool: Sequence[Candidate]) -> dict[str, NDArray[np.float64]]:
    names = {name_key(name) for name in asked.names}
    known = [facts(candidate.text) for candidate in pool]
    new_names = np.array([len(one.names - names) for one in known], float)
    values = {quantity.value for quantity in asked.numbers}
    said = [sum(value in values for value, _ in one.numbers) for one in known]
    new_numbers = np.array([max(0, one.n_amounts - n) for one, n in zip(known, said, strict=True)], float)
    new_dates = np.array([max(0, one.n_times - len(asked.dates)) for one in known], float)
    reasons = np.array([not _REASONS.isdisjoint(one.stems) for one in known], float)
    fits = {
        Wanted.PERSON: new_names > 0,
        Wanted.PLACE: new_names > 0,
        Wanted.TIME: new_dates > 0,
        Wanted.NUMBER: new_numbers > 0,
        Wanted.REASON: reasons > 0,
    }.get(asked.wanted, np.ones(len(pool), bool))
    flags = {
        f"wants_{wanted}": np.full(len(pool), float(asked.wanted is wanted))
        for wanted in Wanted
        if wanted is not Wanted.THING
    }
    return flags | {
        "new_names": new_names,
        "new_numbers": new_numbers,
        "new_dates": new_dates,
        "gives_reason": reasons,
        "fits": np.asarray(fits, float),
    }


def _shape(asked: Asked, pool: Sequence[Candidate]) -> dict[str, NDArray[np.float64]]:
    known = [facts(candidate.text) for candidate in pool]
    content = set(asked.content)
    return {
        "new_words": np.array([len(set(one.stems) - content) for one in known], float),
        "n_words": np.array([one.n_words for one in known], float),
        "position": np.array([candidate.position for candidate in pool], float),
        "hit_rank": np.array([candidate.hit_rank for candidate in pool], float),
        "starts_with_pronoun": np.array([one.first_word in PRONOUNS for one in known], float),
        "asks": np.array([candidate.text.rstrip('"”’').endswith("?") for candidate in pool], float),
    }
