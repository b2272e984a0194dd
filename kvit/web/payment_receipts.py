"""Receipts for payments: those that wait, mailed one by one or all at once."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.money import Money
from kvit.payments import queries, receipts
from kvit.web.current import Request
from kvit.web.payments import SHOWN
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Fresh money whose customer was not thanked yet; one button mails all of it."""
    require(request.actor, "payment.view", request.company)
    if request.method == "POST":
        count = len(receipts.send_all(request.company, by=request.actor, on=request.today))
        tell(request, ngettext("%(n)d receipt on its way", "%(n)d receipts on their way", count) % {"n": count})
        return redirect("receipts")
    found = receipts.waiting(request.company, on=request.today)
    may = bool(found) and allowed(request.actor, "message.send", request.company)
    settled = queries.settled_by(request.company, found)
    heads = [
        Head(_("Customer")),
        Head(_("Received on")),
        Head(_("For")),
        Head(_("How"), is_optional=True),
        Head(_("Amount"), is_number=True),
    ]
    rows = [
        {
            "name": row.party.name,
            "href": reverse("payment", args=[row.public_id]),
            "acts": [{"href": reverse("payment_receipt", args=[row.public_id]), "word": _("Send the receipt")}]
            if may
            else [],
            "cells": [
                {"text": row.party.name},
                {"on": row.paid_on},
                {"text": ", ".join(one.item.document_number for one in settled[row.pk])},
                {"text": SHOWN.get(row.method, row.method)},
                {"money": Money(row.amount, row.currency)},
            ],
        }
        for row in found
    ]
    return listing(
        request,
        _("Receipts to send"),
        heads=heads,
        rows=rows,
        crumbs=[(_("Payments"), reverse("payments"))],
        empty={
            "title": _("Everybody was thanked"),
            "text": _("Money of the last two weeks that settles something stands here until its receipt is sent."),
        },
        head_acts=[{"word": _("Send all receipts"), "icon": "send", "post": reverse("receipts")}] if may else [],
    )


@require_POST
def send(request: Request, public_id: str) -> HttpResponse:
    """Mail the receipt for one payment."""
    payment = queries.find(request.company, public_id)
    sent = receipts.send(request.company, payment, by=request.actor, on=request.today)
    tell(request, _("On its way to %(to)s") % {"to": ", ".join(one.to_address for one in sent)}, icon="send")
    return redirect("payment", public_id)
