"""Who is asked before money leaves: the policies that hold, a new one, one that holds no more."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_http_methods, require_POST

from kvit.approvals import policies as kept
from kvit.approvals.models import Policy
from kvit.companies import changes
from kvit.companies.models import Company
from kvit.companies.permissions import allowed, require
from kvit.core import approval
from kvit.core.approval import Group
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import may
from kvit.payables import policies
from kvit.web.current import Request
from kvit.web.fields import MoneyField, WholeField
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell

BY_ROLE = {
    "owner": p_("asked", "One of the owners"),
    "accountant": p_("asked", "One of the accountants"),
    "approver": p_("asked", "One of the approvers"),
}
ABOUT = {
    "bill": p_("policy", "Bills"),
    "write_off": p_("policy", "Write-offs"),
    "any": p_("policy", "Everything"),
}


class PolicyForm(Form):
    """From which amount on, and who is asked first and then."""

    name = forms.CharField(label=lazy("Name"), max_length=120, help_text=lazy("Such as: Large bills."))
    about = forms.ChoiceField(label=p_("policy", "Asked about"), choices=ABOUT.items(), required=False)
    least = MoneyField(label=lazy("From which amount on"), required=False, help_text=lazy("Left empty, for all."))
    supplier = forms.CharField(
        label=lazy("Only of this supplier"), max_length=100, required=False, help_text=lazy("Name or VAT id.")
    )
    first = forms.ChoiceField(label=lazy("Asked first"), initial="owner")
    then = forms.ChoiceField(label=lazy("Asked then"), required=False)
    instead = forms.ChoiceField(label=lazy("Asked when nobody answers"), required=False)
    days = WholeField(label=lazy("After how many working days"), required=False, initial=3)

    def __init__(self, *args: Any, company: Company, **options: Any) -> None:
        super().__init__(*args, currency=company.currency, **options)
        able = [(one.user.public_id, str(one.user)) for one in changes.people(company) if _may_answer(one.role)]
        whom = [*BY_ROLE.items(), *able]
        for name, none in (("first", _("Nobody has to be asked")), ("then", _("nobody")), ("instead", _("nobody"))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*whom, ("", none)] if name == "first" else [("", none), *whom]
        self.fields["first"].required = False

    def told(self) -> dict[str, object]:
        """The policy, in the words of the room."""
        given = self.cleaned_data
        days = 3 if given["days"] is None else given["days"]
        asked = [_group(given[name]) for name in ("first", "then") if given[name]]
        late = {"escalate_days": days, "escalate_to": _group(given["instead"])}
        return {
            "name": given["name"],
            "about": given["about"] or "bill",
            "least": str(given["least"].amount) if given["least"] else "0",
            "suppliers": [given["supplier"]] if given["supplier"] else [],
            "steps": [{**group, **late} for group in asked],
        }

    def refuse(self, refused: Refused) -> None:
        field = {"supplier.unknown": "supplier", "policy.escalates_within": "instead"}.get(refused.code, "")
        super().refuse(Refused(refused.code, **{**refused.facts, **({"field": field} if field else {})}))


def _may_answer(role: str) -> bool:
    return may(role, "approval.answer")


def _group(chosen: str) -> dict[str, list[str]]:
    if not chosen:
        return {}
    return {"roles": [chosen]} if chosen in BY_ROLE else {"people": [chosen]}


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Those that hold, in the order in which they are asked; a new one is made below."""
    require(request.actor, "approval.view", request.company)
    if request.method == "POST":
        require(request.actor, "policy.edit", request.company)
    typed = PolicyForm(request.POST or None, company=request.company)
    if request.method == "POST" and typed.is_valid():
        try:
            row = policies.make(request.company, typed.told(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Added: %(name)s") % {"name": row.name}, icon="hand")
            return redirect("settings_approvals")
    may_edit = allowed(request.actor, "policy.edit", request.company)
    names = {one.user_id: str(one.user) for one in changes.people(request.company)}
    rows = [_row(row, names, company=request.company, may_edit=may_edit) for row in kept.holding(request.company)]
    heads = [Head(_("Name")), Head(_("From which amount on"), is_number=True), Head(_("Who is asked"))]
    more: dict[str, Any] = {
        "crumbs": [(_("Settings"), reverse("settings"))],
        "subtitle": _("The first that holds is taken. Nobody approves what they entered themselves."),
        "empty": {
            "title": _("No policies yet"),
            "text": _("Without one, a second person who may approve is enough for every bill."),
        },
        "add": typed if may_edit else None,
        "add_word": _("Add the policy"),
    }
    return listing(request, _("Approvals"), heads=heads, rows=rows, status=422 if typed.is_bound else 200, **more)


@require_POST
def archive(request: Request, public_id: str) -> HttpResponse:
    """It holds no more; what was asked by it goes on."""
    row = kept.archive(request.company, kept.find(request.company, public_id), by=request.actor, on=request.today)
    tell(request, _("Put away: %(name)s") % {"name": row.name}, icon="away")
    return redirect("settings_approvals")


def _row(row: Policy, names: dict[int, str], *, company: Company, may_edit: bool) -> dict[str, object]:
    policy = kept.read(row)
    steps = [_said(step.group, names, need=step.need) for step in policy.steps]
    about = str(ABOUT.get(row.subject_kind or "any", row.subject_kind))
    of_some = len(policy.suppliers)
    suppliers = ngettext("%(count)d supplier only", "%(count)d suppliers only", of_some) % {"count": of_some}
    away = {"href": reverse("policy_archive", args=[row.public_id]), "word": pgettext("button", "Put away")}
    return {
        "name": row.name,
        "cells": [
            {"text": row.name, "sub": ", ".join([about, *([suppliers] if of_some else [])])},
            {"money": Money(policy.least, company.currency)},
            {"text": ", ".join(steps) or _("Nobody has to be asked"), "sub": _late(policy, names)},
        ],
        "acts": [away] if may_edit else [],
    }


def _said(group: Group, names: dict[int, str], *, need: str) -> str:
    roles = [str(BY_ROLE.get(role, role)) for role in sorted(group.roles)]
    joined = _(" and ") if need == "all" else _(" or ")
    return joined.join([*(names.get(one, "?") for one in sorted(group.people)), *roles])


def _late(policy: approval.Policy, names: dict[int, str]) -> str:
    for step in policy.steps:
        if step.escalate_to.people or step.escalate_to.roles:
            told = {"count": step.escalate_days, "who": _said(step.escalate_to, names, need="any")}
            days = step.escalate_days
            return (
                ngettext("after %(count)d working day: %(who)s", "after %(count)d working days: %(who)s", days) % told
            )
    return ""
