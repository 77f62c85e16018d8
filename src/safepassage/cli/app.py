"""The command line's list of commands, in the order in which `--help` names them."""

from __future__ import annotations

from cyclopts import App, Parameter

from safepassage import __version__
from safepassage.cli.case import case, new
from safepassage.cli.compare import compare
from safepassage.cli.corridors import corridors
from safepassage.cli.demo import demo
from safepassage.cli.drill import drill
from safepassage.cli.estimate import estimate
from safepassage.cli.evidence import evidence
from safepassage.cli.levers import levers
from safepassage.cli.options import digits_only
from safepassage.cli.plan import plan, verify
from safepassage.cli.report import report
from safepassage.cli.simulate import simulate
from safepassage.cli.stress import stress
from safepassage.cli.terms import terms
from safepassage.cli.territory import territory

app = App(
    name="safepassage",
    help="Plan a safe passage, prove how good the plan is, and check every promise.",
    help_epilogue="Manual: docs/commands.md. A plan is neither a permission nor a guarantee.",
    version=__version__,
    default_parameter=Parameter(converter=digits_only),
    help_format="plaintext",
    help_formatter="plain",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)

for command in (
    *(plan, verify, report, compare),
    *(case, new, terms, evidence, territory, corridors),
    *(levers, stress, simulate),
    *(estimate, drill, demo),
):
    app.command(command)
