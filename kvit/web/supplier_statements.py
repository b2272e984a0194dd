"""Suppliers' statements of account: looked at first, kept, and held against the books of today."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zlib import compress, decompressobj
from zlib import error as NotCompressed

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.parsing.tables import Chosen
from kvit.core.supplier_statements import Held, Ours, Read
from kvit.parties import queries
from kvit.payments import supplier_statements
from kvit.payments.supplier_statements import Given
from kvit.web import words
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.imports import DATES, DECIMALS, MOST
from kvit.web.states import state
from kvit.web.toasts import tell

FIELDS = {
    "on": p_("column of a statement", "Day"),
    "number": p_("column of a statement", "Number"),
    "charged": p_("column of a statement", "Charged to us"),
    "credited": p_("column of a statement", "Paid or credited by us"),
    "amount": p_("column of a statement", "Amount with its sign"),
    "text": p_("column of a statement", "Text"),
    "currency": p_("column of a statement", "Currency"),
}
KINDS = {
    "bill": p_("in our books", "bill"),
    "credit_note": p_("in our books", "credit note"),
    "payment": p_("in our books", "payment"),
}


class StatementForm(Form):
    """The supplier's file, and how it is read where it can be read two ways."""

    file = forms.FileField(label=lazy("Their statement"), required=False, help_text=lazy("CSV, XLSX or ODS."))
    currency = forms.CharField(label=lazy("Currency"), max_length=3, min_length=3)
    dates = forms.ChoiceField(label=lazy("Days"), choices=DATES, required=False)
    decimals = forms.ChoiceField(label=lazy("Amounts"), choices=DECIMALS, required=False)
    carried = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def given(self) -> Given:
        """The file with the choices: uploaded now, or carried along from the first look; empty where there is none."""
        told, file = self.cleaned_data, self.cleaned_data.get("file")
        content, name = (file.read(), file.name) if file else (self._carried(), told.get("name", ""))
        chosen = Chosen(dates=told["dates"] or None, decimals=told["decimals"] or None)
        return Given(content=content, name=name, currency=told["currency"].upper(), chosen=chosen)

    def _carried(self) -> bytes:
        try:
            packed = b64decode(self.cleaned_data.get("carried", ""), validate=True)
            return decompressobj().decompress(packed, MOST)
        except (NotBase64, NotCompressed, ValueError):
            return b""


@require_http_methods(["GET", "POST"])
def new(request: Request, public_id: str) -> HttpResponse:
    """Choose a file; see how it was read and what became of each row; keep it."""
    require(request.actor, "supplier_statement.take", request.company)
    party = queries.find_supplier(request.company, public_id)
    typed = StatementForm(request.POST or None, request.FILES or None, initial={"currency": request.company.currency})
    shown: dict[str, Any] = {"party": party, "form": typed, "title": _("Statement of %(name)s") % {"name": party.name}}
    if request.method == "POST" and typed.is_valid():
        given = typed.given()
        try:
            if not given.content:
                typed.add_error("file", _("Choose a file."))
            elif request.POST.get("go"):
                row = supplier_statements.take(request.company, party, given, by=request.actor, on=request.today)
                tell(request, _("Kept: it is held against the books of each day"), icon="check")
                return redirect("supplier_statement", row.public_id)
            else:
                read = supplier_statements.look(request.company, given)
                held = supplier_statements.against_books(
                    request.company, party, read.rows, currency=given.currency or request.company.currency
                )
                shown |= _result(held, columns=read.understood.columns, unread=read.unread, currency=given.currency)
                shown |= {
                    "read": _read(read),
                    "carried": b64encode(compress(given.content)).decode(),
                    "name": given.name,
                }
        except Refused as refused:
            typed.add_error("file", words.refusal(refused))
    shown["problems"] = typed.problems() if typed.is_bound else []
    return render(request, "web/supplier_statement_new.html", shown, status=422 if shown["problems"] else 200)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One statement against the books of today."""
    require(request.actor, "supplier.view", request.company)
    row = supplier_statements.find(request.company, public_id)
    held = supplier_statements.compared(request.company, row)
    told = {
        "statement": row,
        "title": _("Statement of %(name)s") % {"name": row.party.name},
        **_result(held, columns=row.columns, unread=row.unread, currency=row.currency),
        "can_ask": bool(supplier_statements.missing_here(held))
        and allowed(request.actor, "message.send", request.company),
    }
    return render(request, "web/supplier_statement.html", told)


@require_POST
def ask(request: Request, public_id: str) -> HttpResponse:
    """Ask the supplier for copies of what we do not have."""
    row = supplier_statements.find(request.company, public_id)
    sent = supplier_statements.ask_for_copies(request.company, row, by=request.actor, on=request.today)
    tell(request, _("On its way to %(to)s") % {"to": ", ".join(one.to_address for one in sent)}, icon="send")
    return redirect("supplier_statement", public_id)


def _read(read: Read) -> list[tuple[str, str]]:
    understood = read.understood
    return [
        (_("Days"), str(dict(DATES).get(understood.dates or "", "–")) if understood.dates else "–"),
        (_("Amounts"), str(dict(DECIMALS).get(understood.decimals or "", "–")) if understood.decimals else "–"),
        (_("Letters"), understood.encoding),
        (_("Not used"), ", ".join(understood.ignored) or "–"),
    ]


def _result(held: Sequence[Held], *, columns: dict[str, str], unread: Sequence[int], currency: str) -> dict[str, Any]:
    """What became of each row; what is not in order stands first."""
    rows = sorted(held, key=lambda one: one.outcome == "agrees")
    agrees = sum(1 for one in held if one.outcome == "agrees")
    return {
        "columns": [(FIELDS[name], heading) for name, heading in columns.items()],
        "unread": ", ".join(str(number) for number in unread),
        "agrees": agrees,
        "others": len(held) - agrees,
        "difference": Money(sum((one.difference for one in held), Decimal(0)), currency),
        "rows": [
            {
                "held": one,
                "state": state(f"held_{one.outcome}"),
                "theirs": one.theirs.amount if one.theirs else None,
                "ours": one.ours.amount if one.ours else None,
                "difference": Money(one.difference, currency) if one.difference else None,
                "our_word": _named(one.ours),
            }
            for one in rows
        ],
    }


def _named(ours: Ours | None) -> str:
    return f"{KINDS[ours.kind]} {ours.number}".strip() if ours else ""
