"""A Spanish firm whose clerk keeps mandates and proposes what is collected, and whose owner releases it."""

from datetime import date
from decimal import Decimal

from kvit.banking import reconciliation, statements
from kvit.banking.models import StatementLine
from kvit.core.formats.transfers import identification
from kvit.core.tests.camt_builder import balance, camt, statement
from kvit.debits import creditors, mandates, queries, runs
from kvit.debits.mandates import MandateGiven
from kvit.ledger.models import OpenItem
from tests.builders import IBANS, a_company, a_customer, a_line, an_invoice, somebody, the_owner

CREDITOR = "ES23ZZZ47690558N"
DEBTOR = "ES7921000813610123456789"
OTHER = "DE89370400440532013000"
DAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 17)
COLLECTED = date(2026, 3, 31)
UNTIL = date(2026, 6, 30)


class Collector:
    """The firm, with one customer who signed."""

    def __init__(self):
        self.company = a_company("ES")
        self.owner = the_owner(self.company)
        self.clerk = somebody(self.company, "clerk")
        self.customer = a_customer(self.company, name="Beta SL")
        creditors.set_up(self.company, identifier=CREDITOR, by=self.owner, on=DAY)

    def mandate(self, *, customer=None, iban=DEBTOR, signed_on=DAY, on=DAY, **told):
        given = MandateGiven(iban=iban, signed_on=signed_on, **told)
        return mandates.enter(self.company, customer or self.customer, given, by=self.clerk, on=on)

    def invoice(self, net="100.00", *, customer=None, on=DAY, **facts):
        """An invoice of net and 21 % of VAT."""
        return an_invoice(self.company, a_line(net), customer=customer or self.customer, on=on, **facts)

    def item(self, invoice):
        return OpenItem.objects.get(company=self.company, document_kind="invoice", document_id=invoice.pk)

    def propose(self, *, by=None, until=UNTIL, on=TUESDAY):
        return self.now(runs.propose(self.company, until=until, by=by or self.clerk, on=on))

    def release(self, run, *, by=None, on=TUESDAY):
        row = self.now(run)
        return self.now(runs.release(self.company, row, version=row.version, by=by or self.owner, on=on))

    def export(self, run, *, on=TUESDAY):
        return runs.export(self.company, self.now(run), by=self.clerk, on=on)

    def sent(self, *, until=UNTIL, on=TUESDAY):
        """A run of what is due that was handed out to the bank."""
        run = self.release(self.propose(until=until, on=on), on=on)
        self.export(run, on=on)
        return self.now(run)

    def now(self, run):
        return queries.find(self.company, run.public_id)

    def ids(self, run):
        """The EndToEndIds of the run."""
        return [identification(one.public_id) for one in self.now(run).items.all()]

    def bank(self, *entries, on=COLLECTED):
        """A statement of these entries, taken in; what is sure is booked. The lines, in order."""
        content = camt(statement(*entries, account=IBANS["ES"], balances=balance("PRCD", "0.00")))
        known = set(StatementLine.objects.filter(company=self.company).values_list("pk", flat=True))
        statements.load(self.company, content, name="camt.xml", by=self.owner, on=on)
        reconciliation.book_sure(self.company, by=self.owner, on=on)
        return list(StatementLine.objects.filter(company=self.company).exclude(pk__in=known).order_by("pk"))

    def owed(self, invoice):
        return self.item(invoice).balance


def parts(*pairs, reason=""):
    """The transactions of an entry: EndToEndId and amount."""
    returned = f"<RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf>" if reason else ""
    return "".join(
        f"<TxDtls><Refs><EndToEndId>{name}</EndToEndId></Refs><Amt Ccy='EUR'>{amount}</Amt>{returned}</TxDtls>"
        for name, amount in pairs
    )


def booked(amount, *, direction, details="", batch="", on=COLLECTED, family="IDDT", sub="ESDD", reference=""):
    """An entry as banks book direct debits: `batch` is the instruction that it is as a whole."""
    named = f"<Btch><PmtInfId>{batch}</PmtInfId></Btch>" if batch else ""
    return (
        f"<Ntry><Amt Ccy='EUR'>{Decimal(amount):.2f}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{on.isoformat()}</Dt></BookgDt><AcctSvcrRef>{reference or batch or amount}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls>{named}{details}</NtryDtls></Ntry>"
    )


def returned(name, amount, *, reason, fee="0", on):
    """A debit by which the bank takes one collection back, with its fee in the same sum."""
    total = Decimal(amount) + Decimal(fee)
    details = parts((name, f"{total:.2f}"), reason=reason)
    return booked(total, direction="DBIT", details=details, on=on, sub="UPDD", reference=f"R{name}{on}")
