"""Pure functions on strings: sentence spans, words, numbers, dates, names, quoted speech, token counts."""
