"""Recurring invoices: their rhythm, what they repeat, the calendar of the next twelve."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.billing import missed, planning, queries, runs, schedules
from kvit.billing.models import Schedule, ScheduleRun
from kvit.billing.planning import Planned
from kvit.companies.models import Company
from kvit.companies.permissions import allowed
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_date_long
from kvit.parties import queries as parties
from kvit.receivables import queries as receivables
from kvit.web import computed, lists, states, words
from kvit.web.current import Request
from kvit.web.drafting import Draft, of_raw, rearranged, with_names
from kvit.web.drafts import kept_draft
from kvit.web.fields import DayField, WholeField, tongue
from kvit.web.forms import Form
from kvit.web.toasts import tell

VIEWS = (
    ("active", p_("schedules", "Active")),
    ("paused", p_("schedules", "Paused")),
    ("ended", p_("schedules", "Ended")),
)
UNITS = (
    ("month", lazy("months")),
    ("week", lazy("weeks")),
    ("quarter", lazy("quarters")),
    ("year", lazy("years")),
    ("day", lazy("days")),
)
LEVELS = (("draft", lazy("Prepare a draft for me")), ("issue", lazy("Issue and send by itself")))
CATCH_UPS = (("make", lazy("Bill them")), ("ask", lazy("Ask me")))
NOT_OF_SCHEDULE = ("issue_on", "delivered_on", "period")


class RhythmForm(Form):
    """When, how often, how far by itself."""

    name = forms.CharField(label=lazy("Name"), max_length=100, help_text=lazy("For yourself."))
    anchor_on = DayField(label=lazy("First on"), help_text=lazy("Later ones keep its day of the month."))
    every = WholeField(label=lazy("Every"), initial=1)
    unit = forms.ChoiceField(label=lazy("How often"), choices=UNITS)
    ends_on = DayField(label=lazy("Last on"), required=False)
    end_of_month = forms.BooleanField(label=lazy("Always on the last day of the month"), required=False)
    level = forms.ChoiceField(label=lazy("How far by itself"), choices=LEVELS)
    catch_up = forms.ChoiceField(label=lazy("After a standstill, what was missed"), choices=CATCH_UPS)

    def raw(self) -> dict[str, Any]:
        """The rhythm as the room takes it."""
        told = dict(self.cleaned_data)
        days = {name: told[name].isoformat() for name in ("anchor_on", "ends_on") if told[name]}
        return {**{name: told[name] for name in told if name not in ("anchor_on", "ends_on")}, **days}


@require_GET
def index(request: Request) -> HttpResponse:
    """The schedules, and the next twelve turns of all together."""
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.listed(request.company, status=view, size=lists.SIZE, **cursors)
    coming = planning.calendar_of_all(request.company, n=12) if view == "active" else []
    nets = {turn.schedule.pk: turn for turn in reversed(coming)}
    shown = {
        "views": lists.tabs(request, VIEWS, here=view),
        "rows": [_shown(row, nets.get(row.pk)) for row in page.rows],
        "runs": [_turn(turn) for turn in coming],
        "waiting": [_waiting(run) for run in queries.asked(request.company)[:10]],
        "pager": lists.pager(request, page, order=_("by name")),
        "empty": _empty() if not page.rows else None,
    }
    return render(request, "web/recurring.html", shown)


def _shown(row: Schedule, turn: Planned | None) -> dict[str, Any]:
    return {
        "href": reverse("schedule", args=[row.public_id]),
        "name": row.name,
        "customer": row.party.name,
        "rule": in_words(row),
        "next_on": row.next_on,
        "net": turn.net if turn else None,
        "state": states.state("failed" if row.failure else row.status),
    }


def in_words(row: Schedule) -> str:
    """The rhythm as people say it."""
    n = row.every
    every = {
        "day": ngettext("every day", "every %(n)d days", n),
        "week": ngettext("every week", "every %(n)d weeks", n),
        "month": ngettext("every month", "every %(n)d months", n),
        "quarter": ngettext("every quarter", "every %(n)d quarters", n),
        "year": ngettext("every year", "every %(n)d years", n),
    }[row.unit] % {"n": n}
    if row.end_of_month:
        every = _("%(every)s, on the last day") % {"every": every}
    if row.ends_on:
        return _("%(every)s until %(on)s") % {"every": every, "on": format_date(row.ends_on, tongue())}
    return every


def _turn(turn: Planned) -> dict[str, Any]:
    note = words.refusal(turn.refusal) if turn.refusal else ""
    return {
        "on": turn.period.issue_on,
        "href": reverse("schedule", args=[turn.schedule.public_id]),
        "name": turn.schedule.name,
        "note": note or turn.schedule.party.name,
        "net": turn.net,
    }


def _waiting(run: ScheduleRun) -> dict[str, Any]:
    return {
        "id": run.schedule.public_id,
        "name": run.schedule.name,
        "from": run.period_from,
        "to": run.period_to,
        "start": run.period_from.isoformat(),
    }


def _empty() -> dict[str, str]:
    return {
        "title": _("No recurring invoices here"),
        "text": _(
            "A recurring invoice is drafted, or issued, on the days you choose. Setting one up takes about a minute."
        ),
        "href": reverse("recurring_new"),
        "button": _("New recurring invoice"),
    }


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One schedule: the next twelve turns, what it made, what it needs."""
    row = queries.find(request.company, public_id)
    coming = planning.calendar(request.company, row, n=12)
    shown = {
        "schedule": {
            "id": row.public_id,
            "name": row.name,
            "state": states.state(row.status),
            "rule": f"{row.party.name}, {in_words(row)}",
        },
        "failure": words.refusal(Refused(row.failure, **row.failure_facts)) if row.failure else "",
        "runs": [_turn(turn) for turn in coming],
        "past": [_past(run) for run in queries.made(request.company, row)],
        "facts": _facts(request.company, row),
        "waiting": [_waiting(run) for run in queries.asked(request.company, row)],
        "acts": _acts(request, row),
        "can_edit": row.status != "ended" and allowed(request.actor, "schedule.edit", request.company),
    }
    return render(request, "web/schedule.html", shown)


