"""Sending a document by hand: to whom, with which words, once for each wish."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kvit import wording
from kvit.billing import proforma_sending
from kvit.core.errors import Refused
from kvit.messages import outbox, queries
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.receivables import queries as receivables
from kvit.receivables import sending
from kvit.receivables.models import Invoice
from kvit.sales import queries as sales
from kvit.web import subjects
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.toasts import tell


class SendForm(Form):
    """To whom a document goes, and with which words."""

    to = forms.CharField(
        label=lazy("To"), required=False, max_length=1000, help_text=lazy("Several addresses with a comma between.")
    )
    message = forms.CharField(
        label=lazy("Your words"),
        required=False,
        max_length=4000,
        help_text=lazy("They stand in place of the usual first sentence, for this mail only."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A document that somebody wants to send, and the verb that sends it."""

    about: About
    party: Party
    send: Callable[..., list[Message]]
    intro: str
    above: tuple[str, str]
    """The word and the address of the list it stands in."""


@require_http_methods(["GET", "POST"])
def invoice(request: Request, public_id: str) -> HttpResponse:
    """Send an issued invoice or credit note by mail."""
    row = receivables.find(request.company, public_id)
    parcel = Parcel(
        about=sending.about(row),
        party=row.party,
        send=partial(sending.send, request.company, row),
        intro=_("By mail, with the PDF and the e-invoice."),
        above=(_("Invoices"), reverse("invoices")),
    )
    return _page(request, parcel)


@require_http_methods(["GET", "POST"])
def proforma(request: Request, public_id: str) -> HttpResponse:
    """Send an issued proforma by mail."""
    row = sales.find(request.company, public_id)
    parcel = Parcel(
        about=proforma_sending.about(row),
        party=row.party,
        send=partial(proforma_sending.send, request.company, row),
        intro=_("By mail, with the PDF. It says that it is no tax document."),
        above=(_("Proformas"), reverse("proformas")),
    )
    return _page(request, parcel)


def _page(request: Request, parcel: Parcel) -> HttpResponse:
    """The form, and what it asks for.

    It carries how often the document had been sent when it was shown: two clicks on one form are one mail, and sending
    again is an act of its own.
    """
    typed = SendForm(request.POST or None, initial={"to": _known_addresses(request, parcel)})
    href = subjects.href(parcel.about.kind, parcel.about.public_id)
    if request.method == "POST" and typed.is_valid():
        to = [part.strip() for part in typed.cleaned_data["to"].split(",")]
        seen = request.POST.get("known", "")
        known = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
        who: dict[str, Any] = {"by": request.actor, "on": request.today}
        try:
            sent = parcel.send(to=to, message=typed.cleaned_data["message"], again=known > 0, known=known, **who)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Queued for %(to)s") % {"to": _named(sent)}, icon="send")
            return redirect(href)
    before = [one for one in queries.about(request.company, parcel.about.kind, id=parcel.about.id) if _has_left(one)]
    name = parcel.about.name or parcel.party.name
    shown = {
        "title": _("Send %(number)s") % {"number": name},
        "intro": parcel.intro,
        "crumbs": [parcel.above, (name, href)],
        "sections": [{"title": "", "fields": list(typed)}],
        "known": len({one.occasion for one in before}),
        "button": _("Send it"),
        "icon": "send",
        "cancel_href": href,
        "problems": typed.problems() if typed.is_bound else [],
        "notices": [_sent_before(before)] if before else [],
    }
    return render(request, "web/send.html", shown, status=422 if typed.is_bound else 200)


def _known_addresses(request: Request, parcel: Parcel) -> str:
    return ", ".join(address for address, _name in correspondence.mailboxes(request.company, parcel.party))


def _has_left(mail: Message) -> bool:
    return mail.status != "queued" and mail.kind not in outbox.QUIET_KINDS


def _sent_before(before: list[Message]) -> dict[str, str]:
    return {
        "tone": "is-amber",
        "icon": "mail",
        "strong": _("It was sent before."),
        "text": _("This sends it once more, to %(to)s or whom you name.") % {"to": _named(before)},
    }


def send_now(request: Request, row: Invoice) -> None:
    """Send what was issued just now, and say where it went; where it cannot go, say why: it is issued all the same."""
    try:
        sent = sending.send(request.company, row, by=request.actor, on=request.today)
    except Refused as refused:
        told = wording.sentence(refused.code, refused.facts)
        tell(request, _("Issued, not sent: %(why)s") % {"why": told}, icon="alert")
    else:
        tell(request, _("Queued for %(to)s") % {"to": _named(sent)}, icon="send")


def _named(sent: list[Message]) -> str:
    return ", ".join(dict.fromkeys(one.to_address for one in sent if one.kind not in outbox.QUIET_KINDS))
