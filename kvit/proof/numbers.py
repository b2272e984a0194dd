"""Number series: what was counted, what was issued, and where the two differ."""

import re
from dataclasses import dataclass
from datetime import date

from kvit.collecting.models import BalanceLetter, Demand, LateFee
from kvit.companies.models import Company, Counter
from kvit.core import numbering
from kvit.payables.models import SelfCharge
from kvit.payments.models import Claim, Offset, Remittance
from kvit.purchasing.models import GoodsReceipt, PurchaseOrder, PurchaseRequest
from kvit.receivables.models import Invoice
from kvit.sales.models import Proforma


@dataclass(frozen=True)
class SeriesReport:
    """One pattern in one year: how far it was counted, the counts without a document, and those out of date order."""

    pattern: str
    year: int
    last: int
    missing: list[int]
    out_of_order: list[str]


def reports(company: Company) -> list[SeriesReport]:
    """Every counter of the company against the documents that carry its numbers."""
    counters = list(Counter.objects.filter(company=company).order_by("pattern", "year"))
    rows = Invoice.objects.filter(company=company, status="issued").only("number", "issued_on").order_by("pk")
    issued = [(row.printed_number, row.day) for row in rows.iterator()]
    offers = Proforma.objects.filter(company=company).exclude(number=None).order_by("pk")
    issued += [(number, on) for number, on in offers.values_list("number", "issued_on") if number and on]
    orders = PurchaseOrder.objects.filter(company=company).exclude(number=None).order_by("pk")
    issued += [(number, on) for number, on in orders.values_list("number", "ordered_on") if number and on]
    issued += PurchaseRequest.objects.filter(company=company).order_by("pk").values_list("number", "asked_on")
    offsets = Offset.objects.filter(company=company).exclude(number=None).order_by("pk")
    issued += [(number, on) for number, on in offsets.values_list("number", "signed_on") if number and on]
    issued += Remittance.objects.filter(company=company).order_by("pk").values_list("number", "made_on")
    claims = Claim.objects.filter(company=company).exclude(number=None).order_by("pk")
    issued += [(number, on) for number, on in claims.values_list("number", "claimed_on") if number and on]
    issued += GoodsReceipt.objects.filter(company=company).order_by("pk").values_list("number", "received_on")
    charged = SelfCharge.objects.filter(company=company).exclude(number=None).order_by("pk")
    issued += [(number, on) for number, on in charged.values_list("number", "issued_on") if number]
    issued += LateFee.objects.filter(company=company).order_by("pk").values_list("number", "issued_on")
    issued += Demand.objects.filter(company=company).order_by("pk").values_list("number", "made_on")
    issued += BalanceLetter.objects.filter(company=company).order_by("pk").values_list("number", "made_on")
    found = []
    for counter in counters:
        counted = _counted(counter, issued)
        missing = [n for n in range(1, counter.last + 1) if n not in counted]
        found.append(SeriesReport(counter.pattern, counter.year, counter.last, missing, _out_of_order(counted)))
    return found


def _counted(counter: Counter, issued: list[tuple[str, date]]) -> dict[int, tuple[str, date]]:
    """The documents whose number this counter printed, by count."""
    shape = _shape(counter.pattern)
    counted: dict[int, tuple[str, date]] = {}
    for number, on in issued:
        match = shape.fullmatch(number)
        if match is None or (counter.year and on.year != counter.year):
            continue
        count = int(match["n"])
        if 0 < count <= counter.last and numbering.number(counter.pattern, counter=count, on=on) == number:
            counted[count] = (number, on)
    return counted


def _shape(pattern: str) -> re.Pattern[str]:
    shapes = {"n": "(?P<n>[0-9]+)", "year": "[0-9]{4}", "yy": "[0-9]{2}", "month": "[0-9]{2}"}
    return re.compile(
        "".join(
            shapes[part.placeholder] if part.placeholder else re.escape(part.literal)
            for part in numbering.parts(pattern)
        )
    )


def _out_of_order(counted: dict[int, tuple[str, date]]) -> list[str]:
    """Numbers whose day is before that of the number in front of them."""
    wrong = []
    latest = date.min
    for _, (number, on) in sorted(counted.items()):
        if on < latest:
            wrong.append(number)
        latest = max(latest, on)
    return wrong
