"""Looks through an OpenStreetMap file before the native reader does.

libosmium is quick and made for files from people one trusts. From others it takes more than it
should: a NUL inside a string of a .osm.pbf lets it read beyond its memory, zeros after a blob count
as the end of the file, one endless attribute costs time by the square of its length, and 1 MB of
bzip2 may unfold to a terabyte. So everything is unpacked once before, piece by piece, and what no
honest extract has is refused.
"""

from __future__ import annotations

import bz2
import gzip
import itertools
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

from safepassage.roads.fault import RoadsError

EXPECTED = "an OpenStreetMap file: .osm.pbf, .osm, .osm.bz2 or .osm.gz"
REMEDY = "Download or export the extract again and compare its size or checksum."

UNPACKED_ALWAYS = 1 << 30
"""Bytes that any file may unfold to."""
UNPACKED_TIMES = 100
"""Times its own size to which a larger file may unfold; extracts unfold 3 to 20 times."""
PIECE = 1 << 20
"""Bytes of XML without a '>' that no honest file has."""
MOST_HEADER, MOST_BLOB = 64 << 10, 32 << 20
"""Bytes of a blob's header, and of the blob packed or unpacked, that the format allows."""

MOST_FIELDS, MOST_STRINGS = 10_000, 200_000
"""Fields of a message, and of a table of strings; a block has 8,000 objects in a few fields."""


def screen(path: Path) -> None:
    """Raise RoadsError for a file that is cut short, unfolds absurdly, or would mislead."""
    if not path.is_file():
        raise RoadsError("no such file", EXPECTED, "Check the name of the road file.")
    most = max(UNPACKED_ALWAYS, UNPACKED_TIMES * path.stat().st_size)
    with _faults():
        match path.suffix:
            case ".osm":
                with path.open("rb") as plain:
                    _screen_xml(plain, most)
            case ".bz2":
                with bz2.open(path) as packed:
                    _screen_xml(packed, most)
            case ".gz":
                with gzip.open(path) as zipped:
                    _screen_xml(zipped, most)
            case ".pbf":
                with path.open("rb") as blobs:
                    _screen_pbf(blobs, most)
            case other:
                _refuse(f"a file named *{other}")


def _refuse(found: str) -> NoReturn:
    raise RoadsError(f"unreadable roads ({found})", EXPECTED, REMEDY)


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        _refuse(str(error))


def _screen_xml(stream: IO[bytes] | gzip.GzipFile, most: int) -> None:
    unpacked = 0
    while piece := stream.read(PIECE):
        unpacked += len(piece)
        if unpacked > most:
            _refuse(f"it unfolds to more than {most:,} bytes")
        if len(piece) == PIECE and b">" not in piece:
            _refuse(f"{PIECE:,} bytes without the end of an element")


def _screen_pbf(stream: IO[bytes], most: int) -> None:
    unpacked = 0
    while prefix := stream.read(4):
        header = dict(_fields(_exactly(stream, int.from_bytes(prefix, "big"), MOST_HEADER)))
        size = header.get(3)
        if len(prefix) < 4 or not isinstance(size, int):
            _refuse("no header where a blob should begin")
        data = _unpacked(_exactly(stream, size, MOST_BLOB))
        unpacked += len(data)
        if unpacked > most:
            _refuse(f"it unfolds to more than {most:,} bytes")
        if header.get(1) == b"OSMData":
            for field, value in _fields(data):
                if field == 1 and isinstance(value, bytes):
                    _screen_strings(value)


def _exactly(stream: IO[bytes], size: int, most: int) -> bytes:
    if not 0 < size <= most:
        _refuse("a blob of impossible size")
    data = stream.read(size)
    if len(data) < size:
        _refuse("cut short in a blob")
    return data


def _unpacked(blob: bytes) -> bytes:
    """The content of a blob, plain or packed with zlib."""
    fields = dict(_fields(blob))
    plain, packed = fields.get(1), fields.get(3)
    if isinstance(plain, bytes):
        return plain
    if not isinstance(packed, bytes):
        _refuse("a blob that isn't packed with zlib")
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, MOST_BLOB + 1)
    if len(data) > MOST_BLOB or not unpacker.eof or fields.get(2) != len(data):
        _refuse("a blob that unfolds to another size than it says")
    return data


def _screen_strings(table: bytes) -> None:
    """Refuse a NUL in a string: tags are kept as strings that end at one."""
    # Nearly always the only NUL is the length of the empty string that begins the table.
    if table.startswith(b"\n\0") and table.find(b"\0", 2) < 0:
        return
    for _, text in _fields(table, MOST_STRINGS):
        if isinstance(text, bytes) and b"\0" in text:
            _refuse("a NUL in a text")


def _fields(message: bytes, most: int = MOST_FIELDS) -> Iterator[tuple[int, int | bytes]]:
    """Number and value of each field of a protocol buffers message."""
    at = 0
    for count in itertools.count():
        if at == len(message):
            return
        key, at = _varint(message, at)
        if count == most or key < 8:
            _refuse("a broken message in a blob")
        kind = key & 7
        if kind == 0:
            number, at = _varint(message, at)
            yield key >> 3, number
            continue
        size = {1: 8, 5: 4}.get(kind)
        if kind == 2:
            size, at = _varint(message, at)
        if size is None or at + size > len(message):
            _refuse("a broken message in a blob")
        yield key >> 3, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number of 7 bits a byte, and where the next field begins."""
    number = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            break
        byte = message[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
    _refuse("a broken number in a blob")
