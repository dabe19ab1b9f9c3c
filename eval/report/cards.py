"""Every question as a card: what was asked, what was answered with its quotes, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.measures import BY_NAME
from eval.report.markup import figure, tag, text
from rag.render import spoken_date

if TYPE_CHECKING:
    from eval.types import Gold, Graded, GradedSentence, Question, ShownQuote

OUTCOMES = {
    "right": "Right",
    "partly": "Partly right",
    "wrong": "Wrong",
    "crashed": "Crashed",
    "ungraded": "Not graded",
}


def outcome_of(graded: Graded) -> str:
    """Return which of `OUTCOMES` a question is."""
    if graded.error is not None:
        return "crashed"
    value = graded.values.get("correct")
    if value is None:
        return "ungraded"
    return "right" if value == 1 else "wrong" if value == 0 else "partly"


def card(graded: Graded) -> str:
    """Draw one question, closed unless opened; what went wrong stands in view even so."""
    question, outcome = graded.question, outcome_of(graded)
    status = graded.status or "none"
    chips = [
        tag("span", OUTCOMES[outcome], class_=f"outcome {outcome}"),
        tag("span", text(_kind(question)), class_="chip"),
        *([tag("span", text(question.split), class_="chip")] if question.split else []),
        *([tag("span", text(status), class_="chip")] if graded.status else []),
    ]
    problems = tag("ul", *(tag("li", text(problem)) for problem in graded.problems), class_="problems")
    summary = tag(
        "summary",
        tag("span", text(question.question), class_="asked"),
        tag("span", *chips, tag("a", text(question.id), href=f"#q-{question.id}", class_="id"), class_="chips"),
        problems if graded.problems else "",
    )
    return tag(
        "details",
        summary,
        tag("div", _asked(graded), _answer(graded), _owed(question), _values(graded), class_="inside"),
        class_=f"card {outcome}",
        id=f"q-{question.id}",
        data_kind=question.kind,
        data_split=question.split or "",
        data_outcome=outcome,
        data_status=status,
    )


def _kind(question: Question) -> str:
    return (question.unanswerable_reason or question.kind).replace("_", " ")


def _asked(graded: Graded) -> str:
    question = graded.question
    turns = [tag("p", tag("b", text(turn.question)), " ", text(turn.answer)) for turn in question.history]
    searched = graded.trace.question_searched if graded.trace else None
    if searched and searched != question.question:
        turns.append(tag("p", "Searched as: ", tag("b", text(searched)), class_="searched"))
    return tag("div", *turns, class_="history") if turns else ""


def _answer(graded: Graded) -> str:
    if graded.error is not None:
        return tag("p", text(graded.error), class_="error")
    if graded.status is None:
        return ""
    sure = "" if graded.confidence is None else f", confidence {graded.confidence:.0%}"
    parts = [tag("h4", f"{'Refusal' if graded.status == 'abstained' else 'Answer'}{sure}")]
    parts += [_sentence(graded.question.id, sentence) for sentence in graded.sentences]
    if graded.reason:
        parts.append(tag("p", text(graded.reason), class_="reason"))
    parts += [_quote(quote, graded.question.id) for quote in graded.quotes]
    if graded.nearest:
        parts.append(tag("h4", "Nearest passages, not offered as an answer"))
        parts += [_quote(quote, None) for quote in graded.nearest]
    return "".join(parts)


def _sentence(question_id: str, sentence: GradedSentence) -> str:
    notes = "".join(tag("sup", tag("a", f"[{n}]", href=f"#n-{question_id}-{n}")) for n in sentence.citations)
    doubt = "" if sentence.support == "supported" else tag("em", f" ({text(sentence.support.replace('_', ' '))})")
    return tag("p", text(sentence.text), notes, doubt, class_="sentence")


def _quote(quote: ShownQuote, question_id: str | None) -> str:
    number = f"[{quote.n}] " if question_id is not None else ""
    source = ", ".join(filter(None, [quote.speaker and f"{quote.speaker} in", quote.outlet or quote.path]))
    source = source.replace(" in, ", ", in ")
    marks = [tag("span", "gold", class_="gold")] if quote.is_gold else []
    marks += [] if quote.is_valid else [tag("span", "not in the article", class_="invalid")]
    line = tag("footer", text(f"{number}{source}, {spoken_date(quote.date)}, {quote.path}"), " ", *marks)
    attributes = {"class_": "is-gold" if quote.is_gold else "is-other"}
    if question_id is not None:
        attributes["id"] = f"n-{question_id}-{quote.n}"
    return tag("blockquote", tag("p", _marked(quote)), line, **attributes)


def _marked(quote: ShownQuote) -> str:
    if quote.highlight is None:
        return text(quote.quote)
    a, b = (offset - quote.start for offset in quote.highlight)
    return text(quote.quote[:a]) + tag("mark", text(quote.quote[a:b])) + text(quote.quote[b:])


def _owed(question: Question) -> str:
    lines = [tag("li", text(" / ".join(fact))) for fact in question.answers]
    quoted = [gold for gold in question.gold if gold.quote]
    lines += [_quoted(gold) for gold in quoted if not gold.either]
    for name in dict.fromkeys(gold.either for gold in quoted if gold.either):
        lines.append(tag("li", "any of:", tag("ul", *(_quoted(gold) for gold in quoted if gold.either == name))))
    owed = [("speaker", question.speaker), ("outlet", question.outlet), ("note", question.note)]
    lines += [tag("li", tag("small", f"{name}: "), text(value)) for name, value in owed if value]
    if not question.is_answerable:
        lines.insert(0, tag("li", "A refusal: the articles do not say."))
    return tag("h4", "Owed") + tag("ul", *lines, class_="owed")


def _quoted(gold: Gold) -> str:
    return tag("li", tag("q", text(gold.quote)), " ", tag("small", text(gold.path)))


def _values(graded: Graded) -> str:
    shown = [(BY_NAME[name], value) for name, value in graded.values.items() if name in BY_NAME]
    cells = [tag("span", text(measure.title), " ", tag("b", figure(measure, value))) for measure, value in shown]
    cells += [tag("span", text(BY_NAME[name].title), " ", tag("b", "ungraded")) for name in graded.ungraded]
    cells.append(tag("span", "Seconds ", tag("b", f"{graded.seconds:.2f}")))
    return tag("p", *cells, class_="values")
