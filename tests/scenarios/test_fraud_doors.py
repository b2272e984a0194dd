"""Payment fraud through every door: pages, programs, the command line, the portals, a stand-in and another role.

What the attacks are stands with `test_frauds.py`, with bills and with runs; here one person tries each again elsewhere.
"""

import base64
import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse

from kvit.adapters.gateways.telling import Posted
from kvit.api.tests.program import Program
from kvit.approvals import policies
from kvit.archive.files import place, sha256
from kvit.cli.tests.inside import kvit
from kvit.core.approval import Group, Policy, Step
from kvit.core.tests.test_pain002 import instruction, item, report
from kvit.jobs import worker
from kvit.ledger import accounts
from kvit.parties import bank_details
from kvit.payables import queries, supplier_questions
from kvit.payments import runs
from kvit.payments.models import Payment
from tests.builders import IBANS, a_company, a_customer, a_line, an_invoice, balance_of, somebody
from tests.scenarios.bills.supplied import DAY, failed, invoiced
from tests.scenarios.every_door import (
    BY_PORTAL,
    DOORS,
    Act,
    Firm,
    accept,
    asked_for,
    confirm,
    handed_out,
    naming,
    on_bill,
    on_run,
    proposed,
    released,
    user,
)
from tests.scenarios.paying import shop
from tests.scenarios.portal.visiting import Visitor
from tests.scenarios.test_frauds import a_pdf, with_a_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(tmp_path):
    return Firm(tmp_path)


# -- A01: "our bank details changed"


def test_a01_an_account_asked_for_through_any_door_is_confirmed_by_its_asker_through_none(firm):
    for door, iban in DOORS.items():
        firm.add(firm.ana, door, naming(firm, iban))
        asked = asked_for(firm, iban)
        assert asked.requested_by_id == firm.ana.id, door
        firm.refused(firm.ana, confirm(asked), "bank_detail.own", program="bank_detail.no_person")
        assert firm.tried(firm.owner, "api", confirm(asked)) == "bank_detail.no_person"
        assert asked_for(firm, iban).status == "requested"
    firm.done(firm.owner, confirm(asked_for(firm, DOORS["web"])))
    firm.done(firm.owner, confirm(asked_for(firm, DOORS["api"])), door="cli")


def test_a01_neither_another_role_nor_standing_in_makes_a_second_person(firm):
    firm.add(firm.clerk, "web", naming(firm, BY_PORTAL))
    asked = asked_for(firm, BY_PORTAL)
    firm.stands_in(firm.clerk, for_=firm.owner)
    firm.refused(firm.clerk, confirm(asked), "permission.denied")
    firm.becomes(firm.clerk, "owner")
    firm.refused(firm.clerk, confirm(asked), "bank_detail.own", program="bank_detail.no_person")
    assert asked_for(firm, BY_PORTAL).status == "requested"


def test_a01_who_made_the_suppliers_link_is_no_second_person_to_what_came_by_it(firm):
    """The address of a link is shown to who makes it: they could come as the supplier and confirm as themselves."""
    guest = firm.visitor(by=firm.ana)
    guest.get("/portal/own")
    guest.post("/portal/own/account", iban=BY_PORTAL)
    asked = asked_for(firm, BY_PORTAL)
    firm.refused(firm.ana, confirm(asked), "bank_detail.own", program="bank_detail.no_person")
    assert asked_for(firm, BY_PORTAL).status == "requested"
    firm.done(firm.owner, confirm(asked))


def test_a01_no_door_pays_before_the_call_and_the_waiting_days(firm):
    bill = firm.add(firm.clerk, "web", naming(firm, BY_PORTAL))
    firm.done(firm.ana, on_bill(bill, "approve"))
    firm.done(firm.owner, confirm(asked_for(firm, BY_PORTAL)))
    for door in DOORS:
        run = proposed(firm, door)
        assert [one.bank_detail.iban for one in run.items.all()] == [IBANS["RO"]], door
        assert [one["rule"] for one in run.left_out] == ["run.account_unconfirmed"], door
        runs.cancel(firm.company, run, reason="again", by=firm.clerk, on=firm.today)
    later = firm.propose(on=asked_for(firm, BY_PORTAL).usable_on, until=firm.today)
    assert {one.bank_detail.iban for one in later.items.all()} == {IBANS["RO"], BY_PORTAL}


