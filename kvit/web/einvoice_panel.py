"""The e-invoice panel of a document: where it stands in each network, why, and the one thing to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from kvit import wording
from kvit.companies.permissions import allowed
from kvit.core import network_access
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_date_understood
from kvit.core.networks import KSEF, LAWS, Passage
from kvit.networks import outgoing, outside, queries, withdrawals
from kvit.networks.models import Connection, Submission
from kvit.receivables import network_forms, payment_titles, transmitting
from kvit.receivables import queries as receivables
from kvit.receivables.chained import ANNULMENT
from kvit.receivables.models import Invoice
from kvit.web import places, states, words
from kvit.web.current import Request
from kvit.web.fields import RegionField, tongue
from kvit.web.forms import Form
from kvit.web.outages import down_since
from kvit.web.states import State

OPEN = queries.OPEN
LANGUAGES = {name: law.country.lower() for name, law in LAWS.items() if law.country}
"""In which language an authority answers: that of its country."""
WORST = ("accepted", "submitted", "validated", "prepared", "unknown", "rejected")
NEAR = timedelta(days=2)
"""From so many days before the last one it is shown amber."""


class AmendForm(Form):
    """What of a refused document may be put right without another one: only the fields that are at fault."""

    street = forms.CharField(label=lazy("Street and number"), required=False, max_length=150)
    town = forms.CharField(label=lazy("Town"), required=False, max_length=100)
    post_code = forms.CharField(label=lazy("Post code"), required=False, max_length=20)
    region = RegionField(label=lazy("County"), required=False, max_length=60)
    buyer_reference = forms.CharField(label=lazy("Their reference"), required=False, max_length=100)
    electronic_scheme = forms.CharField(
        label=lazy("Scheme of the electronic address"),
        required=False,
        max_length=4,
        help_text=lazy("Four digits, such as 9947."),
    )
    electronic_address = forms.CharField(label=lazy("Electronic address"), required=False, max_length=100)
    description = forms.CharField(
        label=lazy("What was sold"),
        required=False,
        max_length=500,
        help_text=lazy("As the tax agency is to read it. Left empty, the names of the lines stand there."),
    )
    recipient_type = forms.ChoiceField(
        label=lazy("The customer's NIF"),
        required=False,
        choices=[("", lazy("As it was issued")), ("07", lazy("Not in the tax agency's census"))],
    )

    def __init__(self, *args: Any, names: Sequence[str], country: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.country = country
        for name in set(self.fields) - set(names):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("region"):
            try:
                told["region"] = places.region_code(self.country, told["region"])
            except ValueError:
                self.add_error("region", places.unknown_region(told["region"]))
        return told

    def refuse(self, refused: Refused) -> None:
        """On top: what is refused here is never one field alone."""
        self.add_error(None, words.refusal(refused))


def of_document(
    request: Request, row: Invoice, *, tries: Sequence[Submission], typed: Mapping[str, AmendForm] | None = None
) -> list[dict[str, Any]]:
    """A row for each network that concerns the document. `typed` are forms that were just filled in, by network."""
    if row.status != "issued":
        return []
    by_network: dict[str, list[Submission]] = {}
    for one in tries:
        by_network.setdefault(one.network, []).append(one)
    ways = {way.network: way for way in queries.ways(request.company) if way.is_on}
    passages = {one.network: one for one in transmitting.passages(request.company, row)}
    is_annulled = receivables.annulment_of(request.company, row) is not None
    if is_annulled:  # nothing goes anywhere any more but to whom the annulment is told
        passages = {name: one for name, one in passages.items() if transmitting.hears_annulment(one)}
    networks = [name for name, one in passages.items() if name in ways or one.is_duty or name in by_network]
    networks += [name for name in by_network if name not in passages]
    return [
        _row(
            _Place(
                request,
                row,
                name,
                way=ways.get(name),
                passage=passages.get(name),
                annuls=is_annulled and name in passages,
            ),
            tries=by_network.get(name, []),
            form=(typed or {}).get(name),
        )
        for name in networks
    ]


def amending(row: Invoice, live: Submission, *, typed: Any = None) -> AmendForm | None:
    """The short form of what is at fault in a refused document; none where only another document helps."""
    names = network_forms.faulty(live.findings, form=live.form)
    if not outgoing.is_wrong(live) or not names or live.document_kind == ANNULMENT:
        return None
    country = row.buyer.get("country", "")
    known = network_forms.values(row, live.facts)
    initial = {**known, "region": places.region_name(country, known["region"])}
    return AmendForm(typed, names=names, country=country, initial=initial, prefix=live.network)


def state_of(live: Submission | None) -> State:
    """Where the try stands, as word and icon."""
    if live is None:
        return states.state("einvoice_none")
    return states.state("einvoice_with_errors" if _has_errors(live) else f"einvoice_{live.status}")


def _has_errors(live: Submission) -> bool:
    return live.status == "accepted" and live.with_errors


def worst(live: Sequence[Submission]) -> State | str:
    """Of a document's tries at its networks, the one that a person should see; nothing where there is none."""
    return state_of(max(live, key=_badness)) if live else ""


