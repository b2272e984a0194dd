"""Invariants of documents: numbered without gaps, archived, booked."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from kvit.archive.models import Document
from kvit.companies.models import Company
from kvit.core import lifecycle
from kvit.ledger.models import Entry, OpenItem
from kvit.proof import numbers
from kvit.receivables.models import Invoice

Found = tuple[int, Iterable[str]]


def numbers_without_gaps(company: Company) -> Found:
    reports = numbers.reports(company)
    broken = [
        f"{report.pattern} ({report.year or 'all years'}): {n} is missing" for report in reports for n in report.missing
    ]
    return sum(report.last for report in reports), broken


def dates_follow_numbers(company: Company) -> Found:
    reports = numbers.reports(company)
    return sum(report.last for report in reports), [number for report in reports for number in report.out_of_order]


def archived(company: Company) -> Found:
    frozen = Document.objects.filter(company=company, document_kind="invoice", document_id=OuterRef("pk"), form="ubl")
    issued = Invoice.objects.filter(company=company, status="issued")
    missing = issued.filter(~Exists(frozen)).values_list("public_id", flat=True)
    orphans = (
        Document.objects.filter(company=company, document_kind="invoice")
        .filter(~Exists(Invoice.objects.filter(pk=OuterRef("document_id"), status="issued")))
        .values_list("document_id", flat=True)
    )
    return issued.count(), [*missing, *(f"archived document {pk} without its invoice" for pk in orphans)]


def booked(company: Company) -> Found:
    """Every document that comes to something has its entry, and its open item over the whole payable amount."""
    issued = Invoice.objects.filter(company=company, status="issued")
    entry = Entry.objects.filter(company=company, document_kind="invoice", document_id=OuterRef("pk"), reverses=None)
    broken = list(issued.exclude(gross=0).filter(~Exists(entry)).values_list("public_id", flat=True))
    items = OpenItem.objects.filter(company=company, document_kind="invoice", part=1)
    owed = dict(items.values_list("document_id", "amount"))
    for row in issued.exclude(payable=0).iterator():
        wanted = -row.payable if row.kind == "credit_note" else row.payable
        if owed.get(row.pk) != wanted:
            broken.append(row.public_id)
    return issued.count(), broken


def statuses_are_allowed(company: Company) -> Found:
    rows = Invoice.objects.filter(company=company)
    wrong = rows.exclude(status__in=lifecycle.INVOICE.statuses).values_list("public_id", flat=True)
    numbered = rows.exclude(status="issued").exclude(number=None).values_list("public_id", flat=True)
    return rows.count(), [*wrong, *numbered]


INVARIANTS = [
    ("I10", "Numbers are without gap or double in each series and year.", numbers_without_gaps),
    ("I10b", "Dates follow the order of the numbers.", dates_follow_numbers),
    ("I12", "Every issued document is archived, and nothing archived is orphaned.", archived),
    ("I12b", "Every issued document is booked, with its open item.", booked),
    ("I16", "Only allowed statuses; only what is issued has a number.", statuses_are_allowed),
]
