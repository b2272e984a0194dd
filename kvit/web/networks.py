"""Settings of the networks: test and production apart, secrets that are given and never shown, on, off, tried."""

import base64
import secrets as chance
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit import wording
from kvit.companies.models import Company
from kvit.companies.permissions import allowed, require
from kvit.core import network_access
from kvit.core.einvoice.verifactu.declaration import TITLE
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_date_long
from kvit.core.networks import LAWS, VERIFACTU
from kvit.networks import connections, declared, queries, sign_ins
from kvit.networks.models import Connection
from kvit.ports import registry
from kvit.web import einvoice_panel
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.forms import Form
from kvit.web.states import State, state
from kvit.web.toasts import tell

VIEW, EDIT = "network.view", "network.edit"
SIGNING_IN = "network_sign_in"
"""The key of the session under which a sign-in that began here is known again."""
MOST_BYTES = 14_000
SIDES = {"test": p_("network", "Test"), "production": p_("network", "Production")}
LABELS = {
    "client_id": lazy("Client id"),
    "client_secret": lazy("Client secret"),
    "token": lazy("Token"),
    "certificate": lazy("Certificate"),
    "password": lazy("Password of the certificate"),
    "address": lazy("Address of the access point"),
    "email": lazy("E-mail for news of your invoices"),
    "offline_certificate": lazy("Certificate for issuing offline"),
    "offline_key": lazy("Key of that certificate"),
    "offline_password": lazy("Password of that key"),
    "access_token": lazy("Signed in"),
    "refresh_token": lazy("Signed in for a year"),
}
HINTS = {
    "certificate": lazy("A PKCS#12 file (.p12, .pfx) with its key, or PEM."),
    "offline_certificate": lazy("A certificate of type Offline from KSeF, as PEM."),
}
WANTED = {
    "anaf": lazy(
        "Register Kvit at ANAF (Servicii online, Înregistrare dezvoltatori aplicații) with the return address that"
        " stands under Set up. ANAF gives a client id and a client secret. Then sign in there once, with the"
        " certificate that opens SPV."
    ),
    "ksef": lazy(
        "Make a token in the KSeF taxpayer application (Tokeny), with the right to issue and to read invoices."
    ),
    "verifactu": lazy(
        "Your company's electronic certificate (certificado de representante), as FNMT or another provider gives it."
    ),
    "face": lazy("Your company's electronic certificate, registered at FACe (Gestión de integradores y proveedores)."),
    "peppol": lazy("An agreement with an access point: it gives the address, a token and registers your Peppol id."),
}


