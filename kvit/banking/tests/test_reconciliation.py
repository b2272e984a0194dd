"""A statement is taken in once, its lines find their invoices with reasons, and everything can be undone."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kvit.banking import reconciliation, statements
from kvit.banking.models import Match, Proposal, StatementLine
from kvit.core.errors import Refused
from kvit.core.tests.camt_builder import camt, entry, transfer
from kvit.core.tests.camt_builder import statement as camt_statement
from kvit.ledger.models import EntryLine, OpenItem
from kvit.parties import ibans
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.payments.requests import Share
from kvit.receivables import credit_notes
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, balance_of, breaches, the_owner

pytestmark = pytest.mark.django_db
LATER = date(2026, 3, 31)
HEAD = "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n"


def load(company, *rows, name="extras.csv", on=LATER):
    content = (HEAD + "".join(f"{row}\n" for row in rows)).encode()
    iban = company.bank_accounts.get(currency=company.currency).iban
    return statements.load(company, content, name=name, account=iban, by=the_owner(company), on=on)


def row(amount, text, *, day="20.03.2026", payer="ALFA SRL", iban="RO09BCYP0000001234567890"):
    return f"{day};{amount};RON;{payer};{iban};{text}"


def waiting(company):
    reconciliation.suggest(company, by=the_owner(company), on=LATER)
    return StatementLine.objects.filter(company=company, status="proposed").order_by("pk")


def the_line(company):
    return StatementLine.objects.get(company=company)


def item_of(invoice):
    return OpenItem.objects.get(document_kind="invoice", document_id=invoice.pk).public_id


def confirmed_best(company):
    """A person says yes to the best proposal of every line."""
    best = [line.proposals.get(rank=1) for line in waiting(company)]
    return [reconciliation.confirm_proposal(company, one, by=the_owner(company), on=LATER) for one in best]


@pytest.fixture
def company():
    return a_company()


def test_a_line_that_names_the_number_finds_its_invoice(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    load(company, row("121,00", f"plata factura {invoice.number}"))
    line = waiting(company).get()
    best = line.proposals.get(rank=1)
    assert best.items == [[OpenItem.objects.get(document_id=invoice.pk).public_id, "121.0000"]]
    assert {"match.number", "match.amount"} <= set(best.reasons) and best.is_sure

    match = reconciliation.confirm_proposal(company, best, by=the_owner(company), on=LATER)
    assert balance_of(invoice) == 0 and match.payment.amount == 121
    line.refresh_from_db()
    assert line.status == "reconciled"
    assert ibans.known(company) == {"RO09BCYP0000001234567890": [invoice.party.public_id]}


def test_pain_16_a_number_inside_another_is_no_match(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    load(company, row("121,00", f"ref 9{invoice.number}7 diverse", payer="Altcineva"))
    for line in waiting(company):
        assert "match.number" not in line.proposals.get(rank=1).reasons
        assert not line.proposals.filter(is_sure=True).exists()


def test_pain_16_the_account_that_paid_once_is_known_the_next_time(company):
    first = an_invoice(company, a_line("100", vat="21"))
    load(company, row("121,00", f"factura {first.number}"))
    reconciliation.book_sure(company, by=the_owner(company), on=LATER)
    second = an_invoice(company, a_line("77", vat="21"))
    load(company, row("93,17", "plata", day="25.03.2026"))
    best = waiting(company).get().proposals.get(rank=1)
    assert "match.account" in best.reasons
    assert best.items[0][0] == OpenItem.objects.get(document_id=second.pk).public_id


def test_one_transfer_for_several_invoices_less_a_credit_note(company):
    customer = a_customer(company)
    one = an_invoice(company, a_line("100", vat="21"), customer=customer)
    two = an_invoice(company, a_line("50", vat="21"), customer=customer)
    note = credit_notes.issue(
        company, two, reason="return", quantities={1: Decimal("0.2")}, by=the_owner(company), on=DAY
    )
    assert balance_of(note) == 0 and balance_of(two) == Decimal("48.40")
    load(company, row("169,40", f"{one.number} {two.number}"))
    booked = reconciliation.book_sure(company, by=the_owner(company), on=LATER)
    assert len(booked) == 1 and balance_of(one) == balance_of(two) == 0


def test_a_part_is_booked_alone_where_the_text_says_so(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    load(company, row("60,00", f"rata 1 {invoice.number}"))
    assert [match.kind for match in reconciliation.book_sure(company, by=the_owner(company), on=LATER)] == ["partial"]
    assert balance_of(invoice) == 61


def test_what_is_left_over_stays_the_customers(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    load(company, row("150,00", invoice.number))
    proposal = waiting(company).get().proposals.get(rank=1)
    match = reconciliation.confirm_proposal(company, proposal, by=the_owner(company), on=LATER)
    left = OpenItem.objects.get(document_kind="payment", document_id=match.payment_id)
    assert balance_of(invoice) == 0 and left.balance == -29


def test_undoing_a_match_brings_everything_back(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    load(company, row("121,00", invoice.number))
    reconciliation.book_sure(company, by=the_owner(company), on=LATER)
    reconciliation.undo(company, the_line(company), by=the_owner(company), on=LATER)
    assert balance_of(invoice) == 121 and the_line(company).status == "open"
    assert not EntryLine.objects.filter(account__role="bank").exclude(base_amount=0).count() % 2
    assert reconciliation.book_sure(company, by=the_owner(company), on=LATER) == []
    again = the_line(company).proposals.get(rank=1)
    assert not again.is_sure and again.reasons[-1] == "match.taken_back"
    reconciliation.confirm_proposal(company, again, by=the_owner(company), on=LATER)
    assert balance_of(invoice) == 0 and Payment.objects.count() == 2
    assert breaches() == []
    with pytest.raises(Refused) as refusal:
        reconciliation.confirm(company, the_line(company), [Share("x")], by=the_owner(company), on=LATER)
    assert refusal.value.code == "statement_line.cannot_reconcile"


def test_what_a_person_took_back_leaves_the_line_to_another_item(company):
    """The line of Alfa was booked on one invoice; undone, what else comes up is judged by its own evidence alone."""
    customer = a_customer(company)
    wrong = an_invoice(company, a_line("100", vat="21"), customer=customer)
    load(company, row("121,00", "plata"))
    [match] = confirmed_best(company)
    assert match.items[0][0] == item_of(wrong)
    reconciliation.undo(company, the_line(company), by=the_owner(company), on=LATER)
    right = an_invoice(company, a_line("100", vat="21"), customer=customer)
    found = {one.items[0][0]: one for one in waiting(company).get().proposals.all()}
    assert "match.taken_back" in found[item_of(wrong)].reasons
    assert "match.taken_back" not in found[item_of(right)].reasons


def test_an_account_learned_from_a_wrong_match_is_forgotten_with_it(company):
    wrong = an_invoice(company, a_line("100", vat="21"))
    load(company, row("121,00", wrong.number, payer="Un Strain"))
    confirmed_best(company)
    assert ibans.known(company) == {"RO09BCYP0000001234567890": [wrong.party.public_id]}
    reconciliation.undo(company, the_line(company), by=the_owner(company), on=LATER)
    assert ibans.known(company) == {}


def test_an_account_that_another_match_or_the_customers_data_name_is_kept(company):
    told, twice = a_customer(company, name="Alfa SRL"), a_customer(company, name="Beta SRL")
    ibans.learn(company, told, iban="RO09BCYP0000001234567890", on=DAY, told=True)
    one, two, three = (
        an_invoice(company, a_line(net, vat="21"), customer=who)
        for net, who in (("100", told), ("200", twice), ("300", twice))
    )
    other = "RO66BACX0000001234567890"
    load(
        company,
        row("121,00", one.number),
        row("242,00", two.number, payer="Beta", iban=other),
        row("363,00", three.number, payer="Beta", iban=other),
    )
    confirmed_best(company)
    lines = list(StatementLine.objects.filter(company=company).order_by("pk"))
    for line in lines[:2]:
        reconciliation.undo(company, line, by=the_owner(company), on=LATER)
    assert set(ibans.known(company)) == {"RO09BCYP0000001234567890", other}
    reconciliation.undo(company, lines[2], by=the_owner(company), on=LATER)
    assert set(ibans.known(company)) == {"RO09BCYP0000001234567890"}


def test_a_line_whose_payment_was_taken_back_by_hand_can_still_wait_again(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    load(company, row("121,00", f"plata {invoice.number}"))
    line = the_line(company)
    shares = [Share(OpenItem.objects.get(document_id=invoice.pk, document_kind="invoice").public_id)]
    match = reconciliation.confirm(company, line, shares, by=the_owner(company), on=LATER)
    incoming.take_back(company, match.payment, reason="not ours", by=the_owner(company), on=LATER)
    reconciliation.undo(company, line, by=the_owner(company), on=LATER)
    assert waiting(company) and balance_of(invoice) == 121
    reconciliation.confirm(company, line, shares, by=the_owner(company), on=LATER)
    assert balance_of(invoice) == 0 and breaches() == []


def test_money_back_to_the_customer_settles_their_credit(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    load(company, row("121,00", invoice.number))
    reconciliation.book_sure(company, by=the_owner(company), on=LATER)
    note = credit_notes.issue(company, invoice, reason="whole", by=the_owner(company), on=LATER)
    load(company, row("-121,00", f"restituire {note.number}", day="30.03.2026"))
    line = StatementLine.objects.get(amount__lt=0)
    item = OpenItem.objects.get(document_kind="invoice", document_id=note.pk)
    reconciliation.confirm(company, line, [Share(item.public_id)], by=the_owner(company), on=LATER)
    assert balance_of(note) == 0
    reconciliation.undo(company, line, by=the_owner(company), on=LATER)
    assert balance_of(note) == -121
    assert breaches() == []


def test_pain_17_the_same_statement_again_adds_nothing_and_twins_are_kept(company):
    rows = [row("10,00", "cafea"), row("10,00", "cafea"), row("20,00", "apa")]
    first = load(company, *rows)
    assert (first.lines, first.new) == (3, 3)
    again = load(company, *rows, name="inca-o-data.csv")
    assert (again.lines, again.new, len(again.known)) == (3, 0, 3)
    more = load(company, *rows, row("30,00", "suc", day="21.03.2026"))
    assert (more.lines, more.new) == (4, 1)
    assert StatementLine.objects.filter(company=company).count() == 4


def test_pain_17_twins_in_two_statements_of_one_file_are_kept(company):
    iban = company.bank_accounts.get(currency=company.currency).iban
    coffee = entry("4.50", direction="DBIT", on="2026-03-20").replace("EUR", "RON")
    morning, evening = (camt_statement(coffee, account=iban).replace("EUR", "RON") for _ in range(2))
    for new in (2, 0):
        loaded = statements.load(company, camt(morning, evening), name="d.xml", by=the_owner(company), on=LATER)
        assert (loaded.lines, loaded.new) == (2, new)


def test_a_payment_taken_back_by_the_bank_is_never_booked_alone(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    iban = company.bank_accounts.get(currency=company.currency).iban
    back = entry("121.00", on="2026-03-20", more="<RvslInd>true</RvslInd>", details=transfer(invoice.number))
    content = camt(camt_statement(back, account=iban)).replace(b"EUR", b"RON")
    statements.load(company, content, name="d.xml", by=the_owner(company), on=LATER)
    assert reconciliation.book_sure(company, by=the_owner(company), on=LATER) == []
    assert balance_of(invoice) == 121


def test_a_line_that_settles_nothing_is_ignored_with_a_note(company):
    load(company, row("-5,00", "comision"))
    with pytest.raises(Refused):
        reconciliation.ignore(company, the_line(company), note=" ", by=the_owner(company), on=LATER)
    reconciliation.ignore(company, the_line(company), note="bank fee", by=the_owner(company), on=LATER)
    assert (the_line(company).status, the_line(company).note) == ("ignored", "bank fee")
    reconciliation.restore(company, the_line(company), by=the_owner(company), on=LATER)
    assert the_line(company).status == "open"


def test_a_line_of_another_company_is_not_there(company):
    load(company, row("5,00", "x"))
    other = a_company("BG")
    with pytest.raises(Refused) as refusal:
        reconciliation.ignore(other, the_line(company), note="mine now", by=the_owner(other), on=LATER)
    assert refusal.value.code == "statement_line.unknown"


def test_two_people_confirm_one_line_and_one_of_them_is_told(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    load(company, row("121,00", invoice.number))
    proposal = waiting(company).get().proposals.get(rank=1)
    reconciliation.confirm_proposal(company, proposal, by=the_owner(company), on=LATER)
    with pytest.raises(Refused) as refusal:
        reconciliation.confirm_proposal(company, proposal, by=the_owner(company), on=LATER)
    assert refusal.value.code == "statement_line.cannot_reconcile"
    assert Match.objects.count() == Payment.objects.count() == 1 and not Proposal.objects.exists()


def test_every_camt_sample_comes_in_with_the_figures_of_the_manifest(shared):
    rows = csv.DictReader((Path(shared) / "bank" / "manifest.csv").open(encoding="utf-8"))
    tried = 0
    for sample in rows:
        path = Path(shared) / "bank" / sample["file"]
        if "camt" not in sample["file"] or path.suffix != ".xml":
            continue
        tried += 1
        fresh = a_company()
        try:
            loaded = statements.load(fresh, path.read_bytes(), name=path.name, by=the_owner(fresh), on=LATER)
        except Refused as refusal:
            assert refusal.code == "statement.running_day", (sample["file"], refusal)
            continue
        unreadable = [found for found in loaded.findings if found.severity == "error"]
        assert loaded.lines + len(unreadable) == int(sample["entries"]), sample["file"]
    assert tried >= 10
