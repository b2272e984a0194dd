"""Money for what was written off: programs and the command line see it at the bank line and take the loss back."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from kvit.arrangements import write_offs
from kvit.arrangements.models import WriteOffItem
from kvit.cli.tests.inside import kvit
from kvit.companies import companies
from kvit.companies.permissions import actor
from tests.builders import (
    DAY,
    a_company,
    a_customer,
    a_line,
    a_user,
    an_invoice,
    balance_of,
    breaches,
    somebody,
    the_owner,
)
from tests.scenarios.arrangements.debtor import wish
from tests.scenarios.bank_lines.lines import load, row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return a_user("owner@example.com")


@pytest.fixture
def company(owner):
    return a_company("RO", owner=owner)


@pytest.fixture
def invoice(company):
    """1,190.00 that another person agreed to write off."""
    sold = an_invoice(company, a_line("1000.00", vat="19"), customer=a_customer(company, is_business=False))
    wanted = write_offs.Wish(items=[(sold.number, None)], reason="uncollectible", text="Gone")
    made = write_offs.ask(company, wanted, by=the_owner(company), on=DAY)
    write_offs.approve(company, made, by=somebody(company, "accountant"), on=DAY)
    assert balance_of(sold) == 0
    return sold


@pytest.fixture
def lines(company, invoice):
    """One that names the document, and one of somebody else."""
    return load(company, row("1190,00", f"plata {invoice.number}", payer="Alfa"), row("55,00", "ceva", payer="Beta"))


def program(company, user):
    _key, secret = companies.make_api_key(company, user, name="k", by=actor(user, company), on=DAY)
    client = Client(headers={"authorization": f"Bearer {secret}"})

    def asked(method, path, body=None, *, status=200):
        told = {} if method == "get" else {"data": json.dumps(body or {}), "content_type": "application/json"}
        heads = {"idempotency-key": uuid4().hex}
        answer = getattr(client, method)(f"/api/v1/statement_lines/{path}", headers=heads, **told)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    return asked


def test_a_program_recovers_it_and_the_line_pays_it(company, invoice, lines, owner):
    named, stranger = (line.public_id for line in lines)
    asked, [item] = program(company, owner), wish(invoice).items
    assert asked("get", f"{stranger}/written_off")["data"] == []
    [one] = asked("get", f"{named}/written_off")["data"]
    assert (one["item"], one["number"], one["amount"]) == (item, invoice.number, "1190.00")
    assert asked("post", f"{stranger}/recover", {"item": item}, status=404)["error"]["code"] == "open_item.unknown"
    line = asked("post", f"{named}/recover", {"item": item})
    assert line["proposals"][0]["items"] == [{"document": invoice.number, "amount": "1190.00"}]
    assert balance_of(invoice) == 1190 and asked("get", f"{named}/written_off")["data"] == []
    asked("post", f"{named}/recover", {"item": item}, status=404)
    assert asked("post", f"{named}/confirm", {"proposal": 1})["booked"]
    assert balance_of(invoice) == 0 and breaches() == []


def test_the_command_line_recovers_it_by_its_number(company, invoice, lines):
    who = ("--company", company.public_id, "--as-of", DAY)
    named, stranger = (line.public_id for line in lines)
    [one] = kvit("bank", "written-off", named, *who).answer
    assert WriteOffItem.objects.get().write_off.public_id == one["write_off"]
    kvit("bank", "recover", stranger, "--item", invoice.number, *who, exit_code=5)
    line = kvit("bank", "recover", named, "--item", invoice.number, *who).answer
    assert line["proposals"][0]["items"][0]["document"] == invoice.number and balance_of(invoice) == 1190


def test_a_line_that_settles_nothing_here_recovers_nothing(company, invoice, lines, owner):
    asked, [item] = program(company, owner), wish(invoice).items
    asked("post", f"{lines[0].public_id}/ignore", {"reason": "not ours"})
    refused = asked("post", f"{lines[0].public_id}/recover", {"item": item}, status=409)
    assert refused["error"]["code"] == "statement_line.cannot_propose" and balance_of(invoice) == 0
    assert balance_of(invoice) == 0


def test_who_only_looks_recovers_nothing(company, invoice, lines):
    viewer = a_user("viewer@example.com")
    company.memberships.create(user=viewer, role="viewer")
    asked, [item] = program(company, viewer), wish(invoice).items
    assert len(asked("get", f"{lines[0].public_id}/written_off")["data"]) == 1
    asked("post", f"{lines[0].public_id}/recover", {"item": item}, status=403)
    assert balance_of(invoice) == 0
