"""The first sheet of the workbook: what is in it, with links, and where seats would be short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from safepassage.report.sheets.sheet import Book, Column, Sheet

Listed = Sequence[tuple[str, Mapping[str, Any]]]
"""Name of a sheet, and the record that is on it."""

WIDTHS = (36, 40, 20, 20, 48, 10, 10, 10, 14)


def write_contents(book: Book, tab: str, convoys: Listed, points: Listed) -> None:
    """A row a convoy, then a row an assembly point."""
    text, count = book.language.text, book.language.count
    facts = text(
        "{convoys}, {points}. Places sent are never fewer than people called; where they would "
        "be, the last column says so. All times are local: {timezone}.",
        convoys=count("{n} convoy", "{n} convoys", len(convoys)),
        points=count("{n} assembly point", "{n} assembly points", len(points)),
        timezone=book.head.get("timezone", ""),
    )
    title = text("Manifests: {title}", title=book.head.get("title", ""))
    columns = [
        Column(field="", heading=heading, width=width)
        for heading, width in zip(_of_convoys(book), WIDTHS, strict=True)
    ]
    sheet = Sheet(book, tab, title, facts, columns)
    for (name, convoy), row in zip(convoys, _convoys(book, convoys), strict=True):
        short = convoy["aboard"]["persons"] > row[-2]
        sheet.cells((name, *row), "warning" if short else "")
        sheet.link(name)
    sheet.cells(_of_points(book), "heading")
    for (name, point), row in zip(points, _points(book, points), strict=True):
        sheet.cells((name, *row), "warning" if point["short"] else "")
        sheet.link(name)


def _of_convoys(book: Book) -> tuple[str, ...]:
    text = book.language.text
    return (
        text("Convoy"),
        text("Crossing"),
        text("Passes from"),
        text("Until"),
        text("Destinations"),
        text("Vehicles"),
        text("People"),
        text("Places sent"),
        "",
    )


def _of_points(book: Book) -> tuple[str, ...]:
    text = book.language.text
    return (
        text("Assembly point"),
        "",
        text("First call"),
        text("Last call"),
        "",
        text("Vehicles"),
        text("People"),
        text("Places sent"),
        text("People without a place"),
    )


def _convoys(book: Book, convoys: Listed) -> Iterator[tuple[Any, ...]]:
    for _, convoy in convoys:
        yield (
            convoy["crossing"],
            book.moment(convoy["start"]),
            book.moment(convoy["end"]),
            book.language.text(", ").join(convoy["destinations"]),
            convoy["vehicles"],
            convoy["aboard"]["persons"],
            sum(load["places"]["persons"] for load in convoy["loads"]),
            "",
        )


def _points(book: Book, points: Listed) -> Iterator[tuple[Any, ...]]:
    for _, point in points:
        calls = point["calls"]
        yield (
            "",
            book.moment(calls[0]["at"]),
            book.moment(calls[-1]["at"]),
            "",
            sum(call["vehicles"] for call in calls),
            point["persons"],
            point["seats"],
            point["short"],
        )
