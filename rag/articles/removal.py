"""Lines taken out of an article for what they say or head: notices, spam, tickers, lists of other articles.

The labeller judges most lines rightly; these rules take back what reads like prose and is none of the article's, and
say of every removed line why it is not part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.articles import headlines, telling
from rag.articles.patterns import (
    is_spam,
    is_ticker,
    is_trail,
    opens_related,
    opens_ticker,
    share_of_other_script,
)
from rag.types import RemovalReason, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.articles.labeller import LineChances
    from rag.articles.lines import Line, PageLines
    from rag.articles.marks import Labels

LEAST_HEADLINE = 4
"""Words of the shortest headline in a list of other articles; what is shorter there is a link."""

SURE = 0.95
"""P(is the article's text) from which a line ends a list of other articles: of what was taken up below such headings on
our own train and dev pages, 17 of 32 lines of articles had more and 1 of 19 headlines and teasers.
"""

WRAPPED = 45
"""Characters of a line that may have been wrapped."""

_ENDS = (".", "?", "!", ".”", '."', "!”", '!"', "?”", '?"', ".’")

SURE_TITLE = 0.8
"""P(is the title) of the likeliest line from which it ends a ticker: headlines in one have up to .6 by themselves."""

LEAST_SUBHEADING = 0.9
_SUBHEADING = 5
"""Words of the longest line, and its least P, that is put back as a subheading: three of ours, and no headline."""


def keep_prose(lines: Sequence[Line], labels: Labels) -> None:
    """Keep every line of prose where the labeller saw no article at all: better searched than lost."""
    for i, line in enumerate(lines):
        if labels.reasons[i] is None and (line.size >= 8 or len(lines) <= 3):
            labels.marks[i] = Role.BODY


def remove_worded(lines: PageLines, labels: Labels) -> None:
    """Take out what its wording gives away, and lines in another script than the article's."""
    found = {i: reason for i, reason in enumerate(labels.reasons) if reason}
    foreign = [i for i, told in enumerate(lines.told) if told & telling.SCRIPT and i not in found]
    if foreign and share_of_other_script(" ".join(lines[i].plain for i in labels.body())) < 0.1:
        for i in foreign:
            text = lines[i].plain
            if len(text) > 5 and share_of_other_script(text) > 0.5:
                found[i] = RemovalReason.SPAM if text.count("|") > 2 else RemovalReason.FURNITURE
    for i, reason in sorted(found.items()):
        if not (labels.kept(i) and _is_prose(lines[i]) and not is_spam(lines[i].plain) and _inside(labels, i)):
            labels.marks[i] = reason


def remove_trails(lines: Sequence[Line], labels: Labels) -> None:
    """Take out the trails of sections that stand above the first paragraph."""
    body = labels.body()
    for i in range(headlines.first_paragraph(lines, body) if body else 0):
        if labels.kept(i) and is_trail(lines[i].plain):
            labels.marks[i] = RemovalReason.FURNITURE


def _is_prose(line: Line) -> bool:
    return line.size >= 25 and line.plain.rstrip("\"'”’)")[-1:] in ".!?"


def _inside(labels: Labels, i: int) -> bool:
    """Say whether body lines stand close on both sides of line i."""
    near = labels.marks[max(i - 3, 0) : i], labels.marks[i + 1 : i + 4]
    return all(Role.BODY in side for side in near)


def remove_lists(lines: PageLines, labels: Labels, chances: LineChances) -> None:
    """Take out the headlines below a 'Related' or 'Breaking' heading, up to the next paragraph or gap."""
    body = labels.body()
    start = headlines.first_paragraph(lines, body) if body else 0
    heads = _headings(lines)
    end = _article_end(lines, labels) if heads else 0
    done = 0
    for i in heads:
        text = lines[i].plain
        if i < done:
            continue
        if opens_ticker(text) and not _inside(labels, i):
            done = _close_ticker(lines, labels, chances, i) + 1
        elif i < start and is_ticker(text):
            labels.marks[i] = RemovalReason.TICKER
        elif opens_related(text):
            done = _close_related(lines, labels, chances, i, over=i >= end) + 1


def _headings(lines: PageLines) -> list[int]:
    """Return the lines that head a list or are a ticker."""
    opens = telling.OPENS_TICKER | telling.OPENS_RELATED
    return [
        i
        for i, first in enumerate(lines.firsts)
        if first in opens and any(heads(lines[i].plain) for heads in (opens_ticker, is_ticker, opens_related))
    ]


def _article_end(lines: Sequence[Line], labels: Labels) -> int:
    """Return the line from which a related heading ends the article: little is kept below, and hardly any prose."""
    kept = [isinstance(mark, Role) for mark in labels.marks]
    sizes = [len(line.plain) * kept[i] for i, line in enumerate(lines)]
    below, n_prose, whole = 0, 0, sum(sizes)
    for i in range(len(lines) - 1, -1, -1):
        below += sizes[i]
        n_prose += kept[i] and _is_prose(lines[i])
        if below >= 0.15 * (whole - below) or n_prose > 1:
            return i + 1
    return 0


def _close_ticker(lines: Sequence[Line], labels: Labels, chances: LineChances, start: int) -> int:
    """Label a ticker: the lines that follow its heading up to a gap, or to the title above a byline."""
    end, reach = start, min(start + 40, len(lines))
    title = max(range(start + 1, reach), key=lambda i: float(chances.title[i]), default=start)
    title = title if chances.title[title] > SURE_TITLE else start
    for i in range(start + 1, reach):
        text = lines[i].plain
        if lines[i].blanks_before or len(text) >= 300 or opens_ticker(text) or i == title:
            break
        if headlines.is_byline(text) or headlines.is_dated(text) or headlines.names_author(lines, i, chances):
            end = _title_above(lines, chances, start, i) - 1
            break
        end = i
    # A menu may hold "Live" too; a ticker's lines are headlines.
    n_words = sum(lines[i].size for i in range(start + 1, end + 1))
    if end > start and n_words >= 4 * (end - start):
        labels.marks[start : end + 1] = [RemovalReason.TICKER] * (end + 1 - start)
    return max(end, start)


def _title_above(lines: Sequence[Line], chances: LineChances, start: int, byline: int) -> int:
    """Return the line of the title that stands one to three lines above a byline, with no gap to the ticker."""
    above = range(max(start + 1, byline - 3), byline)
    likeliest = max(above, key=lambda i: float(chances.title[i]), default=byline)
    if likeliest == byline or chances.title[likeliest] > 0.15:
        return likeliest
    deck = lines[byline - 1].size > 16 and byline - 2 > start
    return byline - 2 if deck else byline - 1


def _close_related(lines: Sequence[Line], labels: Labels, chances: LineChances, start: int, *, over: bool) -> int:
    """Label the short lines below a related heading; a paragraph ends them, and so does the eighth kept line.

    Where the article is over, all of it is taken.
    """
    n_taken = 0
    for i in range(start + 1, len(lines)):
        # A menu may hold "Trending" or "Read more": the list ends where the article's own title stands.
        if chances.title[i] > 0.5 and i > start + 2:
            return i - 1
        if not over and labels.kept(i) and _resumes(lines, chances, i):
            return _above_subheading(lines, labels, chances, start, i) - 1
        if labels.kept(i):
            n_taken += 1
            if not over and (n_taken > 8 or (lines[i].mark == "#" and n_taken > 1)):
                return i - 1
        # Below the last list stand links of one or two words, which are the page's and no headlines.
        listed = not over or lines[i].size >= LEAST_HEADLINE
        if labels.kept(i) or (labels.marks[i] is RemovalReason.FURNITURE and listed):
            labels.marks[i] = RemovalReason.RELATED
    return len(lines)


def _resumes(lines: Sequence[Line], chances: LineChances, i: int) -> bool:
    """Say whether the article goes on at line i: a paragraph, or a sentence of which the labeller is sure."""
    words, text = lines[i].size, lines[i].plain
    if words >= 28 or (words >= 14 and text.endswith((".", ".”", '."'))):
        return True
    # A wrapped line ends in no sentence, but goes on in the next one.
    wrapped = len(text) >= WRAPPED and i + 1 < len(lines) and not lines[i + 1].blanks_before
    sentence = words >= LEAST_HEADLINE and (text.endswith(_ENDS) or (wrapped and chances.main[i + 1] >= SURE))
    return sentence and bool(chances.main[i] >= SURE)


def _above_subheading(lines: Sequence[Line], labels: Labels, chances: LineChances, start: int, i: int) -> int:
    """Return the line of the subheading that stands above line i and was taken for a headline, or i."""
    above = i - 1
    heading = above > start and lines[above].size <= _SUBHEADING and lines[above].plain[-1:] not in ".,;"
    if heading and labels.marks[above] is RemovalReason.RELATED and chances.main[above] >= LEAST_SUBHEADING:
        labels.marks[above] = Role.BODY
        return above
    return i
