"""The file for the court holds what proves the debt, and says what is in it."""

import io
import zipfile
from decimal import Decimal

import pytest

from kvit.arrangements import disputes
from kvit.collecting import court_files, demand_papers, demands
from kvit.core.errors import Refused
from kvit.dunning import campaigns, letter_pages, posting, procedures
from kvit.jobs import worker
from tests.builders import a_company, a_customer, somebody, the_owner
from tests.scenarios.collecting.test_late_fees import LATER, SOLD, issue, paid, sold

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO", on=SOLD)


def test_it_holds_invoices_letters_mails_and_the_reckoning(company):
    customer = a_customer(company, language="ro")
    invoice = sold(company, customer)
    other = sold(company, customer, net="50.00")
    paid(company, other, "60.50")
    issue(company, customer, rules=("interest",))
    made = demands.make(company, customer, demands.Asked(), by=the_owner(company), on=LATER)
    demand_papers.send(company, made, by=the_owner(company), on=LATER)
    worker.until_idle()
    content = court_files.make(company, customer, by=the_owner(company), on=LATER)
    packed = zipfile.ZipFile(io.BytesIO(content))
    names = packed.namelist()
    assert names[0] == "00-cover.pdf" and packed.read(names[0]).startswith(b"%PDF")
    number = invoice.number
    assert {f"invoices/{number}.pdf", f"invoices/{number}.ubl.xml", "demands/FD-2026-00001.pdf"} <= set(names)
    assert "late-fees/LF-2026-00001.pdf" in names
    assert not any(other.number in name for name in names), "what is paid is not claimed"
    overdue = packed.read("01-overdue.csv").decode()
    assert f"{number},2026-02-02,2026-03-04,RON,1210,1210" in overdue.replace(".0000", "")
    account = packed.read("03-account.csv").decode()
    assert other.number in account and "payment" in account, "the account has all of it"
    assert any(name.startswith("messages/") for name in names)
    assert court_files.make(company, customer, by=the_owner(company), on=LATER) == content


def test_who_owes_nothing_overdue_has_none_and_a_viewer_makes_none(company):
    customer = a_customer(company)
    with pytest.raises(Refused, match=r"court_file\.nothing"):
        court_files.make(company, customer, by=the_owner(company), on=LATER)
    sold(company, customer)
    with pytest.raises(Refused, match=r"permission\.denied"):
        court_files.make(company, customer, by=somebody(company, "viewer"), on=LATER)


def test_it_names_what_the_customer_disputes_and_what_we_answered(company):
    customer, owner = a_customer(company, language="ro"), the_owner(company)
    invoice = sold(company, customer)
    said = disputes.Asked(position=1, reason="damaged", text="Two legs are broken.", amount=Decimal("210.00"))
    row = disputes.open(company, invoice, said, by=owner, on=LATER)
    packed = zipfile.ZipFile(io.BytesIO(court_files.make(company, customer, by=owner, on=LATER)))
    [_, overdue] = packed.read("01-overdue.csv").decode().replace(".0000", "").splitlines()
    assert overdue.endswith("RON,1210,1210,210")
    [_, line] = packed.read("06-disputes.csv").decode().replace(".0000", "").splitlines()
    assert line == f"{invoice.number},1,2026-04-20,RON,210,damaged,Two legs are broken.,open,,,"
    disputes.reject(company, row, answer="They were whole.", by=owner, on=LATER)
    packed = zipfile.ZipFile(io.BytesIO(court_files.make(company, customer, by=owner, on=LATER)))
    assert "rejected,2026-04-20,They were whole." in packed.read("06-disputes.csv").decode()
    assert packed.read("01-overdue.csv").decode().replace(".0000", "").splitlines()[1].endswith("RON,1210,1210,0")


def test_it_holds_the_reminders_that_were_posted_and_no_others(company):
    customer, by = a_customer(company, language="ro"), the_owner(company)
    invoice = sold(company, customer)
    usual = procedures.every(company)[0]
    levels = [{"days": 3, "tone": "friendly", "channel": "letter"}]
    procedures.change(company, usual, {**usual.told, "bank_days": None, "levels": levels}, by=by, on=LATER)
    posting.withdraw(company, campaigns.send(company, customer, by=by, on=LATER), reason="wrong", by=by, on=LATER)
    letter = posting.posted(company, campaigns.send(company, customer, by=by, on=LATER), by=by, on=LATER)
    packed = zipfile.ZipFile(io.BytesIO(court_files.make(company, customer, by=by, on=LATER)))
    posted = [name for name in packed.namelist() if name.startswith("letters/")]
    assert posted == [f"letters/2026-04-20-{letter_pages.file_name(letter)}"]
    assert packed.read(posted[0]).startswith(b"%PDF")
    told = packed.read("04-messages.csv").decode()
    assert f"2026-04-20,reminder,{invoice.number},by post,posted" in told and told.count("by post") == 1
