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
    "disputes": "dispute",
    "plans": "plan",
    "write_offs": "write_off",
    "rules": "rule",
    "rule_acts": "rule_act",
    "absences": "absence",
    "portal_links": "portal_link",
}
"""The noun before an id in a path -> the kind of what it names."""
NOT_AN_ID = {"series": "invoice", "autopilot": "invoice.issue"}
"""Nouns whose address ends in a word that every company has."""

LINE = {"name": "x", "price": "1"}
RULE = {"name": "x", "event": "invoice.issued", "act": {"kind": "task", "text": "x", "to": "{email}"}}
BANK_RULE = {"name": "x", "text": "x", "to_account": "{own_account}"}
PROCEDURE = {"name": "x", "levels": [{"days": 3}]}
BODIES: dict[str, Any] = {
    "company_join": {"email": "{email}", "role": "viewer"},
    "company_change": {"phone": "1"},
    "company_give_role": {"role": "viewer"},
    "company_set_level": {"level": "off"},
    "company_make_api_key": {"user": "{user}", "name": "x"},
    "company_renumber": {"pattern": "N-{{n:05}}"},
    "customers_make": {"external_id": "C9", "name": "x"},
    "customers_change": {"note": "x"},
    "customers_add_contact": {"name": "x"},
    "customers_change_contact": {"name": "x"},
    "price_lists_make": {"name": "x"},
    "price_lists_put": {"prices": [{"product": "{product}", "amount": "1"}]},
    "lookups_look_up": {"vat_id": "RO14399840"},
    "products_make": {"name": "x"},
    "products_change": {"name": "x"},
    "invoices_draft": {"customer": "{customer}", "lines": [{**LINE, "product": "{product}"}]},
    "invoices_edit": {"note": "x", "customer": "{customer}"},
    "networks_announce": {"kind": "emergency", "began_at": "2026-03-02T08:00:00Z"},
    "networks_end_outage": {"ended_at": "2026-03-02T09:00:00Z"},
    "batches_issue": {"ids": ["{draft}", "{invoice}"]},
    "batches_send": {"ids": ["{invoice}"]},
    "einvoices_withdraw": {"network": "face", "reason": "mistake"},
    "credit_notes_annul": {"text": "issued by mistake"},
    "credit_notes_credit": {"reason": "return"},
    "credit_notes_discount_period": {
        "period": {"from": "2026-01-01", "to": "2026-12-31"},
        "invoices": ["{invoice}"],
        "amount": "1",
        "reason": "x",
    },
    "schedules_make": {
        "name": "x",
        "unit": "month",
        "anchor_on": "2026-03-02",
        "draft": {"customer": "{customer}", "lines": [LINE]},
    },
    "schedules_change": {
        "name": "x",
        "unit": "month",
        "anchor_on": "2026-03-02",
        "draft": {"customer": "{customer}", "lines": [LINE]},
    },
    "schedules_pause": {},
    "schedules_resume": {},
    "schedules_end": {},
    "payments_record": {"invoice": "{number}", "customer": "{customer}", "amount": "1"},
    "payments_allocate": {"allocations": [{"document": "{invoice}"}]},
    "payments_take_back": {"reason": "x"},
    "payments_refund": {"credit": "{payment}", "amount": "1"},
    "gateway_refunds_pay_back": {"amount": "1"},
    "ledger_open_bank_account": {"iban": "DE89370400440532013000", "currency": "EUR"},
    "ledger_record_rates": {"rates": [{"currency": "USD", "valid_on": "2026-03-02", "rate": "4.5", "source": "x"}]},
    "messages_send": {"to": ["office@client.example"]},
    "messages_send_proforma": {"to": ["office@client.example"]},
    "messages_bounce": {"reason": "x"},
    "proformas_draft": {"customer": "{customer}", "lines": [{**LINE, "product": "{product}"}]},
    "proformas_edit": {"customer": "{customer}", "lines": [LINE]},
    "proformas_withdraw": {"reason": "x"},
    "bills_discount": {"percent": "2", "days": 10},
    "bills_end_discount": {"discount": "{discount}"},
    "bills_name_order": {"order": "{order}"},
    "mailboxes_add": {"host": "imap.example.com", "user": "x@example.com", "password": "x"},
    "early_offers_offer": {"percent": "2", "pay_on": "2026-03-20", "answer_by": "2026-03-10"},
    "early_offers_offer_all": {"percent": "2", "pay_on": "2026-03-20", "answer_by": "2026-03-10"},
    "purchase_requests_ask": {"purpose": "x", "supplier": "{supplier}", "lines": [{**LINE, "quantity": "1"}]},
    "purchase_requests_refuse": {"reason": "x"},
    "purchase_requests_order": {"supplier": "{supplier}"},
    "purchase_requests_cancel": {"reason": "x"},
    "orders_draft": {"supplier": "{supplier}", "lines": [{"name": "x", "quantity": "1", "price": "1"}]},
    "orders_edit": {"supplier": "{supplier}", "lines": [{"name": "x", "quantity": "1", "price": "1"}]},
    "orders_reject": {"reason": "x"},
    "orders_cancel": {"reason": "x"},
    "orders_receive": {"lines": [{"line": 1, "quantity": "1"}]},
    "orders_give_back": {"lines": [{"line": 1, "quantity": "1"}]},
    "orders_correct": {"reason": "x"},
    "orders_choose": {"percent": "2"},
    "bills_add": {"name": "x.xml", "content": "PHgvPg=="},
    "bills_complete": {"number": "X-1"},
    "bills_accept": {"check": "reading", "reason": "x"},
    "bills_rest": {"decision": "accept", "reason": "x"},
    "bills_reject": {"reason": "x"},
    "bills_self_charge": {},
    "remittances_send": {},
    "supplier_statements_take": {"name": "e.csv", "content": "eAo="},
    "supplier_statements_ask_for_copies": {},
    "late_fees_issue": {"customer": "{customer}"},
    "late_fees_cancel": {"reason": "x"},
    "late_fees_send": {},
    "late_fees_enter_rate": {"half_year": "2026/2", "percent": "14", "source": "x"},
    "late_fees_change_policy": {},
    "demands_make": {"customer": "{customer}"},
    "demands_send": {},
    "demands_make_letters": {"balance_on": "2026-01-01", "party": "{customer}"},
    "demands_answer": {"agrees": True},
    "demands_send_letter": {},
    "claims_send": {},
    "claims_came_back": {"amount": "1"},
    "claims_ask_to_give_up": {"reason": "x"},
    "offsets_propose": {"party": "{customer}"},
    "offsets_countersign": {"name": "a.pdf", "content": "JVBERi0=", "signed_on": "2026-03-02"},
    "offsets_cancel": {"reason": "x"},
    "runs_propose": {"until": "2026-03-31"},
    "runs_remove": {"bill": "x"},
    "runs_cancel": {"reason": "x"},
    "runs_answer": {"name": "a.xml", "content": "PHgvPg=="},
    "portal_links_invite": {"mail": False},
    "bank_details_confirm": {"note": "called them at ten"},
    "bank_details_refuse": {"reason": "x"},
    "bank_details_retire": {"reason": "x"},
    "imports_take": {"kind": "customers", "name": "c.csv", "content": "bmFtZSxjb3VudHJ5CngsUk8K"},
    "banking_load": {"name": "e.csv", "content": "x"},
    "banking_preview": {"name": "e.csv", "content": "x"},
    "banking_match": {"auto": True},
    "banking_confirm": {"items": [{"item": "{item}"}]},
    "banking_ignore": {"reason": "x"},
    "bank_rules_make": BANK_RULE,
    "bank_rules_change": BANK_RULE,
    "bank_rules_arrange": {"rules": ["{bank_rule}"]},
    "bank_rules_let": {"level": "auto"},
    "bank_rules_book": {"account": "628", "to_account": ""},
    "bank_rules_split": {"items": [{"item": "{item}"}], "write_off": "x"},
    "bank_rules_ask": {"to": "{email}", "text": "x"},
    "bank_rules_answer": {"text": "x"},
    "tasks_dismiss": {"reason": "x"},
    "tasks_assign": {"to": "{email}"},
    "tasks_postpone": {"until": "2027-01-04"},
    "policies_make": {"name": "x", "steps": [{"people": ["{email}"], "roles": ["owner"]}]},
    "reminders_make": PROCEDURE,
    "reminders_change": PROCEDURE,
    "reminders_let": {"level": "off"},
    "reminders_skip": {"reason": "x"},
    "reminders_choose": {"procedure": "{procedure}", "item": "{item}"},
    "reminders_pause": {"kind": "hold", "reason": "x", "item": "{item}"},
    "disputes_note": {"line": 1, "reason": "other", "text": "x"},
    "disputes_reject": {"answer": "x"},
    "plans_make": {"items": ["{item}"], "instalments": 2, "first_on": "2026-03-02"},
    "plans_decline": {"answer": "x"},
    "plans_cancel": {"answer": "x"},
    "plans_limit": {"level": "suggest"},
    "write_offs_ask": {"items": [{"item": "{item}"}], "reason": "uncollectible", "text": "x"},
    "write_offs_reject": {"reason": "x"},
    "write_offs_withdraw": {"reason": "x"},
    "write_offs_take_back": {"reason": "x"},
    "replies_act": {},
    "replies_dismiss": {"reason": "x"},
    "replies_thread": {"customer": "{customer}", "invoice": "{invoice}"},
    "replies_answer": {"text": "x"},
    "rules_make": RULE,
    "rules_change": RULE,
    "rules_let": {"level": "auto"},
    "absences_note": {
        "user": "{email}",
        "from_on": "2030-03-02",
        "until_on": "2030-03-03",
        "substitute": "{email}",
    },
    "approvals_reject": {"reason": "x"},
    "approvals_ask": {"text": "x", "to": "{email}"},
    "approvals_reply": {"text": "x"},
    "ledger_lock": {"until": "2026-01-31"},
    "ledger_reopen": {"reason": "x"},
    "einvoices_judge": {"content": "PHgvPg=="},
    "einvoices_submit": {"network": "anaf"},
    "einvoices_repeat": {"network": "anaf", "set": {"town": "x"}},
    "networks_set_up": {"network": "anaf", "mode": "test", "secrets": {"client_id": "x"}},
    "networks_turn_on": {"network": "anaf", "mode": "test"},
    "networks_turn_off": {"network": "anaf"},
    "webhooks_add": {"url": "https://walk.example.com/"},
    "webhooks_change": {"description": "x"},
    "webhooks_replay_failed": {"since": "2026-03-01", "until": "2026-03-02"},
}
"""What each operation with a body is sent: as much of the other company as it can name."""

QUERIES = {
    "payments_listed": "customer={customer}",
    "payments_items": "customer={customer}",
    "happened_events": "subject={invoice}",
    "webhooks_log": "endpoint={webhook}",
    "reports_find": f"q={MARK}",
    "reports_vat_journal": "since=2026-01-01&until=2026-12-31&rows=true",
    "reports_withheld_tax": "since=2026-01-01&until=2026-12-31",
    "reports_trial_balance": "since=2026-01-01&until=2026-12-31",
    "reports_age": "rows=true",
    "reports_month_pack": "month=2026-03",
    "reports_authority_files": "month=2026-03",
    "reports_vat_ledger": "month=2026-03",
    "reports_audit_file": "month=2026-03",
}
"""What reading operations are asked beside their path."""

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
    assert found == {"credit_notes_show": "credit.unknown"}  # what is there is no credit note


def test_no_operation_answers_without_a_key(world, client):
    for method, path, told in operations():
        answer = asked(client, (method, path, told), world.named, {})
        assert answer.status_code == 401, f"{method} {path}"
        assert MARK.encode() not in answer.content
