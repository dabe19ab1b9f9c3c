"""What every test shares: a network that is shut, and real models that are loaded once."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from rag.assistant import Assistant
from rag.index.build import build_index
from rag.index.encoder import load_encoder
from rag.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def _shut_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine, and name the address attempted."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped corpus, built once with the real encoder."""
    folder = tmp_path_factory.mktemp("index")
    settings = Settings()
    build_index(ROOT / "corpus", folder, settings=settings, encoder=load_encoder(settings.encoder))
    return folder


@pytest.fixture(scope="session")
def assistant(index_dir: Path) -> Assistant:
    """An assistant over the shipped corpus, with the real models."""
    return Assistant.open(index_dir, settings=Settings())
