"""Who may read what: every document is cut down to its audience's fields before it is drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

Audience = Literal["planner", "convoy", "destination", "party", "public"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

Fields = Mapping[str, "str | Fields"]
"""A document's fields, nested as its data is; a leaf names the audiences that may read it."""


@cache
def fields(document: str) -> Fields:
    """The fields of a document that any audience may read, from `allowed.toml`."""
    text = files(__package__).joinpath("allowed.toml").read_text(encoding="utf-8")
    found: Fields = tomllib.loads(text)[document]
    return found


def redact(document: str, data: Mapping[str, Any], audience: Audience) -> dict[str, Any]:
    """Only what the audience may read of a document; a field the list doesn't name is left out.

    Records keep their nesting, lists of records their order. Records of which nothing is left go.
    """
    kept = _only(data, fields(document), audience)
    return kept if isinstance(kept, dict) else {}


def readable(document: str, audience: Audience) -> bool:
    """Whether the audience gets the document at all."""
    return _any(fields(document), audience)


def _only(value: Any, allowed: str | Fields, audience: Audience) -> Any:
    if isinstance(allowed, str):
        return value if audience in allowed.split() and _plain(value) else None
    if isinstance(value, Mapping):
        kept = {
            key: part
            for key in value
            if key in allowed and (part := _only(value[key], allowed[key], audience)) is not None
        }
        return kept or None
    if isinstance(value, (list, tuple)):
        parts = [part for one in value if (part := _only(one, allowed, audience)) is not None]
        return parts or None
    return None


def _plain(value: Any) -> bool:
    """A leaf holds no records: their fields would slip past the list."""
    if isinstance(value, (list, tuple)):
        return all(map(_plain, value))
    return value is not None and not isinstance(value, Mapping)


def _any(allowed: str | Fields, audience: Audience) -> bool:
    if isinstance(allowed, str):
        return audience in allowed.split()
    return any(_any(part, audience) for part in allowed.values())
