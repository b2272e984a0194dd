"""What Kvit makes of a draft while it is typed: sums, findings in plain words, the number it would get."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kvit.archive.pages.units import unit_word
from kvit.companies import numbers
from kvit.companies.models import Company
from kvit.core.errors import Finding, Refused, errors
from kvit.core.formatting import format_date_understood, format_percent
from kvit.core.money import Money
from kvit.parties.models import Party
from kvit.receivables import previews, printing
from kvit.receivables.models import Invoice, InvoiceLine, InvoiceVat
from kvit.receivables.papers import Paper
from kvit.web import nav, words
from kvit.web.drafting import Draft
from kvit.web.fields import tongue

LINE = re.compile(r"lines/(\d+)")


@dataclass
class Computed:
    """What stands beside a draft."""

    customer_told: str = ""
    totals: dict[str, Any] | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    issue_told: str = ""
    due_told: str = ""
    errors: int = 0
    next_number: str = ""
    paper: Paper | None = None
    preview: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list)


def of_draft(company: Company, draft: Draft, *, today: date, kind: str = "invoice") -> Computed:
    """The draft as it would be issued today; what cannot be read or drafted yet is the first thing to mend."""
    told = Computed(next_number=numbers.expected(company, kind, on=today))
    if not draft.is_valid():
        told.errors = max(1, len(draft.problems()))
        told.findings = [shown(Finding("form.unreadable", "", facts={"fields": told.errors}))]
        return told
    return _previewed(company, told, draft.raw(), today=today, draft=draft)


def of_kept(company: Company, raw: Mapping[str, object], *, today: date) -> Computed:
    """What is kept as the request of a draft, as it would be issued today: for a form that opens with it."""
    return _previewed(company, Computed(), raw, today=today, draft=None)


def _previewed(
    company: Company, told: Computed, raw: Mapping[str, object], *, today: date, draft: Draft | None
) -> Computed:
    try:
        told.paper = previews.preview(company, raw, on=today)
    except Refused as refused:
        told.errors = 1
        told.findings = [
            {"sentence": words.refusal(refused), "severity": "error", "rule": refused.code, **_act("", None)}
        ]
        return told
    return of_paper(company, told, draft)


def of_raw(company: Company, raw: Mapping[str, object], *, today: date) -> Computed:
    """What is kept as the request of a draft (a proforma, a schedule), computed for looking at."""
    told = Computed()
    try:
        told.paper = previews.preview(company, raw, on=today)
    except Refused as refused:
        told.findings = [{"sentence": words.refusal(refused), "severity": "error", "rule": refused.code}]
        return told
    told.totals = sums_of(told.paper.row, told.paper.vat_totals)
    told.lines = [line_of(line, told.paper.row.currency) for line in told.paper.lines]
    return told


def line_of(line: InvoiceLine, currency: str) -> dict[str, Any]:
    """A line of a document as the page lists it."""
    rate = format_percent(line.charged_rate.normalize(), tongue())
    return {
        "name": line.name,
        "note": line.description,
        "quantity": line.quantity.normalize(),
        "unit": unit_word(line.unit),
        "price": Money(line.net_price.normalize(), currency),
        "vat": rate if line.vat_category == "S" else f"{rate} {line.vat_category}",
        "net": Money(line.net, currency),
    }


def of_paper(company: Company, told: Computed, draft: Draft | None) -> Computed:
    """Sums and findings of a paper, its picture, and what each line of the form comes to."""
    paper = told.paper
    assert paper is not None
    told.preview = preview(company, paper)
    told.customer_told = told_of(paper.row.party)
    told.totals = sums_of(paper.row, paper.vat_totals)
    told.errors = len(errors(paper.findings))
    told.findings = listed(paper.findings, paper.row.party)
    told.issue_told = format_date_understood(paper.row.issued_on, tongue()) if paper.row.issued_on else ""
    if paper.row.due_on:
        told.due_told = _("due %(on)s") % {"on": format_date_understood(paper.row.due_on, tongue())}
    if draft is not None:
        filled = [line for line in draft.lines if not line.is_empty()]
        for line, row in zip(filled, paper.lines, strict=True):
            line.net = Money(row.net, paper.row.currency)  # type: ignore[assignment]
    return told


def sums_of(row: Invoice, vat_totals: list[InvoiceVat]) -> dict[str, Any]:
    """The sum of a document written out: net, each VAT, what is kept back, what is to be paid."""
    money = lambda amount: Money(amount, row.currency)  # noqa: E731
    rows: list[dict[str, Any]] = []
    if row.allowance_sum or row.charge_sum:
        rows.append({"label": _("Lines"), "value": money(row.line_sum)})
        rows += (
            [{"sign": "−", "label": _("Allowances"), "value": money(row.allowance_sum)}] if row.allowance_sum else []
        )
        rows += [{"sign": "+", "label": _("Charges"), "value": money(row.charge_sum)}] if row.charge_sum else []
    rows.append({"label": _("Net"), "value": money(row.net)})
    for one in vat_totals:
        rate = format_percent(one.rate.normalize(), tongue())
        label = _("VAT %(rate)s") % {"rate": rate} if one.category == "S" else f"{rate} {one.category}"
        rows.append({"sign": "+", "label": label, "value": money(one.amount)})
    if row.retention:
        rate = format_percent(row.retention_rate.normalize(), tongue())
        rows.append({"sign": "−", "label": _("Retained %(rate)s") % {"rate": rate}, "value": money(row.retention)})
    if row.rounding:
        rows.append({"sign": "+", "label": _("Rounding"), "value": money(row.rounding)})
    word = _("In the customer's favour") if row.kind == "credit_note" or row.payable < 0 else _("To pay")
    return {"rows": rows, "answer_label": word, "answer": money(row.payable)}


def listed(found: Sequence[Finding], party: Party | None) -> list[dict[str, Any]]:
    """Findings for the page, errors first; what is said of several lines in the same words is said once."""
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in sorted(found, key=_weight):
        row = shown(one, party)
        key = (row["rule"], row["sentence"], row["href"] if one.severity == "error" else "")
        rows[key] = row if key not in rows else {**row, "href": "", "act": ""}
    return list(rows.values())


def preview(company: Company, paper: Paper | None) -> str:
    """The first sheet as an address that holds its bytes; empty where it cannot be set."""
    if paper is None or paper.row.issued_on is None:
        return ""
    try:
        return "data:image/svg+xml;base64," + b64encode(printing.picture(company, paper)).decode()
    except Refused:
        return ""


def shown(found: Finding, party: Party | None = None) -> dict[str, Any]:
    """A finding as the page lists it: its sentence, and the one act that mends it."""
    return {
        "sentence": words.finding(found),
        "severity": found.severity,
        "rule": found.rule,
        **_act(found.place, party),
    }


def _act(place: str, party: Party | None) -> dict[str, str]:
    if place.startswith("buyer") and party is not None and party.pk:
        return {"href": reverse("customer_edit", args=[party.public_id]), "act": _("Complete the customer")}
    if place.startswith("seller"):
        return {"href": nav.address("settings"), "act": _("Complete your company")}
    line = LINE.match(place)
    if line:
        return {"href": f"#id_lines-{int(line[1]) - 1}-name", "act": _("Go to line %(n)s") % {"n": line[1]}}
    return {"href": "", "act": ""}


def _weight(found: Finding) -> int:
    return ("error", "warning", "note").index(found.severity)


def told_of(party: Party) -> str:
    """The customer in a few words, beside the field."""
    return ", ".join(part for part in (party.vat_id, party.town) if part) or party.name
