"""Studies of many cases: what to ask for (levers), and how likely a plan is to hold (stress)."""
