"""A week of bank lines that nobody has looked at yet: exact, sloppy, in sum, short by a fee, unknown."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from kvit.banking import reconciliation, statements
from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.onboarding.demo import numbers
from kvit.receivables.models import Invoice

HEAD = "Data;Suma;Moneda;Platitor;Cont partener;Detalii;line_id\n"
PAYER = "RO09BCYP0000001234567890"
EXACT, SLOPPY, NAMELESS = 6, 2, 2
FEE = Decimal("5.00")

Line = tuple[Decimal, str, str]
"""Amount, who paid, and what the line says."""


def a_week(company: Company, waiting: Sequence[Invoice], chance: Random, *, by: Actor, on: date) -> int:
    """Take the week's statement in and propose what can be proposed; returns how many lines wait."""
    own = [row for row in waiting if row.currency == company.currency]
    days = sorted(on - timedelta(days=chance.randint(1, 6)) for _ in range(40))
    rows = [
        f"{day:%d.%m.%Y};{str(amount).replace('.', ',')};{company.currency};{payer};{PAYER};{text};{number}\n"
        for number, (day, (amount, payer, text)) in enumerate(zip(days, _lines(own), strict=False), start=1)
    ]
    content = (HEAD + "".join(rows)).encode()
    iban = numbers.IBANS[company.country]
    loaded = statements.load(company, content, name=f"extras-{on:%Y-%m-%d}.csv", account=iban, by=by, on=on)
    reconciliation.suggest(company, by=by, on=on)
    return loaded.new


def _lines(waiting: Sequence[Invoice]) -> Iterator[Line]:
    """Fourteen lines, as far as there are invoices for them; no invoice is paid twice."""
    pair = _pair(waiting)
    alone = iter([row for row in waiting if row not in pair])
    for row, _ in zip(alone, range(EXACT), strict=False):
        yield _amount(row), _name(row), f"plata factura {row.number}"
    for row, _ in zip(alone, range(SLOPPY), strict=False):
        yield _amount(row), _name(row).upper(), f"FACT {(row.number or '').replace('-', ' ')} MULTUMIM"
    for row, _ in zip(alone, range(NAMELESS), strict=False):
        yield _amount(row), _name(row), "plata servicii"
    if short := next(alone, None):
        yield _amount(short) - FEE, _name(short), f"{short.number} minus comision"
    if pair:
        yield sum(map(_amount, pair), Decimal(0)), _name(pair[0]), " si ".join(row.number or "" for row in pair)
    yield Decimal("742.30"), "NECUNOSCUT IMPEX SRL", "avans comanda"
    yield Decimal("-25.00"), "", "comision administrare cont"


def _pair(waiting: Sequence[Invoice]) -> list[Invoice]:
    """Two invoices of one customer."""
    by_party: dict[int, list[Invoice]] = defaultdict(list)
    for row in waiting:
        by_party[row.party_id].append(row)
    return next((rows[:2] for rows in by_party.values() if len(rows) > 1), [])


def _amount(row: Invoice) -> Decimal:
    return row.payable.quantize(Decimal("0.01"))


def _name(row: Invoice) -> str:
    return str(row.buyer["name"])
