"""Notices of single payments (camt.054) and the statements that tell them again: each payment is booked once."""

import base64
from decimal import Decimal

import pytest

from kvit.api.tests.program import Program
from kvit.banking import queries, reconciliation, statements
from kvit.banking.models import Match, StatementLine
from kvit.cli.tests.inside import kvit
from kvit.core.errors import Refused
from kvit.core.tests.camt_builder import balance, camt, entry, statement, transfer
from kvit.jobs import schedule
from kvit.payments.models import Payment
from kvit.payments.requests import Share
from kvit.proof import bank_lines
from tests.builders import a_company, a_line, an_invoice, the_owner
from tests.scenarios.bank_lines.lines import IBAN, LATER, proposed

pytestmark = pytest.mark.django_db
NOTICE = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"
REF = "<AcctSvcrRef>{}</AcctSvcrRef>"


@pytest.fixture
def company(settings, tmp_path):
    settings.KVIT_DATA_DIR = tmp_path
    return a_company("RO")


def ours(company):
    return company.bank_accounts.get(currency="RON", is_main=True).iban


def in_lei(*entries, company, balances=""):
    return statement(*entries, balances=balances, account=ours(company)).replace("EUR", "RON")


def notice(company, *entries, message="M1"):
    told = f"<GrpHdr><MsgId>{message}</MsgId></GrpHdr>" + in_lei(*entries, company=company).replace("Stmt>", "Ntfctn>")
    return camt(told, space=NOTICE, message="BkToCstmrDbtCdtNtfctn")


def of_the_day(company, *entries, **more):
    return camt(in_lei(*entries, company=company, **more))


def one_payment(text, amount, *, ref, end="E1"):
    refs = f"<Refs><EndToEndId>{end}</EndToEndId></Refs>"
    return entry(amount, more=REF.format(ref), details=transfer(text, name="ALFA SRL", iban=IBAN, more=refs))


def load(company, content, name="bank.xml"):
    return statements.load(company, content, name=name, by=the_owner(company), on=LATER)


def booked(company):
    reconciliation.book_sure(company, by=the_owner(company), on=LATER)
    return sorted(Payment.objects.filter(company=company).values_list("amount", flat=True))


def is_proved(company):
    return bank_lines.told_again_once(company)[1] == [] and bank_lines.settled_by_something(company)[1] == []


@pytest.mark.parametrize("first", ["054", "053"])
def test_a_payment_told_twice_is_booked_once_and_the_notice_tells_for_what(company, first):
    invoice = an_invoice(company, a_line("100", vat="21"))
    told = [notice(company, one_payment(invoice.number, "121.00", ref="B1"))]
    told.insert(first == "054", of_the_day(company, entry("121.00", more=REF.format("B1"))))
    new = [load(company, content).new for content in told]
    assert new == [1, 0]
    assert booked(company) == [121], "matched by the number that the notice alone tells"
    assert [load(company, content).new for content in told] == [0, 0], "and a third time"
    assert is_proved(company) and booked(company) == [121]


def test_details_of_a_sum_pay_their_invoices_and_the_sum_is_not_booked_again(company):
    invoices = [an_invoice(company, a_line(net, vat="21")) for net in ("100", "200")]
    single = [
        one_payment(one.number, f"{amount}.00", ref="S1", end=f"E{amount}")
        for one, amount in zip(invoices, (121, 242), strict=True)
    ]
    load(company, notice(company, *single))
    assert booked(company) == [121, 242]
    batch = "<Btch><NbOfTxs>2</NbOfTxs></Btch>"
    balances = balance("OPBD", "0.00", currency="RON") + balance("CLBD", "363.00", currency="RON")
    loaded = load(
        company, of_the_day(company, entry("363.00", more=REF.format("S1"), details=batch), balances=balances)
    )
    assert (loaded.new, loaded.findings) == (0, [])
    assert proposed(company) == [] and booked(company) == [121, 242] and is_proved(company)


