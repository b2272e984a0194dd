"""The monthly file of a company: what it would lack, and its bytes piece by piece."""

from collections.abc import Iterator
from datetime import date

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.calendar import end_of_month
from kvit.core.countries import bg
from kvit.core.errors import Finding, Refused
from kvit.core.formats.saft_bg import write
from kvit.core.formats.saft_bg.facts import Monthly, Totals
from kvit.core.permissions import Actor
from kvit.reports import books
from kvit.reports.bg_ledger import require_bulgarian, require_no_errors
from kvit.reports.saft import entries, findings, invoices, master, partners, purchases
from kvit.reports.saft.span import Span


def file_of(company: Company, first: date, *, by: Actor, on: date) -> Iterator[bytes]:
    """The month's file, made on that day, in pieces. Refuses at once what keeps it from being written, and what is
    denied; `saft.moved` while it is written, when somebody books into the month."""
    require(by, "report.export", company)
    span = _span(company, first)
    require_no_errors(findings.of(span))
    return write.monthly(_monthly(span, on=on))


def findings_of(company: Company, first: date) -> list[Finding]:
    """What is to be looked at before the month's file is filed. Refuses what no month of the company can have."""
    return findings.of(_span(company, first))


def file_name(company: Company, first: date) -> str:
    """How the file is called."""
    return f"SAFT_{master.registration_number(company)}_{first:%Y-%m}.xml"


def _span(company: Company, first: date) -> Span:
    require_bulgarian(company)
    former = bg.PROFILE.former_currency
    if former is not None and first <= former.ended_on:
        raise Refused("saft.before_euro")
    if company.currency != bg.PROFILE.currency:
        raise Refused("saft.other_currency", currency=company.currency)
    return Span(company, first.replace(day=1), end_of_month(first))


def _monthly(span: Span, *, on: date) -> Monthly:
    """The sections; accounts and the entries' totals are read at once, so that entries that moved are noticed."""
    balances = books.trial_balance(span.company, since=span.since, until=span.until)
    return Monthly(
        header=master.header(span, on=on),
        accounts=master.accounts(span, balances),
        customers=partners.standing_on(span, partners.CUSTOMERS),
        suppliers=partners.standing_on(span, partners.SUPPLIERS),
        products=master.products(span),
        units=master.units(span),
        entry_totals=Totals(entries.count(span), *books.turnover(balances)),
        entries=entries.entries(span),
        invoice_totals=invoices.totals(span),
        invoices=invoices.invoices(span),
        payment_totals=entries.payment_totals(span),
        payments=entries.payments(span),
        purchase_totals=purchases.totals(span),
        purchases=purchases.purchases(span),
    )
