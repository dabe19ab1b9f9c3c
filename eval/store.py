"""Keep the results of each run by commit, per question, so that any two can be compared later.

One JSON file a run under a git-ignored folder. Nothing aggregated is stored: figures are derived when read.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.dataset import question_from_row, question_row
from eval.errors import SetError
from eval.types import Graded, GradedSentence, Run, ShownQuote
from rag.types import Span, Status, Trace

if TYPE_CHECKING:
    from collections.abc import Mapping

RESULTS_DIR = Path("eval/results")


def commit_name(folder: Path) -> str:
    """Name the commit checked out in a folder, with -dirty when tracked files differ; no-commit without git."""
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # the user's own git
    except (OSError, subprocess.CalledProcessError):
        return "no-commit"
    return done.stdout.strip()


def save_run(run: Run, folder: Path = RESULTS_DIR) -> Path:
    """Write a run and return its file; the same commit, set and model replace each other."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "-".join(_slug(part) for part in (run.commit, run.set_name, run.model))
    path = folder / f"{name}.json"
    row = {**_plain(run), "graded": [_graded_row(graded) for graded in run.graded]}
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", "utf-8")
    partial.replace(path)
    return path


def load_run(name: str, folder: Path = RESULTS_DIR) -> Run:
    """Read a run by its file, or by the beginning of its file's name, such as a commit.

    Raises:
        SetError: no such run, several, or a file that holds none.
    """
    path = Path(name) if Path(name).is_file() else _only_match(name, folder)
    try:
        row = json.loads(path.read_text("utf-8"))
        graded = tuple(_graded(item) for item in row.pop("graded"))
        return Run(**row, graded=graded)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetError(f"{path} is no saved run ({error}); rag eval writes one to {folder}/.") from error


def saved_runs(folder: Path = RESULTS_DIR) -> list[Path]:
    """Return the files of the runs saved in a folder, the newest first."""
    return sorted(folder.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _only_match(name: str, folder: Path) -> Path:
    found = sorted(folder.glob("*.json"))
    matching = [path for path in found if path.name.startswith(name)]
    if len(matching) == 1:
        return matching[0]
    listed = ", ".join(path.stem for path in matching or found) or "none yet"
    what = "several runs begin" if matching else "no run begins"
    raise SetError(f"{what} with {name!r}; saved in {folder}/: {listed}.")


def _plain(run: Run) -> dict[str, object]:
    return {item.name: getattr(run, item.name) for item in fields(Run) if item.name != "graded"}


def _graded_row(graded: Graded) -> dict[str, object]:
    return {**asdict(graded), "question": question_row(graded.question)}


def _graded(row: Mapping[str, Any]) -> Graded:
    return Graded(
        **{
            **row,
            "question": question_from_row(row["question"]),
            "status": Status(row["status"]) if row["status"] else None,
            "sentences": tuple(GradedSentence(t, s, tuple(c)) for t, s, c in row["sentences"]),
            "quotes": tuple(_shown(quote) for quote in row["quotes"]),
            "nearest": tuple(_shown(quote) for quote in row["nearest"]),
            "trace": Trace(**row["trace"]) if row["trace"] else None,
            "ungraded": tuple(row["ungraded"]),
            "problems": tuple(row["problems"]),
        }
    )


def _shown(row: Mapping[str, Any]) -> ShownQuote:
    highlight = Span(*row["highlight"]) if row["highlight"] else None
    return ShownQuote(**{**row, "highlight": highlight, "authors": tuple(row.get("authors", ()))})


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-") or "unnamed"
