"""`manifests.xlsx`: a sheet a convoy, a sheet an assembly point, and a contents sheet first."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from safepassage.report.language import Language
from safepassage.report.sheets.contents_sheet import write_contents
from safepassage.report.sheets.convoy_sheet import write_convoy
from safepassage.report.sheets.names import sheet_names
from safepassage.report.sheets.point_sheet import write_point
from safepassage.report.sheets.sheet import Book

OPTIONS = {
    "in_memory": True,
    # Cells are written by kind, never guessed; these hold if one should ever be guessed.
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(data: Mapping[str, Any], language: Language, zone: ZoneInfo) -> bytes:
    """The workbook of redacted manifests; equal data give equal bytes.

    Texts are written as texts, so that none of them becomes a formula, a number or a link.
    """
    stream = io.BytesIO()
    file = xlsxwriter.Workbook(stream, OPTIONS)
    created = datetime.fromtimestamp(data["first"], UTC).replace(tzinfo=None)
    file.set_properties({"title": data["head"]["title"][:255], "created": created})
    book = Book(file, language, zone, data["head"])
    convoys, points = data.get("convoys", ()), data.get("points", ())
    contents, *tabs = sheet_names(
        (
            language.text("Contents"),
            *(convoy["convoy"] for convoy in convoys),
            *(point["place"] for point in points),
        )
    )
    of_convoys, of_points = tabs[: len(convoys)], tabs[len(convoys) :]
    write_contents(
        book,
        contents,
        list(zip(of_convoys, convoys, strict=True)),
        list(zip(of_points, points, strict=True)),
    )
    for tab, convoy in zip(of_convoys, convoys, strict=True):
        write_convoy(book, tab, convoy)
    for tab, point in zip(of_points, points, strict=True):
        write_point(book, tab, point)
    file.close()
    return stream.getvalue()
