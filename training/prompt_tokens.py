"""Train the byte-pair merges that count prompt tokens offline, and say how near they come to a published encoding.

    python training/prompt_tokens.py --wcxb ../wcxb_dev/ground_truth.jsonl.gz
    python training/prompt_tokens.py --compare FILE...     # needs: pip install semantic-text-splitter==0.33.1

Merges are learnt from the main texts of the WCXB development pages (CC BY 4.0) and this project's own `corpus/`. The
ranks are written in tiktoken's own format, a line of base64 and a number each, to `rag/models/prompt_tokens/`.

The comparison is with o200k_base, whose ranks are not shipped here: semantic-text-splitter carries them inside and
tells of a text only whether it fits a number of tokens, so each line's count is found by halving.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
RANKS = ROOT / "rag" / "models" / "prompt_tokens" / "ranks.tiktoken"
# Tried on the 111 longer lines of five sample scrapes (8,736 tokens of o200k_base): 1.68 times its tokens at 4,000,
# 1.47 at 8,000, 1.33 at 16,000, 1.22 at 32,000; without the one line of Chinese spam 1.20 at 16,000 and 1.10 at 32,000.
# The file doubles each time, and counting a fifth too many costs a prompt nothing but room.
N_TOKENS = 16_000


def main() -> None:
    """Train, or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wcxb", type=Path, help="ground_truth.jsonl.gz of the WCXB development pages")
    parser.add_argument("--tokens", type=int, default=N_TOKENS)
    parser.add_argument("--compare", type=Path, nargs="+", metavar="FILE")
    args = parser.parse_args()
    if args.compare:
        compare(args.compare)
    elif args.wcxb:
        ranks = train(args.wcxb, args.tokens)
        RANKS.parent.mkdir(parents=True, exist_ok=True)
        lines = (f"{base64.b64encode(piece).decode()} {rank}\n" for piece, rank in ranks.items())
        RANKS.write_text("".join(lines), encoding="ascii")
        print(f"{len(ranks)} ranks in {RANKS}")
    else:
        parser.error("give --wcxb or --compare")


def texts(wcxb: Path) -> Iterator[str]:
    """Yield the texts to learn from."""
    with gzip.open(wcxb, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["ground_truth"].get("main_content") or ""
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")


def train(wcxb: Path, n_tokens: int) -> dict[bytes, int]:
    """Return ranks: the 256 bytes first, then each merge in the order in which it was learnt."""
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

    from rag.text.tokens import PATTERN

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=n_tokens, initial_alphabet=alphabet, min_frequency=2, show_progress=False)
    tokenizer.train_from_iterator(texts(wcxb), trainer)
    to_byte = {char: byte for byte, char in _byte_chars().items()}
    ranks = {bytes([byte]): byte for byte in range(256)}
    for left, right in json.loads(tokenizer.to_str())["model"]["merges"]:
        piece = bytes(to_byte[char] for char in left + right)
        ranks.setdefault(piece, len(ranks))
    return ranks


def _byte_chars() -> dict[int, str]:
    """Return the characters by which byte-level tokenizers write bytes: printable ones as themselves."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = (byte for byte in range(256) if byte not in printable)
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + at) for at, byte in enumerate(others)}


def compare(paths: list[Path]) -> None:
    """Print our count over o200k_base's, for all lines and for the line in twenty that we count shortest."""
    from semantic_text_splitter import TextSplitter

    from rag.text.tokens import prompt_counter

    counter = prompt_counter({})
    ratios = []
    ours = theirs = 0
    for line in (line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 80):
        low, high = 1, len(line.encode())
        while low < high:
            middle = (low + high) // 2
            fits = len(TextSplitter.from_tiktoken_model("gpt-4o", middle, trim=False).chunks(line)) == 1
            low, high = (low, middle) if fits else (middle + 1, high)
        count = counter.count(line)
        ours, theirs = ours + count, theirs + low
        ratios.append(count / low)
    ratios.sort()
    print(f"{counter.name}: {ours / theirs:.3f} times o200k_base over {len(ratios)} lines ({theirs} tokens)", end="; ")
    print(f"lowest line {ratios[0]:.3f}, 5 % of lines below {ratios[len(ratios) // 20]:.3f}, highest {ratios[-1]:.3f}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
