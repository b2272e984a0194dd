"""Invoices: the list, one, and what is done to it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.archive import documents
from kvit.cashbook import queries as cashbook
from kvit.companies.permissions import allowed
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_money, format_number
from kvit.core.money import Money
from kvit.core.settlement import settlement
from kvit.events import queries as events
from kvit.ledger.models import Allocation, OpenItem
from kvit.messages import queries as messages
from kvit.networks import queries as submissions
from kvit.parties import queries as parties
from kvit.receivables import advances, annulments, batches, beside, invoices, papers, printing, queries, transmitting
from kvit.receivables.models import Annulment, Invoice
from kvit.receivables.other_parties import in_words
from kvit.receivables.queries import Filter, Row
from kvit.web import (
    chargebacks,
    disputes,
    downloads,
    einvoice_panel,
    happened,
    lists,
    nothing_here,
    places,
    points,
    procedure_choices,
    reminders,
    settlements,
    states,
    words,
    write_offs,
)
from kvit.web.computed import line_of, preview, sums_of
from kvit.web.current import Request
from kvit.web.einvoice_panel import AmendForm
from kvit.web.fields import DayField, tongue
from kvit.web.forms import Form
from kvit.web.outbox import state_of
from kvit.web.toasts import tell

VIEWS = (
    ("open", lazy("Open")),
    ("overdue", lazy("Overdue")),
    ("draft", lazy("Drafts")),
    ("paid", lazy("Paid")),
    ("issued", lazy("All issued")),
)
KINDS = {
    "invoice": lazy("Invoice"),
    "simplified": lazy("Simplified invoice"),
    "credit_note": lazy("Credit note"),
    "corrective": lazy("Corrective invoice"),
}
FORMED = ("invoice", "simplified")
"""Kinds that begin in the form."""
ORDERS = {"open": lazy("by due date"), "overdue": lazy("by due date"), "draft": lazy("the newest first")}


class FilterForm(Form):
    """What narrows the list."""

    customer = forms.CharField(label=lazy("Customer"), required=False)
    since = DayField(label=lazy("Issued since"), required=False)
    until = DayField(label=lazy("Issued until"), required=False)


@require_GET
def index(request: Request) -> HttpResponse:
    """The list of a view, narrowed by its filters."""
    view = lists.chosen(request, VIEWS)
    typed = FilterForm(request.GET, today=request.today)
    typed.is_valid()
    told = typed.cleaned_data
    try:
        only, chips = _filter(request, told)
    except Refused as refused:
        typed.add_error("customer", _unfound(refused))
        only, chips = _filter(request, {**told, "customer": ""})
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    rows, page = queries.listed(request.company, view, only=only, on=request.today, size=lists.SIZE, **cursors)
    sums = queries.summed(request.company, view, only=only, on=request.today)
    order = str(ORDERS.get(view, lazy("the newest first")))
    return render(
        request,
        "web/invoices.html",
        {
            "views": lists.tabs(request, VIEWS, here=view, counts={view: lists.counted(sums.count, sums.more)}),
            "view": view,
            "chips": chips,
            "filters": typed,
            "problems": typed.problems(),
            "rows": _listed(request, rows),
            "submissions": bool(submissions.ways(request.company)),
            "totals": sums if view in queries.FROM_ITEMS and not sums.more else None,
            "sums": sums,
            "counted": lists.counted(sums.count, sums.more),
            "is_sorted_by_due": view in queries.FROM_ITEMS,
            "pager": lists.pager(request, page, order=order, of=None if sums.more else sums.count),
            "bulk_acts": _bulk_acts(request, view),
            "caption": f"{dict(VIEWS)[view]}, {order}",
            "empty": nothing_here.of_invoices(view, narrowed=bool(chips)) if not rows else None,
        },
    )


def _bulk_acts(request: Request, view: str) -> list[dict[str, str]]:
    told = [
        {"value": "issue", "icon": "doc", "word": _("Issue")},
        {"value": "issue_and_send", "icon": "send", "word": _("Issue and send")},
    ]
    if view != "draft":
        told = [{"value": "send", "icon": "send", "word": _("Send")}]
    may = {
        act: all(allowed(request.actor, verb, request.company) for verb in batches.VERBS[act]) for act in batches.VERBS
    }
    return [act for act in told if may[act["value"]]]


def _filter(request: Request, told: dict[str, Any]) -> tuple[Filter, list[dict[str, str]]]:
    """The filter of the address, and a chip for each part of it."""
    chips = lists.day_chip(request, "since", label=_("Issued since"), day=told.get("since"))
    chips += lists.day_chip(request, "until", label=_("Issued until"), day=told.get("until"))
    party_id = None
    if told.get("customer"):
        customer = parties.named(request.company, told["customer"])
        party_id = customer.pk
        label = _("%(label)s: %(value)s") % {"label": _("Customer"), "value": customer.name}
        chips.insert(0, {"label": label, "without": lists.link(request, customer=None)})
    return Filter(party_id=party_id, since=told.get("since"), until=told.get("until")), chips


def _narrowed(request: Request) -> Filter:
    """What the filters of the address leave. Refuses a customer who is not found: that is never everybody."""
    typed = FilterForm(request.GET, today=request.today)
    if not typed.is_valid():
        raise Refused("form.unreadable", fields=len(typed.errors))
    return _filter(request, typed.cleaned_data)[0]


def _unfound(refused: Refused) -> str:
    """Why the list is not narrowed to a customer, as one says it to a person and not to a program."""
    if refused.code != "customer.unknown":
        return words.refusal(refused)
    return _("No customer has the name or VAT id %(typed)s.") % {"typed": refused.facts["customer"]}


def _listed(request: Request, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows with where their e-invoices stand, of which the one that goes worst is shown."""
    live = transmitting.live_of(request.company, [row.id for row in rows if row.id])
    marks = chargebacks.of_invoices(request, [row.id for row in rows if row.id])
    return [
        {
            **_shown(row, request),
            "submission": einvoice_panel.worst(live.get(row.id, [])),
            "chargeback": marks.get(row.id),
        }
        for row in rows
    ]


