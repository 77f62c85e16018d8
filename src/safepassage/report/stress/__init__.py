"""How likely a plan is to hold, for the planner: first in plain words, then as a page."""
