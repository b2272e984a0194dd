"""Cash from customers: the invoice is paid, a receipt with its number is there, the book goes on, the law is kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kvit.cashbook import book, cancelling, ceilings, papers, queries
from kvit.cashbook.models import CashCount, CashLine, Desk
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.ledger import allocations
from kvit.ledger.allocations import Pair
from kvit.ledger.models import OpenItem, Rate
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.payments.requests import PaymentRequest, Share
from kvit.wording import sentence
from tests.builders import DAY, a_company, a_customer, balance_of, breaches, somebody, the_owner
from tests.scenarios.cash.till import LATER, a_desk, book_of, posted, sold, took

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def desk(company):
    return a_desk(company)


def test_the_example_of_the_page(company, desk):
    """`docs/rules/cash.md`: 200.00 in the morning, 1,210.00 from Alfa for an invoice, 500.00 to the bank."""
    invoice = sold(company)
    line = took(company, desk, "1210.00", document=invoice.number, person="Ion Pop")
    assert (line.number, line.payment.method, line.payment.reference) == ("CHA-000001", "cash", "CHA-000001")
    assert balance_of(invoice) == 0, "the same open item that reminders, ageing and the portal look at"
    assert book_of(desk) == [("opening", 200, 200), ("received", 1210, 1410)]
    assert posted(company, "5311") == 1410 and posted(company, "4111") == 0
    assert papers.said(company, line) == [
        "Am primit de la Alfa SRL suma de 1.210,00 RON, adică o mie două sute zece lei, reprezentând contravaloarea "
        f"facturii {invoice.number}."
    ]
    assert breaches() == []


def test_a_receipt_is_printed_once_in_the_form_of_the_country_and_kept(company, desk):
    line = took(company, desk, "50.00", document=sold(company).number)
    content = papers.pdf(company, line)
    assert content.startswith(b"%PDF") and papers.pdf(company, line) == content
    opening = CashLine.objects.get(desk=desk, kind="opening")
    with pytest.raises(Refused, match="cash.no_paper"):
        papers.pdf(company, opening)


@pytest.mark.parametrize(
    ("country", "title", "number", "words"),
    [
        ("BG", "Приходен касов ордер", "0100000001", "сто двадесет и едно евро и 50/100"),
        ("ES", "Recibo", "RC-A-2026-00001", "ciento veintiún euros con 50/100"),
        ("PL", "KP – Kasa przyjmie", "KP/A/0001/2026", "sto dwadzieścia jeden złotych 50/100"),
    ],
)
def test_each_country_has_its_own_paper_with_the_amount_in_words(country, title, number, words):
    company = a_company(country)
    line = took(company, a_desk(company), "121.50", document=sold(company, "200.00").number)
    assert (papers.title_of(company, line), line.number) == (title, number)
    said = papers.said(company, line)
    assert words in said[0]
    assert [one.startswith("КВИТАНЦИЯ") for one in said[1:]] == ([True] if country == "BG" else [])
    assert papers.pdf(company, line).startswith(b"%PDF")
    assert breaches() == []


def test_what_is_too_much_is_the_customers_credit_and_an_advance_needs_no_document(company, desk):
    invoice = sold(company)
    took(company, desk, "1300.00", document=invoice.number)
    took(company, desk, "100.00", customer="Alfa SRL")
    left = OpenItem.objects.filter(company=company, document_kind="payment").values_list("balance", flat=True)
    assert sorted(left) == [Decimal(-100), Decimal(-90)]
    with pytest.raises(Refused, match="field.missing"):
        took(company, desk, "5.00")
    assert breaches() == []


def test_a_romanian_firm_gives_five_thousand_a_day_and_no_more_of_one_invoice(company, desk):
    """Legea 70/2015 art. 3 alin. (1) lit. a) and alin. (2)."""
    large, small = sold(company, "10000.00"), sold(company, "100.00")
    took(company, desk, "5000.00", document=large.number)
    with pytest.raises(Refused) as day:
        took(company, desk, "0.01", document=small.number)
    assert day.value.code == "cash.over_day_of_party"
    assert sentence(day.value.code, day.value.facts) == (
        "Legea 70/2015 art. 3 alin. (1) lit. a): at most 5000.00 RON in cash from or to one person on one day, and "
        "this would make 5000.01 RON. The rest goes by bank."
    )
    with pytest.raises(Refused) as rest:
        took(company, desk, "100.00", document=large.number, on=LATER)
    assert (rest.value.code, rest.value.facts["law"]) == ("cash.over_document", "Legea 70/2015 art. 3 alin. (2)")
    took(company, desk, "121.00", document=small.number, on=LATER)
    assert Payment.objects.count() == 2 and breaches() == []


def test_a_consumer_may_bring_ten_thousand(company, desk):
    """Legea 70/2015 art. 4."""
    ana = a_customer(company, name="Ana Pop", vat_id="", is_business=False)
    invoice = sold(company, "9000.00", customer=ana)
    took(company, desk, "10000.00", document=invoice.number)
    with pytest.raises(Refused, match="cash.over_day_of_party"):
        took(company, desk, "0.01", document=invoice.number)


@pytest.mark.parametrize(
    ("country", "net", "refused"),
    [("BG", "4260.00", False), ("BG", "4261.00", True), ("ES", "826.00", False), ("ES", "827.00", True)],
)
def test_where_the_worth_of_the_deal_counts_not_even_a_part_is_taken(country, net, refused):
    company = a_company(country)
    desk, invoice = a_desk(company), sold(company, net)
    if refused:
        with pytest.raises(Refused, match="cash.deal_reached"):
            took(company, desk, "1.00", document=invoice.number)
        assert not Payment.objects.exists()
    else:
        took(company, desk, "1.00", document=invoice.number)


def test_a_polish_deal_between_businesses_above_fifteen_thousand_goes_by_bank_a_consumers_does_not():
    company = a_company("PL")
    desk = a_desk(company)
    firm = sold(company, "12196.00")
    with pytest.raises(Refused, match="cash.over_deal"):
        took(company, desk, "1.00", document=firm.number)
    jan = a_customer(company, name="Jan Nowak", vat_id="", is_business=False)
    took(company, desk, "1.00", document=sold(company, "50000.00", customer=jan).number)
    assert breaches() == []


def test_euros_at_a_desk_in_euros_count_against_a_ceiling_in_lei(company):
    Rate.objects.create(company=company, currency="EUR", valid_on=DAY, rate=Decimal("5.0000"), source="BNR")
    desk = a_desk(company, holds="0", currency="EUR", code="E")
    assert desk.account.code == "5311" or desk.account.code.startswith("5311.")
    invoice = sold(company, "1000.00", currency="EUR")
    with pytest.raises(Refused, match="cash.over_day_of_party"):
        took(company, desk, "1000.01", document=invoice.number)
    line = took(company, desk, "1000.00", document=invoice.number)
    assert (line.base_amount, line.balance) == (5000, 1000)
    lei = sold(company, "10.00")
    with pytest.raises(Refused, match="cash.other_currency"):
        took(company, desk, "1.00", document=lei.number)
    assert breaches() == []


def test_a_wrong_receipt_is_taken_back_by_another_line_and_keeps_its_number(company, desk):
    invoice = sold(company)
    line = took(company, desk, "1000.00", document=invoice.number)
    with pytest.raises(Refused, match="reason.missing"):
        cancelling.cancel(company, line, reason=" ", by=the_owner(company), on=DAY)
    back = cancelling.cancel(company, line, reason="wrong customer", by=the_owner(company), on=LATER)
    assert (back.amount, back.balance, back.number, back.reverses) == (-1000, 200, "", line)
    assert balance_of(invoice) == 1210 and posted(company, "5311") == 200
    with pytest.raises(Refused, match="cash.cancelled"):
        cancelling.cancel(company, line, reason="again", by=the_owner(company), on=LATER)
    with pytest.raises(Refused, match="cash.not_cancellable"):
        cancelling.cancel(company, back, reason="back", by=the_owner(company), on=LATER)
    again = took(company, desk, "1000.00", document=invoice.number, on=LATER)
    assert again.number == "CHA-000002", "a number that was given is never given again"
    told = Event.objects.filter(company_id=company.pk, name__startswith="cash.").values_list("name", flat=True)
    assert list(told.order_by("id")) == ["cash.taken", "cash.cancelled", "cash.taken"]
    assert breaches() == []


def test_a_clerk_takes_cash_and_takes_no_receipt_back(company, desk):
    clerk = somebody(company, "clerk")
    line = took(company, desk, "100.00", document=sold(company).number, by=clerk)
    assert line.written_by_id == clerk.id
    with pytest.raises(Refused, match="permission.denied"):
        cancelling.cancel(company, line, reason="mine", by=clerk, on=DAY)
    with pytest.raises(Refused, match="permission.denied"):
        took(company, desk, "1.00", customer="Alfa SRL", by=somebody(company, "viewer"))


def test_the_book_is_written_day_by_day(company, desk):
    invoice = sold(company)
    took(company, desk, "10.00", document=invoice.number, on=LATER)
    with pytest.raises(Refused, match="cash.out_of_order"):
        took(company, desk, "10.00", document=invoice.number, day=DAY, on=LATER)
    with pytest.raises(Refused, match="cash.in_future"):
        took(company, desk, "10.00", document=invoice.number, day=LATER + timedelta(days=1), on=LATER)
    day = queries.day_book(company, desk, on=LATER).day
    assert (day.opening, day.came, day.went, day.closing) == (200, 10, 0, 210)


def test_no_other_door_moves_money_of_a_desk(company, desk):
    invoice = sold(company)
    request = PaymentRequest(amount=Decimal(10), method="cash", shares=(Share(invoice.number),))
    with pytest.raises(Refused, match="account.has_book"):
        incoming.record(company, request, by=the_owner(company), on=DAY)
    line = took(company, desk, "10.00", document=invoice.number)
    with pytest.raises(Refused, match="account.has_book"):
        incoming.take_back(company, line.payment, reason="wrong", by=the_owner(company), on=DAY)
    assert breaches() == []


def test_a_desk_over_an_account_that_had_cash_before_takes_it_over():
    company = a_company("RO")
    invoice = sold(company)
    request = PaymentRequest(amount=Decimal(300), method="cash", shares=(Share(invoice.number),))
    incoming.record(company, request, by=the_owner(company), on=DAY)
    desk = a_desk(company, holds="250.00")
    assert posted(company, "5311") == 250 and posted(company, "891") == 50
    assert book_of(desk) == [("opening", 250, 250)] and breaches() == []


def test_the_database_itself_keeps_the_book(company, desk):
    line = took(company, desk, "10.00", document=sold(company).number)

    def refused(act):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()

    def copied(**facts):
        row = CashLine.objects.get(pk=line.pk)
        row.pk, row.public_id, row.payment = None, f"csh_{facts}"[:40], None
        row.kind, row.form, row.number, row.counter = "withdrawal", "order", "DI", 1
        for name, value in {"nth": 3, "balance": row.balance + row.amount, **facts}.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    for wrong in (
        {"nth": 2},
        {"nth": 4},
        {"balance": Decimal(999)},
        {"booked_on": DAY - timedelta(days=1)},
        {"counter": 2},
        {"kind": "deposit", "amount": Decimal(-211), "balance": Decimal(-1), "form": "voucher"},
    ):
        refused(lambda wrong=wrong: copied(**wrong))
    refused(lambda: CashLine.objects.filter(pk=line.pk).update(purpose="else"))
    refused(lambda: CashLine.objects.filter(pk=line.pk).delete())
    refused(lambda: Desk.objects.filter(pk=desk.pk).update(code="B"))
    refused(lambda: Desk.objects.filter(pk=desk.pk)._raw_delete("default"))
    assert not CashCount.objects.exists() and breaches() == []


def test_cash_that_was_taken_back_is_not_counted_either_way(company, desk):
    """Neither on the day it came, nor as less on the day on which it went back."""
    invoice = sold(company, "10000.00")
    wrong = took(company, desk, "5000.00", document=invoice.number)
    cancelling.cancel(company, wrong, reason="wrong invoice", by=the_owner(company), on=LATER)
    took(company, desk, "4000.00", document=sold(company, "10000.00").number, on=LATER)
    with pytest.raises(Refused) as refused:
        took(company, desk, "1000.01", document=sold(company, "10000.00").number, on=LATER)
    assert (refused.value.code, refused.value.facts["counted"]) == ("cash.over_day_of_party", "5000.01")
    took(company, desk, "1000.00", document=invoice.number, on=LATER)
    assert breaches() == []


def test_records_of_one_customer_are_counted_together(company, desk):
    """Beta was merged into Gama; one person brings 5,000 lei a day, whatever record it is written on."""
    beta, gama = (a_customer(company, name=name, vat_id="") for name in ("Beta SRL", "Gama SRL"))
    first, second = (sold(company, "5000.00", customer=one) for one in (beta, gama))
    took(company, desk, "3000.00", document=first.number)
    beta.merged_into = gama
    beta.save()
    with pytest.raises(Refused, match="cash.over_day_of_party"):
        took(company, desk, "2000.01", document=second.number)
    took(company, desk, "2000.00", document=second.number)


def test_a_desk_in_another_currency_is_looked_at_without_a_rate(company):
    """Nothing in it, or no law about what lies in a desk: no rate is asked for."""
    empty = Desk(company=company, currency="EUR")
    assert ceilings.warnings(company, empty, balance=Decimal(0), on=DAY) == []
    spain = a_company("ES", name="Sur SL")
    assert ceilings.warnings(spain, Desk(company=spain, currency="USD"), balance=Decimal(900), on=DAY) == []


def test_an_act_at_one_desk_waits_for_every_other_of_the_company(company, desk):
    """The laws count all desks together, so all are locked, in one order."""
    other = a_desk(company, code="B", name="Shop")
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        assert book.hold(company, other).desk == other
    locks = next(one["sql"] for one in asked if f'"{Desk._meta.db_table}"' in one["sql"])
    assert f'"{Desk._meta.db_table}"."id" =' not in locks and 'ORDER BY "cashbook_desk"."id" ASC' in locks
    assert not connection.features.has_select_for_update or "FOR UPDATE" in locks


def test_an_advance_in_cash_counts_on_the_invoice_that_it_settles(company, desk):
    """Legea 70/2015 art. 3 alin. (2): 3,000 as an advance and 2,000 later are 5,000 of one invoice."""
    invoice = sold(company, "10000.00")
    owed = OpenItem.objects.get(document_kind="invoice", document_id=invoice.pk)
    advance = took(company, desk, "3000.00", customer=owed.party.name)
    credit = OpenItem.objects.get(document_kind="payment", document_id=advance.payment_id)
    allocations.allocate(company, Pair(owed, credit, Decimal(3000)), by=the_owner(company), on=DAY)
    with pytest.raises(Refused) as refused:
        took(company, desk, "2000.01", document=invoice.number, on=LATER)
    assert (refused.value.code, refused.value.facts["counted"]) == ("cash.over_document", "5000.01")
    took(company, desk, "2000.00", document=invoice.number, on=LATER)
    assert breaches() == []


def test_advances_of_one_customer_on_one_day_are_one_deal():
    """Ley 7/2012 art. 7: 1,000 euro are not divided into 600 and 400."""
    company = a_company("ES")
    desk, customer = a_desk(company), a_customer(company)
    took(company, desk, "600.00", customer=customer.name)
    with pytest.raises(Refused, match=r"cash\.deal_reached"):
        took(company, desk, "400.00", customer=customer.name)
    took(company, desk, "399.99", customer=customer.name)
    took(company, desk, "400.00", customer=customer.name, on=LATER)
