"""Write docs/answers.md: one page of questions over a folder of articles, each with what Footnote answers.

    python -m training.answers_page ARTICLES_DIR [--out docs/answers.md]

The questions are chosen to show every kind of answer, refusals included, and are asked exactly as they stand; nothing
on the page is written by hand but its opening.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.assistant import Assistant
from rag.index.build import build_index
from rag.index.encoder import load_encoder
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.types import Answer

OPENING = """# Twelve answers

What Footnote answers over five scraped articles (China Daily Global, CGTN, Foreign Affairs, a forum's repost of CNN,
and Al Mayadeen English), with no language model. Every quoted word is the article's own; the part in bold is what
Footnote marks as the answer itself. The page is written by `python -m training.answers_page ARTICLES_DIR`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of the page, what it shows, and the exchange before it where it is a follow-up."""

    kind: str
    question: str
    before: str | None = None


QUESTIONS = (
    Asked(kind="a list", question="Which minerals did China stop exporting to the US in December 2024?"),
    Asked(kind="a person", question="Who is Gao Cheng?"),
    Asked(kind="a follow-up", question="And the other author?", before="Who is Gao Cheng?"),
    Asked(kind="a speaker", question="What did Jason Furman tell CNN about the US?"),
    Asked(kind="a number", question="How large were U.S. medical exports to China in 2023?"),
    Asked(kind="a date", question="When did Trump withdraw from the Trans-Pacific Partnership?"),
    Asked(kind="a reason", question="Why is the US now able to sit down and talk seriously, according to CGTN?"),
    Asked(kind="a poster's words", question="What does signalmankenneth say about Trump?"),
    Asked(
        kind="two parts", question="How long did the Kuala Lumpur talks last, and who attended for the European Union?"
    ),
    Asked(kind="a course of events", question="Give a timeline of US export controls on China."),
    Asked(kind="a refusal", question="What did Janet Yellen say about TikTok?"),
    Asked(kind="a false premise", question="When did China ban exports of cobalt?"),
)


def main() -> None:
    """Index the folder, ask, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/answers.md"))
    given = parser.parse_args()
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        build_index(given.articles, Path(folder), settings=settings, encoder=load_encoder(settings.encoder))
        assistant = Assistant.open(folder, settings=settings)
        sections = [_section(n, asked, assistant) for n, asked in enumerate(QUESTIONS, 1)]
    given.out.write_text("\n".join([OPENING, *sections]), "utf-8")


def _section(n: int, asked: Asked, assistant: Assistant) -> str:
    history = [(asked.before, assistant.ask(asked.before).text)] if asked.before else None
    answer = assistant.ask(asked.question, history)
    lines = [
        f"## {n}. {asked.question}",
        "",
        f"*{asked.kind}: {answer.status}, confidence {answer.confidence:.2f}*",
        "",
    ]
    if answer.trace.question_searched != asked.question:
        lines += [f"searched as: {answer.trace.question_searched}", ""]
    return "\n".join([*lines, *_shown(answer), ""])


def _shown(answer: Answer) -> list[str]:
    by_number = {citation.n: citation for citation in answer.citations}
    lines = []
    for sentence in answer.sentences:
        text = sentence.text
        for n in sentence.citations:
            mark = by_number[n].highlight
            if mark is not None:
                low, high = mark.start - by_number[n].start, mark.end - by_number[n].start
                quote = by_number[n].quote
                text = text.replace(quote, f"{quote[:low]}**{quote[low:high]}**{quote[high:]}")
        lines += [f"> {text}", ""]
    if answer.missing:
        lines += [answer.missing.reason, ""]
        lines += [f"- nearest: “{near.quote}”" for near in answer.missing.nearest[:2]]
    return lines


if __name__ == "__main__":
    main()
