"""Cash that goes back to a customer: the credit is used up, a paper is there, the law and the book are kept."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.archive.tests.paper import copied
from kvit.cashbook import cancelling, handing_back, papers, queries
from kvit.cashbook.handing_back import HandedBack
from kvit.cashbook.models import CashLine
from kvit.cli.tests.inside import kvit
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.ledger.models import OpenItem
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.payments.requests import PaymentRequest
from kvit.receivables import credit_notes
from tests.builders import DAY, a_company, a_customer, a_user, balance_of, breaches, somebody, the_owner
from tests.scenarios.cash.till import LATER, a_desk, book_of, in_euros, posted, sold, took

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def desk(company):
    return a_desk(company)


def credited(company, invoice, share="0.2", *, on=DAY):
    """A credit note for a part of the only line: 242.00 of 1,210.00."""
    part = {1: Decimal(share)}
    return credit_notes.issue(company, invoice, reason="return", quantities=part, by=the_owner(company), on=on)


def overpaid(company, customer, amount):
    """Money by the bank that pays nothing."""
    request = PaymentRequest(amount=Decimal(amount), customer=customer.public_id)
    return incoming.record(company, request, by=the_owner(company), on=DAY).payment


def handed(company, desk, amount, credit, *, by=None, on=DAY, **facts):
    asked = HandedBack(amount=Decimal(amount), credit=credit, **facts)
    return handing_back.hand_back(company, desk, asked, by=by or the_owner(company), on=on)


def left_of(company, document_id, kind="invoice"):
    return OpenItem.objects.get(company=company, document_kind=kind, document_id=document_id, part=1).balance


def test_the_example_of_the_page(company, desk):
    """`docs/rules/cash.md`: Alfa paid 1,210.00 in cash, gives goods of 242.00 back, and is handed that money."""
    invoice = sold(company)
    took(company, desk, "1210.00", document=invoice.number)
    note = credited(company, invoice)
    assert left_of(company, note.pk) == -242
    line = handed(company, desk, "242.00", note.number, person="Ion Pop")
    assert (line.number, line.kind, line.balance) == ("DPA-000001", "refund", 1168)
    assert (line.payment.direction, line.payment.method, line.payment.reference) == ("refund", "cash", "DPA-000001")
    assert left_of(company, note.pk) == 0 and balance_of(invoice) == 0
    assert posted(company, "5311") == 1168 and posted(company, "4111") == 0
    assert papers.title_of(company, line) == "Dispoziție de plată către casierie"
    assert papers.said(company, line) == [
        "S-a plătit către Alfa SRL suma de 242,00 RON, adică două sute patruzeci și doi de lei, reprezentând "
        f"restituirea contravalorii facturii storno {note.number}."
    ]
    day = queries.day_book(company, desk, on=DAY).day
    assert (day.opening, day.came, day.went, day.closing) == (0, 1410, 242, 1168)
    assert breaches() == []


@pytest.mark.parametrize(
    ("country", "title", "number", "words"),
    [
        ("BG", "Разходен касов ордер", "0100000001", "Да се изплати на Alfa SRL сумата 20,00"),
        ("ES", "Recibo de devolución", "RD-A-2026-00001", "Hemos devuelto a Alfa SRL la cantidad de 20,00"),
        ("PL", "KW – Kasa wypłaci", "KW/A/0001/2026", "Wypłacono Alfa SRL kwotę 20,00"),
    ],
)
def test_each_country_has_its_own_paper(country, title, number, words):
    company = a_company(country)
    desk, payment = a_desk(company), overpaid(company, a_customer(company), "20.00")
    line = handed(company, desk, "20.00", payment.public_id)
    assert (papers.title_of(company, line), line.number) == (title, number)
    found = copied(papers.pdf(company, line))
    assert words in found and number in found and breaches() == []


def test_what_was_too_much_is_handed_back_in_parts_and_never_more_than_is_left(company, desk):
    payment = overpaid(company, a_customer(company), "100.00")
    first = handed(company, desk, "30.00", payment.public_id)
    assert first.purpose == "restituirea sumei încasate în plus"
    with pytest.raises(Refused, match=r"refund\.too_much"):
        handed(company, desk, "70.01", payment.public_id)
    with pytest.raises(Refused, match=r"field\.bad_value"):
        handed(company, desk, "0.001", payment.public_id)
    assert handed(company, desk, "70.00", payment.public_id).number == "DPA-000002"
    assert left_of(company, payment.pk, "payment") == 0
    with pytest.raises(Refused, match=r"refund\.too_much"):
        handed(company, desk, "0.01", payment.public_id)
    with pytest.raises(Refused, match=r"credit\.unknown"):
        handed(company, desk, "1.00", "none")
    assert book_of(desk) == [("opening", 200, 200), ("refund", -30, 170), ("refund", -70, 100)] and breaches() == []


def test_nobody_hands_out_what_is_not_in_the_desk(company, desk):
    payment = overpaid(company, a_customer(company), "500.00")
    with pytest.raises(Refused, match=r"cash\.not_enough"):
        handed(company, desk, "200.01", payment.public_id)
    assert not Payment.objects.filter(direction="refund").exists()
    handed(company, desk, "200.00", payment.public_id)
    assert breaches() == []


def test_the_same_key_is_the_same_act(company, desk):
    payment = overpaid(company, a_customer(company), "100.00")
    first = handed(company, desk, "40.00", payment.public_id, key="k1")
    assert handed(company, desk, "40.00", payment.public_id, key="k1") == first
    assert handed(company, desk, "40.00", payment.public_id, key="k2") != first
    assert Payment.objects.filter(direction="refund").count() == 2 and breaches() == []


def test_a_clerk_hands_nothing_back_and_no_program_without_a_person(company, desk):
    payment = overpaid(company, a_customer(company), "100.00")
    for role in ("clerk", "viewer"):
        with pytest.raises(Refused, match=r"permission\.denied"):
            handed(company, desk, "1.00", payment.public_id, by=somebody(company, role))
    with pytest.raises(Refused):
        handed(company, desk, "1.00", payment.public_id, by=automation("tick", company))
    assert handed(company, desk, "1.00", payment.public_id, by=somebody(company, "accountant")).balance == 199


def test_money_handed_back_by_mistake_comes_back_into_the_desk(company, desk):
    payment = overpaid(company, a_customer(company), "100.00")
    line = handed(company, desk, "100.00", payment.public_id)
    back = cancelling.cancel(company, line, reason="wrong customer", by=the_owner(company), on=LATER)
    assert (back.amount, back.balance, back.number) == (100, 200, "")
    assert left_of(company, payment.pk, "payment") == -100 and posted(company, "5311") == 200
    assert handed(company, desk, "100.00", payment.public_id, on=LATER).number == "DPA-000002"
    assert breaches() == []


def test_a_romanian_firm_hands_a_business_five_thousand_a_day(company):
    """Legea 70/2015 art. 3 alin. (1) lit. c), with bills and costs of the same firm; 10,000 to all firms."""
    desk = a_desk(company, holds="30000.00")
    customers = [a_customer(company, name=f"Firma {n}", vat_id="") for n in range(3)]
    paid = [overpaid(company, one, "9000.00") for one in customers]
    with pytest.raises(Refused) as refused:
        handed(company, desk, "5000.01", paid[0].public_id)
    assert refused.value.facts["law"] == "Legea 70/2015 art. 3 alin. (1) lit. c)"
    handed(company, desk, "5000.00", paid[0].public_id)
    handed(company, desk, "5000.00", paid[1].public_id)
    with pytest.raises(Refused, match=r"cash\.over_day \(law"):
        handed(company, desk, "0.01", paid[2].public_id)
    assert breaches() == []


def test_in_spain_what_goes_back_belongs_to_the_deal_however_it_was_paid():
    """Ley 7/2012 art. 7: of a sale of 1,210.00 not even 121.00 go back in cash, of one of 907.50 they do."""
    company = a_company("ES")
    desk = a_desk(company, holds="2000.00")
    large, small = sold(company, "1000.00"), sold(company, "750.00")
    notes = []
    for invoice in (large, small):
        request = PaymentRequest(amount=balance_of(invoice), customer=invoice.party.public_id)
        payment = incoming.record(company, request, by=the_owner(company), on=DAY).payment
        share = [incoming.Share(invoice.number)]
        incoming.allocate(company, incoming.credit_of(payment), share, by=the_owner(company), on=DAY)
        notes.append(credited(company, invoice, "0.1"))
    with pytest.raises(Refused) as refused:
        handed(company, desk, "121.00", notes[0].number)
    assert (refused.value.code, refused.value.facts["counted"]) == ("cash.deal_reached", "1210.00")
    assert handed(company, desk, "90.75", notes[1].number).number == "RD-A-2026-00001" and breaches() == []


def test_euros_go_back_at_a_desk_in_euros_alone(company, desk):
    payment = overpaid(company, a_customer(company), "10.00")
    other = in_euros(company)
    with pytest.raises(Refused, match=r"cash\.other_currency"):
        handed(company, other, "10.00", payment.public_id)


@pytest.fixture
def firm(client, time_machine):
    time_machine.move_to("2026-03-02 09:00:00Z", tick=False)
    owner = a_user("ana@example.com")
    client.force_login(owner)
    return a_company("RO", owner=owner, on=DAY)


def test_a_person_hands_back_what_a_payment_has_left(client, firm):
    payment = overpaid(firm, a_customer(firm), "50.00")
    assert "Hand money back" not in client.get(reverse("payment", args=[payment.public_id])).content.decode()
    desk = a_desk(firm)
    assert "Hand money back" in client.get(reverse("payment", args=[payment.public_id])).content.decode()
    form = client.get(reverse("credit_hand_back", args=[payment.public_id]), follow=True).content.decode()
    item = incoming.credit_of(payment)
    assert f'value="{item.public_id}" selected' in form and 'value="50.00"' in form and 'name="key"' in form
    told = {"amount": "50", "credit": item.public_id, "day": "today", "key": "k1"}
    at = reverse("cash_hand_back", args=[desk.public_id])
    for _ in range(2):
        assert client.post(at, told).status_code == 302
    line = CashLine.objects.get(kind="refund")
    shown = client.get(reverse("cash_line", args=[line.public_id])).content.decode()
    assert "Back to a customer" in shown and "restituirea sumei" in shown
    again = client.post(at, {**told, "key": "k2"})
    assert again.status_code == 422 and "left of the customer" in again.content.decode()
    assert breaches() == []


def test_a_credit_note_is_handed_back_from_its_page(client, firm):
    invoice, desk = sold(firm), a_desk(firm)
    took(firm, desk, "1210.00", document=invoice.number)
    note = credited(firm, invoice)
    assert "Hand money back" in client.get(reverse("invoice", args=[note.public_id])).content.decode()
    assert "Hand money back" not in client.get(reverse("invoice", args=[invoice.public_id])).content.decode()
    form = client.get(reverse("credit_hand_back", args=[note.public_id]), follow=True).content.decode()
    assert 'value="242.00"' in form and f"Alfa SRL, {note.number}" in form


def test_programs_and_the_command_line_do_the_same(firm):
    desk, program = a_desk(firm), Program(firm, firm.memberships.get().user)
    payment = overpaid(firm, a_customer(firm), "50.00")
    asked = {"amount": "20.00", "credit": payment.public_id, "person": "Ion"}
    line = program.post(f"/cash_desks/{desk.public_id}/hand_back", asked, status=201, key="h1")
    assert (line["kind"], line["amount"], line["number"]) == ("refund", "-20.00", "DPA-000001")
    assert line["paper"] == "Dispoziție de plată către casierie"
    assert program.post(f"/cash_desks/{desk.public_id}/hand_back", asked, status=201, key="h1") == line
    refused = {"amount": "30.01", "credit": payment.public_id}
    told = program.refused("POST", f"/cash_desks/{desk.public_id}/hand_back", refused, status=422, key="h2")
    assert told["code"] == "refund.too_much"
    more = kvit("cash", "hand-back", "30", payment.public_id, "--key", "c1").answer
    assert more == kvit("cash", "hand-back", "30", payment.public_id, "--key", "c1").answer
    assert (more["number"], more["balance"]) == ("DPA-000002", "150.00")
    back = kvit("cash", "cancel", more["id"], "--reason", "wrong").answer
    assert (back["takes_back"], back["balance"]) == (more["id"], "180.00") and breaches() == []
