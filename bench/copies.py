"""Copies put among the honest bills of a company: how many are found, and how many honest bills are suspected for it.

Beside the floor: an equal number of the same supplier. Seeds as arguments, else five.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bench.measure import close, gate
from kvit.core.duplicates import Bill, keys, likely

SEEDS = (1, 2, 3, 4, 5)
FIRST, DAYS = date(2025, 1, 1), 450
"""Over the turn of a year, where many suppliers count from 1 again."""
SUPPLIERS = 160
COPIED = 0.12
LEAST_RECALL, MOST_WARNED = 0.98, 0.005
AGAIN = " again"
"""Ends the id of a copy."""
Change = Callable[[Random, Bill], Bill]


# -- honest bills


@dataclass
class Supplier:
    """How one supplier counts, writes its numbers and is known to us."""

    random: Random
    name: str
    serial: int = 0
    year: int = 0
    writing: str = ""
    restarts: bool = False
    pace: int = 0
    vat: Decimal = Decimal(19)
    facts: dict[str, str] = field(default_factory=dict)

    def bill(self, day: date, gross: Decimal, *, gap: int | None = None, **facts: str) -> Bill:
        """The next bill."""
        if self.restarts and day.year != self.year:
            self.serial, self.year = 0, day.year
        self.serial += 1 + (self.random.randint(0, self.pace) if gap is None else gap)
        number = self.writing.format(n=self.serial, y=day.year, yy=day.year % 100, m=day.month)
        told = {"bytes_hash": f"{self.random.getrandbits(64):016x}", **self.facts, **facts}
        net = (gross / (1 + self.vat / 100)).quantize(Decimal("0.01"))
        return Bill(
            id=f"{self.name}/{self.serial}/{day}",
            supplier=self.name,
            number=number,
            issued_on=day,
            currency="RON",
            gross=gross,
            net=net,
            **told,
        )


LASTING = ("{n:07}", "{n}", "INV-{n:06}", "FV{n:08}", "ALF {n:04}", "0000{n:06}")
YEARLY = ("{n}", "{y}/{n:04}", "FV {n}/{y}", "INV-{y}-{n:05}", "{n}/{m:02}/{y}", "F{yy}-{n:04}", "{y}{n:05}")


def supplier(random: Random, index: int) -> Supplier:
    """Somebody who sends bills: a third count from 1 every year, a few lack a VAT id or an account on our record."""
    restarts = random.random() < 0.4
    facts = {"vat_id": f"RO{10_000_000 + index * 97}", "iban": f"RO49AAAA{index:016}"}
    if random.random() < 0.06:
        facts["iban"] = "RO49FACT0000000000000001"  # a factor collects for many
    if random.random() < 0.15:
        del facts[random.choice(sorted(facts))]
    return Supplier(
        random,
        f"s{index}",
        serial=0 if restarts else random.randint(0, 90_000),
        writing=random.choice(YEARLY if restarts else LASTING),
        restarts=restarts,
        pace=random.choice((0, 0, 1, 4, 30, 400)),
        vat=random.choice((Decimal(0), Decimal(9), Decimal(19), Decimal(21))),
        facts=facts,
    )


def price(random: Random) -> Decimal:
    """Round ones are common, as in life."""
    if random.random() < 0.3:
        return Decimal(random.choice((50, 100, 150, 200, 250, 500, 750, 1000, 1200, 1500, 2000, 5000)))
    return Decimal(random.randint(1500, 900_000)) / 100


def rent(random: Random, who: Supplier) -> Iterator[Bill]:
    """One total every month."""
    gross, day = price(random), random.randint(1, 28)
    for month in range(15):
        yield who.bill(date(2025 + month // 12, month % 12 + 1, day), gross)


def two_contracts(random: Random, who: Supplier) -> Iterator[Bill]:
    """Two flats of one landlord: two bills of one total, one after the other, every month."""
    gross, day = price(random), random.randint(1, 28)
    for month in range(15):
        on = date(2025 + month // 12, month % 12 + 1, day)
        yield who.bill(on, gross)
        yield who.bill(on, gross, gap=0)


def subscription(random: Random, who: Supplier) -> Iterator[Bill]:
    """Every week, fortnight or thirty days; the price rises once."""
    gross, every, begins = price(random), random.choice((7, 14, 30)), random.randint(0, 60)
    for passed in range(begins, DAYS, every):
        yield who.bill(FIRST + timedelta(passed), gross if passed < 365 else gross * 2)


def usage(random: Random, who: Supplier) -> Iterator[Bill]:
    """Power, telephone: every month, never the same total."""
    return (replace(bill, gross=price(random)) for bill in rent(random, who))


def orders(random: Random, who: Supplier) -> Iterator[Bill]:
    """Some a month, at a few prices; most name an order of ours. A wrong one is credited and billed anew."""
    prices, named = [price(random) for _ in range(random.randint(2, 9))], random.random() < 0.6
    for passed in sorted(random.sample(range(DAYS), random.randint(6, 70))):
        on, gross = FIRST + timedelta(passed), random.choice(prices)
        order = {"order_ref": f"PO-{random.randint(1, 99999):05}"} if named and random.random() < 0.95 else {}
        yield who.bill(on, gross, **order)
        if random.random() < 0.01:
            yield who.bill(on, -gross, gap=0, **order)
            yield who.bill(on, gross, gap=0, **order)


def now_and_then(random: Random, who: Supplier) -> Iterator[Bill]:
    """Any day, any total."""
    for passed in sorted(random.sample(range(DAYS), random.randint(1, 40))):
        yield who.bill(FIRST + timedelta(passed), price(random))


RHYTHMS = (rent, rent, two_contracts, subscription, subscription, usage, orders, orders, now_and_then, now_and_then)


def honest(random: Random) -> list[Bill]:
    """Fifteen months of bills, by day; each a bill of its own."""
    bills = []
    for index in range(SUPPLIERS):
        who = supplier(random, index)
        bills += RHYTHMS[index % len(RHYTHMS)](random, who)
    return sorted(bills, key=lambda bill: bill.issued_on)


# -- copies


def typo(random: Random, bill: Bill) -> Bill:
    at = random.choice([at for at, sign in enumerate(bill.number) if sign.isdigit()])
    head, sign, tail = bill.number[:at], bill.number[at], bill.number[at + 1 :]
    other = random.choice([digit for digit in "0123456789" if digit != sign])
    written = random.choice((head + other + tail, head + tail, head + sign + other + tail, _turned(bill.number, at)))
    return replace(bill, number=written if written != bill.number else head + other + tail)


def _turned(number: str, at: int) -> str:
    return number[:at] + number[at + 1 : at + 2] + number[at] + number[at + 2 :]


def separators(random: Random, bill: Bill) -> Bill:
    other = random.choice(("", "-", "/", " ", ".", "_"))
    written = "".join(other if not sign.isalnum() else sign for sign in bill.number)
    return replace(bill, number=random.choice((written, f"Nr. {written}", f"Factura {written}", written.lower() + " ")))


def letters(random: Random, bill: Bill) -> Bill:
    """As a reader of scans mistakes them."""
    wrong = {"0": random.choice("OoО"), "1": random.choice("Il")}
    return replace(bill, number="".join(wrong.get(sign, sign) for sign in bill.number))


def zeros(random: Random, bill: Bill) -> Bill:
    runs = bill.number.replace("/", " / ").replace("-", " - ").split(" ")
    return replace(bill, number="".join(run.lstrip("0") if run.isdigit() else run for run in runs) or "0")


def rescan(random: Random, bill: Bill) -> Bill:
    return bill


def a_day(random: Random, bill: Bill) -> Bill:
    moved = replace(bill, issued_on=bill.issued_on + timedelta(random.choice((-1, 1))))
    return random.choice((rescan, typo, separators))(random, moved)


def net(random: Random, bill: Bill) -> Bill:
    return replace(random.choice((rescan, separators))(random, bill), gross=bill.net, net=None)


def other_record(random: Random, bill: Bill) -> Bill:
    """Entered anew for a record of its own; what ties the two is the VAT id or the account, at times neither."""
    kept = random.choice(({}, {"iban": ""}, {"vat_id": ""}))
    changed = random.choice((rescan, rescan, separators, letters))
    return replace(changed(random, bill), supplier=f"{bill.supplier} again", **kept)


def currency(random: Random, bill: Bill) -> Bill:
    return replace(bill, currency="EUR", gross=(bill.gross / 5).quantize(Decimal("0.01")), net=None)


COPIES: dict[str, Change] = {
    "typing slip": typo,
    "separators, words": separators,
    "O for 0, l for 1": letters,
    "leading zeros": zeros,
    "scanned again": rescan,
    "a day off": a_day,
    "net for gross": net,
    "other record": other_record,
    "other currency": currency,
}


@dataclass(frozen=True)
class Arrival:
    """A bill that comes in, and what kind of copy it is, where it is one."""

    on: date
    bill: Bill
    copy: str = ""


def arrivals(random: Random) -> list[Arrival]:
    """Honest bills within days, copies up to six weeks after their twins."""
    found = []
    for bill in honest(random):
        on = bill.issued_on + timedelta(random.randint(0, 6))
        found.append(Arrival(on, bill))
        if bill.gross > 0 and random.random() < COPIED:
            kind = random.choice(sorted(COPIES))
            copy = COPIES[kind](random, bill)
            changed = replace(copy, id=bill.id + AGAIN, bytes_hash=f"{random.getrandbits(64):016x}")
            found.append(Arrival(on + timedelta(random.randint(0, 40)), changed, kind))
    return sorted(found, key=lambda arrival: arrival.on)


# -- the answers


@dataclass
class Score:
    """Of one seed: copies put in and found by kind, honest bills, those warned and those stopped."""

    put: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    by_floor: Counter[str] = field(default_factory=Counter)
    honest: int = 0
    warned: int = 0
    stopped: int = 0
    late: int = 0
    """Honest bills that only a copy missed before stands against: there a person does have to look."""
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return self.found.total() / self.put.total()

    @property
    def warned_share(self) -> float:
        return self.warned / self.honest


def run(seed: int) -> Score:
    """Every arrival held against what came before; a copy that was found is not kept."""
    score, known, numbers = Score(), defaultdict(dict), set()
    for arrival in arrivals(Random(seed)):
        bill = arrival.bill
        others = {other.id: other for key in keys(bill) for other in known[key].values()}
        likenesses = likely(bill, others.values())
        if arrival.copy:
            score.put[arrival.copy] += 1
            score.found[arrival.copy] += bool(likenesses)
            score.by_floor[arrival.copy] += (bill.supplier, bill.number) in numbers
        else:
            mistaken = [found for found in likenesses if not found.other.endswith(AGAIN)]
            score.honest += 1
            score.late += bool(likenesses) and not mistaken
            score.stopped += any(found.strength == "stop" for found in mistaken)
            score.warned += bool(mistaken)
            score.reasons.update(found.kind for found in mistaken)
        if not (arrival.copy and likenesses):
            numbers.add((bill.supplier, bill.number))
            for key in keys(bill):
                known[key][bill.id] = bill
    return score


def main() -> None:
    """The last lines are the worst of the seeds beside their gates."""
    scores = [run(int(seed)) for seed in sys.argv[1:] or SEEDS]
    for kind in COPIES:
        put = sum(score.put[kind] for score in scores)
        ours, floor = (sum(count[kind] for count in counts) for counts in _counts(scores))
        print(f"{kind:<18} {put:>5} copies  found {ours / put:.3f}  by equal number {floor / put:.3f}")
    for score in scores:
        told = ", ".join(f"{kind} {count}" for kind, count in score.reasons.most_common())
        judged = f"{score.honest} honest, {score.warned} warned, {score.stopped} stopped, {score.late} late"
        print(f"  {judged}; recall {score.recall:.4f} ({told})")
    floor = sum(score.by_floor.total() for score in scores) / sum(score.put.total() for score in scores)
    print(f"floor, an equal number of the supplier: recall {floor:.3f}")
    close(
        gate("honest bills stopped", max(score.stopped for score in scores), at_most=0, unit=""),
        gate("honest bills warned", 100 * max(s.warned_share for s in scores), at_most=100 * MOST_WARNED, unit=" %"),
        gate("copies found", 100 * min(score.recall for score in scores), at_least=100 * LEAST_RECALL, unit=" %"),
    )


def _counts(scores: list[Score]) -> tuple[list[Counter[str]], list[Counter[str]]]:
    return [score.found for score in scores], [score.by_floor for score in scores]


if __name__ == "__main__":
    main()