class AccessForm(Form):
    """What the network wants; what is there is never shown again, and an empty field keeps it."""

    def __init__(self, *args: Any, network: str, row: Connection | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.needs = network_access.of(network).needs
        held = connections.held(row) if row else []
        for need in self.needs:
            hint = (
                _("There is one already. Leave it empty to keep it.") if need.name in held else HINTS.get(need.name, "")
            )
            shared: dict[str, Any] = {"label": LABELS[need.name], "required": False, "help_text": hint}
            if need.kind == "certificate":
                self.fields[need.name] = forms.FileField(**shared)
            elif need.kind == "secret":
                hidden = forms.PasswordInput(attrs={"autocomplete": "off"})
                self.fields[need.name] = forms.CharField(widget=hidden, max_length=4000, **shared)
            else:
                known = str(row.settings.get(need.name, "")) if row else ""
                self.fields[need.name] = forms.CharField(initial=known, max_length=200, **shared)

    def clean_certificate(self) -> str:
        """The file in Base64; it opens or is refused where it is kept."""
        file: UploadedFile | None = self.cleaned_data.get("certificate")
        if file is None:
            return ""
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This is no certificate: it is too large."))
        return base64.b64encode(file.read()).decode()

    def given(self, *, secret: bool) -> dict[str, str]:
        """What was typed: secrets only where something was typed."""
        told = {need.name: str(self.cleaned_data.get(need.name) or "") for need in self.needs}
        of_kind = {need.name for need in self.needs if (need.kind != "text") is secret}
        return {name: value for name, value in told.items() if name in of_kind and (value or not secret)}

    def refuse(self, refused: Refused) -> None:
        field = "certificate" if refused.code.startswith("signature.") else None
        self.add_error(field, wording.sentence(refused.code, refused.facts))


@require_GET
def index(request: Request) -> HttpResponse:
    """Every network that the company may use, each side with what is there and what is missing."""
    require(request.actor, VIEW, request.company)
    health = {one.way.network: one for one in queries.health(request.company)}
    ways = queries.ways(request.company)
    shown = [
        _shown(request, name, [way for way in ways if way.network == name], health=health.get(name))
        for name in _usable(request.company)
    ]
    return render(
        request, "web/networks.html", {"networks": shown, "may": allowed(request.actor, EDIT, request.company)}
    )


def _usable(company: Company) -> list[str]:
    known = registry.use("networks")
    return [name for name in network_access.concerning(company.country) if name in known]


def _shown(request: Request, network: str, ways: Iterable[Connection], *, health: Any) -> dict[str, Any]:
    law, by_mode = LAWS[network], {way.mode: way for way in ways}
    modes = ["test"] if request.company.is_test else ["test", "production"]
    since = law.duty_from
    duty = _("By law since %(on)s") if since and since <= request.today else _("By law from %(on)s on")
    return {
        "name": network,
        "title": law.title,
        "wanted": WANTED[network],
        "law": duty % {"on": format_date_long(since, tongue())} if since else "",
        "source": law.law,
        "declaration": reverse("network_declaration") if network == VERIFACTU else "",
        "sides": [_side(network, mode, by_mode.get(mode)) for mode in modes],
        "is_on": any(way.is_on for way in by_mode.values()),
        "health": health_of(request, health) if health else None,
    }


def health_of(request: Request, one: queries.Health) -> dict[str, Any]:
    """How a network does: up or in trouble since when, what waits there, and the nearest last day."""
    way = one.way
    return {
        "title": network_access.title(way.network),
        "side": SIDES[way.mode],
        "state": state_of(way),
        "trouble": wording.sentence(way.trouble, way.trouble_facts) if way.trouble else "",
        "since": way.trouble_since,
        "used_at": way.used_at,
        "waiting": one.waiting,
        "rejected": one.rejected,
        "unknown": one.unknown,
        "last_day": einvoice_panel.last_day(one.nearest, status="prepared", on=request.today),
        "href": f"{reverse('einvoices')}?network={way.network}",
    }


def state_of(way: Connection | None) -> State:
    """Whether the side is used, in trouble, or not there."""
    if way is None:
        return state("network_none")
    if way.is_on and way.trouble:
        return state("network_troubled")
    if not sign_ins.is_open(way):
        return state("network_incomplete")
    return state("network_on" if way.is_on else "network_off")


def _side(network: str, mode: str, way: Connection | None) -> dict[str, Any]:
    held = connections.held(way) if way else []
    there = [str(LABELS[name]) for name in held if name in LABELS]
    until = _("until %(on)s") % {"on": format_date(way.ends_on, tongue())} if way and way.ends_on else ""
    return {
        "mode": mode,
        "word": SIDES[mode],
        "state": state_of(way),
        "there": ", ".join([*there, *([until] if until else [])]),
        "is_on": bool(way and way.is_on),
        "is_open": bool(way and sign_ins.is_open(way)),
        "edit": f"{reverse('network_edit')}?network={network}&mode={mode}",
    }


@require_GET
def declaration(request: Request) -> HttpResponse:
    """The responsible declaration of this program (RD 1007/2023 art. 13), to look at and to print; for Spain alone."""
    require(request.actor, VIEW, request.company)
    if request.company.country != LAWS[VERIFACTU].country:
        raise Refused("verifactu.not_here", country=request.company.country)
    shown: dict[str, Any] = {"document_title": TITLE}
    try:
        shown["points"] = declared.points()
    except Refused as refused:
        shown["problem"] = wording.sentence(refused.code, refused.facts)
    return render(request, "web/declaration.html", shown)


@require_http_methods(["GET", "POST"])
def edit(request: Request) -> HttpResponse:
    """What one side of a network is given: settings to see, secrets to give and never to see."""
    company = request.company
    require(request.actor, EDIT, company)
    network, mode = _asked(request)
    row = queries.way(company, network, mode)
    typed = AccessForm(request.POST or None, request.FILES or None, network=network, row=row)
    if request.method == "POST" and typed.is_valid():
        who: dict[str, Any] = {"by": request.actor, "on": request.today}
        try:
            told: dict[str, Any] = {"settings": typed.given(secret=False), "secrets": typed.given(secret=True)}
            sign_ins.set_up(company, network, mode=mode, **told, **who)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Kept encrypted: %(network)s") % {"network": network_access.title(network)}, icon="key")
            signs_in = network_access.of(network).signs_in
            return redirect(request.get_full_path() if signs_in else reverse("settings_networks"))
    named = {"network": network_access.title(network), "side": SIDES[mode]}
    signs_in = network_access.of(network).signs_in
    shown = {
        "title": _("%(network)s, %(side)s") % named,
        "intro": WANTED[network],
        "crumbs": [(_("Networks"), reverse("settings_networks"))],
        "sections": [{"title": "", "fields": list(typed)}],
        "button": _("Keep it"),
        "icon": "key",
        "enctype": "multipart/form-data",
        "cancel_href": reverse("settings_networks"),
        "problems": typed.problems() if typed.is_bound else [],
        "return_url": _return_url(request) if signs_in else "",
        "sign_in": f"{reverse('network_sign_in')}?network={network}&mode={mode}" if signs_in and row else "",
        "network_title": named["network"],
    }
    return render(request, "web/network_edit.html", shown, status=422 if typed.is_bound else 200)


def _asked(request: Request) -> tuple[str, str]:
    """The network and its side that the address names. Refuses what Kvit does not know."""
    network, mode = request.GET.get("network", ""), request.GET.get("mode", "test")
    usable = _usable(request.company)
    if network not in usable:
        raise Refused("network.unknown", network=network[:20], known=usable)
    if mode not in SIDES:
        raise Refused("network.bad_mode", mode=mode[:20], known=list(SIDES))
    if mode == "production" and request.company.is_test:
        raise Refused("network.test_company", company=request.company.name)
    return network, mode


@require_POST
def switch(request: Request) -> HttpResponse:
    """Use this side of the network from now on, or send nothing there any more."""
    network, mode = request.POST.get("network", ""), request.POST.get("mode", "")
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    named = {"network": network_access.title(network), "side": SIDES.get(mode, "")}
    if request.POST.get("verb") == "off":
        connections.turn_off(request.company, network, **who)
        tell(request, _("Off: %(network)s. What waits keeps waiting.") % named, icon="off")
    else:
        connections.turn_on(request.company, network, mode=mode, **who)
        tell(request, _("On: %(network)s, %(side)s") % named, icon="check")
    return redirect("settings_networks")


@require_POST
def attempt(request: Request) -> HttpResponse:
    """Use the access at once, and say what came of it."""
    way = sign_ins.try_now(request.company, request.POST.get("network", ""), by=request.actor)
    if way.trouble:
        tell(request, wording.sentence(way.trouble, way.trouble_facts), icon="alert")
    else:
        tell(request, _("%(network)s answers.") % {"network": network_access.title(way.network)}, icon="check")
    return redirect("settings_networks")


@require_GET
def sign_in(request: Request) -> HttpResponse:
    """Off to the network's own page, with a word by which the way back is known."""
    network, mode = _asked(request)
    word = chance.token_urlsafe(24)
    told = {"return_url": _return_url(request), "state": word}
    address = sign_ins.begin(request.company, network, mode=mode, **told, by=request.actor)
    known = {"state": word, "network": network, "mode": mode, "company": request.company.public_id}
    request.session[SIGNING_IN] = known
    return redirect(address)


@require_GET
def come_back(request: Request) -> HttpResponse:
    """From the network's page: the code becomes secrets, if the sign-in began here, for this company."""
    known = request.session.pop(SIGNING_IN, None) or {}
    is_ours = constant_time_compare(str(known.get("state", "")), request.GET.get("state", ""))
    code = request.GET.get("code", "")
    if not known or not is_ours or not code or known.get("company") != request.company.public_id:
        raise Refused("network.forged_return")
    told: dict[str, Any] = {"mode": known["mode"], "code": code, "return_url": _return_url(request)}
    row = sign_ins.finish(request.company, known["network"], **told, by=request.actor, on=request.today)
    until = format_date(row.ends_on, tongue()) if row.ends_on else ""
    told_as = {"network": network_access.title(row.network), "on": until}
    tell(request, _("Signed in at %(network)s until %(on)s; renewed by itself") % told_as, icon="key")
    return redirect("settings_networks")


def _return_url(request: Request) -> str:
    return request.build_absolute_uri(reverse("network_return"))
