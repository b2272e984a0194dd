"""By which procedure a customer and each of their invoices are reminded, why, and choosing another."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_POST

from kvit.dunning import procedures, queries
from kvit.dunning.procedures import Applied
from kvit.ledger.models import OpenItem
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.toasts import tell

WHY = {
    "company": p_("reminder procedure", "the company's"),
    "customer": p_("reminder procedure", "chosen for the customer"),
    "invoice": p_("reminder procedure", "chosen for the invoice"),
}


class ChoiceForm(Form):
    """Another procedure, for the customer or for one invoice."""

    item = forms.ChoiceField(label=lazy("For which invoice"), required=False)
    procedure = forms.ChoiceField(label=lazy("Procedure"), required=False)

    def __init__(self, request: Request, applied: Sequence[Applied], *, asked: str = "") -> None:
        super().__init__(None, prefix="choose", initial={"item": asked})
        items = [(one.item.public_id, one.item.document_number) for one in applied if one.item is not None]
        known = [(row.public_id, str(row.told["name"])) for row in procedures.every(request.company)]
        self._choose("item", [("", _("for all")), *items])
        self._choose("procedure", [("", _("what holds otherwise")), *known])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@require_POST
def choose(request: Request, public_id: str) -> HttpResponse:
    """Remind the customer, or one invoice of theirs, by that procedure; by what holds otherwise where none is named."""
    party = parties.find(request.company, public_id)
    number, name = request.POST.get("choose-item", ""), request.POST.get("choose-procedure", "")
    item = queries.item_numbered(request.company, party, number) if number else None
    chosen = procedures.find(request.company, name) if name else None
    procedures.choose(request.company, party, chosen, item=item, by=request.actor, on=request.today)
    tell(request, _("Procedure chosen: %(name)s") % {"name": party.name}, icon="bell")
    return redirect("customer_reminders", public_id)


def shown(request: Request, party: Party) -> dict[str, Any]:
    """For the customer's reminders: what holds for them, the open invoices with another, and the form to change it."""
    applied = procedures.applied(request.company, party)
    own = [(one, one.item) for one in applied if one.item is not None and one.why == "invoice"]
    return {
        "whole": _row(applied[0]),
        "items": [{**_row(one), "number": item.document_number} for one, item in own],
        "form": ChoiceForm(request, applied, asked=request.GET.get("item", "")),
    }


def of_items(request: Request, party: Party, items: Sequence[OpenItem]) -> dict[str, Any] | None:
    """For an invoice's page: by which procedure it is reminded, and why; None where nothing of it is open."""
    keys = {item.pk for item in items if item.balance > 0}
    if not keys:
        return None
    found = procedures.applied(request.company, party)
    return next(({**_row(one), "item": one.item.public_id} for one in found if one.item and one.item.pk in keys), None)


def _row(one: Applied) -> dict[str, Any]:
    return {"id": one.procedure.public_id, "name": one.procedure.told["name"], "why": WHY[one.why]}
