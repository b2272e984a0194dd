"""What is refused as a whole, agreed otherwise, or over: nobody is debited for it, and nobody is barred by it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kvit.arrangements import plans
from kvit.companies import links
from kvit.companies.models import User
from kvit.core.errors import Refused
from kvit.debits import answers, mandates, on_screen, runs
from kvit.debits.models import DebitItem, Mandate
from kvit.jobs import worker
from kvit.messages.models import Message
from tests.builders import a_customer, breaches
from tests.scenarios.arrangements.debtor import let_plans, wish
from tests.scenarios.debits.collecting import COLLECTED, DAY, DEBTOR, OTHER, TUESDAY, UNTIL, booked, parts, returned

pytestmark = pytest.mark.django_db
LATER = COLLECTED + timedelta(days=9)
REPORT = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId>'
    "</GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{key}</OrgnlMsgId>{file}</OrgnlGrpInfAndSts>{parts}"
    "</CstmrPmtStsRpt></Document>"
)
REASON = "<StsRsnInf><Rsn><Cd>AC01</Cd></Rsn></StsRsnInf>"


def answered(firm, run, *, file="", parts=""):
    content = REPORT.format(key=run.public_id.replace("_", ""), file=file, parts=parts)
    return answers.take(firm.company, content.encode(), by=firm.clerk, on=TUESDAY)


def test_a_file_that_is_rejected_as_a_whole_ends_no_mandate_and_bars_no_claim(firm):
    firm.mandate()
    firm.mandate(customer=(second := a_customer(firm.company, name="Gamma SL", vat_id="")), iban=OTHER)
    firm.invoice(), firm.invoice(customer=second)
    run = firm.sent()
    answered(firm, run, file=f"<GrpSts>RJCT</GrpSts>{REASON}")
    worker.until_idle()
    rows = DebitItem.objects.filter(run=run)
    assert [(one.status, one.reason, one.told) for one in rows] == [("rejected", "", "AC01")] * 2
    assert [one.status for one in Mandate.objects.all()] == ["used"] * 2
    assert not Message.objects.filter(kind="debit_failed").exists(), "no customer's bank refused anything"
    assert firm.sent().items.count() == 2
    assert breaches() == []


def test_an_instruction_that_is_rejected_bars_nothing_and_a_transaction_of_its_own_does(firm):
    firm.mandate()
    firm.invoice()
    run = firm.sent()
    key = run.public_id.replace("_", "")
    whole = f"<PmtInfSts>RJCT</PmtInfSts>{REASON}"
    answered(firm, run, parts=f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{key}-001</OrgnlPmtInfId>{whole}</OrgnlPmtInfAndSts>")
    again = firm.sent()
    (name,) = firm.ids(again)
    key = again.public_id.replace("_", "")
    own = f"<TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>"
    answered(firm, again, parts=f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{key}-001</OrgnlPmtInfId>{own}</OrgnlPmtInfAndSts>")
    assert again.items.get().reason == "NARR", "this one was refused by itself, without a code"
    with pytest.raises(Refused, match=r"debit\.came_back"):
        firm.propose()


def test_what_is_agreed_to_be_paid_in_instalments_is_not_debited_whole(firm):
    let_plans(firm.company, "suggest")
    firm.mandate()
    invoice = firm.invoice("1000.00")
    run = firm.propose()
    plans.make(firm.company, firm.customer, wish(invoice, first_on=date(2026, 4, 20)), by=firm.owner, on=TUESDAY)
    with pytest.raises(Refused, match=r"debit_run\.items_changed"):
        firm.release(run)
    runs.cancel(firm.company, firm.now(run), reason="in a plan", by=firm.clerk, on=TUESDAY)
    with pytest.raises(Refused, match=r"debit\.nothing_due.*debit\.in_plan"):
        firm.propose()


@pytest.mark.parametrize(("kind", "is_tried"), [("recurring", True), ("one_off", False)])
def test_another_try_is_promised_only_where_the_mandate_can_make_it(firm, kind, is_tried):
    firm.customer.language = "en"
    firm.customer.save()
    firm.mandate(kind=kind)
    firm.invoice()
    run = firm.sent()
    (name,) = firm.ids(run)
    firm.bank(booked("121.00", direction="CRDT", details=parts((name, "121.00"))))
    firm.bank(returned(name, "121.00", reason="AM04", on=LATER), on=LATER)
    worker.until_idle()
    (mail,) = Message.objects.filter(company=firm.company, kind="debit_failed")
    assert ("We shall try once more" in mail.text, "Please pay it by transfer" in mail.text) == (is_tried, not is_tried)


def test_a_mandate_that_is_used_up_hides_no_older_one_and_keeps_nobody_from_a_new_one(firm):
    old = firm.mandate(reference="OLD")
    firm.mandate(kind="one_off", iban=OTHER, reference="ONCE")
    firm.invoice("100.00"), firm.invoice("200.00")
    run = firm.sent()
    assert [(one.mandate.reference, one.sequence) for one in run.items.all()] == [("ONCE", "OOFF")]
    (next_one,) = firm.propose().items.all()
    assert (next_one.mandate.reference, next_one.sequence) == ("OLD", "FRST")
    assert on_screen.standing(firm.company, firm.customer) == old
    mandates.cancel(firm.company, old, reason="over", by=firm.clerk, on=TUESDAY)
    assert on_screen.standing(firm.company, firm.customer) is None
    link, _token = links.make(firm.company, firm.customer.pk, purpose="customer", by=firm.owner, on=DAY, facts={})
    guest = links.guest(link, name=firm.customer.name)
    given = on_screen.give(firm.company, firm.customer, iban=DEBTOR, holder="", agreed=True, ip="", by=guest, on=DAY)
    assert given.status == "active"


def test_our_next_reference_is_another_than_one_that_was_typed_in_small_letters(firm):
    firm.mandate(reference="m-00002")
    assert firm.mandate(iban=OTHER).reference == "M-00003"


def test_the_last_use_of_a_mandate_never_goes_backwards(firm):
    firm.mandate()
    firm.invoice(terms_days=60)
    first = firm.sent(until=UNTIL)
    late = first.items.get().collect_on
    firm.invoice()
    second = firm.sent(until=UNTIL)
    assert second.items.get().collect_on < late
    assert Mandate.objects.get().last_used_on == late


def test_what_the_bank_never_answers_is_given_up_with_a_reason(firm):
    firm.mandate()
    invoice, other = firm.invoice("100.00"), firm.invoice("200.00")
    told = {"item": invoice.number, "on": LATER}
    run = firm.release(firm.propose())
    with pytest.raises(Refused, match=r"debit_run\.not_with_bank"):
        answers.give_up(firm.company, run, reason="lost", by=firm.owner, **told)
    firm.export(run)
    with pytest.raises(Refused, match=r"permission\.denied"):
        answers.give_up(firm.company, run, reason="lost", by=firm.clerk, **told)
    with pytest.raises(Refused, match=r"reason\.missing"):
        answers.give_up(firm.company, run, reason=" ", by=firm.owner, **told)
    answers.give_up(firm.company, run, reason="The bank lost the file", by=firm.owner, **told)
    with pytest.raises(Refused, match=r"debit_item\.not_sent"):
        answers.give_up(firm.company, run, reason="again", by=firm.owner, **told)
    worker.until_idle()
    assert [(one.status, one.told) for one in run.items.order_by("pk")] == [
        ("rejected", "The bank lost the file"),
        ("sent", ""),
    ]
    assert firm.owed(invoice) == 121 and not Message.objects.filter(kind="debit_failed").exists()
    (again,) = firm.propose(on=LATER).items.all()
    assert again.number == invoice.number, "it may be collected anew, the other one is still with the bank"
    client = Client()
    client.force_login(User.objects.get(pk=firm.owner.id))
    page = f"/debits/{run.public_id}"
    assert other.number in client.get(page).content.decode() and "give_up" in client.get(page).content.decode()
    left = run.items.get(status="sent")
    assert client.post(f"{page}/give_up", {"item": left.public_id, "reason": "Lost too"}).status_code == 302
    left.refresh_from_db()
    assert left.status == "rejected" and "give_up" not in client.get(page).content.decode()
    assert breaches() == []
