"""The first invoice: company, bank account, customer, then the draft."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kvit.companies import numbers, series
from kvit.companies.companies import Founding
from kvit.core import identifiers
from kvit.core.errors import Refused
from kvit.ledger import accounts
from kvit.onboarding import progress
from kvit.onboarding.companies import open_company
from kvit.parties import customers, registers
from kvit.parties import queries as parties
from kvit.web import lookups, places, words
from kvit.web.current import CHOSEN, Request, without_company
from kvit.web.fields import RegionField
from kvit.web.forms import Form

SKIPPED = "onboarding_skipped"
STEPS = ("company", "bank", "customer", "invoice")
HOME_OF = {"ro": "RO", "bg": "BG", "es": "ES", "pl": "PL"}


class AddressForm(Form):
    """Where somebody is."""

    street = forms.CharField(label=lazy("Street and number"), required=False, max_length=150)
    post_code = forms.CharField(label=lazy("Post code"), required=False, max_length=20)
    town = forms.CharField(label=lazy("Town"), required=False, max_length=100)
    region = RegionField(label=lazy("County"), required=False, max_length=60)

    def address(self) -> dict[str, str]:
        """The parts that were given."""
        told = {name: self.cleaned_data[name] for name in ("street", "post_code", "town", "region")}
        return {name: value for name, value in told.items() if value}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("region") and told.get("country"):
            try:
                told["region"] = places.region_code(told["country"], told["region"])
            except ValueError:
                self.add_error("region", places.unknown_region(told["region"]))
        return told


class CompanyForm(AddressForm):
    """Who issues."""

    name = forms.CharField(label=lazy("Name of your company"), max_length=200)
    country = forms.ChoiceField(label=lazy("Country"))
    vat_id = forms.CharField(
        label=lazy("VAT id"), required=False, max_length=20, help_text=lazy("Leave it empty if you have none.")
    )
    register_id = forms.CharField(label=lazy("Register number"), required=False, max_length=60)

    field_order = ["name", "country", "vat_id", "register_id", "street", "post_code", "town", "region"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = places.countries()  # type: ignore[attr-defined]


class BankForm(Form):
    """What every invoice prints."""

    iban = forms.CharField(label=lazy("IBAN"), max_length=60, help_text=lazy("Paste it with or without spaces."))
    pattern = forms.CharField(label=lazy("Invoice numbers"), max_length=60, required=False)

    def clean_iban(self) -> str:
        try:
            return identifiers.check_iban(self.cleaned_data["iban"])
        except Refused as refused:
            raise ValidationError(words.refusal(refused), code=refused.code) from refused


class CustomerForm(AddressForm):
    """Who buys."""

    name = forms.CharField(label=lazy("Name of the customer"), max_length=200)
    country = forms.ChoiceField(label=lazy("Country"))
    vat_id = forms.CharField(label=lazy("VAT id"), required=False, max_length=20)
    email = forms.CharField(label=lazy("E-mail for invoices"), required=False, max_length=254)

    field_order = ["name", "country", "vat_id", "email", "street", "post_code", "town", "region"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = places.countries()  # type: ignore[attr-defined]


LOOKED_UP: dict[str, type[AddressForm]] = {"company": CompanyForm, "customer": CustomerForm}
"""The steps whose form a register can fill in."""


@without_company
@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """The step that is next."""
    company = None if request.GET.get("new") else getattr(request, "company", None)
    step = _step(request, company)
    if step == "invoice":
        customer = parties.offered(request.company, "")[0]
        return redirect(reverse("invoice_new") + f"?customer={customer.public_id}&first=1")
    if request.method == "POST" and request.POST.get("skip") and step == "bank":
        request.session[SKIPPED] = request.company.public_id
        return redirect("onboarding")
    if step in LOOKED_UP and lookups.asked(request):
        found = lookups.look_up(request, LOOKED_UP[step])
        return _page(request, step, found.form, found=found)
    typed = _form(request, step)
    if request.method == "POST" and typed.is_valid():
        try:
            _take(request, step, typed)
        except Refused as refused:
            typed.refuse(refused)
        else:
            return redirect("onboarding")
    return _page(request, step, typed)


def _step(request: Request, company: Any) -> str:
    if company is None:
        return "company"
    done = progress.of_company(company)
    skipped = request.session.get(SKIPPED) == company.public_id
    if not done.bank and not skipped:
        return "bank"
    return "invoice" if done.customer else "customer"


def _form(request: Request, step: str) -> Any:
    typed = request.POST or None
    if step == "company":
        return CompanyForm(typed, initial={"country": HOME_OF.get(get_language() or "", "RO")})
    if step == "bank":
        return BankForm(typed, initial={"pattern": numbers.pattern(request.company, "invoice")})
    return CustomerForm(typed, initial={"country": request.company.country})


def _take(request: Request, step: str, typed: Any) -> None:
    told = typed.cleaned_data
    if step == "company":
        facts = {name: told[name] for name in ("name", "country", "vat_id", "register_id")}
        founding = Founding(**facts, address=typed.address(), language=_document_language(request, told["country"]))
        company = open_company(founding, owner=request.user, on=request.today)
        request.session[CHOSEN] = company.public_id
    elif step == "bank":
        who: dict[str, Any] = {"by": request.actor, "on": request.today}
        if told["pattern"] and told["pattern"] != numbers.pattern(request.company, "invoice"):
            series.change(request.company, "invoice", pattern=told["pattern"], **who)
        accounts.open_bank(request.company, told["iban"], currency=request.company.currency, **who)
    else:
        raw = {name: told[name] for name in ("name", "country", "vat_id", "email")}
        customers.take(request.company, {**raw, "address": typed.address()}, by=request.actor, on=request.today)


def _document_language(request: Request, country: str) -> str:
    return {code: language for language, code in HOME_OF.items()}.get(country, request.user.language)


def _steps(at: int) -> list[dict[str, Any]]:
    """The four steps as the page shows them, the one of that place being done now."""
    shown = [
        {
            "key": "company",
            "title": _("Your company"),
            "note": _("Name, VAT id, address: what every invoice prints"),
            "seconds": 40,
        },
        {
            "key": "bank",
            "title": _("Bank account and numbers"),
            "note": _("Where to pay, and how invoices are numbered"),
            "seconds": 20,
        },
        {
            "key": "customer",
            "title": _("First customer"),
            "note": _("Name, VAT id, address, where to send it"),
            "seconds": 30,
        },
        {
            "key": "invoice",
            "title": _("First invoice"),
            "note": _("What you sold, how many, the price; checks in plain words; then issue and send"),
            "seconds": 30,
        },
    ]
    for i, one in enumerate(shown):
        one |= {"no": i + 1, "state": "done" if i < at else "here" if i == at else "later"}
    return shown


def _page(request: Request, step: str, typed: Any, *, found: lookups.LookedUp | None = None) -> HttpResponse:
    at = STEPS.index(step)
    shown = _steps(at)
    looks_up = step in LOOKED_UP and registers.are_set_up()
    if looks_up:
        typed.order_fields(["vat_id", *typed.field_order])
    problems = found.problems if found else typed.problems() if typed.is_bound else []
    buttons = {
        "company": _("Continue to your bank account"),
        "bank": _("Continue to your first customer"),
        "customer": _("Continue to your first invoice"),
    }
    return render(
        request,
        "web/onboarding.html",
        {
            "steps": shown,
            "step": {
                **shown[at],
                "fields": list(typed),
                "button": buttons[step],
                "can_skip": step == "bank",
                "hint": _numbers_hint(request) if step == "bank" else "",
                "looks_up": looks_up,
            },
            "counties": [name for _code, name in places.regions("RO")],
            "problems": problems,
            "notices": found.notices if found else [],
        },
        status=422 if problems else 200,
    )


def _numbers_hint(request: Request) -> str:
    number = numbers.expected(request.company, "invoice", on=request.today)
    return _("The first one will be %(number)s.") % {"number": number}
