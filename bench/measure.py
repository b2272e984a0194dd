"""Two ways to the same end, taken in turns in one run: the ratio of what they cost, and its gate."""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spent:
    """Seconds that something took: of CPU, user and system, with the children it waited for; and of the clock."""

    cpu: float
    clock: float


def cpu() -> float:
    """Seconds of CPU so far, of this program and the children it has waited for."""
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def spent(act: Callable[..., object], *given: object) -> Spent:
    """What the act took with what it was given; making that is not counted."""
    before, began = cpu(), time.perf_counter()
    act(*given)
    return Spent(cpu() - before, time.perf_counter() - began)


def spent_by(command: Sequence[str], **options: object) -> Spent:
    """What a program of its own took."""
    told = {"capture_output": True, **options}
    return spent(lambda: subprocess.run(command, check=True, **told))


@dataclass
class Way:
    """One way: `act` is measured, with what `prepare` made, which is not."""

    name: str
    act: Callable[[object], object]
    prepare: Callable[[], object] = field(default=lambda: None)

    def once(self) -> Spent:
        given = self.prepare()
        return spent(self.act, given)


@dataclass(frozen=True)
class Ratio:
    """How often the floor fits into Kvit's way: by CPU and by the clock, medians of the rounds."""

    cpu: float
    clock: float


def compare(kvit: Way, floor: Way, *, each: int = 1, rounds: int = 3) -> Ratio:
    """The median ratios of Kvit's way over the floor's; `each` is how many things one round does."""
    pairs = []
    for number in range(1, rounds + 1):
        ours, least = kvit.once(), floor.once()
        pairs.append(Ratio(ours.cpu / least.cpu, ours.clock / least.clock))
        told = [f"{way.name} {1000 * s.cpu / each:.3f} ms CPU" for way, s in ((kvit, ours), (floor, least))]
        rates = f"{each / ours.clock:.0f}/s against {each / least.clock:.0f}/s"
        print(f"  round {number}: {', '.join(told)}: {pairs[-1].cpu:.2f}x CPU; {rates} by the clock")
    return Ratio(*(statistics.median(getattr(pair, kind) for pair in pairs) for kind in ("cpu", "clock")))


def gate(figure: str, value: float, *, at_most: float | None = None, at_least: float | None = None, unit: str) -> bool:
    """Says the figure beside its gate; whether it is kept."""
    kept = (at_most is None or value <= at_most) and (at_least is None or value >= at_least)
    wanted = f"at most {at_most:g}" if at_most is not None else f"at least {at_least:g}"
    print(f"{figure}: {value:.2f}{unit} ({wanted}{unit}), {'kept' if kept else 'NOT KEPT'}")
    return kept


def close(*kept: bool) -> None:
    """Ends the figure, with 1 when a gate was not kept."""
    sys.exit(0 if all(kept) else 1)