def _shown(row: Row, request: Request) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "customer": row.customer,
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "gross": row.payable,
        "balance": row.balance,
        "is_part": row.settlement == "partly_paid",
        "can_edit": row.status == "draft",
        "state": states.of_invoice(status=row.status, settlement=row.settlement, due_on=row.due_on, on=request.today),
    }


@require_GET
def picked(request: Request) -> HttpResponse:
    """How many are picked and what is open on them, for the bulk bar."""
    if request.GET.get("everything"):
        view = lists.chosen(request, VIEWS)
        sums = queries.summed(request.company, view, only=_narrowed(request), on=request.today)
        return render(
            request,
            "web/invoices_picked.html",
            {"count": lists.counted(sums.count, sums.more), "balances": [sums.balance]},
        )
    rows = queries.of_ids(request.company, request.GET.getlist("pick")[:500])
    sums_by_currency: dict[str, Money] = {}
    for row in rows:
        sums_by_currency[row.balance.currency] = (
            sums_by_currency.get(row.balance.currency, Money.zero(row.balance.currency)) + row.balance
        )
    return render(
        request, "web/invoices_picked.html", {"count": len(rows), "balances": list(sums_by_currency.values())}
    )


@require_POST
def many(request: Request) -> HttpResponse:
    """What issuing or sending the picked ones would do, or all that the filters of the address leave."""
    view = lists.chosen(request, VIEWS)
    ids = request.POST.getlist("pick")
    if request.POST.get("everything"):
        ids = queries.ids(request.company, view, only=_narrowed(request), on=request.today)
    act = request.POST.get("act", "")
    if act not in batches.VERBS:
        raise Refused("selection.empty")
    batch = batches.propose(request.company, act, ids, by=request.actor, on=request.today)
    return redirect("batch", batch.public_id)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One document with its settlement, its lines, what happened, and what may be done."""
    return render(request, "web/invoice.html", page_of(request, queries.find(request.company, public_id)))


def page_of(request: Request, row: Invoice, *, amended: Mapping[str, AmendForm] | None = None) -> dict[str, Any]:
    """What the page of a document shows; `amended` are the forms of refused e-invoices just filled in, by network."""
    company = request.company
    paper = papers.load(company, [row])[0]
    items, settled_by = queries.settling(company, row)
    subjects = [("invoice", row.pk), *(("open_item", item.pk) for item in items)]
    subjects += [("allocation", one.pk) for one in settled_by]
    mails = messages.about(company, "invoice", id=row.pk)
    subjects += [("message", mail.pk) for mail in mails]
    tries = transmitting.tries(company, row)
    annulment = queries.annulment_of(company, row)
    subjects += [("submission", one.pk) for one in tries]
    return {
        "invoice": _headed(row, items, settled_by, request=request, is_annulled=annulment is not None),
        "settlement": settlements.told(KINDS[row.kind], items, settled_by, currency=row.currency),
        "lines": [line_of(line, row.currency) for line in paper.lines],
        "totals": sums_of(row, paper.vat_totals),
        "happened": happened.told(events.of_subjects(company, subjects), currency=row.currency),
        "einvoices": einvoice_panel.of_document(request, row, tries=tries, typed=amended),
        "counties": [name for _code, name in places.regions(row.buyer.get("country", ""))] if tries else [],
        "facts": _facts(row, annulment),
        "reminded": reminders.of_items(request, items),
        "reminded_by": procedure_choices.of_items(request, row.party, items),
        "disputed": disputes.in_short(request, row),
        "points": points.on_draft(request, row),
        "written_off": write_offs.in_short(request, items),
        "write_off_href": write_offs.address(request, row.party, items),
        "mails": [{"id": mail.public_id, "to": mail.to_address, "state": state_of(mail)} for mail in mails],
        "paper": preview(company, paper) if row.status == "issued" else "",
        "archived_on": row.issued_on,
        "can": _can(request, row, items, is_annulled=annulment is not None),
        "list_href": reverse("invoices"),
        "list_word": _("Invoices"),
    }


def _headed(
    row: Invoice, items: list[OpenItem], settled_by: list[Allocation], *, request: Request, is_annulled: bool
) -> dict[str, Any]:
    balance = sum((item.balance for item in items), Decimal(0))
    payable = -row.payable if row.kind == "credit_note" else row.payable
    given_up = settlements.given_up(settled_by)
    settled = settlement(payable, balance, written_off=given_up) if row.status == "issued" else "open"
    if settled == "paid" and settled_by and all(one.against.document_kind == "invoice" for one in settled_by):
        settled = "credited"
    if is_annulled:
        settled = queries.ANNULLED
    state = states.of_invoice(status=row.status, settlement=settled, due_on=row.due_on, on=request.today)
    return {
        "id": row.public_id,
        "number": row.number,
        "kind_word": KINDS[row.kind],
        "customer": row.party.name,
        "customer_id": row.party.public_id,
        "due_on": row.due_on if row.status == "issued" and balance else None,
        "status": row.status,
        "state": state,
        "settlement_state": "partly_paid" if settled == "partly_paid" else "",
        "note": row.note,
    }


def _facts(row: Invoice, annulment: Annulment | None) -> list[tuple[str, str]]:
    told = [
        (pgettext("day", "Issued"), format_date(row.issued_on, tongue()) if row.issued_on else ""),
        (_("Days to pay"), str(row.terms_days)),
        (_("Their order number"), row.order_ref),
        (_("Their reference"), row.buyer_reference),
        (_("Corrects"), ", ".join(one.printed_number for one in papers.corrected_by(row))),
        (_("Period of the discount"), row.correction_period),
        (_("Reason"), row.correction_text),
        (_("Place of issue"), row.place_of_issue),
        *_beside(row),
    ]
    if annulment is not None:
        annulled_on = format_date(annulment.annulled_on, tongue())
        told += [(pgettext("day", "Annulled"), annulled_on), (_("Because"), annulment.text), (_("Law"), annulment.law)]
    if row.rate is not None:
        rate = _("%(rate)s, %(source)s") % {"rate": format_number(row.rate, tongue()), "source": row.rate_source}
        told.append((_("Exchange rate"), rate))
    return [(label, value) for label, value in told if value]


def _beside(row: Invoice) -> list[tuple[str, str]]:
    """What stands beside the sums, and the money and order of an advance."""
    shown = lambda told: format_money(Money(Decimal(told), row.currency), tongue())  # noqa: E731
    told = [(one["reason"], shown(one["amount"])) for one in row.beside]
    told += [(one["name"], one["value"]) for one in row.remarks]
    told += [(word, name) for word, _, name in (text.partition(": ") for text in in_words(row))]
    told += [(one["name"], one["value"]) for block in row.attachment for one in block["facts"]]
    if row.advance:
        day = format_date(date.fromisoformat(row.advance["received_on"]), tongue())
        told.append((_("Received on %(day)s") % {"day": day}, shown(row.advance["received"])))
        told.append((_("Order with VAT"), shown(row.advance["worth"])))
    return told


def _can(request: Request, row: Invoice, items: list[OpenItem], *, is_annulled: bool) -> dict[str, bool]:
    may = lambda verb: allowed(request.actor, verb, request.company)  # noqa: E731
    issued, draft = row.status == "issued" and not is_annulled, row.status == "draft"
    is_formed = not advances.is_of_one(row) and not beside.is_on(row)
    is_owed = issued and any(item.balance > 0 for item in items)
    return {
        "edit": draft and row.kind in FORMED and may("invoice.draft") and is_formed,
        "discard": draft and may("invoice.draft"),
        "pay": is_owed and may("payment.record"),
        "take_cash": is_owed and may("cash.take") and cashbook.takes(request.company, row.currency),
        "hand_back": any(item.balance < 0 for item in items)
        and may("cash.refund")
        and cashbook.takes(request.company, row.currency),
        "send": issued and may("invoice.send"),
        "credit": issued and row.kind in FORMED and may("invoice.credit"),
        "dispute": is_owed and may("dispute.open"),
        "annul": issued and may("invoice.credit") and annulments.may_be(request.company, row),
        "copy": row.kind in FORMED and may("invoice.draft"),
    }


@require_POST
def issue(request: Request, public_id: str) -> HttpResponse:
    """Take the number, book and freeze."""
    draft = queries.find(request.company, public_id)
    issued = invoices.issue(request.company, draft, by=request.actor, on=request.today)
    tell(request, _("Issued as %(number)s") % {"number": issued.number}, icon="doc")
    return redirect("invoice", issued.public_id)


@require_POST
def discard(request: Request, public_id: str) -> HttpResponse:
    """Throw a draft away."""
    draft = queries.find(request.company, public_id)
    invoices.discard(request.company, draft, by=request.actor, on=request.today)
    tell(request, _("The draft is discarded"), icon="trash")
    return redirect("invoices")


@require_http_methods(["GET"])
def xml(request: Request, public_id: str) -> HttpResponse:
    """The frozen e-invoice."""
    row = queries.find(request.company, public_id)
    content = documents.content(request.company, "invoice", document_id=row.pk, form="ubl")
    return _file(row, content, "ubl")


@require_http_methods(["GET"])
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The frozen PDF; of a draft, a page that says it is one."""
    row = queries.find(request.company, public_id)
    return _file(row, printing.pdf(request.company, row), "pdf")


def _file(row: Invoice, content: bytes, form: str) -> HttpResponse:
    suffix = {"ubl": "xml", "pdf": "pdf"}[form]
    return downloads.answer(content, name=printing.file_name(row, suffix), media_type=documents.MEDIA_TYPES[form])
