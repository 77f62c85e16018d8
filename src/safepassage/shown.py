"""Texts that others wrote, made safe for where they are shown: a terminal, a sentence, a CSV cell.

XLSX needs no change of the text, only `write_string`, which never takes it for a formula.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    # Controls, which steer a terminal; characters that turn the direction of what follows round or
    # can't be seen; halves of characters, which can't be printed.
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff]"
)
_TURNING = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
_LIVE = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def shown(text: str) -> str:
    """The text for a terminal: what steers it, or turns text round, as an escape that is seen."""
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def straight(text: str) -> str:
    """The text for a sentence of a page: what turns text round, as an escape that is seen.

    Marks that only say a letter's own direction stay, as names in Arabic have them.
    """
    return _TURNING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def csv_cell(text: str) -> str:
    """The text for a cell of a CSV file: no spreadsheet program takes it for a formula.

    A text that begins like one gets an apostrophe before it, as OWASP advises (CSV Injection).
    Numbers are not texts: they are written as they are.
    """
    return f"'{text}" if _LIVE.match(text) else text
