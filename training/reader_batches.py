"""Turn examples into batches: word pieces, targets, and questions of one paragraph kept side by side.

Batches are padded to multiples of 32 pieces (each new shape costs a compilation) and hold examples of like length.
An answerable question and a near miss over the same paragraph share a batch, so that the loss can compare them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.answer.reader_pieces import NO_HEADER, Pieces, Window, pieces_of, room_for, window

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from tokenizers import Tokenizer
    from torch import Tensor

    from training.reader_data import Example

PAD_TO = 32
# Half the rows are read under their header, so that the reader does without one where there is none.
HEADED_SHARE = 0.5
NO_SPAN = -100
ALONE = -1
"""A question that is read over one passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One example as the network reads it; `group` is equal for questions over one paragraph.

    `rivals` are the same question over passages that do not answer it; they go where the row goes, and share `asked`.
    """

    read: Window
    start: int
    end: int
    answerable: bool
    group: int
    asked: int = ALONE
    rivals: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows as tensors, all with the rows first."""

    pieces: Tensor
    sides: Tensor
    matches: Tensor
    start: Tensor
    end: Tensor
    answerable: Tensor
    group: Tensor
    asked: Tensor


class Rows:
    """Make rows of examples; word pieces of a paragraph are computed once."""

    def __init__(self, tokenizer: Tokenizer, *, size: int) -> None:
        """`size` is the longest window in word pieces."""
        self._tokenizer = tokenizer
        self._size = size
        self._paragraphs: dict[str, Pieces] = {}
        self._groups: dict[str, int] = {}
        self._n_asked = 0

    def with_rivals(self, example: Example, others: Sequence[Example], rng: random.Random) -> Row:
        """Return the example's row with the same question over the other passages, if any, beside it."""
        if not others:
            return self.row(example, rng)
        asked, self._n_asked = self._n_asked, self._n_asked + 1
        rivals = tuple(replace(self.row(other, rng), asked=asked) for other in others)
        return replace(self.row(example, rng), asked=asked, rivals=rivals)

    def row(self, example: Example, rng: random.Random, *, near: int | None = None) -> Row:
        """Window the example around its answer, or around the character `near` (a near miss's old answer)."""
        question = pieces_of(self._tokenizer, example.question)
        header = pieces_of(self._tokenizer, example.header) if rng.random() < HEADED_SHARE else NO_HEADER
        paragraph = self._paragraphs.get(example.context)
        if paragraph is None:
            paragraph = self._paragraphs[example.context] = pieces_of(self._tokenizer, example.context)
        target = example.start if example.answerable and example.has_span else near
        room = room_for(question, header, size=self._size)
        offset = _offset(paragraph, room, target, rng)
        read = window(question, paragraph, header=header, offset=offset, size=self._size)
        start, end = _targets(example, paragraph, read)
        group = self._groups.setdefault(example.context, len(self._groups))
        return Row(read=read, start=start, end=end, answerable=example.answerable, group=group)


def _offset(paragraph: Pieces, room: int, target: int | None, rng: random.Random) -> int:
    spare = len(paragraph.ids) - room
    if spare <= 0:
        return 0
    if target is None:
        return rng.randint(0, spare)
    at = sum(1 for _, end in paragraph.spans if end <= target)
    # The answer may stand anywhere in the window but its last tenth, so that most of it fits.
    return min(spare, max(0, at - rng.randint(0, room * 9 // 10)))


def _targets(example: Example, paragraph: Pieces, read: Window) -> tuple[int, int]:
    if not example.has_span:
        return NO_SPAN, NO_SPAN
    if not example.answerable:
        return 0, 0
    inside = [
        at
        for at, (start, end) in enumerate(paragraph.spans)
        if start < example.end and end > example.start and read.offset <= at < read.offset + read.n_pieces
    ]
    if not inside:
        return NO_SPAN, NO_SPAN
    shift = read.first - read.offset
    return inside[0] + shift, inside[-1] + shift


def units(rows: Sequence[Row], rng: random.Random, *, longest: int = 4) -> list[list[Row]]:
    """Split the rows of each paragraph into units of at most `longest` and their rivals, answerable and not in turn."""
    by_group: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_group[row.group].append(row)
    made: list[list[Row]] = []
    for group in by_group.values():
        yes = [row for row in group if row.answerable]
        no = [row for row in group if not row.answerable]
        rng.shuffle(yes)
        rng.shuffle(no)
        mixed = [row for pair in zip(yes, no, strict=False) for row in pair]
        mixed += yes[len(no) :] + no[len(yes) :]
        made.extend(mixed[at : at + longest] for at in range(0, len(mixed), longest))
    return [[row for one in unit for row in (one, *one.rivals)] for unit in made]


def iter_batches(made: Sequence[list[Row]], rng: random.Random, *, size: int) -> Iterator[list[Row]]:
    """Yield batches of about `size` rows of like length, in random order."""
    shuffled = list(made)
    rng.shuffle(shuffled)
    shuffled.sort(key=lambda unit: -(-max(len(row.read.ids) for row in unit) // PAD_TO))
    batches: list[list[Row]] = [[]]
    for unit in shuffled:
        if len(batches[-1]) + len(unit) > size:
            batches.append([])
        batches[-1].extend(unit)
    rng.shuffle(batches)
    yield from batches


def batch_of(rows: Sequence[Row]) -> Batch:
    """Pad rows to one length, a multiple of 32."""
    import torch

    length = -(-max(len(row.read.ids) for row in rows) // PAD_TO) * PAD_TO

    def padded(values: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor([[*value, *[0] * (length - len(value))] for value in values])

    return Batch(
        pieces=padded([row.read.ids for row in rows]),
        sides=padded([row.read.sides for row in rows]),
        matches=padded([row.read.matches for row in rows]),
        start=torch.tensor([row.start for row in rows]),
        end=torch.tensor([row.end for row in rows]),
        answerable=torch.tensor([float(row.answerable) for row in rows]),
        group=torch.tensor([row.group for row in rows]),
        asked=torch.tensor([row.asked for row in rows]),
    )
