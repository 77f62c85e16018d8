"""Making up loads: who boards which of the vehicles that enter together (V1, H1, H2, H3)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from safepassage.model.fleet import VehicleType
from safepassage.model.people import NOT_URGENT
from safepassage.solve.dispatch.demand import Budget, Room, Share
from safepassage.solve.dispatch.guide import Course, Guide
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.outlook import Outlook
from safepassage.solve.dispatch.party import Entrant, Party
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.rounds import Call, Load, Round
from safepassage.solve.dispatch.state import State
from safepassage.solve.dispatch.targeting import Targeting
from safepassage.solve.dispatch.targets import Entry, Target, least_stay, may_go, night_allowed
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.units import Mode

POOL_STOPS = 3
"""Most assembly points of one trip."""


class Loader:
    """Makes up loads under one policy, out of what waits and what can be received."""

    def __init__(
        self, problem: Problem, policy: Policy, state: State, mornings: Mornings, meter: Meter
    ) -> None:
        """Take the shared state of a dispatch; `meter` counts the points looked at."""
        self.problem = problem
        self.policy = policy
        self.state = state
        self.meter = meter
        self.demand = state.demand
        self.reception = state.reception
        self.targeting = Targeting(problem, policy, state, mornings, meter)
        self._exceptions = dict(policy.exceptions)
        self._plenty = False

    def follow(self, guide: Guide | None) -> None:
        """From now on this is the guide; rounds are counted anew."""
        self.state.course = None if guide is None else Course(guide)

    def loads(
        self, entrants: Sequence[Entrant], outlook: Outlook, *, company: bool = False
    ) -> list[Load]:
        """Loads for these vehicles, in the order given; one without a load isn't in any.

        With `company` other vehicles come before long: where no more of them are here, an ambulance
        rather waits for them than take somebody less urgent than those who need both.
        """
        outlook.saving = self.targeting.saving()
        types = self.problem.types
        ambulances = [e for e in entrants if types[e.entry.kind].kind == "ambulance"]
        others = [e for e in entrants if types[e.entry.kind].kind != "ambulance"]
        made: list[Load] = []

        def waits() -> bool:
            return company and not others and self.less_urgent_alone()

        for medical in range(1, NOT_URGENT + 1):
            for mode in (Mode.SPLIT, Mode.LARGE):
                while load := self._apart(mode, medical, ambulances, others, outlook):
                    made.append(load)
            while ambulances and self._urgent_alone(medical) and not waits():
                load = self._single(ambulances[0], outlook, self._number(made), medical)
                if load is None:
                    break
                made.append(load)
                ambulances.pop(0)
        if waits():
            return made
        hopeless: list[Entry] = []  # what one can't do, those after it can't that are no abler
        for entrant in (*ambulances, *others):
            if any(entrant.entry.no_abler(than) for than in hopeless):
                continue
            load = self._single(entrant, outlook, self._number(made))
            if load is None:
                hopeless.append(entrant.entry)
            else:
                made.append(load)
        return made

    def less_urgent_alone(self) -> bool:
        """Whether urgent patients who need other vehicles too are more so than all who don't."""
        alone = self.demand.most_urgent(Mode.WHOLE, patients=True)
        return self.demand.most_urgent(Mode.SPLIT) < min(alone, NOT_URGENT)

    def _urgent_alone(self, medical: int) -> bool:
        """Whether patients who need one vehicle only are of this urgent class, or more urgent."""
        alone = self.demand.most_urgent(Mode.WHOLE, patients=True)
        return alone <= medical < NOT_URGENT

    def _number(self, made: Sequence[Load]) -> int:
        """The number of the next load of a dispatch, after these."""
        return self.state.numbers + len(made)

    def look_round(self, present: Sequence[int]) -> None:
        """See whether those who are left need no more than these vehicles, which are at the gate.

        Then it is time that counts: each load comes from one point, however small.
        """
        kinds = [self.problem.types[self.problem.fleet[v]] for v in present]
        seats = [kind.seats for kind in kinds if kind.kind != "ambulance"]
        self._plenty = sum(seats) >= self.demand.persons and (
            len(seats) >= self.demand.loads_apart(min(seats, default=1))
        )

    # One vehicle

    def _single(
        self, entrant: Entrant, outlook: Outlook, number: int, least: int = NOT_URGENT
    ) -> Load | None:
        """The load of this number for one vehicle, with somebody of class `least` or less."""
        kind = self.problem.types[entrant.entry.kind]
        seated_too = kind.kind != "ambulance" or (
            self.policy.seats_in_ambulances and not self.demand.wanted(patients=True)
        )
        tried = self._passed_over(number, entrant.entry, outlook, seated_too)
        while target := self.targeting.best(
            entrant.entry, outlook, tried, seated_too=seated_too, least=least
        ):
            budget = Budget(self.reception.room(target.destination, target.day))
            room = Room(kind)
            shares = self._fill(room, target.point, target.destination, budget, seated_too)
            if shares:
                break
            tried.add((target.point, target.destination))  # nobody there is small enough for it
        else:
            return None
        item = self._round(entrant, target, shares)
        if self.policy.pool and seated_too and not self._plenty:
            self._pool(item, entrant.entry, target, room, budget)
        return self._load([item], target, outlook)

    def _passed_over(
        self, number: int, entry: Entry, outlook: Outlook, seated_too: bool
    ) -> set[tuple[int, int]]:
        """Points and destinations that this load is an exception to; none if it has no others."""
        passed: set[tuple[int, int]] = set()
        best = self.targeting.best
        for _ in range(self._exceptions.get(number, 0)):
            target = best(entry, outlook, passed, seated_too=seated_too)
            if target is None:
                return set()
            passed.add((target.point, target.destination))
        more = not passed or best(entry, outlook, passed, seated_too=seated_too) is not None
        return passed if more else set()

    def _fill(
        self, room: Room, point: int, destination: int, budget: Budget, seated_too: bool
    ) -> list[Share]:
        choosy_first = self.policy.choosy_first
        return self.demand.fill(
            room, point, destination, budget, seated_too=seated_too, choosy_first=choosy_first
        )

    def _pool(self, item: Round, entry: Entry, target: Target, room: Room, budget: Budget) -> None:
        """Fill seats that are left at further points where only small loads wait."""
        table, lengths = self.problem.seconds[entry.kind], self.problem.metres[entry.kind]
        first = self.problem.at_point(target.point)
        lead = entry.lead + table[entry.place][first]
        metres = entry.lead_metres + lengths[entry.place][first]
        visited = {target.point}
        while len(item.calls) < POOL_STOPS and room.seats > 0 and budget.persons > 0:
            last = item.calls[-1]
            here = self.problem.at_point(last.point)
            options = sorted(
                (table[here][self.problem.at_point(q)], q)
                for q in range(len(self.problem.points))
                if q not in visited and self._small(q, target.destination, room.kind)
            )
            if not options or options[0][0] >= UNREACHABLE:
                return
            leg, q = options[0]
            visited.add(q)
            arrive = last.arrive + last.least + leg
            on = metres + lengths[here][self.problem.at_point(q)]
            at_q = entry._replace(place=self.problem.at_point(q), lead=lead + leg, lead_metres=on)
            if not may_go(self.problem, at_q, q, target.way_out, target.destination):
                continue
            if not night_allowed(self.problem, entry, q, arrive, target.way_out.start):
                continue
            shares = self._fill(room, q, target.destination, budget, seated_too=True)
            if shares:
                lead, metres = lead + leg, on
                last.depart = last.arrive + last.least
                item.calls.append(self._call(q, arrive, room.kind, shares))

    def _small(self, point: int, destination: int, kind: VehicleType) -> bool:
        waiting = self.demand.healthy(point, destination, arms_barred=kind.bars_arms)
        return 0 < waiting < kind.seats

    # Several vehicles that stay together

    def _apart(
        self,
        mode: Mode,
        medical: int,
        ambulances: list[Entrant],
        others: list[Entrant],
        outlook: Outlook,
    ) -> Load | None:
        """A load for groups of a class that need several vehicles; these leave the lists."""
        if mode is Mode.SPLIT and not (ambulances and others):
            return None
        first = next(iter((*others, *ambulances)), None)
        if first is None or not (accepts := self.demand.accepted(mode, medical)):
            return None
        guided = mode is Mode.LARGE
        for target in self.targeting.ranked(first.entry, outlook, accepts, guided=guided):
            budget = Budget(self.reception.room(target.destination, target.day))
            party = Party(self.problem, self.demand, budget, target, ambulances, others)
            if mode is Mode.LARGE:
                party.board_large()
            else:
                party.board_split()
            if party.shares:
                return self._depart_together(party, ambulances, others, outlook)
        return None

    def _depart_together(
        self,
        party: Party,
        ambulances: list[Entrant],
        others: list[Entrant],
        outlook: Outlook,
    ) -> Load:
        target = party.target
        rounds = []
        for entrant, room in party.rooms:
            healthy = room.kind.kind != "ambulance"
            party.shares[entrant.vehicle] += self._fill(
                room, target.point, target.destination, party.budget, seated_too=healthy
            )
            rounds.append(self._round(entrant, target, party.shares[entrant.vehicle]))
            (ambulances if entrant in ambulances else others).remove(entrant)
        return self._load(rounds, target, outlook)

    # Records

    def _keep(self, rounds: Sequence[Round], target: Target) -> None:
        """Loads for the morning don't go the evening before, in the place of others."""
        nights = self.problem.nights
        for item in rounds:
            for night in nights[bisect_left(nights, item.inside_since) :]:
                if night > target.way_out.start:
                    break
                item.calls[-1].hold = night

    def _call(self, point: int, arrive: int, kind: VehicleType, shares: list[Share]) -> Call:
        least = least_stay(self.problem, kind, point)
        return Call(point, arrive, arrive + least, least, shares)

    def _round(self, entrant: Entrant, target: Target, shares: list[Share]) -> Round:
        kind = self.problem.types[entrant.entry.kind]
        place = self.problem.at_point(target.point)
        leg = self.problem.seconds[entrant.entry.kind][entrant.entry.place][place]
        call = self._call(target.point, entrant.entry.time + leg, kind, shares)
        return Round(
            vehicle=entrant.vehicle,
            origin=entrant.origin,
            depart=entrant.depart,
            inbound=entrant.inbound,
            calls=[call],
            fit=entrant.entry.fit,
            base=entrant.base,
            reach=entrant.reach,
            move=entrant.move,
        )

    def _load(self, rounds: list[Round], target: Target, outlook: Outlook) -> Load:
        load = Load(
            rounds, target.destination, -1, 2 * NOT_URGENT, target.way_out.crossing, target.day
        )
        for index in load.units:
            unit = self.problem.units[index]
            load.accepts &= unit.accepts
            load.urgency = min(load.urgency, 2 * unit.medical_class - (unit.patients > 0))
        if outlook.saving and load.urgency == 2 * NOT_URGENT:
            self._keep(rounds, target)
        self.reception.promise(target.destination, target.day, load.persons)
        if self.state.course is not None:
            for item in rounds:
                kind = self.problem.fleet[item.vehicle]
                self.state.course.add(kind, target.way_out.start, target.destination)
        outlook.add(target.way_out, len(rounds), load.persons)
        return load