def _past(run: ScheduleRun) -> dict[str, Any]:
    number = (run.invoice.number or _("Draft")) if run.invoice else "–"
    state = {"made": "done", "skipped": "skipped", "asked": "asked"}[run.status]
    return {
        "on": run.period_from,
        "href": reverse("invoice", args=[run.invoice.public_id]) if run.invoice else "",
        "number": number,
        "note": words.refusal(Refused(run.refusal, **run.refusal_facts)) if run.refusal else run.reason,
        "state": states.state(state),
    }


def _facts(company: Company, row: Schedule) -> list[tuple[str, str]]:
    lines = with_names(company, row.draft.get("lines", []))
    return [
        (_("First on"), format_date_long(row.anchor_on, tongue())),
        (_("How far by itself"), str(dict(LEVELS)[row.level])),
        (_("After a standstill, what was missed"), str(dict(CATCH_UPS)[row.catch_up])),
        (_("Lines"), ", ".join(line["name"] for line in lines)),
    ]


def _acts(request: Request, row: Schedule) -> list[dict[str, str]]:
    may = allowed(request.actor, "schedule.edit", request.company)
    verbs = {"active": ("run", "pause", "end"), "paused": ("resume", "end"), "ended": ()}[row.status] if may else ()
    told = {
        "run": (_("Bill the next now"), "doc"),
        "pause": (_("Pause"), "pause"),
        "resume": (_("Resume"), "again"),
        "end": (_("End"), "off"),
    }
    return [
        {"href": reverse(f"schedule_{verb}", args=[row.public_id]), "word": told[verb][0], "icon": told[verb][1]}
        for verb in verbs
    ]


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A new schedule, like an invoice if the address names one."""
    draft = Draft(request.company, today=request.today)
    initial: dict[str, Any] = {"anchor_on": request.today, "every": 1, "unit": "month", "level": "draft"}
    if public_id := request.GET.get("like"):
        row = receivables.find(request.company, public_id)
        draft = kept_draft(request, row)
        initial["name"] = row.party.name
    return _edited(request, None, draft, RhythmForm(request.POST or None, initial=initial, today=request.today))


@require_http_methods(["GET", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """Change rhythm or lines; what was billed stays."""
    row = queries.find(request.company, public_id)
    initial = {name: getattr(row, name) for name in RhythmForm.base_fields}
    typed = RhythmForm(request.POST or None, initial=initial, today=request.today)
    return _edited(request, row, of_raw(request.company, row.draft, party=row.party, today=request.today), typed)


def _edited(request: Request, row: Schedule | None, draft: Draft, rhythm: RhythmForm) -> HttpResponse:
    if request.method != "POST":
        return _page(request, row, draft, rhythm=rhythm)
    act = request.POST.get("act", "save")
    if act != "save":
        again = Draft(request.company, today=request.today, typed=rearranged(request.POST, act))
        return _page(request, row, again, rhythm=rhythm, quiet=True)
    typed = Draft(request.company, today=request.today, typed=request.POST, party=row.party if row else None)
    if not all([rhythm.is_valid(), typed.is_valid()]):
        return _page(request, row, typed, rhythm=rhythm, status=422)
    try:
        repeated = {name: value for name, value in typed.raw().items() if name not in NOT_OF_SCHEDULE}
        raw = {**rhythm.raw(), "draft": repeated}
        who: dict[str, Any] = {"by": request.actor, "on": request.today}
        if row is None:
            row = schedules.make(request.company, raw, **who)
        else:
            version = request.POST.get("version", "")
            row = schedules.change(
                request.company, row, raw, version=int(version) if version.isdigit() else None, **who
            )
    except Refused as refused:
        if str(refused.facts.get("field", "")) in rhythm.fields:
            rhythm.refuse(refused)
        else:
            typed.refuse(refused)
        return _page(request, row, typed, rhythm=rhythm, status=422)
    tell(request, _("Saved: %(name)s") % {"name": row.name}, icon="repeat")
    return redirect("schedule", row.public_id)


def _page(
    request: Request, row: Schedule | None, draft: Draft, *, rhythm: RhythmForm, status: int = 200, quiet: bool = False
) -> HttpResponse:
    bound = draft.form.is_bound
    told = computed.Computed()
    if bound:
        told = computed.of_draft(request.company, draft, today=request.today)
    elif row is not None:
        raw = {**row.draft, "customer": row.party.public_id}
        told = computed.of_kept(request.company, raw, today=request.today)
    problems = [] if quiet or not bound else [*rhythm.problems(), *draft.problems()]
    shown = {
        "title": row.name if row else _("New recurring invoice"),
        "action": reverse("recurring_edit", args=[row.public_id]) if row else reverse("recurring_new"),
        "computed_href": reverse("invoice_compute"),
        "list_href": reverse("recurring"),
        "list_word": _("Recurring invoices"),
        "crumb": _("Changes count from the next one on") if row else _("not saved yet"),
        "version": row.version if row else None,
        "rhythm": rhythm,
        "form": draft.form,
        "more": [
            draft.form[name] for name in ("order_ref", "buyer_reference", "currency", "prices_include_vat", "note")
        ],
        "more_open": False,
        "lines": draft.lines,
        "computed": told,
        "acts": [{"value": "save", "word": _("Save"), "icon": "repeat", "is_primary": True}],
        "problems": problems,
        "customer_options": [one.name for one in parties.offered(request.company, "")],
        "product_options_href": reverse("product_options"),
    }
    return render(request, "web/invoice_edit.html", shown, status=status)


VERBS: dict[str, Callable[..., object]] = {
    "pause": schedules.pause,
    "resume": schedules.resume,
    "end": schedules.end,
}


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Pause, resume, end, or bill the next period now."""
    row = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "run":
        run = runs.run_next(request.company, row, **who)
        tell(request, _("Billed: %(on)s") % {"on": format_date(run.period_from, tongue())}, icon="doc")
        if run.invoice is not None:
            return redirect("invoice", run.invoice.public_id)
    else:
        VERBS[verb](request.company, row, **who)
        told = {"pause": _("Paused"), "resume": _("Resumed"), "end": _("Ended")}[verb]
        tell(request, f"{told}: {row.name}", icon="repeat")
    return redirect("schedule", public_id)


@require_POST
def decide(request: Request, public_id: str) -> HttpResponse:
    """Bill or skip a period that a standstill left behind."""
    row = queries.find(request.company, public_id)
    typed = DayField()
    typed.today = request.today
    try:
        starts = [typed.clean(request.POST.get("start", ""))]
    except ValidationError as error:
        raise BadRequest("the form names no day") from error
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if request.POST.get("make"):
        missed.make(request.company, row, starts, **who)
        tell(request, _("Billed: %(on)s") % {"on": format_date(starts[0], tongue())}, icon="doc")
    else:
        missed.skip(request.company, row, starts, reason=_("Skipped on the page"), **who)
        tell(request, _("Skipped: %(on)s") % {"on": format_date(starts[0], tongue())}, icon="cross")
    return redirect("recurring")
