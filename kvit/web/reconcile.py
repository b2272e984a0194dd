"""Matching bank lines: line, sign, candidate; by keyboard."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.banking import queries, reconciliation, statements
from kvit.banking.models import Proposal, StatementLine
from kvit.core.errors import Refused
from kvit.core.formatting import format_amount, format_date, format_money
from kvit.core.money import Money
from kvit.ledger.models import OpenItem
from kvit.payments.requests import Share
from kvit.web import lists, states, words
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import State, state
from kvit.web.toasts import tell

SIZE = 10
TABS = ("match", "choose", "leave")
@require_GET
def index(request: Request) -> HttpResponse:
    """The lines that wait; the one that is here has its candidate open."""
    company = request.company
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.waiting(company, size=SIZE, **cursors)
    lines = list(page.rows)
    asked = request.GET.get("line", "")
    here = next((line for line in lines if line.public_id == asked), lines[0] if lines else None)
    tab = request.GET.get("tab", "match")
    tab = tab if tab in TABS else "match"
    proposals = [one for line in lines for one in line.proposals.all()]
    items = queries.items_of(company, proposals)
    progress = queries.progress(company)
    pairs = [_pair(request, line, items, tab=tab if line is here else "") for line in lines]
    for pair, behind in zip(pairs, [*pairs[1:], *pairs[:1]], strict=True):
        pair["skip_href"] = behind["href"]
    shown = {
        "left": progress.left,
        "of": progress.of,
        "done": progress.done,
        "exact": progress.sure,
        "subtitle": _subtitle(lines),
        "pairs": pairs,
        "pager": lists.pager(request, page, order=_("the oldest first"), of=progress.left),
        "empty": _empty(progress) if not lines else None,
    }
    return render(request, "web/reconcile.html", shown)


def _subtitle(lines: list[StatementLine]) -> str:
    if not lines:
        return ""
    bank = lines[0].bank_account
    return ", ".join(part for part in (bank.bank_name, words.iban(bank.iban), bank.currency) if part)


def _pair(request: Request, line: StatementLine, items: dict[str, OpenItem], *, tab: str) -> dict[str, Any]:
    proposals = [one for one in line.proposals.all() if all(public_id in items for public_id, _amount in one.items)]
    best = proposals[0] if proposals else None
    sign = _sign(best, len(proposals))
    pair: dict[str, Any] = {
        "id": line.public_id,
        "is_here": bool(tab),
        "on": line.booked_on,
        "amount": Money(line.amount, line.currency),
        "party": line.counterparty_name,
        "iban": line.counterparty_iban,
        "text": line.remittance,
        "sign": sign,
        "sign_words": _short(best, line.currency),
        "tab": tab,
        "tabs": _tabs(request, line, tab) if tab else [],
        "href": lists.link(request, line=line.public_id, tab=None),
        "candidates": [_candidate(one, items, request) for one in (proposals if tab else proposals[:1])],
        "odds": best.confidence * 100 if best and not best.is_sure else None,
        "action": reverse("line_confirm", args=[line.public_id]),
    }
    if tab == "choose":
        text = request.GET.get("text", "")
        pair |= {
            "text_asked": text,
            "offered": [_offer(item) for item in queries.offered(request.company, line, text=text)],
        }
    return pair


def _tabs(request: Request, line: StatementLine, here: str) -> list[dict[str, Any]]:
    told = (
        ("match", pgettext("tab", "Match"), "m"),
        ("choose", pgettext("tab", "Choose"), "c"),
        ("leave", pgettext("tab", "Leave out"), "t"),
    )
    return [
        {
            "href": lists.link(request, line=line.public_id, tab=None if key == "match" else key),
            "word": word,
            "key": letter,
            "is_here": key == here,
        }
        for key, word, letter in told
    ]


def _empty(progress: queries.Progress) -> dict[str, str]:
    return {
        "title": _("Quits: no bank line waits"),
        "text": _(
            "Import the next statement, as camt.053 or as a table from your bank. Kvit knows the lines it has already."
        ),
        "href": reverse("statement_import"),
        "button": _("Import a statement"),
    }


@require_POST
def confirm(request: Request, public_id: str) -> HttpResponse:
    """Book the line with a candidate, or with what was chosen by hand."""
    line = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    chosen = request.POST.getlist("item")
    if chosen:
        match = reconciliation.confirm(request.company, line, [Share(one) for one in chosen], **who)
    else:
        rank = request.POST.get("candidate", "")
        one = queries.proposal(request.company, line, rank=int(rank) if rank.isdigit() else 0)
        match = reconciliation.confirm_proposal(request.company, one, **who)
    name = match.payment.party.name
    amount = format_money(Money(line.amount, line.currency), tongue())
    back = reverse("line_undo", args=[public_id])
    tell(request, _("Booked: %(name)s, %(amount)s") % {"name": name, "amount": amount}, icon="equals", back=back)
    return redirect("reconcile")


@require_POST
def leave_out(request: Request, public_id: str) -> HttpResponse:
    """The line settles nothing here; the note says why."""
    line = queries.find(request.company, public_id)
    reconciliation.ignore(request.company, line, note=request.POST.get("note", ""), by=request.actor, on=request.today)
    back = reverse("line_undo", args=[public_id])
    tell(
        request,
        _("Left out: %(name)s") % {"name": line.counterparty_name or line.remittance[:40]},
        icon="right",
        back=back,
    )
    return redirect("reconcile")


@require_POST
def undo(request: Request, public_id: str) -> HttpResponse:
    """The line waits again, and everything it settled is open."""
    line = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if line.status == "ignored":
        reconciliation.restore(request.company, line, **who)
    else:
        reconciliation.undo(request.company, line, **who)
    reconciliation.suggest(request.company, **who)
    tell(request, _("Undone: the line waits again"), icon="undo")
    return redirect(f"{reverse('reconcile')}?line={public_id}")


@require_POST
def accept_exact(request: Request) -> HttpResponse:
    """Book every line whose candidate is sure."""
    booked = reconciliation.book_sure(request.company, by=request.actor, on=request.today)
    tell(request, ngettext("Booked %(n)d line", "Booked %(n)d lines", len(booked)) % {"n": len(booked)}, icon="equals")
    return redirect("reconcile")
