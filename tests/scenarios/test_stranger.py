"""Two companies: to the stranger, nothing of the other exists, by any door; a new door fails here first."""

import json
import re

import pytest
from django.apps import apps
from django.db import transaction

from kvit.cli.tests import inside
from kvit.core.errors import Refused
from kvit.core.families import Family, family
from kvit.events.models import Event
from kvit.tables import PublicIdField
from tests.scenarios.stranger_commands import IDS_OF_COMMAND, WITHOUT_IDS
from tests.scenarios.stranger_inside import WITHOUT_DOOR
from tests.scenarios.stranger_routes import Route, routes
from tests.scenarios.strangers import DOORS, MARK, PASSWORD, two_companies

pytestmark = pytest.mark.django_db

KIND_OF_PATH = {
    "invoices": "invoice",
    "customers": "customer",
    "products": "product",
    "price-lists": "price_list",
    "contacts": "contact",
    "batches": "batch",
    "payments": "payment",
    "credits": "payment",
    "recurring": "schedule",
    "proformas": "proforma",
    "bills": "bill",
    "orders": "order",
    "purchase-requests": "request",
    "self-charges": "self_charge",
    "bank-details": "bank_detail",
    "runs": "run",
    "offsets": "offset",
    "debits": "debit_run",
    "mandates": "mandate",
    "saved_methods": "saved_method",
    "saved_charges": "saved_charge",
    "disputes": "dispute",
    "plans": "plan",
    "write-offs": "write_off",
    "ratings": "rating",
    "remittances": "remittance",
    "claims": "claim",
    "cash-desks": "desk",
    "cash-lines": "cash_line",
    "points-by-hand": "loyalty_grant",
    "late-fees": "late_fee",
    "demands": "demand",
    "balance-letters": "balance_letter",
    "supplier-statements": "supplier_statement",
    "imports": "import",
    "bank": "line",
    "bank-rules": "bank_rule",
    "people": "user",
    "keys": "api_key",
    "tasks": "task",
    "outbox": "message",
    "jobs": "job",
    "feeds": "feed",
    "mailboxes": "mailbox",
    "mails": "mail",
    "replies": "reply",
    "accounts": "own_account",
    "webhooks": "webhook",
    "deliveries": "delivery",
    "e-invoices": "submission",
    "acknowledgements": "acknowledgement",
    "arrivals": "arrival",
    "outages": "outage",
    "policies": "policy",
    "reminder-procedures": "procedure",
    "reminder-pauses": "pause",
    "rounds": "reminder_round",
    "reminders": "reminder",
    "rules": "rule",
    "rule-acts": "rule_act",
    "approvals": "approval",
    "questions": "question",
    "absences": "absence",
    "suppliers": "supplier",
    "supplier-changes": "supplier_change",
    "customer-changes": "customer_change",
    "portal-links": "portal_link",
    "announcements": "announcement",
}
"""A word of an address to the kind of object that the id behind it names."""

OF_ITS_OWN = re.compile(r"[a-z]+_[0-9A-Z]{26}|[0-9a-f]{32}")
"""Public ids and request ids: what two answers that say the same still differ in."""
BY_SECRET = {"sign-in/<str:token>"}
"""Addresses that are a secret in themselves and name nothing; kvit/web/tests/test_sign_in.py tries forged ones."""


@pytest.fixture
def world():
    return two_companies()


# -- kinds of objects


def test_every_kind_with_a_public_id_has_a_door_or_a_reason():
    kinds = {
        model._meta.label
        for model in apps.get_models()
        if any(isinstance(field, PublicIdField) for field in model._meta.fields)
    }
    assert kinds == set(DOORS) | set(WITHOUT_DOOR)
    assert not set(DOORS) & set(WITHOUT_DOOR)


def test_the_stranger_finds_no_object_by_its_id(world):
    for doors in DOORS.values():
        for kind, look in doors.items():
            with pytest.raises(Refused) as refusal:
                look(world, world.named[kind])
            assert family(refusal.value.code) is Family.NOT_FOUND, kind
            assert MARK not in str(refusal.value)


# -- commands


def commands(group=None, before=""):
    """Every command of the program by its words."""
    group = group or inside.tree()
    found = {}
    for name, command in group.commands.items():
        words = f"{before} {name}".strip()
        found |= commands(command, words) if hasattr(command, "commands") else {words: command}
    return found


