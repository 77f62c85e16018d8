from __future__ import annotations
def broken(standing, world, trips): return 0
