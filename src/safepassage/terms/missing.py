"""What nobody has stated, and what must be asked before anyone moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from safepassage.model.findings import Finding
from safepassage.model.terms import Topic
from safepassage.terms.subject import Subject


class Need(NamedTuple):
    """A topic that must be settled, and the requirements that ask for it."""

    topic: Topic
    what: str
    settle: str
    guidance: tuple[int, ...]


NEEDS = (
    Need(
        "destination",
        "no destination is stated",
        "Where would people be taken, and may they choose?",
        (3, 12),
    ),
    Need(
        "right_to_stay",
        "no right to stay is stated",
        "Who stays must be neither driven out nor punished for it.",
        (2,),
    ),
    Need(
        "those_staying",
        "no arrangement for those who stay is stated",
        "Who protects, supplies and reaches them?",
        (2,),
    ),
    Need("right_to_return", "no right to return is stated", "When, and by what record?", (18,)),
    Need(
        "medical_priority",
        "no medical priority is stated",
        "Do the wounded, sick, aged, children and maternity cases go first?",
        (5, 6),
    ),
    Need("monitor", "no monitor is named", "Which neutral body is present, and where?", (17,)),
    Need(
        "contact",
        "nobody to call is named",
        "Who answers for each side, at any hour of the movement?",
        (14,),
    ),
    Need(
        "complaints",
        "no contact for complaints is named",
        "Whom do evacuees and their families turn to, and who answers?",
        (1, 8),
    ),
    Need(
        "turning_back",
        "whether people may turn back isn't stated",
        "May anyone change their mind on the way, and who takes them back?",
        (1, 4),
    ),
    Need(
        "immunity",
        "no immunity is stated",
        "Who may not be arrested or harmed, where, and until when?",
        (8,),
    ),
)
SCREENING = (
    Need("screening_who", "who screens isn't stated", "Which body, under whose orders?", (17,)),
    Need("screening_where", "where people are screened isn't stated", "At which place?", (17,)),
    Need("screening_time", "how long screening may take isn't stated", "How long at most?", (17,)),
    Need(
        "screening_monitor",
        "nobody is named who watches the screening",
        "Which neutral monitor stands there?",
        (17,),
    ),
    Need(
        "screening_women_staff",
        "no women among the screening staff are stated",
        "Who searches women and girls?",
        (8, 17),
    ),
    Need(
        "screening_list",
        "no list of those taken aside is stated",
        "Who keeps it, and who gets it?",
        (17, 19),
    ),
    Need(
        "screening_follow_up",
        "nobody follows up those taken aside",
        "Who asks after them, until each is accounted for?",
        (4, 17),
    ),
)
"""Asked where there is a crossing at which people could be screened."""

GUARANTEES: tuple[Topic, ...] = (
    "safe_passage",
    "immunity",
    "vehicles",
    "route_guarded",
    "right_to_stay",
    "right_to_return",
)


def missing(subject: Subject) -> Iterator[Finding]:
    """That nothing is in force, and every topic that no standing term speaks of."""
    case = subject.case
    if not subject.in_force:
        yield _out_of_force(subject)
    for need in (*NEEDS, *(SCREENING if case.crossings else ())):
        stated = need.topic == "destination" and case.agreement.destinations
        if not subject.about(need.topic) and not stated:
            yield Finding(
                kind="missing",
                about=need.topic,
                what=need.what,
                settle=need.settle,
                guidance=need.guidance,
            )
    if not any(term.written for term in subject.about(*GUARANTEES)):
        yield Finding(
            kind="missing",
            about="guarantee",
            what="no guarantee is in writing",
            settle="Who guarantees what, signed by whom?",
            guidance=(9, 13),
        )


def _out_of_force(subject: Subject) -> Finding:
    """The status, and the parties of whom no offer or acceptance is recorded."""
    agreement = subject.case.agreement
    past = [change for change in agreement.changes if change.at <= subject.on]
    willing = {change.by for change in past if change.status in ("offered", "accepted")}
    awaited = [name for name in agreement.parties if name not in willing]
    what = f"the agreement is {subject.status}, not in force"
    if agreement.changes and awaited:
        what += f"; no acceptance is recorded of: {', '.join(awaited)}"
    return Finding(
        kind="missing",
        about="status",
        what=what,
        settle="Who has yet to agree, and from when does it hold?",
        guidance=(13,),
    )
