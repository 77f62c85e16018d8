"""Road files: bombs, lies and rubbish end in one fault, within bounded memory."""

from __future__ import annotations

import bz2
import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from bounded import refused
from hostile_files import HEADER, LAUGHS, blob, field
from hypothesis import given, settings
from hypothesis import strategies as st
from osm_text import OsmText, grid, road
from read_folder import good_folder, spoil

from safepassage.roads.fault import RoadsError
from safepassage.roads.osm import read_roads

TOWN = OsmText(grid(3, 3), [road(1, 2, 3, 6, 9, 8, 7, 4, 1), road(4, 5, 6)])
SPACE = b"<osm version='0.6'>" + b" " * (1 << 22)
ELEMENTS = b"<osm version='0.6'>" + b"<bounds/>" * 1_000_000


def read(path: Path) -> int:
    return read_roads(path, speeds={"bus": {"primary": 36.0}}, keep=[]).report.arcs


def told(path: Path) -> str:
    with pytest.raises(RoadsError) as raised:
        read(path)
    assert raised.value.remedy
    return raised.value.found


@pytest.mark.parametrize("name", ["r.osm", "r.osm.pbf", "r.osm.bz2", "r.osm.gz"])
def test_two_gigabytes_of_nothing(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as stream:
        stream.truncate(2 << 30)
    assert "unreadable roads" in told(tmp_path / name)


def test_two_gigabytes_of_nothing_after_a_whole_file(tmp_path: Path) -> None:
    TOWN.write(tmp_path / "r.osm.pbf")
    with (tmp_path / "r.osm.pbf").open("r+b") as stream:
        stream.truncate(2 << 30)
    assert "impossible size" in told(tmp_path / "r.osm.pbf")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (blob(b"OSMHeader", b"x", raw_size=2**31 - 1), "another size"),
        (HEADER + blob(b"OSMData", bytes(1 << 20), raw_size=5), "another size"),
        (HEADER + blob(b"OSMData", bytes(1 << 20)), "broken message"),
        (HEADER + blob(b"OSMData", bytes(33 << 20)), "another size"),
        (HEADER + blob(b"OSMData", b"\x88\x01\x00" * 20_000), "broken message"),
        (HEADER + blob(b"OSMData", field(1, b"\n\0" + field(1, b"high\0way"))), "a NUL"),
        (b"\x7f\xff\xff\xff" + b"x" * 100, "impossible size"),
        (b"\0\0\0\x05" + b"\xff" * 5, "broken number"),
        (HEADER[:-5], "cut short"),
    ],
)
def test_a_pbf_that_lies(tmp_path: Path, data: bytes, found: str) -> None:
    (tmp_path / "r.osm.pbf").write_bytes(data)
    assert found in told(tmp_path / "r.osm.pbf")


def test_a_bomb_of_blobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safepassage.roads.osmscreen.UNPACKED_ALWAYS", 1 << 20)
    one = blob(b"OSMData", field(9, bytes(1 << 20)))
    (tmp_path / "r.osm.pbf").write_bytes(HEADER + one * 3)
    assert "unfolds" in told(tmp_path / "r.osm.pbf")


@pytest.mark.parametrize(("pack", "ending"), [(bz2.compress, "bz2"), (gzip.compress, "gz")])
def test_bombs_of_text(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pack: Callable[[bytes], bytes],
    ending: str,
) -> None:
    path = tmp_path / f"r.osm.{ending}"
    path.write_bytes(pack(SPACE))
    assert "without the end of an element" in told(path)
    monkeypatch.setattr("safepassage.roads.osmscreen.UNPACKED_ALWAYS", 1 << 20)
    path.write_bytes(pack(ELEMENTS))
    assert "unfolds to more" in told(path)


@pytest.mark.parametrize(
    "text",
    [
        f"<?xml version='1.0'?>{LAUGHS}<osm version='0.6'><node id='1' lat='1' lon='&a9;'/></osm>",
        "<!DOCTYPE osm [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><osm version='0.6'>&e;</osm>",
        "<osm version='0.6'>" + "<a>" * 1_000_000,
        "<osm version='0.6'><node id='1' lat='nan' lon='inf'/></osm>",
        "<osm version='0.6'><node id='1' lat='1e400' lon='1'/></osm>",
        "<osm version='0.6'><node id='" + "9" * 5000 + "' lat='1' lon='1'/></osm>",
        "<osm version='0.6'><node id='1' lat='1' lon='1'/>\0</osm>",
        "<osm version='0.6'><node id='1' lat='1' lon='1' x='" + "a" * (3 << 20) + "'/></osm>",
    ],
)
def test_hostile_xml(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.osm").write_text(text)
    assert "root:" not in told(tmp_path / "r.osm")


def test_a_pipe_or_device_in_the_place_of_roads(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.osm")
    (tmp_path / "zero.osm").symlink_to("/dev/zero")
    (tmp_path / "folder.osm").mkdir()
    for name in ("pipe.osm", "zero.osm", "folder.osm", "nothing.osm"):
        assert told(tmp_path / name) == "no such file"


def test_a_bomb_is_refused_with_little_memory(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    spoil(folder, "case.toml", '"roads.osm"', '"r.osm.bz2"')
    (folder / "roads.osm").unlink()
    packer = bz2.BZ2Compressor()
    with (folder / "r.osm.bz2").open("wb") as stream:
        for piece in (SPACE, *[bytes(1 << 24)] * 8):
            stream.write(packer.compress(piece))
        stream.write(packer.flush())
    assert "r.osm.bz2: unreadable roads" in refused("case", str(folder))


def scratched(data: bytes, at: float, length: int, insert: bytes) -> bytes:
    start = int(at * len(data))
    return data[:start] + insert + data[start + length :]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("roads")


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(["r.osm", "r.osm.pbf", "r.osm.bz2"]),
    at=st.floats(0, 1),
    length=st.integers(0, 20),
    insert=st.binary(max_size=10),
)
def test_a_scratch_anywhere(room: Path, name: str, at: float, length: int, insert: bytes) -> None:
    path = TOWN.write(room / name)
    path.write_bytes(scratched(path.read_bytes(), at, length, insert))
    try:
        assert read(path) >= 0
    except RoadsError as error:
        assert error.found


STRINGS = [b"", b"highway", b"primary", b"name", b"a"]


@settings(max_examples=100, deadline=None)
@given(
    strings=st.lists(st.one_of(st.sampled_from(STRINGS), st.binary(max_size=6)), max_size=8),
    group=st.binary(max_size=60),
)
def test_blocks_made_up(room: Path, strings: list[bytes], group: bytes) -> None:
    table = b"".join(field(1, text) for text in strings)
    nodes = field(1, b"\x08\x02\x40\x02\x48\x02") + group
    path = room / "made.osm.pbf"
    path.write_bytes(HEADER + blob(b"OSMData", field(1, table) + field(2, nodes)))
    with pytest.raises(RoadsError):
        read(path)
