"""Disputes and plans by every door: the same rules behind pages, the API and the command line."""

import json

import pytest
from django.test import Client

from kvit.arrangements import plans
from kvit.arrangements.models import Dispute, Plan
from kvit.cli.tests import inside
from kvit.companies import companies
from kvit.companies.models import Company
from kvit.receivables.models import Invoice
from tests.builders import DAY, a_company, a_customer, a_line, a_user, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.arrangements.debtor import settle_down, wish
from tests.scenarios.portal.visiting import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user("owner@example.com")


@pytest.fixture
def company(owner):
    return a_company("RO", owner=owner)


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


@pytest.fixture
def invoice(company, customer):
    lines = a_line("100.00", vat="19", name="Table"), a_line("10.00", vat="19", name="Chair", quantity="5")
    return an_invoice(company, *lines, customer=customer)


@pytest.fixture
def pages(owner):
    made = Client()
    made.force_login(owner)
    return made


@pytest.fixture
def ask(company, owner):
    _key, secret = companies.make_api_key(company, owner, name="k", by=the_owner(company), on=DAY)
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


def test_pages_note_show_correct_and_reject(company, invoice, pages):
    noted = pages.post(
        f"/invoices/{invoice.public_id}/dispute",
        {"line": "2", "reason": "wrong_quantity", "amount": "23.80", "text": "Three came, not five."},
    )
    row = Dispute.objects.get()
    assert noted.headers["Location"] == f"/disputes/{row.public_id}"
    shown = words_of(pages.get(f"/disputes/{row.public_id}").content.decode())
    assert "The quantity is wrong." in shown and "Three came" in shown and "Propose a correction" in shown
    assert invoice.number in pages.get("/disputes").content.decode()
    assert "Disputes" in words_of(pages.get(f"/invoices/{invoice.public_id}").content.decode())
    form = pages.get(f"/invoices/{invoice.public_id}/credit?dispute={row.public_id}").content.decode()
    assert '<option value="quantity" selected>' in form and 'value="2"' in form, "two of five pieces: 23.80 of 59.50"
    pages.post(f"/invoices/{invoice.public_id}/credit", {"reason": "quantity", "text": "", "line_2": "2"})
    settle_down()
    row.refresh_from_db()
    assert (
        row.status == "corrected"
        and row.corrected_by.number in pages.get(f"/disputes/{row.public_id}").content.decode()
    )
    pages.post(f"/invoices/{invoice.public_id}/dispute", {"line": "1", "reason": "other", "text": "Scratched."})
    second = Dispute.objects.latest("pk")
    assert pages.post(f"/disputes/{second.public_id}/reject", {"answer": ""}).status_code == 422
    pages.post(f"/disputes/{second.public_id}/reject", {"answer": "It was not."})
    assert "It was not." in pages.get(f"/disputes/{second.public_id}").content.decode()
    assert breaches() == []


def test_pages_set_limits_write_down_and_decide(company, customer, invoice, pages):
    limits = {"level": "suggest", "most_instalments": "4", "least": "10", "longest_days": "200", "lowest": "50"}
    assert pages.post("/settings/plans", {**limits, "highest": "40", "grace_days": "2"}).status_code == 422
    assert pages.post("/settings/plans", {**limits, "highest": "9000", "grace_days": "2"}).status_code == 302
    item = wish(invoice).items[0]
    pages.post(f"/customers/{customer.public_id}/plan", {"count": "2", "first_on": "2026-12-01", item: "on"})
    plan = Plan.objects.get()
    shown = words_of(pages.get(f"/plans/{plan.public_id}").content.decode())
    assert plan.status == "agreed" and invoice.number in shown and "Agreed" in shown
    pages.post(f"/plans/{plan.public_id}/cancel")
    guest = debtor.guest_of(company, customer)[0]
    asked = plans.ask(company, customer, wish(invoice), by=guest, on=debtor.LATE)
    assert customer.name in pages.get("/plans").content.decode()
    pages.post(f"/plans/{asked.public_id}/decline", {"answer": "Two at most."})
    assert debtor.status_of(asked) == "declined"
    assert "Two at most." in pages.get(f"/plans/{asked.public_id}").content.decode()
    plans.cancel(
        company, plans.ask(company, customer, wish(invoice), by=guest, on=debtor.LATE), by=guest, on=debtor.LATE
    )
    again = plans.ask(company, customer, wish(invoice), by=guest, on=debtor.LATE)
    assert "An earlier plan of these documents" in pages.get(f"/plans/{again.public_id}").content.decode()


