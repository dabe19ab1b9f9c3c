"""`rag eval`: read the options, choose what to do, print, and return the exit status.

0 done, 1 the gate failed, 2 wrong usage. The work is in `eval.commands`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from typing_extensions import override

from eval import commands
from eval.make_command import make
from eval.sets import ALL
from rag.errors import RagError

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_USAGE = 2
_SETS = "dev, test, all, a file, or beir:DIR, summhay:DIR, squad:DIR, ragas:FILE, ragtruth:DIR"


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line."""

    @override
    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is, on one line, and exit with the status of wrong usage."""
        self.exit(EXIT_USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser() -> argparse.ArgumentParser:
    """Build the grammar of `rag eval`."""
    parser = _Parser(prog="rag eval", description="Measure the answers against questions with gold evidence.")
    parser.add_argument("--set", default=ALL, metavar="NAME", dest="set_name", help=f"{_SETS} (default: {ALL})")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index that is there; default: the eval's own")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="the articles (default: corpus/)")
    parser.add_argument("--model", metavar="SPEC", help="a chat model, or python:MODULE:FACTORY for any answerer")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N questions, spread evenly over a set")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report, one self-contained page")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="the gate's floors (default: eval/baseline.json)")
    parser.add_argument("--update", action="store_true", help="pin the figures as the new floors")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower a floor")
    parser.add_argument(
        "--compare", nargs=2, metavar=("A", "B"), help="two saved results: a file, or how its name begins"
    )
    parser.add_argument("--export", metavar="WHERE", help="write for other tools: ragas:FILE or beir:DIR")
    parser.add_argument(
        "--make", type=Path, metavar="FILE", help="draft questions from the articles of --corpus, with --model by it"
    )
    return parser


def main(argv: Sequence[str]) -> int:
    """Run `rag eval` with these arguments and return its exit status."""
    args = build_parser().parse_args(argv)
    try:
        if args.compare:
            return commands.compare(*args.compare, as_json=args.json)
        if args.make:
            return make(args.make, args.corpus or commands.CORPUS, model=args.model)
        return commands.evaluate(
            commands.Request(
                set_name=args.set_name,
                index_dir=args.index,
                corpus=args.corpus,
                model=args.model,
                limit=args.limit,
                as_json=args.json,
                html=args.html,
                baseline=args.baseline,
                updates=args.update,
                is_lowering_allowed=args.allow_regression,
                export=args.export,
            )
        )
    except RagError as error:
        sys.stderr.write(f"rag eval: {' '.join(str(error).split())}\n")
        return error.exit_status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
