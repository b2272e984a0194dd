"""The form of a rule: conditions on what one event is about, and the act; read in the language of the page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_

from kvit.companies import changes
from kvit.companies.models import Company
from kvit.core import flow_rules
from kvit.core.errors import Refused
from kvit.core.formatting import format_entry, format_exact
from kvit.core.parsing.money import parse_decimal
from kvit.core.permissions import ROLES
from kvit.web.fields import WholeField, tongue
from kvit.web.forms import Form
from kvit.wording import user_rules as words

ROWS = range(1, 4)
"""As many conditions as the page offers; a program may give more, and the page then leaves editing to it."""
FIRST_OF = "role:"


class EventForm(Form):
    """After which event a new rule looks."""

    event = forms.ChoiceField(label=lazy("A new rule for when"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["event"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, _(words.EVENTS[name])) for name in flow_rules.EVENTS]


class RuleForm(Form):
    """What must hold of the thing, and what is done then."""

    name = forms.CharField(
        label=lazy("Name"), max_length=flow_rules.LONGEST_NAME, help_text=lazy("Such as: Large bills from abroad.")
    )
    currency = forms.CharField(label=lazy("Currency of the amounts"), max_length=3, required=False)
    act = forms.ChoiceField(label=p_("rule", "Then"))
    to = forms.ChoiceField(label=lazy("For whom"), required=False, help_text=lazy("Not for webhooks."))
    text = forms.CharField(label=lazy("What to say"), max_length=flow_rules.LONGEST_TEXT)
    days = WholeField(label=lazy("Within how many days"), required=False, initial=1, help_text=lazy("For tasks."))

    def __init__(self, *args: Any, company: Company, event: str, **options: Any) -> None:
        self.event, self.own_currency = event, company.currency
        super().__init__(*args, **options)
        self.known = flow_rules.FIELDS[flow_rules.EVENTS[event]]
        for row in ROWS:
            self._add_row(row)
        self.fields["currency"].initial = company.currency
        people = [(one.user.public_id, str(one.user)) for one in changes.people(company)]
        roles = [(FIRST_OF + role, _(words.ONE_OF[role])) for role in ROLES]
        self._choose("act", [(kind, _(words.ACT_NAMES[kind])) for kind in flow_rules.ACTS])
        self._choose("to", [("", _("nobody")), *people, *roles])

    def conditions(self) -> list[list[forms.BoundField]]:
        """The three fields of each condition."""
        return [[self[f"{name}_{row}"] for name in ("field", "comparison", "value")] for row in ROWS]

    def told(self) -> dict[str, object]:
        """The rule as JSON tells it. Refuses `number.*` where a value is no number."""
        given = self.cleaned_data
        to = str(given["to"])
        named = {"role": to.removeprefix(FIRST_OF)} if to.startswith(FIRST_OF) else {"to": to} if to else {}
        days = {"days": given["days"]} if given["act"] == flow_rules.TASK and given["days"] is not None else {}
        return {
            "name": given["name"],
            "event": self.event,
            "conditions": [self._condition(row) for row in ROWS if given[f"field_{row}"]],
            "act": {"kind": given["act"], "text": given["text"], **named, **days},
        }

    def refuse(self, refused: Refused) -> None:
        """Beside the condition or the part of the act that it is about."""
        place = str(refused.facts.get("field", ""))
        row = place.removeprefix("conditions/").split("/")[0]
        offered = [row for row in ROWS if self.cleaned_data.get(f"field_{row}")]
        fields = {"act/to": "to", "act/text": "text", "act/days": "days", "act": "act", "conditions": "currency"}
        field = f"value_{offered[int(row) - 1]}" if row.isdigit() else fields.get(place, place)
        field = {"user.unknown": "to", "currency.unknown": "currency"}.get(refused.code, field)
        super().refuse(Refused(refused.code, **{**refused.facts, "field": field}))

    def _add_row(self, row: int) -> None:
        number = {"number": row}
        self.fields[f"field_{row}"] = forms.ChoiceField(
            label=_("Condition %(number)d") % number,
            required=False,
            choices=[("", _("no condition")), *((name, _(words.FIELDS[name])) for name in self.known)],
        )
        self.fields[f"comparison_{row}"] = forms.ChoiceField(
            label=_("Comparison %(number)d") % number,
            required=False,
            choices=[(name, _(said)) for name, said in words.COMPARISONS.items()],
        )
        self.fields[f"value_{row}"] = forms.CharField(
            label=_("Value %(number)d") % number, required=False, max_length=flow_rules.LONGEST_VALUE
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _condition(self, row: int) -> dict[str, object]:
        given = self.cleaned_data
        field, text = given[f"field_{row}"], given[f"value_{row}"]
        kind = self.known[field].kind
        value: object = text
        if text and kind in (flow_rules.MONEY, flow_rules.NUMBER, flow_rules.DAYS):
            value = _number(text, field=f"value_{row}")
        elif kind == flow_rules.FLAG:
            value = {_(words.YES): flow_rules.YES, _(words.NO): flow_rules.NO}.get(text.casefold(), text)
        told = {"field": field, "comparison": given[f"comparison_{row}"], "value": value}
        return told | ({"currency": given["currency"] or self.own_currency} if kind == flow_rules.MONEY else {})


def _number(text: str, *, field: str) -> str:
    try:
        return format_exact(parse_decimal(text, language=tongue(), most_places=4, sums=True))
    except Refused as refused:
        raise Refused(refused.code, **{**refused.facts, "field": field}) from None


def initial(told: Mapping[str, Any]) -> dict[str, object]:
    """What the form shows of a rule, told as JSON."""
    act = told["act"]
    shown: dict[str, object] = {"name": told["name"], "act": act["kind"], "text": act["text"]}
    shown |= {"to": act.get("to") or (FIRST_OF + act["role"] if "role" in act else ""), "days": act.get("days")}
    fields = flow_rules.FIELDS[flow_rules.EVENTS[str(told["event"])]]
    for row, one in zip(ROWS, told["conditions"], strict=False):
        kind = fields[one["field"]].kind
        shown |= {f"field_{row}": one["field"], f"comparison_{row}": one["comparison"]}
        shown[f"value_{row}"] = _shown(kind, one["value"])
        if "currency" in one:
            shown["currency"] = one["currency"]
    return shown


def _shown(kind: str, value: str) -> str:
    if kind == flow_rules.FLAG:
        return _(words.YES if value == flow_rules.YES else words.NO)
    if kind in (flow_rules.MONEY, flow_rules.NUMBER, flow_rules.DAYS):
        return format_entry(parse_decimal(value, language="en", most_places=4), tongue())
    return value
