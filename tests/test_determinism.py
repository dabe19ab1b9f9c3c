"""The same index, question and settings give the same bytes, whatever the process and its number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "How many jobs will Delmarr Terminals cut in Port Averill?"


def asked(index_dir: Path, *, threads: int, seed: int) -> bytes:
    environment = os.environ | {"OMP_NUM_THREADS": str(threads), "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-m", "rag", "ask", QUESTION, "--index", str(index_dir), "--json"]
    return subprocess.run(command, env=environment, capture_output=True, check=True, timeout=300).stdout


def test_processes_with_other_threads_and_hash_seeds_give_the_same_bytes(index_dir: Path) -> None:
    one, other = asked(index_dir, threads=1, seed=1), asked(index_dir, threads=2, seed=7)
    assert b'"status": "answered"' in one
    assert one == other