def test_programs_note_and_reject(invoice, ask):
    told = {"line": 1, "reason": "damaged", "text": "Scratched.", "amount": "50.00"}
    made = ask("post", f"/invoices/{invoice.public_id}/disputes", told, status=201)
    assert (made["status"], made["amount"], made["facts"]["gross"]) == ("open", "50.00", "119.00")
    again = ask("post", f"/invoices/{invoice.public_id}/disputes", told, status=409)
    assert again["error"]["code"] == "dispute.known"
    assert [one["id"] for one in ask("get", "/disputes?status=open")["data"]] == [made["id"]]
    ended = ask("post", f"/disputes/{made['id']}/reject", {"answer": "It was not."})
    assert ended["status"] == "rejected" and ask("get", f"/disputes/{made['id']}")["answer"] == "It was not."


def test_programs_limit_make_and_cancel_plans(customer, invoice, ask):
    assert ask("get", "/plan_terms")["level"] == "off"
    assert ask("put", "/plan_terms", {"level": "auto", "highest": "200000"})["highest"] == "200000.00"
    told = {"items": wish(invoice).items, "instalments": 3, "first_on": "2026-12-01"}
    made = ask("post", f"/customers/{customer.public_id}/plans", told, status=201)
    assert [one["amount"] for one in made["instalments"]] == ["59.50", "59.50", "59.50"]
    assert made["documents"][0]["number"] == invoice.number
    assert ask("post", f"/plans/{made['id']}/agree", status=409)["error"]["code"] == "plan.not_proposed"
    assert ask("post", f"/plans/{made['id']}/cancel", {"answer": "Paid at once."})["status"] == "cancelled"


def test_the_command_line_does_the_same(company: Company, customer, invoice: Invoice, owner, capsys):
    who = ("--as", owner.email)
    told = ("--line", "2", "--reason", "not_delivered", "--text", "Nothing came.")
    code, made = run(capsys, "dispute", "open", invoice.number, *told, *who)
    assert code == 0 and made["amount"] == "59.50" and made["facts"]["quantity"] == "5"
    assert run(capsys, "dispute", "open", invoice.number, *told, *who)[0] == 7
    assert run(capsys, "dispute", "withdraw", made["id"], *who)[1]["status"] == "withdrawn"
    assert [row["id"] for row in run(capsys, "dispute", "list", *who)[1]] == [made["id"]]
    assert run(capsys, "plan", "terms", "--set", "level=auto", "--set", "least=20", *who)[1]["least"] == "20.00"
    words = ("--instalments", "2", "--first", "2026-12-01", "--invoice", invoice.number)
    plan = run(capsys, "plan", "make", customer.public_id, *words, *who)[1]
    assert [one["amount"] for one in plan["instalments"]] == ["89.25", "89.25"] and balance_of(invoice) == 178.5
    assert run(capsys, "plan", "cancel", plan["id"], *who)[1]["status"] == "cancelled"
    assert run(capsys, "plan", "show", plan["id"], *who)[1]["status"] == "cancelled"


def test_the_page_for_instalments_offers_what_may_go_into_a_plan_and_nothing_else(company, customer, invoice, pages):
    other = an_invoice(company, a_line("40.00", vat="19"), customer=customer)
    planned = an_invoice(company, a_line("300.00", vat="19"), customer=customer)
    plans.make(company, customer, wish(planned), by=the_owner(company), on=debtor.LATE)
    debtor.dispute(invoice, 1, by=the_owner(company))
    said = words_of(pages.get(f"/customers/{customer.public_id}/plan").content.decode())
    assert other.number in said
    assert invoice.number not in said and planned.number not in said
