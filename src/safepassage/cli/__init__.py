"""The command line: the only room that prints, reads the clock and hears Ctrl-C."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cyclopts import CycloptsError

from safepassage.cli.app import app
from safepassage.errors import CaseError, SafePassageError, SolverError, TermsError
from safepassage.shown import shown

DONE, DEFECT, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: 1 a promise is broken or the solver failed, 2 the input or command can't be used."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        code = app(argv, exit_on_error=False, print_error=False) or DONE
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has heard enough (`| head`); Python would complain at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (CycloptsError, SafePassageError, OSError, MemoryError) as error:
        told = "\n".join(map(shown, _told(error).split("\n")))
        print(f"safepassage: {told}", file=sys.stderr)
        return DEFECT if isinstance(error, SolverError) else UNUSABLE
    return int(code)


def _told(error: Exception) -> str:
    """What went wrong and what to do, in words."""
    match error:
        case CycloptsError():
            text = f"{error}\nTry: safepassage --help"
        case CaseError():
            text = f"the case can't be used.\n{error}\nFaults to mend: {len(error.faults)}."
        case TermsError():
            missing = "\n".join(f"  {part}" for part in error.missing)
            text = (
                f"the terms allow no plan yet.\n{missing}\n"
                "To study the case all the same, add --what-if: the plan is then marked as such."
            )
        case MemoryError():
            text = "not enough memory. Use a machine with more, or smaller files."
        case OSError():
            text = ": ".join(str(part) for part in (error.filename, error.strerror) if part)
        case _:
            text = str(error)
    return text
