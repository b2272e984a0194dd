"""VAT that we charge ourselves on a booked bill: computed, numbered where the law wants a document, and booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from kvit.companies import numbers, series
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import purchase_vat, self_charge
from kvit.core.countries import profile
from kvit.core.countries.self_charge import LAWS, SelfChargeLaw
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.postings import Rate
from kvit.core.self_charge import Charged, Owed
from kvit.events import events
from kvit.ledger import entries, periods, rates
from kvit.ledger.entries import NewEntry
from kvit.payables.models import Bill, SelfCharge, SelfChargeVat

KIND = "self_charge"
ISSUER = ("name", "vat_id", "register_id", "tax_id", "country", "street", "building", "post_code", "town", "region")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a person says of it; what is left out is as the bill and the law have it.

    `treatment` only where the bill does not tell it, `rate` in percent, `original` the number of the bill that a
    credit note takes back of.
    """

    treatment: str = ""
    rate: Decimal | None = None
    tax_point_on: date | None = None
    original: str = ""


def wanted(bill: Bill) -> list[Owed]:
    """On what the bill itself tells its buyer to charge VAT; nothing in a country of which Kvit has no law."""
    return _owed(bill, "") if bill.company.country in LAWS else []


def until(bill: Bill) -> date | None:
    """By when the VAT of a bill that wants it is to be charged, by its day of issue; None where it wants none."""
    if not wanted(bill) or bill.issued_on is None:
        return None
    return self_charge.until(LAWS[bill.company.country], bill.issued_on)


@transaction.atomic
def make(company: Company, bill: Bill, *, said: Said, by: Actor, on: date) -> SelfCharge:
    """Charge the VAT of the bill ourselves, once: its number, its entry and its rows in one transaction.

    Refuses `self_charge.no_law`, `self_charge.not_booked`, `self_charge.known`, `self_charge.nothing_owed`,
    `self_charge.no_rate`, `self_charge.in_future`, `self_charge.no_original`, and what numbering and posting refuse.
    """
    require(by, "bill.self_charge", company)
    law = LAWS.get(company.country)
    if law is None:
        raise Refused("self_charge.no_law", country=company.country)
    row = Bill.objects.select_for_update(of=("self",)).select_related("company").get(company=company, pk=bill.pk)
    if row.status != "approved" or row.issued_on is None:
        raise Refused("self_charge.not_booked", number=row.number, status=row.status)
    owed = _owed(row, said.treatment)
    if not owed:
        raise Refused("self_charge.nothing_owed", number=row.number)
    original = _original(company, row, named=said.original)
    tax_point_on = said.tax_point_on or row.issued_on
    if tax_point_on > on:
        raise Refused("self_charge.in_future", tax_point_on=tax_point_on.isoformat(), on=on.isoformat())
    made = SelfCharge(
        company=company,
        bill=row,
        issued_on=on,
        tax_point_on=tax_point_on,
        counts_on=_counted(company, law, tax_point_on=tax_point_on, on=on),
        until_on=self_charge.until(law, tax_point_on),
        corrects=original,
        issuer={name: getattr(company, name) for name in ISSUER},
        made_by_id=person_behind(by),
    )
    exchange = _exchange(company, made, law=law)
    percent = _percent(company, original, rate=said.rate, on=tax_point_on)
    charged = self_charge.charged(owed, rate=percent, exchange=exchange)
    if law.document:
        made.number = _number(company, law, on=on)
    return _kept(company, made, charged, by=by, on=on)


