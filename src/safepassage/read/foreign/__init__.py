"""Files in formats that others use, read into incidents and claims, and no more of them kept."""

from collections.abc import Callable, Mapping
from pathlib import Path

from safepassage.read.faults import Faults
from safepassage.read.foreign.acled import read_acled
from safepassage.read.foreign.found import Found
from safepassage.read.foreign.hxl import read_hxl
from safepassage.read.foreign.ucdp import read_ucdp

FORMATS: Mapping[str, Callable[[Path, str, str, Faults], Found]] = {
    "acled": read_acled,
    "ucdp": read_ucdp,
    "hxl": read_hxl,
}
"""Each takes the case folder, the file's name, whose records they are, and the faults so far."""

__all__ = ["FORMATS"]