def _badness(one: Submission) -> int:
    """What was taken with errors needs a person as much as what nobody knows the fate of."""
    return WORST.index("unknown" if _has_errors(one) else one.status)


def last_day(until: date | None, *, status: str, on: date) -> State | str:
    """Until when it is in time, or since when it is late; nothing where it is taken or the law knows no day."""
    if until is None or status not in (*OPEN, ""):
        return ""
    told = {"on": format_date_understood(until, tongue())}
    if until < on:
        return State("alert", _("late since %(on)s") % {"on": format_date_understood(until, tongue())}, "is-red")
    return State("clock", _("in time until %(on)s") % told, "is-amber" if until <= on + NEAR else "")


def reasons(live: Submission) -> list[dict[str, str]]:
    """What keeps the document from being taken, each as a plain sentence with the rule, and the authority's words."""
    told = []
    for one in live.findings:
        shown = outside.finding(one)
        facts = one.get("facts") or {}
        own = str(facts.get("message", "")) if isinstance(facts, dict) else ""
        message = str(shown["message"])
        told.append({"sentence": message, "rule": str(one.get("rule", "")), "own": "" if own in message else own})
    return told


@dataclass(frozen=True)
class _Place:
    """A document at one network: the way there, where there is one, and what the law says of it."""

    request: Request
    row: Invoice
    network: str
    way: Connection | None = field(kw_only=True)
    passage: Passage | None = field(kw_only=True)
    annuls: bool = field(kw_only=True)  # what counts there is the record that annuls the document

    def counts(self, one: Submission) -> bool:
        """Whether the try is the one that a person is to see."""
        return one.status != "superseded" and (one.document_kind == ANNULMENT or not self.annuls)

    def may(self, verb: str) -> bool:
        return allowed(self.request.actor, verb, self.request.company)


def _row(at: _Place, *, tries: Sequence[Submission], form: AmendForm | None) -> dict[str, Any]:
    live = next((one for one in tries if at.counts(one)), None)
    until = live.until if live else at.passage.until if at.passage else None
    may = at.may("network.submit") and at.passage is not None
    refused = live is not None and live.status == "rejected"
    is_wrong = live is not None and outgoing.is_wrong(live)
    form = form or (amending(at.row, live) if live and may else None)
    title = network_access.title(at.network)
    headed = _("%(network)s: annulment") % {"network": title} if at.annuls else title
    return {
        "network": at.network,
        "lang": LANGUAGES.get(at.network, ""),
        "title": title,
        "headed": headed,
        "state": state_of(live),
        "last_day": last_day(until, status=live.status if live else "", on=at.request.today),
        "sentence": _down(at, live) or _sentence(live, at.way),
        "facts": _facts(at, live) if live else [],
        "reasons": reasons(live) if is_wrong and live else [],
        "told": live.told if is_wrong and live and not live.findings else "",
        "papers": _papers(live) if live else [],
        "earlier": [_earlier(one) for one in tries if not at.counts(one)],
        "form": form,
        "back": live if live and may and withdrawals.may_be(live) else None,
        "back_told": _told_back(live) if live else "",
        "button": _button(live, at.way, title=title)
        if may and not (at.annuls and live and _has_errors(live))
        else None,
        "connect": connect_href(at.network) if at.way is None and at.may("network.edit") else "",
        "is_stuck": refused and form is None and may and not at.annuls,
    }


