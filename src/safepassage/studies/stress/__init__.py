"""How likely a plan is to hold: many runs in which things go otherwise than planned."""
