"""What customers' banks want back: the list, and the mark beside an invoice or a payment."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET

from kvit.checkouts import queries
from kvit.checkouts.models import Chargeback
from kvit.companies.permissions import require
from kvit.core.money import Money
from kvit.payments.models import Payment
from kvit.web import lists
from kvit.web.current import Request
from kvit.web.rows import Head, listing
from kvit.web.states import State, state

VIEWS = (("open", p_("chargebacks", "Open")), ("won", p_("chargebacks", "Won")), ("lost", p_("chargebacks", "Lost")))


@require_GET
def index(request: Request) -> HttpResponse:
    """The chargebacks of a state, the newest first, each with the day by which the bank hears us."""
    require(request.actor, "payment.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.chargebacks(request.company, view=view, size=lists.SIZE, **cursors)
    numbers = queries.numbers_of(request.company, page.rows)
    heads = [
        Head(_("Invoice")),
        Head(_("Customer")),
        Head(_("Reason"), is_optional=True),
        Head(_("Amount"), is_number=True),
        Head(_("Evidence until")),
        Head(_("State")),
    ]
    empty = {
        "title": _("No bank wants money back here"),
        "text": _("When a customer disputes a card payment with their bank, it stands here with the day to answer by."),
    }
    return listing(
        request,
        _("Chargebacks"),
        heads=heads,
        rows=[_row(row, [number for number, _key in numbers[row.pk]]) for row in page.rows],
        empty=empty,
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


def of_invoices(request: Request, ids: Iterable[str]) -> dict[str, State]:
    """The mark of each invoice that was paid online and that a bank wants back, or decided about."""
    return {key: state(f"chargeback_{one}") for key, one in queries.status_of_invoices(request.company, ids).items()}


def of_payments(request: Request, payments: Sequence[Payment]) -> dict[int, State]:
    """The same of payments, by their keys."""
    found = queries.status_of_payments(request.company, payments)
    return {key: state(f"chargeback_{one}") for key, one in found.items()}


def _row(row: Chargeback, numbers: Sequence[str]) -> dict[str, Any]:
    payment = row.checkout.payment
    is_open = row.status in queries.CHARGEBACKS["open"]
    return {
        "name": row.public_id,
        "href": reverse("payment", args=[payment.public_id]) if payment is not None else "",
        "cells": [
            {"text": ", ".join(numbers) or "–"},
            {"text": row.checkout.party.name},
            {"text": row.reason or "–"},
            {"money": Money(row.amount, row.checkout.currency)},
            {"on": row.evidence_until} if is_open and row.evidence_until else {"text": "–"},
            {"state": state(f"chargeback_{row.status}")},
        ],
    }
