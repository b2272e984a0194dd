"""Crediting an invoice: whole, or by line."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kvit.archive.pages.units import unit_word
from kvit.arrangements import beside
from kvit.arrangements import queries as arranged
from kvit.core.errors import Refused
from kvit.core.formatting import format_number
from kvit.receivables import credit_notes, papers, queries
from kvit.receivables.models import Invoice
from kvit.web.current import Request
from kvit.web.fields import NumberField, tongue
from kvit.web.forms import Form
from kvit.web.toasts import tell

REASONS = (
    ("whole", lazy("The sale did not take place")),
    ("return", lazy("Goods came back")),
    ("price", lazy("The price was wrong")),
    ("quantity", lazy("The quantity was wrong")),
    ("discount_after", lazy("A discount given afterwards")),
    ("duplicate", lazy("It was issued twice")),
    ("vat", lazy("The VAT was wrong")),
    ("customer", lazy("The wrong customer")),
    ("customer_data", lazy("The customer's details were wrong")),
)


class CreditForm(Form):
    """Why, and what the customer is told."""

    reason = forms.ChoiceField(label=lazy("Why"), choices=REASONS)
    text = forms.CharField(
        label=lazy("In words"), required=False, max_length=400, help_text=lazy("Printed on the credit note.")
    )


@require_http_methods(["GET", "POST"])
def credit(request: Request, public_id: str) -> HttpResponse:
    """Issue a credit note for an invoice; quantities left as they are credit the rest of each line."""
    row = queries.find(request.company, public_id)
    paper = papers.load(request.company, [row])[0]
    typed = CreditForm(request.POST or None, initial=_proposed(request, row))
    for line in paper.lines:
        label = _("%(name)s, of %(quantity)s %(unit)s") % {
            "name": line.name,
            "quantity": format_number(line.quantity.normalize(), tongue()),
            "unit": unit_word(line.unit),
        }
        typed.fields[f"line_{line.position}"] = NumberField(label=label, required=False)
    if request.method == "POST" and typed.is_valid():
        asked = {line.position: typed.cleaned_data[f"line_{line.position}"] for line in paper.lines}
        quantities = {position: quantity for position, quantity in asked.items() if quantity is not None}
        told = typed.cleaned_data
        try:
            note = credit_notes.issue(
                request.company,
                row,
                reason=told["reason"],
                text=told["text"],
                quantities=quantities or None,
                by=request.actor,
                on=request.today,
            )
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Issued as %(number)s") % {"number": note.number}, icon="undo")
            return redirect("invoice", note.public_id)
    return _page(request, row, typed)


def _proposed(request: Request, row: Invoice) -> dict[str, Any]:
    """What a correction of the dispute that is named would be; it is filled in, and a person still decides."""
    if not request.GET.get("dispute"):
        return {}
    dispute = arranged.find_dispute(request.company, request.GET["dispute"])
    if dispute.invoice_id != row.pk:
        return {}
    reason, quantities = beside.correction(request.company, dispute)
    return {"reason": reason} | {f"line_{position}": quantity for position, quantity in quantities.items()}


def _page(request: Request, row: Any, typed: CreditForm) -> HttpResponse:
    lines = [typed[name] for name in typed.fields if name.startswith("line_")]
    shown = {
        "title": _("Credit note for %(number)s") % {"number": row.number},
        "intro": _("An issued invoice is never changed. The credit note gets its own number and settles it at once."),
        "crumbs": [(_("Invoices"), reverse("invoices")), (row.number, reverse("invoice", args=[row.public_id]))],
        "sections": [
            {"title": "", "fields": [typed["reason"], typed["text"]]},
            {"title": _("How much"), "hint": _("Leave all empty to credit what is left of it."), "fields": lines},
        ],
        "button": _("Issue the credit note"),
        "icon": "undo",
        "cancel_href": reverse("invoice", args=[row.public_id]),
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)