# -- A02: the account on the bill is not the supplier's


def test_a02_an_account_that_a_file_names_is_adopted_through_no_door_and_on_nobodys_word(firm):
    for door, iban in {**DOORS, "portal": BY_PORTAL}.items():
        bill = firm.add(firm.clerk, door, naming(firm, iban))
        [found] = bill.checks.get(name="account").findings
        assert (found["rule"], found["facts"]["iban"]) == ("bill.account_changed", iban), door
        for who, through in ((firm.ana, "web"), (firm.ana, "api"), (firm.owner, "cli")):
            firm.tried(who, through, accept(bill, "account"))
        firm.done(firm.ana, on_bill(bill, "approve"))
        assert asked_for(firm, iban).status == "requested", door
    [known] = bank_details.usable(firm.company, firm.supplier, on=firm.today)
    assert known.iban == IBANS["RO"]
    run = proposed(firm, "web")
    assert [one.number for one in run.items.all()] == [firm.first.number]
    assert [one["rule"] for one in run.left_out] == ["run.account_unconfirmed"] * 4


# -- A03: a PDF that shows something else to somebody else


def test_a03_no_door_makes_a_bill_of_a_pdf_with_a_form_in_it(firm):
    for place_, door in enumerate((*DOORS, "portal")):
        content = a_pdf(with_a_field) + b"\n" * place_  # other bytes: the same ones are one document
        bill = firm.add(firm.clerk, door, content, name="bill.pdf")
        assert (bill.status, bill.checks.get().findings[0]["rule"]) == ("needs_attention", "pdf.form"), door
        firm.refused(firm.ana, accept(bill, "reading"), "bill.incomplete")
        assert firm.tried(firm.owner, "api", on_bill(bill, "approve")) != "done"


# -- A04: a supplier who looks like another one


def test_a04_a_lookalike_is_let_in_by_its_bringer_through_no_door(firm):
    double = a_company("RO", name="L\u0435mn SRL", vat_id="RO1590082")
    for door in (*DOORS, "portal"):
        bill = firm.add(firm.ana, door, invoiced(double))
        assert bill.party_id != firm.supplier.pk and "supplier" in failed(bill), door
        if door == "portal":
            assert "brought" in failed(bill), "what came by Lemn's link is not Lemn's"
        else:
            firm.refused(firm.ana, accept(bill, "supplier"), "bill.own")
        assert queries.find(firm.company, bill.public_id).status == "needs_attention", door


# -- A05: approving one's own, halves under the limit, stand-ins in a circle


def test_a05_a_bill_brought_through_any_door_is_approved_by_its_bringer_through_none(firm):
    for door in DOORS:
        bill = firm.add(firm.ana, door, invoiced(firm.seller))
        assert bill.status == "to_approve"
        firm.refused(firm.ana, on_bill(bill, "approve"), "bill.own")
        firm.done(firm.owner, on_bill(bill, "approve"), door=door)
        assert queries.find(firm.company, bill.public_id).approved_by_id == firm.owner.id


def test_a05_neither_another_role_nor_standing_in_approves_ones_own_bill(firm):
    bill = firm.add(firm.clerk, "api", invoiced(firm.seller))
    firm.stands_in(firm.clerk, for_=firm.owner)
    for role in ("clerk", "approver", "owner"):
        firm.becomes(firm.clerk, role)
        firm.refused(firm.clerk, on_bill(bill, "approve"), "bill.own")
    assert queries.find(firm.company, bill.public_id).status == "to_approve"


