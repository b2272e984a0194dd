"""What a draft would be, without writing anything: its sums and findings while somebody still types."""

from collections.abc import Sequence
from datetime import date

from kvit.companies.models import Company
from kvit.core.errors import Finding, finding_of
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.receivables import drafts, invoices, papers, requests, sums, vat_proofs
from kvit.receivables.filling import fill
from kvit.receivables.models import Invoice
from kvit.receivables.papers import Paper


def preview(company: Company, raw: object, *, on: date) -> Paper:
    """The document as it would be issued on that day, with its findings; nothing is saved and no number is taken.

    Refuses what drafting refuses. What keeps it from being issued (a locked period, a missing rate) is a finding.
    """
    paper, notes = computed(company, raw, on=on)
    refusals = invoices.prepare(company, [paper], on=on)
    if refusals:
        paper.findings = [finding_of(refusals[0][1])]
        return paper
    papers.write(company, [paper])
    vat_proofs.check(company, [paper])
    paper.findings = [*paper.findings, *notes]
    return paper


def computed(company: Company, raw: object, *, on: date) -> tuple[Paper, Sequence[Finding]]:
    """The document with its sums, and what Kvit filled in by itself; without day, snapshots and XML.

    Refuses what drafting refuses.
    """
    request = requests.read(raw)
    products = drafts.products_of(company, [request])
    party = party_of(company, request.customer)
    filled = fill(company, party, request, products=products, on=on)
    row = Invoice(company=company, status="draft")
    written = drafts.put_together(row, filled, company=company, party=party, on=on, products=products)
    lines = sums.line_rows(row, written.request, written.totals, products=products)
    extras = sums.extra_rows(row, written.request, written.totals)
    return Paper(row, lines, extras, sums.vat_rows(row, written.totals, [*lines, *extras])), filled.notes


def party_of(company: Company, customer: object) -> Party:
    """The customer a request names, or one that is not saved, made of the facts it gives."""
    if isinstance(customer, str):
        return customers.find(company, customer)
    facts = customers.read(customer)  # type: ignore[arg-type]
    party = Party(company=company, **facts)
    party.language = party.language or company.language
    return party
