"""Reports: ageing, collection figures, VAT, trial balance, the accountant's pack, search."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, cast

from django.http import FileResponse, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from kvit.api import files, lists
from kvit.api.asking import Asking
from kvit.api.operations import reads
from kvit.api.values import Amount, GivenDay, Id, Shown
from kvit.api.vat_shapes import VatReportShown, WithheldShown
from kvit.companies.permissions import require
from kvit.core.formats import bg_purchase_ledger, bg_vat_ledger
from kvit.core.formatting import format_exact, format_plain
from kvit.reports import (
    ageing,
    authority,
    bg_ledger,
    bg_purchases,
    books,
    kpi,
    outside,
    pack,
    ratings,
    search,
    withheld,
)
from kvit.reports.saft import month as saft

router = Router()
ZIP = "application/zip"
TEXT = "text/plain; charset=windows-1251"


class AsOf(BaseModel):
    """On which day."""

    as_of: Annotated[GivenDay | None, Field(description="Today when left out.")] = None


class AsOfRows(AsOf):
    """On which day, and whether with what lies behind."""

    rows: Annotated[bool, Field(description="Also the open items behind the sums.")] = False


class AsOfDays(AsOf):
    """On which day, over how many days."""

    days: Annotated[int, Field(ge=1, le=730, description="The days that the figures look back over.")] = 90


class Between(BaseModel):
    """Of which days."""

    since: GivenDay
    until: GivenDay


class BetweenRows(Between):
    """Of which days, and whether with what lies behind."""

    rows: Annotated[bool, Field(description="Also the documents behind the sums.")] = False


class AgesShown(Shown):
    """Amounts by how late they are, in company currency."""

    not_due: Amount
    days_1_30: Amount
    days_31_60: Amount
    days_61_90: Amount
    over_90: Amount
    total: Amount


class CustomerAges(AgesShown):
    """One customer's line."""

    customer: Id
    name: str


class ItemBehind(Shown):
    """An open item behind the sums, with what was open of it on the day."""

    id: Id
    document: str
    customer: Id
    due_on: date
    open: Amount


class AgeingShown(Shown):
    """What is owed to us by how late it is; what customers have paid too much is no part of it."""

    as_of: date
    currency: str
    sums: AgesShown
    customers: list[CustomerAges]
    rows: list[ItemBehind] | None = None


class FigureShown(Shown):
    """A figure with the parts it was made of; null where nothing was there to divide by."""

    name: str
    value: Amount | None
    unit: Literal["days", "%"]
    parts: dict[str, Amount]


class FiguresShown(Shown):
    """How fast we are paid; defined in docs/rules/figures.md."""

    as_of: date
    days: int
    figures: list[FigureShown]


class RatingShown(Shown):
    """What a customer said of an invoice that they paid."""

    id: Id
    invoice: Id
    number: str
    customer: Id
    stars: int
    text: str
    rated_on: date
    changed_on: date | None


class RatingSumsShown(Shown):
    """So many ratings, their average, and how many percent have 4 or 5 stars; null where there are none."""

    count: int
    average: str | None
    good: str | None
    ids: list[Id]


class RatedMonthShown(RatingSumsShown):
    """The ratings of a month."""

    month: str


class RatingsShown(RatingSumsShown):
    """The ratings of some days; defined in docs/rules/ratings.md."""

    since: date
    until: date
    months: list[RatedMonthShown]
    rows: list[RatingShown]


class BalanceShown(Shown):
    """One account over the period, in company currency; debit is above zero."""

    code: str
    name: str
    opening: Amount
    debit: Amount
    credit: Amount
    closing: Amount


class TrialBalanceShown(Shown):
    """Every account that moved; debits and credits are equal in sum."""

    since: date
    until: date
    currency: str
    debit: Amount
    credit: Amount
    accounts: list[BalanceShown]


class Month(BaseModel):
    """Which month."""

    month: Annotated[str, Field(pattern=r"^(19[7-9][0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2])$", examples=["2026-03"])]

    @property
    def first(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self.month}-01")


