"""A discount agreed afterwards on the purchases of a half-year: one note lowers all the invoices (art. 106j ust. 3)."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from kvit.archive import documents
from kvit.core.einvoice import fa3, ubl_read
from kvit.core.errors import Refused
from kvit.payments import incoming
from kvit.receivables import credit_notes, formats, outside, period_discounts, sending, transmitting
from kvit.receivables.models import CorrectedDocument, Invoice, InvoiceVat
from kvit.reports import vat
from tests.builders import a_company, a_customer, a_line, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.poland.builders import days_go_on, live, sent
from tests.scenarios.poland.official import BY_NATURE, OF_CORRECTIONS, the_example, told

pytestmark = pytest.mark.django_db
D = Decimal
NOTED_ON = date(2026, 7, 15)
HALF_YEAR = {"from": "2026-01-01", "to": "2026-06-30"}
FRIDGES = {"name": "lodówka Zimnotech mk1", "quantity": "1000", "unit": "H87", "cn": "8418 21 91"}
REASON = "rabat 50000 z uwagi na poziom zakupów pierwszym półroczu 2026"
SADOWA = {"street": "ul. Sadowa", "building": "1 lok. 3", "town": "Kraków", "post_code": "00-002"}


def a_half_year(company, *, net="100000.00"):
    """An invoice on the fifteenth of every month from January to June."""
    reached = {"email": "cde@cde.pl", "phone": "555777999", "customer_number": "fdfd778343"}
    customer = a_customer(company, name="CeDeE s.c.", address=SADOWA, **reached)
    fridges = a_line(net, vat="23", name="lodówka Zimnotech mk1")
    days = [date(2026, month, 15) for month in range(1, 7)]
    return customer, [an_invoice(company, fridges, customer=customer, on=day, issue_on=day.isoformat()) for day in days]


def asked_of(party, **facts):
    """What was agreed, as a user enters it."""
    return {"customer": party.public_id, "period": HALF_YEAR, "amount": "50000.00", "reason": REASON, **facts}


def the_discount(company, party, **facts):
    return period_discounts.issue(company, asked_of(party, **facts), by=the_owner(company), on=NOTED_ON)


def refused_with(company, party, **facts):
    with pytest.raises(Refused) as refusal:
        the_discount(company, party, **facts)
    return refusal.value


def shares_of(company, note):
    return [(one["number"], D(one["gross"])) for one in outside.whole(company, note, on=NOTED_ON)["corrected"]]


def test_example_7_one_note_for_the_discount_of_a_half_year(shared, company):
    customer, invoices = a_half_year(company)
    days_go_on(company)
    facts = {"goods": FRIDGES, "period_name": "pierwsze półrocze 2026", "place_of_issue": "Warszawa"}
    note = the_discount(company, customer, **facts)
    days_go_on(company)
    ours = {"Fa/Platnosc": "our notes say what is owed back; the example's does not"}
    without = BY_NATURE | OF_CORRECTIONS | ours
    assert told(fa3.write(sent(note)), without=without) == told(the_example(shared, 7), without=without)
    named = [(one.nr_fa_korygowanej, one.nr_ksef_fa_korygowanej) for one in sent(note).fa.dane_fa_korygowanej]
    assert named == [(one.number, live(one).official) for one in invoices]
    assert breaches() == []


def test_the_note_waits_until_ksef_has_numbered_every_invoice_it_names(company, ksef):
    customer, invoices = a_half_year(company)
    ksef.refuses = lambda content: ["nie"] if invoices[3].number.encode() in content and b"KOR" not in content else []
    days_go_on(company)
    note = the_discount(company, customer)
    days_go_on(company)
    assert (live(note).status, live(note).findings[-1]["facts"]["original"]) == ("prepared", invoices[3].number)
    ksef.refuses = lambda content: []
    transmitting.repeat(company, invoices[3], network="ksef", by=the_owner(company), on=NOTED_ON)
    days_go_on(company)
    assert live(note).status == "accepted"
    named = [one.nr_ksef_fa_korygowanej for one in sent(note).fa.dane_fa_korygowanej]
    assert named == [live(one).official for one in invoices] and all(named)


@pytest.fixture
def poland():
    return a_company("PL")


def test_each_invoice_owes_less_by_its_share_and_what_is_paid_already_is_owed_back(poland):
    customer, invoices = a_half_year(poland, net="10000.00")
    by = the_owner(poland)
    paid = {"invoice": invoices[0].number, "amount": "12300.00", "paid_on": NOTED_ON.isoformat()}
    incoming.record_all(poland, [paid], by=by, on=NOTED_ON)
    note = the_discount(poland, customer, amount="7380.00")
    assert [gross for _, gross in shares_of(poland, note)] == [D("1230")] * 6
    assert [balance_of(one) for one in invoices] == [0, *[D("11070")] * 5]
    assert balance_of(note) == -1230
    [line] = [one for one in vat.sales_journal(poland, since=NOTED_ON, until=NOTED_ON) if one.number == note.number]
    assert (line.base, line.vat, line.tax_point_on) == (D("-6000"), D("-1380"), NOTED_ON)
    assert breaches() == []


def test_no_discount_or_note_takes_an_invoice_below_nothing(poland):
    customer, invoices = a_half_year(poland, net="100.00")
    the_discount(poland, customer, amount="730.00")
    refusal = refused_with(poland, customer, amount="8.01")
    assert (refusal.code, refusal.facts["left"]) == ("period_discount.beyond_left", "8.00")
    with pytest.raises(Refused, match=r"credit\.beyond_whole"):
        credit_notes.issue(
            poland, invoices[0], reason="return", by=the_owner(poland), on=NOTED_ON, quantities={1: D("0.5")}
        )
    the_discount(poland, customer, amount="8.00")
    assert {balance_of(one) for one in invoices} == {0}
    with pytest.raises(Refused, match=r"credit\.nothing_left"):
        credit_notes.issue(poland, invoices[0], reason="whole", by=the_owner(poland), on=NOTED_ON)
    assert refused_with(poland, customer, amount="0.01").code == "period_discount.beyond_left"
    assert breaches() == []


def test_a_draft_holds_its_discount_and_lets_it_go_with_the_draft(poland):
    customer, _ = a_half_year(poland, net="100.00")
    by = the_owner(poland)
    draft = period_discounts.draft(poland, asked_of(customer, amount="700.00"), by=by, on=NOTED_ON)
    assert refused_with(poland, customer, amount="38.01").code == "period_discount.beyond_left"
    assert Invoice.objects.filter(kind="credit_note").exclude(pk=draft.pk).count() == 0, "nothing is left of a refusal"
    period_discounts.drafts.discard(poland, draft, by=by, on=NOTED_ON)
    the_discount(poland, customer, amount="738.00")
    assert breaches() == []


def test_goods_that_come_back_after_the_discount_are_credited_less_the_discount(poland):
    customer, invoices = a_half_year(poland, net="100.00")
    discount = the_discount(poland, customer, amount="73.80")
    note = credit_notes.issue(poland, invoices[0], reason="return", by=the_owner(poland), on=NOTED_ON)
    assert (note.line_sum, note.allowance_sum, note.net, note.vat, note.gross) == (100, 10, 90, D("20.7"), D("110.7"))
    assert balance_of(invoices[0]) == 0
    written = ubl_read.read(documents.content(poland, "invoice", document_id=note.pk, form="ubl"))
    assert [(one.amount, one.reason) for one in written.allowances] == [(D("10"), f"{discount.number}: {REASON}")]
    assert breaches() == []


def test_rates_stay_apart_and_single_invoices_may_be_named(poland):
    customer = a_customer(poland)
    day = date(2026, 3, 2)
    both = an_invoice(poland, a_line("100.00", vat="23"), a_line("100.00", vat="8"), issue_on=day.isoformat())
    other = an_invoice(poland, a_line("100.00", vat="8"), issue_on=day.isoformat())
    note = the_discount(poland, customer, amount="23.10", invoices=[both.public_id])
    rates = InvoiceVat.objects.filter(invoice=note).values_list("rate", "base", "amount")
    assert sorted(rates) == [(8, 10, D("0.8")), (23, 10, D("2.3"))]
    assert balance_of(other) == 108
    assert breaches() == []


def test_what_cannot_be_lowered_by_one_note(poland):
    customer, [first, *_] = a_half_year(poland, net="100.00")
    stranger = a_customer(poland, name="Inny", vat_id="")
    for facts, code in [
        ({"amount": "0"}, "period_discount.nothing"),
        ({"amount": "1.005"}, "period_discount.nothing"),
        ({"period": {"from": "2026-06-30", "to": "2026-01-01"}}, "period_discount.reversed"),
        ({"period": {"from": "2025-01-01", "to": "2025-12-31"}}, "period_discount.nothing_covered"),
        ({"invoices": ["inv_0"]}, "period_discount.not_covered"),
        (
            {"invoices": [first.public_id], "period": {"from": "2026-02-01", "to": "2026-06-30"}},
            "period_discount.not_covered",
        ),
        ({"customer": stranger.public_id, "invoices": [first.public_id]}, "period_discount.not_covered"),
        ({"goods": {"quantity": "0"}}, "field.bad_value"),
        ({"reason": ""}, "field.missing"),
    ]:
        assert refused_with(poland, customer, **facts).code == code
    assert Invoice.objects.filter(kind="credit_note").count() == 0


@pytest.mark.parametrize("country", ["RO", "BG", "ES"])
def test_elsewhere_each_invoice_is_credited_by_itself(country):
    company = a_company(country)
    refusal = refused_with(company, a_customer(company))
    assert (refusal.code, refusal.facts["country"]) == ("period_discount.not_here", country)


def test_ubl_names_every_invoice_and_cii_which_has_one_place_is_refused(poland):
    customer, invoices = a_half_year(poland, net="100.00")
    note = the_discount(poland, customer, amount="60.00", goods=FRIDGES)
    written = ubl_read.read(documents.content(poland, "invoice", document_id=note.pk, form="ubl"))
    assert [one.number for one in written.preceding_invoices] == [one.number for one in invoices]
    [line] = written.lines
    assert (line.quantity, line.item.name) == (1, FRIDGES["name"]), "no fridge comes back"
    assert line.item.description.endswith(", CN 8418 21 91") and line.item.description.startswith("1000 ")
    with pytest.raises(Refused, match=r"format\.invalid|xml\.no_place"):
        formats.content(poland, note, form="cii")


def test_what_a_note_took_off_an_invoice_is_never_changed(poland):
    customer, _ = a_half_year(poland, net="100.00")
    note = the_discount(poland, customer, amount="60.00")
    with pytest.raises(IntegrityError, match="never changed"):
        CorrectedDocument.objects.filter(invoice=note).update(base=1)


def test_the_page_gives_the_discount_and_the_note_says_what_it_lowers(poland):
    customer, invoices = a_half_year(poland, net="100.00")
    browser = Client()
    browser.force_login(poland.memberships.get().user)
    form = reverse("period_discount", args=[customer.public_id])
    assert form in browser.get(reverse("customer", args=[customer.public_id])).content.decode()
    offered = browser.get(form).content.decode()
    assert all(one.number in offered for one in invoices)
    typed = {"amount": "12,30", "since": "1.1.2026", "until": "30.6.2026", "reason": "Rabat", "unit": "H87"}
    wrong = browser.post(form, typed | {"amount": "999999"})
    assert wrong.status_code == 422 and "738.00" in wrong.content.decode()
    done = browser.post(form, typed | {invoices[1].public_id: "on"}, follow=True)
    page = done.content.decode()
    assert f"<dd>{invoices[1].number}</dd>" in page or invoices[1].number in page
    assert "2026-01-01 – 2026-06-30" in page
    assert balance_of(invoices[1]) == D("110.7")


def test_the_mail_names_every_invoice_that_the_note_lowers(poland):
    customer, invoices = a_half_year(poland, net="100.00")
    note = the_discount(poland, customer, amount="60.00")
    [mail] = sending.send(poland, note, by=the_owner(poland), on=NOTED_ON)
    assert f"{invoices[0].number}, {invoices[1].number}" in mail.text


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_take_the_same_zloty():
    company = a_company("PL")
    customer, _ = a_half_year(company, net="100.00")
    by, together, said = the_owner(company), Barrier(2), []

    def take():
        try:
            together.wait(timeout=30)
            period_discounts.draft(company, asked_of(customer, amount="400.00"), by=by, on=NOTED_ON)
            said.append("taken")
        except Refused as refused:
            said.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(said) == ["period_discount.beyond_left", "taken"]
