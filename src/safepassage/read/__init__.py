"""Read a case folder into a `Case`, with every fault named: file, row, column, remedy."""

from safepassage.read.folder import CaseRead, load_case, read_case
from safepassage.read.template import write_template

__all__ = ["CaseRead", "load_case", "read_case", "write_template"]
