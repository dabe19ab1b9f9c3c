"""A question becomes hits: rewrite, hybrid search, fusion, filters."""
