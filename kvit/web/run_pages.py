"""What the pages of payment runs and of direct debits share: the list, one run, its acts, file and answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.lifecycle import Lifecycle, verbs_from
from kvit.core.money import Money
from kvit.events import queries as events
from kvit.payments.run_doors import Answers, Queries, Runs, Shapes
from kvit.web import downloads, happened, lists, words
from kvit.web.current import Request
from kvit.web.rows import Head, growing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("proposed", p_("payment runs", "To release")),
    ("released", p_("payment runs", "Released")),
    ("exported", p_("payment runs", "With the bank")),
    ("cancelled", p_("payment runs", "Cancelled")),
)


@dataclass(frozen=True)
class Kind:
    """One kind of runs: its room's modules, and where the two kinds have other names for the same."""

    runs: Runs
    queries: Queries
    answers: Answers
    shapes: Shapes
    area: str
    """Of its permissions: `area.release`."""
    route: str
    """Of its addresses and states: `route_file`, `route_released`."""
    subject: str
    """Of its events."""
    lifecycle: Lifecycle
    moves: Callable[[Any], Decimal]
    """What an item of it moves."""
    other: str
    """Who is on the other side of what is left out."""
    said: Mapping[str, tuple[Any, str]]
    """The words and the icon after an act."""


def routes(kind: Kind, *, at: str) -> list[URLPattern]:
    """The addresses of the acts below `at`."""
    one, told = f"{at}/<str:public_id>", {"kind": kind}
    return [
        path(f"{one}/file", file, told, name=f"{kind.route}_file"),
        path(f"{one}/answer", answer, told, name=f"{kind.route}_answer"),
        *(
            path(f"{one}/{verb}", act, {**told, "verb": verb}, name=f"{kind.route}_{verb}")
            for verb in ("release", "remove", "cancel")
        ),
    ]


def index(request: Request, kind: Kind, *, title: str, counted: str, empty: tuple[str, str]) -> HttpResponse:
    """The runs of a state, the newest first; `counted` is the word for what they move."""
    require(request.actor, f"{kind.area}.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = kind.queries.listed(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Account")),
        Head(_("Due until")),
        Head(counted, is_number=True, is_optional=True),
        Head(_("Sum"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.public_id,
            "href": reverse(kind.route, args=[row.public_id]),
            "cells": [
                {"text": words.iban(row.bank_account.iban)},
                {"on": row.until_on},
                {"text": str(sum(1 for one in row.items.all() if kind.moves(one) and one.status != "removed"))},
                {"money": total(kind, row)},
                {"state": state(f"{kind.route}_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    return growing(
        request,
        title,
        heads=heads,
        rows=rows,
        add=(reverse(f"{kind.route}_new"), _("Propose a run")),
        empty=empty,
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


def shown(request: Request, kind: Kind, row: Any) -> dict[str, Any]:
    """What every page of one run wants."""
    currency = row.bank_account.currency
    past = events.of_subjects(request.company, [(kind.subject, row.pk)])
    return {
        "run": row,
        "route": kind.route,
        "state": state(f"{kind.route}_{row.status}"),
        "iban": words.iban(row.bank_account.iban),
        "left_out": [
            {
                **one,
                "who": one[kind.other],
                "money": Money(Decimal(one["amount"]), one["currency"]),
                "why": kind.shapes.why(one),
            }
            for one in row.left_out
        ],
        "happened": happened.told(past, currency=currency),
        "can": _can(request, kind, row),
    }


@require_POST
def act(request: Request, public_id: str, *, kind: Kind, verb: str) -> HttpResponse:
    """Release, take a document out, or cancel."""
    row = kind.queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "release":
        version = request.POST.get("version", "")
        kind.runs.release(request.company, row, version=int(version) if version.isdecimal() else -1, **who)
    elif verb == "remove":
        kind.runs.remove(request.company, row, number=request.POST.get("item", ""), **who)
    else:
        kind.runs.cancel(request.company, row, reason=request.POST.get("reason", ""), **who)
    said, icon = kind.said[verb]
    tell(request, str(said), icon=icon)
    return redirect(kind.route, public_id)


@require_POST
def file(request: Request, public_id: str, *, kind: Kind) -> HttpResponse:
    """The released file, for the bank: the same bytes for ever."""
    row = kind.queries.find(request.company, public_id)
    content = kind.runs.export(request.company, row, by=request.actor, on=request.today)
    return downloads.answer(content, name=row.file.name, media_type=row.file.media_type)


@require_POST
def answer(request: Request, public_id: str, *, kind: Kind) -> HttpResponse:
    """Read what the bank answered to the file of a run."""
    kind.queries.find(request.company, public_id)
    given = request.FILES.get("file")
    told = kind.answers.take(request.company, given.read() if given else b"", by=request.actor, on=request.today)
    failed = sum(1 for _row, one in told.answers if one.state == "rejected")
    tell(request, _("Read: %(n)s refused by the bank") % {"n": failed}, icon="alert" if failed else "check")
    return redirect(kind.route, told.run.public_id)


def total(kind: Kind, row: Any) -> Money:
    """What the run moves."""
    currency = row.bank_account.currency
    moved = [kind.moves(one) for one in row.items.all() if one.status != "removed"]
    return sum((Money(one, currency) for one in moved), Money.zero(currency))


def _can(request: Request, kind: Kind, row: Any) -> dict[str, bool]:
    verbs = verbs_from(kind.lifecycle, row.status)
    asked = ("propose", "release", "export")
    may = {verb: allowed(request.actor, f"{kind.area}.{verb}", request.company) for verb in asked}
    is_own = request.actor.id in kind.runs.proposed_by(row)
    return {
        "release": "release" in verbs and may["release"] and not is_own,
        "is_own": "release" in verbs and is_own,
        "edit": "edit" in verbs and may["propose"],
        "cancel": "cancel" in verbs and may["propose"],
        "export": "export" in verbs and may["export"],
        "answer": row.status == "exported" and may["export"],
    }
