"""The supplier follows it in the portal: sends an invoice, sees it checked, approved, planned, paid."""

from io import BytesIO

import pytest

from kvit.companies.models import PortalLink
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.jobs import worker
from kvit.messages.models import Message
from kvit.parties import bank_details, own_facts
from kvit.parties.models import BankDetail, Party
from kvit.payables import bills, queries, supplier_questions
from kvit.payables.models import Bill
from kvit.tasks.models import Task
from tests.builders import DAY, IBANS, a_company, a_line, breaches
from tests.scenarios.bills.supplied import added, approved, invoiced
from tests.scenarios.portal.visiting import Visitor, invited, supplier_of, words_of
from tests.scenarios.runs.paying import MONDAY, Payer

pytestmark = pytest.mark.django_db
NEW_IBAN = "RO09BCYP0000001234567890"


@pytest.fixture
def firm():
    payer = Payer()
    payer.bill("50.00")
    Party.objects.filter(company=payer.company, name="Lemn SRL").update(language="en")
    return payer


@pytest.fixture
def visitor(firm):
    guest = Visitor()
    guest.enter(invited(firm.company, supplier_of(firm.company), by=firm.clerk).url)
    return guest


def sent(visitor, content, name="factura.xml"):
    file = BytesIO(content)
    file.name = name
    visitor.get("/portal/send")
    visitor.post("/portal/send", files=file)


def test_the_story_of_docs_rules_portal(firm, visitor):
    content = invoiced(firm.seller, a_line("200.00"))
    sent(visitor, content, "factura 2.xml")
    assert "factura 2.xml Received" in words_of(visitor.get("/portal/")), "frozen before anybody reads it"
    worker.until_idle()
    bill = Bill.objects.get(company=firm.company, document__via="portal")
    assert (bill.party.name, bill.document.brought_by.name, bill.added_by) == ("Lemn SRL", "Lemn SRL", None)
    page = f"/portal/bills/{bill.public_id}"
    assert "Being checked" in words_of(visitor.get(page))

    bills.approve(firm.company, bill, version=queries.find(firm.company, bill.public_id).version, by=firm.ana, on=DAY)
    assert "Approved" in words_of(visitor.get(page))

    run = firm.propose()
    assert "Will be paid" not in words_of(visitor.get(page)), "a proposal is no promise"
    firm.release(run)
    assert "Will be paid on" in words_of(visitor.get(page))
    firm.export(run)
    lines = firm.statement(*((f"-{one.pays:.2f}", IBANS["RO"], one.number) for one in run.items.all()))
    for line in lines:
        firm.settle(line)
    told = words_of(visitor.get(page))
    assert "Paid 17 March 2026" in told
    assert [word in told for word in ("Received", "Being checked", "Approved", "Will be paid", "Paid")] == [True] * 5
    for colleague in (firm.clerk, firm.ana, firm.owner):
        assert colleague.name not in told, "whoever of us did it is nobody's business"
    assert breaches() == []


def test_the_same_file_twice_is_one_bill_and_a_stranger_learns_nothing_of_it(firm, visitor):
    content = invoiced(firm.seller)
    added(firm.company, content, by=firm.clerk)
    sent(visitor, content)
    worker.until_idle()
    assert Bill.objects.filter(company=firm.company).count() == 2


def test_a_file_that_names_another_supplier_goes_to_a_person(firm, visitor):
    other = a_company("RO", name="Fier SRL", vat_id="RO1590082", register_id="J40/1/2001")
    approved(firm.company, invoiced(other, a_line("10.00")), clerk=firm.clerk, approver=firm.ana)
    sent(visitor, invoiced(other, a_line("999.00")), "altul.xml")
    worker.until_idle()
    bill = Bill.objects.get(company=firm.company, document__via="portal")
    assert bill.status == "needs_attention"
    assert "brought" in [one.name for one in bill.checks.all() if one.outcome == "failed" and one.stops]
    told = words_of(visitor.get(f"/portal/bills/{bill.public_id}")) + words_of(visitor.get("/portal/"))
    assert "altul.xml" in told and "Being checked" in told
    assert "Fier" not in told and bill.number not in told and "1,208" not in told, "what is theirs stays theirs"


def test_what_cannot_be_read_is_received_and_waits(firm, visitor):
    sent(visitor, b"%PDF-1.4 broken", "scan.pdf")
    worker.until_idle()
    bill = Bill.objects.get(company=firm.company, document__via="portal")
    assert bill.status == "needs_attention"
    assert "scan.pdf Being checked" in words_of(visitor.get("/portal/"))
    visitor.post("/portal/send", files=BytesIO(b""), status=422)


