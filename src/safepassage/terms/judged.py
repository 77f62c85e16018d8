"""How a requirement is judged: from a term that provides for it, and only while in force."""

from __future__ import annotations

from typing import NamedTuple

from safepassage.model.findings import Verdict
from safepassage.model.terms import Topic
from safepassage.terms.subject import Subject


class Judged(NamedTuple):
    """A verdict, why, and where it is seen."""

    verdict: Verdict
    why: str
    rests_on: tuple[str, ...] = ()


NO_PLAN = Judged("not_stated", "No plan was given; a plan would show it.")


def provided(subject: Subject, *topics: Topic) -> Judged:
    """Met where a standing term of each topic provides for it and the agreement is in force.

    That it was promised is all a term can show; whether it was done is the monitor's to say.
    """
    terms = subject.about(*topics)
    open_topics = [topic for topic in topics if not subject.about(topic)]
    rests_on = tuple(f"term {term.id}, {term.source}" for term in terms)
    if open_topics:
        words = ", ".join(topic.replace("_", " ") for topic in open_topics)
        return Judged("not_stated", f"No term stands on: {words}.", rests_on)
    ids = ", ".join(term.id for term in terms)
    if not subject.in_force:
        why = f"Said in {ids}, but the agreement is {subject.status}, not in force."
        return Judged("not_stated", why, rests_on)
    return Judged(
        "met", f"Provided for in {ids}; whether it is done is for a monitor to say.", rests_on
    )


def besides(seen: str, where: str, judged: Judged) -> Judged:
    """A judgement with what else was seen, and where."""
    return Judged(judged.verdict, f"{seen} {judged.why}", (where, *judged.rests_on))
