"""Money before the supply: invoiced as an advance, taken back by the final invoice, corrected by a credit note."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from kvit.archive import documents
from kvit.core.einvoice import ubl_read
from kvit.core.errors import Refused, errors
from kvit.ledger import rates
from kvit.ledger.models import EntryLine
from kvit.ledger.rates import Quote
from kvit.receivables import advances, asked, credit_notes, invoices, network_forms
from kvit.receivables.models import SettledAdvance
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db
D = Decimal
RATES = {"RO": "21", "BG": "20", "ES": "21", "PL": "23"}


def received(amount, on=DAY):
    return {"received": amount, "received_on": on.isoformat()}


def an_advance(company, *lines, amount, **facts):
    return an_invoice(company, *lines, advance=received(amount), **facts)


def on_account(company, role):
    """What stands on the account, credit above zero."""
    lines = EntryLine.objects.filter(company=company, account__role=role)
    return -sum((line.base_amount for line in lines), D(0))


@pytest.mark.parametrize("country", RATES)
def test_an_advance_is_a_debt_to_the_customer_and_becomes_revenue_when_it_is_settled(country):
    company = a_company(country)
    a_customer(company)
    order = [a_line("1000.00", vat=RATES[country], name="Table"), a_line("500.00", vat=RATES[country], name="Chair")]
    first = an_advance(company, *order, amount="300.00")
    second = an_advance(company, *order, amount="200.00")
    assert (first.gross, first.payable, first.tax_point_on) == (D(300), D(0), DAY)
    assert on_account(company, "revenue") == 0
    assert on_account(company, "customer_advance") == first.net + second.net
    assert on_account(company, "vat_output") == first.vat + second.vat

    final = an_invoice(company, *order, settles=[first.public_id, second.public_id])

    rate = D(RATES[country])
    assert final.gross == 1500 + 1500 * rate / 100 - 500
    assert final.vat == 1500 * rate / 100 - first.vat - second.vat
    assert on_account(company, "revenue") == 1500
    assert on_account(company, "customer_advance") == 0
    assert on_account(company, "vat_output") == 1500 * rate / 100
    ubl = ubl_read.read(documents.content(company, "invoice", document_id=final.pk, form="ubl"))
    assert [one.number for one in ubl.preceding_invoices] == [first.number, second.number]
    assert [line.net for line in ubl.lines][2:] == [-first.net, -second.net]
    assert breaches() == []


OFFICES = {"accounting": "L01280796", "managing": "L01280796", "processing": "L01280796"}
FORMS = {"RO": "cius-ro", "BG": "peppol", "ES": "facturae", "PL": "fa3"}


@pytest.mark.parametrize("country", RATES)
def test_advance_settlement_and_note_are_right_in_the_form_of_the_network(country):
    company = a_company(country)
    if country == "ES":
        company.post_code = "46001"
        company.save(update_fields=["post_code"])
    peppol = {"electronic_scheme": "9926", "electronic_address": "BG103873594"} if country == "BG" else {}
    public = {"is_public": True, "public_offices": OFFICES} if country == "ES" else {}
    a_customer(company, address=IN_CLUJ if country == "RO" else IN_TOWN, **peppol, **public)
    order = [a_line("1000.00", vat=RATES[country]), a_line("99.99", vat="0", category="Z")][: 1 + (country != "ES")]
    first = an_advance(company, *order, amount="333.33", order_ref="PO-7", buyer_reference="PO-7")
    second = an_advance(company, *order, amount="100.00", order_ref="PO-7", buyer_reference="PO-7")
    note = credit_notes.issue(company, second, reason="whole", by=the_owner(company), on=DAY)
    final = an_invoice(company, *order, settles=[first.public_id], order_ref="PO-7", buyer_reference="PO-7")
    for row in (first, note, final):
        made = network_forms.make(company, row, form=FORMS[country])
        assert errors(made.findings) == [], (row.number, row.kind)
    assert first.type_code == "386"
    assert on_account(company, "customer_advance") == 0
    assert breaches() == []


IN_CLUJ = {"street": "Strada Lungă", "building": "1", "town": "Cluj-Napoca", "region": "RO-CJ", "post_code": "400001"}
IN_TOWN = {"street": "Calle Mayor", "building": "1", "town": "Valencia", "region": "Valencia", "post_code": "46001"}


def test_an_advance_is_taken_back_once_by_whoever_comes_first():
    company = a_company("RO")
    a_customer(company)
    advance = an_advance(company, a_line("1000.00"), amount="300.00")
    draft = a_draft(company, a_line("1000.00"), settles=[advance.public_id])
    with pytest.raises(Refused, match="advance.settled"):
        a_draft(company, a_line("1000.00"), settles=[advance.public_id])
    with pytest.raises(Refused, match="advance.held_by_draft"):
        credit_notes.issue(company, advance, reason="whole", by=the_owner(company), on=DAY)
    invoices.discard(company, draft, by=the_owner(company), on=DAY)
    assert a_draft(company, a_line("1000.00"), settles=[advance.public_id]).gross == D("910.00")


def test_the_constraint_refuses_a_second_taker_by_itself():
    company = a_company("RO")
    a_customer(company)
    advance = an_advance(company, a_line("1000.00"), amount="300.00")
    a_draft(company, a_line("1000.00"), settles=[advance.public_id])
    taken = SettledAdvance.objects.get()
    taken.pk, taken.invoice = None, a_draft(company)
    with pytest.raises(IntegrityError), transaction.atomic():
        taken.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_settlements_at_once_one_is_refused():
    company = a_company("RO")
    a_customer(company)
    advance = an_advance(company, a_line("1000.00"), amount="300.00")
    together, said = Barrier(2), []

    def settle():
        try:
            together.wait(timeout=30)
            while True:
                try:
                    said.append(a_draft(company, a_line("1000.00"), settles=[advance.public_id]).status)
                    return
                except OperationalError:  # a database that is busy is asked again
                    continue
        except Refused as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=settle) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(said) == ["advance.settled", "draft"]
    assert SettledAdvance.objects.count() == 1


def test_a_note_lowers_what_is_owed_and_what_is_left_is_taken_back():
    company = a_company("BG")
    a_customer(company)
    order = [a_line("1000.00", vat="20", name="Table"), a_line("500.00", vat="9", name="Book")]
    advance = an_advance(company, *order, amount="1000.00")
    credit_notes.issue(
        company, advance, reason="whole", by=the_owner(company), on=DAY, quantities={1: None}, text="No books"
    )
    left = on_account(company, "customer_advance")
    assert left == advance.lines.get(vat_rate=20).net
    final = an_invoice(company, a_line("1000.00", vat="20", name="Table"), settles=[advance.public_id])
    assert final.net == 1000 - left
    assert on_account(company, "customer_advance") == 0
    assert breaches() == []


def test_a_note_of_an_advance_that_was_taken_back_gives_back_revenue():
    company = a_company("RO")
    a_customer(company)
    advance = an_advance(company, a_line("1000.00"), amount="300.00")
    an_invoice(company, a_line("1000.00"), settles=[advance.public_id])
    note = credit_notes.issue(company, advance, reason="whole", by=the_owner(company), on=DAY)
    assert note.payable == D("300.00")
    assert on_account(company, "revenue") == 1000 - advance.net
    assert on_account(company, "customer_advance") == 0
    assert breaches() == []


def test_an_advance_in_euros_leaves_the_books_at_what_it_was_worth_when_it_came():
    company = a_company("RO")
    later = DAY + timedelta(days=7)
    quotes = [Quote(DAY, "EUR", D("5.0000"), "BNR"), Quote(later, "EUR", D("5.1000"), "BNR")]
    rates.record_all(company, quotes, by=the_owner(company), on=DAY)
    a_customer(company)
    advance = an_advance(company, a_line("1000.00"), amount="121.00", currency="EUR")
    assert on_account(company, "customer_advance") == D("500.00")
    an_invoice(company, a_line("1000.00"), settles=[advance.public_id], currency="EUR", on=later)
    assert on_account(company, "customer_advance") == 0
    assert on_account(company, "revenue") == D("500.00") + 900 * D("5.1")
    assert breaches() == []


def test_what_is_no_advance_of_this_customer_is_not_taken_back():
    company = a_company("RO")
    alfa, beta = a_customer(company), a_customer(company, name="Beta SRL", vat_id="")
    plain = an_invoice(company, customer=alfa)
    advance = an_advance(company, a_line("1000.00"), amount="300.00", customer=alfa)
    rates.record_all(company, [Quote(DAY, "EUR", D("5.0000"), "BNR")], by=the_owner(company), on=DAY)
    refused = [
        ({"settles": [plain.public_id]}, alfa, "advance.unknown"),
        ({"settles": ["inv_nobody"]}, alfa, "advance.unknown"),
        ({"settles": [advance.public_id]}, beta, "advance.of_another"),
        ({"settles": [advance.public_id], "currency": "EUR"}, alfa, "advance.of_another"),
        ({"settles": [advance.public_id], "kind": "simplified"}, alfa, "advance.only_invoice"),
        ({"settles": [advance.public_id], "retention_rate": "15"}, alfa, "advance.with_retention"),
        ({"advance": received("100"), "charges": [{"amount": "5"}]}, alfa, "advance.with_extras"),
        ({"advance": received("99999")}, alfa, "advance.beyond_order"),
    ]
    for facts, customer, code in refused:
        with pytest.raises(Refused, match=code):
            a_draft(company, a_line("1000.00"), customer=customer, **facts)


def test_in_poland_nothing_is_left_to_invoice_where_the_advances_pay_everything():
    company = a_company("PL")
    a_customer(company)
    advance = an_advance(company, a_line("1000.00"), amount="1230.00")
    with pytest.raises(Refused, match="advance.nothing_to_settle"):
        a_draft(company, a_line("1000.00"), settles=[advance.public_id])


def test_a_draft_comes_back_as_the_request_that_asked_for_it():
    company = a_company("RO")
    a_customer(company)
    first = an_advance(company, a_line("1000.00"), amount="300.00")
    for facts in ({"advance": received("300.00")}, {"settles": [first.public_id]}):
        draft = a_draft(company, a_line("1000.00", name="Table"), **facts)
        again = asked.of(company, draft)
        assert [line["name"] for line in again["lines"]] == ["Table"]
        before = (draft.gross, draft.lines.count(), advances.settled_of(draft))
        edited = invoices.edit(company, draft, again, version=None, by=the_owner(company), on=DAY)
        assert (edited.gross, edited.lines.count(), advances.settled_of(edited)) == before
        assert asked.of(company, edited) == again
