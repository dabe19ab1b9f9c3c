"""Pure functions on strings: sentence and paragraph spans, words, numbers, dates, names, quoted speech, token counts."""
