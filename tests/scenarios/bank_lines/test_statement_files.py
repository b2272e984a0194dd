"""Statements in MT940, Norma 43 and old Excel, by every door: taken once, never half, with a sentence when refused."""

import base64
import os
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client

from kvit.api.tests.program import Program
from kvit.archive import sandbox
from kvit.archive.models import File
from kvit.banking import statements, watched
from kvit.banking.models import Statement, StatementLine
from kvit.cli.tests.inside import kvit
from kvit.core.errors import Refused
from kvit.core.tests import test_mt940, test_norma43
from kvit.core.tests.test_table_file import EXTRAS
from kvit.jobs import schedule
from kvit.ledger import accounts
from tests.builders import a_company, the_owner
from tests.scenarios.bank_lines.lines import IBAN, LATER

pytestmark = pytest.mark.django_db
TOLD = ":86:/IBAN/RO09BCYP0000001234567890/NAME/ALFA SRL/REMI/plata factura 17"
SPANISH = "ES9121000418450200051332"


@pytest.fixture
def company(settings, tmp_path):
    settings.KVIT_DATA_DIR = tmp_path
    return a_company("RO")


def mt940(account, *, closing="1108,50"):
    lines = (test_mt940.line("121,00", TOLD), test_mt940.line("12,50", ":86:Comision", mark="D", bank="B2"))
    head = test_mt940.HEAD.replace("RO49AAAA1B31007593840000", account)
    return test_mt940.written(*lines, closing=closing, head=head)


def ours(company):
    return company.bank_accounts.get(currency="RON", is_main=True).iban


def load(company, content, *, name="extras.sta", **more):
    return statements.load(company, content, name=name, by=the_owner(company), on=LATER, **more)


def nothing_is_kept():
    return not (Statement.objects.exists() or StatementLine.objects.exists() or File.objects.exists())


def test_the_same_file_twice_is_one_statement(company):
    first, again = load(company, mt940(ours(company))), load(company, mt940(ours(company)), name="again.txt")
    assert (first.new, again.new, len(again.known)) == (2, 0, 2)
    assert again.statements == first.statements and Statement.objects.count() == 1
    paid = StatementLine.objects.get(amount=121)
    assert (paid.counterparty_name, paid.counterparty_iban, paid.remittance) == ("ALFA SRL", IBAN, "plata factura 17")
    assert Statement.objects.get().closing == Decimal("1108.5")


def test_a_number_without_country_and_bank_is_of_our_account_that_ends_so(company):
    polish = accounts.open_bank(
        company, "PL27114020040000300201355387", currency="PLN", by=the_owner(company), on=LATER
    )
    for told in ("27114020040000300201355387", "300201355387", "BREXPLPW/0000300201355387"):
        [statement] = load(company, mt940(told)).statements
        assert statement.bank_account == polish
    with pytest.raises(Refused, match=r"statement\.other_account"):
        load(company, mt940("300201355388"), account=polish.iban)
    assert company.bank_accounts.count() == 2


def test_a_file_of_two_accounts_where_one_was_chosen_leaves_nothing(company):
    both = mt940(ours(company)) + mt940("DE89370400440532013000")
    with pytest.raises(Refused, match=r"statement\.other_account"):
        load(company, both, account=ours(company))
    assert nothing_is_kept() and company.bank_accounts.count() == 1
    loaded = load(company, both)
    assert len(loaded.statements) == 2
    assert [found.rule for found in loaded.findings] == ["statement.new_account"], "the other one is said"


def test_sums_that_lie_are_said_at_the_statement(company):
    loaded = load(company, mt940(ours(company), closing="1108,51"))
    [kept] = loaded.statements
    assert [found.rule for found in loaded.findings] == ["statement.balance_mismatch"]
    assert [found["rule"] for found in kept.findings] == ["statement.balance_mismatch"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b":20:X\n:86:words\n", "statement.nothing_read"),
        (b":20:X\n:25:1\n:61:260320C5,00NTRFX\n", "statement.currency_missing"),
        (b":20:\x00\xff\x01\n:25:1\n:60F:C260320RON1,00\n", "table.not_text"),
        (test_norma43.file([test_norma43.opens(currency="840")]), "norma43.not_euro"),
        (EXTRAS.read_bytes()[:2500], "table.locked"),
    ],
)
def test_rubbish_is_refused_and_nothing_is_kept(company, content, code):
    with pytest.raises(Refused) as refused:
        load(company, content)
    assert refused.value.code == code and nothing_is_kept()


