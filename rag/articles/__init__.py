"""A file becomes an article: read, clean, metadata, duplicates."""
