"""Requirements about people's own choice and care: 1 to 8."""

from __future__ import annotations

from collections import Counter

from safepassage.model.people import NOT_URGENT, TravelGroup
from safepassage.terms.journeys import out_times
from safepassage.terms.judged import NO_PLAN, Judged, besides, provided
from safepassage.terms.subject import Subject

_DRAWN = Judged(
    "not_stated", "The households are drawn: nobody registered or asked them.", ("[draw]",)
)
_HOUSEHOLDS = "households"


def consent(subject: Subject) -> Judged:
    """1: by their own answer, told beforehand, and free to turn back."""
    if subject.case.under_duress:
        why = "The movements were reported as made under duress: no output calls them choices."
        return Judged("not_met", why, ("under_duress",))
    if subject.breaks("H2"):
        return Judged("not_met", "The plan boards people against their answer.", ("plan, H2",))
    if subject.case.drawn_households:
        return _DRAWN
    leaving = len(_leaving(subject))
    if not leaving:
        return Judged("not_stated", "Nobody has answered that they leave.", (_HOUSEHOLDS,))
    seen = f"{leaving:,} travel groups chose to leave by their own answer."
    return besides(seen, _HOUSEHOLDS, provided(subject, "information", "turning_back"))


def staying(subject: Subject) -> Judged:
    """2: everybody who doesn't leave is on the list, and terms protect them."""
    if subject.breaks("A1"):
        return Judged("not_met", "The plan doesn't account for everybody.", ("plan, A1",))
    if subject.case.drawn_households:
        return _DRAWN
    listed = sum(group.persons for group in subject.case.groups if group.choice != "leave")
    seen = f"{listed:,} people who stay, or gave no answer, are listed as protected."
    return besides(seen, _HOUSEHOLDS, provided(subject, "right_to_stay", "those_staying"))


def chosen_destination(subject: Subject) -> Judged:
    """3: the terms state destinations, and each group is taken to one that it accepted."""
    if subject.breaks("H2"):
        why = "The plan takes people where they didn't accept to go."
        return Judged("not_met", why, ("plan, H2",))
    if not subject.case.agreement.destinations:
        why = "The terms state no destination that anybody could choose."
        return Judged("not_stated", why, ("agreement.destinations",))
    if subject.case.drawn_households:
        return _DRAWN
    if subject.plan is None:
        return NO_PLAN
    why = "Each travel group that boards is taken to a destination that it accepted."
    return Judged("met", why, (_HOUSEHOLDS, "plan, H2"))


def family_together(subject: Subject) -> Judged:
    """4: no travel group is split; a household in several gave several answers."""
    if subject.breaks("H1"):
        return Judged("not_met", "The plan splits a travel group.", ("plan, H1",))
    if subject.case.drawn_households:
        return _DRAWN
    if subject.plan is None:
        return NO_PLAN
    parts = Counter(group.household for group in subject.case.groups)
    split = sum(count > 1 for count in parts.values())
    why = "No travel group is split but for patients and attendants of one convoy."
    if split:
        why += f" {split:,} households answered in parts, each part a travel group of its own."
    return Judged("met", why, (_HOUSEHOLDS, "plan, H1"))


def medical_priority(subject: Subject) -> Judged:
    """5: a term says who goes first, and the plan has the urgent out no later than the others."""
    leaving = _leaving(subject)
    urgent = [group for group in leaving if group.medical_class < NOT_URGENT]
    others = [group for group in leaving if group.medical_class >= NOT_URGENT]
    if subject.plan is not None:
        out = out_times(subject.case, subject.plan)
        left = sum(group.persons for group in urgent if group.id not in out)
        if left and any(group.id in out for group in others):
            why = f"{left:,} people of urgent classes have no place in the plan, others have one."
            return Judged("not_met", why, (_HOUSEHOLDS, "plan"))
        late, rest = _mean_out(urgent, out), _mean_out(others, out)
        if late is not None and rest is not None and late > rest:
            hours = (late - rest) / 3600
            why = f"Urgent classes are out {hours:.1f} hours after the others on average."
            return Judged("not_met", why, (_HOUSEHOLDS, "plan"))
    if subject.case.drawn_households:
        return _DRAWN
    if not urgent:
        return _none_recorded("urgent medical need")
    if subject.plan is None:
        return NO_PLAN
    seen = "Urgent classes are out no later than the others, on average."
    return besides(seen, "plan", provided(subject, "medical_priority"))


