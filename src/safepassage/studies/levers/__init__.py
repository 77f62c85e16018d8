"""What to ask for: the case solved anew with each term that could be changed."""

from safepassage.studies.levers.study import find_levers

__all__ = ["find_levers"]