def test_details_that_come_after_a_sum_that_was_booked_are_not_booked(company):
    invoice = an_invoice(company, a_line("300", vat="21"))
    batch = "<Btch><NbOfTxs>2</NbOfTxs></Btch>"
    load(company, of_the_day(company, entry("363.00", more=REF.format("S1"), details=batch)))
    [line] = proposed(company)
    item = invoice.party.open_items.get(document_number=invoice.number)
    reconciliation.confirm(company, line, [Share(item.public_id, None)], by=the_owner(company), on=LATER)
    loaded = load(company, notice(company, *(one_payment(f"x{n}", n, ref="S1", end=n) for n in ("121.00", "242.00"))))
    assert loaded.new == 0 and proposed(company) == [] and is_proved(company)
    assert Match.objects.count() == 1


def test_a_sum_that_differs_is_said_and_waits_for_a_person(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    load(company, notice(company, one_payment(invoice.number, "121.00", ref="S1")))
    assert booked(company) == [121]
    batch = "<Btch><NbOfTxs>2</NbOfTxs></Btch>"
    loaded = load(company, of_the_day(company, entry("363.00", more=REF.format("S1"), details=batch)))
    [said] = loaded.findings
    assert (said.rule, said.facts["difference"]) == ("statement_line.sum_differs", "242.00")
    [line] = proposed(company)
    assert booked(company) == [121] and line.doubt == "sum_differs"
    with pytest.raises(Refused, match=r"statement_line\.told_again"):
        reconciliation.confirm(company, line, [], by=the_owner(company), on=LATER)
    other = an_invoice(company, a_line("200", vat="21"))
    load(company, notice(company, one_payment(other.number, "242.00", ref="S1", end="E2"), message="M2"))
    assert booked(company) == [121, 242] and proposed(company) == [] and is_proved(company)


def test_what_is_in_doubt_is_left_out_or_booked_by_a_person(company):
    load(company, notice(company, entry("5.00", details=transfer("cafea", name="ALFA SRL", iban=IBAN))))
    load(company, of_the_day(company, entry("5.00")))
    line = next(one for one in proposed(company) if one.doubt)
    told = Program(company).get("/statement_lines")["data"]
    assert [one["doubt"] for one in told] == ["", "like_another"]
    reconciliation.ignore(company, line, note="the same", by=the_owner(company), on=LATER)
    line.refresh_from_db()
    assert line.status == "covered"
    reconciliation.restore(company, line, by=the_owner(company), on=LATER)
    assert len(proposed(company)) == 2


def test_what_is_only_announced_is_not_taken_and_a_notice_does_not_make_the_days_known(company):
    pending = one_payment("x", "5.00", ref="B9").replace("BOOK", "PDNG")
    loaded = load(company, notice(company, pending, one_payment("y", "7.00", ref="B1")))
    assert (loaded.new, [one.rule for one in loaded.findings]) == (1, ["statement.not_booked"])
    assert queries.known_until(company) is None
    load(company, of_the_day(company, one_payment("y", "7.00", ref="B1")))
    assert f"{queries.known_until(company)}" == "2026-03-05"


def test_every_door_takes_a_notice(company, tmp_path, monkeypatch):
    monkeypatch.setattr("kvit.capture.folders.SETTLED", -1)
    content = notice(company, one_payment("factura", "121.00", ref="B1"))
    given = {"name": "n.xml", "content": base64.b64encode(content).decode()}
    assert Program(company).post("/statements", given, status=201)["new"] == 1
    file = tmp_path / "n.xml"
    file.write_bytes(content)
    owner = company.memberships.get(role="owner").user
    who = ("--company", company.public_id, "--as", owner.email)
    assert kvit("bank", "import", file, *who).answer["already_known"] == 1
    folder = tmp_path / "bank" / company.public_id
    folder.mkdir(parents=True)
    (folder / "n.xml").write_bytes(content)
    schedule.tick(company, on=LATER)
    assert StatementLine.objects.count() == 1 and (folder / "taken").is_dir()
    assert StatementLine.objects.get().amount == Decimal(121)
