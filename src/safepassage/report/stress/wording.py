"""What varies, in the reader's words."""

from __future__ import annotations

from safepassage.model.case import Case
from safepassage.report.language import Language
from safepassage.shown import straight


def cause(code: str, where: str, case: Case, language: Language) -> str:
    """What goes otherwise than planned, and where."""
    text = language.text
    names = {
        "turnout": text("fewer come"),
        "changed_mind": text("changes of mind"),
        "no_show": text("called people not there"),
        "late_start": text("late starts"),
        "travel_time": text("slower travel"),
        "loading_time": text("slower boarding"),
        "breakdown": text("breakdowns"),
        "screening": text("slower screening"),
        "window_cut": text("windows cut short"),
        "day_lost": text("days lost"),
        "crossing_closed": text("crossings closed"),
        "road_closed": text("roads closed"),
        "destination_full": text("destinations full"),
    }
    what = names.get(code, straight(code))
    if not where:
        return what
    found = case.places.get(where)
    name = found.name if found else where
    if found and language.direction == "rtl" and found.name_local:
        name = found.name_local
    return text("{what}: {where}", what=what, where=straight(name))
