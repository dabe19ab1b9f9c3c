"""The door to a chat model: one prompt in, one text out, over the interface that OpenAI's servers made common.

`openai:NAME` names a model of any server that speaks it; OPENAI_BASE_URL says where (OpenAI's own by default) and
OPENAI_API_KEY holds the key. Not done: streaming, retries, tools, images. Nothing is called unless somebody names a
model, and what comes back is data: the caller checks it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from eval.errors import SetError
from rag.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    Chat: TypeAlias = Callable[[str], str]

PREFIX = "openai:"
DEFAULT_URL = "https://api.openai.com/v1"
TIMEOUT = 120
"""Seconds for one reply: a small model on two busy cores writes some hundred words in a minute."""
MAX_BYTES = 1_000_000
"""No list of questions about one article is longer; a server that goes on sending is cut off."""


def open_chat(spec: str, env: Mapping[str, str]) -> Chat:
    """Return a function that asks the model a specification names, at temperature 0.

    Raises:
        SetError: the specification or the server's address is malformed.
    """
    name = spec.removeprefix(PREFIX)
    if not spec.startswith(PREFIX) or not name:
        raise SetError(f"--model {spec}: a chat model is named as openai:NAME, its server by OPENAI_BASE_URL.")
    base = env.get("OPENAI_BASE_URL") or DEFAULT_URL
    if urlsplit(base).scheme not in {"http", "https"} or not urlsplit(base).hostname:
        raise SetError(f"OPENAI_BASE_URL={base}: write an address such as http://127.0.0.1:8080/v1.")
    url, key = f"{base.rstrip('/')}/chat/completions", env.get("OPENAI_API_KEY")

    def chat(prompt: str) -> str:
        body = {"model": name, "temperature": 0, "messages": [{"role": "user", "content": prompt}]}
        return _content(_post(url, body, key), url)

    return chat


def _post(url: str, body: Mapping[str, object], key: str | None) -> bytes:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    request = Request(url, data=json.dumps(body).encode(), headers=headers)  # noqa: S310  # the scheme was checked
    try:
        with urlopen(request, timeout=TIMEOUT) as reply:  # noqa: S310  # as above
            read: bytes = reply.read(MAX_BYTES)
            return read
    except (URLError, OSError) as error:
        raise ModelError(f"{url} does not answer ({error}); is the server up, and OPENAI_BASE_URL right?") from error


def _content(reply: bytes, url: str) -> str:
    try:
        content = json.loads(reply)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise ModelError(f"{url} sent no chat completion; does its server speak OpenAI's interface?") from error
    return content if isinstance(content, str) else ""
