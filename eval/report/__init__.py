"""One self-contained HTML page of a run, for the editor who must decide whether to trust the answers.

Everything that comes from an article, a question or a model is escaped where it enters the markup, and the page's own
policy forbids any script but its own. It fetches nothing, filters without a server, and prints.
"""
