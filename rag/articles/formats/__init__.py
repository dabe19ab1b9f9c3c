"""Containers that people keep articles in: PDF, Word, mail, saved pages, web archives, feeds, and ZIPs of these.

One small module a format; `container.py` is the door. A format only unwraps: what it yields is cleaned like any other
text or page. Nothing is fetched, nothing is written to disk, and no date of a file or a scrape is passed on.
"""

from rag.articles.formats.container import CONTAINERS, MAX_BYTES, is_container, read_container

__all__ = ["CONTAINERS", "MAX_BYTES", "is_container", "read_container"]