def test_a05_what_a_persons_key_did_that_person_did(firm):
    """Approved or proposed by one's own key is approved or proposed by oneself: it is released by another person."""
    bill = firm.add(firm.clerk, "cli", invoiced(firm.seller))
    firm.done(firm.owner, on_bill(bill, "approve"), door="api")
    run = proposed(firm, "api")
    release = on_run(run, "release", version=run.version)
    firm.refused(firm.owner, release, "duty.kept_apart", program="run.no_person")
    runs.cancel(firm.company, run, reason="again", by=firm.clerk, on=firm.today)
    boss = somebody(firm.company, "owner")
    again = proposed(firm, "api", who=boss)
    release = on_run(again, "release", version=again.version)
    firm.refused(boss, release, "run.own", program="run.no_person")
    firm.refused(firm.ana, release, "run.own_account", program="run.no_person")
    assert firm.tried(somebody(firm.company, "approver"), "cli", release) == "done"


def test_a05_who_stands_in_for_an_approver_releases_nothing_through_the_command_line_either(firm):
    run, boss = proposed(firm, "cli"), somebody(firm.company, "owner")
    firm.stands_in(firm.ana, for_=boss)
    for role in ("accountant", "owner"):
        firm.becomes(firm.ana, role)
        release = on_run(run, "release", version=run.version)
        firm.refused(firm.ana, release, "run.own_account", program="run.no_person")
    assert firm.now(run).status == "proposed"


def test_a05_halves_brought_through_two_doors_are_one_bill(firm):
    small = somebody(firm.company, "approver")
    for position, (least, role) in enumerate(((1000, "owner"), (0, "approver")), start=1):
        step = Step(position=1, group=Group(roles=frozenset({role})))
        told = Policy(id="", position=position, steps=(step,), subject_kind="bill", least=Decimal(least))
        policies.make(firm.company, told, name=role, by=firm.owner, on=firm.today)
    firm.add(firm.clerk, "api", invoiced(firm.seller, a_line("500.00")))
    second = firm.add(firm.ana, "cli", invoiced(firm.seller, a_line("500.00")))
    firm.refused(small, on_bill(second, "approve"), "approval.not_asked")
    firm.becomes(small, "accountant")
    firm.refused(small, on_bill(second, "approve"), "approval.not_asked")
    assert firm.tried(firm.owner, "web", on_bill(second, "approve")) == "done"


def test_a05_no_door_lets_stand_ins_go_in_a_circle(firm):
    firm.stands_in(firm.ana, for_=firm.clerk)
    day, (clerk, ana) = firm.today.isoformat(), (user(firm.clerk).public_id, user(firm.ana).public_id)
    form = {"user": ana, "from_on": f"{firm.today:%d.%m.%Y}", "until_on": f"{firm.today:%d.%m.%Y}", "substitute": clerk}
    told = {"user": ana, "from_on": day, "until_on": day, "substitute": clerk}
    circle = Act("/settings/absences", "/absences", (), form=form, body=told)
    firm.refused(firm.ana, circle, "absence.loop", doors=("web", "api"))
    assert not user(firm.ana).absences.exists()


# -- A06: the same bill twice


def test_a06_a_copy_is_stopped_whichever_door_brings_it_and_let_pass_by_its_bringer_through_none(firm):
    content = invoiced(firm.seller, a_line("300.00"))
    first = firm.add(firm.clerk, "web", content)
    firm.done(firm.ana, on_bill(first, "approve"))
    assert firm.add(firm.clerk, "api", content).pk == firm.add(firm.clerk, "cli", content).pk == first.pk
    number = first.number.encode()
    writings = (
        number.lower() + b" ",
        number.replace(b"-", b"/"),
        number.replace(b"0", b"O"),
        number.replace(b"-", b""),
    )
    for writing, door in zip(writings, (*DOORS, "portal"), strict=True):
        copy = firm.add(firm.ana, door, content.replace(b">" + number + b"<", b">" + writing + b"<"))
        assert copy.pk != first.pk and "copy" in failed(copy), door
        if door != "portal":
            firm.refused(firm.ana, accept(copy, "copy"), "bill.own")
        firm.refused(firm.owner, on_bill(copy, "approve"), "bill.not_to_approve")


