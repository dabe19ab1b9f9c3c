"""Public sets, read from folders that the user downloaded: one file a format, all into the same nouns.

`beir:DIR` (BEIR), `summhay:DIR` (Summary of a Haystack), `squad:DIR` (SQuAD 2.0), `ragas:FILE` (ragas'
EvaluationDataset) become `Collection`s; `ragtruth:DIR` becomes labelled responses for the verifier. Nothing is
downloaded here.
"""
