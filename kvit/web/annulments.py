"""Annulling an invoice that was issued by mistake."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kvit.core.errors import Refused
from kvit.receivables import annulments, queries
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.toasts import tell


class AnnulForm(Form):
    """Why; nobody but the books and the timeline is told."""

    text = forms.CharField(
        label=lazy("What happened"), max_length=400, help_text=lazy("Kept with the annulment, not printed.")
    )


@require_http_methods(["GET", "POST"])
def annul(request: Request, public_id: str) -> HttpResponse:
    """Annul an invoice for a sale that never was, with the reason in words."""
    row = queries.find(request.company, public_id)
    typed = AnnulForm(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        try:
            annulments.annul(request.company, row, text=typed.cleaned_data["text"], by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Annulled: %(number)s") % {"number": row.number}, icon="trash")
            return redirect("invoice", row.public_id)
    here = reverse("invoice", args=[row.public_id])
    shown = {
        "title": _("Annul %(number)s") % {"number": row.number},
        "intro": _(
            "Only for an invoice that should never have been, because there was no sale. It stays and keeps its number,"
            " but counts no more, and the tax agency is told. Where there was a sale, issue a credit note."
        ),
        "crumbs": [(_("Invoices"), reverse("invoices")), (row.number, here)],
        "sections": [{"title": "", "fields": [typed["text"]]}],
        "button": _("Annul the invoice"),
        "icon": "trash",
        "cancel_href": here,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)
