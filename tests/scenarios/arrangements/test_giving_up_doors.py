"""Writing off by pages, programs and the command line; the bank line that brings the money after all; a rating."""

import json
from decimal import Decimal

import pytest
from django.test import Client

from kvit.arrangements import write_offs
from kvit.arrangements.models import Rating, WriteOff
from kvit.banking.models import StatementLine
from kvit.cli.tests import inside
from kvit.companies import companies, whose
from kvit.companies.models import User
from kvit.companies.permissions import actor
from kvit.ledger.models import Rate
from kvit.payables import policies
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, a_user, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.arrangements.debtor import pay, settle_down, wish
from tests.scenarios.bank_lines.lines import load, row
from tests.scenarios.portal.visiting import Visitor, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user("owner@example.com")


@pytest.fixture
def company(owner):
    return a_company("RO", owner=owner)


@pytest.fixture
def second(company):
    """A colleague who may say yes."""
    user = a_user("second@example.com")
    company.memberships.create(user=user, role="accountant")
    return user


@pytest.fixture
def customer(company):
    return a_customer(company, language="en", is_business=False)


@pytest.fixture
def invoice(company, customer):
    return an_invoice(company, a_line("1000.00", vat="19"), customer=customer)


def pages_of(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


def said(answer) -> str:
    return words_of(answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " "))


def key_of(company, user):
    _key, secret = companies.make_api_key(company, user, name="k", by=actor(user, company), on=DAY)
    client = Client(headers={"authorization": f"Bearer {secret}"})

    def asked(method, path, body=None, *, status=200):
        told = {} if method == "get" else {"data": json.dumps(body or {}), "content_type": "application/json"}
        answer = getattr(client, method)(f"/api/v1{path}", **told)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    return asked


def run(capsys, *words: str):
    code = inside.tree().main([*words, "--json"], prog_name="kvit", standalone_mode=False) or 0
    return code, json.loads(capsys.readouterr().out or "null")


def test_one_asks_on_a_page_another_agrees_and_it_is_taken_back(company, customer, invoice, owner, second):
    mine, theirs = pages_of(owner), pages_of(second)
    assert "It will not be paid any more" in said(mine.get(f"/invoices/{invoice.public_id}"))
    at = f"/customers/{customer.public_id}/write-off"
    item = wish(invoice).items[0]
    assert "checked" in mine.get(f"{at}?item={item}").content.decode()
    told = {"reason": "uncollectible", "text": "Moved, nobody knows where.", "amount": "", item: "on"}
    assert mine.post(at, {**told, "text": ""}).status_code == 422
    assert mine.post(at, {**told, "amount": "1190.01"}).status_code == 422
    assert mine.post(at, told).status_code == 302
    made = WriteOff.objects.get()
    page = f"/write-offs/{made.public_id}"
    assert "You asked for this." in said(mine.get(page)) and mine.post(f"{page}/approve").status_code == 403
    assert "may be taken back from" in said(theirs.get(page)), "the VAT of a person's debt, art. 287 lit. f)"
    assert theirs.post(f"{page}/reject", {"reason": ""}).status_code == 422
    assert theirs.post(f"{page}/approve").status_code == 302 and balance_of(invoice) == 0
    assert customer.name in said(theirs.get("/write-offs?view=booked"))
    shown = said(theirs.get(f"/invoices/{invoice.public_id}"))
    assert "Written off" in shown and "Write-off of" in shown and "It cannot be collected" in shown
    assert "Write-offs" in said(theirs.get(f"/customers/{customer.public_id}"))
    settle_down()
    [task] = Task.objects.filter(company=company, kind="write_off.vat", status="open")
    assert task.due_on.year == invoice.due_on.year + 1
    assert mine.post(f"{page}/take_back", {"reason": "Found them.", "item": item}).status_code == 302
    settle_down()
    task.refresh_from_db()
    assert balance_of(invoice) == 1190 and task.status == "done" and breaches() == []


