"""How figures look to programs: each with its definition, its parts, and on request the rows behind it."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kvit.companies.models import Company
from kvit.core.formatting import format_exact, format_plain
from kvit.reports import ageing, books, kpi, purchase_vat, vat
from kvit.reports.kpi import Figure

Shape = dict[str, object]


def ageing_report(company: Company, *, on: date, rows: bool) -> Shape:
    """What is owed by how late it is, in sum and by customer."""
    found = ageing.receivables(company, on=on)
    report: Shape = {
        **_head(company, on),
        "definition": _("What customers owe, by days since the due day; what they paid too much is not set off."),
        "ages": _amounts(company, found.amounts),
        "total": _money(company, found.total),
        "overdue": _money(company, found.overdue),
        "customers": [
            {
                "id": row.customer_id,
                "name": row.customer,
                **_amounts(company, row.amounts),
                "total": _money(company, row.total),
            }
            for row in ageing.by_customer(company, on=on)
        ],
    }
    return report | ({"rows": open_rows(company, on=on)} if rows else {})


def dso_report(company: Company, *, on: date, days: int, rows: bool) -> Shape:
    """Days of sales outstanding, by the period and by count-back."""
    plain, counted = kpi.dso(company, on=on, days=days), kpi.dso_by_count_back(company, on=on)
    report: Shape = {**_head(company, on), **_figure(company, plain), "count_back": _figure(company, counted)}
    return report | ({"rows": open_rows(company, on=on)} if rows else {})


def kpi_report(company: Company, *, on: date, days: int, rows: bool) -> Shape:
    """Every figure over the days that end with the one asked for."""
    found = kpi.kpis(company, on=on, days=days)
    report: Shape = {**_head(company, on), "days": days, "figures": [_figure(company, one) for one in found]}
    return report | ({"rows": open_rows(company, on=on)} if rows else {})


def vat_report(company: Company, *, since: date, until: date, rows: bool) -> Shape:
    """The VAT of sales, of bills and of what we charged ourselves, in sum by category and rate; their difference."""
    lines = vat.sales_journal(company, since=since, until=until)
    bought = purchase_vat.bought(company, since=since, until=until)
    charged = purchase_vat.self_charged(company, since=since, until=until)
    output = purchase_vat.output_vat(lines, charged)
    deducted = purchase_vat.input_vat(bought, charged)
    report: Shape = {
        "currency": company.currency,
        "since": since,
        "until": until,
        "definition": _("Base and VAT of the documents issued in these days, as they print them; credits below zero."),
        "sums": [_told(company, asdict(one)) for one in vat.summed(lines)],
        "purchases": [_told(company, asdict(one)) for one in purchase_vat.summed(bought)],
        "self_charged": [_told(company, asdict(one)) for one in purchase_vat.summed(charged)],
        "output_vat": _money(company, output),
        "input_vat": _money(company, deducted),
        "balance": _money(company, output - deducted),
    }
    if rows:
        report["rows"] = [_told(company, asdict(one)) for one in lines]
        report["purchase_rows"] = [_told(company, asdict(one)) for one in [*bought, *charged]]
    return report


def trial_balance_report(company: Company, *, since: date, until: date) -> Shape:
    """Every account with its opening, debit, credit and closing."""
    found = books.trial_balance(company, since=since, until=until)
    zero = Decimal(0)
    return {
        "currency": company.currency,
        "since": since,
        "until": until,
        "definition": _("Opening, debit, credit and closing of every account; debit is above zero."),
        "debit": _money(company, sum((one.debit for one in found), zero)),
        "credit": _money(company, sum((one.credit for one in found), zero)),
        "accounts": [{**_told(company, asdict(one)), "closing": _money(company, one.closing)} for one in found],
    }


def open_rows(company: Company, *, on: date) -> list[Shape]:
    """The documents behind what is owed, with what was open of each on the day."""
    return [
        {
            "document": item.document_number,
            "item": item.public_id,
            "customer": item.party.public_id if item.party else None,
            "opened_on": item.opened_on,
            "due_on": item.due_on,
            "age": ageing.bucket(item.due_on, on),
            "open": _money(company, balance),
        }
        for item, balance in ageing.documents(company, on=on)
    ]


def _definition(name: str) -> str:
    definitions: dict[str, Callable[[], str]] = {
        "dso": lambda: _("Receivables open at the end / gross issued in the period x days in it."),
        "dso_count_back": lambda: _("What is open, laid against the newest months until it is used up."),
        "cei": lambda: _("(opening + issued - closing) / (opening + issued - closing not yet due)."),
        "days_beyond_terms": lambda: _("Paid on less due on, weighted by the amount."),
        "time_to_pay": lambda: _("Settled on less issued on, the mean over what was settled."),
        "time_to_invoice": lambda: _("Issued on less delivered on, the mean over documents that say when."),
        "error_rate": lambda: _("Documents corrected by another / documents issued."),
        "bad_debt": lambda: _("Written off less what was taken back / gross issued in the period."),
    }
    return definitions[name]()


def _figure(company: Company, one: Figure) -> Shape:
    return {
        "name": one.name,
        "value": None if one.value is None else format_exact(one.value),
        "unit": one.unit,
        "definition": _definition(one.name),
        "parts": {name: format_exact(part) for name, part in one.parts.items()},
    }


def _head(company: Company, on: date) -> Shape:
    return {"as_of": on, "currency": company.currency}


def _amounts(company: Company, amounts: dict[str, Decimal]) -> Shape:
    return {name: _money(company, amount) for name, amount in amounts.items()}


def _told(company: Company, facts: Shape) -> Shape:
    """A row with its amounts as text; a rate is a rate."""
    return {
        name: format_exact(value)
        if name == "rate" and isinstance(value, Decimal)
        else _money(company, value)
        if isinstance(value, Decimal)
        else value
        for name, value in facts.items()
    }


def _money(company: Company, amount: Decimal) -> str:
    return format_plain(amount, company.currency)
