"""Pure functions from plain values to a number, one idea a file, each with its definition and its source.

Every value lies in [0, 1] unless its docstring says otherwise. A metric that does not apply to its input raises
ValueError: what does not apply is left out by the caller, never scored 0.
"""