def test_another_account_is_quarantined_and_the_run_refuses_it(firm, visitor):
    party = supplier_of(firm.company)
    visitor.get("/portal/own")
    visitor.post("/portal/own/account", iban="RO00BCYP0000001234567890", status=422)
    visitor.post("/portal/own/account", iban=NEW_IBAN)
    asked = BankDetail.objects.get(company=firm.company, iban=NEW_IBAN)
    assert (asked.status, asked.source, asked.requested_by) == ("requested", "portal", None)
    assert NEW_IBAN not in visitor.get("/portal/own"), "who has the link learns no account"
    assert bank_details.usable(firm.company, party, on=MONDAY)[0].iban == IBANS["RO"]
    changed = invoiced(firm.seller, a_line("70.00")).replace(IBANS["RO"].encode(), NEW_IBAN.encode())
    approved(firm.company, changed, clerk=firm.clerk, approver=firm.ana)
    run = firm.propose()
    assert {one.bank_detail.iban for one in run.items.all()} == {IBANS["RO"]}
    assert [one["rule"] for one in run.left_out] == ["run.account_unconfirmed"]


def test_a_refused_bill_says_why(firm, visitor):
    bill = added(firm.company, invoiced(firm.seller), by=firm.clerk)
    bills.reject(firm.company, bill, reason="The order was cancelled on 2 March.", by=firm.clerk, on=DAY)
    for page in (f"/portal/bills/{bill.public_id}", "/portal/", "/portal/answers"):
        assert "The order was cancelled on 2 March." in words_of(visitor.get(page))


def test_a_question_is_asked_by_mail_and_answered_in_the_portal(firm, visitor):
    party = supplier_of(firm.company)
    party.email = "conta@lemn.example"
    party.save()
    bill = added(firm.company, invoiced(firm.seller), by=firm.clerk)
    asked = supplier_questions.ask(firm.company, bill, text="Which order is it for?", by=firm.clerk, on=DAY)
    mail = Message.objects.get(company=firm.company, kind="supplier_asked")
    assert (mail.to_address, mail.language) == ("conta@lemn.example", "en")
    assert "Which order is it for?" in mail.text and "/portal/bills/" in mail.text
    assert "Which order is it for?" in words_of(visitor.get("/portal/"))
    visitor.post(f"/portal/questions/{asked.public_id}/answer", text="Order 77")
    visitor.post(f"/portal/questions/{asked.public_id}/answer", text="Order 78", status=409)
    worker.until_idle()
    task = Task.objects.get(company=firm.company, kind="bill.supplier_answered")
    assert (task.owner_id, task.subject_public_id) == (firm.clerk.id, bill.public_id)
    assert Message.objects.filter(company=firm.company, kind="task_opened", responsible=task.owner).exists()
    assert [one.answer for one in supplier_questions.of_bill(firm.company, bill)] == ["Order 77"]
    event = Event.objects.get(name="bill.supplier_answered")
    assert (event.actor_kind, event.actor_name) == ("portal_guest", "Lemn SRL")


def test_own_facts_wait_for_a_person_and_the_language_does_not(firm, visitor):
    party = supplier_of(firm.company)
    visitor.post("/portal/language", language="ro")
    party.refresh_from_db()
    assert party.language == "ro"
    facts = {"email": "nou@lemn.example", "phone": "+40 700 000 000", "street": party.street, "building": ""}
    visitor.post("/portal/own", **facts)
    party.refresh_from_db()
    assert party.phone == "", "the number that we call is not the guest's to set"
    change = own_facts.waiting(firm.company, party)
    assert change.asked == {"email": "nou@lemn.example", "phone": "+40 700 000 000"}
    worker.until_idle()
    assert Task.objects.filter(company=firm.company, kind="supplier.change_proposed", status="open").count() == 1
    own_facts.take(firm.company, change.public_id, by=firm.clerk, on=DAY)
    with pytest.raises(Refused, match=r"supplier_change\.over"):
        own_facts.refuse(firm.company, change.public_id, reason="twice", by=firm.clerk, on=DAY)
    party.refresh_from_db()
    assert (party.email, party.phone) == ("nou@lemn.example", "+40 700 000 000")
    worker.until_idle()
    assert not Task.objects.filter(company=firm.company, kind="supplier.change_proposed", status="open").exists()


def test_the_mail_alone_shows_the_key(firm):
    party = supplier_of(firm.company)
    party.email, party.language = "conta@lemn.example", "ro"
    party.save()
    made = invited(firm.company, party, by=firm.clerk)
    token = made.url.rpartition("/")[2]
    mail = Message.objects.get(company=firm.company, kind="portal_invited")
    assert (made.mailed_to, mail.language) == (("conta@lemn.example",), "ro")
    kept = (
        f"{mail.text}{mail.html}{mail.secret}{list(PortalLink.objects.values())}{list(Event.objects.values('facts'))}"
    )
    assert token not in kept, "the database alone opens nothing"
