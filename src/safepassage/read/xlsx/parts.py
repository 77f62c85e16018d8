"""The parts of a workbook: a zip of XML files, unpacked within bounds and told element by element.

Sizes are believed only as limits: never more is unpacked than the zip's own directory says, and a
directory that says too much is refused.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO
from xml.parsers import expat

MAX_BYTES = 100_000_000
MAX_UNPACKED = 300_000_000
MAX_DIRECTORY = 1 << 20
"""Bytes of the zip's directory: some ten thousand parts."""
MAX_DEPTH = 50
PIECE = 1 << 20
"""Bytes of XML without a '>' that no honest part has."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KNOWN = {_MAIN, _STRICT, _RELATIONS}

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class BrokenWorkbookError(Exception):
    """A workbook that can't be read; the message says what."""


class TooLargeError(Exception):
    """A workbook that is, or would unfold to, more than is read; the message says what."""


class Parts:
    """The parts of one workbook by name."""

    def __init__(self, path: Path) -> None:
        """Open the zip; nothing is unpacked yet."""
        with path.open("rb") as stream:
            _refuse_directory(stream)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise BrokenWorkbookError(str(error)) from error
        entries = self._zip.infolist()
        twice = [name for name, n in Counter(e.filename for e in entries).items() if n > 1]
        if twice:
            raise BrokenWorkbookError(f"its part {twice[0]!r} is there twice")
        self._entries = {entry.filename: entry for entry in entries}
        if sum(entry.file_size for entry in entries if _is_xml(entry.filename)) > MAX_UNPACKED:
            raise TooLargeError("a workbook that unfolds to more than is read")

    def __enter__(self) -> Parts:
        """The parts, until the file is closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._entries

    def tell(
        self, name: str, start: Start, end: End | None = None, text: Text | None = None
    ) -> None:
        """Call for every element of a part and the text between.

        Names are local ones; elements of foreign namespaces aren't told.
        """
        if name not in self._entries or not _is_xml(name):
            raise BrokenWorkbookError(f"no part {name!r}")
        parser = _parser(start, end, text)
        try:
            with self._zip.open(self._entries[name]) as stream:
                while piece := stream.read(PIECE):
                    if len(piece) == PIECE and b">" not in piece:
                        raise BrokenWorkbookError(f"its part {name!r} has an endless element")
                    parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BrokenWorkbookError(f"its part {name!r} is broken: {error}") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise BrokenWorkbookError(f"its part {name!r} can't be unpacked: {error}") from error
        except (RuntimeError, NotImplementedError, ValueError) as error:
            # An encrypted part, or packed in a way that Python doesn't know.
            raise BrokenWorkbookError(f"its part {name!r} can't be unpacked: {error}") from error


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _refuse_directory(stream: IO[bytes]) -> None:
    """Refuse a zip whose directory alone would take much memory, before it is read."""
    size = stream.seek(0, 2)
    if size > MAX_BYTES:
        raise TooLargeError("a workbook that is too large to read")
    stream.seek(max(0, size - 65_557))
    tail = stream.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        raise BrokenWorkbookError("it is no zip file")
    (directory,) = struct.unpack_from("<I", tail, at + 12)
    if directory > MAX_DIRECTORY or tail[at - 20 : at - 16] == b"PK\6\7":
        raise TooLargeError("a workbook with too many parts")


def _parser(start: Start, end: End | None, text: Text | None) -> expat.XMLParserType:
    """A parser without document types, and so without entities."""
    parser = expat.ParserCreate(None, " ")
    parser.buffer_text = True
    depth = 0
    names: dict[str, str] = {}

    def local(name: str) -> str:
        """The local name, empty for a foreign one."""
        space, _, word = name.rpartition(" ")
        word = word if space in _KNOWN else ""
        if len(names) < 1000:
            names[name] = word
        return word

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise BrokenWorkbookError("its elements are nested too deep")
        word = names.get(name)
        if word is None:
            word = local(name)
        if word:
            start(word, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        word = names.get(name)
        if word and end is not None:
            end(word)

    def declared(*_: object) -> None:
        raise BrokenWorkbookError("it declares a document type")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = declared
    if text is not None:
        parser.CharacterDataHandler = text
    return parser
