"""Two ways to the same end, taken in turns in one run: the ratio of their CPU times and its gate."""

import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


def cpu() -> float:
    """Seconds of CPU, user and system, of this program and the children it has waited for."""
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def spent(act: Callable[[], object]) -> float:
    """Seconds of CPU that the act took."""
    before = cpu()
    act()
    return cpu() - before


def spent_by(command: Sequence[str], **options: object) -> float:
    """Seconds of CPU of a program of its own."""
    return spent(lambda: subprocess.run(command, check=True, capture_output=True, **options))


@dataclass
class Way:
    """One way: `act` is measured, with what `prepare` made, which is not."""

    name: str
    act: Callable[[object], object]
    prepare: Callable[[], object] = field(default=lambda: None)

    def once(self) -> float:
        given = self.prepare()
        return spent(lambda: self.act(given))


def compare(kvit: Way, floor: Way, *, each: int = 1, rounds: int = 3) -> float:
    """The median of Kvit's time over the floor's; `each` is how many things one round does."""
    ratios = []
    for number in range(1, rounds + 1):
        ours, least = kvit.once(), floor.once()
        ratios.append(ours / least)
        print(
            f"round {number}: {kvit.name} {1000 * ours / each:.3f} ms, "
            f"{floor.name} {1000 * least / each:.3f} ms CPU each, {ratios[-1]:.2f}x"
        )
    return statistics.median(ratios)


def close(figure: str, value: float, *, at_most: float | None = None, at_least: float | None = None, unit: str) -> None:
    """Prints the last line, and ends with 1 when the gate is not kept."""
    kept = (at_most is None or value <= at_most) and (at_least is None or value >= at_least)
    gate = f"at most {at_most}" if at_most is not None else f"at least {at_least}"
    print(f"{figure}: {value:.2f}{unit} ({gate}{unit}) {'kept' if kept else 'NOT KEPT'}")
    sys.exit(0 if kept else 1)
