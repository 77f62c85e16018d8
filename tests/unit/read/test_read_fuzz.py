"""Whatever stands in a file, reading it gives a case or names the faults; and what a case says
comes back from the table it is written to.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unicodedata import is_normalized

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_folder import append, good_folder, to_workbook, write_rows

from safepassage.errors import CaseError
from safepassage.model.people import BANDS, TravelGroup
from safepassage.read import load_case, read_case
from safepassage.read.households import HOUSEHOLDS

FOREIGN = {
    "acled.csv": "event_id_cnty,event_date,time_precision,event_type,latitude,longitude,"
    "geo_precision,fatalities\nLIN1,05 May 2031,3,Battles,51.0,13.0,1,3\n",
    "ucdp.csv": "id,date_start,date_end,type_of_violence,latitude,longitude,where_prec,low,high\n"
    "1,2031-05-05 00:00:00.000,2031-05-06,1,51.0,13.0,1,2,3\n",
    "hxl.csv": "#date,#date+end,#geo+lat,#geo+lon,#event+type,#affected+killed,#meta+source\n"
    "2031-05-05,2031-05-06,51.0,13.0,Battles,2,a monitor\n",
}
FILES = (
    "households.csv",
    "vehicles.csv",
    "crossings.csv",
    "case.toml",
    "roads.osm",
    "series.csv",
    "incidents.csv",
    *FOREIGN,
)

SERIES = (
    "series,topic,date,figure,unit,place,claimed_by,reported_by\n"
    "count,casualties,2031-05-05,3,persons,the town,an office,a paper\n"
)
INCIDENTS = (
    "id,date,until,kind,latitude,longitude,killed_low,killed_high,source\n"
    "i1,2031-05-05,2031-05-06,shelling,51.0,13.0,1,3,a monitor\n"
)

shared = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = good_folder(tmp_path_factory.mktemp("fuzz") / "town")
    (folder / "series.csv").write_text(SERIES)
    (folder / "incidents.csv").write_text(INCIDENTS)
    for file, text in FOREIGN.items():
        (folder / file).write_text(text)
        append(folder, f'[[evidence]]\nfile = "{file}"\nformat = "{file[:-4]}"\n')
    yield folder


def only_case_errors(folder: Path, file: str, data: bytes) -> None:
    path = folder / file
    good = path.read_bytes()
    path.write_bytes(data)
    try:
        load_case(folder)
    except CaseError as error:
        assert error.faults
        assert all(fault.remedy and fault.found and fault.expected for fault in error.faults)
        assert "Traceback" not in str(error)
    finally:
        path.write_bytes(good)


@shared
@given(file=st.sampled_from(FILES), data=st.binary(max_size=300))
def test_random_bytes(town: Path, file: str, data: bytes) -> None:
    only_case_errors(town, file, data)


@shared
@given(
    file=st.sampled_from(FILES),
    at=st.floats(0, 1),
    length=st.integers(0, 6),
    insert=st.one_of(
        st.binary(max_size=6),
        st.sampled_from([b'"', b",", b"\r", b"\n", b"-", b"nan", b"inf", b"9" * 30, b"#", b"\x00"]),
    ),
)
def test_a_good_file_with_a_scratch(
    town: Path, file: str, at: float, length: int, insert: bytes
) -> None:
    good = (town / file).read_bytes()
    start = int(at * len(good))
    only_case_errors(town, file, good[:start] + insert + good[start + length :])


@shared
@given(
    table=st.lists(
        st.lists(
            st.one_of(st.text(max_size=8), st.sampled_from([c.name for c in HOUSEHOLDS])),
            max_size=18,
        ),
        max_size=6,
    )
)
def test_random_tables(town: Path, table: list[list[str]]) -> None:
    good = (town / "households.csv").read_bytes()
    try:
        write_rows(town / "households.csv", table)
        load_case(town)
    except (CaseError, UnicodeEncodeError) as error:
        assert not isinstance(error, CaseError) or error.faults
    finally:
        (town / "households.csv").write_bytes(good)


@shared
@given(at=st.floats(0, 1), length=st.integers(1, 40), insert=st.binary(max_size=40))
def test_a_workbook_with_a_scratch(
    tmp_path_factory: pytest.TempPathFactory, at: float, length: int, insert: bytes
) -> None:
    folder = good_folder(tmp_path_factory.mktemp("book") / "town")
    to_workbook(folder)
    good = (folder / "case.xlsx").read_bytes()
    start = int(at * len(good))
    only_case_errors(folder, "case.xlsx", good[:start] + insert + good[start + length :])


def bands_of(persons: int, children: int) -> tuple[int, ...]:
    girls, women = children // 2, (persons - children) // 3
    return (girls, 0, 0, children - girls, women, persons - children - women, 0, 0)


@st.composite
def groups(draw: st.DrawFn) -> list[TravelGroup]:
    ids = st.from_regex(r"[a-zé0-9][\w.\-]{0,8}", fullmatch=True)
    names = draw(st.lists(ids.filter(lambda text: is_normalized("NFC", text)), unique=True))
    result = []
    for name in names:
        persons = draw(st.integers(1, 30))
        lying = draw(st.integers(0, persons))
        stretchers = draw(st.integers(0, lying))
        children = draw(st.integers(0, persons))
        result.append(
            TravelGroup(
                id=name,
                household=draw(st.sampled_from(names)),
                assembly_point=draw(st.sampled_from(["church", "mill"])),
                persons=persons,
                choice=draw(st.sampled_from(["leave", "stay", "undecided", "not_asked"])),
                destinations=draw(st.sampled_from([("hall",), ("school", "hall")])),
                category=draw(st.sampled_from(["civilian", "fighter"])),
                items=draw(st.sampled_from([(), ("luggage",), ("weapon", "luggage")])),
                medical_class=draw(st.integers(1, 4)),
                stretchers=stretchers,
                wheelchairs=lying - stretchers,
                escorts=draw(st.integers(0, lying)),
                attendants=draw(st.integers(0, persons - lying)) if lying else 0,
                children=children,
                bands=draw(st.sampled_from([(), bands_of(persons, children)])),
            )
        )
    return result


def cells(group: TravelGroup) -> list[str]:
    bands = dict(zip(BANDS, group.bands or [""] * len(BANDS), strict=True))
    values = (
        bands[column.name] if column.name in bands else getattr(group, column.name)
        for column in HOUSEHOLDS
    )
    return [";".join(v) if isinstance(v, tuple) else str(v) for v in values]


@shared
@given(written=groups().filter(bool))
def test_travel_groups_come_back_from_their_table(town: Path, written: list[TravelGroup]) -> None:
    good = (town / "households.csv").read_bytes()
    header = [column.name for column in HOUSEHOLDS]
    try:
        write_rows(town / "households.csv", [header, *map(cells, written)])
        assert read_case(town).groups == tuple(written)
    finally:
        (town / "households.csv").write_bytes(good)
