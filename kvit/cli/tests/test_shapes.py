"""What commands answer is a promise (docs/user/command-line.md): shapes may gain fields, never lose or rename them."""

import io
import re
from datetime import date
from decimal import Decimal

import pypdf
import pytest
from django.utils import translation

from kvit.cli.tests.inside import kvit, spoken
from kvit.parties import customers
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db

MONEY = re.compile(r"-?\d+\.\d{2}")


@pytest.fixture(autouse=True)
def own_language():
    """A command speaks the language of its call; the next test begins in English again."""
    with translation.override("en"):
        yield


def draft(**facts) -> dict:
    return {
        "customer": {"external_id": "C1", "name": "Beta SRL", "country": "RO", "address": {"town": "Iași"}},
        "lines": [a_line("100.00", vat="21")],
        **facts,
    }


def test_drafting_gives_an_id_for_each_in_order():
    a_company()
    ids = kvit("invoice", "draft", "--file", "-", given=[draft(external_id="1"), draft(external_id="2")]).answer
    assert [set(one) for one in ids] == [{"id"}, {"id"}]
    shown = [kvit("invoice", "show", one["id"]).answer["external_id"] for one in ids]
    assert shown == ["1", "2"]


def test_one_draft_may_stand_alone():
    a_company()
    assert len(kvit("invoice", "draft", "--file", "-", given=draft()).answer) == 1


def test_drafts_are_made_all_or_none():
    a_company()
    wrong = draft(lines=[{"name": "Ore", "price": "a lot"}])
    refused = kvit("invoice", "draft", "--file", "-", given=[draft(), wrong], exit_code=1)
    assert refused.error["code"] == "field.bad_value"
    assert kvit("invoice", "list", "--status", "draft").answer == []


def test_a_known_draft_is_changed_and_a_known_invoice_refused():
    a_company()
    [first] = kvit("invoice", "draft", "--file", "-", given=draft(external_id="1")).answer
    changed = draft(external_id="1", lines=[a_line("50.00", vat="21")])
    assert kvit("invoice", "draft", "--file", "-", given=changed).answer == [first]
    assert kvit("invoice", "show", first["id"]).answer["net"] == "50.00"
    kvit("invoice", "issue", first["id"])
    error = kvit("invoice", "draft", "--file", "-", given=changed, exit_code=7).error
    assert error["code"] == "invoice.known"


def test_issuing_tells_what_was_issued_and_what_was_refused():
    company = a_company()
    good = a_draft(company, issue_on="2026-03-02")
    empty = a_draft(company, issue_on="2026-03-02", lines=[])
    outcome = kvit("invoice", "issue", good.public_id, empty.public_id, "inv_X", "--as-of", "2026-03-02", exit_code=4)
    [issued] = outcome.answer["issued"]
    assert {"id", "number", "issued_on", "due_on", "net", "vat", "gross", "payable"} <= set(issued)
    assert (issued["id"], issued["number"], issued["issued_on"]) == (good.public_id, "KV-2026-00001", "2026-03-02")
    assert all(MONEY.fullmatch(issued[name]) for name in ("net", "vat", "gross", "payable"))
    refused = {one["id"]: one["error"] for one in outcome.answer["refused"]}
    assert refused["inv_X"]["code"] == "invoice.unknown"
    assert refused[empty.public_id]["code"] == "invoice.findings"
    assert "invoice.no_lines" in [finding["rule"] for finding in refused[empty.public_id]["findings"]]
    assert all({"code", "message", "facts"} <= set(error) for error in refused.values())


def test_a_draft_tells_what_the_rules_say_of_it():
    company = a_company()
    empty = a_draft(company, lines=[])
    told = kvit("invoice", "findings", empty.public_id, exit_code=3).answer
    assert told["ready"] is False
    assert all({"rule", "place", "severity", "message"} == set(one) for one in told["findings"])
    assert "invoice.no_lines" in {one["rule"] for one in told["findings"]}
    assert kvit("invoice", "findings", a_draft(company).public_id).answer["ready"] is True
    issued = an_invoice(company)
    assert kvit("invoice", "findings", issued.number, exit_code=7).error["code"] == "invoice.not_draft"


def test_a_warning_holds_a_draft_until_a_person_accepts_it():
    company = a_company()
    customer = a_customer(company)
    customers.change(company, customer, {"credit_limit": "100"}, version=None, by=the_owner(company), on=DAY)
    held = a_draft(company, a_line("200", vat="21"), customer=customer)
    today = ["--as-of", DAY.isoformat()]
    refused = kvit("invoice", "issue", held.public_id, *today, exit_code=4).answer["refused"]
    assert refused[0]["error"]["code"] == "invoice.warnings"
    [found] = refused[0]["error"]["findings"]
    told = kvit("invoice", "findings", held.public_id, *today).answer
    assert (told["ready"], told["findings"][0]["severity"]) == (True, "warning")
    words = ["invoice", "accept", held.public_id, "--rule", found["rule"], "--place", found["place"], *today]
    assert kvit(*words).answer["rule"] == "customer.over_limit"
    assert len(kvit("invoice", "issue", held.public_id, *today).answer["issued"]) == 1