def test_who_is_asked_by_a_policy_finds_it_among_what_waits(company, invoice, owner, second):
    form = {"name": "Losses", "about": "write_off", "first": second.public_id, "days": "3"}
    assert pages_of(owner).post("/settings/approvals", form).status_code == 302
    wanted = write_offs.Wish(items=[(invoice.number, None)], reason="prescription", text="Three years are over.")
    made = write_offs.ask(company, wanted, by=the_owner(company), on=DAY)
    waits = pages_of(second).get("/approvals")
    assert invoice.number in said(waits)
    request = write_offs.of(company, made)
    led = pages_of(second).get(f"/approvals/{request.public_id}")
    assert led.headers["Location"] == f"/write-offs/{made.public_id}"


def test_programs_ask_and_the_yes_to_the_approval_books_it(company, invoice, owner, second):
    steps = [{"people": [second.email]}]
    policies.make(company, {"name": "Losses", "about": "write_off", "steps": steps}, by=the_owner(company), on=DAY)
    mine, theirs = key_of(company, owner), key_of(company, second)
    told = {
        "items": [{"item": invoice.public_id, "amount": "190.00"}],
        "reason": "agreement",
        "text": "Half a year late",
    }
    made = mine("post", "/write_offs", told, status=201)
    assert (made["status"], made["amount"], made["items"][0]["number"]) == ("requested", "190.00", invoice.number)
    assert mine("post", "/write_offs", told, status=409)["error"]["code"] == "write_off.known"
    [waiting] = theirs("get", "/approvals?view=mine")["data"]
    mine("post", f"/approvals/{waiting['approval']}/approve", status=403)
    assert theirs("post", f"/approvals/{waiting['approval']}/approve")["status"] == "approved"
    assert mine("get", f"/write_offs/{made['id']}")["status"] == "booked" and balance_of(invoice) == 1000
    assert [one["id"] for one in mine("get", "/write_offs?status=booked")["data"]] == [made["id"]]
    assert mine("post", f"/write_offs/{made['id']}/take_back", {"reason": "They paid."})["status"] == "reversed"
    assert mine("get", f"/invoices/{invoice.public_id}")["settlement"] == "open" and breaches() == []


def test_the_command_line_does_the_same(company, invoice, owner, second, capsys):
    why = ("--reason", "insolvency", "--text", "Bankrupt since May")
    code, made = run(capsys, "write-off", "ask", invoice.number, *why, "--as", owner.email)
    assert code == 0 and made["status"] == "requested" and made["vat_reliefs"][0]["needs"] == "ro_insolvency"
    assert run(capsys, "write-off", "approve", made["id"], "--as", owner.email)[0] == 6
    assert run(capsys, "write-off", "approve", made["id"], "--as", second.email)[1]["status"] == "booked"
    assert [one["id"] for one in run(capsys, "write-off", "list", "--as", owner.email)[1]] == [made["id"]]
    back = run(capsys, "write-off", "take-back", made["id"], "--reason", "Paid", "--as", owner.email)[1]
    assert back["status"] == "reversed" and balance_of(invoice) == 1190
    figures = run(capsys, "report", "kpi", "--as", owner.email)[1]["figures"]
    assert any(one["name"] == "bad_debt" for one in figures)


def test_a_bank_line_for_what_was_written_off_says_so_and_finds_it_again(company, customer, invoice, owner, second):
    wanted = write_offs.Wish(items=[(invoice.number, None)], reason="uncollectible", text="Gone")
    made = write_offs.ask(company, wanted, by=the_owner(company), on=DAY)
    write_offs.approve(company, made, by=actor(second, company), on=DAY)
    other = an_invoice(company, a_line("7.00", vat="19"), customer=a_customer(company, name="Beta", vat_id=""))
    named, stranger = load(company, row("1190,00", f"plata {invoice.number}", payer="Alfa"), row("55,00", "ceva"))
    pages = pages_of(owner)
    shown = said(pages.get(f"/bank?line={named.public_id}"))
    assert f"{invoice.number} of {customer.name} was written off" in shown
    assert "was written off" not in said(pages.get(f"/bank?line={stranger.public_id}"))
    [item], [theirs] = wish(invoice).items, wish(other).items
    assert pages.post(f"/bank/{named.public_id}/recover", {"item": theirs}).status_code == 404
    assert pages.post(f"/bank/{named.public_id}/recover", {"item": item}).status_code == 302
    line = StatementLine.objects.get(pk=named.pk)
    assert [one.items[0][0] for one in line.proposals.all()][:1] == [item] and balance_of(invoice) == 1190
    value = line.proposals.order_by("rank").first().mark
    pages.post(f"/bank/{named.public_id}/confirm", {"candidate": value})
    assert balance_of(invoice) == 0 and breaches() == []


