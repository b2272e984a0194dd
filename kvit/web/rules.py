"""The company's own rules: listed, written, rehearsed on what happened, let go further, and what they did."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core import flow_rules
from kvit.core.errors import Refused
from kvit.reactions import SNAPSHOTS
from kvit.rules import acting, queries, rehearsals, texts
from kvit.rules import rules as kept
from kvit.rules.models import Rule, RuleAct, RuleVersion
from kvit.rules.rehearsals import Rehearsed
from kvit.web import autopilot, rule_forms, subjects
from kvit.web.current import Request
from kvit.web.rows import Head, listing
from kvit.web.rule_forms import EventForm, RuleForm
from kvit.web.states import state
from kvit.web.toasts import tell

DAYS = (7, 30, 90, 365)
MOST_ACTS = 20


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Every rule in its own words; a new one begins with its event."""
    require(request.actor, "rule.view", request.company)
    typed = EventForm(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        return redirect(f"{reverse('rule_new')}?event={typed.cleaned_data['event']}")
    rows = [_row(request, version) for version in queries.every(request.company)]
    more: dict[str, Any] = {
        "crumbs": [(_("Settings"), reverse("settings"))],
        "subtitle": _(
            "What should happen besides, in your words. No rule moves money, approves or writes to outsiders."
        ),
        "empty": {
            "title": _("No rules yet"),
            "text": _("Say when, under which conditions, and what: a task, a notice, a word to your webhooks."),
        },
        "add": typed if allowed(request.actor, "rule.edit", request.company) else None,
        "add_word": _("Write the rule"),
        "add_in_one": True,
    }
    heads = [Head(_("Rule")), Head(_("Level"))]
    return listing(request, _("Rules"), heads=heads, rows=rows, status=422 if typed.is_bound else 200, **more)


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A rule for the event that was chosen; it starts turned off, on the page that rehearses it."""
    require(request.actor, "rule.edit", request.company)
    event = request.GET.get("event", "")
    if event not in flow_rules.EVENTS:
        return redirect("settings_rules")
    typed = RuleForm(request.POST or None, company=request.company, event=event)
    if request.method == "POST" and typed.is_valid():
        try:
            row = kept.make(request.company, typed.told(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Added: %(name)s") % {"name": typed.cleaned_data["name"]}, icon="plus")
            return redirect("rule", row.public_id)
    return _form(request, typed, title=_("New rule"), back=reverse("settings_rules"))


@require_http_methods(["GET", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """Another version of the rule; what it did keeps the version it did it by."""
    rule = queries.find(request.company, public_id)
    require(request.actor, "rule.edit", request.company)
    version = queries.current(request.company, rule)
    told = rule_forms.initial(version.told)
    typed = RuleForm(request.POST or None, initial=told, company=request.company, event=version.event)
    if request.method == "POST" and typed.is_valid():
        try:
            kept.change(request.company, rule, typed.told(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Saved: %(name)s") % {"name": typed.cleaned_data["name"]}, icon="pencil")
            return redirect("rule", public_id)
    return _form(request, typed, title=version.told["name"], back=reverse("rule", args=[public_id]))


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One rule: its sentence, what it would have done in the last days, what it did."""
    rule = queries.find(request.company, public_id)
    require(request.actor, "rule.view", request.company)
    version = queries.current(request.company, rule)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, DAYS) else 30
    told = kept.read(version)
    rehearsal = rehearsals.rehearse(request.company, told, days=days, snapshots=SNAPSHOTS, on=request.today)
    may_edit = allowed(request.actor, "rule.edit", request.company)
    shown = {
        "title": told.name,
        "rule": rule,
        "version": version,
        "says": texts.sentence(request.company, told),
        "state": state(f"rule_{rule.level}"),
        "levels": autopilot.LEVELS if may_edit else [],
        "may_edit": may_edit and len(told.conditions) <= len(rule_forms.ROWS),
        "days": days,
        "choices": DAYS,
        "rehearsal": rehearsal,
        "rows": [_rehearsed(one) for one in rehearsal.rows],
        "acts": [_act(one) for one in queries.acts(request.company, rule, most=MOST_ACTS)],
        "may_do": allowed(request.actor, "task.work", request.company),
        "versions": _versions(request, rule),
    }
    return render(request, "web/rule.html", shown)


@require_POST
def level(request: Request, public_id: str) -> HttpResponse:
    """Let it go further, or less far, by itself."""
    rule = queries.find(request.company, public_id)
    row = kept.let(request.company, rule, level=request.POST.get("level", ""), by=request.actor, on=request.today)
    tell(request, str(dict(autopilot.LEVELS)[row.level]), icon="check")
    return redirect("rule", public_id)


@require_POST
def accept(request: Request, public_id: str) -> HttpResponse:
    """Let a suggested act be done."""
    act = acting.accept(
        request.company, queries.find_act(request.company, public_id), by=request.actor, on=request.today
    )
    tell(request, _("Done: %(name)s") % {"name": act.subject_name}, icon="check")
    return redirect("rule", act.rule.public_id)


def _form(request: Request, typed: RuleForm, *, title: str, back: str) -> HttpResponse:
    told = {
        "title": title,
        "crumbs": [(_("Settings"), reverse("settings")), (_("Rules"), reverse("settings_rules"))],
        "intro": texts.when(typed.event),
        "form": typed,
        "conditions": typed.conditions(),
        "ends": [typed[name] for name in ("act", "to", "text", "days")],
        "cancel_href": back,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/rule_edit.html", told, status=422 if typed.is_bound else 200)


def _row(request: Request, version: RuleVersion) -> dict[str, Any]:
    rule = version.rule
    says = texts.sentence(request.company, kept.read(version))
    return {
        "name": version.told["name"],
        "href": reverse("rule", args=[rule.public_id]),
        "cells": [{"text": version.told["name"], "sub": says}, {"state": state(f"rule_{rule.level}")}],
    }


def _rehearsed(one: Rehearsed) -> dict[str, Any]:
    return {
        "on": one.event.acted_on,
        "name": one.name,
        "href": subjects.href(one.event.subject_kind, one.event.subject_public_id),
        "state": state("rule_holds" if one.acts else "rule_does_not"),
        "found": texts.found([flow_rules.look_written(look) for look in one.looks]),
    }


def _act(row: RuleAct) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "at": row.at,
        "name": row.subject_name,
        "href": subjects.href(row.event.subject_kind, row.event.subject_public_id),
        "state": state(f"rule_act_{row.status}"),
        "is_open": row.status == "suggested",
        "found": texts.found(row.because),
        "version": row.version.number,
    }


def _versions(request: Request, rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "at": one.made_at,
            "by": str(one.made_by or pgettext("who made it", "a program")),
            "says": texts.sentence(request.company, kept.read(one)),
        }
        for one in queries.versions(request.company, rule)
    ]