def test_issuing_asks_which():
    a_company()
    assert kvit("invoice", "issue", exit_code=1).error["code"] == "command.nothing_to_do"


@pytest.mark.parametrize(("currency", "digits"), [("RON", 2), ("JPY", 0)])
def test_amounts_have_the_decimals_of_their_currency(currency, digits):
    from kvit.ledger import rates
    from kvit.ledger.rates import Quote

    company = a_company()
    quote = Quote(date(2026, 1, 1), "JPY", Decimal("0.03"), "BNR")
    rates.record_all(company, [quote], by=the_owner(company), on=date(2026, 3, 2))
    invoice = a_draft(company, a_line("1000", vat="21"), currency=currency)
    shown = kvit("invoice", "show", invoice.public_id).answer
    assert shown["net"] == "1000" + ("." + "0" * digits if digits else "")


def test_the_whole_document_says_what_is_owed():
    company = a_company()
    invoice = an_invoice(company, a_line("100.00", vat="21"), terms_days=10)
    shown = kvit("invoice", "show", invoice.public_id, "--as-of", "2026-03-12").answer
    assert (shown["status"], shown["settlement"], shown["balance"], shown["overdue"]) == (
        "issued",
        "open",
        "121.00",
        False,
    )
    assert kvit("invoice", "show", invoice.number, "--as-of", "2026-03-13").answer["overdue"] is True
    assert [line["name"] for line in shown["lines"]] == [a_line()["name"]]
    [vat] = shown["vat_breakdown"]
    assert (vat["category"], vat["rate"], vat["base"], vat["vat"]) == ("S", "21", "100.00", "21.00")
    waiting = kvit("invoice", "show", a_draft(company).public_id).answer
    assert (waiting["status"], waiting["settlement"], waiting["balance"]) == ("draft", None, None)


def test_lists_know_every_status_and_settlement():
    company = a_company()
    customer = a_customer(company)
    numbers = [an_invoice(company, a_line("100.00", vat="21"), customer=customer).number for _ in range(3)]
    a_draft(company, customer=customer)
    pay = [
        {"amount": "121.00", "invoice": numbers[0], "paid_on": "2026-03-02"},
        {"amount": "21", "invoice": numbers[1], "paid_on": "2026-03-02"},
    ]
    kvit("payment", "record", "--file", "-", "--as-of", "2026-03-02", given=pay)

    def listed(status: str) -> list[str]:
        return [one["number"] for one in kvit("invoice", "list", "--status", status, "--as-of", "2026-05-01").answer]

    assert listed("paid") == [numbers[0]]
    assert listed("partly_paid") == [numbers[1]]
    assert listed("open") == [numbers[2]]
    assert listed("overdue") == [numbers[2], numbers[1]]
    assert listed("issued") == numbers[::-1]
    assert listed("draft") == [None]
    assert listed("discarded") == listed("overpaid") == listed("written_off") == []
    assert kvit("invoice", "list", "--status", "late", exit_code=1).error["code"] == "status.unknown"


def test_a_payment_tells_what_it_settled_and_what_is_left():
    company = a_company()
    customer = a_customer(company)
    one, other = (an_invoice(company, a_line("100.00", vat="21"), customer=customer) for _ in range(2))
    payment = {
        "amount": "250.00",
        "paid_on": "2026-03-02",
        "allocations": [{"document": one.number}, {"document": other.public_id, "amount": "121"}],
    }
    [recorded] = kvit("payment", "record", "--file", "-", "--as-of", "2026-03-02", given=payment).answer
    assert recorded["id"].startswith("pay_")
    assert recorded["allocated"] == [
        {"document": one.number, "amount": "121.00"},
        {"document": other.number, "amount": "121.00"},
    ]
    assert recorded["unapplied"] == "8.00"


def test_a_payment_reaches_no_document_of_another_company():
    mine, theirs = a_company(), a_company("PL")
    invoice = an_invoice(theirs)
    payment = {"amount": "10", "invoice": invoice.public_id}
    words = ["payment", "record", "--file", "-", "--company", mine.public_id]
    assert kvit(*words, given=payment, exit_code=1).error["code"] == "payment.unknown_document"


def test_credit_by_line_gives_the_note():
    company = a_company()
    invoice = an_invoice(company, a_line("100.00", vat="21", quantity="3"), a_line("50.00", vat="21"))
    note = kvit("invoice", "credit", invoice.number, "--lines", "1=1", "--reason", "return", "--as-of", "2026-03-02")
    assert (note.answer["kind"], note.answer["net"], note.answer["gross"]) == ("credit_note", "100.00", "121.00")
    assert note.answer["corrects"] == invoice.public_id
    # 3 x 100 + 50 = 350, with 21 % VAT 423.50; 121 of it are credited
    assert kvit("invoice", "show", invoice.number).answer["balance"] == "302.50"
    rest = kvit("invoice", "credit", invoice.number, "--reason", "return", "--as-of", "2026-03-02").answer
    assert rest["gross"] == "302.50"
    assert kvit("invoice", "show", invoice.number).answer["settlement"] == "paid"
    wrong = kvit("invoice", "credit", invoice.number, "--lines", "1-3", "--reason", "return", exit_code=1)
    assert wrong.error["code"] == "command.bad_lines"


