"""Stocks of the relaxation: what is somewhere from slot to slot, also over days that are folded."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from safepassage.solve.bound.grid import Block, Grid, Target
from safepassage.solve.bound.lp import INF, Program


class Stock:
    """What comes to one place and goes from it, slot by slot.

    In a block of several days every column is the sum over them. What is there when a day ends is
    there when the next one begins: on all days but the last that is in the block itself, after the
    last it is in the next block.
    """

    def __init__(self, program: Program, grid: Grid, most: float, where: str) -> None:
        """`most` is as much as can ever be there; `where` names it among the duals (V2)."""
        self.program = program
        self.grid = grid
        self.most = most
        self.where = where
        self.overnight: dict[int, list[tuple[int, float]]] = defaultdict(list)
        """For each block of several days, columns that stand for so many nights between them."""
        self._changes: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._supply: dict[int, float] = defaultdict(float)
        self._transits: dict[tuple[int, tuple[Target, ...]], list[int]] = defaultdict(list)

    def supply(self, slot: int | None, amount: float) -> None:
        """So much is there from this slot on."""
        if slot is not None:
            self._supply[slot] += amount

    def come(self, column: int, since: int, targets: Sequence[Target]) -> None:
        """A column's amount, under way since a slot, comes in one of these."""
        if len(targets) > 1:
            self._transits[self.grid.block_of[since], tuple(targets)].append(column)
        elif targets[0].slot is not None:
            self._changes[targets[0].slot].append((column, 1.0))

    def go(self, column: int, slot: int) -> None:
        """A column's amount goes in this slot."""
        self._changes[slot].append((column, -1.0))

    def close(self, nights: Sequence[int] | None = None) -> None:
        """Write the rows. Over `nights` nothing stays here; without them everything may."""
        self._arrive()
        before: int | None = None
        last = 0
        for block in self.grid.blocks:
            slots = [i for i in range(block.first, block.last) if self._has(i)]
            if not slots:
                continue
            if (
                before is not None
                and nights is not None
                and dark(self.grid, last, slots[0], nights)
            ):
                before = None
            before = self._block(block, slots, before, nights)
            last = slots[-1]

    def _has(self, slot: int) -> bool:
        return slot in self._changes or slot in self._supply

    def _arrive(self) -> None:
        """Days of a block on which one comes in different slots: the fluid may choose which."""
        for (block, targets), columns in self._transits.items():
            row = self.program.row(0.0, 0.0, ("V2", self.where))
            whole = sum(target.days for target in targets)
            upper = sum(self.program.upper[column] for column in columns)
            for column in columns:
                self.program.put(row, column, 1.0)
            for slot, days, midnights in targets:
                part = self.program.column(upper * days / whole, implied=True)
                self.program.put(row, part, -1.0)
                if midnights:
                    self.overnight[block].append((part, float(midnights)))
                if slot is not None:
                    self._changes[slot].append((part, 1.0))

    def _block(
        self,
        block: Block,
        slots: Sequence[int],
        before: int | None,
        nights: Sequence[int] | None,
    ) -> int | None:
        """The rows of one block; the column of what is left for the next, None if nothing stays."""
        put, days = self.program.put, len(block.days)
        stays = days > 1 and not (block.night and nights is not None)
        carried = self.program.column(self.most * (days - 1), implied=True) if stays else None
        if carried is not None:
            self.overnight[self.grid.block_of[block.first]].append((carried, 1.0))
        for number, i in enumerate(slots):
            amount = self._supply.get(i, 0.0)
            row = self.program.row(amount, amount, ("V2", self.where))
            stock = self.program.column(self.most * days, implied=True)
            put(row, stock, 1.0)
            if before is not None:
                put(row, before, -1.0)
            if not number and carried is not None:
                put(row, carried, -1.0)
            for column, sign in self._changes.get(i, ()):
                put(row, column, -sign)
            before = stock
        if days == 1:
            return before
        if carried is None:
            return None
        over = self.program.column(self.most, implied=True)
        end = self.program.row(0.0, 0.0, ("V2", self.where))
        assert before is not None  # a block has a slot
        for column, sign in ((before, 1.0), (carried, -1.0), (over, -1.0)):
            put(end, column, sign)
        return over


def dark(grid: Grid, slot: int, later: int, nights: Sequence[int]) -> bool:
    """Whether a night, of `nights` in their order, lies between two slots."""
    begin, end = grid.ends[slot] - 1, grid.begins[later]
    return bisect_right(nights, begin) < bisect_right(nights, end)


def reachable(
    grid: Grid, slot: int, targets: Sequence[Target], nights: Sequence[int] | None
) -> list[Target]:
    """Of these targets those that no night lies before; on the other days nobody gets there.

    In a block of several days, days on which one stays over midnight are alike.
    """
    if nights is None:
        return list(targets)
    block = grid.blocks[grid.block_of[slot]]
    found: list[Target] = []
    for target in targets:
        later = target.slot
        barred = later is None or (
            (block.night and not slot <= later < block.last)
            if len(block.days) > 1
            else dark(grid, slot, later, nights)
        )
        found.append(target._replace(slot=None) if barred else target)
    return found


def one_fleet(program: Program, grid: Grid, stocks: Iterable[Stock], most: float) -> None:
    """Over every night of a block each of `most` vehicles is in one place or under way (V2).

    Day by day the rows of stocks see to that. In a block they are closed in a ring, in which
    anything could go round that no vehicle stands for.
    """
    nights: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for stock in stocks:
        for block, columns in stock.overnight.items():
            nights[block] += columns
    for block, columns in sorted(nights.items()):
        row = program.row(-INF, most * (len(grid.blocks[block].days) - 1), ("V2", "nights"))
        for column, times in columns:
            program.put(row, column, times)
