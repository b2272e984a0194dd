"""VAT that we charge ourselves: its part of a bill's page, its document, and the list of all of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from kvit.billing import self_charge_pages
from kvit.companies.permissions import allowed
from kvit.core import purchase_vat
from kvit.core.countries import profile
from kvit.core.countries.self_charge import LAWS
from kvit.core.formatting import format_percent
from kvit.core.money import Money
from kvit.payables import queries, self_charge_queries, self_charges
from kvit.payables.models import Bill, SelfCharge
from kvit.payables.self_charges import Said
from kvit.web import downloads, lists
from kvit.web.current import Request
from kvit.web.fields import DayField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell

TREATMENTS = {
    "services": lazy("Services from abroad"),
    "acquisition": lazy("Goods from another EU country"),
    "domestic": lazy("Reverse charge within the country"),
}


class SelfChargeForm(Form):
    """What is not as usual: the rate, the tax point; what was bought only where the bill does not tell it."""

    rate = forms.ChoiceField(label=lazy("Rate"))
    tax_point_on = DayField(label=lazy("Tax point"))
    treatment = forms.ChoiceField(label=lazy("What it is"), required=False)
    original = forms.CharField(label=lazy("Bill that it corrects"), max_length=100, required=False)

    def __init__(self, *args: Any, bill: Bill, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = profile(bill.company.country).vat_codes_on(bill.issued_on or date.max)
        rates = sorted({code.rate for code in codes if code.category == "S"}, reverse=True)
        choices = [(f"{rate.normalize():f}", format_percent(rate, tongue())) for rate in rates]
        self.fields["rate"] = forms.ChoiceField(label=_("Rate"), choices=choices)
        if self_charges.wanted(bill):
            del self.fields["treatment"]
        else:
            named = [(name, TREATMENTS[name]) for name in ("services", "acquisition")]
            self.fields["treatment"] = forms.ChoiceField(label=_("What it is"), choices=named)
        if bill.kind == "credit_note":
            del self.fields["rate"]
        else:
            del self.fields["original"]

    def said(self) -> Said:
        """As the room takes it."""
        told = self.cleaned_data
        rate = told.get("rate")
        return Said(
            treatment=told.get("treatment") or "",
            rate=Decimal(rate) if rate else None,
            tax_point_on=told["tax_point_on"],
            original=told.get("original") or "",
        )


def told(request: Request, bill: Bill, *, form: SelfChargeForm | None = None) -> dict[str, Any]:
    """What the bill's page shows: what was charged, or the form where it may be."""
    made = self_charge_queries.of_bill(request.company, bill)
    if made is not None:
        return {"self_charge": _made(request, made)}
    if not _may(request, bill):
        return {}
    given = form or SelfChargeForm(
        bill=bill, today=request.today, initial={"tax_point_on": bill.issued_on, "original": bill.preceding}
    )
    return {"self_charge_form": given, "self_charge_until": self_charges.until(bill)}


@require_POST
def make(request: Request, public_id: str) -> HttpResponse:
    """Charge it."""
    bill = queries.find(request.company, public_id)
    form = SelfChargeForm(request.POST, bill=bill, today=request.today)
    if not form.is_valid():
        tell(request, " ".join(str(problem) for problem in form.problems()), icon="alert")
        return redirect("bill", public_id)
    made = self_charges.make(request.company, bill, said=form.said(), by=request.actor, on=request.today)
    said = _("VAT charged: document %(number)s") % {"number": made.number} if made.number else _("VAT charged")
    tell(request, said, icon="check")
    return redirect("bill", public_id)


@require_GET
def file(request: Request, public_id: str) -> HttpResponse:
    """The document as PDF."""
    row = self_charge_queries.find(request.company, public_id)
    content = self_charge_pages.pdf(request.company, row)
    return downloads.answer(content, name=self_charge_pages.file_name(row), media_type="application/pdf")


@require_GET
def index(request: Request) -> HttpResponse:
    """All of it, the newest first."""
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = self_charge_queries.listed(request.company, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Number")),
        Head(_("Bill")),
        Head(_("Supplier")),
        Head(_("Tax point"), is_optional=True),
        Head(_("VAT"), is_number=True),
    ]
    rows = [
        {
            "name": row.number or row.bill.number,
            "href": reverse("bill", args=[row.bill.public_id]),
            "cells": [
                {"text": row.number or _("no document")},
                {"text": row.bill.number},
                {"text": row.bill.supplier.get("name", "")},
                {"on": row.tax_point_on},
                {"money": _vat(request, row)},
            ],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("Nothing here"),
        "text": _("VAT that you owe in a supplier's place stands here once it is charged on their bill."),
        "href": reverse("bills"),
        "button": _("Bills"),
    }
    more = {"pager": lists.pager(request, page, order=_("the newest first")), "empty": empty}
    return listing(request, _("VAT charged by ourselves"), heads=heads, rows=rows, **more)


def _may(request: Request, bill: Bill) -> bool:
    """Whether the form is shown: the bill tells its buyer to charge VAT, or a supplier abroad charged none."""
    if bill.status != "approved" or request.company.country not in LAWS:
        return False
    if not allowed(request.actor, "bill.self_charge", request.company):
        return False
    is_abroad = purchase_vat.seller_of(bill.supplier) not in ("", request.company.country)
    return bool(self_charges.wanted(bill)) or (is_abroad and not bill.vat)


def _made(request: Request, row: SelfCharge) -> dict[str, Any]:
    law, currency = LAWS[request.company.country], request.company.currency
    return {
        "title": law.document,
        "id": row.public_id,
        "number": row.number,
        "tax_point_on": row.tax_point_on,
        "issued_on": row.issued_on,
        "corrects": row.corrects,
        "rows": [
            {
                "word": TREATMENTS[one.treatment],
                "law": law.grounds[one.treatment],
                "rate": format_percent(one.rate.normalize(), tongue()),
                "base": Money(one.base, currency),
                "vat": Money(one.vat, currency),
            }
            for one in row.rows.order_by("pk")
        ],
    }


def _vat(request: Request, row: SelfCharge) -> Money:
    return Money(sum((one.vat for one in row.rows.all()), Decimal(0)), request.company.currency)
