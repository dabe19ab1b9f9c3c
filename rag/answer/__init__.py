"""Hits become a draft: sentences selected verbatim, citations, views, abstention."""