def _kept(company: Company, made: SelfCharge, charged: Sequence[Charged], *, by: Actor, on: date) -> SelfCharge:
    """Written, booked and told."""
    bill = made.bill
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("self_charge.known", number=bill.number) from None
    SelfChargeVat.objects.bulk_create(
        SelfChargeVat(
            company=company, self_charge=made, treatment=one.treatment, rate=one.rate, base=one.base, vat=one.vat
        )
        for one in charged
    )
    if lines := self_charge.postings(charged, currency=company.currency):
        entry = NewEntry(
            kind=KIND,
            document_kind=KIND,
            document_id=made.pk,
            document_number=made.number or bill.number[:60],
            posted_on=made.counts_on,
            postings=lines,
            text=str(bill.supplier.get("name", ""))[:200],
        )
        entries.post(company, entry, by=by)
    facts: dict[str, object] = {
        "number": bill.number,
        "self_charge": made.public_id,
        "document": made.number or "",
        "vat": str(sum((one.vat for one in charged), Decimal(0))),
    }
    events.record("bill.self_charged", bill, by=by, on=on, facts=facts)
    return made


def _owed(bill: Bill, named: str) -> list[Owed]:
    """The bases, below zero on a credit note. What the bill does not tell a person may: only of a seller abroad, on
    rows without VAT."""
    seller, buyer = purchase_vat.seller_of(bill.supplier), bill.company.country
    may_name = named in ("services", "acquisition") and seller not in ("", buyer)
    sign = -1 if bill.kind == "credit_note" else 1
    found = []
    for row in bill.vat_totals.order_by("pk"):
        told = self_charge.treatment(row.category, seller=seller, buyer=buyer)
        if may_name and not row.amount:
            told = "services" if named == "services" else "acquisition"
        if told is not None and row.base:
            found.append(Owed(told, sign * row.base))
    return found


def _original(company: Company, bill: Bill, *, named: str) -> SelfCharge | None:
    """What a supplier's credit note takes back of: the self-charge of the bill that it, or a person, names."""
    if bill.kind != "credit_note":
        return None
    number = named or bill.preceding
    rows = SelfCharge.objects.filter(company=company, bill__party=bill.party_id, bill__number=number, bill__kind="bill")
    found = rows.order_by("-pk").first() if number else None
    if found is None:
        raise Refused("self_charge.no_original", number=bill.number, original=number)
    return found


def _percent(company: Company, original: SelfCharge | None, *, rate: Decimal | None, on: date) -> Decimal:
    """A correction has the rate of what it corrects; else a person's, or the country's standard one."""
    if original is not None:
        return SelfChargeVat.objects.filter(company=company, self_charge=original).order_by("pk")[0].rate
    law = profile(company.country)
    return self_charge.standard_rate(law, on=on) if rate is None else self_charge.require_rate(law, rate, on=on)


def _exchange(company: Company, made: SelfCharge, *, law: SelfChargeLaw) -> Rate:
    """At the law's day; a correction at what the first document was worth, so that no difference comes of it."""
    currency, original = made.bill.currency, made.corrects
    if currency == company.currency:
        return Rate(currency, currency)
    if original is not None and original.bill.currency == currency:
        made.rate, made.rate_on, made.rate_source = original.rate, original.rate_on, original.rate_source
    else:
        found = rates.rate_on(company, currency, on=made.tax_point_on - timedelta(days=law.rate_days_before))
        assert found is not None, "another currency than the company's has a rate"
        made.rate, made.rate_on, made.rate_source = found.rate, found.valid_on, found.source[:60]
    assert made.rate is not None
    return Rate(currency, company.currency, made.rate)


def _counted(company: Company, law: SelfChargeLaw, *, tax_point_on: date, on: date) -> date:
    """The day of its entry: that of the document, or the tax point while its month is open."""
    locked = periods.locked_until(company)
    return on if law.counts_on == "issue" or (locked is not None and tax_point_on <= locked) else tax_point_on


def _number(company: Company, law: SelfChargeLaw, *, on: date) -> str:
    """The next number of the documents; the first one ever sets their series up. Refuses `series.out_of_order`."""
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # two first ones at once make one series
    if not numbers.pattern(company, KIND):
        series.set_up(company, {KIND: law.series})
    return series.take(company, kind=KIND, days=[on])[0]
