"""The index on disk: damage is named, a killed build changes nothing, readers keep what they opened."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import IndexDamagedError, IndexNotFoundError
from rag.index.build import build_index
from rag.index.layout import CURRENT, MANIFEST, live_folder
from rag.index.store import open_snapshot
from rag.settings import Settings
from rag.testing import BagOfWordsEncoder
from rag.types import Filter
from tests.index.corpora import MINERALS, TARIFFS, write_corpus

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    corpus = write_corpus(tmp_path / "corpus", tariffs=TARIFFS)
    build_index(corpus, tmp_path / "index", settings=Settings(), encoder=BagOfWordsEncoder())
    return tmp_path / "index"


def test_a_missing_index_names_the_command_that_builds_one(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match=r"rag index CORPUS_DIR --index") as caught:
        open_snapshot(tmp_path / "none", expect=None)
    assert str(tmp_path / "none") in str(caught.value)


def test_a_folder_that_holds_only_a_readme_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("about", encoding="utf-8")
    with pytest.raises(IndexNotFoundError):
        open_snapshot(tmp_path, expect=None)


def names(index: Path) -> list[str]:
    return sorted(path.name for path in live_folder(index).iterdir())


@pytest.mark.parametrize(
    "name",
    [
        "articles.jsonl",
        "keywords-counts.npy",
        "keywords-lengths.npy",
        "keywords-passages.npy",
        "keywords-starts.npy",
        "keywords-terms.txt",
        "manifest.json",
        "passages.jsonl",
        "sources.jsonl",
        "vectors.faiss",
    ],
)
@pytest.mark.parametrize("harm", ["cut", "flipped", "gone"])
def test_a_damaged_file_is_named_with_the_command_that_mends_it(index: Path, name: str, harm: str) -> None:
    assert name in names(index)
    path = live_folder(index) / name
    data = bytearray(path.read_bytes())
    if harm == "gone":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:
        data[len(data) // 2] ^= 255
        path.write_bytes(data)
    with pytest.raises(IndexDamagedError, match="rag index --rebuild") as caught:
        open_snapshot(index, expect=None)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_whole_is_not_named(index: Path) -> None:
    (live_folder(index) / "vectors.faiss").unlink()
    with pytest.raises(IndexDamagedError) as caught:
        open_snapshot(index, expect=None)
    assert "articles.jsonl" not in str(caught.value)


def test_the_command_in_the_message_mends_it(index: Path) -> None:
    (live_folder(index) / "vectors.faiss").unlink()
    corpus = index.parent / "corpus"
    build_index(corpus, index, settings=Settings(), encoder=BagOfWordsEncoder(), rebuild=True)
    assert open_snapshot(index, expect=Settings()).manifest.n_articles == 1


def test_another_format_is_refused(index: Path) -> None:
    path = live_folder(index) / MANIFEST
    record = json.loads(path.read_text(encoding="utf-8")) | {"format_version": 999}
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="format 999"):
        open_snapshot(index, expect=None)


def test_a_pointer_to_nothing_is_damage(index: Path) -> None:
    (index / CURRENT).write_text("../../etc\n", encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="CURRENT"):
        open_snapshot(index, expect=None)


def test_an_index_of_other_settings_is_refused(index: Path) -> None:
    open_snapshot(index, expect=Settings(candidate_count=7))
    with pytest.raises(IndexDamagedError, match="rag index --rebuild"):
        open_snapshot(index, expect=Settings(passage_tokens=7))


def test_a_reader_keeps_its_generation_while_another_goes_live(index: Path) -> None:
    encoder = BagOfWordsEncoder()
    before = open_snapshot(index, expect=None)
    corpus = write_corpus(index.parent / "corpus", tariffs=MINERALS)
    build_index(corpus, index, settings=Settings(), encoder=encoder)
    after = open_snapshot(index, expect=None)
    question = encoder.encode_query("the tariff on soybeans")
    assert "soybeans" in before.dense_hits(question, k=1, where=Filter())[0].passage.text
    assert all("soybeans" not in hit.passage.text for hit in after.dense_hits(question, k=9, where=Filter()))
    assert len([path for path in index.iterdir() if path.is_dir()]) == 1, "the old generation is retired"


# Forks builds that kill themselves at the n-th call that reaches the disk's names or durability, which is every instant
# that matters, and after each tells how many articles the index answers from and how the build ended.
KILLED_BUILDS = """
import os, pathlib, signal, sys
import faiss  # before forking: a child then has nothing left to load
from rag.index.build import build_index
from rag.index.store import open_snapshot
from rag.settings import Settings
from rag.testing import BagOfWordsEncoder

corpus, index = map(pathlib.Path, sys.argv[1:])

def dying(call, left):
    def wrapped(*args, **kwargs):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **kwargs)
    return wrapped

def build(instant):
    left = [instant]
    os.fsync = dying(os.fsync, left)
    for name in ("rename", "replace", "mkdir"):
        setattr(pathlib.Path, name, dying(getattr(pathlib.Path, name), left))
    build_index(corpus, index, settings=Settings(), encoder=BagOfWordsEncoder())
    return 0

def count(_):
    return open_snapshot(index, expect=Settings()).manifest.n_articles

def in_child(work, argument):
    pid = os.fork()
    if pid == 0:
        os._exit(work(argument))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

for instant in range(1, 300):
    ended = in_child(build, instant)
    print(ended, in_child(count, None), flush=True)
    if ended == 0:
        break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_build_killed_at_any_instant_leaves_an_index_that_answers(index: Path) -> None:
    corpus = write_corpus(index.parent / "corpus", minerals=MINERALS)
    done = subprocess.run(
        [sys.executable, "-c", KILLED_BUILDS, str(corpus), str(index)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    outcomes = [(int(ended), int(count)) for ended, count in map(str.split, done.stdout.splitlines())]
    assert {ended for ended, _ in outcomes[:-1]} == {-9}, done.stderr
    assert outcomes[0] == (-9, 1), "the old generation answers"
    assert outcomes[-1] == (0, 2), "a build left alone gets through what the killed ones left"
    counts = [count for _, count in outcomes]
    assert counts == sorted(counts), "and once the new one is live, nothing brings the old one back"
    assert len(outcomes) > 15, "it was killed at many instants"
    assert len([path for path in index.iterdir() if path.is_dir()]) == 1
