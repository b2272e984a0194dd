"""From approved bills to a file that another person released, and to "paid" by the bank's word alone."""

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from lxml import etree

from kvit.banking import reconciliation
from kvit.companies.models import User
from kvit.companies.permissions import actor
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.ledger import allocations, open_items
from kvit.ledger.allocations import Pair
from kvit.ledger.models import EntryLine
from kvit.parties import bank_details
from kvit.payables import outside, queries
from kvit.payments import runs
from kvit.payments.models import Payment, PaymentRun, RunItem
from tests.builders import IBANS, breaches, somebody
from tests.scenarios.bills.supplied import DAY, approved, invoiced
from tests.scenarios.runs.paying import MONDAY, TUESDAY, UNTIL

pytestmark = pytest.mark.django_db(transaction=True)


def settlement_of(firm, bill):
    return outside.whole(firm.company, queries.find(firm.company, bill.public_id))["settlement"]


def file_of(content):
    root = etree.fromstring(content)
    for one in root.iter():
        one.tag = etree.QName(one).localname
    return root


def test_the_story_of_docs_rules_payment_runs(firm):
    first = firm.bill("100.00")
    second = firm.bill("200.00")
    note = firm.credited(first, "50.00")
    run = firm.propose()
    assert [(one.number, one.balance, one.pays) for one in run.items.order_by("pk")] == [
        (first.number, 121, 121 - 60.5),
        (second.number, 242, 242),
        (note.number, 60.5, 0),
    ]
    released = firm.release(run)
    assert released.status == "released" and firm.owed() == 302.5
    content = firm.export(run)
    root = file_of(content)
    assert root.findtext(".//GrpHdr/CtrlSum") == "302.50"
    assert [one.text for one in root.findall(".//InstdAmt")] == ["60.50", "242.00"]
    assert {one.text for one in root.findall(".//CdtrAcct/Id/IBAN")} == {IBANS["RO"]}
    assert settlement_of(firm, second) == "open", "in flight is not paid"

    lines = firm.statement(("-60.50", IBANS["RO"], first.number), ("-242.00", IBANS["RO"], second.number))
    for line in lines:
        firm.settle(line)
    assert (settlement_of(firm, first), settlement_of(firm, second)) == ("paid", "paid")
    assert firm.owed() == 0
    bank = EntryLine.objects.filter(company=firm.company, account__role="bank")
    assert sum(line.amount for line in bank) == -302.5
    assert breaches() == []


def test_the_same_bytes_and_their_hash_for_ever(firm):
    firm.bill()
    run = firm.propose()
    with pytest.raises(Refused, match=r"run\.not_released"):
        firm.export(run)
    released = firm.release(run)
    first, again = firm.export(run), firm.export(run, on=date(2026, 9, 1))
    assert first == again
    told = Event.objects.get(company_id=firm.company.pk, name="run.released")
    assert told.facts["sha256"] == released.file.sha256
    assert Event.objects.filter(company_id=firm.company.pk, name="run.exported").count() == 1
    with pytest.raises(Refused, match=r"run\.not_proposed"):
        firm.release(run)
    assert file_of(first).findtext(".//MsgId") == run.public_id.replace("_", "")


def test_a_bill_is_in_one_live_run_and_free_again_when_it_is_cancelled(firm):
    bill = firm.bill()
    run = firm.propose()
    with pytest.raises(Refused, match=r"run\.nothing_due.*run\.in_another"):
        firm.propose()
    other = PaymentRun.objects.create(
        company=firm.company,
        bank_account=run.bank_account,
        currency="RON",
        format="pain001",
        until_on=UNTIL,
        proposed_on=DAY,
    )
    row = run.items.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        RunItem.objects.create(
            company=firm.company,
            run=other,
            item=row.item,
            party=row.party,
            balance=121,
            pays=121,
            bank_detail=row.bank_detail,
            pay_on=MONDAY,
        )
    runs.cancel(firm.company, run, reason="wrong day", by=firm.clerk, on=MONDAY)
    assert firm.propose().items.get().number == bill.number
    assert breaches() == []


def test_released_and_not_exported_may_be_cancelled_and_its_credit_notes_are_free_again(firm):
    bill = firm.bill("100.00")
    firm.credited(bill, "50.00")
    run = firm.release(firm.propose())
    assert [item.balance for item in open_items.of_suppliers(firm.company).order_by("pk")] == [-60.5, 0]
    runs.cancel(firm.company, run, reason="the bank is closed", by=firm.clerk, on=MONDAY)
    assert [item.balance for item in open_items.of_suppliers(firm.company).order_by("pk")] == [-121, 60.5]
    with pytest.raises(Refused, match=r"run\.not_released"):
        firm.export(run)
    again = firm.release(firm.propose())
    firm.export(again)
    with pytest.raises(Refused, match=r"run\.cannot_cancel"):
        runs.cancel(firm.company, again, reason="too late", by=firm.clerk, on=MONDAY)
    assert breaches() == []


