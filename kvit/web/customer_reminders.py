"""The reminders of one customer: what would go today as they would read it, sent, skipped, paused, taken over."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_date
from kvit.dunning import campaigns, mails, pauses, queries, situation
from kvit.dunning.models import Pause
from kvit.events import queries as events
from kvit.ledger import open_items
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.web import happened, procedure_choices, promises, reminders
from kvit.web.current import Request
from kvit.web.fields import DayField, tongue
from kvit.web.forms import Form
from kvit.web.toasts import tell
from kvit.wording.reminders import HABITS, PAUSES

SKIP = "skip"


class PauseForm(Form):
    """What holds reminders back from now on, or lets today's pass."""

    what = forms.ChoiceField(label=p_("reminders", "What"))
    until = DayField(label=lazy("Until"), required=False, help_text=lazy("The last day. A promise needs one."))
    item = forms.ChoiceField(label=lazy("For which invoice"), required=False)
    reason = forms.CharField(label=lazy("Why"), max_length=400, required=False)

    def __init__(self, request: Request, party: Party) -> None:
        super().__init__(request.POST or None, today=request.today)
        owed = open_items.owed(request.company, party=party)
        items = [(item.public_id, item.document_number) for item in owed]
        self._choose("item", [("", _("for all")), *items])
        self._choose(
            "what",
            [
                ("hold", _("Let reminders rest")),
                ("promise", _("The customer promised to pay")),
                (SKIP, _("Skip what is due today")),
            ],
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@require_http_methods(["GET", "POST"])
def show(request: Request, public_id: str) -> HttpResponse:
    """What would go to the customer today, what holds it back, what went before."""
    party = parties.find(request.company, public_id)
    require(request.actor, "reminder.view", request.company)
    typed = PauseForm(request, party)
    if request.method == "POST" and typed.is_valid():
        try:
            _act(request, party, typed.cleaned_data)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, pgettext("reminders", "Noted: %(name)s") % {"name": party.name}, icon="bell")
            return redirect("customer_reminders", public_id)
    return render(request, "web/customer_reminders.html", _shown(request, party, typed), status=_status(typed))


@require_POST
def send(request: Request, public_id: str) -> HttpResponse:
    """Send what is due today."""
    party = parties.find(request.company, public_id)
    campaigns.send(request.company, party, by=request.actor, on=request.today)
    tell(request, _("Reminded: %(name)s") % {"name": party.name}, icon="send")
    return redirect("reminders")


@require_POST
def take_over(request: Request, public_id: str) -> HttpResponse:
    """Who looks takes it over: nothing is sent until they end it."""
    party = parties.find(request.company, public_id)
    pauses.begin(request.company, party, pauses.Asked(kind="taken_over"), by=request.actor, on=request.today)
    tell(request, _("Yours now: %(name)s") % {"name": party.name}, icon="hand")
    return redirect("customer_reminders", public_id)


@require_POST
def give_back(request: Request, public_id: str) -> HttpResponse:
    """Whoever took it over looks after it no more."""
    party = parties.find(request.company, public_id)
    pauses.give_back(request.company, party, by=request.actor, on=request.today)
    tell(request, _("Reminders go on: %(name)s") % {"name": party.name}, icon="bell")
    return redirect("customer_reminders", public_id)


@require_POST
def end(request: Request, public_id: str) -> HttpResponse:
    """Reminders go on."""
    found = queries.find_pause(request.company, public_id)
    row = pauses.end(request.company, found, by=request.actor, on=request.today)
    tell(request, _("Reminders go on: %(name)s") % {"name": row.party.name}, icon="bell")
    return redirect("customer_reminders", row.party.public_id)


def in_short(request: Request, party: Party) -> dict[str, Any]:
    """For the customer's page: when they were last written to, and what holds reminders back."""
    last = queries.listed(request.company, party=party, size=1).rows
    paused = [_paused(row) for row in queries.pauses_of(request.company, party)]
    words = [
        _("%(what)s until %(on)s.") % {"what": one["what"], "on": format_date(one["until"], tongue())}
        if one["until"]
        else f"{one['what']}."
        for one in paused
    ]
    return {"last_on": last[0].reminded_on if last else None, "pauses": words}


def _act(request: Request, party: Party, told: dict[str, Any]) -> None:
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if told["what"] == SKIP:
        campaigns.skip(request.company, party, reason=told["reason"], **who)
        return
    item = queries.item_numbered(request.company, party, told["item"]) if told["item"] else None
    asked = pauses.Asked(kind=told["what"], item=item, until=told["until"], reason=told["reason"])
    pauses.begin(request.company, party, asked, **who)


def _status(typed: PauseForm) -> int:
    return 422 if typed.is_bound else 200


def _shown(request: Request, party: Party, typed: PauseForm) -> dict[str, Any]:
    found = situation.of(request.company, party=party)
    outcome = next(campaigns.judged(found, on=request.today), None)
    letter = mails.letter(request.company, found, outcome, on=request.today) if outcome and outcome.steps else None
    sent = queries.listed(request.company, party=party).rows
    subjects = [("reminder", row.pk) for row in sent]
    subjects += [("pause", row.pk) for row in queries.every_pause_of(request.company, party)]
    habit = next((one.habit for one in found.debtors if one.habit), "")
    paused = queries.pauses_of(request.company, party)
    return {
        "title": _("Reminders to %(name)s") % {"name": party.name},
        "customer": party,
        "crumbs": [(_("Reminders"), reverse("reminders")), (party.name, reverse("customer", args=[party.public_id]))],
        "due": reminders.due_row(request.company, found, outcome) if outcome and outcome.steps else None,
        "letter": letter,
        "held": [reminders.held_row(found, step) for step in outcome.held] if outcome else [],
        "pauses": [_paused(row) for row in paused],
        "procedure": procedure_choices.shown(request, party),
        "is_taken_over": any(row.kind == "taken_over" for row in paused),
        "promises": promises.of_customer(request, party),
        "happened": happened.told(events.of_subjects(request.company, subjects)),
        "habit": _(HABITS[habit]) if habit else "",
        "form": typed,
        "problems": typed.problems() if typed.is_bound else [],
        "may_send": allowed(request.actor, "reminder.send", request.company),
        "may_choose": allowed(request.actor, "reminder.pause", request.company),
    }


def _paused(row: Pause) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "what": _(PAUSES[row.kind]),
        "number": row.item.document_number if row.item is not None else "",
        "since": row.since,
        "until": row.until,
        "reason": row.reason,
    }
