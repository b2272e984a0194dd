"""Procedures of reminders: listed, shown with their words, written, let go further."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core import reminder_procedures
from kvit.core.dunning import TONES
from kvit.core.errors import Refused
from kvit.core.languages import LANGUAGES
from kvit.core.reaching import CHANNELS, EMAIL, TEXTS
from kvit.core.reminder_procedures import LONGEST, ToldLevel
from kvit.core.texting import LONGEST as LONGEST_TEXT
from kvit.dunning import procedures, short_texts, texts
from kvit.dunning.letters import PLACEHOLDERS
from kvit.dunning.models import Procedure
from kvit.web import autopilot, places
from kvit.web.current import Request
from kvit.web.fields import WholeField
from kvit.web.forms import Form
from kvit.web.rows import Head, growing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording.reminders import TONES as TONE_WORDS
from kvit.wording.texts import CHANNELS as CHANNEL_WORDS

ROWS = range(1, reminder_procedures.MOST_LEVELS + 1)
BEFORE, AFTER = "before", "after"


class ProcedureForm(Form):
    """Its name, the days and tones of its levels, the bank's limit and the hours."""

    name = forms.CharField(label=lazy("Name"), max_length=80)
    bank_days = WholeField(
        label=lazy("Most days since the last bank statement"),
        required=False,
        help_text=lazy("Older figures hold every reminder back. Left empty, they are not looked at."),
    )
    from_hour = WholeField(label=lazy("Not before the hour"))
    until_hour = WholeField(label=lazy("Not after the hour"))
    by_habit = forms.BooleanField(
        label=lazy("Follow how each customer pays"),
        required=False,
        help_text=lazy(
            "Who pays on time is reminded four days later and softer, who usually pays late two days sooner. Who pays "
            "later and later is offered instalments."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tones = [("", _("no level")), *((tone, _(TONE_WORDS[tone])) for tone in TONES)]
        ways = [(channel, _(CHANNEL_WORDS[channel])) for channel in CHANNELS]
        sides = [(AFTER, _("days after the due date")), (BEFORE, _("days before the due date"))]
        for row in ROWS:
            number = {"number": row}
            self.fields[f"tone_{row}"] = forms.ChoiceField(
                label=_("Level %(number)d") % number, choices=tones, required=False
            )
            self.fields[f"days_{row}"] = WholeField(label=_("Days, level %(number)d") % number, required=False)
            self.fields[f"channel_{row}"] = forms.ChoiceField(
                label=_("Channel, level %(number)d") % number, choices=ways, required=False
            )
            self.fields[f"side_{row}"] = forms.ChoiceField(
                label=_("Before or after, level %(number)d") % number, choices=sides, required=False
            )

    def levels(self) -> list[list[forms.BoundField]]:
        """The four fields of each level."""
        return [[self[f"{name}_{row}"] for name in ("tone", "channel", "days", "side")] for row in ROWS]

    def told(self, before: tuple[ToldLevel, ...] = ()) -> dict[str, object]:
        """The procedure as JSON tells it; a level keeps the words of its tone and day, else those that its tone had in
        its place or had at all."""
        given = self.cleaned_data
        levels: list[dict[str, object]] = []
        for row in ROWS:
            if tone := given[f"tone_{row}"]:
                days = (-1 if given[f"side_{row}"] == BEFORE else 1) * int(given[f"days_{row}"] or 0)
                channel = given[f"channel_{row}"] or EMAIL
                words = _texts(before, tone=tone, channel=channel, days=days, row=row)
                levels.append({"tone": tone, "days": days, "channel": channel, "texts": words})
        bank_days = given["bank_days"]
        return {
            "name": given["name"],
            "levels": levels,
            "bank_days": None if bank_days is None else int(bank_days),
            "from_hour": int(given["from_hour"]),
            "until_hour": int(given["until_hour"]),
            "by_habit": given["by_habit"],
        }


class WordsForm(Form):
    """A company's own words for one level in one language."""

    subject = forms.CharField(label=lazy("Subject"), max_length=LONGEST["subject"], required=False)
    intro = forms.CharField(
        label=p_("mail", "Intro"), max_length=LONGEST["intro"], widget=forms.Textarea, required=False
    )
    closing = forms.CharField(
        label=p_("mail", "Closing"), max_length=LONGEST["closing"], widget=forms.Textarea, required=False
    )


class TextForm(Form):
    """A company's own words for a short message or a call in one language."""

    intro = forms.CharField(label=p_("mail", "Text"), max_length=LONGEST_TEXT, widget=forms.Textarea, required=False)


@require_GET
def index(request: Request) -> HttpResponse:
    """Every procedure with how far it goes by itself."""
    require(request.actor, "reminder.view", request.company)
    rows = [_row(row) for row in procedures.every(request.company)]
    return growing(
        request,
        _("Reminders"),
        heads=[Head(_("Procedure")), Head(_("Level"))],
        rows=rows,
        add=(reverse("reminder_procedure_new"), _("New procedure")),
        empty=(_("No procedures yet"), ""),
        crumbs=[(_("Settings"), reverse("settings"))],
        subtitle=_("When customers are reminded, in which tone, and how far that goes by itself."),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A further procedure; it starts turned off."""
    require(request.actor, "reminder.edit", request.company)
    like = reminder_procedures.read({"name": "-", **reminder_procedures.DEFAULT})
    typed = ProcedureForm(request.POST or None, initial={**_initial(like), "name": ""})
    if request.method == "POST" and typed.is_valid():
        try:
            row = procedures.make(request.company, typed.told(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Added: %(name)s") % {"name": row.told["name"]}, icon="plus")
            return redirect("reminder_procedure", row.public_id)
    return _form(request, typed, title=_("New procedure"), back=reverse("settings_reminders"))


@require_http_methods(["GET", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """What it says from now on."""
    found = procedures.find(request.company, public_id)
    require(request.actor, "reminder.edit", request.company)
    told = procedures.read(found)
    typed = ProcedureForm(request.POST or None, initial=_initial(told))
    if request.method == "POST" and typed.is_valid():
        try:
            raw = typed.told(told.levels)
            procedures.change(request.company, found, raw, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Saved: %(name)s") % {"name": raw["name"]}, icon="pencil")
            return redirect("reminder_procedure", public_id)
    return _form(request, typed, title=told.name, back=reverse("reminder_procedure", args=[public_id]))


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One procedure: its levels with the words that a customer reads, and how far it goes by itself."""
    row = procedures.find(request.company, public_id)
    require(request.actor, "reminder.view", request.company)
    told = procedures.read(row)
    language = _language(request)
    shown = {
        "title": told.name,
        "procedure": row,
        "told": told,
        "state": state(f"rule_{row.level}"),
        "levels": autopilot.LEVELS if allowed(request.actor, "autopilot.edit", request.company) else [],
        "may_edit": allowed(request.actor, "reminder.edit", request.company),
        "steps": [_step(number, level, language) for number, level in enumerate(told.levels, start=1)],
        "written_in": language,
        "languages": [(code, name) for code, name in places.languages() if code in LANGUAGES],
    }
    return render(request, "web/reminder_procedure.html", shown)


@require_POST
def level(request: Request, public_id: str) -> HttpResponse:
    """Let it go further, or less far, by itself."""
    found = procedures.find(request.company, public_id)
    level = request.POST.get("level", "")
    row = procedures.let(request.company, found, level=level, by=request.actor, on=request.today)
    tell(request, str(dict(autopilot.LEVELS)[row.level]), icon="check")
    return redirect("reminder_procedure", public_id)


@require_http_methods(["GET", "POST"])
def words(request: Request, public_id: str) -> HttpResponse:
    """The company's own words for one level in one language."""
    found = procedures.find(request.company, public_id)
    require(request.actor, "reminder.edit", request.company)
    told, language = procedures.read(found), _language(request)
    asked = request.GET.get("level", "")
    number = int(asked) if asked in map(str, range(1, len(told.levels) + 1)) else 1
    own = told.levels[number - 1].texts.get(language)
    initial = {name: getattr(own, name) for name in LONGEST} if own else {}
    form = WordsForm if told.levels[number - 1].channel not in TEXTS else TextForm
    typed = form(request.POST or None, initial=initial)
    if request.method == "POST" and typed.is_valid():
        raw = reminder_procedures.written(told)
        levels: Any = raw["levels"]
        levels[number - 1].setdefault("texts", {})[language] = typed.cleaned_data
        try:
            procedures.change(request.company, found, raw, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Saved: %(name)s") % {"name": told.name}, icon="pencil")
            return redirect(f"{reverse('reminder_procedure', args=[public_id])}?language={language}")
    back = f"{reverse('reminder_procedure', args=[public_id])}?language={language}"
    shown = {
        "title": _("%(procedure)s, level %(number)d") % {"procedure": told.name, "number": number},
        "intro": _("In %(language)s. What is left empty is written by Kvit. You may name: %(names)s")
        % {
            "language": dict(places.languages())[language],
            "names": ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS)),
        },
        "crumbs": [(_("Reminders"), reverse("settings_reminders")), (told.name, back)],
        "sections": [{"title": "", "fields": list(typed)}],
        "layout": "one",
        "button": _("Save"),
        "cancel_href": back,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


def _language(request: Request) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else request.company.language


def _initial(told: reminder_procedures.ToldProcedure) -> dict[str, object]:
    shown: dict[str, object] = {
        "name": told.name,
        "bank_days": told.bank_days,
        "from_hour": told.from_hour,
        "until_hour": told.until_hour,
        "by_habit": told.by_habit,
    }
    for row, one in zip(ROWS, told.levels, strict=False):
        side = BEFORE if one.days <= 0 else AFTER
        shown |= {f"tone_{row}": one.tone, f"days_{row}": abs(one.days), f"side_{row}": side}
        shown[f"channel_{row}"] = one.channel
    return shown


def _row(row: Procedure) -> dict[str, Any]:
    told = procedures.read(row)
    days = "; ".join(when(one.days) for one in told.levels)
    return {
        "name": told.name,
        "href": reverse("reminder_procedure", args=[row.public_id]),
        "cells": [{"text": told.name, "sub": days}, {"state": state(f"rule_{row.level}")}],
    }


def when(days: int) -> str:
    """The day of a level, in words."""
    if days == 0:
        return _("on the due date")
    if days < 0:
        return ngettext("%(days)d day before the due date", "%(days)d days before the due date", -days) % {
            "days": -days
        }
    return ngettext("%(days)d day after the due date", "%(days)d days after the due date", days) % {"days": days}


def _step(number: int, level: ToldLevel, language: str) -> dict[str, Any]:
    own = level.texts.get(language)
    with translation.override(language):
        usual = texts.of(level.tone, several=False)
        short = short_texts.usual(level.tone, channel=level.channel)
    head = {"number": number, "when": when(level.days), "tone": _(TONE_WORDS[level.tone])}
    head["channel"] = _(CHANNEL_WORDS[level.channel])
    if level.channel in TEXTS:
        return {**head, "is_own": own is not None, "subject": "", "text": own.intro if own else short}
    return {
        **head,
        "is_own": own is not None,
        "subject": (own.subject if own else "") or usual.subject,
        "text": (own.intro if own else "") or "\n\n".join(usual.paragraphs),
    }


def _form(request: Request, typed: ProcedureForm, *, title: str, back: str) -> HttpResponse:
    shown = {
        "title": title,
        "crumbs": [(_("Settings"), reverse("settings")), (_("Reminders"), reverse("settings_reminders"))],
        "form": typed,
        "levels": typed.levels(),
        "hours": [typed[name] for name in ("from_hour", "until_hour")],
        "cancel_href": back,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/reminder_procedure_edit.html", shown, status=422 if typed.is_bound else 200)


def _texts(before: tuple[ToldLevel, ...], *, tone: str, channel: str, days: int, row: int) -> object:
    of_tone = [(place, one) for place, one in enumerate(before, start=1) if one.tone == tone]
    alike = [(place, one) for place, one in of_tone if (one.channel in TEXTS) == (channel in TEXTS)]
    nearest = min(alike, key=lambda one: (one[1].days != days, one[0] != row), default=None)
    return reminder_procedures.written_level(nearest[1]).get("texts", {}) if nearest else {}
