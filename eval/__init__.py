"""The measuring stick: questions with gold evidence, metrics, a runner, a gate and a report.

Read `types.py`, then `grade.py`, then `measures.py`. Nothing in `rag` imports this package.
"""
