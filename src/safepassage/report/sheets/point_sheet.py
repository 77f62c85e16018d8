"""An assembly point's sheet: call by call, who comes to which vehicle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safepassage.report.sheets.sheet import Book, Column, Sheet


def write_point(book: Book, tab: str, point: Mapping[str, Any]) -> None:
    """A bold row a call with people and places, then a row a travel group."""
    text, count = book.language.text, book.language.count
    facts = text(
        "{called} in all; {sent}.",
        called=count("{n} person is called", "{n} people are called", point["persons"]),
        sent=count("{n} place sent", "{n} places sent", point["seats"]),
    )
    sheet = Sheet(book, tab, point["place"], facts, _columns(book))
    for call in point["calls"]:
        _write_call(book, sheet, call)


def _columns(book: Book) -> tuple[Column, ...]:
    text = book.language.text
    return (
        Column(field="at", heading=text("Called"), width=20),
        Column(field="group", heading=text("Travel group"), width=24),
        Column(field="persons", heading=text("Persons"), width=10),
        Column(field="stretchers", heading=text("Stretcher"), width=10),
        Column(field="wheelchairs", heading=text("Wheelchair"), width=11),
        Column(field="escorts", heading=text("With a medic"), width=10),
        Column(field="vehicle", heading=text("Vehicle"), width=18),
        Column(field="convoy", heading=text("Convoy"), width=12),
        Column(field="destination", heading=text("Destination"), width=44),
        Column(field="", heading=text("Came"), width=10),
    )


def _write_call(book: Book, sheet: Sheet, call: Mapping[str, Any]) -> None:
    text, count = book.language.text, book.language.count
    at = book.moment(call["at"])
    places = count("{n} place sent", "{n} places sent", call["seats"])
    if call["short"]:
        places = text(
            "{places}: TOO FEW, {short} people have none of the kind they need",
            places=places,
            short=book.language.number(call["short"]),
        )
    sheet.record(
        {"at": at, "group": places, "persons": call["persons"]},
        "warning" if call["short"] else "total",
    )
    for group in call.get("groups", ()):
        sheet.record(group | {"at": at})
