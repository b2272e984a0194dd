"""Lines of what is wanted of a supplier: as many as one adds, each with its unit; of an order and of a request."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as lazy

from kvit.core.errors import Refused
from kvit.purchasing.orders import MOST_LINES
from kvit.web.current import Request
from kvit.web.drafting import rearranged, unit_choices
from kvit.web.fields import NumberField
from kvit.web.forms import Form, Problem

FIELDS = ("name", "quantity", "unit", "price")
PLACE = re.compile(r"lines/(\d+)/(\w+)")


class LineForm(Form):
    """One line; an empty one is no line."""

    name = forms.CharField(label=lazy("What"), max_length=300)
    quantity = NumberField(label=lazy("Quantity"))
    unit = forms.ChoiceField(label=lazy("Unit"), choices=unit_choices)
    price = NumberField(label=lazy("Price"), least=2)

    def is_empty(self) -> bool:
        """Whether nobody wrote anything that makes it a line."""
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("name", "quantity", "price"))


class Lines:
    """The lines that were typed, read or shown again with one more or one less."""

    def __init__(self, typed: Mapping[str, Any] | None, *, again: bool = False) -> None:
        self.is_bound = typed is not None and not again
        told = dict(typed.items()) if typed is not None else {}
        count = str(told.get("lines-count", "1"))
        self.rows = [self._row(at, told) for at in range(min(int(count) if count.isdecimal() else 1, MOST_LINES))]

    def _row(self, at: int, told: dict[str, Any]) -> LineForm:
        prefix = f"lines-{at}"
        if self.is_bound:
            return LineForm(told, prefix=prefix)
        return LineForm(prefix=prefix, initial={name: told.get(f"{prefix}-{name}", "") for name in FIELDS})

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def filled(self) -> list[LineForm]:
        """Those in which something stands; the first where nothing does, so that it says what is missing."""
        return [row for row in self.rows if not row.is_empty()] or self.rows[:1]

    def is_valid(self) -> bool:
        """Whether every line that is filled can be read."""
        valid = [row.is_valid() for row in self.filled()]  # all are read, so that each says what is wrong with it
        return all(valid)

    def raw(self) -> list[dict[str, str]]:
        """The lines as the room takes them, from valid ones."""
        return [{name: _plain(row.cleaned_data[name]) for name in FIELDS} for row in self.filled()]

    def refuse(self, refused: Refused) -> bool:
        """Put the refusal of a line beside its field; False where it is of no line."""
        found = PLACE.fullmatch(str(refused.facts.get("field", "")))
        rows = self.filled()
        if found is None or int(found[1]) > len(rows) or found[2] not in FIELDS:
            return False
        rows[int(found[1]) - 1].refuse(Refused(refused.code, **{**refused.facts, "field": found[2]}))
        return True

    def problems(self) -> list[Problem]:
        """Everything that is wrong in the lines that are filled."""
        return [problem for row in self.filled() for problem in row.problems()] if self.is_bound else []


def written(request: Request, form: type[Form]) -> tuple[Form, Lines, bool]:
    """The form and its lines, and whether they were sent to be kept, not only for one more line."""
    told: dict[str, Any] = {"today": request.today, "currency": request.company.currency}
    act = request.POST.get("act", "")
    if act:
        again = rearranged(request.POST, act)
        return form(initial=again.dict(), **told), Lines(again, again=True), False
    typed = request.POST or None
    return form(typed, **told), Lines(typed), typed is not None


def form_page(request: Request, typed: Form, *, lines: Lines, **told: Any) -> HttpResponse:
    """The page of a form with lines; what `form.html` wants stands in `told`, and `sections` where not all in one."""
    problems = [*typed.problems(), *lines.problems()] if typed.is_bound else []
    shown = {"sections": [{"title": "", "fields": list(typed)}], "cancel_href": told["crumbs"][-1][1], **told}
    status = 422 if typed.is_bound else 200
    return render(
        request, "web/wanted.html", {**shown, "lines": lines, "here": request.path, "problems": problems}, status=status
    )


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:f}"
