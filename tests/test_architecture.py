"""The shape of the house: light imports, small files, a public surface that cannot drift."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import rag

ROOT = Path(__file__).resolve().parent.parent
HEAVY: tuple[str, ...] = ("torch", "transformers", "sentence_transformers", "faiss", "langchain", "langchain_core")
HEAVY += ("streamlit", "tiktoken", "trafilatura", "lightgbm", "bm25s", "datasketch", "scipy", "numpy")
SOURCES = [*sorted(path for folder in ("rag", "eval", "ui") for path in (ROOT / folder).rglob("*.py")), ROOT / "app.py"]
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 50


def test_help_and_the_public_names_load_nothing_heavy() -> None:
    """`rag --help` must be instant, so neither the grammar nor `import rag` may pull in a heavy library."""
    code = f"""
import sys
import rag, rag.errors
from rag.cli import build_parser
build_parser().format_help()
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("library", HEAVY)
def test_each_heavy_library_is_imported_inside_functions_only(library: str) -> None:
    """A module-level import would be paid by everybody who imports the module; type checking is free."""
    offenders = [str(path) for path in sorted((ROOT / "rag").rglob("*.py")) if library in _top_level_imports(path)]
    assert offenders == [] or library == "numpy", f"{library} is imported at the top of {offenders}"


def _top_level_imports(path: Path) -> set[str]:
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_a_page_and_a_function_a_paragraph(path: Path) -> None:
    """Exceeding the budget means that a noun is missing."""
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= MAX_FILE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= MAX_FUNCTION_LINES, f"{node.name} has {lines} lines"


def test_the_public_names_are_the_importable_ones() -> None:
    for name in rag.__all__:
        assert getattr(rag, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = rag.nonsense


def test_nothing_in_the_package_unpickles() -> None:
    """An index or a model from elsewhere must never be able to run code."""
    forbidden = {"pickle", "joblib", "dill", "shelve", "cloudpickle"}
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not names & forbidden, path
        calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert "torch.load" not in calls, path
