"""docs/file-formats.md can't lag: its column tables are the reader's own, its example reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from read_folder import DRAW, faults_of, good_folder, set_cell

from safepassage.read import load_case
from safepassage.read.cells import Wrong
from safepassage.read.columns import REQUIRED, Column
from safepassage.read.folder import COLUMNS

PAGE = Path(__file__).parents[3] / "docs" / "file-formats.md"
HEAD = "| column | holds | default | example | what it is |\n| --- | --- | --- | --- | --- |\n"
TOML = "\n".join(re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))


def default(column: Column) -> str:
    if column.default is REQUIRED:
        return "**required**"
    if column.default in (None, "", ()):
        return "empty"
    if isinstance(column.default, bool):
        return "yes" if column.default else "no"
    texts = [str(column.default), *map(str, range(100))]
    return next(text for text in texts if column.kind.read(text) == column.default)


def rows(columns: tuple[Column, ...]) -> str:
    return HEAD + "".join(
        f"| `{c.name}` | {c.kind.words} | {default(c)} | `{c.example}` | {c.about} |\n"
        for c in columns
    )


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_is_documented(table: str) -> None:
    assert f"### {table}\n" in PAGE.read_text(encoding="utf-8")
    assert rows(COLUMNS[table]) in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("table", COLUMNS)
def test_every_example_is_a_good_cell(table: str) -> None:
    for column in COLUMNS[table]:
        assert not isinstance(column.kind.read(column.example), Wrong), column.name


def test_the_example_of_case_toml_reads(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    (folder / "case.toml").write_text(TOML, encoding="utf-8")
    (folder / "forbidden.geojson").write_text(
        '{"type": "Polygon", "coordinates": [[[13.1, 51.1], [13.2, 51.1], [13.2, 51.2], '
        "[13.1, 51.1]]]}"
    )
    set_cell(folder, "vehicles", 3, "available_from", "")
    assert [str(fault) for fault in faults_of(folder)] == []
    (folder / "households.csv").unlink()
    assert load_case(folder).case.drawn_households


def test_every_key_of_the_other_examples_is_in_the_documentation() -> None:
    template = Path(__file__).parents[3] / "src/safepassage/read/template/case.toml"
    text = template.read_text(encoding="utf-8") + DRAW
    for key in set(re.findall(r"^#? ?(\w+) = ", text, re.MULTILINE)):
        assert re.search(rf"\b{key}\b", TOML), key
