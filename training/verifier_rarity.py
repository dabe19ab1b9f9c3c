"""Count how rare each stem is in the public claims' evidence, for the verifier's word weights.

    python -m training.verifier_rarity DATA rag/models/verifier/rarity.json

DATA is the folder that holds `claims/`, `summedits_dev/` and `wice_dev/`. Written are the commonest stems with their
inverse sentence frequency as a share of the greatest one; a stem that is not listed counts 1.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from pathlib import Path

from rag.text.sentences import sentence_spans
from rag.text.words import STOPWORDS, stem, words

N_STEMS = 6000


def evidence_texts(data: Path) -> list[str]:
    """Return every distinct evidence of the public sets, sorted so that the counts do not depend on the order."""
    with gzip.open(data / "claims" / "claims.jsonl.gz", "rt", encoding="utf-8") as file:
        found = {json.loads(line)["evidence"] for line in file}
    for path in sorted((data / "summedits_dev").glob("*.json")):
        found |= {row["doc"] for row in json.loads(path.read_text(encoding="utf-8"))}
    for line in (data / "wice_dev" / "claim_dev_oracle_chunks.jsonl").read_text(encoding="utf-8").splitlines():
        found.add(" ".join(json.loads(line)["evidence"]))
    return sorted(found)


def main() -> None:
    """Count and write."""
    data, target = Path(sys.argv[1]), Path(sys.argv[2])
    counts: Counter[str] = Counter()
    n = 0
    for text in evidence_texts(data):
        for start, end in sentence_spans(text):
            n += 1
            counts.update({stem(word) for word in words(text[start:end]) if word not in STOPWORDS})
    greatest = math.log(n / 2)
    listed = {term: round(math.log(n / count) / greatest, 3) for term, count in counts.most_common(N_STEMS)}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(listed, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(n, "sentences,", len(counts), "stems, least rarity kept", min(listed.values()), max(listed.values()))


if __name__ == "__main__":
    main()
