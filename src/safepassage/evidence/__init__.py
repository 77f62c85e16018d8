"""Claims, series and incidents side by side: linked if of one event, never summed over sources."""

from safepassage.evidence.ceasefire import ceasefire_record
from safepassage.evidence.links import during, link, named
from safepassage.evidence.sides import overview, sides

__all__ = ["ceasefire_record", "during", "link", "named", "overview", "sides"]