def _mean_out(groups: list[TravelGroup], out: dict[str, int]) -> float | None:
    """Mean time at which the people of these groups who board are out; None if nobody does."""
    boarded = [group for group in groups if group.id in out]
    persons = sum(group.persons for group in boarded)
    return sum(group.persons * out[group.id] for group in boarded) / persons if persons else None


def special_needs(subject: Subject) -> Judged:
    """6: a place of the kind each needs, and somebody with them."""
    patients = [group for group in _leaving(subject) if group.has_patients]
    if why := _unserved(subject, patients):
        return Judged("not_met", why, (_HOUSEHOLDS, "vehicles", "plan, V1 and H1"))
    if subject.case.drawn_households:
        return _DRAWN
    if not patients:
        return _none_recorded("special need")
    alone = sum(not group.attendants for group in patients)
    if alone:
        why = f"Nobody is recorded to attend the patients of {alone:,} travel groups."
        return Judged("not_stated", why, (_HOUSEHOLDS,))
    if subject.plan is None:
        return NO_PLAN
    why = "Everybody with a special need has a matching place and an attendant."
    return Judged("met", why, (_HOUSEHOLDS, "plan, V1 and H1"))


def _unserved(subject: Subject, patients: list[TravelGroup]) -> str:
    """Why some need isn't met, or nothing."""
    if lacking := _lacking(subject, patients):
        return f"No vehicle of the case has: {', '.join(lacking)}."
    if subject.breaks("V1", "H1"):
        return "The plan gives somebody no matching place, or parts them from who attends them."
    if subject.plan is not None:
        out = out_times(subject.case, subject.plan)
        if left := sum(group.id not in out for group in patients):
            return f"{left:,} travel groups with patients have no place in the plan."
    return ""


def _lacking(subject: Subject, patients: list[TravelGroup]) -> list[str]:
    """What patients need and no vehicle has."""
    used = {vehicle.type for vehicle in subject.case.vehicles}
    types = [kind for kind in subject.case.vehicle_types if kind.id in used]
    needs = (
        ("a stretcher place", "stretchers", "stretchers"),
        ("a wheelchair place", "wheelchairs", "wheelchairs"),
        ("a medic aboard", "escorts", "medical_escort"),
    )
    return [
        words
        for words, need, has in needs
        if any(getattr(group, need) for group in patients)
        and not any(getattr(kind, has) for kind in types)
    ]


def named_carer(subject: Subject) -> Judged:
    """7: each unaccompanied child has a carer, whom it is never parted from."""
    children = [group for group in subject.case.groups if group.unaccompanied]
    known = {group.id for group in subject.case.groups}
    without = sum(group.unaccompanied for group in children if group.carer not in known)
    if without:
        why = f"{without:,} unaccompanied children have no carer."
        return Judged("not_met", why, (_HOUSEHOLDS,))
    if subject.breaks("H1"):
        why = "The plan parts somebody from who they travel with."
        return Judged("not_met", why, ("plan, H1",))
    if subject.case.drawn_households:
        return _DRAWN
    if not children:
        return _none_recorded("unaccompanied child")
    count = sum(group.unaccompanied for group in children)
    why = f"{count:,} unaccompanied children are registered, each with a carer."
    return Judged("met", why, (_HOUSEHOLDS,))


def no_selection(subject: Subject) -> Judged:
    """8: no term picks people; the planner reads a category only for what may be carried."""
    picking = subject.about("who_may_leave", "exclusion")
    if picking:
        ids = ", ".join(term.id for term in picking)
        why = f"Whether {ids} leaves people out by who they are is for people to read."
        rests_on = tuple(f"term {term.id}, {term.source}" for term in picking)
        return Judged("not_stated", why, rests_on)
    if subject.plan is None:
        return NO_PLAN
    why = (
        "No table holds religion, ethnicity or politics. A category decides what may be carried "
        "and nothing else: plans of the same people under other categories are the same, which a "
        "test holds. What happens at the screening is another matter (17)."
    )
    return Judged("met", why, (_HOUSEHOLDS, "agreement.categories", "plan"))


def _leaving(subject: Subject) -> list[TravelGroup]:
    return [group for group in subject.case.groups if group.choice == "leave"]


def _none_recorded(what: str) -> Judged:
    why = f"Nobody who leaves is recorded with it ({what}); that is no answer that there is none."
    return Judged("not_stated", why, (_HOUSEHOLDS,))
