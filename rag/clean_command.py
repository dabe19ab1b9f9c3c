"""`rag clean`: a page, a file or a folder cleaned, as columns for a person, as JSON, or as a report.

A report has a memory beside it (`report.memory.jsonl` beside `report.html`): the next report of the folder cleans only
the files that have changed. Everything else is cleaned anew each time, a folder on all cores.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rag.errors import ArticleError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from rag.articles.folder import CleanedFile
    from rag.articles.report import CleanedPage

_SHOWN_UNREADABLE = 200
"""How many unreadable files are named on a terminal; the report names all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to its parser."""
    parser.add_argument("file", metavar="FILE", help="a file, a folder, or - for standard input")
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write what was kept and dropped as a page")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--evidence", action="store_true", help="with --json: where each value was read, and changes")


class Printed(NamedTuple):
    """What the command prints: records for `--json` if they were asked for, else lines; and last what was not read."""

    records: list[dict[str, Any]] | None
    lines: list[str]
    complaints: list[str]


def run_clean(args: argparse.Namespace) -> Printed:
    """Clean what was named and return what there is to print of it.

    Raises:
        ArticleError: nothing of it can be read.
        UsageError: the report cannot be written.
    """
    from rag.terminal import article_record

    files = _cleaned(args.file, args.report)
    pages = [page for file in files for page in file.pages]
    unreadable = [one for file in files for one in file.unreadable]
    if not pages and unreadable:
        raise ArticleError(*unreadable[0])
    records, lines = None, []
    if args.report:
        lines = [_write_report(args.report, pages, unreadable)]
    elif args.json:
        records = [article_record(page.article, evidence=args.evidence) for page in pages]
    else:
        lines = _columns(pages)
    return Printed(records, lines, list(_complaints(unreadable)))


def _cleaned(name: str, report: Path | None) -> list[CleanedFile]:
    from rag.articles.folder import clean_file, clean_folder, clean_pages
    from rag.articles.memory import recall, remember
    from rag.articles.read import read_bytes
    from rag.terminal import progress_bar

    path = Path(name)
    if name == "-":
        return [clean_pages(read_bytes(sys.stdin.buffer.read(), path="-"), path="-", sha256="", with_lines=True)]
    if not path.is_dir():
        return [clean_file((path.name, ""), folder=path.parent, with_lines=True)]
    memory = report.with_suffix(".memory.jsonl") if report else None
    known = recall(memory) if memory else {}
    files = clean_folder(path, known=known, workers=os.cpu_count() or 1, progress=progress_bar)
    if memory and {file.path: file for file in files} != known:
        remember(memory, files)
    return files


def _write_report(path: Path, pages: Sequence[CleanedPage], unreadable: Sequence[tuple[str, str]]) -> str:
    from rag.articles.report_page import folder_report_html

    try:
        path.write_text(folder_report_html(pages, unreadable=unreadable), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): name another file.") from None
    return f"{len(pages)} articles cleaned; {path} shows what was kept and dropped of each."


def _columns(pages: Sequence[CleanedPage]) -> list[str]:
    from rag.articles.report import side_by_side

    width, colour = shutil.get_terminal_size().columns, sys.stdout.isatty()
    shown = ["\n".join(side_by_side(page, width=width, colour=colour)) for page in pages]
    return ["\n\n".join(shown)] if shown else []


def _complaints(unreadable: Sequence[tuple[str, str]]) -> Iterator[str]:
    from rag.articles.report import safe_line

    if unreadable:
        yield f"rag: {len(unreadable)} could not be read:"
    for path, reason in unreadable[:_SHOWN_UNREADABLE]:
        yield f"rag: {safe_line(path)}: {safe_line(reason)}"
    if len(unreadable) > _SHOWN_UNREADABLE:
        yield f"rag: and {len(unreadable) - _SHOWN_UNREADABLE} more; --report names all"
