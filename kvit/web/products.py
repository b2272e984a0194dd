"""Products: the list, made and changed."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.archive.pages.units import unit_word
from kvit.catalog import products, queries, vat_codes
from kvit.catalog.models import Product
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.web import lists, nav
from kvit.web.current import Request
from kvit.web.drafting import unit_choices, vat_word
from kvit.web.fields import NumberField
from kvit.web.forms import Form
from kvit.web.toasts import tell

VIEWS = (("active", p_("products", "Active")), ("archived", p_("products", "Put away")))


class FilterForm(Form):
    """What narrows the list."""

    text = forms.CharField(label=lazy("Name or code"), required=False)


class ProductForm(Form):
    """What is sold, for how much, under which VAT."""

    name = forms.CharField(label=lazy("Name"), max_length=200)
    code = forms.CharField(label=lazy("Code"), required=False, max_length=60)
    price = NumberField(label=lazy("Price"), required=False, least=2, help_text=lazy("Without VAT."))
    unit = forms.ChoiceField(label=lazy("Unit"))
    vat_code = forms.ChoiceField(label=lazy("VAT"), required=False)
    is_service = forms.BooleanField(label=lazy("A service"), required=False)
    description = forms.CharField(
        label=lazy("Description"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, codes: list[tuple[str, str]], unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = unit_choices(unit)  # type: ignore[attr-defined]
        self.fields["vat_code"].choices = [("", lazy("The standard rate")), *codes]  # type: ignore[attr-defined]

    def raw(self) -> dict[str, Any]:
        """The facts as the room takes them."""
        told = dict(self.cleaned_data)
        price = told["price"]
        return {**told, "price": None if price is None else f"{price:f}"}


@require_GET
def index(request: Request) -> HttpResponse:
    """Products by name."""
    view = lists.chosen(request, VIEWS)
    typed = FilterForm(request.GET)
    typed.is_valid()
    text = typed.cleaned_data.get("text", "")
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.listed(request.company, archived=view == "archived", text=text, size=lists.SIZE, **cursors)
    words = dict(_codes(request))
    shown = {
        "views": lists.tabs(request, VIEWS, here=view),
        "view": view,
        "chips": [{"label": text, "without": lists.link(request, text=None)}] if text else [],
        "filters": typed,
        "rows": [_shown(product, words) for product in page.rows],
        "pager": lists.pager(request, page, order=_("by name")),
        "empty": _empty(narrowed=bool(text) or view == "archived") if not page.rows else None,
    }
    return render(request, "web/products.html", shown)


def _shown(product: Product, words: dict[str, str]) -> dict[str, Any]:
    price = product.price
    return {
        "id": product.public_id,
        "name": product.name,
        "code": product.code,
        "unit": unit_word(product.unit),
        "price": Money(price.normalize(), product.currency) if price is not None else None,
        "vat": words.get(product.vat_code, product.vat_code) or pgettext("VAT rate", "standard"),
        "is_archived": product.archived_at is not None,
    }


def _empty(*, narrowed: bool) -> dict[str, str]:
    if narrowed:
        return {"title": _("No product fits"), "text": _("Take the filter away, or look at another view.")}
    return {
        "title": _("No products yet"),
        "text": _(
            "A product fills in price, unit and VAT of a line when you type its name. Not needed for the first invoice."
        ),
        "href": reverse("product_new"),
        "button": _("New product"),
        "link_href": nav.address("import_new") + "?kind=items",
        "link": _("Bring products from a file"),
    }


def _codes(request: Request) -> list[tuple[str, str]]:
    return [
        (code.code, f"{vat_word(code)}, {code.name}") for code in vat_codes.valid_on(request.company, on=request.today)
    ]


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Make a product."""
    initial = {"name": request.GET.get("name", ""), "unit": "H87"}
    typed = ProductForm(request.POST or None, initial=initial, codes=_codes(request), unit="")
    if request.method == "POST" and typed.is_valid():
        try:
            product = products.add(request.company, typed.raw(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Added: %(name)s") % {"name": product.name}, icon="item")
            return redirect("products")
    return _form(request, typed, title=_("New product"), button=_("Add the product"))


@require_http_methods(["GET", "POST"])
def show(request: Request, public_id: str) -> HttpResponse:
    """Change a product."""
    product = queries.find(request.company, public_id)
    initial = {name: getattr(product, name) for name in ProductForm.base_fields}
    if product.price is not None:
        initial["price"] = product.price.normalize()
    typed = ProductForm(request.POST or None, initial=initial, codes=_codes(request), unit=product.unit)
    if request.method == "POST" and typed.is_valid():
        version = request.POST.get("version", "")
        asked = int(version) if version.isdigit() else None
        try:
            products.change(request.company, product, typed.raw(), version=asked, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Changed: %(name)s") % {"name": product.name}, icon="pencil")
            return redirect("products")
    away = {
        "href": reverse("product_archive", args=[public_id]),
        "word": _("Put the product away"),
        "icon": "away",
    }
    back = {"href": reverse("product_restore", args=[public_id]), "word": _("Bring it back"), "icon": "undo"}
    return _form(
        request,
        typed,
        title=product.name,
        button=_("Save"),
        version=product.version,
        head_acts=[back if product.archived_at else away],
    )


def _form(request: Request, typed: ProductForm, *, title: str, button: str, **more: Any) -> HttpResponse:
    shown = {
        "title": title,
        "button": button,
        "sections": [{"title": "", "fields": list(typed)}],
        "crumbs": [(_("Products"), reverse("products"))],
        "problems": typed.problems() if typed.is_bound else [],
        "cancel_href": reverse("products"),
        **more,
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_POST
def put_away(request: Request, public_id: str) -> HttpResponse:
    """No longer offered; can be undone."""
    product = queries.find(request.company, public_id)
    products.archive(request.company, product, by=request.actor, on=request.today)
    back = reverse("product_restore", args=[public_id])
    tell(request, _("Put away: %(name)s") % {"name": product.name}, icon="away", back=back)
    return redirect("products")


@require_POST
def restore(request: Request, public_id: str) -> HttpResponse:
    """Offered again."""
    product = queries.find(request.company, public_id)
    products.restore(request.company, product, by=request.actor, on=request.today)
    tell(request, _("Brought back: %(name)s") % {"name": product.name}, icon="undo")
    return redirect("product", public_id)


@require_GET
def options(request: Request) -> HttpResponse:
    """Products to choose from while somebody types a line."""
    found = queries.offered(request.company, request.GET.get("text", ""))
    return render(request, "web/suggestions.html", {"found": [_shown(product, {}) for product in found]})
