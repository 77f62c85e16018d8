"""Small files that mean to do harm, and how to make them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12))
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def edit(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def one_sheet(path: Path, name: str, rows: str) -> None:
    """A workbook whose one sheet has these rows of XML."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet(name).write_string(0, 0, "id")
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    edit(path, SHEET, lambda _: xml.encode())


def cells(*rows: list[object]) -> bytes:
    """A workbook of one sheet, as bytes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("vehicles")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def blob(kind: bytes, data: bytes, raw_size: int | None = None) -> bytes:
    """A blob of a .osm.pbf, with its header; it may lie about its size."""
    size = len(data) if raw_size is None else raw_size
    body = b"\x10" + varint(size) + field(3, zlib.compress(data))
    header = field(1, kind) + b"\x18" + varint(len(body))
    return struct.pack(">I", len(header)) + header + body


HEADER = blob(b"OSMHeader", field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes"))
