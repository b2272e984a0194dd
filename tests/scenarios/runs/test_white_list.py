"""A Polish firm pays: what goes to an account that is not on the white list is held at the release, with the proof."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from kvit.core.errors import Refused
from kvit.core.tests.test_white_list import content
from kvit.core.white_list import hashed
from kvit.parties.models import BankDetail, Party
from kvit.payables import listed_accounts
from kvit.payments import run_queries, runs
from kvit.payments.models import RunItem
from kvit.ports import registry
from kvit.ports.white_list import FakeWhiteListFiles
from tests.builders import a_company, breaches, somebody, the_owner
from tests.scenarios.runs.paying import MONDAY, UNTIL
from tests.scenarios.runs.test_polish_runs import IBAN, owed

pytestmark = pytest.mark.django_db(transaction=True)
NIP = "5260001246"
LISTED = hashed(f"20260316{NIP}{IBAN[2:]}", rounds=2)
OTHER = hashed(f"20260316{NIP}{'1' * 26}", rounds=2)


@pytest.fixture
def files():
    before = registry.use("white_list")
    fake = FakeWhiteListFiles()
    registry.register("white_list", fake)
    yield fake
    registry.register("white_list", before)


class Firm:
    def __init__(self):
        self.company = a_company("PL")
        self.owner = the_owner(self.company)
        self.clerk, self.ana = somebody(self.company, "clerk"), somebody(self.company, "accountant")
        who = {"company": self.company, "is_customer": False, "is_supplier": True, "country": "PL"}
        self.supplier = Party.objects.create(name="Żuraw sp. z o.o.", vat_id=f"PL{NIP}", **who)
        days = {"requested_on": MONDAY, "requested_at": timezone.now(), "confirmed_on": MONDAY, "usable_on": MONDAY}
        known = {"status": "confirmed", "confirmed_by_id": self.ana.id, "note": "called them", "source": "typed"}
        BankDetail.objects.create(company=self.company, party=self.supplier, iban=IBAN, **known, **days)

    def run(self, *nets, format="", prepaid=0):
        for at, net in enumerate(nets):
            people = {"clerk": self.clerk, "ana": self.ana}
            owed(self.company, self.supplier, net, number=f"FV/{at}", prepaid=prepaid, **people)
        return runs.propose(self.company, until=UNTIL, format=format, by=self.clerk, on=MONDAY)

    def release(self, run):
        row = run_queries.find(self.company, run.public_id)
        runs.release(self.company, row, version=row.version, by=self.owner, on=MONDAY)
        return RunItem.objects.filter(run=run).order_by("number")


@pytest.fixture
def firm():
    return Firm()


def loaded(files, *active):
    files.load([content(day="20260316", rounds="2", active=active, masks=())])


def test_a_listed_account_is_paid_and_the_proof_stays_with_the_payment(firm, files):
    loaded(files, LISTED)
    [one] = firm.release(firm.run("20000.00", format="csv"))
    proof = {"verdict": "passed", "on": "2026-03-16", "sha256": "0" * 64, "split": False}
    assert (one.status, one.white_list) == ("sent", proof)
    with pytest.raises(DatabaseError), transaction.atomic():
        RunItem.objects.filter(pk=one.pk).update(white_list={})
    assert breaches() == []


def test_15_000_to_an_account_that_is_not_listed_is_held_and_less_is_not(firm, files):
    loaded(files, OTHER)
    run = firm.run("12200.00", "12100.00", format="csv")  # 15,006.00 with VAT of 23 %, and 14,883.00
    with pytest.raises(Refused, match=r"run\.not_listed") as refused:
        firm.release(run)
    assert refused.value.facts["numbers"] == ["FV/0"]
    assert not RunItem.objects.filter(status="sent").exists()
    item = RunItem.objects.get(run=run, number="FV/0").item
    runs.remove(firm.company, run, number=item.public_id, by=firm.clerk, on=MONDAY)
    paid = {one.number: (one.status, one.white_list.get("verdict")) for one in firm.release(run)}
    assert paid["FV/1"] == ("sent", "failed")


def test_what_was_paid_before_makes_a_transaction_no_smaller(firm, files):
    loaded(files, OTHER)
    run = firm.run("20000.00", format="csv", prepaid=Decimal(14_600))  # 10,000.00 left of 24,600.00
    with pytest.raises(Refused, match=r"run\.not_listed"):
        firm.release(run)


def test_a_split_payment_is_not_held(firm, files):
    loaded(files, OTHER)
    [one] = firm.release(firm.run("20000.00", format="elixir"))
    assert (one.status, one.white_list["verdict"], one.white_list["split"]) == ("sent", "failed", True)


def test_without_the_days_file_nothing_could_be_checked_and_that_is_kept_too(firm, files):
    files.load([content(day="20260315", rounds="2", active=[OTHER], masks=())])
    [one] = firm.release(firm.run("20000.00", format="csv"))
    assert one.white_list["verdict"] == "unchecked"
    told = listed_accounts.ask(firm.supplier, iban=IBAN, on=MONDAY)
    assert (told.finding.rule, told.finding.facts["on"]) == ("white_list.other_day", "2026-03-16")
