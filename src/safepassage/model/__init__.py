"""The nouns of a safe passage, frozen and plain: a case, and a plan for it."""
