"""Every leaf of a record type, and of an allow-list, by its path: the two are compared."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from safepassage.report.audience import Fields


def listed(allowed: str | Fields, path: str = "") -> Iterator[str]:
    """The fields of a document of the allow-list."""
    if isinstance(allowed, str):
        yield path
    else:
        for name, inner in allowed.items():
            yield from listed(inner, f"{path}.{name}" if path else name)


def in_types(struct: type) -> set[str]:
    """The fields of a record type, those of records inside it by theirs."""
    found = set()
    for field in msgspec.structs.fields(struct):
        kinds = (field.type, *getattr(field.type, "__args__", ()))
        inner = [one for one in kinds if isinstance(one, type) and issubclass(one, msgspec.Struct)]
        found |= {f"{field.name}.{name}" for one in inner for name in in_types(one)} or {field.name}
    return found
