"""Drafts by a chat model: a real server on loopback, whose replies are data that code checks."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from eval.chat import open_chat
from eval.dataset import read_questions
from eval.errors import SetError
from eval.gold import check_gold
from eval.make_by_chat import MAX_QUESTION, PER_ARTICLE, draft_by_chat, prompt_for
from eval.run_cli import main
from eval.testing import make_article
from eval.types import QuestionKind
from rag.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SENTENCE = "Corvane Metals will put $41 million of its own cash into the new furnace."
ARTICLE = make_article("a.txt", f"{SENTENCE} The permit hearing is set for April 22.", outlet="The Courier")
OTHER = make_article("b.txt", "Ferrane Magnetics takes apart old hard disks in Oxley Harbour this year.")
GOOD = {"kind": "number", "question": "What is Corvane paying itself?", "answer": "$41 million", "sentence": SENTENCE}


class Server(HTTPServer):
    """Replies to every completion with one text, and keeps what it was sent."""

    def __init__(self, reply: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply = reply
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    @property
    def env(self) -> dict[str, str]:
        """Return the environment that points here."""
        return {"OPENAI_BASE_URL": f"http://127.0.0.1:{self.server_port}/v1", "OPENAI_API_KEY": "k"}


class Handler(BaseHTTPRequestHandler):
    """Serves one request."""

    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.reply)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(completion(json.dumps([GOOD]))) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def completion(text: str) -> bytes:
    """Wrap a text as OpenAI's servers do."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


def test_one_prompt_goes_out_and_its_text_comes_back(server: Server) -> None:
    server.reply = completion("Hello.")
    assert open_chat("openai:tiny", server.env)("Say hello.") == "Hello."
    ((path, headers, body),) = server.asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer k"
    assert body == {"model": "tiny", "temperature": 0, "messages": [{"role": "user", "content": "Say hello."}]}


@pytest.mark.parametrize("spec", ["tiny", "openai:", "python:x:y"])
def test_a_model_of_another_kind_is_refused(spec: str) -> None:
    with pytest.raises(SetError, match="named as openai:NAME"):
        open_chat(spec, {})


@pytest.mark.parametrize("url", ["file:///etc/passwd", "localhost:80/v1", "http://"])
def test_an_address_that_is_no_servers_is_refused(url: str) -> None:
    with pytest.raises(SetError, match="write an address such as"):
        open_chat("openai:tiny", {"OPENAI_BASE_URL": url})


def test_a_server_that_is_down_or_speaks_something_else_is_one_line(server: Server) -> None:
    server.reply = b"<html>"
    with pytest.raises(ModelError, match="sent no chat completion"):
        open_chat("openai:tiny", server.env)("x")
    server.server_close()
    with pytest.raises(ModelError, match="does not answer"):
        open_chat("openai:tiny", server.env)("x")


def test_a_question_that_code_can_check_becomes_a_marked_draft() -> None:
    drafts = draft_by_chat([ARTICLE, OTHER], lambda prompt: json.dumps([GOOD] if SENTENCE in prompt else []))
    first = drafts.questions[0]
    assert (first.kind, first.question) == (QuestionKind.NUMBER, "What is Corvane paying itself?")
    assert first.answers == (("$41 million",),)
    assert first.outlet == "The Courier"
    assert all(draft.is_draft for draft in drafts.questions)
    assert any(not draft.is_answerable for draft in drafts.questions), "near misses are made by rule"
    assert not drafts.dropped
    check_gold(drafts.questions, {article.path: article for article in (ARTICLE, OTHER)})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sentence": "Corvane Metals will put $41 million into the furnace."}, "its sentence does not stand"),
        ({"sentence": ""}, "its sentence does not stand"),
        ({"answer": "$14 million"}, "its answer does not stand"),
        ({"answer": "own cash in"}, "its answer does not stand"),
        ({"answer": ["$41 million"]}, "its question or its answer is missing"),
        ({"question": None}, "its question or its answer is missing"),
        ({"question": "Is it $41 million?"}, "its question gives the answer away"),
        ({"question": "Why? " * MAX_QUESTION}, "its question is too long"),
    ],
)
def test_what_the_article_does_not_bear_out_is_dropped_and_counted(change: dict[str, Any], reason: str) -> None:
    drafts = draft_by_chat([ARTICLE], lambda _: json.dumps([GOOD | change, GOOD]))
    assert [draft.question for draft in drafts.questions] == [GOOD["question"]]
    ((found, n),) = drafts.dropped.items()
    assert found.startswith(reason)
    assert n == 1


def test_the_same_question_in_other_letters_is_asked_once() -> None:
    drafts = draft_by_chat(
        [ARTICLE], lambda _: json.dumps([GOOD, GOOD | {"question": "WHAT is Corvane paying itself?"}])
    )
    assert len(drafts.questions) == 1
    assert drafts.dropped == {"it was asked before": 1}


@pytest.mark.parametrize("reply", ["", "I cannot do that.", "[{]", "] [", '["a text"]', "{}"])
def test_a_reply_that_is_no_list_makes_no_question_and_is_counted(reply: str) -> None:
    drafts = draft_by_chat([ARTICLE], lambda _: reply)
    assert drafts.questions == ()
    assert drafts.dropped == {"no JSON list of objects": 1}


def test_talk_around_the_list_and_an_unknown_kind_do_no_harm() -> None:
    reply = f"Here you are:\n```json\n{json.dumps([GOOD | {'kind': 'riddle'}])}\n```"
    (draft,) = draft_by_chat([ARTICLE], lambda _: reply).questions
    assert draft.kind is QuestionKind.FACT


def test_the_prompt_holds_the_article_last() -> None:
    prompt = prompt_for(ARTICLE)
    assert prompt.startswith(f"Write {PER_ARTICLE} questions")
    assert prompt.endswith(f"<article>\n{ARTICLE.text}\n</article>\n")


def test_the_command_writes_the_drafts_and_says_what_was_dropped(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text(f"Furnace to be lit\n\nBy Ana Rusk | The Courier\n\n{SENTENCE}\n", "utf-8")
    server.reply = completion(json.dumps([GOOD, GOOD | {"answer": "$9"}]))
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "drafts.jsonl"
    assert main(["--make", str(out), "--corpus", str(tmp_path / "own"), "--model", "openai:tiny"]) == 0
    (draft,) = read_questions(out)
    assert draft.is_draft
    assert draft.gold[0].quote == SENTENCE
    assert capsys.readouterr().err == "1 dropped: its answer does not stand in its sentence\n"
