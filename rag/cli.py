"""The `rag` command: a translator between the shell and the package, which decides nothing.

Exit status: 0 answered (or done), 3 abstained, 2 wrong usage, 1 error. An error is one line on standard error that
says what to do. Nothing heavy is imported until a command needs it, so `rag --help` is instant.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from rag.clean_command import add_arguments, run_clean
from rag.errors import RagError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.settings import Settings

EXIT_ANSWERED, EXIT_ERROR, EXIT_USAGE, EXIT_ABSTAINED = 0, 1, 2, 3
_INDEX = Path("index")
_CORPUS = Path("corpus")


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is, on one line, and exit with the status of wrong usage."""
        self.exit(EXIT_USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser() -> argparse.ArgumentParser:
    """Build the command line's grammar; importing and calling it loads no model and no heavy library."""
    parser = _Parser(
        prog="rag", description="Ask your articles: every sentence of an answer is cited to an exact quote."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    index = commands.add_parser("index", help="read a folder of articles and make it searchable")
    index.add_argument("corpus", nargs="?", type=Path, default=_CORPUS, metavar="CORPUS_DIR", help="default: corpus/")
    index.add_argument("--rebuild", action="store_true", help="read and encode everything again")
    _add_index_and_json(index)

    ask = commands.add_parser("ask", help="answer a question from the articles, or say that they do not")
    ask.add_argument("question", metavar="QUESTION")
    _add_index_and_json(ask)
    shapes = ask.add_mutually_exclusive_group()
    shapes.add_argument("--markdown", action="store_true", help="print Markdown with footnotes")
    shapes.add_argument("--html", action="store_true", help="print one self-contained HTML page")
    ask.add_argument("--outlet", action="append", metavar="NAME", help="only from this outlet; may be repeated")
    ask.add_argument("--since", metavar="DATE", help="only from articles of this date or later (2025-08-01)")
    ask.add_argument("--until", metavar="DATE", help="only from articles of this date or earlier")
    ask.add_argument("--kind", action="append", metavar="KIND", help="report, analysis, opinion, interview, forum_post")
    ask.add_argument("--model", metavar="SPEC", help="a chat model, PROVIDER:NAME; without one the articles answer")
    ask.add_argument("--timings", action="store_true", help="measure each stage, in trace.timings_ms")

    search = commands.add_parser("search", help="list the passages nearest to a question")
    search.add_argument("question", metavar="QUESTION")
    search.add_argument("-k", type=int, default=10, metavar="N", help="how many passages (default: 10)")
    _add_index_and_json(search)

    clean = commands.add_parser("clean", help="show what is kept of a scraped page and what is dropped")
    add_arguments(clean)

    verify = commands.add_parser("verify", help="check whether a text supports a claim")
    verify.add_argument("--claim", required=True, metavar="TEXT")
    verify.add_argument("--evidence", required=True, metavar="FILE", help="a text file, or - for standard input")
    verify.add_argument("--json", action="store_true", help="print JSON")

    doctor = commands.add_parser("doctor", help="look for stale or damaged files, missing dates and duplicates")
    _add_index_and_json(doctor)

    evaluate = commands.add_parser("eval", help="run the grounded-answer evaluation", add_help=False)
    evaluate.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _add_index_and_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--index", type=Path, default=_INDEX, metavar="DIR", help="the index's folder (default: index/)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        # The evaluation stands outside the package and reads its own options.
        if args[:1] == ["eval"]:
            return int(_evaluation().main(args[1:]))
        parsed = build_parser().parse_args(args)
        return int(_COMMANDS[parsed.command](parsed))
    except RagError as error:
        sys.stderr.write(f"rag: {' '.join(str(error).split())}\n")
        return error.exit_status
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is no error of ours, and nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_ANSWERED
    except KeyboardInterrupt:
        sys.stderr.write("rag: stopped; an index that was being built is as it was before\n")
        return EXIT_ERROR


def _evaluation() -> Any:  # noqa: ANN401  # a module that type checking must not let rag depend on
    with suppress(ModuleNotFoundError):
        return importlib.import_module("eval.run_cli")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    try:
        return importlib.import_module("eval.run_cli")
    except ModuleNotFoundError as error:
        raise UsageError(f"The evaluation cannot be loaded ({error}): run it from a checkout of the project.") from None


def _settings(model: str | None = None) -> Settings:
    from dataclasses import replace

    from rag.settings import Settings

    settings = Settings.from_env(os.environ)
    return replace(settings, model=model) if model else settings


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _run_index(args: argparse.Namespace) -> int:
    from rag.index.build import build_index
    from rag.index.encoder import load_encoder
    from rag.terminal import progress_bar

    settings = _settings()
    report = build_index(
        args.corpus,
        args.index,
        settings=settings,
        encoder=load_encoder(settings.encoder),
        rebuild=args.rebuild,
        progress=progress_bar,
        workers=os.cpu_count() or 1,
    )
    if args.json:
        unreadable = [{"path": path, "reason": reason} for path, reason in report.unreadable]
        _print_json({"index": str(args.index), "corpus": str(args.corpus), **asdict(report), "unreadable": unreadable})
        return EXIT_ANSWERED
    print(
        f"{report.n_articles} articles, {report.n_passages} passages in {args.index}: {report.n_added} added, "
        f"{report.n_changed} changed, {report.n_removed} removed, {report.n_unchanged} unchanged."
    )
    for path, reason in report.unreadable:
        print(f"not read: {path}: {reason}")
    return EXIT_ANSWERED


def _run_ask(args: argparse.Namespace) -> int:
    from time import perf_counter

    from rag.assistant import Assistant
    from rag.chain import check_question

    check_question(args.question)  # before the seconds that loading takes
    assistant = Assistant.open(args.index, settings=_settings(args.model), clock=perf_counter if args.timings else None)
    answer = assistant.ask(args.question, outlets=args.outlet, since=args.since, until=args.until, kinds=args.kind)
    if args.json:
        _print_json(answer.to_dict())
    elif args.html:
        print(answer.to_html(), end="")
    elif args.markdown:
        print(answer.to_markdown(), end="")
    else:
        from rag.terminal import answer_lines

        print("\n".join(answer_lines(answer)))
    return EXIT_ABSTAINED if answer.abstained else EXIT_ANSWERED


def _run_search(args: argparse.Namespace) -> int:
    from rag.assistant import Assistant
    from rag.chain import check_question
    from rag.terminal import hit_lines, hit_record

    check_question(args.question)
    assistant = Assistant.open(args.index, settings=_settings())
    hits = assistant.search(args.question, k=args.k)
    found = [(hit, assistant.article(hit.passage.article_id)) for hit in hits]
    if args.json:
        _print_json({"hits": [hit_record(hit, article) for hit, article in found]})
    else:
        print("\n".join(line for hit, article in found for line in hit_lines(hit, article)))
    return EXIT_ANSWERED


def _run_clean(args: argparse.Namespace) -> int:
    printed = run_clean(args)
    if printed.records is not None:
        _print_json(printed.records[0] if len(printed.records) == 1 else printed.records)
    else:
        print("\n".join(printed.lines))
    sys.stdout.flush()
    sys.stderr.write("".join(f"{line}\n" for line in printed.complaints))
    return EXIT_ANSWERED


def _run_verify(args: argparse.Namespace) -> int:
    from rag.verify.judge import verify

    evidence = _read_text(args.evidence)
    verdict = verify(args.claim, evidence)
    record = asdict(verdict)
    record = {"verdict": record.pop("support"), **record}
    if args.json:
        _print_json(record)
    else:
        print(f"{record['verdict']} ({verdict.score:.0%} likely supported)")
        print("\n".join([*([f"“{verdict.quote}”"] if verdict.quote else []), *(f"- {r}" for r in verdict.reasons)]))
    return EXIT_ANSWERED


def _read_text(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{name} cannot be read ({error.strerror}): name a text file, or - for standard input."
        ) from None
    return data.decode("utf-8", errors="replace")


def _run_doctor(args: argparse.Namespace) -> int:
    from rag.doctor import examine

    report = examine(args.index, settings=_settings())
    if args.json:
        _print_json(asdict(report))
    else:
        for finding in report.findings:
            print(
                f"{finding.level:<8} {finding.check}: {finding.detail}" + (f" {finding.mend}" if finding.mend else "")
            )
    return EXIT_ANSWERED if report.healthy else EXIT_ERROR


_COMMANDS = {
    "index": _run_index,
    "ask": _run_ask,
    "search": _run_search,
    "clean": _run_clean,
    "verify": _run_verify,
    "doctor": _run_doctor,
}
