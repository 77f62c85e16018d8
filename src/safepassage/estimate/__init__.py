"""How long it would take, before there is a case: a valid bound and a simple timetable."""
