"""What to ask for: the case solved anew with each term that could be changed."""

from safepassage.studies.levers.study import find_levers
from safepassage.studies.levers.variants import Variant, variants

__all__ = ["Variant", "find_levers", "variants"]
