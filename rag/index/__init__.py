"""Articles to an index on disk and back: passages, encoder, vectors, keywords, generations.

Everything above depends on `protocol.py` alone.
"""
