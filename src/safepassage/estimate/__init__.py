"""How long would it take? A valid bound, and a timetable that keeps it company, before there is a case."""
