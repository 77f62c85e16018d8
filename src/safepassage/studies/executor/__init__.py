"""Runs many tasks, in this process, in local ones or on a Ray cluster: the same results."""
