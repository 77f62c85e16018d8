"""The first sheet of the workbook: what is in it, with links, and where seats would be short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from safepassage.report.sheets.sheet import Book, Column, Sheet

Listed = Sequence[tuple[str, Mapping[str, Any]]]
"""Name of a sheet, and the record that is on it."""


def write_contents(book: Book, tab: str, convoys: Listed, points: Listed) -> None:
    """A row a convoy, then a row an assembly point."""
    text, number = book.language.text, book.language.number
    columns = (
        Column(field="", heading=text("Sheet"), width=26),
        Column(field="", heading=text("Crossing or first call"), width=26),
        Column(field="", heading=text("Passes from, or last call"), width=26),
        Column(field="", heading=text("Until"), width=20),
        Column(field="", heading=text("Destinations"), width=34),
        Column(field="", heading=text("Vehicles"), width=10),
        Column(field="", heading=text("People"), width=10),
        Column(field="", heading=text("Places sent"), width=10),
        Column(field="", heading=text("People without a place"), width=14),
    )
    facts = text(
        "{convoys} convoys and {points} assembly points. Places sent are never fewer than people "
        "called; where they would be, the last column says so.",
        convoys=number(len(convoys)),
        points=number(len(points)),
    )
    title = text("Manifests: {title}", title=book.head.get("title", ""))
    sheet = Sheet(book, tab, title, facts, columns)
    for name, convoy in convoys:
        sheet.cells(
            (
                name,
                convoy["crossing"],
                book.moment(convoy["start"]),
                book.moment(convoy["end"]),
                ", ".join(convoy["destinations"]),
                convoy["vehicles"],
                convoy["aboard"]["persons"],
                sum(load["places"]["persons"] for load in convoy["loads"]),
                "",
            )
        )
        sheet.link(name)
    for name, point in points:
        calls = point["calls"]
        sheet.cells(
            (
                name,
                book.moment(calls[0]["at"]),
                book.moment(calls[-1]["at"]),
                "",
                "",
                sum(call["vehicles"] for call in calls),
                point["persons"],
                point["seats"],
                point["short"],
            ),
            "warning" if point["short"] else "",
        )
        sheet.link(name)
