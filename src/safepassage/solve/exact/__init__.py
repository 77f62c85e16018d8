"""Small cases without crossings, to the optimum: whole routes of vehicles instead of a fluid."""
