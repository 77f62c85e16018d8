"""`redact` is exactly the list: nothing that it doesn't name, and everything that it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from good_plan import good
from hypothesis import given
from hypothesis import strategies as st
from reported import briefed

from safepassage.report import audience as module
from safepassage.report.audience import AUDIENCES, Audience, fields, readable, redact
from safepassage.report.brief import Brief

NAMES = st.sampled_from("abcde")
LEAVES = st.none() | st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=2)
RECORDS: st.SearchStrategy[Any] = st.recursive(
    st.dictionaries(NAMES, LEAVES, max_size=4),
    lambda inner: st.dictionaries(
        NAMES, LEAVES | inner | st.lists(inner, max_size=3) | st.lists(LEAVES, max_size=2)
    ),
    max_leaves=12,
)
READERS = st.lists(st.sampled_from(AUDIENCES), unique=True).map(" ".join)
LISTS: st.SearchStrategy[Any] = st.recursive(
    st.dictionaries(NAMES, READERS, max_size=5),
    lambda inner: st.dictionaries(NAMES, READERS | inner, max_size=5),
    max_leaves=15,
)
Leaf = tuple[tuple[str | int, ...], Any]


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Every value that is no record, with the way to it; positions in lists count as seen."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    elif value is not None:
        yield path, value


def named(path: tuple[str | int, ...]) -> tuple[str, ...]:
    return tuple(part for part in path if isinstance(part, str))


def may_read(allowed: Any, path: tuple[str, ...], reader: str) -> bool:
    for part in path:
        if not isinstance(allowed, dict) or part not in allowed:
            return False
        allowed = allowed[part]
    return isinstance(allowed, str) and reader in allowed.split()


@given(RECORDS, LISTS, st.sampled_from(AUDIENCES))
def test_what_is_left_is_what_the_list_names(data: Any, allowed: Any, reader: Audience) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "fields", lambda _: allowed)
        kept = redact("any", data, reader)
    for path, value in leaves(kept):
        assert may_read(allowed, named(path), reader), (path, value)


@pytest.mark.parametrize("reader", AUDIENCES)
def test_nothing_that_an_audience_may_read_is_lost_and_order_stays(reader: Audience) -> None:
    said = plain(briefed(*good()))
    kept = redact("report", said, reader)
    list_of = fields("report")
    expected = [
        (named(way), value) for way, value in leaves(said) if may_read(list_of, named(way), reader)
    ]
    assert [(named(way), value) for way, value in leaves(kept)] == expected
    assert expected


def plain(value: object) -> Any:
    """As JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def with_secrets(value: Any) -> Any:
    """Each record with a field that the list doesn't know."""
    if isinstance(value, dict):
        return {key: with_secrets(inner) for key, inner in value.items()} | {"secret": "s3cret"}
    if isinstance(value, (list, tuple)):
        return [with_secrets(inner) for inner in value]
    return value


@pytest.mark.parametrize("reader", AUDIENCES)
def test_a_new_field_of_any_record_is_in_no_document(reader: Audience) -> None:
    said = plain(briefed(*good()))
    assert redact("report", with_secrets(said), reader) == redact("report", said, reader)


def test_a_leaf_that_holds_records_is_dropped_for_the_fields_in_it() -> None:
    case = {"about": {"title": {"household": "h1"}, "case": [[{"household": "h1"}]]}}
    assert redact("report", case, "planner") == {}


def test_a_value_where_the_list_has_records_is_dropped() -> None:
    assert redact("report", {"answer": "12 people", "points": ["north", 3]}, "planner") == {}


@pytest.mark.parametrize("reader", AUDIENCES)
def test_a_document_is_readable_if_a_field_of_it_is(reader: Audience) -> None:
    assert readable("report", reader)
    assert readable("manifests", reader) == (reader in ("planner", "convoy"))


def test_an_audience_is_a_whole_word() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "fields", lambda _: {"a": "convoys", "b": "convoy"})
        assert redact("any", {"a": 1, "b": 2}, "convoy") == {"b": 2}
        assert redact("any", {"a": 1, "b": 2}, "party") == {}


def test_every_field_of_the_brief_is_on_the_list_and_every_field_of_the_list_in_the_brief() -> None:
    # A field on one side only is forgotten, or left over.
    assert in_types(Brief) == {path for path, _ in listed(fields("report"))}


def listed(allowed: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(allowed, str):
        yield path, allowed
    else:
        for name, inner in allowed.items():
            yield from listed(inner, f"{path}.{name}" if path else name)


def in_types(struct: type) -> set[str]:
    """Every leaf of a record type by its path."""
    found = set()
    for field in msgspec.structs.fields(struct):
        inner = field.type
        for part in getattr(inner, "__args__", ()):
            if isinstance(part, type) and issubclass(part, msgspec.Struct):
                inner = part
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            found |= {f"{field.name}.{name}" for name in in_types(inner)}
        else:
            found.add(field.name)
    return found


def test_every_word_of_the_list_is_an_audience() -> None:
    for path, readers in listed(fields("report")):
        words = readers.split()
        assert words, path
        assert set(words) <= set(AUDIENCES), path
        assert "planner" in words or path.startswith(("corridor.", "agreed.")), path