def run(words):
    """The exit code of the program."""
    return inside.tree().main(words, prog_name="kvit", standalone_mode=False) or 0


def test_every_command_is_known_to_the_walk():
    assert set(commands()) == set(IDS_OF_COMMAND) | WITHOUT_IDS & set(commands())


def spelled(words, named, folder):
    """The words with these ids in them, objects as files."""
    for word in words:
        if isinstance(word, str):
            yield word.format(**named)
        else:
            file = folder / "asked.json"
            filled = {key: value.format(**named) if isinstance(value, str) else value for key, value in word.items()}
            file.write_text(json.dumps(filled))
            yield str(file)


def test_no_command_tells_the_stranger_what_is_there(world, capsys, tmp_path):
    """What is another company's and what never was are answered alike, word for word, and nothing happens."""
    happened = Event.objects.filter(company_id=world.company.pk).count()
    never = {kind: f"{name[:-4]}ZZZZ" for kind, name in world.named.items()}
    for command, words in IDS_OF_COMMAND.items():
        answers = []
        for named in (world.named, never):
            code = run([*command.split(), *spelled(words, named, tmp_path), "--as", world.stranger.email, "--json"])
            said = "".join(capsys.readouterr())
            assert MARK not in said, command
            assert code != 0, f"{command}: {said}"
            answers.append((code, OF_ITS_OWN.sub("ID", said)))
        assert answers[0] == answers[1], command
    assert run(["invoice", "list", "--as", world.stranger.email, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert Event.objects.filter(company_id=world.company.pk).count() == happened


def test_no_command_lets_the_stranger_into_the_company(world, capsys):
    words = ["--as", world.stranger.email, "--company", world.company.public_id, "--json"]
    assert run(["invoice", "list", *words]) == Family.NOT_FOUND.exit_code
    assert MARK not in "".join(capsys.readouterr())


# -- pages


def kind_of(path: str) -> str | None:
    """The kind that the last word before the id names: a demand's page lies below those of late fees."""
    words = path[: path.index("<")].split("/")
    return next((KIND_OF_PATH[word] for word in reversed(words) if word in KIND_OF_PATH), None)


def filled(route: Route, world) -> str:
    """The address with the first company's ids in it."""
    kind = kind_of(route.path)
    path = route.path
    for _ in route.takes:
        path = path[: path.index("<")] + world.named[kind] + path[path.index(">") + 1 :]
    return f"/{path}"


def pages() -> list[Route]:
    return [r for r in routes() if r.view.__module__.startswith("kvit.web.") and r.path not in BY_SECRET]


def asked(client, method, path, given=None):
    """The answer; what asking did is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(path, given or {})
        transaction.set_rollback(True)
    return answer


def test_every_page_that_takes_an_id_is_known_to_the_walk():
    unknown = [r.path for r in pages() if r.takes and not kind_of(r.path)]
    assert unknown == []


def test_no_page_gives_the_stranger_anything(world, client):
    assert client.login(username=world.stranger.email, password=PASSWORD)
    happened = Event.objects.filter(company_id=world.company.pk).count()
    for route in pages():
        path = filled(route, world) if route.takes else f"/{route.path}"
        for method in ("get", "post"):
            given = {"ids": list(world.named.values()), "customer": world.named["customer"], "q": MARK}
            answer = asked(client, method, path, given)
            body = b"" if answer.streaming else answer.content
            if route.takes:
                assert answer.status_code in (404, 405), f"{method} {path}: {answer.status_code}"
            assert f"{MARK} ".encode() not in body, f"{method} {path} shows what is another company's"
    assert Event.objects.filter(company_id=world.company.pk).count() == happened


def test_the_walk_asks_for_what_is_there(world, client):
    """The same addresses answer the owner: otherwise the stranger's 404 would prove nothing."""
    assert client.login(username=world.owner.email, password=PASSWORD)
    for route in pages():
        if route.takes:
            path = filled(route, world)
            answers = {asked(client, method, path).status_code for method in ("get", "post")}
            assert not answers <= {404, 405}, f"{path}: {answers}"


def test_nobody_gets_a_page_without_signing_in(world, client):
    for route in pages():
        path = filled(route, world) if route.takes else f"/{route.path}"
        answer = asked(client, "get", path)
        if answer.status_code == 200:
            assert MARK.encode() not in answer.content
        else:
            assert answer.status_code in (302, 405), f"{path}: {answer.status_code}"
