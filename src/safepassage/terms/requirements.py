"""The nineteen requirements of public humanitarian guidance, with where each is from."""

from __future__ import annotations

from typing import NamedTuple


class Requirement(NamedTuple):
    """What is asked, and the guidance it is from."""

    asks: str
    source: str


REQUIREMENTS = (
    Requirement(
        "Nobody boards without recorded, informed consent that can be withdrawn",
        "guidance on humanitarian evacuations of civilians in Ukraine (children), 2022",
    ),
    Requirement(
        "Those who stay remain listed as protected, and are never penalised or dropped",
        "ICRC, 14 March 2018 (Eastern Ghouta); Security Council resolution 2328",
    ),
    Requirement("The destination is one the person chose", "Security Council resolution 2328, 2"),
    Requirement(
        "A family shares vehicle, convoy and destination, or a split has an explicit reason",
        "ICRC, 2018; customary humanitarian law, rule 131",
    ),
    Requirement(
        "The wounded, sick, infirm, aged, children and maternity cases have priority",
        "Fourth Geneva Convention, article 17",
    ),
    Requirement(
        "Who has special needs gets a matching vehicle and an attendant",
        "ICRC, 2018",
    ),
    Requirement(
        "No unaccompanied child goes without registration and a named carer",
        "IOM checklist, special measures for children",
    ),
    Requirement("Nobody is selected by status, religion, ethnicity or politics", "ICRC, 2018"),
    Requirement(
        "People are told terms, process and destination beforehand, in their language",
        "ICRC, 2018",
    ),
    Requirement(
        "Luggage (belongings, identity papers, title deeds) may be taken and has room",
        "ICRC, 2018",
    ),
    Requirement(
        "Seats sent to a place are at least the people called there",
        "Humanity & Inclusion, on Bangui PK12, 2014",
    ),
    Requirement(
        "Arrivals never exceed reception capacity; shelter, hygiene, health and food are confirmed",
        "customary humanitarian law, rule 131; Ukraine Protection Cluster, 2022",
    ),
    Requirement(
        "Movement stays inside the agreed time, area and route",
        "OCHA glossary on humanitarian pauses",
    ),
    Requirement(
        "Parties are notified ahead (48 hours, 24 in an emergency) with the route in detail; "
        "vehicles are marked, plates listed",
        "OCHA notification rules, Yemen",
    ),
    Requirement(
        "A notification is neither a permission nor a guarantee, and nothing is shown as safe",
        "OCHA notification rules, Yemen",
    ),
    Requirement(
        "The route is verified (mines, closures) before a convoy is released",
        "reports of Mariupol, 2022",
    ),
    Requirement(
        "A neutral monitor is present, and headcounts that differ on the way raise an alarm",
        "Security Council resolution 2328; AFP on Homs, 2014",
    ),
    Requirement(
        "It is a last resort and temporary: alternatives are assessed, a record allows return",
        "UNHCR, 2016; customary humanitarian law, rule 132",
    ),
    Requirement(
        "Personal data has a stated purpose, is the least needed and kept no longer than that; "
        "parties get counts, never lists of names",
        "ICRC Handbook on Data Protection, 3rd edition, 2024",
    ),
)
