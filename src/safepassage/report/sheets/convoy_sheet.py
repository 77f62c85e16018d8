"""A convoy's sheet: vehicle by vehicle, whom it takes up, and its sums against its places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safepassage.report.sheets.sheet import Book, Column, Sheet
from safepassage.report.sheets.words import vehicle_kind


def write_convoy(book: Book, tab: str, convoy: Mapping[str, Any]) -> None:
    """A row a boarding, sums and places a vehicle, sums of the convoy."""
    text, count = book.language.text, book.language.count
    facts = text(
        "{crossing}, {start} to {end}. To: {destinations}. {vehicles}, {people}.",
        crossing=convoy["crossing"],
        start=book.moment(convoy["start"]),
        end=book.language.clock(convoy["end"], book.zone),
        destinations=text(", ").join(convoy["destinations"]),
        vehicles=count("{n} vehicle", "{n} vehicles", convoy["vehicles"]),
        people=count("{n} person aboard", "{n} people aboard", convoy["aboard"]["persons"]),
    )
    title = text("Convoy {convoy}", convoy=convoy["convoy"])
    sheet = Sheet(book, tab, title, facts, _columns(book))
    for load in convoy["loads"]:
        _write_load(book, sheet, load)
    sums = convoy["aboard"] | {name: convoy[name] for name in _OF_GROUPS}
    sheet.record({"vehicle": text("Convoy in all")} | sums, "total")


_OF_GROUPS = ("escorts", "children", "unaccompanied")


def _columns(book: Book) -> tuple[Column, ...]:
    text = book.language.text
    return (
        Column(field="vehicle", heading=text("Vehicle"), width=18),
        Column(field="place", heading=text("Boards at"), width=36),
        Column(field="at", heading=text("Called"), width=18),
        Column(field="group", heading=text("Travel group"), width=20),
        Column(field="persons", heading=text("Persons"), width=9),
        Column(field="seated", heading=text("Seated"), width=9),
        Column(field="stretchers", heading=text("Stretcher"), width=10),
        Column(field="wheelchairs", heading=text("Wheelchair"), width=10),
        Column(field="escorts", heading=text("With a medic"), width=9),
        Column(field="children", heading=text("Children in the group"), width=11),
        Column(field="unaccompanied", heading=text("Unaccompanied children"), width=15),
        Column(field="carer", heading=text("With carer of group"), width=18),
        Column(field="also", heading=text("Others of the group ride in"), width=18),
        Column(field="", heading=text("Counted aboard"), width=10),
    )


def _write_load(book: Book, sheet: Sheet, load: Mapping[str, Any]) -> None:
    text = book.language.text
    for row in load.get("boardings", ()):
        sheet.record(
            row
            | {
                "vehicle": load["vehicle"],
                "at": book.moment(row["at"]),
                "also": text(", ").join(row["also"]),
            }
        )
    told = text(
        "{kind} to {destination}, there {arrives}",
        kind=vehicle_kind(load["kind"], book.language),
        destination=load["destination"],
        arrives=book.moment(load["arrives"]),
    )
    sheet.record({"vehicle": load["vehicle"], "place": told} | load["aboard"], "total")
    aboard, places = load["aboard"], load["places"]
    too_many = any(aboard[name] > places[name] for name in aboard)
    medic = {"escorts": text("medic aboard")} if load["medic"] else {}
    sheet.record(
        {"vehicle": load["vehicle"], "place": text("its places")} | places | medic,
        "warning" if too_many else "total",
    )
