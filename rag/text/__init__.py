"""Pure functions on strings: sentences, words, numbers, dates, names, speech, tokens.

Nothing here knows of articles, indexes or questions, and nothing reads the disk but the counter of prompt tokens.
"""
