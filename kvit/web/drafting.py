"""What a person types into a draft: the form and its lines, read into what the rooms draft from."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kvit.archive.pages.units import unit_word
from kvit.catalog import queries as catalog
from kvit.catalog import vat_codes
from kvit.catalog.models import VatCode
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.formatting import format_percent
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.web import words
from kvit.web.fields import DayField, NumberField, WholeField, tongue
from kvit.web.forms import Form, Problem

UNITS = ("H87", "HUR", "DAY", "MON", "E48", "KGM", "MTR", "MTK", "MTQ", "LTR", "KMT", "SET", "XPK", "TNE")
LINE_FIELDS = ("name", "quantity", "unit", "price", "discount_percent", "vat")
PLACE = re.compile(r"(?:lines/(\d+)/)?(\w+)")


class DraftForm(Form):
    """The head of a draft."""

    customer = forms.CharField(label=_("Customer"), max_length=200)
    issue_on = DayField(label=_("Invoice date"), required=False)
    terms_days = WholeField(label=_("Days to pay"), required=False)
    order_ref = forms.CharField(
        label=_("Their order number"),
        required=False,
        max_length=100,
        help_text=_("Printed, and sent in the e-invoice."),
    )
    buyer_reference = forms.CharField(label=_("Their reference"), required=False, max_length=100)
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)
    delivered_on = DayField(label=_("Delivered on"), required=False)
    period_from = DayField(label=_("Period from"), required=False)
    period_to = DayField(label=_("Period to"), required=False)
    prices_include_vat = forms.BooleanField(label=_("Prices include VAT"), required=False)
    note = forms.CharField(
        label=_("Note on the invoice"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As the customer reads it."),
    )

    HEAD = ("customer", "issue_on", "terms_days")

    def more(self) -> list[BoundField]:
        """The fields that most drafts leave alone."""
        return [self[name] for name in self.fields if name not in self.HEAD]


class LineForm(Form):
    """One line of a draft; an empty one is no line."""

    name = forms.CharField(label=_("What"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 1}))
    quantity = NumberField(label=_("Quantity"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    price = NumberField(label=_("Price"), required=False, least=2)
    discount_percent = NumberField(label=_("Discount, %"), required=False, places=4)
    vat = forms.ChoiceField(label=_("VAT"), required=False)

    net = None
    """What the line comes to, set when the draft was computed."""

    def is_empty(self) -> bool:
        """Whether nobody wrote anything that makes it a line."""
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("name", "price"))


class Draft:
    """The form and its lines, together: read, refused, echoed."""

    def __init__(
        self,
        company: Company,
        *,
        today: date,
        typed: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        lines: Sequence[Mapping[str, Any]] = (),
        party: Party | None = None,
    ) -> None:
        self.company, self.party = company, party
        self.codes = list(vat_codes.valid_on(company, on=today))
        self.form = DraftForm(typed, today=today, currency=company.currency, initial=dict(initial or {}))
        count = _count(typed) if typed is not None else max(1, len(lines))
        self.lines = [self._line(i, typed, lines[i] if i < len(lines) else {}) for i in range(count)]

    def _line(self, i: int, typed: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> LineForm:
        line = LineForm(typed, prefix=f"lines-{i}", initial=dict(initial), currency=self.company.currency)
        line.fields["quantity"].widget.attrs["placeholder"] = "1"
        line.fields["unit"].choices = [("", "–"), *unit_choices(initial.get("unit", ""))]  # type: ignore[attr-defined]
        line.fields["vat"].choices = [("", "–"), *((code.code, vat_word(code)) for code in self.codes)]  # type: ignore[attr-defined]
        return line

    def is_valid(self) -> bool:
        """Whether everything typed can be read; empty lines are left out."""
        filled = [line for line in self.lines if not line.is_empty()]
        return all([self.form.is_valid(), *(line.is_valid() for line in filled)])

    def raw(self) -> dict[str, Any]:
        """The request of the draft, from a form that is valid. Refuses a customer that nobody knows."""
        told = self.form.cleaned_data
        raw: dict[str, Any] = {
            "customer": self._customer(told["customer"]).public_id,
            "lines": self.raw_lines(),
            "prices_include_vat": told["prices_include_vat"],
        }
        for name in ("issue_on", "delivered_on"):
            raw |= {name: told[name].isoformat()} if told[name] else {}
        if told["terms_days"] is not None:
            raw["terms_days"] = told["terms_days"]
        period = {"from": told["period_from"], "to": told["period_to"]}
        if any(period.values()):
            raw["period"] = {end: day.isoformat() for end, day in period.items() if day}
        texts = ("order_ref", "buyer_reference", "note")
        return raw | {name: told[name] for name in texts if told[name]} | self._currency(told)

    def _customer(self, typed: str) -> Party:
        """Who the draft has already, where the name is still theirs: another one may have the same name."""
        if self.party is not None and typed == self.party.name:
            return self.party
        return parties.named(self.company, typed)

    def customer_meant(self) -> Party | None:
        """The customer of the name that stands in the form, as far as it means one already."""
        typed = str(self.form["customer"].value() or "").strip()
        try:
            return self._customer(typed) if typed else None
        except Refused:
            return None

    def _currency(self, told: Mapping[str, Any]) -> dict[str, str]:
        return {"currency": told["currency"].upper()} if told["currency"] else {}

    def raw_lines(self) -> list[dict[str, Any]]:
        """The lines that somebody wrote, as the rooms draft from them."""
        filled = [line for line in self.lines if not line.is_empty()]
        known = catalog.named(self.company, [line.cleaned_data.get("name", "") for line in filled])
        return [self._raw_line(line.cleaned_data, known) for line in filled]

    def _raw_line(self, told: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        product = known.get(told.get("name", "").strip())
        raw: dict[str, Any] = {"name": product.name if product else told.get("name", "")}
        if product:
            raw["product"] = product.public_id
        for name in ("quantity", "price", "discount_percent"):
            if told.get(name) is not None:
                raw[name] = f"{told[name]:f}"
        if told.get("unit"):
            raw["unit"] = told["unit"]
        code = next((one for one in self.codes if one.code == told.get("vat")), None)
        if code:
            raw |= {"vat_category": code.category, "vat_rate": f"{code.rate.normalize():f}"}
            raw |= {"vat_reason": code.reason, "vat_reason_code": code.reason_code}
        return raw

    def refuse(self, refused: Refused) -> None:
        """Put a refusal beside the field it is about; lines are counted without the empty ones."""
        place = PLACE.fullmatch(str(refused.facts.get("field", "")))
        sentence = words.refusal(refused)
        if refused.code.startswith("customer."):
            self.form.add_error("customer", sentence)
        elif place and place[1]:
            filled = [line for line in self.lines if not line.is_empty()]
            line = filled[int(place[1]) - 1]
            line.add_error(place[2] if place[2] in line.fields else "name", sentence)
        elif place and place[2] in self.form.fields:
            self.form.add_error(place[2], sentence)
        else:
            self.form.add_error(None, sentence)

    def problems(self) -> list[Problem]:
        """Everything wrong, in the order of the page."""
        found = self.form.problems() if self.form.is_bound else []
        for line in self.lines:
            if line.is_bound and not line.is_empty():
                found += line.problems()
        return found

    def echoed(self) -> list[BoundField]:
        """The fields whose understood value is told while one types."""
        heads = [self.form[name] for name in ("delivered_on", "period_from", "period_to")]
        return heads + [line[name] for line in self.lines for name in ("quantity", "price")]


def of_raw(company: Company, raw: Mapping[str, Any], *, party: Party, today: date) -> Draft:
    """The form of what is kept as the request of a draft: a schedule, a proforma."""
    initial = {name: raw.get(name, "") for name in ("order_ref", "buyer_reference", "note")}
    initial |= {"customer": party.name, "terms_days": raw.get("terms_days")}
    initial["prices_include_vat"] = bool(raw.get("prices_include_vat"))
    initial["currency"] = "" if raw.get("currency") == company.currency else raw.get("currency", "")
    codes = list(vat_codes.valid_on(company, on=today))
    lines = []
    for line in with_names(company, raw.get("lines", [])):
        treatment = (line.get("vat_category"), str(line.get("vat_rate")))
        same = [code for code in codes if (code.category, f"{code.rate.normalize():f}") == treatment]
        told = {name: line.get(name) for name in LINE_FIELDS if name != "vat"}
        lines.append({**told, "vat": same[0].code if same else ""})
    return Draft(company, today=today, initial=initial, lines=lines, party=party)


def with_names(company: Company, lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines as they are kept, those that only refer to a product with its name."""
    known = catalog.referred(company, {str(line.get("product") or "") for line in lines})
    names = {reference: product.name for reference, product in known.items()}
    return [{**line, "name": line.get("name") or names.get(str(line.get("product")), "")} for line in lines]