class FoundInFile(Shown):
    """What is to be looked at before a file is filed, and where."""

    rule: str
    place: str
    severity: Literal["error", "warning", "note"]
    message: str


class FileShown(Shown):
    """A file for the authority; it is written only while no finding is an error."""

    kind: Literal["vat-ledger", "vat-purchases", "saft"]
    name: str
    ready: bool
    findings: list[FoundInFile]


class AuthorityShown(Shown):
    """A month's files, and the cells of the VAT return in the currency of the period."""

    month: str
    currency: str
    return_cells: dict[str, Amount]
    files: list[FileShown]


class HitShown(Shown):
    """Something found."""

    kind: Literal["invoice", "customer", "product", "payment"]
    id: Id
    name: str
    beside: str
    currency: str | None
    amount: Amount | None


class Searched(BaseModel):
    """What somebody remembers."""

    q: Annotated[str, Field(min_length=2, max_length=100, description="A number, a name, a VAT id, an amount.")]


def _ages(amounts: dict[str, Decimal], currency: str) -> dict[str, str]:
    names = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")
    shown = {name: format_plain(amounts[age], currency) for name, age in zip(names, ageing.AGES, strict=True)}
    return {**shown, "total": format_plain(sum(amounts.values(), ageing.ZERO), currency)}


@reads(router, "/reports/ageing", gives=AgeingShown)
def age(request: Asking, *, asked: Query[AsOfRows]) -> object:
    """What is owed to us by how late it is, in sum and by customer, on any day."""
    require(request.actor, "report.view", request.company)
    on, currency = asked.as_of or request.today, request.company.currency
    answer: dict[str, object] = {
        "as_of": on,
        "currency": currency,
        "sums": _ages(ageing.receivables(request.company, on=on).amounts, currency),
        "customers": [
            {"customer": row.customer_id, "name": row.customer, **_ages(row.amounts, currency)}
            for row in ageing.by_customer(request.company, on=on)
        ],
    }
    if asked.rows:
        answer["rows"] = [
            {
                "id": item.public_id,
                "document": item.document_number,
                "customer": item.party.public_id,
                "due_on": item.due_on,
                "open": format_plain(amount, currency),
            }
            for item, amount in ageing.documents(request.company, on=on)
        ]
    return answer


def _figure(one: kpi.Figure) -> dict[str, object]:
    return {
        "name": one.name,
        "value": None if one.value is None else format_exact(one.value),
        "unit": one.unit,
        "parts": {name: format_exact(part) for name, part in one.parts.items()},
    }


@reads(router, "/reports/kpi", gives=FiguresShown)
def figures(request: Asking, *, asked: Query[AsOfDays]) -> object:
    """Every collection figure over the days that end with `as_of`."""
    require(request.actor, "report.view", request.company)
    on = asked.as_of or request.today
    found = kpi.kpis(request.company, on=on, days=asked.days)
    return {"as_of": on, "days": asked.days, "figures": [_figure(one) for one in found]}


@reads(router, "/reports/dso", gives=FiguresShown)
def dso(request: Asking, *, asked: Query[AsOfDays]) -> object:
    """Days sales outstanding, by the usual ratio and by count-back."""
    require(request.actor, "report.view", request.company)
    on = asked.as_of or request.today
    found = [kpi.dso(request.company, on=on, days=asked.days), kpi.dso_by_count_back(request.company, on=on)]
    return {"as_of": on, "days": asked.days, "figures": [_figure(one) for one in found]}


@reads(router, "/reports/ratings", gives=RatingsShown)
def rated(request: Asking, *, asked: Query[Between]) -> object:
    """How customers found getting and paying our invoices, in sum and by month, with each rating behind it."""
    require(request.actor, "rating.view", request.company)
    return ratings.report(request.company, since=asked.since, until=asked.until)


