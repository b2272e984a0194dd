"""The stranger at the door for programs: no operation tells of another company's things; a new one fails here first."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from kvit.api.door import api
from kvit.companies.companies import make_api_key
from kvit.companies.limits import Buckets
from kvit.events.models import Event
from tests.builders import DAY, the_owner
from tests.scenarios.stranger_bodies import BODIES, QUERIES
from tests.scenarios.strangers import MARK, two_companies

pytestmark = pytest.mark.django_db

KINDS = {
    "companies": "company",
    "customers": "customer",
    "products": "product",
    "invoices": "invoice",
    "credit_notes": "invoice",
    "schedules": "schedule",
    "price_lists": "price_list",
    "contacts": "contact",
    "payments": "payment",
    "allocations": "allocation",
    "open_items": "item",
    "entries": "entry",
    "bank_accounts": "own_account",
    "events": "event",
    "tasks": "task",
    "jobs": "batch",
    "api_keys": "api_key",
    "users": "user",
    "messages": "message",
    "proformas": "proforma",
    "bills": "bill",
    "self_charges": "self_charge",
    "purchase_requests": "request",
    "early_offers": "early_offer",
    "feeds": "feed",
    "mailboxes": "mailbox",
    "replies": "reply",
    "purchase_orders": "order",
    "goods_receipts": "goods_receipt",
    "suppliers": "supplier",
    "bank_details": "bank_detail",
    "payment_runs": "run",
    "offsets": "offset",
    "remittances": "remittance",
    "claims": "claim",
    "cash_desks": "desk",
    "cash_lines": "cash_line",
    "cash_counts": "cash_count",
    "loyalty_grants": "loyalty_grant",
    "late_fees": "late_fee",
    "demands": "demand",
    "balance_letters": "balance_letter",
    "supplier_statements": "supplier_statement",
    "imports": "import",
    "statement_lines": "line",
    "bank_rules": "bank_rule",
    "webhook_endpoints": "webhook",
    "deliveries": "delivery",
    "submissions": "submission",
    "acknowledgements": "acknowledgement",
    "arrivals": "arrival",
    "outages": "outage",
    "approvals": "approval",
    "questions": "question",
    "policies": "policy",
    "reminder_procedures": "procedure",
    "reminders": "reminder",
    "reminder_pauses": "pause",
    "reminder_rounds": "reminder_round",
    "debit_runs": "debit_run",
    "mandates": "mandate",
    "saved_methods": "saved_method",
    "saved_charges": "saved_charge",
    "disputes": "dispute",
    "plans": "plan",
    "customer_changes": "customer_change",
    "write_offs": "write_off",
    "rules": "rule",
    "rule_acts": "rule_act",
    "absences": "absence",
    "portal_links": "portal_link",
}
"""The noun before an id in a path -> the kind of what it names."""
NOT_AN_ID = {"series": "invoice", "autopilot": "invoice.issue", "gateways": "sandbox"}
"""Nouns whose address ends in a word that every company has."""


OF_ITS_OWN = re.compile(
    r"[a-z]+_[0-9A-Z]{26}|[0-9a-f]{32}|job_\d+|\d{4}-\d\d-\d\dT[\d:.]+Z|kv_live_[\w-]+|whsec_[\w+/=]+"
)
"""Ids, request ids, moments and new secrets: what two answers that say the same still differ in."""


@pytest.fixture
def world(monkeypatch):
    """Two companies; who walks through all operations may ask faster than a program would."""
    monkeypatch.setattr("kvit.companies.limits.BUCKETS", Buckets(at_once=100_000))
    return two_companies()


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every method, path and description."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            yield method, path, told


def filled(body: Any, named: dict[str, str]) -> Any:
    """The body with these names in it."""
    if isinstance(body, str):
        return body.format(**named)
    if isinstance(body, list):
        return [filled(one, named) for one in body]
    if isinstance(body, dict):
        return {key: filled(one, named) for key, one in body.items()}
    return body


def addressed(path: str, named: dict[str, str]) -> str:
    """The path with these ids in it; the noun before an id says of which kind it is."""
    parts = path.split("/")
    for i, part in enumerate(parts):
        if part.startswith("{"):
            before = parts[i - 1]
            parts[i] = NOT_AN_ID.get(before) or named[KINDS[before]]
    return "/".join(parts)


def key_of(company, user):
    """What a program of that company says of itself."""
    _, secret = make_api_key(company, user, name="walk", by=the_owner(company), on=DAY)
    return {"Authorization": f"Bearer {secret}", "Idempotency-Key": "walk", "If-Match": '"1"'}


def asked(client, one, named, heads):
    """The answer of an operation that is sent these names; what it did is taken back."""
    method, path, told = one
    address = addressed(path, named)
    if told["operationId"] in QUERIES:
        address += "?" + QUERIES[told["operationId"]].format(**named)
    given = {}
    if "requestBody" in told:
        given = {"data": json.dumps(filled(BODIES[told["operationId"]], named)), "content_type": "application/json"}
    with transaction.atomic():
        answer = client.generic(method.upper(), address, headers=heads, **given)
        transaction.set_rollback(True)
    return answer


def test_every_operation_is_known_to_the_walk():
    nouns = {before for _, path, _ in operations() for before, part in pairwise(path.split("/")) if part[:1] == "{"}
    assert nouns == set(KINDS) | set(NOT_AN_ID)
    assert {told["operationId"] for _, _, told in operations() if "requestBody" in told} == set(BODIES)
    assert set(QUERIES) <= {told["operationId"] for _, _, told in operations()}


def test_no_operation_tells_the_stranger_what_is_there(world, client):
    """What is another company's and what never was are answered alike, word for word, and nothing happens."""
    heads = key_of(world.strange, world.stranger)
    happened = Event.objects.filter(company_id=world.company.pk).count()
    never = {kind: f"{name[:-4]}ZZZZ" for kind, name in world.named.items()} | {
        "job": "job_999999999",
        "email": world.named["email"],  # an address is no secret of a company: anybody may be given a role
    }
    for one in operations():
        method, path, told = one
        first, second = (asked(client, one, named, heads) for named in (world.named, never))
        said = [OF_ITS_OWN.sub("ID", answer.content.decode(errors="replace")) for answer in (first, second)]
        for name in (world.named["number"], world.named["email"]):
            said = [text.replace(name, "N").replace(f"{name[:-4]}ZZZZ", "N") for text in said]
        assert MARK not in first.content.decode(errors="replace").replace(f'"{MARK}"', ""), f"{method} {path}"
        assert first.status_code == second.status_code, f"{method} {path}"
        assert "zip" in first.headers.get("Content-Type", "") or said[0] == said[1], f"{method} {path}"
        if "{id}" in path:
            assert first.status_code == 404, f"{method} {path}: {first.status_code} {first.content}"
        assert first.status_code < 500, f"{method} {path}"
    assert Event.objects.filter(company_id=world.company.pk).count() == happened


def test_the_walk_asks_for_what_is_there(world, client):
    """The same requests find it for the owner: otherwise the stranger's 404 would prove nothing."""
    heads = key_of(world.company, world.owner)
    found = {}
    for one in operations():
        method, path, told = one
        answer = asked(client, one, world.named, heads)
        assert answer.status_code < 500, f"{method} {path}: {answer.content}"
        if "{id}" in path and answer.status_code == 404:
            found[told["operationId"]] = answer.json()["error"]["code"]
    # what is there is no credit note; a receivable is no bill; and the line means nothing that was written off
    assert found == {
        "credit_notes_show": "credit.unknown",
        "cash_pay_bill": "bill.unknown",
        "banking_recover": "open_item.unknown",
    }


def test_no_operation_answers_without_a_key(world, client):
    for method, path, told in operations():
        answer = asked(client, (method, path, told), world.named, {})
        assert answer.status_code == 401, f"{method} {path}"
        assert MARK.encode() not in answer.content