def test_the_pdf_and_the_xml_are_the_archived_bytes(tmp_path):
    invoice = an_invoice(a_company())
    page, ubl = tmp_path / "invoice.pdf", tmp_path / "invoice.xml"
    answer = kvit("invoice", "pdf", invoice.number, "-o", page).answer
    assert answer["bytes"] == page.stat().st_size
    kvit("invoice", "xml", invoice.public_id, "--format", "ubl", "-o", ubl)
    assert pypdf.PdfReader(io.BytesIO(page.read_bytes())).attachments["KV-2026-00001.xml"] == [ubl.read_bytes()]
    kvit("invoice", "pdf", invoice.number, "-o", tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == page.read_bytes()


def test_an_issued_invoice_is_had_as_cii_and_factur_x_and_the_pdf_is_opened_to_be_judged(tmp_path):
    """The official sheet for CII comes with no package: without it nothing is validated, and no rule is broken."""
    invoice = an_invoice(a_company())
    cii, hybrid = tmp_path / "invoice.xml", tmp_path / "invoice.pdf"
    kvit("invoice", "xml", invoice.number, "--format", "cii", "-o", cii)
    kvit("invoice", "xml", invoice.number, "--format", "facturx", "-o", hybrid)
    (judged,) = kvit("einvoice", "validate", hybrid, exit_code=3).answer
    assert (judged["embedded"], judged["profile"]) == ("factur-x.xml", "en16931-cii")
    assert (judged["verdict"], [one["rule"] for one in judged["findings"]]) == ("not_validated", ["judge.no_sheet"])
    (alone,) = kvit("einvoice", "validate", cii, exit_code=3).answer
    assert alone["findings"] == judged["findings"]


def test_people_act_with_their_own_rights():
    company = a_company()
    draft = a_draft(company)
    somebody(company, "viewer")
    viewer = company.memberships.get(role="viewer").user
    error = kvit("invoice", "issue", draft.public_id, "--as", viewer.email, exit_code=6).error
    assert error["code"] == "permission.denied"
    assert kvit("--as", viewer.public_id, "invoice", "show", draft.public_id).answer["status"] == "draft"
    assert kvit("invoice", "list", "--as", "nobody@example.org", exit_code=5).error["code"] == "user.unknown"


def test_where_there_are_several_companies_one_is_named():
    one, other = a_company(), a_company("BG")
    assert kvit("invoice", "list", exit_code=1).error["code"] == "company.needed"
    mine = a_draft(other)
    assert [row["id"] for row in kvit("--company", other.public_id, "invoice", "list").answer] == [mine.public_id]
    stranger = kvit("invoice", "show", mine.public_id, "--company", one.public_id, exit_code=5)
    assert stranger.error["code"] == "invoice.unknown"
    owner = other.memberships.get().user
    assert len(kvit("invoice", "list", "--as", owner.email).answer) == 1


def test_users_and_keys():
    company = a_company()
    added = kvit("user", "add", "eva@example.org", "--role", "clerk").answer
    assert added["user"].startswith("usr_")
    key = kvit("api-key", "create", "--user", "eva@example.org").answer
    assert key["key"].startswith("kv_live_")
    assert key["id"].startswith("key_")
    assert kvit("user", "add", "eva@example.org", exit_code=7).error["code"] == "user.known"
    assert kvit("user", "add", "x@example.org", "--role", "king", exit_code=1).error["code"] == "user.bad_role"
    assert key["company"] == company.public_id


def test_a_refusal_speaks_the_language_that_was_asked_for():
    a_company()
    error = kvit("invoice", "show", "X", "--lang", "tlh", exit_code=1).error
    assert error["code"] == "language.unknown"


@pytest.mark.parametrize("words", [["nonsense"], ["invoice", "shwo"], ["invoice", "list", "--as-of", "yesterday"]])
def test_words_that_nobody_understands_are_misuse(words):
    assert spoken(words).exit_code == 2


def test_a_sent_invoice_waits_in_the_outbox_and_a_second_sending_is_asked_for():
    company = a_company()
    invoice = an_invoice(company)
    [mail] = kvit("invoice", "send", invoice.number, "--message", "As agreed.").answer
    assert (mail["to"], mail["status"]) == ("office@alfa.example", "queued")
    assert kvit("invoice", "send", invoice.number, exit_code=7).error["code"] == "message.waiting"
    company.outbox.update(status="sent")
    assert kvit("invoice", "send", invoice.number, exit_code=7).error["code"] == "message.sent_before"
    [again] = kvit("invoice", "send", invoice.number, "--again", "--to", "ap@alfa.example").answer
    assert again["to"] == "ap@alfa.example"
    assert kvit("invoice", "send", a_draft(company).public_id, exit_code=7).error["code"] == "message.not_issued"