@reads(router, "/reports/vat", gives=VatReportShown)
def vat_journal(request: Asking, *, asked: Query[BetweenRows]) -> object:
    """The VAT of a period: sales, bills and what we charged ourselves, in sum and document by document."""
    require(request.actor, "report.view", request.company)
    told = outside.vat_report(request.company, since=asked.since, until=asked.until, rows=asked.rows)
    if asked.rows:
        rows = cast("list[dict[str, object]]", told["rows"])
        told["rows"] = [{"invoice": one.pop("invoice_id"), **one} for one in rows]
    return told


@reads(router, "/reports/withheld", gives=WithheldShown)
def withheld_tax(request: Asking, *, asked: Query[Between]) -> object:
    """Tax withheld from suppliers, by quarter and supplier, as it falls due with their payments."""
    require(request.actor, "report.view", request.company)
    return withheld.outside(request.company, since=asked.since, until=asked.until)


@reads(router, "/reports/trial-balance", gives=TrialBalanceShown)
def trial_balance(request: Asking, *, asked: Query[Between]) -> object:
    """Every account over a period."""
    require(request.actor, "report.view", request.company)
    currency = request.company.currency
    rows = books.trial_balance(request.company, since=asked.since, until=asked.until)
    names = ("opening", "debit", "credit", "closing")
    return {
        "since": asked.since,
        "until": asked.until,
        "currency": currency,
        "debit": format_plain(sum((row.debit for row in rows), books.ZERO), currency),
        "credit": format_plain(sum((row.credit for row in rows), books.ZERO), currency),
        "accounts": [
            {
                "code": row.code,
                "name": row.name,
                **{name: format_plain(getattr(row, name), currency) for name in names},
            }
            for row in rows
        ],
    }


@reads(router, "/reports/pack", media_type=ZIP)
def month_pack(request: Asking, *, asked: Query[Month]) -> HttpResponse:
    """A month for the outside accountant: journals, books, and every document as it was frozen."""
    content = pack.month(request.company, asked.first, by=request.actor)
    return files.answer(content, name=f"kvit-{asked.month}.zip", media_type=ZIP)


@reads(router, "/reports/authority", gives=AuthorityShown)
def authority_files(request: Asking, *, asked: Query[Month]) -> object:
    """The files that Bulgaria's authority takes of a month, what is to be looked at first, and the return's cells."""
    require(request.actor, "report.view", request.company)
    return authority.outside(request.company, asked.first)


@reads(router, "/reports/vat-ledger", media_type=TEXT)
def vat_ledger(request: Asking, *, asked: Query[Month]) -> HttpResponse:
    """Bulgaria's VAT sales ledger of a month, PRODAGBI.TXT."""
    content = bg_ledger.file_of(request.company, asked.first, by=request.actor)
    return files.answer(content, name=bg_vat_ledger.FILE_NAME, media_type=TEXT)


@reads(router, "/reports/vat-purchases", media_type=TEXT)
def vat_purchases(request: Asking, *, asked: Query[Month]) -> HttpResponse:
    """Bulgaria's VAT purchase ledger of a month, POKUPKI.TXT."""
    content = bg_purchases.file_of(request.company, asked.first, by=request.actor)
    return files.answer(content, name=bg_purchase_ledger.FILE_NAME, media_type=TEXT)


@reads(router, "/reports/saft", media_type=files.XML)
def audit_file(request: Asking, *, asked: Query[Month]) -> FileResponse:
    """Bulgaria's standard audit file (SAF-T V_1.0.1) of a month."""
    written = authority.audit_file(request.company, asked.first, by=request.actor, on=request.today)
    return files.streamed(written, name=saft.file_name(request.company, asked.first), media_type=files.XML)


@reads(router, "/search", gives=lists.Listed[HitShown])
def find(request: Asking, *, asked: Query[Searched]) -> object:
    """A few documents, customers and products by what somebody remembers of them."""
    require(request.actor, "company.view", request.company)
    hits = search.search(request.company, asked.q)
    return lists.of_all(
        [
            {
                **{name: getattr(hit, name) for name in ("kind", "id", "name", "beside")},
                "currency": hit.amount.currency if hit.amount else None,
                "amount": format_plain(hit.amount.amount, hit.amount.currency) if hit.amount else None,
            }
            for hit in hits
        ]
    )
