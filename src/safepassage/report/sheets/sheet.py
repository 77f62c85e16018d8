"""A sheet of the workbook: columns, head, rows, and how it looks on screen and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from safepassage.report.language import Language

A4 = 9
HEADER_ROW = 3
"""Title, facts and notices stand above it."""

_CHARACTERS_A_LINE = 0.9
"""Of the columns' widths; letters of some scripts are wider than a digit."""
_LINE_HEIGHT = 15


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: the record's field it shows (none is a blank to fill in), heading and width."""

    field: str
    heading: str
    width: int


@dataclass(frozen=True)
class Book:
    """The workbook, the reader's language, the case's clock, and what heads every sheet."""

    file: Any
    language: Language
    zone: ZoneInfo
    head: Mapping[str, Any]

    @cached_property
    def styles(self) -> Mapping[str, Any]:
        """The cell formats by name."""
        line: dict[str, Any] = {"border": 1, "border_color": "#999999", "valign": "top"}
        table: dict[str, dict[str, Any]] = {
            "text": line | {"text_wrap": True},
            "number": line | {"num_format": "#,##0"},
            "heading": line | {"bold": True, "text_wrap": True, "bg_color": "#DDE3EA"},
            "total": line
            | {"bold": True, "text_wrap": True, "bg_color": "#F2F2F2", "num_format": "#,##0"},
            "warning": line
            | {"bold": True, "text_wrap": True, "font_color": "#9C0006", "bg_color": "#FFC7CE"},
            "link": line | {"underline": 1, "font_color": "#0B4F9E"},
            "title": {"bold": True, "font_size": 16},
            "facts": {"text_wrap": True, "valign": "top"},
            "notice": {"text_wrap": True, "valign": "top", "italic": True, "font_size": 10},
        }
        side: dict[str, Any] = (
            {"align": "right"} if self.language.direction == "rtl" else {"align": "left"}
        )
        flush = {name: side if name != "number" else {} for name in table}
        if self.language.direction == "rtl":
            # Sentences may begin with a number or a Latin name; cells of a table are left to both.
            for name in ("title", "facts", "notice"):
                flush[name] = flush[name] | {"reading_order": 2}
        return {
            name: self.file.add_format({"font_size": 11} | flush[name] | look)
            for name, look in table.items()
        }

    def moment(self, seconds: int) -> str:
        """A time for a cell."""
        return self.language.briefly(seconds, self.zone)


class Sheet:
    """Rows written one below the other; the head repeats on every page and stays in view."""

    def __init__(
        self, book: Book, tab: str, title: str, facts: str, columns: Sequence[Column]
    ) -> None:
        """Write the head: title, facts, notices, headings."""
        self.book, self.columns = book, columns
        self.page = book.file.add_worksheet(tab)
        self.row = 0
        self._set_up(title)
        self._line(title, "title")
        self._line(facts, "facts")
        self._line(" ".join(book.head.get("notices", ())), "notice")
        self.cells([column.heading for column in columns], "heading")

    def _set_up(self, title: str) -> None:
        page = self.page
        if self.book.language.direction == "rtl":
            page.right_to_left()
        for number, column in enumerate(self.columns):
            page.set_column(number, number, column.width)
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, HEADER_ROW)
        page.freeze_panes(HEADER_ROW + 1, 0)
        page.hide_gridlines(2)
        case = self.book.head.get("case", "")
        page.set_footer(f"&L{_plain(case, 60)}: {_plain(title, 90)}&R&P / &N")

    def _line(self, text: str, style: str) -> None:
        """A line over all columns, as high as its text needs."""
        last = len(self.columns) - 1
        self.page.merge_range(self.row, 0, self.row, last, "", self.book.styles[style])
        self.page.write_string(self.row, 0, text, self.book.styles[style])
        lines = _lines(text, sum(column.width for column in self.columns))
        if style == "title":
            self.page.set_row(self.row, 24)
        else:
            self.page.set_row(self.row, _LINE_HEIGHT * lines if text else 3)
        self.row += 1

    def cells(self, values: Sequence[object], style: str = "") -> None:
        """A row of texts and numbers; without a style each looks like what it is."""
        styles = self.book.styles
        lines = max(map(_lines, values, (column.width for column in self.columns)), default=1)
        if lines > 1:
            # Not every program makes a row as high as its texts need.
            self.page.set_row(self.row, _LINE_HEIGHT * lines)
        for number, value in enumerate(values):
            if isinstance(value, int):
                self.page.write_number(self.row, number, value, styles[style or "number"])
            else:
                text = "" if value is None else str(value)
                self.page.write_string(self.row, number, text, styles[style or "text"])
        self.row += 1

    def record(self, record: Mapping[str, object], style: str = "") -> None:
        """A row of the record's fields, by column."""
        self.cells([record.get(column.field) for column in self.columns], style)

    def link(self, tab: str, number: int = 0) -> None:
        """A link to another sheet in the row that `cells` writes next, over its column."""
        quoted = tab.replace("'", "''")
        self.page.write_url(
            self.row - 1, number, f"internal:'{quoted}'!A1", self.book.styles["link"], tab
        )


def _lines(value: object, width: int) -> int:
    """Lines that a value takes in a column so many characters wide."""
    return max(1, -(-len(str(value)) // int(_CHARACTERS_A_LINE * width)))


def _plain(text: str, most: int) -> str:
    """A text in a page's footer, where & begins a command."""
    return text[:most].replace("&", "&&")
