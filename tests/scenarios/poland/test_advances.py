"""The ministry's example of an advance, entered in Kvit as its facts and compared with what Kvit sends to KSeF."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.einvoice import fa3
from kvit.core.errors import Refused
from kvit.ledger.models import EntryLine
from kvit.receivables import asked, credit_notes, drafts
from tests.builders import a_customer, a_draft, a_line, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.poland.builders import days_go_on, sent
from tests.scenarios.poland.official import BY_NATURE, OF_CORRECTIONS, the_example, told

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2026, 2, 15)
MARCH = date(2026, 3, 17)
FLAT = a_line("300000", vat="23", name="mieszkanie 50m^2", unit="H87")
EXTRAS = a_line("5000", vat="23", name="usługi dodatkowe", unit="H87")


def a_buyer(company):
    address = {"street": "ul. Polna", "building": "1", "town": "Warszawa", "post_code": "00-001"}
    contact = {"email": "jan@kowalski.pl", "phone": "555777999"}
    return a_customer(company, name="F.H.U. Jan Kowalski", address=address, **contact)


WIFE = {
    "role": "additional_buyer",
    "name": "F.H.U. Grażyna Kowalska",
    "vat_id": "PL5260250274",
    "address": {"street": "ul. Polna", "building": "1", "town": "Warszawa", "post_code": "00-001", "country": "PL"},
    "email": "jan@kowalski.pl",
    "phone": "555777999",
    "share": "50",
}


def test_example_10_comes_out_field_by_field(shared, company):
    a_buyer(company)
    order = {"advance": {"received": "20000.00", "received_on": "2026-02-15"}, "issue_on": "2026-02-15"}
    issued = an_invoice(company, FLAT, EXTRAS, on=DAY, place_of_issue="Warszawa", other_parties=[WIFE], **order)
    days_go_on(company)
    assert told(fa3.write(sent(issued))) == told(the_example(shared, 10))
    assert breaches() == []


def at_two_rates(flat="341666.67", extras="5000"):
    return [
        a_line(flat, vat="8", name="mieszkanie 50m^2", unit="H87"),
        a_line(extras, vat="23", name="usługi dodatkowe", unit="H87"),
    ]


def an_advance(company, received):
    advance = {"received": received, "received_on": "2026-02-15"}
    return an_invoice(company, *at_two_rates(), on=DAY, issue_on="2026-02-15", advance=advance)


def a_correction(company, lines, *, of, received, reason, **facts):
    """The correction of an advance, issued on the day of the ministry's examples 12 and 13."""
    told = {"received": received, "received_on": "2026-02-15", "corrects": of.public_id, "reason": reason}
    return an_invoice(company, *lines, on=MARCH, issue_on=MARCH.isoformat(), advance=told, **facts)


def test_example_12_more_was_received_than_the_advance_says(shared, company):
    a_buyer(company)
    first = an_advance(company, "20000.00")
    reason = "błędne zafakturowanie zaniżonej kwoty zadatku 20000 powinno być 30000"
    facts = {"place_of_issue": "Warszawa", "other_parties": [WIFE]}
    raised = a_correction(company, at_two_rates(), of=first, received="30000.00", reason=reason, **facts)
    days_go_on(company)
    days_go_on(company)
    without = BY_NATURE | OF_CORRECTIONS
    assert told(fa3.write(sent(raised)), without=without) == told(the_example(shared, 12), without=without)
    assert (raised.type_code, raised.payable, balance_of(raised)) == ("384", 0, 10000)
    assert breaches() == []


def test_example_13_the_order_of_an_advance_changes_and_no_vat_with_it(shared, company):
    a_buyer(company)
    first = an_advance(company, "30000.00")
    lines = at_two_rates("307500", "4500")
    reason = "korekta wartości zamówienia o -10%"
    facts = {"place_of_issue": "Warszawa", "other_parties": [WIFE]}
    changed = a_correction(company, lines, of=first, received="30000.00", reason=reason, **facts)
    days_go_on(company)
    days_go_on(company)
    without = BY_NATURE | OF_CORRECTIONS
    assert told(fa3.write(sent(changed)), without=without) == told(the_example(shared, 13), without=without)
    assert breaches() == []


def test_the_final_invoice_takes_back_what_the_corrections_made_of_the_advance(company):
    a_buyer(company)
    first = an_advance(company, "20000.00")
    raised = a_correction(company, at_two_rates(), of=first, received="30000.00", reason="za mało")
    a_correction(company, at_two_rates("307500", "4500"), of=first, received="30000.00", reason="-10%")
    credit_notes.issue(company, raised, reason="whole", by=the_owner(company), on=MARCH)
    assert breaches() == []
    final = an_invoice(company, *at_two_rates("307500", "4500"), on=MARCH, settles=[first.public_id])
    assert final.gross == D("337635") - 20000
    assert breaches() == []


