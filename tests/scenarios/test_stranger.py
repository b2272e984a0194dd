"""Two companies: to the stranger, nothing of the other exists, by any door; a new door fails here first."""

import json
import re

import pytest
import typer
from django.apps import apps
from django.db import transaction

from kvit.cli.program import build
from kvit.core.errors import Refused
from kvit.core.families import Family, family
from kvit.events.models import Event
from kvit.tables import PublicIdField
from tests.scenarios.stranger_routes import Route, routes
from tests.scenarios.strangers import DOORS, MARK, PASSWORD, WITHOUT_DOOR, two_companies

pytestmark = pytest.mark.django_db

KIND_OF_PATH = {
    "invoices": "invoice",
    "customers": "customer",
    "products": "product",
    "price-lists": "price_list",
    "contacts": "contact",
    "batches": "batch",
    "payments": "payment",
    "recurring": "schedule",
    "proformas": "proforma",
    "bills": "bill",
    "orders": "order",
    "purchase-requests": "request",
    "self-charges": "self_charge",
    "bank-details": "bank_detail",
    "runs": "run",
    "offsets": "offset",
    "disputes": "dispute",
    "plans": "plan",
    "remittances": "remittance",
    "claims": "claim",
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
    "rules": "rule",
    "rule-acts": "rule_act",
    "approvals": "approval",
    "questions": "question",
    "absences": "absence",
    "suppliers": "supplier",
    "supplier-changes": "supplier_change",
    "portal-links": "portal_link",
    "announcements": "announcement",
}
"""First word of an address to the kind of object that its id names."""

OF_ITS_OWN = re.compile(r"[a-z]+_[0-9A-Z]{26}|[0-9a-f]{32}")
"""Public ids and request ids: what two answers that say the same still differ in."""
BY_SECRET = {"sign-in/<str:token>"}
"""Addresses that are a secret in themselves and name nothing; kvit/web/tests/test_sign_in.py tries forged ones."""

