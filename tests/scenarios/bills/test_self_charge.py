"""A German supplier charges no VAT: the buyer charges it, with a document where its country wants one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kvit.archive import documents
from kvit.billing import self_charge_pages
from kvit.core.errors import Refused
from kvit.payables import self_charges
from kvit.payables.models import SelfCharge, SelfChargeVat
from kvit.payables.self_charges import Said
from kvit.reports import books
from kvit.tasks.models import Task
from kvit.tasks.texts import title
from tests.builders import breaches
from tests.scenarios.bills.abroad import Buyer, a_german_seller, happen
from tests.scenarios.bills.supplied import DAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seller():
    return a_german_seller()


def charge(buyer, bill, *, on=DAY, **said):
    return self_charges.make(buyer.company, bill, said=Said(**said), by=buyer.accountant, on=on)


def balances(company):
    whole = books.trial_balance(company, since=date(2026, 1, 1), until=date(2026, 12, 31))
    return {row.code: row.debit - row.credit for row in whole}


def test_a_bulgarian_firm_draws_up_a_protocol_within_fifteen_days(seller):
    buyer = Buyer("BG", seller)
    _, bill = buyer.bill("1000.00", on=date(2026, 3, 2))
    happen()
    [task] = Task.objects.filter(company=buyer.company, kind="bill.self_charge", status="open")
    assert title(task, language="en") == f"Charge the VAT on bill {bill.number} of Rechenwerk GmbH by 17/03/2026"

    made = charge(buyer, bill)
    assert (made.number, made.until_on, made.tax_point_on) == ("4000000001", date(2026, 3, 17), date(2026, 3, 2))
    [row] = made.rows.all()
    assert (row.treatment, row.rate, row.base, row.vat) == ("services", 20, 1000, 200)
    booked = balances(buyer.company)
    assert (booked["602"], booked["401"], booked["4531"], booked["4532"]) == (1000, -1000, 200, -200)

    happen()
    assert not Task.objects.filter(company=buyer.company, kind="bill.self_charge", status="open").exists()
    kept = documents.content(buyer.company, "self_charge", document_id=made.pk, form="pdf")
    assert kept == self_charge_pages.pdf(buyer.company, made)
    assert breaches() == []


@pytest.mark.parametrize(
    ("country", "base", "vat"),
    [
        ("RO", "5090.00", "1068.90"),  # 21 % at the rate of 2 March
        ("PL", "4160.00", "956.80"),  # 23 % at the rate of the day before (art. 31a)
        ("ES", "1000.00", "210.00"),
    ],
)
def test_other_countries_book_both_entries_without_a_document(seller, country, base, vat):
    buyer = Buyer(country, seller)
    _, bill = buyer.bill("1000.00", on=date(2026, 3, 2))
    made = charge(buyer, bill)
    [row] = made.rows.all()
    assert (made.number, made.counts_on, row.base, row.vat) == (None, date(2026, 3, 2), Decimal(base), Decimal(vat))
    booked = balances(buyer.company)
    by_role = {one.role: one.code for one in buyer.company.accounts.exclude(role="")}
    assert booked[by_role["vat_input"]] == -booked[by_role["vat_output"]] == Decimal(vat)
    with pytest.raises(Refused, match=r"self_charge\.no_document"):
        self_charge_pages.pdf(buyer.company, made)
    assert breaches() == []


def test_the_suppliers_credit_note_makes_a_protocol_that_takes_it_back(seller):
    buyer = Buyer("BG", seller)
    issued, bill = buyer.bill("1000.00", on=date(2026, 3, 2))
    note = buyer.credit(issued, on=date(2026, 3, 4))
    with pytest.raises(Refused, match=r"self_charge\.no_original"):
        charge(buyer, note)
    first = charge(buyer, bill)
    second = charge(buyer, note)
    assert (second.number, second.corrects) == ("4000000002", first)
    assert [(row.base, row.vat) for row in second.rows.all()] == [(-1000, -200)]
    booked = balances(buyer.company)
    assert (booked["4531"], booked["4532"]) == (0, 0)
    assert self_charge_pages.pdf(buyer.company, second).startswith(b"%PDF")
    assert breaches() == []


def test_it_is_charged_once_by_who_may_on_a_booked_bill_and_never_changed(seller):
    buyer = Buyer("BG", seller)
    _, bill = buyer.bill()
    with pytest.raises(Refused, match=r"permission\.denied"):
        self_charges.make(buyer.company, bill, said=Said(), by=buyer.clerk, on=DAY)
    with pytest.raises(Refused, match=r"self_charge\.in_future"):
        charge(buyer, bill, tax_point_on=date(2026, 3, 6))
    with pytest.raises(Refused, match=r"self_charge\.no_rate"):
        charge(buyer, bill, rate=Decimal(7))
    made = charge(buyer, bill, rate=Decimal(9), tax_point_on=date(2026, 3, 1))
    assert (made.rows.get().vat, made.until_on) == (90, date(2026, 3, 16))
    with pytest.raises(Refused, match=r"self_charge\.known"):
        charge(buyer, bill)
    for rows in (SelfCharge.objects.filter(pk=made.pk), SelfChargeVat.objects.filter(self_charge=made)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(company=seller)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    assert numbers_of(buyer.company) == ["4000000001"], "what was refused took no number"


def numbers_of(company):
    return list(SelfCharge.objects.filter(company=company).values_list("number", flat=True))


def test_what_is_sold_at_home_with_vat_asks_nothing_of_its_buyer(seller):
    buyer = Buyer("ES", seller)
    _, bill = buyer.bill(category="Z")
    happen()
    assert not Task.objects.filter(company=buyer.company, kind="bill.self_charge").exists()
    with pytest.raises(Refused, match=r"self_charge\.nothing_owed"):
        charge(buyer, bill)
    assert charge(buyer, bill, treatment="services").rows.get().vat == 210
