"""Matching bank lines: line, sign, candidate; by keyboard."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from kvit.arrangements.models import WriteOffItem
from kvit.banking import given_up, queries, questions, reconciliation, retold, rule_queries, splits
from kvit.banking.models import Match, StatementLine
from kvit.companies.permissions import allowed
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.ledger import accounts
from kvit.ledger.models import OpenItem
from kvit.web import candidates, lists, words
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.toasts import tell

SIZE = 10
TABS = ("match", "split", "customer", "account", "leave", "ask")
ACCOUNT_ROWS = ("1", "2")


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
    for pair, behind, before in zip(pairs, [*pairs[1:], *pairs[:1]], [*pairs[-1:], *pairs[:-1]], strict=True):
        pair |= {"skip_href": behind["href"], "back_href": before["href"], "next": behind["id"]}
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
    pair: dict[str, Any] = {
        "id": line.public_id,
        "is_here": bool(tab),
        "on": line.booked_on,
        "amount": Money(line.amount, line.currency),
        "party": line.counterparty_name,
        "iban": line.counterparty_iban,
        "text": line.remittance,
        "doubt": words.finding(retold.finding(line)) if line.doubt else "",
        "sign": candidates.sign(best, len(proposals)),
        "sign_words": candidates.short(best, line.currency),
        "tab": tab,
        "tabs": _tabs(request, line, tab) if tab else [],
        "href": lists.link(request, line=line.public_id, tab=None),
        "candidates": [candidates.candidate(one, items, request) for one in (proposals if tab else proposals[:1])],
        "odds": best.confidence * 100 if best and best.items and not best.is_sure else None,
        "action": reverse("line_confirm", args=[line.public_id]),
    }
    return pair | _of_tab(request, line, tab) if tab else pair


def _of_tab(request: Request, line: StatementLine, tab: str) -> dict[str, Any]:
    """What the open tab of the line here wants beside."""
    company = request.company
    talk = questions.talk(company, line)
    most = Money(rule_queries.tolerance(company, line.currency, on=request.today), line.currency)
    shown: dict[str, Any] = {"most": most, "talk": talk, "may_rule": allowed(request.actor, "bank_rule.edit", company)}
    shown["is_in"] = line.amount > 0
    shown["given_up"] = [
        {
            "id": one.item.public_id,
            "number": one.item.document_number,
            "name": one.item.party.name,
            "amount": _loss(one),
        }
        for one in given_up.meant(company, line)
    ]
    if tab == "split":
        text = request.GET.get("text", "")
        shown |= {
            "text_asked": text,
            "offered": [candidates.offer(item) for item in queries.offered(company, line, text=text)],
            "account_rows": ACCOUNT_ROWS,
        }
    if tab in ("split", "account"):
        shown |= {
            "accounts": [(one.code, f"{one.code} {one.name}") for one in accounts.to_book(company)],
            "own_accounts": [
                (one.public_id, words.iban(one.iban))
                for one in accounts.banks(company)
                if one.pk != line.bank_account_id
            ],
        }
    if tab == "customer":
        shown["recorded"] = [candidates.recorded(one) for one in queries.recorded_for(company, line)]
    if tab == "ask":
        people = company.memberships.filter(user__is_active=True).exclude(user_id=request.user.pk)
        shown["people"] = [(one.user.public_id, str(one.user)) for one in people.select_related("user").order_by("pk")]
    return shown


def _loss(one: WriteOffItem) -> Money:
    return Money(one.booked, one.item.currency)


def _tabs(request: Request, line: StatementLine, here: str) -> list[dict[str, Any]]:
    told = (
        ("match", pgettext("tab", "Match"), "m"),
        ("split", pgettext("tab", "Split"), "s"),
        ("customer", pgettext("tab", "On account"), "o"),
        ("account", pgettext("tab", "Account"), "a"),
        ("leave", pgettext("tab", "Leave out"), "i"),
        ("ask", pgettext("tab", "Ask"), "d"),
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
            "Import the next statement: camt.053, MT940, Norma 43 or a table from your bank. Kvit knows the lines it "
            "has already."
        ),
        "href": reverse("statement_import"),
        "button": _("Import a statement"),
    }


@require_POST
def confirm(request: Request, public_id: str) -> HttpResponse:
    """Book the line with a candidate."""
    line = queries.find(request.company, public_id)
    one = queries.proposal(request.company, line, mark=request.POST.get("candidate", ""))
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    gap = request.POST.get("gap", "")
    if gap in ("fee", "write_off"):
        why = _("Small difference, written off when matched")
        splits.close_gap(request.company, one, as_=gap, why=why, **who)
        return booked(request, line)
    made = reconciliation.confirm_proposal(request.company, one, **who)
    return booked(request, line, name=made.payment.party.name if isinstance(made, Match) else "")


def booked(request: Request, line: StatementLine, *, name: str = "") -> HttpResponse:
    """Say what was booked, with the way back, and go on to the line after it."""
    amount = format_money(Money(line.amount, line.currency), tongue())
    name = name or line.counterparty_name or line.remittance[:40]
    back = reverse("line_undo", args=[line.public_id])
    tell(request, _("Booked: %(name)s, %(amount)s") % {"name": name, "amount": amount}, icon="equals", back=back)
    return onward(request)


def onward(request: Request) -> HttpResponse:
    """The page again, at the line that came after the one that is done."""
    after = request.POST.get("next", "")
    return redirect(f"{reverse('reconcile')}?line={after}" if after.isidentifier() else reverse("reconcile"))


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
    return onward(request)


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
