"""Suppliers' bills: the inbox with its states, one bill with its checks, what a person decides of it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.approvals.models import Approval
from kvit.archive.pages.units import unit_word
from kvit.capture import arrivals, documents
from kvit.capture import queries as captured
from kvit.capture.arrivals import Incoming
from kvit.companies.models import User
from kvit.companies.permissions import allowed
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.formatting import format_exact
from kvit.core.money import Money
from kvit.core.typed_bills import typed_bill
from kvit.events import queries as events
from kvit.payables import approving, bills, discounts, facts, outside, queries, supplier_questions
from kvit.payables.models import Bill, BillCheck, BillLine
from kvit.payables.requests import told_discount
from kvit.payments import early_offers
from kvit.web import bill_forms, bill_parts, downloads, happened, lists, self_charges, words
from kvit.web.asked import asked_about
from kvit.web.bill_forms import BillForm
from kvit.web.current import Request
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("needs_attention", p_("bills", "To complete")),
    ("to_approve", p_("bills", "To approve")),
    ("approved", p_("bills", "Approved")),
    ("rejected", p_("bills", "Rejected")),
)
CHECKS = {
    "reading": lazy("the file can be read"),
    "complete": lazy("it says all that booking needs"),
    "fields": lazy("each of its fields was read for sure or typed"),
    "rules": lazy("the rules of its format"),
    "page": lazy("its pages show what the e-invoice inside says"),
    "sums": lazy("lines, VAT and total add up"),
    "addressee": lazy("it is addressed to us"),
    "brought": lazy("it is of the supplier who brought it through the portal"),
    "supplier": lazy("the supplier is known"),
    "days": lazy("its days can be"),
    "copy": lazy("no bill like it came before"),
    "order": lazy("it is what was ordered and received"),
    "account": lazy("its bank account is a confirmed one"),
    "white_list": lazy("its bank account is on the Polish white list"),
}
MOST_FILES = 100


@require_GET
def index(request: Request) -> HttpResponse:
    """The bills of a state, the newest first."""
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.listed(request.company, status=view, size=lists.SIZE, **cursors)
    counts = {key: str(count) for key, count in queries.counts(request.company).items() if key in dict(VIEWS[:2])}
    heads = [
        Head(_("Supplier")),
        Head(_("Number")),
        Head(_("Issued"), is_optional=True),
        Head(_("Due")),
        Head(_("To pay"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": named(row),
            "href": reverse("bill", args=[row.public_id]),
            "cells": [
                {"text": row.supplier.get("name") or row.document.name},
                {"text": row.number},
                {"on": row.issued_on},
                {"on": row.due_on},
                _money(row),
                {"state": state(f"bill_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    add = {"href": reverse("bill_new"), "word": _("Add bills")}
    empty = {
        "title": _("No bills here"),
        "text": _("Add what suppliers sent: e-invoices, PDFs, scans, photos. Kvit reads and checks them."),
        "href": add["href"],
        "button": add["word"],
    }
    more = {
        "views": lists.tabs(request, VIEWS, here=view, counts=counts),
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": empty,
        "head_acts": [
            {"href": reverse("self_charges"), "word": _("VAT charged by ourselves"), "icon": "doc"},
            {**add, "icon": "plus", "is_primary": True},
        ],
    }
    return listing(request, _("Bills"), heads=heads, rows=rows, **more)


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Add files, many at once; each becomes a bill or is named with the reason why not."""
    problems: list[str] = []
    if request.method == "POST":
        given = request.FILES.getlist("files")[:MOST_FILES]
        if not given:
            problems = [_("Choose a file.")]
        added = []
        who: dict[str, Any] = {"by": request.actor, "on": request.today}
        for file in given:
            incoming = Incoming(content=file.read(), name=file.name or "", via="upload")
            try:
                document, _is_new = arrivals.take(request.company, incoming, **who)
                added.append(bills.capture(request.company, document, **who))
            except Refused as refused:
                problems.append(f"{file.name}: {words.refusal(refused)}")
        if added and not problems:
            tell(request, ngettext("%(n)s bill added", "%(n)s bills added", len(added)) % {"n": len(added)}, icon="doc")
            return redirect("bill", added[0].public_id) if len(added) == 1 else redirect("bills")
    return render(request, "web/bill_new.html", {"problems": problems}, status=422 if problems else 200)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One bill: what it says beside its pages, what was checked, what happened, what may be done."""
    row = queries.find(request.company, public_id)
    return _shown(request, row, form=bill_forms.form_of(row, today=request.today))


@require_POST
def complete(request: Request, public_id: str) -> HttpResponse:
    """Type or confirm what the file does not say for sure; what was typed stays where it cannot be read."""
    row = queries.find(request.company, public_id)
    form = bill_forms.form_of(row, today=request.today, given=request.POST)
    if form.is_valid():
        version = request.POST.get("version", "")
        told: dict[str, Any] = {
            "version": int(version) if version.isdecimal() else -1,
            "by": request.actor,
            "on": request.today,
        }
        try:
            bills.complete(request.company, row, typed=typed_bill(form.raw()), **told)
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, _("Kept and checked anew"), icon="check")
            return redirect("bill", public_id)
    return _shown(request, row, form=form, status=422)


@require_GET
def page(request: Request, public_id: str) -> HttpResponse:
    """A page of the bill as a picture of ours: a stranger's file itself is never shown in our place."""
    row = queries.find(request.company, public_id)
    asked = request.GET.get("number", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    drawn = documents.picture(row.document, page=number, scanned=row.source == "ocr")
    return HttpResponse(drawn, content_type="image/png")


def _shown(request: Request, row: Bill, *, form: BillForm, status: int = 200) -> HttpResponse:
    asked = approving.asked(request.company, row)
    people = approving.people(request.company, asked, on=request.today) if asked is not None else []
    checks = checked(row)
    offers = discounts.of_bill(request.company, row)
    told = {
        "bill": row,
        "title": named(row),
        "state": state(f"bill_{row.status}"),
        "facts": _facts(row),
        "lines": [_line(row, one) for one in row.lines.all()],
        "sum": _sum(row),
        "checks": checks,
        "early_offers": early_offers.of_bill(request.company, row),
        "discounts": [outside.offered(row, one) for one in offers],
        "parts": bill_parts.told(request, row),
        "counts": {name: sum(one["outcome"] == name for one in checks) for name in ("passed", "failed", "not_checked")},
        "happened": happened.told(events.of_subjects(request.company, [("bill", row.pk)])),
        "can": _can(request, row, asked=asked, people=people),
        "waits_for": ", ".join(map(str, people)),
        "asked": asked,
        "questions": asked_about(request, asked),
        "asked_supplier": supplier_questions.of_bill(request.company, row),
        "mail": captured.mail_of(request.company, row.document),
        "pages": bill_forms.pages(row, offers),
        "is_being_read": queries.is_being_read(request.company, row),
        **self_charges.told(request, row),
        **bill_forms.shown(row, form),
    }
    return render(request, "web/bill.html", told, status=status)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Approve, reject, accept a failed check, or check anew."""
    row = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    reason = request.POST.get("reason", "")
    if verb == "approve":
        version = request.POST.get("version", "")
        done = bills.approve(request.company, row, version=int(version) if version.isdecimal() else -1, **who)
        said = (
            _("Approved: %(number)s")
            if done.status == "approved"
            else _("Your yes to %(number)s is kept; others are asked")
        )
        tell(request, said % {"number": row.number}, icon="check")
    elif verb == "reject":
        bills.reject(request.company, row, reason=reason, **who)
        tell(request, _("Rejected: %(number)s") % {"number": row.number}, icon="cross")
    elif verb == "accept":
        bills.accept(request.company, row, name=request.POST.get("check", ""), reason=reason, **who)
        tell(request, _("Noted with your name"), icon="check")
    else:
        is_done = bills.check_soon(request.company, row, **who)
        tell(request, _("Checked anew") if is_done else _("Kvit reads it anew"), icon="check")
    return redirect("approvals") if "from_card" in request.POST else redirect("bill", public_id)


@require_POST
def discount(request: Request, public_id: str) -> HttpResponse:
    """A person says what the bill offers for paying early, or that it offers it no more."""
    row = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if "end" in request.POST:
        discounts.end(request.company, request.POST["end"], of=row, **who)
        tell(request, _("No offer any more"), icon="cross")
    else:
        days = request.POST.get("days", "")
        raw = {
            "percent": request.POST.get("percent", "").replace(",", "."),
            "days": int(days) if days.isdecimal() and len(days) < 4 else None,
            "until": request.POST.get("until") or None,
            "always": "always" in request.POST,
        }
        discounts.say(request.company, row, told_discount(raw), **who)
        tell(request, _("Kept as an offer"), icon="check")
    return redirect("bill", public_id)


@require_POST
def ask(request: Request, public_id: str) -> HttpResponse:
    """Ask the supplier about it."""
    row = queries.find(request.company, public_id)
    text = request.POST.get("text", "")
    supplier_questions.ask(request.company, row, text=text, by=request.actor, on=request.today)
    tell(request, _("The supplier is asked"), icon="ask")
    return redirect("bill", public_id)


@require_GET
def file(request: Request, public_id: str) -> HttpResponse:
    """The file as it came, for saving."""
    return downloads.kept(queries.find(request.company, public_id).document.file)


def named(row: Bill) -> str:
    """Number and supplier; the name of the file while it is not read."""
    if not row.number:
        return row.document.name
    return _("Bill %(number)s, %(supplier)s") % {"number": row.number, "supplier": row.supplier.get("name", "")}


def _money(row: Bill) -> dict[str, Any]:
    return {"money": Money(row.payable, row.currency)} if row.payable is not None and row.currency else {"text": ""}


def _facts(row: Bill) -> list[tuple[str, Any]]:
    told = [
        (_("Supplier"), row.supplier.get("name", "")),
        (_("VAT id"), row.supplier.get("vat_id", "")),
        (_("Number"), row.number),
        (_("Order"), row.order_ref),
        (_("IBAN"), ", ".join(words.iban(one) for one in row.ibans)),
    ]
    return [(label, value) for label, value in told if value]


def _line(row: Bill, one: Any) -> dict[str, Any]:
    return {
        "name": one.name,
        "note": _match(row, one),
        "quantity": one.quantity.normalize(),
        "unit": unit_word(one.unit),
        "price": _amount(row, one.price),
        "vat": f"{one.vat_category} {format_exact(one.vat_rate)}\N{NO-BREAK SPACE}%",
        "net": _amount(row, one.net),
    }


def _match(row: Bill, one: BillLine) -> str:
    """What its order says of a line, for the small words below it."""
    found = outside.matched(row, one)
    if found is None:
        return ""
    told = {"order": found["order"], "line": found["line"]}
    if not one.match.findings:
        return _("As ordered: %(order)s, line %(line)s") % told
    return " ".join(str(said["message"]) for said in cast("list[dict[str, str]]", found["findings"]))


def _amount(row: Bill, value: Decimal) -> Money | str:
    """Without a currency it is a figure."""
    return Money(value, row.currency) if row.currency else format_exact(value)


def _sum(row: Bill) -> dict[str, Any] | None:
    if row.payable is None or not row.currency:
        return None
    named = [
        ("", _("Net"), row.net),
        ("+", _("VAT"), row.vat),
        ("-", _("Paid before"), (row.prepaid - row.withheld) or None),
        ("-", _("Withheld for the tax office"), row.withheld or None),
        ("+", _("Rounding"), row.rounding or None),
    ]
    return {
        "rows": [
            {"sign": sign, "label": label, "value": Money(value, row.currency)}
            for sign, label, value in named
            if value is not None
        ],
        "answer_label": _("To pay"),
        "answer": Money(row.payable, row.currency),
    }


def checked(row: Bill) -> list[dict[str, Any]]:
    """Its checks with their words, what failed first."""
    order = ("failed", "not_checked", "passed")
    return sorted(map(_checked, row.checks.all()), key=lambda one: order.index(one["outcome"]))


def _checked(one: BillCheck) -> dict[str, Any]:
    return {
        "name": one.name,
        "word": CHECKS[one.name],
        "outcome": one.outcome,
        "sentences": [bill_forms.named([found["place"] for found in one.findings])]
        if one.name == "fields" and one.findings
        else [outside.said(found) for found in one.findings],
        "accepted_by": one.accepted_by,
        "accepted_reason": one.accepted_reason,
        "stops": one.stops,
        "can_accept": one.outcome == "failed"
        and (one.stops or one.name == "order")
        and one.accepted_by_id is None
        and one.name not in bills.NEVER_ACCEPTED,
    }


def _can(request: Request, row: Bill, *, asked: Approval | None, people: Sequence[User]) -> dict[str, bool]:
    verbs = lifecycle.verbs_from(lifecycle.BILL, row.status)
    may = {verb: allowed(request.actor, f"bill.{verb}", request.company) for verb in ("approve", "reject", "accept")}
    is_asked = any(one.pk == request.actor.id for one in people)
    if asked is not None:
        may["approve"] = is_asked
    is_own = request.actor.id in facts.entered_by(row)
    return {
        "ask": row.party is not None and allowed(request.actor, "bill.ask", request.company),
        "approve": "approve" in verbs and may["approve"] and not is_own,
        "is_own": "approve" in verbs and is_own and allowed(request.actor, "bill.approve", request.company),
        "discount": row.kind == "bill"
        and row.status != "rejected"
        and allowed(request.actor, "bill.complete", request.company),
        "early": row.status == "approved"
        and row.kind == "bill"
        and allowed(request.actor, "run.propose", request.company),
        "reject": "reject" in verbs and (may["reject"] or is_asked),
        "accept": "pass" in verbs and may["accept"],
        "complete": row.source != "xml"
        and "pass" in verbs
        and allowed(request.actor, "bill.complete", request.company),
        "check": "pass" in verbs and allowed(request.actor, "bill.check", request.company),
    }
