"""Read a question and a paragraph together: is the answer in it, and where?

A small network (`reader_net.py`) trained by `training/reader_train.py` gives every paragraph a calibrated probability
that it answers the question, the span that does so best, and where the span's probability lies (by sentence).
Long paragraphs are read in overlapping windows.

Not done here: choosing sentences, refusing, wording. Probabilities are of one paragraph by itself; what several
paragraphs say together is for the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer.reader_net import reader_logits
from rag.answer.reader_pieces import Pieces, Window, open_tokenizer, pieces_of, windows
from rag.answer.reader_weights import base_folder, reader_weights
from rag.index.abreast import each_on_one_thread
from rag.index.precision import TILE, in_reading_precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from torch import Tensor

MODELS = Path(__file__).resolve().parent.parent / "models" / "reader"
# Answers of SQuAD 2.0's train articles: 99 in 100 are at most 22 pieces long.
LONGEST_ANSWER = 30
# Scores are cut here so that the last bits, which differ between processors, never show.
SCORE_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader found in one text; offsets are into that text, half-open.

    `answerable` is calibrated, 0..1. `span_score` and `null_score` are logits: the best span's and that of 'no answer
    here'; `start == end == 0` where the text holds no word. `pieces`, `starts` and `ends` give each word piece's
    place and its share of the start's and the end's probability; they sum to less than one, the rest is 'no answer'.
    `total` is the logarithm of the sum that these are shares of, mean of both: a place's share times its exponential is
    comparable between the passages of a question, as the reader was trained to make it.
    """

    answerable: float
    start: int
    end: int
    span_score: float
    null_score: float
    total: float
    pieces: tuple[tuple[int, int], ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]

    @property
    def placed(self) -> float:
        """The share of the probability that lies in the text and not in 'no answer'."""
        return (sum(self.starts) + sum(self.ends)) / 2

    def sentence_mass(self, sentences: Sequence[tuple[int, int]]) -> list[float]:
        """Return each sentence's share of the span's probability, 0..1: the mean of its starts and its ends."""
        masses = [0.0] * len(sentences)
        for (start, _), opening, closing in zip(self.pieces, self.starts, self.ends, strict=True):
            for at, (low, high) in enumerate(sentences):
                if low <= start < high:
                    masses[at] += (opening + closing) / 2
        return masses


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One window's logits as numpy arrays: spans [length, 2] and one answerable logit."""

    window: Window
    span: NDArray[float32]
    answerable: float


class Reader:
    """Hold the reader's weights and tokenizer; `load` opens them."""

    def __init__(self, weights: dict[str, Tensor], tokenizer: Tokenizer) -> None:
        """Take opened weights; callers use `load`."""
        self._weights = in_reading_precision(weights)
        self._tokenizer = tokenizer
        self._calibration = tuple(float(value) for value in weights["calibration"])

    @classmethod
    def load(cls, folder: Path | None = None) -> Reader:
        """Open the weights in `folder`, by default those that come with Footnote; raises `ModelError`."""
        return cls(reader_weights(folder or MODELS), open_tokenizer(base_folder() / "tokenizer.json"))

    def read(self, question: str, texts: Sequence[str], headers: Sequence[str] | None = None) -> list[Reading]:
        """Read the question over each text; readings come in the order of the texts.

        A header says what the text does not, such as its article's title: it is read, and no answer is found in it.
        """
        asked = pieces_of(self._tokenizer, question)
        paragraphs = [pieces_of(self._tokenizer, text) for text in texts]
        above = [pieces_of(self._tokenizer, header) for header in headers or [""] * len(texts)]
        cut = [windows(asked, each, header=header) for each, header in zip(paragraphs, above, strict=True)]
        seen = iter(each_on_one_thread(self._seen, [window for each in cut for window in each]))
        own = [list(islice(seen, len(each))) for each in cut]
        return [self._reading(paragraph, each) for paragraph, each in zip(paragraphs, own, strict=True)]

    def _seen(self, window: Window) -> _Seen:
        """Run the network over one window; by itself, since padding to a batch's length costs more than it saves."""
        import torch

        spare = [0] * (-len(window.ids) % TILE)
        with torch.inference_mode():
            span, answerable = reader_logits(
                self._weights,
                pieces=torch.tensor([window.ids + spare]),
                sides=torch.tensor([window.sides + spare]),
                matches=torch.tensor([window.matches + spare]),
            )
        return _Seen(window=window, span=span[0].numpy(), answerable=float(answerable[0]))

    def _reading(self, paragraph: Pieces, seen: list[_Seen]) -> Reading:
        """Join a paragraph's windows: its best window decides, and each piece keeps its largest share."""
        import numpy as np

        spans = [_best_span(each) for each in seen]
        margins = [score - null for _, _, score, null in spans]
        logits = [self._logit(each.answerable, margin) for each, margin in zip(seen, margins, strict=True)]
        best = int(np.argmax(logits))
        first, last, score, null = spans[best]
        shares = np.zeros((len(paragraph.ids), 2), dtype=np.float32)
        for each in seen:
            low, high = each.window.offset, each.window.offset + each.window.n_pieces
            share = _softmax(each.span)[each.window.first : each.window.first + each.window.n_pieces]
            shares[low:high] = np.maximum(shares[low:high], share)
        return Reading(
            answerable=round(float(1 / (1 + np.exp(-logits[best]))), SCORE_DIGITS),
            start=paragraph.spans[first][0] if paragraph.ids else 0,
            end=paragraph.spans[last][1] if paragraph.ids else 0,
            span_score=round(score, SCORE_DIGITS),
            null_score=round(null, SCORE_DIGITS),
            total=round(_log_sum(seen[best].span), SCORE_DIGITS),
            pieces=paragraph.spans,
            starts=tuple(shares[:, 0].tolist()),
            ends=tuple(shares[:, 1].tolist()),
        )

    def _logit(self, answerable: float, margin: float) -> float:
        by_head, by_span, shift = self._calibration
        return by_head * answerable + by_span * margin + shift


def _best_span(seen: _Seen) -> tuple[int, int, float, float]:
    """Return (first piece, last piece, score, null score); pieces count from the paragraph's first."""
    import numpy as np

    null = float(seen.span[0].sum())
    low, high = seen.window.first, seen.window.first + seen.window.n_pieces
    if low == high:
        return 0, 0, null, null
    starts, ends = seen.span[low:high, 0], seen.span[low:high, 1]
    sums = starts[:, None] + ends[None, :]
    length = high - low
    allowed = np.triu(np.ones((length, length), dtype=bool)) & ~np.triu(
        np.ones((length, length), dtype=bool), LONGEST_ANSWER
    )
    first, last = divmod(int(np.where(allowed, sums, -np.inf).argmax()), length)
    return seen.window.offset + first, seen.window.offset + last, float(sums[first, last]), null


def _log_sum(logits: NDArray[float32]) -> float:
    """Return the mean over start and end of the logarithm of the summed exponentials."""
    import numpy as np

    highest = logits.max(axis=0)
    return float((highest + np.log(np.exp(logits - highest).sum(axis=0))).mean())


def _softmax(logits: NDArray[float32]) -> NDArray[float32]:
    import numpy as np

    raised = np.exp(logits - logits.max(axis=0, keepdims=True))
    shares: NDArray[float32] = raised / raised.sum(axis=0, keepdims=True)
    return shares
