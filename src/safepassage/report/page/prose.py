"""What a review of the terms says in English, in the reader's language.

The review makes whole sentences, some with names or numbers in them. Each is known here by its
pattern; one that isn't stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import get_args

from safepassage.model.terms import FOLLOWS, Topic
from safepassage.report.language import Language
from safepassage.report.language import language as language_of
from safepassage.report.page import wording

Prose = Callable[[str], str | None]


def prose(language: Language, places: Mapping[str, str]) -> Prose:
    """A function that gives a sentence, or several, in a language; None if it isn't known.

    `places` are names of places by the ids that sentences have.
    """
    known = [
        (re.compile(_pattern(pattern)), told)
        for pattern, told in zip(_sentences(language_of()), _sentences(language), strict=True)
    ]
    # Status and topics stand inside sentences in the model's own words.
    codes = {code.replace("_", " "): wording.status(code, language) for code in FOLLOWS}
    codes |= {code.replace("_", " "): wording.topic(code, language) for code in get_args(Topic)}
    things = dict(zip(_things(language_of()), _things(language), strict=True))
    inner: dict[str, Mapping[str, str]] = {
        "status": codes,
        "topic": codes,
        "topics": codes,
        "what": things,
    }
    inner |= {"place": places, "places": {**places, **things}}

    def value(name: str, told: str) -> str:
        parts = [inner.get(name, {}).get(part, part) for part in told.split(", ")]
        told = language.text(", ").join(parts)
        return f"\u2068{told}\u2069" if language.direction == "rtl" else told

    def said(told: str) -> str | None:
        for pattern, message in known:
            match = pattern.match(told)
            if match is None:
                continue
            values = {name: value(name, one) for name, one in match.groupdict().items()}
            here, rest = message.format(**values), told[match.end() :].lstrip()
            if not rest:
                return here
            if (more := said(rest)) is not None:
                return f"{here} {more}"
        return None

    return said


def _pattern(sentence: str) -> str:
    """A sentence with anything for its names; after a full stop another may follow."""
    parts = re.split(r"\{(\w+)\}", sentence)
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = [f"(?P<{name}>.+?)" for name in parts[1::2]]
    return "".join(parts) + ("(?= |$)" if sentence.endswith(".") else "$")


def _sentences(language: Language) -> tuple[str, ...]:
    text = language.text
    return (
        *_requirements(language),
        # What must be settled
        text("the agreement is {status}, not in force; no acceptance is recorded of: {names}"),
        text("the agreement is {status}, not in force"),
        text("Who has yet to agree, and from when does it hold?"),
        text("no destination is stated"),
        text("Where would people be taken, and may they choose?"),
        text("no right to stay is stated"),
        text("Who stays must be neither driven out nor punished for it."),
        text("no arrangement for those who stay is stated"),
        text("Who protects, supplies and reaches them?"),
        text("no right to return is stated"),
        text("When, and by what record?"),
        text("no medical priority is stated"),
        text("Do the wounded, sick, aged, children and maternity cases go first?"),
        text("no monitor is named"),
        text("Which neutral body is present, and where?"),
        text("nobody to call is named"),
        text("Who answers for each side, at any hour of the movement?"),
        text("no contact for complaints is named"),
        text("Whom do evacuees and their families turn to, and who answers?"),
        text("whether people may turn back isn't stated"),
        text("May anyone change their mind on the way, and who takes them back?"),
        text("no immunity is stated"),
        text("Who may not be arrested or harmed, where, and until when?"),
        text("who screens isn't stated"),
        text("Which body, under whose orders?"),
        text("where people are screened isn't stated"),
        text("At which place?"),
        text("how long screening may take isn't stated"),
        text("How long at most?"),
        text("nobody is named who watches the screening"),
        text("Which neutral monitor stands there?"),
        text("no women among the screening staff are stated"),
        text("Who searches women and girls?"),
        text("no list of those taken aside is stated"),
        text("Who keeps it, and who gets it?"),
        text("nobody follows up those taken aside"),
        text("Who asks after them, until each is accounted for?"),
        text("no guarantee is in writing"),
        text("Who guarantees what, signed by whom?"),
        text("who controls which stretch isn't stated"),
        text("no term of passage binds {name}, who holds ground"),
        text("Each who controls a stretch of the way must be bound to let people pass."),
        text("a destination is spoken of, but no place is named"),
        text("Which place, with room for how many?"),
        text("scope and end of the immunity: it binds nobody but {name} and no end is stated"),
        text("scope and end of the immunity: it binds nobody but {name}"),
        text("scope and end of the immunity: no end is stated"),
        text("Whom does it cover, against what, whom does it bind, and until when?"),
        text("some guarantees are in writing and some are not"),
        text("Have these written down too."),
        text("{name} says that somebody isn't covered"),
        text("Who is covered on the way and while people wait, and who says so?"),
        text("several speak of {topic}, in other words"),
        text("Do they say the same, and which wording holds?"),
        text("the case requires a guarded route, and no term says who guards it"),
        text("Who guards which stretch, and are they unarmed?"),
        text("claims about the agreement that no term and no change of status takes up"),
        text("What do they mean for it? Ask who made them."),
        text("{term} stands as it was, and {other}, linked to it, isn't stated before {when}"),
        text("{term} stands as it was, and {other}, linked to it, ended {when}"),
        text("{term} stands as it was, and {other}, linked to it, was amended {when}"),
        text("Neither is carried out without the other: settle both anew."),
        # What contradicts what
        text("different answers about {topic}, none amends the other"),
        text("the agreement is {status}, and {name} refused it"),
        text("the agreement is {status} outside its validity"),
        text("a term takes people to {place}, which isn't among those agreed"),
        text("agreed without a term that names it: {places}"),
        text("a {topic} at {place}, which no window opens"),
        text("windows at {place}, where no pause or corridor was stated"),
        text("{term} ends {when}, before the last window does"),
        text("{term} begins {when}, after the first window does"),
        text("a term guards the route, and the case plans without a guard"),
        # What the case itself says against a term
        text("valid {when}"),
        text("destinations: {places}"),
        text("no window at {place}"),
        text("windows at {place}"),
        text("the first window opens {when}"),
        text("the last window closes {when}"),
        text("no guard is required"),
        text("holds {names} on {when}"),
        *_reasons(language),
    )


def _requirements(language: Language) -> tuple[str, ...]:
    """The nineteen, and the guidance they are from."""
    text = language.text
    return (
        text("Nobody boards without recorded, informed consent that can be withdrawn"),
        text("Those who stay remain listed as protected, and are never penalised or dropped"),
        text("The destination is one the person chose"),
        text("A family shares vehicle, convoy and destination, or a split has an explicit reason"),
        text("The wounded, sick, infirm, aged, children and maternity cases have priority"),
        text("Who has special needs gets a matching vehicle and an attendant"),
        text("No unaccompanied child goes without registration and a named carer"),
        text("Nobody is selected by status, religion, ethnicity or politics"),
        text("People are told terms, process and destination beforehand, in their language"),
        text("Luggage (belongings, identity papers, title deeds) may be taken and has room"),
        text("Seats sent to a place are at least the people called there"),
        text(
            "Arrivals never exceed reception capacity; shelter, hygiene, health and food are "
            "confirmed"
        ),
        text("Movement stays inside the agreed time, area and route"),
        text(
            "Parties are notified ahead (48 hours, 24 in an emergency) with the route in detail; "
            "vehicles are marked, plates listed"
        ),
        text(
            "A notification is neither a permission nor a guarantee, and nothing is shown as safe"
        ),
        text("The route is verified (mines, closures) before a convoy is released"),
        text("A neutral monitor is present, and headcounts that differ on the way raise an alarm"),
        text(
            "It is a last resort and temporary: alternatives are assessed, a record allows return"
        ),
        text(
            "Personal data has a stated purpose, is the least needed and kept no longer than that; "
            "parties get counts, never lists of names"
        ),
        text("guidance on humanitarian evacuations of civilians in Ukraine (children), 2022"),
        text("ICRC, 14 March 2018 (Eastern Ghouta); Security Council resolution 2328"),
        text("Security Council resolution 2328, 2"),
        text("ICRC, 2018; customary humanitarian law, rule 131"),
        text("Fourth Geneva Convention, article 17"),
        text("ICRC, 2018"),
        text("IOM checklist, special measures for children"),
        text("Humanity & Inclusion, on Bangui PK12, 2014"),
        text("customary humanitarian law, rule 131; Ukraine Protection Cluster, 2022"),
        text("OCHA glossary on humanitarian pauses"),
        text("OCHA notification rules, Yemen"),
        text("reports of Mariupol, 2022"),
        text("Security Council resolution 2328; AFP on Homs, 2014"),
        text("UNHCR, 2016; customary humanitarian law, rule 132"),
        text("ICRC Handbook on Data Protection, 3rd edition, 2024"),
    )


def _reasons(language: Language) -> tuple[str, ...]:
    """Why a requirement is met, or isn't, or nobody can say."""
    text = language.text
    return (
        text("No plan was given; a plan would show it."),
        text("No term stands on: {topics}."),
        text("Said in {terms}, but the agreement is {status}, not in force."),
        text("Provided for in {terms}; whether it is done is for a monitor to say."),
        text("The households are drawn: nobody registered or asked them."),
        text("The movements were reported as made under duress: no output calls them choices."),
        text("The plan boards people against their answer."),
        text("Nobody has answered that they leave."),
        text("{n} travel groups chose to leave by their own answer."),
        text("The plan doesn't account for everybody."),
        text("{n} people who stay, or gave no answer, are listed as protected."),
        text("The plan takes people where they didn't accept to go."),
        text("The terms state no destination that anybody could choose."),
        text("Each travel group that boards is taken to a destination that it accepted."),
        text("The plan splits a travel group."),
        text("No travel group is split but for patients and attendants of one convoy."),
        text("{n} households answered in parts, each part a travel group of its own."),
        text("{n} people of urgent classes have no place in the plan, others have one."),
        text("Urgent classes are out {hours} hours after the others on average."),
        text("Urgent classes are out no later than the others, on average."),
        text("Nobody is recorded to attend the patients of {n} travel groups."),
        text("Everybody with a special need has a matching place and an attendant."),
        text("The plan gives somebody no matching place, or parts them from who attends them."),
        text("{n} travel groups with patients have no place in the plan."),
        text("{n} unaccompanied children have no carer."),
        text("The plan parts somebody from who they travel with."),
        text("{n} unaccompanied children are registered, each with a carer."),
        text("Whether {terms} leaves people out by who they are is for people to read."),
        text(
            "No table holds religion, ethnicity or politics. A category decides what may be "
            "carried and nothing else: plans of the same people under other categories are the "
            "same, which a test holds. What happens at the screening is another matter (17)."
        ),
        text("Parties are told {n} hours ahead."),
        text("Parties are told {n} hours ahead, which is for an emergency."),
        text(
            "Whatever is written about {case} says that a plan is neither a permission nor a "
            "guarantee; tests hold the wording of notifications and reports."
        ),
        text("The roads are schematic: nobody surveyed them."),
        text("The tables hold numbers and ids, and have no column for a name of a person."),
        text("No item but arms is named: is luggage allowed?"),
        text("The terms let some people carry no luggage."),
        text("Every category may carry luggage, but the agreement is {status}."),
        text("Every category may carry luggage. State only seats that leave room for it."),
        text("More people are called than seats come: {places}."),
        text("The plan calls nobody."),
        text(
            "{n} people are called to {points} points and days, each with seats for all. Who comes "
            "without being called has none."
        ),
        text("More people arrive than there is room for: {places}."),
        text("No capacity is stated for {places}."),
        text("The plan brings nobody anywhere."),
        text("Arrivals stay within capacity."),
        text("The plan moves people outside the windows or off the permitted roads."),
        text("The plan is a what-if: its windows are assumed, not agreed."),
        text("Every passage lies in an agreed window, on permitted roads, in time in force."),
        text("No vehicle of the case has: {places}."),
        text(
            "Nobody who leaves is recorded with it ({what}); that is no answer that there is none."
        ),
    )


def _things(language: Language) -> tuple[str, ...]:
    """What stands inside reasons."""
    text = language.text
    return (
        text("a stretcher place"),
        text("a wheelchair place"),
        text("a medic aboard"),
        text("urgent medical need"),
        text("special need"),
        text("unaccompanied child"),
        text("a vehicle"),
        text("on a day"),
    )
