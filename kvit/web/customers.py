"""Customers: the list, one, made and changed."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.catalog import listed_prices
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_money
from kvit.core.money import Money, total
from kvit.events import queries as events
from kvit.parties import customers, queries, registers
from kvit.parties.models import Party
from kvit.payments import offset_queries
from kvit.receivables import queries as receivables
from kvit.receivables.queries import Filter
from kvit.reports import figures
from kvit.sales import customer_prices
from kvit.web import (
    customer_changes,
    customer_forms,
    customer_reminders,
    happened,
    lists,
    lookups,
    mandates,
    nav,
    period_discounts,
    places,
    points,
    promises,
    ratings,
    saved_methods,
    states,
    targets,
    vat_states,
    words,
    write_offs,
)
from kvit.web.ageing import aged
from kvit.web.current import Request
from kvit.web.customer_forms import CustomerForm
from kvit.web.fields import tongue
from kvit.web.forms import Form
from kvit.web.toasts import tell

VIEWS = (("active", p_("customers", "Active")), ("archived", p_("customers", "Put away")))


class FilterForm(Form):
    """What narrows the list."""

    text = forms.CharField(label=lazy("Name or VAT id"), required=False)


@require_GET
def index(request: Request) -> HttpResponse:
    """Customers by name, with what each owes."""
    view = lists.chosen(request, VIEWS)
    typed = FilterForm(request.GET)
    typed.is_valid()
    text = typed.cleaned_data.get("text", "")
    page = queries.listed(
        request.company,
        archived=view == "archived",
        text=text,
        size=lists.SIZE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    owed = figures.owed_by(request.company, [party.pk for party in page.rows], on=request.today)
    chips = [{"label": text, "without": lists.link(request, text=None)}] if text else []
    return render(
        request,
        "web/customers.html",
        {
            "views": lists.tabs(request, VIEWS, here=view),
            "view": view,
            "chips": chips,
            "filters": typed,
            "rows": [_shown(party, owed, request) for party in page.rows],
            "pager": lists.pager(request, page, order=_("by name")),
            "empty": _empty(narrowed=bool(text) or view == "archived") if not page.rows else None,
        },
    )


def _shown(party: Party, owed: dict[int, figures.Owed], request: Request) -> dict[str, Any]:
    zero = Money.zero(request.company.currency)
    mine = owed.get(party.pk, figures.Owed(zero, zero, None))
    late = (request.today - mine.oldest_due_on).days if mine.overdue and mine.oldest_due_on else 0
    return {
        "id": party.public_id,
        "name": party.name,
        "vat_id": party.vat_id,
        "town": party.town,
        "terms_days": request.company.terms_days if party.terms_days is None else party.terms_days,
        "owes": mine.balance,
        "state": states.late(late) if late else states.state("incomplete") if party.incomplete else "",
    }


def _empty(*, narrowed: bool) -> dict[str, str]:
    if narrowed:
        return {"title": _("No customer fits"), "text": _("Take the filter away, or look at another view.")}
    return {
        "title": _("No customers yet"),
        "text": _("A customer needs a name and a country; with a VAT id Kvit checks the number. About 20 seconds."),
        "href": reverse("customer_new"),
        "button": _("New customer"),
        "link_href": nav.address("import_new") + "?kind=customers",
        "link": _("Bring customers from a file"),
    }


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Make a customer."""
    company = request.company
    initial = {"country": company.country, "name": request.GET.get("name", ""), "is_business": True}
    if lookups.asked(request):
        return _looked_up(request, title=_("New customer"), button=_("Add the customer"))
    typed = customer_forms.typed(request, initial)
    if request.method == "POST" and typed.is_valid():
        try:
            party = customer_prices.take(company, typed.raw(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Added: %(name)s") % {"name": party.name}, icon="people")
            return redirect("customer", party.public_id)
    return _form(request, typed, title=_("New customer"), button=_("Add the customer"))


@require_http_methods(["GET", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """Change a customer."""
    party = queries.find(request.company, public_id)
    told: dict[str, Any] = {
        "title": _("Change %(name)s") % {"name": party.name},
        "button": _("Save"),
        "crumbs": [(_("Customers"), reverse("customers")), (party.name, reverse("customer", args=[public_id]))],
    }
    if lookups.asked(request):
        return _looked_up(request, party, version=request.POST.get("version", ""), **told)
    initial = {name: getattr(party, name) for name in CustomerForm.base_fields if name != "price_list"}
    initial["region"] = places.region_name(party.country, party.region)
    typed = customer_forms.typed(request, initial, party)
    if request.method == "POST" and typed.is_valid():
        version = request.POST.get("version", "")
        asked = int(version) if version.isdigit() else None
        try:
            customer_prices.change(
                request.company, party, typed.raw(), version=asked, by=request.actor, on=request.today
            )
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Changed: %(name)s") % {"name": party.name}, icon="pencil")
            return redirect("customer", party.public_id)
    return _form(request, typed, version=party.version, **told)


def _looked_up(request: Request, party: Party | None = None, **told: Any) -> HttpResponse:
    require(request.actor, "customer.edit", request.company)
    found = lookups.look_up(request, customer_forms.form_of(request), **customer_forms.options(request, party))
    return _form(request, found.form, **told, problems=found.problems, notices=found.notices, status=found.status)


def _form(request: Request, typed: CustomerForm, *, status: int = 0, **told: Any) -> HttpResponse:
    shown = {
        "sections": typed.sections(),
        "crumbs": [(_("Customers"), reverse("customers"))],
        "problems": typed.problems() if typed.is_bound else [],
        "cancel_href": reverse("customers"),
        "counties": [name for _code, name in places.regions(request.company.country)],
        "looks_up": registers.are_set_up(),
        **told,
    }
    return render(request, "web/form.html", shown, status=status or (422 if typed.is_bound else 200))


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One customer: what is owed, how old it is, who they are."""
    company = request.company
    party = queries.find(company, public_id)
    only = Filter(party_id=party.pk)
    rows, _page = receivables.listed(company, "open", only=only, on=request.today, size=100)
    sums = receivables.summed(company, "open", only=only, on=request.today)
    bars, ageing_total = aged(company, on=request.today, party_id=party.pk)
    return render(
        request,
        "web/customer.html",
        {
            "customer": {
                "id": party.public_id,
                "name": party.name,
                "set_off_href": _set_off_href(party, request),
                "discount_href": period_discounts.address(request, party),
                "is_archived": party.archived_at is not None,
                "subtitle": ", ".join(part for part in (party.vat_id, party.town) if part),
            },
            "figures": _figures(party, sums, request),
            "rows": [_item(row, request) for row in rows],
            "totals": {
                "gross": total(
                    [row.payable for row in rows if row.payable.currency == company.currency], company.currency
                ),
                "balance": sums.balance,
            },
            "bars": bars,
            "ageing_total": ageing_total,
            "facts": _facts(party, request),
            "change": customer_changes.in_short(request, party),
            "reminders": customer_reminders.in_short(request, party),
            "promises": promises.of_customer(request, party),
            "mandates": mandates.of_customer(request, party),
            "saved": saved_methods.of_customer(request, party),
            "ratings": ratings.in_short(request, party),
            "write_offs": write_offs.of_customer(request, party),
            "entrusted": targets.of_customer(request, party),
            "vat": vat_states.shown(company, party),
            "address": vat_states.address(company, party),
            "contacts": queries.contacts(company, party),
            "can_edit": allowed(request.actor, "customer.edit", company),
            "happened": happened.told(events.of_subjects(company, [("party", party.pk)])),
        },
    )


def _set_off_href(party: Party, request: Request) -> str:
    """Where to set off what we owe them too; empty where we owe them nothing, or who looks may not."""
    if not allowed(request.actor, "offset.propose", request.company):
        return ""
    both = {one.vat_id or one.public_id: one for one in offset_queries.both_sides(request.company)}
    found = both.get(party.vat_id or party.public_id)
    return f"{reverse('offset_new')}?party={found.public_id}" if found else ""


def _figures(party: Party, sums: receivables.Sums, request: Request) -> list[dict[str, Any]]:
    late = states.State("alert", _("%(amount)s overdue") % {"amount": format_money(sums.overdue, tongue())}, "is-red")
    paid = figures.paying_habit(request.company, party.pk, on=request.today)
    invoiced = figures.issued_to(request.company, party.pk, year=request.today.year)
    return [
        {
            "label": _("Owes you"),
            "value": sums.balance,
            "state": late if sums.overdue else "",
            "note": _("nothing overdue"),
        },
        {
            "label": _("Pays"),
            "days": None if paid.days is None else abs(paid.days),
            "unit": words.days_late(paid.days or 0),
            "note": _("by amount, last 12 months") if paid.days is not None else _("nothing paid yet"),
        },
        {
            "label": _("Invoiced this year"),
            "value": invoiced.gross,
            "note": ngettext("with VAT, %(count)d document", "with VAT, %(count)d documents", invoiced.count)
            % {"count": invoiced.count},
        },
    ]


def _item(row: receivables.Row, request: Request) -> dict[str, Any]:
    return {
        "href": reverse("invoice", args=[row.id]) if row.id else "",
        "number": row.number,
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "gross": row.payable,
        "balance": row.balance,
        "state": states.of_invoice(status=row.status, settlement=row.settlement, due_on=row.due_on, on=request.today),
    }


def _facts(party: Party, request: Request) -> list[dict[str, Any]]:
    days = request.company.terms_days if party.terms_days is None else party.terms_days
    address = ", ".join(
        part for part in (f"{party.street} {party.building}".strip(), f"{party.post_code} {party.town}".strip()) if part
    )
    told = [
        {"label": _("Address"), "value": address, "state": "" if address else "missing"},
        {
            "label": _("Country"),
            "value": places.country_name(party.country),
            "state": "" if party.country else "missing",
        },
        {
            "label": _("E-mail"),
            "value": party.email,
            "href": f"mailto:{party.email}",
            "state": "" if party.email else "missing",
        },
        {"label": _("Short messages and calls"), "value": _texts(party)},
        {"label": _("Language"), "value": dict(places.languages()).get(party.language, party.language)},
        {"label": _("Days to pay"), "value": str(days)},
        {"label": _("Credit limit"), "value": _limit(party, request)},
        {"label": _("Price list"), "value": _price_list(party, request)},
        {
            "label": _("Points"),
            "value": points.in_words(request, party),
            "href": reverse("customer_points", args=[party.public_id]),
        },
        {"label": _("Register number"), "value": party.register_id},
        {"label": _("Customer number"), "value": party.customer_number},
        {"label": _("Note"), "value": party.note},
    ]
    return [fact for fact in told if fact["value"] or fact.get("state")]


def _limit(party: Party, request: Request) -> str:
    limit = party.credit_limit
    return "" if limit is None else format_money(Money(limit, request.company.currency), tongue())


def _price_list(party: Party, request: Request) -> str:
    found = listed_prices.named_by_key(request.company, [party.price_list_id] if party.price_list_id else [])
    name = next((row.name for row in found.values() if row.archived_at is None), "")
    if not name or party.price_list_until is None:
        return name
    until = format_date(party.price_list_until, tongue())
    return _("%(name)s, until %(day)s") % {"name": name, "day": until}


@require_POST
def put_away(request: Request, public_id: str) -> HttpResponse:
    """No longer offered; can be undone."""
    party = queries.find(request.company, public_id)
    customers.archive(request.company, party, by=request.actor, on=request.today)
    tell(
        request,
        _("Put away: %(name)s") % {"name": party.name},
        icon="away",
        back=reverse("customer_restore", args=[public_id]),
    )
    return redirect("customers")


@require_POST
def restore(request: Request, public_id: str) -> HttpResponse:
    """Offered again."""
    party = queries.find(request.company, public_id)
    customers.restore(request.company, party, by=request.actor, on=request.today)
    tell(request, _("Brought back: %(name)s") % {"name": party.name}, icon="undo")
    return redirect("customer", public_id)


@require_GET
def options(request: Request) -> HttpResponse:
    """Names to choose from while somebody types."""
    found = queries.offered(request.company, request.GET.get("customer", ""))
    return render(request, "web/options.html", {"options": found})


def _texts(party: Party) -> str:
    """The number that may be used, since when, and how they agreed."""
    if party.text_consent_on is None:
        return ""
    told = {"number": party.text_number, "day": format_date(party.text_consent_on, tongue())}
    return _("%(number)s, agreed on %(day)s") % told + f" ({party.text_consent_source})"
