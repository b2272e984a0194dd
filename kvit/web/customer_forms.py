"""The form of a customer: everything a document may print of them, their limit and their price list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kvit.catalog import listed_prices
from kvit.catalog.models import PriceList
from kvit.core.money import Money
from kvit.parties.models import Party
from kvit.web import places
from kvit.web.current import Request
from kvit.web.fields import DayField, MoneyField, RegionField, WholeField
from kvit.web.forms import Form

ADDRESS = ("street", "building", "post_code", "town", "region")
OFFICES = {"office_accounting": "accounting", "office_managing": "managing", "office_processing": "processing"}
"""Fields of a Spanish public body, and the office whose DIR3 code each holds."""


class CustomerForm(Form):
    """Everything a document may print of a customer."""

    name = forms.CharField(label=lazy("Name"), max_length=200)
    country = forms.ChoiceField(label=lazy("Country"))
    vat_id = forms.CharField(
        label=lazy("VAT id"), required=False, max_length=20, help_text=lazy("With or without the country in front.")
    )
    is_business = forms.BooleanField(label=lazy("A business"), required=False, initial=True)
    register_id = forms.CharField(label=lazy("Register number"), required=False, max_length=60)
    street = forms.CharField(label=lazy("Street"), required=False, max_length=150)
    building = forms.CharField(label=lazy("Building"), required=False, max_length=30)
    post_code = forms.CharField(label=lazy("Post code"), required=False, max_length=20)
    town = forms.CharField(label=lazy("Town"), required=False, max_length=100)
    region = RegionField(label=lazy("County"), required=False, max_length=60)
    email = forms.CharField(label=lazy("E-mail for invoices"), required=False, max_length=254)
    phone = forms.CharField(label=lazy("Telephone"), required=False, max_length=40)
    text_consent_on = DayField(
        label=lazy("Agreed to short messages and calls on"),
        required=False,
        help_text=lazy("Reminders go to this telephone only while a day stands here. Another number needs a new one."),
    )
    text_consent_source = forms.CharField(label=lazy("How they agreed"), required=False, max_length=200)
    language = forms.ChoiceField(label=lazy("Language of documents"), required=False)
    terms_days = WholeField(label=lazy("Days to pay"), required=False)
    credit_limit = MoneyField(
        label=lazy("Credit limit"),
        required=False,
        help_text=lazy("Left empty, there is none. Over it, an invoice warns."),
    )
    price_list = forms.ChoiceField(label=lazy("Price list"), required=False)
    price_list_until = DayField(
        label=lazy("Price list until"),
        required=False,
        help_text=lazy("The last day. Then the products' own prices hold."),
    )
    buyer_reference = forms.CharField(label=lazy("Their reference"), required=False, max_length=100)
    customer_number = forms.CharField(
        label=lazy("Customer number"),
        required=False,
        max_length=60,
        help_text=lazy("The one that they name in contracts and orders; printed on invoices."),
    )
    note = forms.CharField(
        label=lazy("Note for yourself"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, price_lists: Iterable[PriceList] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        own = ("", lazy("The products' own prices"))
        self.fields["price_list"].choices = [own, *((one.public_id, one.name) for one in price_lists)]  # type: ignore[attr-defined]
        self.fields["country"].choices = places.countries()  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", lazy("The company's")), *places.languages()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        try:
            told["region"] = places.region_code(told.get("country", ""), told.get("region", ""))
        except ValueError:
            self.add_error("region", places.unknown_region(told["region"]))
        return told

    def raw(self) -> dict[str, Any]:
        """The facts as the room takes them."""
        told = dict(self.cleaned_data)
        address = {name: told.pop(name) for name in ADDRESS}
        limit, agreed = told["credit_limit"], told["text_consent_on"]
        told["text_consent_on"] = agreed.isoformat() if agreed else ""
        last = told["price_list_until"]
        told["price_list_until"] = last.isoformat() if last else ""
        return {**told, "credit_limit": None if limit is None else f"{limit.amount:f}", "address": address}

    def sections(self) -> list[dict[str, Any]]:
        """The fields in groups."""
        return [
            {
                "title": "",
                "fields": [self[name] for name in ("name", "country", "vat_id", "register_id", "is_business")],
            },
            {"title": _("Address"), "fields": [self[name] for name in ADDRESS]},
            {
                "title": _("Invoices"),
                "fields": [
                    self[name]
                    for name in (
                        "email",
                        "language",
                        "terms_days",
                        "credit_limit",
                        "price_list",
                        "price_list_until",
                        "buyer_reference",
                        "customer_number",
                        "phone",
                        "text_consent_on",
                        "text_consent_source",
                        "note",
                    )
                ],
            },
        ]


class SpanishCustomerForm(CustomerForm):
    """With the offices of a public body, which FACe asks for (Ley 25/2013 art. 6)."""

    is_public = forms.BooleanField(label=lazy("A public body"), required=False)
    office_accounting = forms.CharField(label=lazy("Accounting office (oficina contable)"), required=False)
    office_managing = forms.CharField(label=lazy("Managing body (órgano gestor)"), required=False)
    office_processing = forms.CharField(label=lazy("Processing unit (unidad tramitadora)"), required=False)

    def raw(self) -> dict[str, Any]:
        """The facts as the room takes them."""
        told = super().raw()
        offices = {office: told.pop(name) for name, office in OFFICES.items()}
        return {**told, "public_offices": offices}

    def sections(self) -> list[dict[str, Any]]:
        """The fields in groups, the offices last, by their DIR3 codes."""
        offices = [self[name] for name in ("is_public", *OFFICES)]
        return [*super().sections(), {"title": _("Public body, by DIR3 codes"), "fields": offices}]


def form_of(request: Request) -> type[CustomerForm]:
    """The form for a customer of the company, which in Spain asks for more."""
    return SpanishCustomerForm if request.company.country == "ES" else CustomerForm


def typed(request: Request, initial: dict[str, Any], party: Party | None = None) -> CustomerForm:
    """The form as it was sent, or with what is known of the customer."""
    company = request.company
    if party is not None and party.price_list_id:
        initial["price_list"] = listed_prices.named_by_key(company, [party.price_list_id])[
            party.price_list_id
        ].public_id
    if party is not None and party.credit_limit is not None:
        initial["credit_limit"] = Money(party.credit_limit, company.currency)
    if party is not None:
        initial["is_public"] = party.is_public
        initial |= {name: party.public_offices.get(office, "") for name, office in OFFICES.items()}
    return form_of(request)(request.POST or None, initial=initial, **options(request, party))


def options(request: Request, party: Party | None) -> dict[str, Any]:
    """The lists to choose from, with the one the customer has even if it was put away; the currency of the limit."""
    company = request.company
    offered = list(listed_prices.price_lists(company).order_by("name"))
    if party is not None and party.price_list_id:
        mine = listed_prices.named_by_key(company, [party.price_list_id]).values()
        offered += [one for one in mine if one.archived_at is not None]
    return {"price_lists": offered, "currency": company.currency, "today": request.today}
