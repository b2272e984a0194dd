"""What every form of the pages shares: the day and the currency it is read in, and its summary of errors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from kvit.core.errors import Finding, Refused
from kvit.web import words
from kvit.web.fields import DayField, MoneyField


@dataclass(frozen=True)
class Problem:
    """One line of the summary: the field it leads to, that field's label, the same words as stand beside it."""

    target: str
    label: str
    sentence: str


class Form(forms.Form):
    """A form that is read by `core/parsing` on a given day, in the company's currency."""

    use_required_attribute = False

    def __init__(self, *args: Any, today: date | None = None, currency: str = "", **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.understand(today=today, currency=currency)

    def understand(self, *, today: date | None, currency: str) -> None:
        """Tell the fields on which day and in which currency they read."""
        for field in self.fields.values():
            if isinstance(field, DayField) and today is not None:
                field.today = today
            if isinstance(field, MoneyField) and currency:
                field.currency = currency

    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the fields, what concerns the whole form first."""
        found = [Problem("main", "", str(sentence)) for sentence in self.non_field_errors()]
        for bound in self:
            found += [
                Problem(bound.id_for_label or bound.auto_id, str(bound.label), str(sentence))
                for sentence in bound.errors
            ]
        return found

    def refuse(self, refused: Refused) -> None:
        """Put a refusal beside the field that its facts name, or on top of the form."""
        field = refused.facts.get("field")
        self.add_error(field if isinstance(field, str) and field in self.fields else None, words.refusal(refused))

    def refuse_findings(self, findings: list[Finding]) -> None:
        """Put each error beside the field of the same name as its place, the rest on top."""
        for found in findings:
            if found.severity == "error":
                self.add_error(found.place if found.place in self.fields else None, words.finding(found))


def described_by(bound: BoundField, *, echoed: bool) -> str:
    """The ids of hint, error and echo, in the order in which they are read."""
    ids = [f"{bound.auto_id}-h"] if bound.help_text else []
    ids += [f"{bound.auto_id}-r"] if bound.errors else []
    ids += [f"{bound.auto_id}-e"] if echoed else []
    return " ".join(ids)
