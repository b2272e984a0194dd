"""Settings of payment gateways: keys that are given and never shown, on and off."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.checkouts import gateways
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.web import words
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.states import state
from kvit.web.toasts import tell

VIEW, EDIT = "payment.view", "gateway.edit"
TITLES = {
    "stripe": lazy("Stripe: cards, SEPA debit, BLIK, Przelewy24"),
    "sandbox": lazy("Sandbox: for trying out, no money moves"),
}
LABELS = {"api_key": lazy("Secret key"), "signing_secret": lazy("Signing secret of its events")}


class KeysForm(Form):
    """The keys of a gateway; an empty field keeps the key that is there."""

    def __init__(self, *args: Any, name: str, is_there: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        hint = _("There is one already. Leave it empty to keep it.") if is_there else ""
        for key in gateways.offered()[name].needs:
            hidden = forms.PasswordInput(attrs={"autocomplete": "off"})
            shared: dict[str, Any] = {"label": LABELS[key], "required": False, "help_text": hint}
            self.fields[key] = forms.CharField(widget=hidden, max_length=gateways.LONGEST, **shared)


@require_GET
def index(request: Request) -> HttpResponse:
    """Every gateway that there is, and which one customers pay by."""
    require(request.actor, VIEW, request.company)
    there = gateways.of_company(request.company)
    shown = [
        {
            "name": name,
            "title": TITLES[name],
            "state": state("network_none" if row is None else "network_on" if row.is_on else "network_off"),
            "is_there": row is not None,
            "is_on": row is not None and row.is_on,
            "told_at": gateways.events_address(row) if row is not None else "",
            "edit": f"{reverse('gateway_edit')}?gateway={name}",
        }
        for name, row in ((name, there.get(name)) for name in gateways.offered())
    ]
    told = {"gateways": shown, "may": allowed(request.actor, EDIT, request.company)}
    return render(request, "web/gateways.html", told)


@require_http_methods(["GET", "POST"])
def edit(request: Request) -> HttpResponse:
    """The keys of one gateway."""
    require(request.actor, EDIT, request.company)
    name = request.GET.get("gateway", "")
    if name not in gateways.offered():
        raise Refused("gateway.unknown", gateway=name[:40])
    is_there = name in gateways.of_company(request.company)
    typed = KeysForm(request.POST or None, name=name, is_there=is_there)
    if request.method == "POST" and typed.is_valid():
        try:
            given = {key: str(value) for key, value in typed.cleaned_data.items()}
            gateways.set_up(request.company, name, secrets=given, by=request.actor, on=request.today)
        except Refused as refused:
            typed.add_error(None, words.refusal(refused))
        else:
            tell(request, _("Kept encrypted"), icon="key")
            return redirect("settings_gateways")
    shown = {
        "title": TITLES[name],
        "crumbs": [(_("Online payments"), reverse("settings_gateways"))],
        "sections": [{"title": "", "fields": list(typed)}],
        "button": _("Keep it"),
        "icon": "key",
        "cancel_href": reverse("settings_gateways"),
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_POST
def try_out(request: Request) -> HttpResponse:
    """Ask the gateway whether it takes the keys."""
    row = gateways.try_out(request.company, request.POST.get("gateway", ""), by=request.actor)
    tell(request, _("%(gateway)s takes the keys") % {"gateway": TITLES[row.name]}, icon="check")
    return redirect("settings_gateways")


@require_POST
def switch(request: Request) -> HttpResponse:
    """Customers pay by this gateway from now on, or by none."""
    name, is_on = request.POST.get("gateway", ""), request.POST.get("verb") == "on"
    gateways.turn(request.company, name, is_on=is_on, by=request.actor, on=request.today)
    tell(request, _("Customers can pay online") if is_on else _("Customers can no longer pay online"), icon="check")
    return redirect("settings_gateways")