def test_a_customer_is_asked_once_they_have_paid(company, customer, invoice, owner):
    visitor = Visitor()
    visitor.enter(f"http://x/portal/pay/{debtor.guest_of(company, customer)[1]}")
    page = f"/portal/customer/invoices/{invoice.public_id}"
    assert "How was it" not in visitor.get("/portal/customer/") and "How was it" not in visitor.get(page)
    pay(invoice, "1190.00", on=whose.today(company.zone))
    assert f"How was it to get and pay {invoice.number}?" in visitor.get("/portal/customer/")
    strange = an_invoice(company, customer=a_customer(company, name="Gama SRL"))
    never = visitor.get(f"/portal/customer/invoices/inv_{'0' * 26}/rating", status=404)
    theirs = visitor.get(f"/portal/customer/invoices/{strange.public_id}/rating", status=404)
    assert words_of(theirs) == words_of(never)
    visitor.post(f"/portal/customer/invoices/{strange.public_id}/rating", stars="1", text="x", status=404)
    visitor.get(f"{page}/rating")
    assert not Rating.objects.exists(), "looking says nothing"
    visitor.post(f"{page}/rating", text="x", status=422)
    visitor.post(f"{page}/rating", stars="2", text="The link did not open.")
    assert Rating.objects.get().stars == 2 and "You gave it 2 of 5" in visitor.get(page)
    visitor.post(f"{page}/rating", stars="4", text="It did, later.")
    settle_down()
    pages = pages_of(owner)
    shown = said(pages.get("/reports?view=ratings"))
    assert invoice.number in shown and "It did, later." in shown and "4/5" in shown
    assert "How they find it" in said(pages.get(f"/customers/{customer.public_id}"))
    rating = Rating.objects.get()
    assert pages.get(f"/ratings/{rating.public_id}").headers["Location"] == f"/invoices/{invoice.public_id}"
    day = rating.rated_on.isoformat()
    found = key_of(company, owner)("get", f"/reports/ratings?since={day}&until={day}")
    assert (found["count"], found["average"], found["ids"]) == (1, "4.0", [rating.public_id])


def test_an_amount_is_of_one_document_and_in_its_currency(company, customer, invoice, owner, capsys):
    other = an_invoice(company, a_line("10.00", vat="19"), customer=customer)
    Rate.objects.create(company=company, currency="HUF", valid_on=DAY, rate=Decimal("0.0125"), source="BNR")
    foreign = an_invoice(company, a_line("90000", vat="19"), customer=customer, currency="HUF")
    mine, at = pages_of(owner), f"/customers/{customer.public_id}/write-off"
    told = {"reason": "uncollectible", "text": "Moved, nobody knows where.", "amount": "5.00"}
    both = {wish(one).items[0]: "on" for one in (invoice, other)}
    refused = mine.post(at, {**told, **both})
    assert refused.status_code == 422 and "An amount is of one document alone" in said(refused)
    why = ("--reason", "insolvency", "--text", "Bankrupt since May", "--amount", "5.00")
    code, _ = run(capsys, "write-off", "ask", invoice.number, other.number, *why, "--as", owner.email)
    assert code == 1 and not WriteOff.objects.exists()
    typed = {**told, wish(foreign).items[0]: "on", "amount": "5000 HUF"}
    assert mine.post(at, typed).status_code == 302
    assert (WriteOff.objects.get().currency, WriteOff.objects.get().amount) == ("HUF", 5000)
