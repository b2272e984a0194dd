"""A run as banks read it: our company, the account that pays, and one transfer for each bill."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.errors import Finding
from kvit.core.formats import run_file
from kvit.core.formats.run_file import Format
from kvit.core.formats.transfers import Address, Payer, Run, SplitVat, Transfer, identification
from kvit.core.money import Money
from kvit.ledger.models import BankAccount
from kvit.parties.models import Party
from kvit.payables.models import Bill
from kvit.payments.models import PaymentRun, RunItem

SPLIT_ABOVE = Decimal(15_000)
"""PLN of an invoice above which a split payment may be owed (ustawa o VAT art. 108a ust. 1a); it is always allowed."""
PROBE = datetime(2000, 1, 1, tzinfo=UTC)


def run_of(company: Company, run: PaymentRun, rows: Sequence[RunItem], *, released_at: datetime) -> Run:
    """The run as its file says it: what is transferred, and nothing of what credit notes settle."""
    transfers = [transfer(company, row, format=_format(run)) for row in rows if row.pays]
    return Run(run.public_id, released_at, payer(company, run.bank_account), tuple(transfers))


def key(row: RunItem) -> str:
    """The name of its transfer in files, the bank's answers and its lines: for ever what was sent."""
    return row.end_to_end_id or identification(row.item.public_id)


def findings_of(company: Company, row: RunItem, *, payer: Payer, format: Format) -> list[Finding]:
    """What keeps the bank from taking this one transfer."""
    one = transfer(company, row, format=format)
    found = run_file.findings(Run("run_probe", PROBE, payer, (one,)), format)
    return [finding for finding in found if finding.place == one.key]


def payer(company: Company, account: BankAccount) -> Payer:
    """Our company with the account that pays."""
    address = address_of(company)
    return Payer(company.name, account.iban, account.bic, address)


def transfer(company: Company, row: RunItem, *, format: Format) -> Transfer:
    """The transfer of a bill; a second try is another one."""
    assert row.bank_detail is not None, "the database holds no transfer without an account"
    return Transfer(
        key=key(row),
        payee=row.party.name,
        iban=row.bank_detail.iban,
        amount=Money(row.pays, row.item.currency),
        on=row.pay_on,
        address=address_of(row.party),
        documents=(row.number,),
        split=split(company, row) if format == "elixir" else None,
    )


def address_of(of: Company | Party) -> Address:
    """Structured, where town and country are known; else none, which is allowed (`payment-files.md`)."""
    if not of.town.strip() or not of.country:
        return Address()
    return Address(of.street, of.building, of.post_code, of.town, of.country)


def split(company: Company, row: RunItem) -> SplitVat | None:
    """What an Elixir file says where the bill is large enough to be a split payment; None where it is not."""
    bill = Bill.objects.get(company=company, pk=row.item.document_id)
    tax_id = (row.party.vat_id or row.party.tax_id).removeprefix("PL")
    if not bill.vat or not bill.gross or bill.gross <= SPLIT_ABOVE or row.party.country != "PL" or not tax_id:
        return None
    vat = Money(bill.vat * row.pays / bill.gross, "PLN").rounded()
    return SplitVat(vat, tax_id, bill.number)


def _format(run: PaymentRun) -> Format:
    return next(one for one in run_file.FORMATS if one == run.format)
