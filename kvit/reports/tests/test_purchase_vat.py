"""The VAT purchase journal is the input VAT of the books, after any series of bills, credit notes and self-charges."""

import csv
import io
import random
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from kvit.core.errors import Refused
from kvit.ledger import rates
from kvit.ledger.models import EntryLine
from kvit.ledger.rates import Quote
from kvit.payables import self_charges
from kvit.payables.self_charges import Said
from kvit.reports import pack, purchase_vat
from kvit.reports.tests.buying import a_bill
from tests.builders import a_company, breaches, the_owner

pytestmark = pytest.mark.django_db
MARCH, LAST = date(2026, 3, 1), date(2026, 3, 31)
KINDS = [("S", "21", "RO18189442"), ("S", "11", "RO18189442"), ("E", "0", "RO18189442"), ("AE", "0", "RO18189442"),
         ("AE", "0", "DE136695976"), ("K", "0", "DE136695976"), ("S", "19", "DE136695976")]  # fmt: skip


def moved(company, role, *, since=MARCH, until=LAST):
    """What moved on the account of that role in these days."""
    lines = EntryLine.objects.filter(
        company=company, account__role=role, entry__posted_on__gte=since, entry__posted_on__lte=until
    )
    return lines.aggregate(total=Sum("base_amount"))["total"] or Decimal(0)


@pytest.fixture
def company():
    company = a_company("RO", on=date(2026, 1, 5))
    quotes = [Quote(date(2026, 1, 2), "EUR", Decimal("5.0871"), "BNR")]
    rates.record_all(company, quotes, by=the_owner(company), on=date(2026, 1, 5))
    return company


def test_a_bill_a_credit_note_and_a_foreign_bill(company):
    a_bill(company, [("S", "21", "100.00", "21.00"), ("E", "0", "7.00", "0")], vat_id="RO18189442", number="F 1")
    a_bill(company, [("S", "21", "10.00", "2.10")], vat_id="RO18189442", number="F 2", kind="credit_note")
    hotel = [("S", "19", "100.00", "19.00")]
    a_bill(company, hotel, supplier="Hotel Adler", vat_id="DE136695976", currency="EUR", on=date(2026, 3, 4))
    lines = purchase_vat.bought(company, since=MARCH, until=LAST)
    told = [(one.number, one.category, one.base, one.vat, one.deductible) for one in lines[:3]]
    assert told == [
        ("F 1", "S", 100, 21, 21),
        ("F 1", "E", 7, 0, 0),
        ("F 2", "S", -10, Decimal("-2.10"), Decimal("-2.10")),
    ]
    assert (lines[3].base, lines[3].vat, lines[3].deductible) == (Decimal("508.71"), Decimal("96.65"), 0)
    assert [(one.category, one.rate, one.base, one.deductible) for one in purchase_vat.summed(lines)] == [
        ("E", 0, 7, 0),
        ("S", 21, 90, Decimal("18.90")),
        ("S", 19, Decimal("508.71"), 0),
    ]
    assert moved(company, "vat_input") == Decimal("18.90")
    assert moved(company, "expense") == Decimal("702.36"), "97 at home, and 508.71 and 96.65 from Germany"
    assert purchase_vat.bought(company, since=date(2026, 4, 1), until=date(2026, 4, 30)) == []


@pytest.mark.parametrize("seed", range(3))
def test_journal_and_books_agree_after_any_series(company, seed):
    dice = random.Random(seed)
    for at in range(10):
        category, rate, vat_id = dice.choice(KINDS)
        base = Decimal(dice.randrange(1, 10**6)) / 100
        vat = (base * Decimal(rate) / 100).quantize(Decimal("0.01"))
        kind, currency = dice.choice(["bill", "bill", "credit_note"]), dice.choice(["RON", "EUR"])
        on = MARCH + timedelta(days=at * 2)
        bill = a_bill(
            company,
            [(category, rate, str(base), str(vat))],
            vat_id=vat_id,
            supplier=vat_id,
            kind=kind,
            currency=currency,
            on=on,
            number=f"X-{at}",
        )
        if dice.random() < 0.7:
            try:
                self_charges.make(company, bill, said=Said(original="X-0"), by=the_owner(company), on=on)
            except Refused as refused:
                assert refused.code in ("self_charge.nothing_owed", "self_charge.no_original")
    bought = purchase_vat.bought(company, since=MARCH, until=LAST)
    charged = purchase_vat.self_charged(company, since=MARCH, until=LAST)
    assert purchase_vat.input_vat(bought, charged) == moved(company, "vat_input")
    assert sum(line.vat for line in charged) == -moved(company, "vat_output")
    assert breaches() == []


def test_the_months_pack_has_the_journal(company):
    a_bill(company, [("S", "21", "100.00", "21.00")], vat_id="RO18189442", number="F 1")
    packed = zipfile.ZipFile(io.BytesIO(pack.month(company, MARCH, by=the_owner(company))))
    [row] = csv.DictReader(io.StringIO(packed.read("vat-purchase-journal.csv").decode("utf-8-sig")))
    assert (row["number"], row["kind"], row["base"], row["deductible"]) == ("F 1", "bill", "100.00", "21.00")
