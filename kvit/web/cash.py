"""Cash: the desks, the book of a day, a line with its paper."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.cashbook import book_papers, cancelling, ceilings, desks, papers, queries
from kvit.cashbook.models import CashLine, Desk
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_money
from kvit.core.money import Money
from kvit.core.parsing.told import FIRST_YEAR, LAST_YEAR
from kvit.events import queries as events
from kvit.web import downloads, happened
from kvit.web.current import Request
from kvit.web.fields import MoneyField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, growing, listing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording import cash_line, over_desk


class DeskForm(Form):
    """A new desk."""

    name = forms.CharField(label=lazy("Name"), max_length=80, help_text=lazy("Such as Front desk."))
    code = forms.CharField(label=lazy("Code"), max_length=6, help_text=lazy("It stands in the numbers of receipts."))
    holds = MoneyField(label=lazy("In it now"), required=False)
    currency = forms.CharField(label=lazy("Currency"), max_length=3, required=False)
    responsible = forms.ChoiceField(label=lazy("Who answers for it"))

    def __init__(self, request: Request) -> None:
        super().__init__(
            request.POST or None,
            initial={"currency": request.company.currency, "responsible": request.user.email},
            currency=request.POST.get("currency", "").upper()[:3] or request.company.currency,
        )
        people = request.company.memberships.select_related("user").order_by("user__email")
        known = [(one.user.email, str(one.user)) for one in people]
        self.fields["responsible"].choices = known  # type: ignore[attr-defined]


@require_GET
def index(request: Request) -> HttpResponse:
    """The desks, with what is in each and what is on the way to the bank."""
    require(request.actor, "cash.view", request.company)
    found = queries.desks(request.company)
    rows = [_desk_row(request, desk) for desk in found]
    heads = [Head(_("Cash desk")), Head(_("Who answers for it")), Head(_("Account")), Head(_("In it"), is_number=True)]
    way = [
        {"tone": "", "icon": "clock", "strong": format_money(Money(amount, currency), tongue()), "text": text}
        for currency, amount in queries.on_the_way(request.company).items()
        for text in [_("on the way between the desks and the bank, until the bank’s line is booked.")]
    ]
    return growing(
        request,
        _("Cash"),
        heads=heads,
        rows=rows,
        add=(reverse("cash_desk_new"), _("Open a desk")),
        empty=(_("No cash desk yet"), _("Open one to take cash with a receipt and to keep the book of each day.")),
        notices=way,
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Open a desk."""
    require(request.actor, "desk.edit", request.company)
    typed = DeskForm(request)
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        asked = desks.Asked(
            name=told["name"],
            code=told["code"],
            currency=told["currency"],
            responsible=told["responsible"],
            **({"holds": told["holds"].amount} if told["holds"] else {}),
        )
        try:
            desk = desks.open_desk(request.company, asked, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Opened: %(name)s") % {"name": desk.name}, icon="check")
            return redirect("cash_desk", desk.public_id)
    shown = {
        "title": _("Open a cash desk"),
        "intro": _("From then on only the desk’s book posts to its account."),
        "crumbs": [(_("Cash"), reverse("cash"))],
        "sections": [{"title": "", "fields": list(typed)}],
        "button": _("Open the desk"),
        "icon": "check",
        "cancel_href": reverse("cash"),
        "problems": typed.problems() if typed.is_bound else [],
        "live": reverse("understood"),
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """A day of the desk's book, today's where none is named."""
    require(request.actor, "cash.view", request.company)
    desk = queries.desk(request.company, public_id)
    on = day_of(request)
    found = queries.day_book(request.company, desk, on=on)
    heads = [
        Head(_("Number")),
        Head(_("What")),
        Head(_("Who")),
        Head(_("In"), is_number=True),
        Head(_("Out"), is_number=True),
        Head(_("In the desk"), is_number=True),
    ]
    opening = _written(desk, found.day.opening)
    closing = _written(desk, found.day.closing)
    sums = _("Opening %(opening)s, closing %(closing)s") % {"opening": opening, "closing": closing}
    days = [one for one in queries.days(request.company, desk, most=8) if one != on]
    address = reverse("cash_desk", args=[public_id])
    views: list[dict[str, Any]] = [{"href": "", "label": format_date(on, tongue()), "is_here": True}]
    views += [{"href": f"{address}?day={one.isoformat()}", "label": format_date(one, tongue())} for one in days]
    return listing(
        request,
        f"{desk.code} {desk.name}",
        heads=heads,
        rows=[_line_row(line) for line in found.lines],
        subtitle=sums,
        crumbs=[(_("Cash"), reverse("cash"))],
        views=views if days else [],
        head_acts=_acts(request, desk, on=on),
        notices=_notices(request, desk),
        empty={"title": _("No line on this day"), "text": sums},
    )


@require_GET
def book_pdf(request: Request, public_id: str) -> HttpResponse:
    """The day in the form of the country."""
    require(request.actor, "cash.view", request.company)
    desk, on = queries.desk(request.company, public_id), day_of(request)
    content = book_papers.pdf(request.company, desk, on=on)
    name = book_papers.file_name(request.company, desk, on=on)
    return downloads.answer(content, name=name, media_type="application/pdf")


@require_GET
def line(request: Request, public_id: str) -> HttpResponse:
    """One line: what its paper says, what it settled, the way back."""
    require(request.actor, "cash.view", request.company)
    row = queries.line(request.company, public_id)
    back = getattr(row, "reversed_by", None)
    may_cancel = allowed(request.actor, "cash.cancel", request.company)
    is_final = row.reverses_id is not None or row.kind in ("opening", "surplus", "shortage")
    shown = {
        "line": row,
        "title": row.number or cash_line(row.kind),
        "kind": cash_line(row.kind),
        "state": state("cash_taken_back") if back else state("cash_written"),
        "amount": Money(abs(row.amount), row.desk.currency),
        "said": papers.said(request.company, row) if row.form else [],
        "facts": _facts(row),
        "back": back,
        "can_cancel": may_cancel and not back and not is_final,
        "happened": happened.told(events.of_subjects(request.company, [("cash_line", row.pk)])),
    }
    return render(request, "web/cash_line.html", shown)


@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The receipt, order or voucher."""
    require(request.actor, "cash.view", request.company)
    row = queries.line(request.company, public_id)
    content = papers.pdf(request.company, row)
    return downloads.answer(content, name=papers.file_name(row), media_type="application/pdf")


@require_POST
def cancel(request: Request, public_id: str) -> HttpResponse:
    """Take the line back by another line of today."""
    row = queries.line(request.company, public_id)
    reason = request.POST.get("reason", "")
    back = cancelling.cancel(request.company, row, reason=reason, by=request.actor, on=request.today)
    tell(request, _("Taken back"), icon="undo")
    return redirect("cash_line", back.public_id)


def day_of(request: Request) -> date:
    """The day that the address names, else today."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return request.today
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else request.today


def _acts(request: Request, desk: Desk, *, on: date) -> list[dict[str, Any]]:
    page = reverse("cash_book_pdf", args=[desk.public_id])
    book = {"href": f"{page}?day={on.isoformat()}", "word": _("PDF"), "icon": "down"}
    return [book] if desk.closed_on else [*_at_desk(request, desk), book]


def _at_desk(request: Request, desk: Desk) -> list[dict[str, Any]]:
    wanted = [
        ("cash.take", "cash_take", _("Take cash"), "plus"),
        ("cash.pay", "cash_pay_bill", _("Pay a bill"), "send"),
        ("cash.pay", "cash_pay_cost", _("Pay a cost"), "send"),
        ("cash.refund", "cash_hand_back", _("Hand money back"), "undo"),
        ("cash.move", "cash_move", _("To or from the bank"), "bank"),
        ("cash.count", "cash_count", _("Count"), "equals"),
    ]
    if len(queries.open_in(request.company, desk.currency)) > 1:
        wanted.append(("cash.move", "cash_transfer", _("To another desk"), "send"))
    if not queries.balance(request.company, desk):
        wanted.append(("desk.edit", "cash_desk_close", _("Close the desk"), "check"))
    return [
        {"href": reverse(page, args=[desk.public_id]), "word": word, "icon": icon, "is_primary": page == "cash_take"}
        for verb, page, word, icon in wanted
        if allowed(request.actor, verb, request.company)
    ]


def _notices(request: Request, desk: Desk) -> list[dict[str, str]]:
    if desk.closed_on:
        text = _("It was closed on %(day)s. Its book stays.") % {"day": format_date(desk.closed_on, tongue())}
        return [{"tone": "", "icon": "check", "strong": "", "text": text}]
    balance = queries.balance(request.company, desk)
    told = ceilings.warnings(request.company, desk, balance=balance, on=request.today)
    return [{"tone": "is-amber", "icon": "alert", "strong": "", "text": over_desk(facts)} for facts in told]


def _desk_row(request: Request, desk: Desk) -> dict[str, Any]:
    cells = [
        {"text": f"{desk.code} {desk.name}", "sub": pgettext("cash", "closed") if desk.closed_on else ""},
        {"text": str(desk.responsible)},
        {"text": f"{desk.account.code}, {desk.transit.code}"},
        {"money": Money(queries.balance(request.company, desk), desk.currency)},
    ]
    return {"name": desk.name, "href": reverse("cash_desk", args=[desk.public_id]), "cells": cells}


def _line_row(line: CashLine) -> dict[str, Any]:
    money = Money(abs(line.amount), line.desk.currency)
    nothing: dict[str, Any] = {"text": ""}
    back = "" if line.reverses is None else _("takes back %(number)s") % {"number": line.reverses.number}
    cells = [
        {"text": line.number or "–", "sub": back},
        {"text": cash_line(line.kind), "sub": line.purpose},
        {"text": line.party.name if line.party else line.person},
        {"money": money} if line.amount > 0 else nothing,
        {"money": money} if line.amount < 0 else nothing,
        {"money": Money(line.balance, line.desk.currency)},
    ]
    return {"name": line.number, "href": reverse("cash_line", args=[line.public_id]), "cells": cells}


def _facts(row: CashLine) -> list[tuple[str, str]]:
    told = [
        (_("Cash desk"), f"{row.desk.code} {row.desk.name}"),
        (_("Day"), format_date(row.booked_on, tongue())),
        (_("Who"), row.party.name if row.party else ""),
        (_("At the desk"), row.person),
        (_("For"), row.purpose),
        (_("Written by"), str(row.written_by) if row.written_by else ""),
        (_("In the desk"), _written(row.desk, row.balance)),
    ]
    return [(label, value) for label, value in told if value]


def _written(desk: Desk, amount: Any) -> str:
    return format_money(Money(amount, desk.currency), tongue())