IDS_OF_COMMAND = {
    "invoice issue": ["{draft}"],
    "invoice show": ["{invoice}"],
    "invoice xml": ["{invoice}"],
    "invoice pdf": ["{invoice}"],
    "invoice findings": ["{draft}"],
    "invoice accept": ["{draft}", "--rule", "customer.over_limit"],
    "invoice send": ["{invoice}"],
    "einvoice withdraw": ["{invoice}", "--reason", "mistake"],
    "invoice annul": ["{invoice}", "--text", "issued by mistake"],
    "invoice credit": ["{invoice}", "--reason", "return"],
    "invoice draft": ["--file", {"customer": "{customer}", "lines": [{"name": "x", "price": "1"}]}],
    "proforma send": ["{proforma}"],
    "bill show": ["{bill}"],
    "bill accept": ["{bill}", "--check", "reading", "--reason", "x"],
    "bill complete": ["{bill}", "--file", {"number": "X-1"}],
    "bill approve": ["{bill}"],
    "bill discount": ["{bill}", "--percent", "2", "--days", "10"],
    "bill rest": ["{bill}", "--accept", "--reason", "x"],
    "bill reject": ["{bill}", "--reason", "x"],
    "bill self-charge": ["{bill}"],
    "bill self-charge-pdf": ["{self_charge}", "-o", "-"],
    "bill match": ["{bill}", "--order", "{order}"],
    "early-offer make": ["{bill}", "--percent", "2", "--pay-on", "2026-03-20", "--answer-by", "2026-03-10"],
    "early-offer make-all": ["{supplier}", "--percent", "2", "--pay-on", "2026-03-20", "--answer-by", "2026-03-10"],
    "early-offer withdraw": ["{early_offer}"],
    "request show": ["{request}"],
    "request approve": ["{request}"],
    "request refuse": ["{request}", "--reason", "x"],
    "request order": ["{request}", "--supplier", "{supplier}"],
    "request cancel": ["{request}", "--reason", "x"],
    "request add": [
        "--file",
        {"supplier": "{supplier}", "purpose": "x", "lines": [{"name": "x", "quantity": "1", "price": "1"}]},
    ],
    "order show": ["{order}"],
    "order send": ["{order}"],
    "order approve": ["{order}"],
    "order reject": ["{order}", "--reason", "x"],
    "order close": ["{order}"],
    "order cancel": ["{order}", "--reason", "x"],
    "order receive": ["{order}", "--file", {"lines": [{"line": 1, "quantity": "1"}]}],
    "order correct": ["{goods_receipt}", "--reason", "x"],
    "order policy": ["{supplier}", "--percent", "2"],
    "order add": ["--file", {"supplier": "{supplier}", "lines": [{"name": "x", "quantity": "1", "price": "1"}]}],
    "run show": ["{run}"],
    "run remove": ["{run}", "--bill", "x"],
    "run release": ["{run}"],
    "run export": ["{run}"],
    "run cancel": ["{run}", "--reason", "x"],
    "remittance send": ["{remittance}"],
    "remittance pdf": ["{remittance}"],
    "supplier-statement take": ["{supplier}", "--file", {}],
    "supplier-statement show": ["{supplier_statement}"],
    "supplier-statement ask": ["{supplier_statement}"],
    "late-fee issue": ["{customer}"],
    "late-fee send": ["{late_fee}"],
    "late-fee cancel": ["{late_fee}", "--reason", "x"],
    "late-fee pdf": ["{late_fee}"],
    "demand make": ["{customer}"],
    "demand send": ["{demand}"],
    "demand pdf": ["{demand}"],
    "demand court-file": ["{customer}"],
    "balance-letter send": ["{balance_letter}"],
    "balance-letter answer": ["{balance_letter}", "--agrees"],
    "balance-letter pdf": ["{balance_letter}"],
    "claim make": ["{claim}"],
    "claim send": ["{claim}"],
    "claim came-back": ["{claim}", "--amount", "1"],
    "claim give-up": ["{claim}", "--reason", "x"],
    "claim keep": ["{claim}"],
    "claim pdf": ["{claim}"],
    "offset propose": ["--party", "{customer}"],
    "offset show": ["{offset}"],
    "offset sign": ["{offset}"],
    "offset countersign": ["{offset}", "--signed", "2026-03-02", "--file", {}],
    "offset cancel": ["{offset}", "--reason", "x"],
    "offset pdf": ["{offset}"],
    "bank-detail confirm": ["{bank_detail}", "--note", "called them at ten"],
    "bank-detail refuse": ["{bank_detail}", "--reason", "x"],
    "bank-detail retire": ["{bank_detail}", "--reason", "x"],
    "customer check": ["{customer}"],
    "policy archive": ["{policy}"],
    "reminder change-procedure": ["{procedure}", "--file", {"name": "x"}],
    "reminder level": ["{procedure}", "auto"],
    "reminder choose": ["{customer}", "--procedure", "{procedure}"],
    "dispute open": ["{invoice}", "--line", "1", "--reason", "other", "--text", "x"],
    "dispute show": ["{dispute}"],
    "dispute reject": ["{dispute}", "--answer", "x"],
    "dispute withdraw": ["{dispute}"],
    "plan make": ["{customer}", "--instalments", "2", "--first", "2026-03-02"],
    "plan show": ["{plan}"],
    "plan agree": ["{plan}"],
    "plan decline": ["{plan}", "--answer", "x"],
    "plan cancel": ["{plan}"],
    "reminder send": ["{customer}"],
    "reminder skip": ["{customer}", "--reason", "x"],
    "reminder pause": ["{customer}", "--reason", "x"],
    "reminder resume": ["{pause}"],
    "reply show": ["{reply}"],
    "reply act": ["{reply}"],
    "reply undo": ["{reply}"],
    "reply finish": ["{reply}"],
    "reply dismiss": ["{reply}", "--reason", "x"],
    "reply thread": ["{reply}", "--customer", "{customer}"],
    "reply answer": ["{reply}", "--text", "x"],
    "rule show": ["{rule}"],
    "rule change": ["{rule}", "--file", {"name": "x"}],
    "rule rehearse": ["{rule}"],
    "rule level": ["{rule}", "auto"],
    "rule off": ["{rule}"],
    "rule accept": ["{rule_act}"],
    "payment record": ["--file", {"invoice": "{invoice}", "amount": "1", "paid_on": "2026-03-02"}],
    "user link": ["{user}"],
    "portal link": ["{supplier}"],
    "portal list": ["{supplier}"],
    "portal pay-link": ["{customer}"],
    "portal revoke": ["{portal_link}"],
    "price-list show": ["{price_list}"],
    "price-list put": ["{price_list}", "--file", {"product": "{product}", "amount": "1"}],
    "price-list give": ["{price_list}", "--customer", "{customer}"],
    "price-list archive": ["{price_list}"],
    "import undo": ["{import}"],
    "bank confirm": ["{own_account}"],
    "bank book": ["{line}", "--account", "627"],
    "bank split": ["{line}", "--file", {"write_off": "x"}],
    "bank undo": ["{line}"],
    "bank rule change": ["{bank_rule}", "--file", {"name": "x"}],
    "bank rule rehearse": ["{bank_rule}"],
    "bank rule level": ["{bank_rule}", "auto"],
    "bank rule order": ["{bank_rule}"],
    "bank rule archive": ["{bank_rule}"],
    "mailbox test": ["{mailbox}"],
    "mailbox remove": ["{mailbox}"],
    "webhook replay": ["{delivery}"],
    "einvoice send": ["{invoice}", "--network", "anaf"],
    "einvoice repeat": ["{invoice}", "--network", "anaf", "--set", "town=x"],
    "einvoice status": ["{invoice}"],
    "network outage-end": ["{outage}", "--at", "2026-03-02T09:00"],
    "network outage-withdraw": ["{outage}"],
    "webhook deliveries": ["--endpoint", "{webhook}"],
    "api-key create": ["--user", "{user}"],
}
"""Command to its words, for every command that takes ids; an object is the content of a file."""