def test_a06_neither_another_role_nor_standing_in_lets_ones_own_copy_pass(firm):
    content = invoiced(firm.seller)
    number = firm.add(firm.clerk, "web", content).number.encode()
    copy = firm.add(firm.clerk, "web", content.replace(b">" + number + b"<", b">" + number.lower() + b"<"))
    firm.stands_in(firm.clerk, for_=firm.ana)
    firm.refused(firm.clerk, accept(copy, "copy"), "permission.denied")
    firm.becomes(firm.clerk, "accountant")
    firm.refused(firm.clerk, accept(copy, "copy"), "bill.own")
    assert not copy.checks.exclude(accepted_by=None).exists()


# -- A07: the file of a run is another one than was released


def test_a07_every_door_gives_the_bytes_that_were_released_and_tells_their_hash(firm):
    run = released(firm)
    [content] = {handed_out(firm, run, door) for door in (*DOORS, *DOORS)}
    assert sha256(content) == run.file.sha256
    assert run.file.sha256 in firm.browser(firm.clerk).get(f"/runs/{run.public_id}").content.decode()
    assert Program(firm.company).get(f"/payment_runs/{run.public_id}")["sha256"] == run.file.sha256
    assert kvit("run", "show", run.public_id, *firm.of(firm.clerk)).answer["sha256"] == run.file.sha256


def test_a07_a_file_that_was_changed_where_it_lies_leaves_through_no_door(firm):
    run = released(firm)
    kept = place(run.file.sha256)
    told = kept.read_bytes()
    kept.write_bytes(told.replace(IBANS["RO"].encode(), BY_PORTAL.encode()))
    try:
        export = Act(
            f"/runs/{run.public_id}/file", f"/payment_runs/{run.public_id}/export", ("run", "export", run.public_id)
        )
        for who in (firm.clerk, firm.owner):
            firm.refused(who, export, "archive.damaged")
        assert firm.now(run).status == "released"
    finally:
        kept.write_bytes(told)


def test_a07_nothing_of_a_released_run_is_changed_or_released_anew_in_any_role(firm):
    run = released(firm)
    number = firm.first.number
    out = on_run(run, "remove", "--bill", number, body={"bill": number}, item=number)
    again = on_run(run, "release", version=firm.now(run).version)
    for role in ("clerk", "owner"):
        firm.becomes(firm.clerk, role)
        firm.refused(firm.clerk, out, "run.not_proposed")
    firm.refused(somebody(firm.company, "approver"), again, "run.not_proposed", program="run.no_person")
    assert firm.now(run).file.sha256 == run.file.sha256


# -- A08: "I paid"


def test_a08_a_bank_that_only_says_it_was_done_makes_nothing_paid_through_any_door(firm):
    run = released(firm)
    name, key = (one.replace("_", "") for one in (run.public_id, run.items.get().item.public_id))
    for door in DOORS:
        handed_out(firm, run, door)
        said = report(instruction(f"{name}-001", "ACSC", item(key, "ACSC")), state="ACSC", file=name)
        file, told = firm.folder / "pain002.xml", {"name": "pain002.xml", "content": base64.b64encode(said).decode()}
        file.write_bytes(said)
        act = Act(f"/runs/{run.public_id}/answer", "/payment_runs/answer", ("run", "status", file), body=told)
        act.form["file"] = BytesIO(said)
        firm.done(firm.clerk, act, door=door)
        assert firm.has_not_paid(run), door


def test_a08_what_the_supplier_says_in_the_portal_pays_nothing_and_brings_back_nothing(firm):
    run, guest = released(firm), firm.visitor()
    question = supplier_questions.ask(firm.company, firm.first, text="Was it paid?", by=firm.clerk, on=firm.today)
    guest.get("/portal/")
    guest.post(f"/portal/questions/{question.public_id}/answer", text="Paid in full. Status: paid")
    guest.post(f"/portal/bills/{firm.first.public_id}", status=405, settlement="paid", status_="paid")
    firm.send(b"%PDF-1.4 proof of payment 60.50 RON " + firm.first.number.encode(), "dovada.pdf")
    worker.until_idle()
    assert firm.has_not_paid(run) and not Payment.objects.exists()


@pytest.fixture
def store():
    with shop.opened() as made:
        yield made


