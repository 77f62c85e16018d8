"""The list of docs/audiences.md, from allowed.toml. Run it to write the list anew."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from safepassage.report.audience import Fields

DOC = Path(__file__).parent.parent / "docs" / "audiences.md"
BEGIN, END = "<!-- list: begin -->\n", "<!-- list: end -->\n"


def documents() -> Mapping[str, Fields]:
    """Every document's fields, by its name."""
    text = files("safepassage.report").joinpath("allowed.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def leaves(allowed: str | Fields, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every field of a document by its path, with its audiences."""
    if isinstance(allowed, str):
        yield ".".join(path), allowed
    else:
        for name, inner in allowed.items():
            yield from leaves(inner, (*path, name))


def generated() -> str:
    """A table a document: a row for each record and set of audiences."""
    parts = []
    for document, allowed in documents().items():
        rows: dict[tuple[str, str], list[str]] = {}
        for path, audiences in leaves(allowed):
            record, _, field = path.rpartition(".")
            rows.setdefault((record, audiences), []).append(field)
        table = "".join(
            f"| {f'`{record}`' if record else ''} | {', '.join(names)} | "
            f"{audiences.replace(' ', ', ')} |\n"
            for (record, audiences), names in rows.items()
        )
        parts.append(f"### {document}\n\n| record | fields | who may read them |\n")
        parts.append(f"| --- | --- | --- |\n{table}\n")
    return "".join(parts)


def rewritten(text: str) -> str:
    """The document with the list as it should be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{generated()}{END}{after}"


if __name__ == "__main__":
    DOC.write_text(rewritten(DOC.read_text(encoding="utf-8")), encoding="utf-8")