WITHOUT_IDS = {
    "version", "init", "check", "doctor", "serve", "worker", "work", "tick", "migrate", "demo",
    "price-list create", "price-list list",
    "bill read", "bill add", "bill take", "bill list", "bill self-charges", "request list", "order list",
    "bank-detail list",
    "late-fee propose", "late-fee list", "late-fee policy", "late-fee rate", "demand list",
    "balance-letter make", "balance-letter list",
    "remittance list", "claim list", "claim look", "supplier-statement list",
    "whitelist load", "run propose", "run list", "run status", "offset list",
    "reminder procedures", "reminder add-procedure", "reminder due", "reminder simulate", "reminder list",
    "dispute list", "plan list", "plan terms",
    "reply list",
    "policy make", "policy list", "rule add", "rule list",
    "invoice list", "user add", "audit verify", "backup create", "backup verify", "backup restore",
    "einvoice validate", "einvoice convert", "einvoice received", "einvoice declaration",
    "network list", "network set-up", "network on", "network off", "network outages", "network outage",
    "import customers", "import items", "import invoices", "import rates",
    "bank accounts", "bank rule list", "bank rule add", "bank rule tolerance",
    "mailbox add", "mailbox list", "webhook add", "webhook list", "bank import", "bank match", "bank export-matches",
    "report ageing", "report dso", "report kpi", "report vat", "report withheld", "report trial-balance",
    "report vat-ledger", "report vat-purchases", "report saft",
}  # fmt: skip
"""Commands that name nothing that is there already."""


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
    group = group or typer.main.get_command(build())
    found = {}
    for name, command in group.commands.items():
        words = f"{before} {name}".strip()
        found |= commands(command, words) if hasattr(command, "commands") else {words: command}
    return found


def run(words):
    """The exit code of the program."""
    return typer.main.get_command(build()).main(words, prog_name="kvit", standalone_mode=False) or 0


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


def filled(route: Route, world) -> str:
    """The address with the first company's ids in it."""
    kind = KIND_OF_PATH[route.path.split("/")[0]]
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
    unknown = [r.path for r in pages() if r.takes and r.path.split("/")[0] not in KIND_OF_PATH]
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
