"""Every message as the sources call for it, found without the tool that makes catalogues."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "src" / "safepassage" / "report"
VERBS = {"text": 1, "count": 2}
"""How many messages each takes."""


class Asked(NamedTuple):
    """A call for words: where, and what it asks for; None is something other than a literal."""

    file: str
    messages: tuple[str | None, ...]
    source: str


def asked() -> list[Asked]:
    """Every call in Python and in templates."""
    found: list[Asked] = []
    for path in sorted(REPORT.rglob("*")):
        if path.suffix == ".py":
            found += _in_python(path)
        elif path.suffix in (".j2", ".html"):
            found += _in_template(path)
    return found


def _in_python(path: Path) -> Iterator[Asked]:
    tree = ast.parse(path.read_text("utf-8"))
    names = set(_aliases(tree))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            verb = _verb(call.func) or (
                call.func.id if isinstance(call.func, ast.Name) and call.func.id in names else ""
            )
            if verb:
                literals = (
                    one.value
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    else None
                    for one in call.args[: VERBS[verb]]
                )
                yield Asked(path.name, tuple(literals), ast.unparse(call))


def _verb(function: ast.expr) -> str:
    """`text` or `count` of a language, whatever the language hangs on."""
    if isinstance(function, ast.Attribute) and function.attr in VERBS:
        owner = function.value
        last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if last in ("language", "self"):
            return function.attr
    return ""


def _aliases(tree: ast.Module) -> Iterator[str]:
    """Names that stand for a language's verb: `text = language.text`, in a tuple too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                for name, value in pairs:
                    if isinstance(name, ast.Name) and _verb(value) == name.id:
                        yield name.id


def _in_template(path: Path) -> Iterator[Asked]:
    for call in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in VERBS:
            taken = call.args[: VERBS[call.node.name]]
            literals = (
                one.value if isinstance(one, nodes.Const) and isinstance(one.value, str) else None
                for one in taken
            )
            yield Asked(path.name, tuple(literals), f"{call.node.name}({taken})")
