"""Random runs of bills and credit notes: every file valid and adding up, the books to the cent after the bank paid."""

import random
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

import pytest
from django.db import transaction
from django.utils import timezone
from lxml import etree

from kvit.archive import files
from kvit.capture.models import CapturedDocument
from kvit.core.errors import Refused
from kvit.ledger import entries, open_items
from kvit.ledger.models import EntryLine
from kvit.parties.models import BankDetail, Party
from kvit.payables import booking, discounts
from kvit.payables.models import Bill, BillVat
from kvit.payments import outgoing, runs
from kvit.payments.models import RunItem
from kvit.payments.outgoing import Debit
from tests.builders import breaches
from tests.scenarios.runs.paying import MONDAY, UNTIL

pytestmark = pytest.mark.django_db(transaction=True)


@lru_cache
def schema(folder):
    return etree.XMLSchema(etree.parse(folder / "einvoice" / "xsd" / "iso20022" / "pain.001.001.09.xsd"))


class Bookkeeping:
    """Suppliers with a trusted account, and bills of theirs as approval leaves them."""

    def __init__(self, firm, dice, folder):
        self.firm, self.dice, self.company, self.count = firm, dice, firm.company, 0
        self.schema = schema(folder)
        self.suppliers = [self.supplier(n) for n in range(4)]

    def supplier(self, n):
        party = Party.objects.create(
            company=self.company, is_customer=False, is_supplier=True, name=f"Furnizor {n} & fiii", country="RO"
        )
        known = {"status": "confirmed", "confirmed_by_id": self.firm.ana.id, "note": "called them at ten"}
        days = {"requested_on": MONDAY, "requested_at": timezone.now(), "usable_on": MONDAY}
        iban = "RO09BCYP0000001234567890" if n else "RO49AAAA1B31007593840000"
        BankDetail.objects.create(company=self.company, party=party, iban=iban, source="typed", **known, **days)
        return party

    def bill(self, kind="bill"):
        self.count += 1
        net = Decimal(self.dice.randint(1, 500_000)) / 100
        vat = (net * 21 / 100).quantize(Decimal("0.01"))
        file = files.keep(self.company, f"{self.count}".encode(), media_type="text/plain", name="x")
        document = CapturedDocument.objects.create(
            company=self.company, file=file, via="upload", name="x", received_on=MONDAY, received_at=timezone.now()
        )
        told = {"net": net, "vat": vat, "gross": net + vat, "payable": net + vat, "currency": "RON"}
        days = {"issued_on": MONDAY, "due_on": MONDAY + timedelta(days=self.dice.randint(-40, 60))}
        people = {"added_by_id": self.firm.clerk.id}
        number = f"F {self.count}/2026 ș"
        with transaction.atomic():
            row = Bill.objects.create(
                company=self.company,
                document=document,
                status="to_approve",
                kind=kind,
                source="xml",
                party=self.dice.choice(self.suppliers),
                number=number,
                number_key=f"F{self.count}",
                captured_at=timezone.now(),
                **told,
                **days,
                **people,
            )
            BillVat.objects.create(company=self.company, bill=row, category="S", rate=21, base=net, amount=vat)
            row.status, row.approved_by_id, row.approved_on = "approved", self.firm.ana.id, MONDAY
            row.save()
            entries.post(self.company, booking.entry_of(self.company, row, on=MONDAY), by=self.firm.ana)
        if kind == "bill" and self.dice.random() < 0.4:
            until = MONDAY + timedelta(days=self.dice.randint(-2, 20))
            percent = Decimal(self.dice.randint(1, 600)) / 100
            discounts.agree(self.company, row, percent=percent, until=until, by=self.firm.clerk, on=MONDAY)


def round_of(books, dice):
    """One run, from its bills to the bank's line; how much the bank paid."""
    firm, company = books.firm, books.company
    for _ in range(dice.randint(1, 5)):
        books.bill()
    for _ in range(dice.randint(0, 2)):
        books.bill("credit_note")
    before = firm.owed()
    try:
        run = firm.propose(by=firm.clerk, until=UNTIL if dice.random() < 0.5 else MONDAY)
    except Refused as refused:
        assert refused.code == "run.nothing_due"
        return Decimal(0)
    pays = {one.number: one for one in run.items.all() if one.pays}
    if dice.random() < 0.3 and len(pays) > 1:
        runs.remove(company, run, number=dice.choice(sorted(pays)), by=firm.clerk, on=MONDAY)
    if not any(one.pays for one in firm.now(run).items.all()):
        runs.cancel(company, run, reason="nothing left", by=firm.clerk, on=MONDAY)
        return Decimal(0)
    firm.release(run)
    assert firm.owed() == before, "releasing pays nothing"
    total = checked_file(books, run)
    taken = sum(one.discount for one in firm.now(run).items.all())
    assert total == paid_by_bank(firm, run, dice)
    assert firm.owed() == before - total - taken
    return total


def checked_file(books, run):
    """The sum of the file, which the official schema takes, and which its transfers add up to."""
    firm = books.firm
    content = firm.export(run)
    root = etree.fromstring(content)
    assert books.schema.validate(root), books.schema.error_log
    amounts = [Decimal(one.text) for one in root.iterfind(".//{*}InstdAmt")]
    items = [one.pays for one in firm.now(run).items.all() if one.pays]
    assert sorted(amounts) == sorted(items)
    assert Decimal(root.findtext(".//{*}GrpHdr/{*}CtrlSum")) == sum(items)
    return sum(items)


def paid_by_bank(firm, run, dice):
    """Line by line by EndToEndId, or in one booking; what was paid."""
    flying = list(RunItem.objects.filter(run=run, status="sent").select_related("item"))
    debits = [(one.pays, one.end_to_end_id) for one in flying]
    if dice.random() < 0.3:
        debits = [(sum(one.pays for one in flying), "")]
    paid = Decimal(0)
    for amount, name in debits:
        debit = Debit(run.bank_account_id, amount, "RON", MONDAY, end_to_end_id=name)
        rows, _ = outgoing.found(firm.company, debit)
        with transaction.atomic():
            paid += sum(one.amount for one in outgoing.record(firm.company, rows, debit, by=firm.clerk, on=MONDAY))
    return paid


def rounds(firm, count, *, seed, folder):
    dice = random.Random(seed)  # noqa: S311 no secret
    books = Bookkeeping(firm, dice, folder)
    paid = sum((round_of(books, dice) for _ in range(count)), Decimal(0))
    lines = EntryLine.objects.filter(company=firm.company, account__role="bank")
    assert -sum(line.amount for line in lines) == paid > 0
    received = EntryLine.objects.filter(company=firm.company, account__role="discount_received")
    taken = RunItem.objects.filter(company=firm.company, status="paid").values_list("discount", flat=True)
    assert -sum(line.amount for line in received) == sum(taken) > 0
    payable = EntryLine.objects.filter(company=firm.company, account__role="payable")
    assert -sum(line.amount for line in payable) == firm.owed()
    assert sum(item.balance for item in open_items.of_suppliers(firm.company)) == -firm.owed()
    assert breaches() == []


def test_fifty_random_runs_reconcile_to_the_cent(firm, shared):
    rounds(firm, 50, seed=4, folder=shared)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_thousand_random_runs_reconcile_to_the_cent(firm, shared):
    rounds(firm, 1000, seed=2026, folder=shared)