def test_a_spanish_file_comes_in_by_the_command_line(company, tmp_path):
    spanish = a_company("ES")
    file = tmp_path / "movimientos.n43"
    file.write_bytes(test_norma43.file(test_norma43.WHOLE, encoding="cp1252"))
    owner = spanish.memberships.get(role="owner").user
    who = ("--company", spanish.public_id, "--as", owner.email)
    seen = kvit("bank", "import", file, "--preview", *who).answer
    assert (seen["lines"], seen["new"], seen["first"][0]["amount"]) == (2, 2, "121.00")
    taken = kvit("bank", "import", file, *who).answer
    assert (taken["new"], taken["rejected"]) == (2, [])
    assert kvit("bank", "import", file, *who).answer["already_known"] == 2
    assert StatementLine.objects.filter(bank_account__iban=SPANISH).count() == 2


def test_an_old_workbook_is_shown_before_it_is_taken_in_and_read_once_each_time(company, monkeypatch):
    read = []
    whole = sandbox.read_statements
    monkeypatch.setattr(sandbox, "read_statements", lambda *told, **more: read.append(1) or whole(*told, **more))
    client = Client()
    client.force_login(company.memberships.get(role="owner").user)
    told = {"account": ours(company)}
    upload = BytesIO(EXTRAS.read_bytes())
    upload.name = "extras.xls"
    page = client.post("/bank/import", {"file": upload, **told}).content.decode()
    assert "Țigla și Fiii SRL" in page and "Platitor" in page and not StatementLine.objects.exists()
    carried = page.split('name="carried" value="')[1].split('"')[0]
    answer = client.post("/bank/import", {"carried": carried, "name": "extras.xls", "go": "1", **told})
    assert answer.status_code == 302
    assert sorted(StatementLine.objects.values_list("amount", flat=True)) == [Decimal("-12.5"), 1210]
    assert len(read) == 2, "once for the page, once to take it in"
    load(company, EXTRAS.read_bytes(), **told)
    assert Statement.objects.get().opening is None, "one statement, although it has no balance"


def test_mt940_goes_in_at_once_by_page_and_program(company):
    client = Client()
    client.force_login(company.memberships.get(role="owner").user)
    upload = BytesIO(mt940(ours(company)))
    upload.name = "extras.sta"
    assert client.post("/bank/import", {"file": upload}).status_code == 302
    assert StatementLine.objects.count() == 2
    given = {"name": "extras.sta", "content": base64.b64encode(mt940(ours(company))).decode()}
    program = Program(company)
    assert program.post("/statements/preview", given)["already_known"] == 2
    assert program.post("/statements", given, status=201)["new"] == 0
    bad = {**given, "content": base64.b64encode(b":20:X\n:86:y\n").decode()}
    assert program.refused("POST", "/statements", bad, status=422)["code"] == "statement.nothing_read"


def test_the_watched_folder_takes_them_all(company, monkeypatch):
    monkeypatch.setattr("kvit.capture.folders.SETTLED", -1)
    folder = watched.of(company)
    folder.mkdir(parents=True)
    (folder / "extras.sta").write_bytes(mt940(ours(company)))
    (folder / "movimientos.n43").write_bytes(test_norma43.file(test_norma43.WHOLE))
    (folder / f"{ours(company)}.xls").write_bytes(EXTRAS.read_bytes())
    ticked = schedule.tick(company, on=LATER)
    assert sorted(one.loaded.new for one in ticked.statements) == [2, 2, 2]
    assert len(os.listdir(folder / "taken")) == 3