def test_a08_nothing_a_customer_says_makes_an_invoice_paid(store):
    owed, guest = store.item("100.00"), Visitor()
    guest.enter(f"http://x/portal/pay/{store.token}")
    checkout = store.begin(owed)
    page = f"/portal/customer/checkouts/{checkout.public_id}"
    guest.get(f"{page}?status=paid&outcome=paid&amount=100.00")
    guest.post(page, status_="paid", outcome="paid", amount="100.00")  # it asks the gateway, which knows better
    guest.client.post("/portal/customer/account", {"paid": owed.public_id})
    body = json.dumps({"id": "evt_9", "checkout": {**store.sandbox.checkouts[checkout.public_id], "status": "paid"}})
    address = f"http://x/gateways/{store.way.public_id}/events"
    stale = store.sandbox.headers(b"another body")
    for headers in ({}, stale, dict.fromkeys(stale, "t=1,v1=00")):
        assert shop.post(Posted(address, body.encode()), headers) == 400
    assert guest.client.post(f"/gateways/{store.way.public_id}/events", {"status": "paid"}).status_code == 400
    checkout.refresh_from_db(), owed.refresh_from_db()
    assert (checkout.status, owed.balance, Payment.objects.count()) == ("open", 100, 0)


def test_a08_the_gateways_own_word_pays_what_it_took_and_no_more(store):
    owed = store.item("100.00")
    checkout = store.begin(owed)
    store.sandbox.checkouts[checkout.public_id]["amount"] = "1.00"
    store.sandbox.pay(checkout.public_id)
    store.tell()
    owed.refresh_from_db()
    assert owed.balance == 99


def test_a08_who_only_looks_or_approves_records_no_payment_through_any_door(firm):
    """A clerk may say that cash came in: that is the house's own word, kept with their name, and no customer's."""
    invoice = an_invoice(firm.company, a_line("100.00"), customer=a_customer(firm.company))
    told = {"invoice": invoice.number, "amount": "121.00"}
    file = firm.folder / "payment.json"
    file.write_text(json.dumps({**told, "currency": "RON", "paid_on": firm.today.isoformat()}))
    form = {"amount": "121,00", "paid_on": f"{firm.today:%d.%m.%Y}", "method": "cash"}
    act = Act(
        f"/invoices/{invoice.public_id}/pay", "/payments", ("payment", "record", "--file", file), form=form, body=told
    )
    for role in ("viewer", "approver"):
        who = somebody(firm.company, role)
        firm.refused(who, act, "permission.denied")
    firm.stands_in(who, for_=firm.owner)
    firm.refused(who, act, "permission.denied")
    assert balance_of(invoice) == 121


# -- A09 and A10: the doors that `test_frauds.py` leaves


def test_a09_a_refund_says_nothing_of_an_account_whatever_the_page_is_sent(firm):
    """The command line makes no refunds; programs are refused the word (`test_frauds.py`)."""
    told = {"customer": a_customer(firm.company).public_id, "amount": "10.00", "currency": "RON"}
    paid = Program(firm.company).post("/payments", told, status=201)
    form = {"amount": "10,00", "paid_on": f"{firm.today:%d.%m.%Y}", "iban": BY_PORTAL, "account": BY_PORTAL}
    path = f"/payments/{paid['id']}/refund"
    assert firm.browser(firm.clerk).post(path, form).status_code in (403, 422)
    assert firm.browser(firm.ana).post(path, form).status_code == 302
    assert BY_PORTAL not in str(list(Payment.objects.values()))
    assert Payment.objects.count() == 2


def test_a10_who_stands_in_for_the_other_owner_confirms_no_account_that_they_brought(firm):
    other = somebody(firm.company, "owner")
    opened = accounts.open_bank(firm.company, BY_PORTAL, currency="EUR", by=firm.owner, on=DAY)
    firm.stands_in(firm.owner, for_=other)
    path = f"/bank_accounts/{opened.public_id}/confirm"
    act = Act(reverse("own_account_confirm", args=[opened.public_id]), path, ("bank", "confirm", opened.public_id))
    firm.refused(firm.owner, act, "bank_account.own", program="bank_account.no_person")
    assert firm.tried(other, "web", act) == "done"
