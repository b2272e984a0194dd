"""Settings of the company: its facts, number series, the look of its documents."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from kvit.archive import logos
from kvit.archive.appearance import check_accent
from kvit.banking import own_accounts
from kvit.companies import changes, numbers, series
from kvit.core.errors import Refused
from kvit.ledger import accounts
from kvit.web import places, words
from kvit.web.current import Request
from kvit.web.fields import RegionField, WholeField
from kvit.web.forms import Form
from kvit.web.toasts import tell

KINDS = {
    "invoice": lazy("Invoices"),
    "credit_note": lazy("Credit notes"),
    "corrective": lazy("Corrective invoices"),
    "simplified": lazy("Simplified invoices"),
    "proforma": lazy("Proformas"),
    "purchase_request": lazy("Purchase requests"),
    "purchase_order": lazy("Purchase orders"),
    "offset": lazy("Set-offs"),
    "remittance": lazy("Payment advices"),
    "claim": lazy("Claims to suppliers"),
    "late_fee": lazy("Late fees"),
    "demand": lazy("Final demands"),
    "balance_letter": lazy("Confirmations of balance"),
    "goods_receipt": lazy("Goods receipts"),
    "self_charge": lazy("Self-charge documents"),
    "receipt": lazy("Receipts"),
}


class CompanyForm(Form):
    """What every document prints of us. Country and currency never change."""

    name = forms.CharField(label=lazy("Name"), max_length=200)
    trading_name = forms.CharField(label=lazy("Trading name"), required=False, max_length=200)
    vat_id = forms.CharField(label=lazy("VAT id"), required=False, max_length=20)
    tax_id = forms.CharField(label=lazy("Tax number"), required=False, max_length=30)
    register_id = forms.CharField(label=lazy("Register number"), required=False, max_length=60)
    legal_note = forms.CharField(
        label=lazy("Legal note"), required=False, max_length=400, help_text=lazy("Such as the share capital.")
    )
    street = forms.CharField(label=lazy("Street"), required=False, max_length=150)
    building = forms.CharField(label=lazy("Building"), required=False, max_length=30)
    post_code = forms.CharField(label=lazy("Post code"), required=False, max_length=20)
    town = forms.CharField(label=lazy("Town"), required=False, max_length=100)
    region = RegionField(label=lazy("County"), required=False, max_length=60)
    email = forms.CharField(label=lazy("E-mail"), required=False, max_length=254)
    phone = forms.CharField(label=lazy("Telephone"), required=False, max_length=40)
    website = forms.CharField(label=lazy("Website"), required=False, max_length=200)
    language = forms.ChoiceField(label=lazy("Language of documents"), choices=places.languages)
    terms_days = WholeField(label=lazy("Days to pay"))
    vat_on_payment = forms.BooleanField(label=lazy("VAT is due when the customer pays"), required=False)

    def __init__(self, *args: Any, country: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.country = country

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        try:
            told["region"] = places.region_code(self.country, told.get("region", ""))
        except ValueError:
            self.add_error("region", places.unknown_region(told["region"]))
        return told

    def sections(self) -> list[dict[str, Any]]:
        """The fields in groups."""
        groups = {
            "": ("name", "trading_name", "vat_id", "tax_id", "register_id", "legal_note"),
            _("Address"): ("street", "building", "post_code", "town", "region"),
            _("How to reach you"): ("email", "phone", "website"),
            _("Invoices"): ("language", "terms_days", "vat_on_payment"),
        }
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in groups.items()]


@require_http_methods(["GET", "POST"])
def facts(request: Request) -> HttpResponse:
    """The company's own facts."""
    company = request.company
    initial = {name: getattr(company, name) for name in CompanyForm.base_fields}
    initial["region"] = places.region_name(company.country, company.region)
    typed = CompanyForm(request.POST or None, initial=initial, country=company.country)
    if request.method == "POST" and typed.is_valid():
        try:
            changes.change(company, typed.cleaned_data, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Saved. What was issued keeps what it printed."), icon="firm")
            return redirect("settings")
    shown = {
        "title": _("Company"),
        "intro": _("%(country)s, %(currency)s. These two never change.")
        % {"country": places.country_name(company.country), "currency": company.currency},
        "sections": typed.sections(),
        "button": _("Save"),
        "problems": typed.problems() if typed.is_bound else [],
        "counties": [name for _code, name in places.regions(company.country)],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


class AccountForm(Form):
    """An own bank account."""

    iban = forms.CharField(label=lazy("IBAN"), max_length=60)
    currency = forms.CharField(label=lazy("Currency"), max_length=3)


@require_http_methods(["GET", "POST"])
def series_page(request: Request) -> HttpResponse:
    """Number series by kind of document, and the own bank accounts that invoices print."""
    company = request.company
    patterns = numbers.patterns(company)
    bank = AccountForm(request.POST if "iban" in request.POST else None, initial={"currency": company.currency})
    problem = ""
    if request.method == "POST":
        try:
            if "iban" in request.POST:
                if bank.is_valid():
                    told = bank.cleaned_data
                    currency = told["currency"].upper()
                    accounts.open_bank(company, told["iban"], currency=currency, by=request.actor, on=request.today)
                    tell(request, _("Added: %(iban)s") % {"iban": told["iban"]}, icon="bank")
                    return redirect("settings_numbers")
            else:
                kind = request.POST.get("kind", "")
                text = request.POST.get("pattern", "").strip()
                series.change(company, kind, pattern=text, by=request.actor, on=request.today)
                tell(request, _("Numbered by %(pattern)s from now on") % {"pattern": text}, icon="check")
                return redirect("settings_numbers")
        except Refused as refused:
            if "iban" in request.POST:
                bank.add_error("iban", words.refusal(refused))
            else:
                problem = words.refusal(refused)
    rows = [
        {
            "kind": kind,
            "word": KINDS.get(kind, kind),
            "pattern": request.POST.get("pattern") if problem and request.POST.get("kind") == kind else pattern,
            "next": numbers.expected(company, kind, on=request.today),
            "problem": problem if request.POST.get("kind") == kind else "",
        }
        for kind, pattern in patterns.items()
    ]
    shown = {"rows": rows, "accounts": accounts.banks(company), "closed": accounts.closed_banks(company), "bank": bank}
    status = 422 if problem or bank.is_bound else 200
    return render(request, "web/numbers.html", shown, status=status)


@require_POST
def confirm_account(request: Request, public_id: str) -> HttpResponse:
    """An account that another person brought in is ours: customers are told of it from now on."""
    row = accounts.confirm_bank(request.company, public_id, by=request.actor, on=request.today)
    tell(request, _("Confirmed: %(iban)s") % {"iban": row.iban}, icon="bank")
    return redirect("settings_numbers")


@require_POST
def close_account(request: Request, public_id: str) -> HttpResponse:
    """An own account is used no more."""
    row = own_accounts.close(request.company, public_id, by=request.actor, on=request.today)
    tell(request, _("Closed: %(iban)s") % {"iban": row.iban}, icon="bank")
    return redirect("settings_numbers")


@require_POST
def reopen_account(request: Request, public_id: str) -> HttpResponse:
    """An own account that was closed is used again; another owner confirms it before customers are told."""
    row = accounts.reopen_bank(request.company, public_id, by=request.actor, on=request.today)
    tell(request, _("Open again: %(iban)s") % {"iban": row.iban}, icon="bank")
    return redirect("settings_numbers")


class LookForm(Form):
    """How documents look and what they say."""

    accent = forms.CharField(label=lazy("Colour"), max_length=7, help_text=lazy("As #14506b; dark enough to be read."))
    window = forms.ChoiceField(
        label=lazy("Address window of your envelopes"), choices=(("left", lazy("Left")), ("right", lazy("Right")))
    )
    intro = forms.CharField(
        label=lazy("Above the lines"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    outro = forms.CharField(
        label=lazy("Below the sum"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    footer = forms.CharField(label=lazy("At the foot"), required=False, max_length=1000)
    logo = forms.FileField(
        label=lazy("Logo"),
        required=False,
        help_text=lazy("SVG, PNG or JPEG, up to 2 MB. It is drawn anew before it is used."),
    )
    without_logo = forms.BooleanField(label=lazy("Without a logo"), required=False)


@require_http_methods(["GET", "POST"])
def appearance(request: Request) -> HttpResponse:
    """Logo, colour and texts of the documents."""
    kept = changes.appearance(request.company)
    initial = {name: getattr(kept, name) for name in ("accent", "window", "intro", "outro", "footer")}
    typed = LookForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and typed.is_valid():
        told = dict(typed.cleaned_data)
        file, without = told.pop("logo"), told.pop("without_logo")
        try:
            check_accent(told["accent"])
            if file:
                taken = logos.take(file.read())
                told["logo"] = (taken.format, taken.content)
            elif without:
                told["logo"] = None
            changes.dress(request.company, told, by=request.actor, on=request.today)
        except Refused as refused:
            field = "accent" if refused.code.startswith("appearance.") else "logo"
            typed.add_error(field, words.refusal(refused))
        else:
            tell(request, _("Saved. Documents that are issued from now on look like this."), icon="check")
            return redirect("settings_appearance")
    shown = {
        "title": _("Appearance"),
        "intro": _("Logo, colour and texts of your documents."),
        "sections": [{"title": "", "fields": list(typed)}],
        "button": _("Save"),
        "problems": typed.problems() if typed.is_bound else [],
        "enctype": "multipart/form-data",
        "crumbs": [(_("Settings"), reverse("settings"))],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)
