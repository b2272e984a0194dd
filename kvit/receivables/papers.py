"""A document with all its rows, its semantic model and its XML: what is checked, judged and frozen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from kvit.archive.fonts import check_characters
from kvit.companies.models import Company
from kvit.core.countries import profile
from kvit.core.einvoice import rules, ubl_write
from kvit.core.einvoice.model import Invoice as Document
from kvit.core.errors import Finding
from kvit.receivables import checks, limits, semantic, shares
from kvit.receivables.models import Invoice, InvoiceExtra, InvoiceLine, InvoiceVat


@dataclass
class Paper:
    """One document on its way to being issued."""

    row: Invoice
    lines: list[InvoiceLine]
    extras: list[InvoiceExtra]
    vat_totals: list[InvoiceVat]
    findings: list[Finding] = field(default_factory=list)
    model: Document | None = None
    xml: bytes = b""


def load(company: Company, rows: Sequence[Invoice]) -> list[Paper]:
    """The papers of these rows, their parts read in three queries, and what they correct in one where they do."""
    keys = [row.pk for row in rows]
    corrected = [row.corrects_id for row in rows if row.corrects_id is not None]
    originals = Invoice.objects.filter(company=company).in_bulk(corrected) if corrected else {}
    for row in rows:
        if row.corrects_id is not None:
            row.corrects = originals[row.corrects_id]
    prefetch_related_objects([row for row in rows if row.pk], "settled__advance")
    parts = [
        _grouped(kind.objects.filter(company=company, invoice_id__in=keys).order_by("invoice_id", order))
        for kind, order in ((InvoiceLine, "position"), (InvoiceExtra, "position"), (InvoiceVat, "id"))
    ]
    lines, extras, vat_totals = parts
    return [Paper(row, lines[row.pk], extras[row.pk], vat_totals[row.pk]) for row in rows]


def write(company: Company, papers: Iterable[Paper]) -> None:
    """Model, own findings and XML of each paper; the row must have its day and snapshots."""
    folders = [settings.KVIT_FONT_DIR] if settings.KVIT_FONT_DIR else []
    for paper in papers:
        row = paper.row
        paper.model = semantic.invoice(
            row,
            lines=paper.lines,
            extras=paper.extras,
            vat_totals=paper.vat_totals,
            preceding=preceding(row),
            accounting_currency=company.currency,
        )
        paper.findings = [*checks.check(row, paper.lines), *limits.check(company, row), *rules.check(paper.model)]
        paper.findings += check_characters(paper.model, font_dirs=folders)
        paper.xml = ubl_write.write(paper.model)


def mentions(company: Company, paper: Paper, *, on: date) -> list[dict[str, str]]:
    """The words the law wants on this document, in the seller's language and the customer's."""
    categories = {one.category for one in paper.vat_totals}
    predicates = {name for category, name in PREDICATES.items() if category in categories}
    if paper.row.vat_on_payment:
        predicates.add("vat_on_payment")
    law = profile(company.country)
    found = []
    for mention in law.mentions_for(frozenset(predicates), on=on):
        texts = [mention.texts.get(language, "") for language in (*law.languages[:1], paper.row.language)]
        words = " / ".join(dict.fromkeys(text for text in texts if text))
        found.append({"predicate": mention.predicate, "text": words, "law": mention.law})
    return found


PREDICATES = {"AE": "reverse_charge", "K": "intra_community", "G": "export", "E": "exempt", "O": "outside_scope"}


def preceding(row: Invoice) -> list[tuple[str, date]]:
    """The earlier documents that this one refers to (BG-3): what it corrects, the advances that it takes back."""
    corrected = corrected_by(row)
    settled = [one.advance for one in row.settled.all()] if row.pk else []
    named = {one.pk: one for one in sorted([*corrected, *settled], key=lambda one: (one.day, one.pk))}
    return [(one.printed_number, one.day) for one in named.values()]


def corrected_by(row: Invoice) -> list[Invoice]:
    """What the document corrects, the oldest first: one, or all that a discount on a period lowers."""
    if row.corrects is not None:
        return [row.corrects]
    return shares.documents_of(row) if row.pk and row.correction_period else []


def _grouped(parts: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for part in parts:
        groups[part.invoice_id].append(part)
    return groups
