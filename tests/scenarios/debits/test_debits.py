"""From a mandate to a file, to money by the bank's word alone, and back again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from lxml import etree

from kvit.archive import files
from kvit.core.einvoice import xml
from kvit.core.errors import Refused
from kvit.debits import answers, collected, mandates, queries, runs
from kvit.debits.models import DebitItem, Mandate
from kvit.events.models import Event
from kvit.ledger.models import EntryLine
from kvit.payments.models import Payment
from tests.builders import a_company, a_customer, breaches, somebody, the_owner
from tests.scenarios.debits.collecting import (
    COLLECTED,
    DEBTOR,
    OTHER,
    TUESDAY,
    booked,
    parts,
    returned,
)

pytestmark = pytest.mark.django_db(transaction=True)
LATER = COLLECTED + timedelta(days=9)


def file_of(content):
    root = etree.fromstring(content)
    for one in root.iter():
        one.tag = etree.QName(one).localname
    return root


def status(run):
    return [one.status for one in DebitItem.objects.filter(run=run).order_by("pk")]


def bank_balance(firm):
    return sum(one.amount for one in EntryLine.objects.filter(company=firm.company, account__role="bank"))


def test_the_story_of_docs_rules_direct_debit(firm, shared):
    mandate = firm.mandate(reference="M-001")
    invoice = firm.invoice("100.00")
    run = firm.propose()
    (item,) = run.items.all()
    assert (item.number, item.amount, item.sequence, item.collect_on) == (invoice.number, 121, "FRST", date(2026, 4, 1))
    released = firm.release(run)
    content = firm.export(run)
    xsd = etree.XMLSchema(etree.parse(shared / "einvoice" / "xsd" / "iso20022" / "pain.008.001.08.xsd"))
    xsd.assertValid(xml.parse(content))
    root = file_of(content)
    assert root.findtext(".//MndtId") == "M-001" and root.findtext(".//InstdAmt") == "121.00"
    assert root.findtext(".//DbtrAcct/Id/IBAN") == DEBTOR
    assert files.sha256(content) == released.file.sha256
    mandate.refresh_from_db()
    assert (mandate.status, mandate.last_used_on) == ("used", date(2026, 4, 1))
    assert firm.owed(invoice) == 121, "in flight is not paid"

    (line,) = firm.bank(booked("121.00", direction="CRDT", batch=f"{released.public_id.replace('_', '')}-001"))
    assert line.status == "reconciled" and firm.owed(invoice) == 0 and status(run) == ["collected"]
    assert collected.refund_until(DebitItem.objects.select_related("mandate", "payment").get()) == date(2026, 5, 27)

    (name,) = firm.ids(run)
    (back,) = firm.bank(returned(name, "121.00", reason="AM04", fee="3.50", on=LATER), on=LATER)
    assert back.status == "reconciled" and firm.owed(invoice) == 121 and status(run) == ["returned"]
    assert bank_balance(firm) == Decimal("-3.50")
    fees = EntryLine.objects.filter(company=firm.company, account__role="bank_fee")
    assert sum(one.amount for one in fees) == Decimal("3.50")
    assert breaches() == []


def test_the_same_bytes_for_ever_and_one_release_one_file(firm):
    firm.mandate()
    firm.invoice()
    run = firm.propose()
    with pytest.raises(Refused, match=r"debit_run\.not_released"):
        firm.export(run)
    firm.release(run)
    assert firm.export(run) == firm.export(run, on=date(2026, 9, 1))
    assert Event.objects.filter(company_id=firm.company.pk, name="debit_run.exported").count() == 1
    with pytest.raises(Refused, match=r"debit_run\.not_proposed"):
        firm.release(run)
    with pytest.raises(Refused, match=r"debit_run\.cannot_cancel"):
        runs.cancel(firm.company, run, reason="too late", by=firm.clerk, on=TUESDAY)


def test_four_eyes(firm):
    firm.mandate()
    firm.invoice()
    run = firm.propose(by=firm.owner)
    with pytest.raises(Refused, match=r"debit_run\.own"):
        firm.release(run)
    with pytest.raises(Refused):
        firm.release(run, by=firm.clerk)
    with pytest.raises(Refused, match=r"debit_run\.changed"):
        runs.release(firm.company, run, version=7, by=somebody(firm.company, "accountant"), on=TUESDAY)
    assert firm.release(run, by=somebody(firm.company, "accountant")).status == "released"


def test_an_item_is_in_one_live_run_by_the_database_itself(firm):
    firm.mandate()
    firm.invoice()
    run = firm.propose()
    with pytest.raises(Refused, match=r"debit\.nothing_due.*debit\.in_another"):
        firm.propose()
    row = DebitItem.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        DebitItem.objects.create(
            company=firm.company,
            run=run,
            item=row.item,
            mandate=row.mandate,
            party=row.party,
            amount=121,
            sequence="RCUR",
            collect_on=COLLECTED,
        )
    runs.cancel(firm.company, run, reason="wrong day", by=firm.clerk, on=TUESDAY)
    assert firm.propose().items.count() == 1
    assert breaches() == []


def test_a_mandate_is_the_customers_own(firm):
    """S06: neither another customer's nor another company's mandate collects anything."""
    mandate = firm.mandate()
    stranger = a_customer(firm.company, name="Gamma SL", vat_id="")
    theirs = firm.invoice("50.00", customer=stranger)
    firm.invoice("100.00")
    run = firm.propose()
    assert [one.item.party.name for one in run.items.all()] == ["Beta SL"]
    with pytest.raises(DatabaseError), transaction.atomic():
        DebitItem.objects.create(
            company=firm.company,
            run=run,
            item=firm.item(theirs),
            mandate=mandate,
            party=firm.customer,
            amount=50,
            sequence="RCUR",
            collect_on=COLLECTED,
        )
    other = a_company("ES", vat_id="ESA28015865", name="Otra SL")
    for act in (
        lambda: mandates.cancel(other, mandate, reason="mine", by=the_owner(other), on=TUESDAY),
        lambda: mandates.amend(other, mandate, iban=OTHER, by=the_owner(other), on=TUESDAY),
        lambda: queries.find_mandate(other, mandate.public_id),
        lambda: queries.find_mandate(firm.company, mandate.public_id, party=stranger),
    ):
        with pytest.raises(Refused, match=r"mandate\.unknown"):
            act()
    with pytest.raises(Refused, match=r"customer\.unknown"):
        firm.mandate(customer=a_customer(other))


def test_what_the_bank_rejects_was_never_collected_and_a_closed_account_stops_the_mandate(firm):
    mandate = firm.mandate()
    invoice = firm.invoice()
    run = firm.sent()
    (name,) = firm.ids(run)
    answer = (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId>'
        "</GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{}</OrgnlMsgId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>"
        "<OrgnlPmtInfAndSts><OrgnlPmtInfId>{}</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>{}</OrgnlEndToEndId>"
        "<TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>"
        "</CstmrPmtStsRpt></Document>"
    )
    key = run.public_id.replace("_", "")
    content = answer.format(key, f"{key}-001", name).encode()
    told = answers.take(firm.company, content, by=firm.clerk, on=TUESDAY)
    assert [one.state for _, one in told.answers] == ["rejected"]
    answers.take(firm.company, content, by=firm.clerk, on=TUESDAY)
    assert status(run) == ["rejected"] and firm.owed(invoice) == 121
    assert Event.objects.filter(company_id=firm.company.pk, name="debit_item.rejected").count() == 1
    mandate.refresh_from_db()
    assert (mandate.status, mandate.over_reason) == ("cancelled", "AC04")
    with pytest.raises(Refused, match=r"debit\.nothing_due"):
        firm.propose()
    firm.mandate(iban=OTHER)
    (again,) = firm.propose().items.all()
    assert again.sequence == "FRST" and again.item == firm.item(invoice)
    assert breaches() == []


def test_an_empty_account_is_tried_once_more_and_a_refund_not_at_all(firm):
    firm.mandate()
    poor = firm.invoice("100.00")
    first = firm.sent()
    names = firm.ids(first)
    firm.bank(booked("121.00", direction="CRDT", batch=f"{first.public_id.replace('_', '')}-001"))
    firm.bank(returned(names[0], "121.00", reason="AM04", on=LATER), on=LATER)
    second = firm.sent(on=LATER)
    (item,) = second.items.all()
    assert item.sequence == "RCUR" and firm.ids(second) != names, "another collection has another name"
    with pytest.raises(Refused, match=r"debit\.in_another"):
        firm.propose(on=LATER)
    then = item.collect_on
    firm.bank(booked("121.00", direction="CRDT", details=parts((firm.ids(second)[0], "121.00")), on=then), on=then)
    assert firm.owed(poor) == 0
    firm.bank(
        returned(firm.ids(second)[0], "121.00", reason="AM04", on=then + timedelta(days=5)), on=then + timedelta(5)
    )
    assert firm.owed(poor) == 121
    with pytest.raises(Refused, match=r"debit\.nothing_due.*debit\.came_back"):
        firm.propose(on=then + timedelta(days=5))
    assert breaches() == []


def test_a_return_in_the_same_statement_as_its_batch_is_booked_after_it_and_once(firm):
    firm.mandate()
    one, two = firm.invoice("100.00"), firm.invoice("200.00")
    run = firm.sent()
    names = dict(zip([item.number for item in run.items.all()], firm.ids(run), strict=True))
    batches = [
        booked("121.00", direction="CRDT", batch=f"{run.public_id.replace('_', '')}-001"),
        booked("242.00", direction="CRDT", batch=f"{run.public_id.replace('_', '')}-002"),
    ]
    lines = firm.bank(*batches, returned(names[one.number], "121.00", reason="MD06", on=LATER), on=LATER)
    assert [line.status for line in lines] == ["reconciled"] * 3
    assert (firm.owed(one), firm.owed(two)) == (121, 0)
    (again,) = firm.bank(
        returned(names[one.number], "121.00", reason="MD06", fee="0", on=LATER + timedelta(1)), on=LATER + timedelta(1)
    )
    assert again.status != "reconciled", "one collection comes back once"
    assert Payment.objects.filter(company=firm.company, direction="refund").count() == 1
    assert Mandate.objects.get().status == "used", "a refund of one debit is no end of the mandate"
    assert breaches() == []


def test_several_returns_in_one_debit_come_back_each_for_its_own_reason(firm):
    firm.mandate()
    first, second, third = firm.invoice("100.00"), firm.invoice("200.00"), firm.invoice("300.00")
    run = firm.sent()
    names = dict(zip([item.number for item in run.items.all()], firm.ids(run), strict=True))
    firm.bank(booked("726.00", direction="CRDT"))
    one = parts((names[first.number], "123.00"), reason="AM04")
    two = parts((names[second.number], "242.00"), reason="MD01")
    unknown = parts(("strange", "5.00"))
    lines = firm.bank(
        booked("370.00", direction="DBIT", details=one + two + unknown, on=LATER, sub="UPDD", reference="R1"),
        booked("365.00", direction="DBIT", details=one + two, on=LATER, sub="UPDD", reference="R2"),
        on=LATER,
    )
    assert [line.status == "reconciled" for line in lines] == [False, True], "what is not understood whole waits"
    assert [firm.owed(invoice) for invoice in (first, second, third)] == [121, 242, 0]
    told = {item.reason: item.fee for item in DebitItem.objects.filter(run=run, status="returned")}
    assert told == {"AM04": 2, "MD01": 0}
    assert Mandate.objects.get().status == "cancelled" and breaches() == []


def test_a_bank_that_credits_the_whole_run_as_one_sum(firm):
    firm.mandate()
    firm.invoice("100.00"), firm.invoice("200.00")
    run = firm.sent()
    (line,) = firm.bank(booked("363.00", direction="CRDT"))
    assert line.status == "reconciled" and status(run) == ["collected", "collected"]
    assert breaches() == []


def test_a_sum_without_a_word_of_direct_debits_is_left_to_a_person(firm):
    firm.mandate()
    firm.invoice("100.00")
    run = firm.sent()
    (line,) = firm.bank(booked("121.00", direction="CRDT", family="RCDT", sub="ESCT"))
    assert line.status == "proposed" and status(run) == ["sent"]


def test_a_line_that_is_undone_leaves_it_in_flight_and_a_return_that_is_undone_gives_the_money_back(firm):
    from kvit.banking import reconciliation

    firm.mandate()
    invoice = firm.invoice()
    run = firm.sent()
    (name,) = firm.ids(run)
    (came,) = firm.bank(booked("121.00", direction="CRDT", details=parts((name, "121.00"))))
    (back,) = firm.bank(returned(name, "121.00", reason="MS03", fee="2.00", on=LATER), on=LATER)
    with pytest.raises(Refused, match=r"debit_item\.not_collected"):
        reconciliation.undo(firm.company, came, by=firm.owner, on=LATER)
    reconciliation.undo(firm.company, back, by=firm.owner, on=LATER)
    assert status(run) == ["collected"] and firm.owed(invoice) == 0
    reconciliation.undo(firm.company, came, by=firm.owner, on=LATER)
    assert status(run) == ["sent"] and firm.owed(invoice) == 121
    assert reconciliation.book_sure(firm.company, by=firm.owner, on=LATER) == [], "a person took both back"
    for line in (came, back):
        reconciliation.suggest(firm.company, by=firm.owner, on=LATER)
        reconciliation.confirm_proposal(firm.company, line.proposals.get(rank=1), by=firm.owner, on=LATER)
    assert status(run) == ["returned"] and firm.owed(invoice) == 121
    assert breaches() == []


def test_another_account_is_the_same_mandate_and_the_bank_is_told_once(firm):
    mandate = firm.mandate(reference="M-7")
    firm.invoice()
    run = firm.sent()
    with pytest.raises(Refused, match=r"mandate\.in_flight"):
        mandates.amend(firm.company, mandate, iban=OTHER, by=firm.clerk, on=TUESDAY)
    firm.bank(booked("121.00", direction="CRDT", details=parts((firm.ids(run)[0], "121.00"))))
    made = mandates.amend(firm.company, mandate, iban=OTHER, by=firm.clerk, on=COLLECTED)
    assert (made.reference, made.status, made.iban) == ("M-7", "used", OTHER)
    firm.invoice(on=COLLECTED), firm.invoice(on=COLLECTED)
    content = firm.export(firm.sent(on=COLLECTED))
    root = file_of(content)
    assert [one.text for one in root.iter("SeqTp")] == ["RCUR"]
    assert [one.text for one in root.findall(".//OrgnlDbtrAcct/Id/Othr/Id")] == ["SMNDA"]
    assert breaches() == []


def test_one_off_and_last_collections_end_what_may_be_collected(firm):
    firm.mandate(kind="one_off")
    firm.invoice("100.00"), firm.invoice("200.00")
    run = firm.propose()
    assert [one.sequence for one in run.items.all()] == ["OOFF"]
    assert [one["rule"] for one in run.left_out] == ["debit.mandate_used_up"]
    runs.cancel(firm.company, run, reason="anew", by=firm.clerk, on=TUESDAY)
    row = firm.mandate(iban=OTHER)
    mandates.end_with_next(firm.company, row, by=firm.clerk, on=TUESDAY)
    again = firm.propose()
    assert [(one.sequence, one.mandate_id) for one in again.items.all()] == [("FNAL", row.pk)]


def test_36_months_without_use_and_a_day(firm):
    firm.mandate(signed_on=date(2023, 4, 2))
    firm.invoice()
    (item,) = firm.propose().items.all()
    assert item.collect_on == date(2026, 4, 1)
    runs.cancel(firm.company, item.run, reason="later", by=firm.clerk, on=TUESDAY)
    with pytest.raises(Refused, match=r"debit\.nothing_due.*debit\.mandate_over"):
        firm.propose(on=TUESDAY + timedelta(days=5))
    assert mandates.expire_all(firm.company, by=firm.owner, on=date(2026, 4, 2)) == []
    (over,) = mandates.expire_all(firm.company, by=firm.owner, on=date(2026, 4, 3))
    assert over.status == "expired"


def test_what_was_paid_or_disputed_meanwhile_is_not_released(firm):
    from kvit.payments import incoming
    from kvit.payments.requests import PaymentRequest, Share

    firm.mandate()
    invoice = firm.invoice()
    run = firm.propose()
    paid = PaymentRequest(amount=Decimal("21.00"), shares=(Share(invoice.number),))
    incoming.record(firm.company, paid, by=firm.owner, on=TUESDAY)
    with pytest.raises(Refused, match=r"debit_run\.items_changed"):
        firm.release(run)


def test_a_notice_that_would_come_late_moves_the_day(firm):
    firm.mandate()
    firm.invoice()
    run = firm.propose()
    (item,) = firm.release(run, on=TUESDAY + timedelta(days=2)).items.all()
    assert item.collect_on == date(2026, 4, 2), "14 days after the 19th of March"


def test_refused_mandates(firm):
    for told, code in (
        ({"reference": "A/B"}, "mandate.bad_reference"),
        ({"iban": "ES7921000813610123456780"}, "iban.bad_checksum"),
        ({"signed_on": date(2026, 3, 3)}, "mandate.signed_in_future"),
        ({"notice_days": 0}, "mandate.bad_notice"),
    ):
        with pytest.raises(Refused, match=code.replace(".", r"\.")):
            firm.mandate(**told)
    firm.mandate(reference="Rum-1")
    with pytest.raises(Refused, match=r"mandate\.known"):
        firm.mandate(reference="RUM-1")
    person = a_customer(firm.company, name="Ana", vat_id="", is_business=False)
    with pytest.raises(Refused, match=r"mandate\.b2b_person"):
        firm.mandate(customer=person, scheme="b2b")
    assert [firm.mandate().reference, firm.mandate().reference] == ["M-00002", "M-00003"]
