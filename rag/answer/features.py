"""Describe each candidate sentence by numbers that say how well it may answer.

Five groups: shared words weighted by idf, late interaction, the sort of thing wanted, the sentence's shape, and what
stands around it (`surroundings`); then, for the strongest of them, how far a sentence stands behind the best of its
rivals. The same function serves training and answering. Nothing here is learned.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from rag.answer.evidence import facts, names_of, stems_of
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
        # How many are greater: all but those that stand before or beside it in rising order.
        at_most = np.searchsorted(np.sort(rounded), rounded, side="right")
        columns[f"{name}_place"] = (len(pool) - at_most).astype(float)
    return np.stack([columns[name] for name in FEATURES], axis=1)


def _shared_words(asked: Asked, pool: Sequence[Candidate], idf: Mapping[str, float]) -> dict[str, NDArray[np.float64]]:
    weights = [idf[term] for term in asked.content]
    total, most = sum(weights) or 1.0, max(weights, default=0.0) or 1.0
    stems = [facts(candidate.text).stems for candidate in pool]
    texts = {candidate.passage.passage_id: candidate.passage.text for candidate in pool}
    rows = {passage_id: at for at, passage_id in enumerate(texts)}
    own_passage = np.array([rows[candidate.passage.passage_id] for candidate in pool])
    passages = [stems_of(text) for text in texts.values()]
    said, said_in_passage = _counts(asked.content, stems), _counts(asked.content, passages)
    around = _counts(asked.content, [stems_of(candidate.context) for candidate in pool])
    head = _counts(asked.head, stems)
    missing = np.where(said == 0, np.array(weights)[:, None], 0.0)
    names = {name_key(name) for name in asked.names}
    return {
        "cover": _weighed(weights, said > 0) / total,
        "cover_context": _weighed(weights, around > 0) / total,
        "cover_passage": (_weighed(weights, said_in_passage > 0) / total)[own_passage],
        "cover_bigrams": _bigrams_held(asked.content, stems, said > 0),
        "bm25": _bm25(weights, said, stems) / total,
        "bm25_passage": (_bm25(weights, said_in_passage, passages) / total)[own_passage],
        "rarest_missing": missing.max(axis=0, initial=0.0) / most,
        "longest_run": _longest_run(said > 0),
        "head_cover": (head > 0).sum(axis=0) / len(asked.head) if asked.head else np.full(len(pool), -1.0),
        "names_cover": _names_held(names, [candidate.text for candidate in pool]),
        "names_cover_context": _names_held(names, [candidate.context for candidate in pool]),
    }


def _counts(terms: Sequence[str], texts: Sequence[tuple[str, ...]]) -> NDArray[np.int64]:
    """Return how often each term, a row, stands in each text, a column."""
    return np.array([[stems.count(term) for stems in texts] for term in terms], np.int64).reshape(
        len(terms), len(texts)
    )


def _weighed(weights: Sequence[float], values: NDArray[np.bool_] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted sum of the rows, added up in their order, which fixes its last bits."""
    found = np.zeros(values.shape[1])
    for weight, row in zip(weights, values, strict=True):
        found += weight * row
    return found


def _bm25(weights: Sequence[float], counts: NDArray[np.int64], texts: Sequence[tuple[str, ...]]) -> NDArray[np.float64]:
    """Return the score of each text for the terms of which `counts` has a row each."""
    lengths = np.array([len(stems) for stems in texts])
    norm = K1 * (1 - B + B * lengths / (lengths.sum() / len(texts) or 1.0))
    found = np.zeros(len(texts))
    for weight, count in zip(weights, counts, strict=True):
        found += weight * count * (K1 + 1) / (count + norm)
    return found


def _bigrams_held(
    content: Sequence[str], texts: Sequence[tuple[str, ...]], held: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the share of the question's neighbouring topic words that are neighbours in each sentence too."""
    pairs = set(pairwise(content))
    found = np.zeros(len(texts))
    for at in np.flatnonzero((held[:-1] & held[1:]).any(axis=0)).tolist():
        found[at] = len(pairs.intersection(pairwise(texts[at]))) / len(pairs)
    return found


def _longest_run(held: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the longest run of neighbouring topic words of the question that all stand in each sentence."""
    best = run = np.zeros(held.shape[1])
    for row in held:
        run = (run + 1) * row
        best = np.maximum(best, run)
    return best


def _names_held(names: set[str], texts: Sequence[str]) -> NDArray[np.float64]:
    """Return the share of the question's names that each text has; -1 where the question names none."""
    return np.array([len(names & names_of(text)) / len(names) if names else -1.0 for text in texts])


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
