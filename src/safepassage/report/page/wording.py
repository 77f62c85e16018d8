"""What the report's words are for codes of the model; every literal here is in the catalogues."""

from __future__ import annotations

from safepassage.report.language import Language


def sentence(told: str) -> str:
    """With a capital where it begins."""
    return told[:1].upper() + told[1:]


def promise(code: str, language: Language) -> str:
    """What a promise is about."""
    text = language.text
    names = {
        "W1": text("windows"),
        "C1": text("convoys"),
        "C2": text("screening"),
        "V1": text("seats"),
        "V2": text("vehicles' time"),
        "H1": text("groups kept together"),
        "H2": text("accepted destinations"),
        "H3": text("items carried"),
        "D1": text("reception"),
        "R1": text("open roads"),
        "R2": text("guarded route"),
        "A1": text("everyone accounted for"),
    }
    return names.get(code, code)


def ease(code: str, where: str, language: Language) -> str:
    """What would give way where a promise binds; never less care at screening."""
    text = language.text
    advice = {
        "V2": text(
            "The vehicles' time: more vehicles, a quicker hand-over at the destinations, shorter "
            "ways, or more crews."
        ),
        "C2": text(
            "Screening at {where}: more lanes and staff there, or a further crossing. Never haste.",
            where=where,
        ),
        "C1": text("Convoys at {where}: larger ones, or closer together.", where=where),
        "W1": text("Windows at {where}: more hours a day, or more days.", where=where),
        "D1": text("Reception at {where}: more places, or a further destination.", where=where),
        "V1": text("Seats and places: vehicles that carry more."),
    }
    return advice.get(code, f"{promise(code, language)}: {where}")


def reason(told: str, language: Language) -> str:
    """Why a group has no seat, as the planner says it."""
    text = language.text
    known = {
        "there is no vehicle": text("there is no vehicle"),
        "no vehicle of the fleet both may and can carry it": text(
            "no vehicle of the fleet both may and can carry it"
        ),
        "no vehicle of the fleet has the places it needs together": text(
            "no vehicle of the fleet has the places it needs together"
        ),
        "there is no room for it where it would go": text(
            "there is no room for it where it would go"
        ),
        "the windows end before a vehicle can fetch it": text(
            "the windows end before a vehicle can fetch it"
        ),
        "the horizon ends before a vehicle can fetch it": text(
            "the time of the movement ends before a vehicle can fetch it"
        ),
        "the posts at hand can't guard its way too": text(
            "the posts at hand can't guard its way too"
        ),
        "the only way there that leads past no place has a stop where nobody boards": text(
            "the only way there that leads past no place has a stop where nobody boards"
        ),
        "no accepted destination is among those the terms state": text(
            "no accepted destination is among those the terms state"
        ),
        "carries what the terms do not allow its category": text(
            "carries what the terms do not allow"
        ),
        "no open road leads to an accepted destination": text(
            "no open road leads to an accepted destination"
        ),
        "not parted from those who ride with it, and they can't be served": text(
            "not parted from those who ride with it, and they can't be served"
        ),
    }
    return known.get(told, told)


def status(code: str, language: Language) -> str:
    """The standing of an agreement."""
    text = language.text
    names = {
        "offered": text("offered"),
        "accepted": text("accepted"),
        "refused": text("refused"),
        "in_force": text("in force"),
        "suspended": text("suspended"),
        "resumed": text("resumed"),
        "ended": text("ended"),
        "none": text("not offered yet"),
    }
    return names.get(code, code)


def audience(code: str, language: Language) -> str:
    """Whom a page is for."""
    text = language.text
    names = {
        "planner": text("For planners"),
        "convoy": text("For those who lead and drive convoys"),
        "destination": text("For those who receive people"),
        "party": text("For the parties to the agreement"),
        "public": text("For everyone"),
    }
    return names[code]


def topic(code: str, language: Language) -> str:
    """What a term is about."""
    text = language.text
    names = {
        "safe_passage": text("safe passage"),
        "who_may_leave": text("who may leave"),
        "destination": text("destination"),
        "corridor": text("corridor"),
        "pause": text("pause"),
        "vehicles": text("vehicles"),
        "route_guarded": text("route guarded"),
        "immunity": text("immunity"),
        "right_to_stay": text("right to stay"),
        "right_to_return": text("right to return"),
        "those_staying": text("those staying"),
        "items": text("items carried"),
        "medical_priority": text("medical priority"),
        "monitor": text("monitor"),
        "contact": text("whom to call"),
        "complaints": text("complaints"),
        "turning_back": text("turning back"),
        "screening_who": text("screening: who"),
        "screening_where": text("screening: where"),
        "screening_time": text("screening: how long"),
        "screening_monitor": text("screening: monitor"),
        "screening_women_staff": text("screening: women among the staff"),
        "screening_list": text("screening: list of those taken aside"),
        "screening_follow_up": text("screening: who follows up"),
        "information": text("information for people"),
        "notification": text("notification"),
        "route_verified": text("route verified"),
        "reception": text("reception"),
        "alternatives": text("alternatives"),
        "data_protection": text("data protection"),
        "exclusion": text("who isn't covered"),
        "other": text("other"),
    }
    return names.get(code, code)


def verdict(code: str, language: Language) -> str:
    """How a requirement stands."""
    text = language.text
    names = {
        "met": text("met"),
        "not_met": text("not met"),
        "not_stated": text("not stated"),
    }
    return names[code]


def finding(kind: str, language: Language) -> str:
    """Kinds of what must be settled."""
    text = language.text
    names = {
        "missing": text("Missing"),
        "unclear": text("Unclear"),
        "contradiction": text("Contradictions"),
    }
    return names[kind]


def fact(code: str, language: Language) -> str:
    """What stands on a road."""
    text = language.text
    names = {
        "bridge": text("bridge"),
        "tunnel": text("tunnel"),
        "barrier": text("barrier"),
        "ford": text("ford"),
    }
    return names.get(code, code)