def test_what_is_taken_out_is_netted_anew(firm):
    first = firm.bill("100.00")
    second = firm.bill("200.00")
    firm.credited(first, "50.00")
    run = firm.propose()
    runs.remove(firm.company, run, number=first.number, by=firm.clerk, on=MONDAY)
    pays = {one.number: one.pays for one in firm.now(run).items.all()}
    assert pays[second.number] == 242 - 60.5 and first.number not in pays
    with pytest.raises(Refused, match=r"run\.changed"):
        runs.release(firm.company, run, version=run.version, by=firm.owner, on=MONDAY)
    with pytest.raises(Refused, match=r"run_item\.not_there"):
        runs.remove(firm.company, run, number=first.number, by=firm.clerk, on=MONDAY)


def test_pain_24_nothing_goes_to_an_account_that_one_person_brought_in(firm):
    firm.bill(confirm=False)
    with pytest.raises(Refused, match=r"run\.nothing_due.*run\.account_unconfirmed"):
        firm.propose()
    firm.confirm()
    with pytest.raises(Refused, match=r"run\.account_unconfirmed"):
        firm.propose(on=DAY)  # its waiting days are not over
    changed = invoiced(firm.seller).replace(IBANS["RO"].encode(), b"RO09BCYP0000001234567890")
    approved(firm.company, changed, clerk=firm.clerk, approver=firm.ana)
    run = firm.propose()
    assert len(run.items.all()) == 1
    [left] = run.left_out
    assert (left["rule"], left["facts"]) == ("run.account_unconfirmed", {"iban": "RO09BCYP0000001234567890"})


def test_an_account_that_is_retired_meanwhile_stops_the_release(firm):
    firm.bill()
    run = firm.propose()
    account = run.items.get().bank_detail
    bank_details.retire(firm.company, account.public_id, reason="their mailbox was broken into", by=firm.ana, on=MONDAY)
    with pytest.raises(Refused, match=r"run\.account_changed"):
        firm.release(run)
    assert firm.now(run).status == "proposed" and PaymentRun.objects.get(pk=run.pk).file is None


def test_a_bill_that_was_credited_meanwhile_stops_the_release(firm):
    bill = firm.bill("100.00")
    run = firm.propose()
    note = firm.credited(bill, "10.00")
    owed, credit = (open_items.of_document(firm.company, "bill", document_id=one.pk) for one in (bill, note))
    with transaction.atomic():
        allocations.allocate(firm.company, Pair(credit, owed, credit.balance), by=firm.ana, on=MONDAY)
    with pytest.raises(Refused, match=r"run\.items_changed"):
        firm.release(run)


def test_one_booking_for_the_whole_run_pays_all_and_undoing_it_puts_them_in_flight_again(firm):
    bills = [firm.bill("100.00"), firm.bill("200.00")]
    run = firm.propose()
    firm.release(run)
    firm.export(run)
    [line] = firm.statement(("-363.00", "", "Plata multipla"))
    match = firm.settle(line)
    assert [settlement_of(firm, bill) for bill in bills] == ["paid", "paid"]
    assert Payment.objects.filter(company=firm.company, direction="out").count() == 2
    assert breaches() == []
    reconciliation.undo(firm.company, match.line, by=firm.clerk, on=TUESDAY)
    assert firm.owed() == 363
    assert {one.status for one in firm.now(run).items.all()} == {"sent"}
    assert breaches() == []


def test_pain_a08_another_amount_or_account_makes_nothing_paid(firm):
    firm.bill()
    run = firm.propose()
    firm.release(run)
    firm.export(run)
    lines = firm.statement(("-120.99", IBANS["RO"], "plata"), ("-121.00", "RO09BCYP0000001234567890", "plata"))
    assert not any(line.proposals.filter(kind="run").exists() for line in lines)
    assert firm.owed() == 121


def test_the_database_itself_keeps_a_released_run_as_it_is(firm):
    firm.bill()
    run = firm.release(firm.propose())
    row = run.items.get()
    for change in (
        lambda: PaymentRun.objects.filter(pk=run.pk).update(file=None, status="proposed"),
        lambda: PaymentRun.objects.filter(pk=run.pk).update(released_by_id=firm.clerk.id),
        lambda: RunItem.objects.filter(pk=row.pk).update(pays=1),
        lambda: RunItem.objects.filter(pk=row.pk).delete(),
        lambda: PaymentRun.objects.filter(pk=run.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a05_no_two_duties_about_one_bill(firm):
    firm.bill()
    by_owner = firm.propose(by=firm.owner)
    with pytest.raises(Refused, match=r"run\.own"):
        firm.release(by_owner)
    runs.cancel(firm.company, by_owner, reason="again", by=firm.owner, on=MONDAY)
    run = firm.propose()
    with pytest.raises(Refused, match=r"permission\.denied"):
        firm.release(run, by=firm.clerk)
    with pytest.raises(Refused, match=r"run\.own_account|duty\.kept_apart"):
        firm.release(run, by=firm.ana)
    firm.company.memberships.filter(user_id=firm.clerk.id).update(role="owner")
    promoted = actor(User.objects.get(pk=firm.clerk.id), firm.company)
    with pytest.raises(Refused, match=r"run\.own"):
        firm.release(run, by=promoted)
    other = somebody(firm.company, "approver")
    assert firm.release(run, by=other).released_by_id == other.id
