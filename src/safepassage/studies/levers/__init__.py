"""What to ask for: the case solved anew with each term that could be changed."""
