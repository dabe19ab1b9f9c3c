"""The page's parts: each draws what `rag` returns and decides nothing."""