def rearranged(typed: QueryDict, act: str) -> QueryDict:
    """What was typed, one line changed: `add_line`, `remove:2`, `copy:0`, `up:1`, `down:1`."""
    count = _count(typed)
    lines = [{name: typed.get(f"lines-{i}-{name}", "") for name in LINE_FIELDS} for i in range(count)]
    verb, _colon, place = act.partition(":")
    at = int(place) if place.isdigit() and int(place) < count else -1
    if verb == "add_line":
        lines.append(dict.fromkeys(LINE_FIELDS, ""))
    elif at >= 0 and verb == "remove":
        lines.pop(at)
    elif at >= 0 and verb == "copy":
        lines.insert(at + 1, dict(lines[at]))
    elif at >= 0 and verb in ("up", "down"):
        to = at + (1 if verb == "down" else -1)
        if 0 <= to < count:
            lines[at], lines[to] = lines[to], lines[at]
    changed = typed.copy()
    for name in [name for name in changed if name.startswith("lines-")]:
        del changed[name]
    for i, line in enumerate(lines or [dict.fromkeys(LINE_FIELDS, "")]):
        changed.update({f"lines-{i}-{name}": value for name, value in line.items()})
    changed["lines-count"] = str(max(1, len(lines)))
    return changed


def unit_choices(extra: str = "") -> list[tuple[str, str]]:
    """The units of small companies, and the one a line has already."""
    codes = [*UNITS, extra] if extra and extra not in UNITS else list(UNITS)
    return [(code, unit_word(code)) for code in codes]


def vat_word(code: VatCode) -> str:
    """A VAT code as a choice: its rate, or its name where the rate does not tell."""
    rate = format_percent(code.rate, tongue())
    return rate if code.category == "S" else f"{rate} {code.category}"


def _count(typed: Mapping[str, Any] | None) -> int:
    text = str((typed or {}).get("lines-count", "1"))
    return min(int(text), 1000) if text.isdigit() and int(text) > 0 else 1