def test_what_no_correction_of_an_advance_can_be(company):
    a_buyer(company)
    first = an_advance(company, "20000.00")
    for lines, received, code in [
        (at_two_rates(), "19999.99", "advance.not_raised"),
        (at_two_rates("341666.67", "90000"), "20000.00", "advance.moves_vat"),
        (at_two_rates(), "375150.01", "advance.beyond_order"),
    ]:
        with pytest.raises(Refused) as refusal:
            a_correction(company, lines, of=first, received=received, reason="x")
        assert refusal.value.code == code
    told = {"received": "30000.00", "received_on": "2026-02-15", "corrects": first.public_id, "reason": "x"}
    waiting = a_draft(company, *at_two_rates(), on=MARCH, advance=told)
    for act in (
        lambda: credit_notes.issue(company, first, reason="whole", by=the_owner(company), on=MARCH),
        lambda: a_draft(company, *at_two_rates(), on=MARCH, settles=[first.public_id]),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "advance.note_waits"
    more = asked.of(company, waiting)
    more["advance"] |= {"received": "31000.00"}
    edited = drafts.edit(company, waiting, more, version=None, by=the_owner(company), on=MARCH)
    assert (edited.kind, edited.corrects, edited.gross) == ("corrective", first, 11000)
    drafts.discard(company, waiting, by=the_owner(company), on=MARCH)
    final = an_invoice(company, *at_two_rates(), on=MARCH, settles=[first.public_id])
    with pytest.raises(Refused) as refusal:
        a_correction(company, at_two_rates(), of=first, received="30000.00", reason="x")
    assert (refusal.value.code, refusal.value.facts["settlement"]) == ("advance.settled", final.number)


def test_the_final_invoice_shows_the_order_and_names_its_advances_by_their_ksef_numbers(company):
    a_customer(company)
    advance = an_invoice(company, FLAT, EXTRAS, advance={"received": "20000.00", "received_on": "2026-03-02"})
    final = an_invoice(company, FLAT, EXTRAS, settles=[advance.public_id])
    days_go_on(company)
    days_go_on(company)
    fa = sent(final).fa
    assert fa.rodzaj_faktury == "ROZ"
    assert [line.p_11 for line in fa.fa_wiersz] == [300000, 5000]
    assert (fa.p_13_1, fa.p_14_1) == (D("288739.84"), D("66410.16"))
    assert fa.p_15 == D("355150")
    (named,) = fa.faktura_zaliczkowa
    assert named.nr_ksef_fa_zaliczkowej.startswith("8567346215-")
    assert breaches() == []


def test_a_note_of_an_advance_says_what_was_paid_before_and_the_order_twice(company):
    a_customer(company)
    advance = an_invoice(company, FLAT, EXTRAS, advance={"received": "20000.00", "received_on": "2026-03-02"})
    note = credit_notes.issue(company, advance, reason="whole", by=the_owner(company), on=advance.issued_on)
    days_go_on(company)
    days_go_on(company)
    fa = sent(note).fa
    assert (fa.rodzaj_faktury, fa.p_15, fa.p_15zk) == ("KOR_ZAL", -20000, 20000)
    assert (fa.p_13_1, fa.p_14_1) == (D("-16260.16"), D("-3739.84"))
    assert [row.stan_przed_z for row in fa.zamowienie.zamowienie_wiersz] == [True, None, True, None]
    assert fa.fa_wiersz == ()
    assert breaches() == []


def test_where_the_advances_pay_everything_the_last_of_them_names_the_others(company):
    a_customer(company)
    first = an_invoice(company, FLAT, EXTRAS, advance={"received": "20000.00", "received_on": "2026-03-02"})
    rest = {"received": "355150.00", "received_on": "2026-03-02"}
    last = an_invoice(company, FLAT, EXTRAS, advance=rest, settles=[first.public_id])
    days_go_on(company)
    days_go_on(company)
    fa = sent(last).fa
    assert (fa.rodzaj_faktury, fa.p_15, len(fa.faktura_zaliczkowa)) == ("ZAL", 355150, 1)
    assert (fa.p_13_1, fa.p_14_1) == (D("288739.84"), D("66410.16"))
    assert breaches() == []


def test_a_note_of_the_last_advance_takes_back_revenue_for_nothing_of_it_was_owed_to_the_customer(company):
    a_customer(company)
    first = an_invoice(company, FLAT, EXTRAS, advance={"received": "20000.00", "received_on": "2026-03-02"})
    rest = {"received": "355150.00", "received_on": "2026-03-02"}
    last = an_invoice(company, FLAT, EXTRAS, advance=rest, settles=[first.public_id])
    credit_notes.issue(company, last, reason="whole", by=the_owner(company), on=last.issued_on)
    lines = EntryLine.objects.filter(company=company)
    held = {
        role: sum(one.amount for one in lines.filter(account__role=role)) for role in ("customer_advance", "revenue")
    }
    assert held == {"customer_advance": 0, "revenue": -first.net}
    assert breaches() == []


def test_a_note_of_the_final_invoice_is_a_correction_of_a_settlement(company):
    a_customer(company)
    advance = an_invoice(company, FLAT, EXTRAS, advance={"received": "20000.00", "received_on": "2026-03-02"})
    final = an_invoice(company, FLAT, EXTRAS, settles=[advance.public_id])
    note = credit_notes.issue(company, final, reason="whole", by=the_owner(company), on=final.issued_on)
    for _ in range(3):
        days_go_on(company)
    fa = sent(note).fa
    assert (fa.rodzaj_faktury, fa.p_15) == ("KOR_ROZ", D("-355150"))
    assert breaches() == []
