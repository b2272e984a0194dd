"""The company's rules for bank lines: in their order, written, rehearsed on past lines, let go further."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.banking import bank_rules as kept
from kvit.banking import queries, rule_queries
from kvit.banking.proposing import rule_of, told
from kvit.banking.rule_queries import OTHERWISE, SETTLED, Rehearsed
from kvit.companies.permissions import allowed, require
from kvit.core import bank_rules
from kvit.core.bank_rules import Target
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.web import autopilot
from kvit.web.bank_rule_forms import BankRuleForm, conditions, goes_to, initial
from kvit.web.current import Request
from kvit.web.rows import Head, growing
from kvit.web.states import state
from kvit.web.toasts import tell

SHOWN = 100


@require_GET
def index(request: Request) -> HttpResponse:
    """Every rule in its order."""
    require(request.actor, "bank.view", request.company)
    used = rule_queries.used(request.company)
    rows = [
        {
            "name": row.name,
            "href": reverse("bank_rule", args=[row.public_id]),
            "cells": [
                {"text": row.name, "sub": conditions(rule_of(row))},
                {"text": goes_to(request.company, rule_of(row))},
                {"text": str(used.get(row.pk, 0))},
                {"state": state(f"rule_{row.level}")},
            ],
        }
        for row in rule_queries.every(request.company)
    ]
    return growing(
        request,
        _("Bank rules"),
        heads=[Head(_("Rule")), Head(_("Goes to")), Head(_("Booked"), is_number=True), Head(_("Level"))],
        rows=rows,
        crumbs=[(_("Bank"), reverse("reconcile"))],
        subtitle=_("For lines that pay no invoice or bill. What surely pays one is never touched by a rule."),
        add=(reverse("bank_rule_new"), _("New rule")),
        empty=(
            _("No bank rules yet"),
            _("Say once where fees, wages or taxes go. A rule starts off, so that you see what it would have done."),
        ),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A rule; with a line, as that line would have it. It starts off, on the page that rehearses it."""
    require(request.actor, kept.VERB, request.company)
    typed = BankRuleForm(request.POST or None, initial=_of_line(request), company=request.company)
    if request.method == "POST" and typed.is_valid():
        try:
            row = kept.make(request.company, typed.told(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Added: %(name)s") % {"name": row.name}, icon="plus")
            return redirect("bank_rule", row.public_id)
    return _form(request, typed, title=_("New rule"), back=reverse("bank_rules"))


@require_http_methods(["GET", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """The rule says something else from now on."""
    rule = rule_queries.find(request.company, public_id)
    require(request.actor, kept.VERB, request.company)
    typed = BankRuleForm(request.POST or None, initial=initial(rule_of(rule)), company=request.company)
    if request.method == "POST" and typed.is_valid():
        try:
            kept.change(request.company, rule, typed.told(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Saved: %(name)s") % {"name": typed.cleaned_data["name"]}, icon="pencil")
            return redirect("bank_rule", public_id)
    return _form(request, typed, title=rule.name, back=reverse("bank_rule", args=[public_id]))


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One rule, and what it would have done with the lines of the last year."""
    rule = rule_queries.find(request.company, public_id)
    require(request.actor, "bank.view", request.company)
    found = rule_queries.rehearse(request.company, rule_of(rule), on=request.today)
    may_edit = allowed(request.actor, kept.VERB, request.company)
    shown = {
        "title": rule.name,
        "rule": rule,
        "says": conditions(rule_of(rule)),
        "goes_to": goes_to(request.company, rule_of(rule)),
        "state": state(f"rule_{rule.level}"),
        "levels": autopilot.LEVELS if may_edit else [],
        "may_edit": may_edit,
        "used": rule_queries.used(request.company).get(rule.pk, 0),
        "count": len(found),
        "against": sum(one.became in (SETTLED, OTHERWISE) for one in found),
        "rows": [_rehearsed(one) for one in found[:SHOWN]],
    }
    return render(request, "web/bank_rule.html", shown)


@require_POST
def level(request: Request, public_id: str) -> HttpResponse:
    """Let it go further, or less far, by itself."""
    rule = rule_queries.find(request.company, public_id)
    row = kept.let(request.company, rule, level=request.POST.get("level", ""), by=request.actor, on=request.today)
    tell(request, str(dict(autopilot.LEVELS)[row.level]), icon="check")
    return redirect("bank_rule", public_id)


@require_POST
def first(request: Request, public_id: str) -> HttpResponse:
    """The rule before all others."""
    kept.arrange(request.company, [public_id], by=request.actor, on=request.today)
    return redirect("bank_rules")


@require_POST
def put_away(request: Request, public_id: str) -> HttpResponse:
    """The rule takes no part any more."""
    rule = rule_queries.find(request.company, public_id)
    kept.archive(request.company, rule, by=request.actor, on=request.today)
    tell(request, _("Archived: %(name)s") % {"name": rule.name}, icon="check")
    return redirect("bank_rules")


def _of_line(request: Request) -> dict[str, object]:
    asked = request.GET.get("line", "")
    if not asked:
        return {"currency": request.company.currency}
    line = queries.find(request.company, asked)
    name = line.counterparty_name or line.remittance[:40]
    return initial(bank_rules.made_of(told(line), Target(), name=name))


def _form(request: Request, typed: BankRuleForm, *, title: str, back: str) -> HttpResponse:
    names = ("direction", "text", "whole_words", "party", "iban", "at_least", "at_most", "currency", "own_account")
    shown: dict[str, Any] = {
        "title": title,
        "crumbs": [(_("Bank"), reverse("reconcile")), (_("Bank rules"), reverse("bank_rules"))],
        "sections": [
            {"title": "", "fields": [typed["name"]]},
            {"title": _("Which lines"), "fields": [typed[name] for name in names]},
            {"title": _("Where to"), "fields": [typed["target"]]},
        ],
        "button": _("Save and rehearse"),
        "icon": "check",
        "cancel_href": back,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


def _rehearsed(one: Rehearsed) -> dict[str, Any]:
    return {
        "on": one.line.booked_on,
        "name": one.line.counterparty_name or one.line.remittance[:60],
        "text": one.line.remittance[:80],
        "amount": Money(one.line.amount, one.line.currency),
        "state": state(f"line_{one.became}"),
    }
