"""The person: profile, look, language; which company; help."""

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies import users
from kvit.core.errors import Refused
from kvit.web import places
from kvit.web.current import CHOSEN, Request, without_company
from kvit.web.forms import Form
from kvit.web.toasts import tell

THEMES = (("system", lazy("As the system")), ("light", lazy("Light")), ("dark", lazy("Dark")))


class ProfileForm(Form):
    """How Kvit shows itself to this person."""

    name = forms.CharField(label=lazy("Your name"), required=False, max_length=200)
    language = forms.ChoiceField(label=lazy("Language"), choices=places.languages)
    theme = forms.ChoiceField(label=lazy("Light or dark"), choices=THEMES)
    single_keys = forms.BooleanField(
        label=lazy("Single keys in lists and when matching"),
        required=False,
        help_text=lazy("J, K, X, N and others. Ctrl K works in any case."),
    )


@without_company
@require_http_methods(["GET", "POST"])
def me(request: Request) -> HttpResponse:
    """Name, language, look, keys, and the way to passwords and passkeys."""
    initial = {name: getattr(request.user, name) for name in ProfileForm.base_fields}
    typed = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and typed.is_valid():
        users.change(request.user, typed.cleaned_data)
        tell(request, _("Saved"), icon="check")
        return redirect("me")
    shown = {
        "form": typed,
        "problems": typed.problems() if typed.is_bound else [],
        "links": [
            ("account_change_password", "lock", _("Change your password")),
            ("mfa_index", "key", _("Passkeys, second factor, recovery codes")),
            ("account_email", "mail", _("Your e-mail address")),
        ],
    }
    return render(request, "web/me.html", shown, status=422 if typed.is_bound else 200)


@without_company
@require_POST
def look(request: Request) -> HttpResponse:
    """Theme or language, from the menu of every page."""
    asked = {name: request.POST[name] for name in ("theme", "language") if name in request.POST}
    known = {"theme": {key for key, _word in THEMES}, "language": {code for code, _name in settings.LANGUAGES}}
    if any(value not in known[name] for name, value in asked.items()):
        raise Refused("form.unreadable", fields=1)
    users.change(request.user, asked)
    to = request.POST.get("next", "/")
    # Told as it is: what is no path would be looked up among the names of pages.
    return HttpResponseRedirect(to if to.startswith("/") and url_has_allowed_host_and_scheme(to, None) else "/")


@require_POST
def switch(request: Request) -> HttpResponse:
    """Work for another company."""
    asked = request.POST.get("company", "")
    if asked not in {company.public_id for company in request.companies}:
        raise Refused("company.unknown")
    request.session[CHOSEN] = asked
    return redirect(reverse("home"))


@without_company
@require_GET
def help_page(request: Request) -> HttpResponse:
    """Where to find what, and the keys."""
    return render(request, "web/help.html", {})
