"""Articles become an index on disk, and an index becomes a snapshot that can be asked."""
