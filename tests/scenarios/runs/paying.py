"""A firm whose clerk enters bills, whose accountant approves them, and whose owner releases what is paid."""

from datetime import date
from decimal import Decimal

from kvit.archive import files
from kvit.archive.models import Document
from kvit.banking import reconciliation, statements
from kvit.banking.models import StatementLine
from kvit.ledger import open_items
from kvit.parties import bank_details
from kvit.payments import run_queries, runs
from kvit.receivables import credit_notes
from kvit.receivables.models import Invoice
from tests.builders import IBANS, a_company, a_line, somebody, the_owner
from tests.scenarios.bills.supplied import DAY, OURS, approved, invoiced

MONDAY = date(2026, 3, 16)
"""A bank day after the waiting days of what was confirmed on DAY."""
TUESDAY = date(2026, 3, 17)
UNTIL = date(2026, 6, 30)
CALLED = "called Ion at the number of 2024"


class Payer:
    """The firm, and its supplier who has a Kvit too."""

    def __init__(self, country="RO"):
        self.company = a_company(country, name="Atelier Nord SRL", vat_id=OURS)
        self.seller = a_company("RO", name="Lemn SRL")
        self.owner = the_owner(self.company)
        self.clerk, self.ana = somebody(self.company, "clerk"), somebody(self.company, "accountant")

    def bill(self, net="100.00", *, seller=None, confirm=True, **facts):
        """An approved bill whose account was confirmed after a call."""
        content = invoiced(seller or self.seller, a_line(net), **facts)
        bill = approved(self.company, content, clerk=self.clerk, approver=self.ana)
        if confirm:
            self.confirm()
        return bill

    def credited(self, bill, net):
        """The supplier's credit note for a part of the bill's only line, approved."""
        issued = Invoice.objects.get(company=self.seller, number=bill.number)
        part = {1: Decimal(net) / issued.net}
        who = {"by": the_owner(self.seller), "on": DAY}
        note = credit_notes.issue(self.seller, issued, reason="return", quantities=part, **who)
        kept = Document.objects.get(company=self.seller, document_kind="invoice", document_id=note.pk, form="ubl")
        found = approved(self.company, files.read(kept.file), clerk=self.clerk, approver=self.ana)
        self.confirm()
        return found

    def confirm(self):
        for account in bank_details.listed(self.company, status="requested").rows:
            bank_details.confirm(self.company, account.public_id, note=CALLED, by=self.ana, on=DAY)

    def propose(self, *, by=None, until=UNTIL, on=MONDAY, **how):
        run = runs.propose(self.company, until=until, by=by or self.clerk, on=on, **how)
        return self.now(run)

    def release(self, run, *, by=None, on=MONDAY):
        runs.release(self.company, run, version=self.now(run).version, by=by or self.owner, on=on)
        return self.now(run)

    def export(self, run, *, by=None, on=MONDAY):
        return runs.export(self.company, run, by=by or self.clerk, on=on)

    def now(self, run):
        return run_queries.find(self.company, run.public_id)

    def owed(self):
        """What is open to suppliers, above zero."""
        return -sum(item.balance for item in open_items.of_suppliers(self.company))

    def statement(self, *rows, on=TUESDAY):
        """The bank's statement as a table: what it took, and what it says of it; the lines get their proposals."""
        told = "".join(f"{on:%d.%m.%Y};{amount};RON;Lemn SRL;{iban};{text}\n" for amount, iban, text in rows)
        content = ("Data;Suma;Moneda;Platitor;Cont partener;Detalii\n" + told).encode()
        statements.load(self.company, content, name="extras.csv", account=IBANS["RO"], by=self.owner, on=on)
        reconciliation.suggest(self.company, by=self.owner, on=on)
        return list(StatementLine.objects.filter(company=self.company).order_by("pk"))

    def settle(self, line, *, by=None, on=TUESDAY):
        best = line.proposals.get(rank=1)
        return reconciliation.confirm_proposal(self.company, best, by=by or self.clerk, on=on)