def connect_href(network: str) -> str:
    """Where the network is set up."""
    return f"{reverse('settings_networks')}#{network}"


def _button(live: Submission | None, way: Connection | None, *, title: str) -> dict[str, str] | None:
    """The one thing to do next; nothing while the network has it, or it is done."""
    if live is not None and outgoing.is_wrong(live):
        return {"verb": "repeat", "word": _("Put right and send again"), "icon": "again"}
    if way is not None and (live is None or live.status == "prepared"):
        return {"verb": "submit", "word": _("Send to %(network)s") % {"network": title}, "icon": "send"}
    return None


def _down(at: _Place, live: Submission | None) -> str:
    """What is said of a document that waits for the end of an outage."""
    waits = live is None or live.status in ("prepared", "validated", "submitted", "unknown")
    return down_since(at.request.company, at.network) if waits else ""


def _sentence(live: Submission | None, way: Connection | None) -> str:
    """What happens now, or what is missing."""
    status = live.status if live else ""
    if way is None and status in ("", "prepared", "validated"):
        return _("The network is not connected, so nothing is sent there.")
    if way is not None and way.trouble and status in ("validated", "submitted", "unknown"):
        return wording.sentence(way.trouble, way.trouble_facts)
    said = {
        "": _("It was not sent yet."),
        "prepared": _("It is ready, and leaves when you say so."),
        "validated": _("It leaves by itself in a minute."),
        "submitted": _("The network has it and works on it. Kvit asks by itself."),
        "unknown": _("The call broke off. Kvit asks whether it arrived, and never sends it twice."),
    }
    return said.get(status, "")


def _told_back(live: Submission) -> str:
    """What became of asking for it back."""
    if live.withdrawal == "refused" and live.findings:
        return reasons(live)[0]["sentence"]
    said = {
        "wanted": _("It is wanted back; the network is asked in a minute."),
        "asked": _("The other side was asked to give it back, and has not answered yet."),
        "refused": _("The other side keeps it."),
    }
    return said.get(live.withdrawal, "")


def _facts(place: _Place, live: Submission) -> list[tuple[str, str]]:
    told = [(_number_label(place, live), live.official)]
    for label, at in ((pgettext("e-invoice", "Sent"), live.submitted_at), (_("Answered"), live.settled_at)):
        if at is not None and live.status in ("submitted", "accepted", "rejected", "unknown"):
            here = timezone.localtime(at)
            told.append((label, f"{format_date(here.date(), tongue())} {here:%H:%M}"))
    if live.mode == "test":
        told.append((_("Side"), _("test, without effect in law")))
    return [(label, value) for label, value in told if value]


def _number_label(place: _Place, live: Submission) -> str:
    """What the network's number is called, and what it is for where the law says so."""
    if live.network != KSEF:
        return _("Official number")
    is_title = payment_titles.title(place.row.company, place.row, on=place.request.today) == live.official
    return _("KSeF number, to be the title of the payment (art. 108g)") if is_title else _("KSeF number")


def _papers(live: Submission) -> list[dict[str, str]]:
    """What may be fetched: what was sent, and what the network gave for it."""
    found = [{"href": reverse("einvoice_xml", args=[live.public_id]), "word": _("What was sent (XML)")}]
    for one in live.acknowledgements.all():
        href = reverse("acknowledgement", args=[one.public_id])
        found.append({"href": href, "word": _("The network's answer: %(name)s") % {"name": one.name}})
    return found


def _earlier(one: Submission) -> dict[str, Any]:
    return {"attempt": one.attempt, "at": one.settled_at or one.prepared_at, "reasons": reasons(one), "told": one.told}
