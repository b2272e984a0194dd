"""What a document posts to the ledger."""

from collections.abc import Mapping
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import postings, tax
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.postings import InvoiceFacts, Rate, Taxed
from kvit.core.tax import Vat, VatTotals
from kvit.ledger import allocations
from kvit.ledger import open_items as items
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.receivables import advances, beside, shares
from kvit.receivables.models import Invoice, InvoiceVat, SettledAdvance
from kvit.receivables.papers import Paper
from kvit.tables import update_each

ZERO = Decimal(0)


def entries_of(company: Company, paper: Paper) -> list[NewEntry]:
    """The entry of a document; none for one that comes to nothing."""
    row = paper.row
    facts = facts_of(company, paper)
    post = postings.for_credit_note if row.kind == "credit_note" else postings.for_invoice
    lines = post(facts)
    if not lines:
        return []
    return [
        NewEntry(
            kind=row.kind,
            document_kind="invoice",
            document_id=row.pk,
            document_number=row.number or "",
            posted_on=row.day,
            postings=lines,
            due_on=row.due_on,
            text=row.buyer.get("name", "")[:200],
        )
    ]


def facts_of(company: Company, paper: Paper) -> InvoiceFacts:
    """What the postings need: net and VAT by treatment, the retention, the rounding, the rate."""
    row = paper.row
    taken = list(row.settled.select_related("advance")) if row.kind == "invoice" else []
    role = _role(row, takes_back=bool(taken))
    taxed = [_taxed(one, row, role=role) for one in paper.vat_totals]
    return InvoiceFacts(
        rate=rate_of(company, row),
        taxed=_with_taken(company, taxed, taken, paper=paper),
        party=row.party_id,
        retention=row.retention,
        rounding=row.rounding,
        deposit=beside.deposits(row),
        vat_on_payment=row.vat_on_payment,
    )


def _role(row: Invoice, *, takes_back: bool) -> str:
    """An advance is owed to the customer until the supply; one that was taken back became revenue by that, and the
    last of all, which takes others back, is revenue from the start.
    """
    if row.corrects is not None and row.corrects.advance:
        first = advances.first_of(row.corrects)
        is_owed = advances.settled_by(first) is None and not advances.settled_of(first)
        return "customer_advance" if is_owed else "revenue"
    return "customer_advance" if row.advance and not takes_back else "revenue"


def _with_taken(company: Company, taxed: list[Taxed], taken: list[SettledAdvance], *, paper: Paper) -> list[Taxed]:
    """What is left of the order, and what the advances held of it: both are revenue now, and the advances end."""
    rows = list(taxed)
    for one in taken:
        worth = rate_of(company, one.advance).worth(one.base)
        printed = InvoiceVat(category=one.category, rate=one.rate, base=one.base, amount=one.amount)
        code = _taxed(printed, paper.row, role="revenue").vat_code
        rows.append(Taxed(code, one.base, ZERO, vat_base=ZERO, net_base=worth))
        rows.append(Taxed(code, -one.base, ZERO, vat_base=ZERO, revenue_role="customer_advance", net_base=-worth))
    return rows


def _taxed(one: InvoiceVat, row: Invoice, *, role: str) -> Taxed:
    """A row of the breakdown as it is booked: a recargo apart from its VAT, under the code of the two."""
    printed = VatTotals(Vat(one.category, one.rate), one.base, one.amount)
    found = tax.surcharges_of([printed], decimals(row.currency)) if row.surcharge else ()
    code = f"{found[0].vat.category}{found[0].vat.rate.normalize():f}R" if found else ""
    return Taxed(
        vat_code=code or f"{one.category}{one.rate.normalize():f}",
        net=one.base,
        vat=found[0].vat_amount if found else one.amount,
        surcharge=found[0].amount if found else Decimal(0),
        vat_base=one.amount_accounting,
        revenue_role=role,
    )


def rate_of(company: Company, row: Invoice) -> Rate:
    """What one unit of the document's currency is worth in the company's."""
    return Rate(row.currency, company.currency, Decimal(1) if row.rate is None else row.rate)


def refresh_accounting_vat(company: Company, paper: Paper) -> None:
    """The VAT in company currency by the row's rate, row by row and in sum (BT-111)."""
    digits = decimals(company.currency)
    worth = rate_of(company, paper.row).value
    total = Decimal(0)
    for one in paper.vat_totals:
        one.amount_accounting = round_half_up(one.amount * worth, digits)
        total += one.amount_accounting
    paper.row.vat_accounting = total


def settle_corrected(company: Company, rows: list[Invoice], *, by: Actor) -> None:
    """Allocate each new credit note to the documents it corrects, as far as each is still owed."""
    for row in rows:
        if row.kind == "credit_note" and row.corrects_id is not None:
            _settle(company, row, {row.corrects_id: row.payable}, by=by)
        elif row.kind == "credit_note":
            corrected = shares.by_document(shares.of_note(row))
            _settle(company, row, {original.pk: gross for original, gross in corrected.items()}, by=by)


def _settle(company: Company, row: Invoice, corrected: Mapping[int, Decimal], *, by: Actor) -> None:
    """Against what is owed of each corrected document, by its key, at most so much of the note."""
    found = items.of_documents(company, "invoice", ids=[row.pk, *corrected])
    credit = found.get(row.pk)
    for key, most in corrected.items():
        owed = found.get(key)
        amount = min(most, owed.balance, -credit.balance) if owed is not None and credit is not None else Decimal(0)
        if owed is not None and credit is not None and amount > 0:
            allocations.allocate(company, Pair(owed, credit, amount), by=by, on=row.day)


def keep_accounting_vat(papers: list[Paper]) -> None:
    """Write the refreshed amounts while the documents are drafts still."""
    update_each([one for paper in papers for one in paper.vat_totals if paper.row.rate], ["amount_accounting"])
