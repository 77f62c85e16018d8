"""The posts that would guard a set of roads: the fewest, the best few, and when each is manned."""
