"""A document as it stood before a correction and as it stands after: what a Polish correction shows on paper.

ustawa o VAT art. 106j ust. 2 pkt 5; docs/rules/documents.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.einvoice import model
from kvit.receivables import papers, semantic
from kvit.receivables.models import Invoice
from kvit.receivables.papers import Paper

ZERO = Decimal(0)
BOTH_STATES = frozenset({"PL"})
"""Countries whose corrections show both states, and not the difference alone."""


def states(company: Company, note: Paper) -> tuple[model.Invoice, model.Invoice] | tuple[None, None]:
    """The corrected document before this note and after it; nothing where the country asks for the difference alone."""
    row = note.row
    if row.corrects is None or row.kind != "credit_note" or company.country not in BOTH_STATES:
        return None, None
    original = papers.load(company, [row.corrects])[0]
    earlier = Invoice.objects.filter(company=company, corrects=row.corrects, kind="credit_note", status="issued")
    places = {line.pk: at for at, line in enumerate(original.lines)}
    before = _model(company, original)
    for paper in papers.load(company, list(earlier.filter(pk__lt=row.pk).order_by("pk"))):
        before = without(before, _model(company, paper), credited=_credited(paper, places))
    return before, without(before, _model(company, note), credited=_credited(note, places))


def without(before: model.Invoice, note: model.Invoice, *, credited: Sequence[int]) -> model.Invoice:
    """The document less the note; `credited` is the place in the document of each line of the note."""
    lines = list(before.lines)
    for place, less in zip(credited, note.lines, strict=True):
        line = lines[place]
        lines[place] = replace(
            line,
            quantity=(line.quantity or ZERO) - (less.quantity or ZERO),
            net=(line.net or ZERO) - (less.net or ZERO),
            allowances=_rest(line.allowances, less.allowances),
            charges=_rest(line.charges, less.charges),
        )
    gone = {(row.category, row.rate): row for row in note.vat_breakdown}
    rows = []
    for row in before.vat_breakdown:
        less_vat = gone.get((row.category, row.rate), model.VatBreakdown())
        taxable = (row.taxable or ZERO) - (less_vat.taxable or ZERO)
        rows.append(replace(row, taxable=taxable, tax=(row.tax or ZERO) - (less_vat.tax or ZERO)))
    sums = {
        field.name: whole - (getattr(note.totals, field.name) or ZERO)
        for field in fields(model.Totals)
        if (whole := getattr(before.totals, field.name)) is not None
    }
    return replace(
        before,
        lines=tuple(lines),
        allowances=_left(before.allowances, note.allowances),
        vat_breakdown=tuple(rows),
        totals=model.Totals(**sums),
    )


def _left(whole: Sequence[model.Adjustment], less: Sequence[model.Adjustment]) -> tuple[model.Adjustment, ...]:
    """The allowances on the document without what the note takes back of them, by their words and VAT."""
    gone: dict[tuple[object, ...], Decimal] = defaultdict(lambda: ZERO)
    for one in less:
        gone[one.reason, one.vat_category, one.vat_rate] += one.amount or ZERO
    rest = []
    for one in whole:
        taken = min(gone[one.reason, one.vat_category, one.vat_rate], one.amount or ZERO)
        gone[one.reason, one.vat_category, one.vat_rate] -= taken
        rest.append(replace(one, amount=(one.amount or ZERO) - taken))
    return tuple(one for one in rest if one.amount)


def _rest(whole: tuple[model.Adjustment, ...], less: tuple[model.Adjustment, ...]) -> tuple[model.Adjustment, ...]:
    """What is left of a line's discounts or surcharges; Kvit's lines have one of each at most."""
    gone = sum((one.amount or ZERO for one in less), ZERO)
    return tuple(replace(one, amount=(one.amount or ZERO) - gone) for one in whole)


def _credited(paper: Paper, places: dict[int, int]) -> list[int]:
    return [places[line.credits_id] for line in paper.lines if line.credits_id is not None]


def _model(company: Company, paper: Paper) -> model.Invoice:
    return semantic.invoice(
        paper.row,
        lines=paper.lines,
        extras=paper.extras,
        vat_totals=paper.vat_totals,
        accounting_currency=company.currency,
    )
