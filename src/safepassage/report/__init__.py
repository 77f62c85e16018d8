"""What a person reads of a case and its plan: figures, words and files, totals only."""
