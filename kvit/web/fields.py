"""Form fields for what people type: read by `core/parsing`, refused with a sentence, echoed as it was understood."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_date_understood, format_entry, format_money, format_number
from kvit.core.money import Money, decimals
from kvit.core.parsing.dates import parse_date
from kvit.core.parsing.money import parse_decimal, parse_money
from kvit.web import words


def tongue() -> str:
    """The language of the page."""
    return get_language() or "en"


class Typed(forms.CharField):
    """Text that is read into a value. Subclasses say how it is read, written and echoed."""

    numeric = False

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=self.attributes()))
        super().__init__(**options)

    def attributes(self) -> dict[str, str]:
        return {"autocomplete": "off"}

    def to_python(self, value: object) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return self.read(text)
        except Refused as refused:
            raise ValidationError(words.refusal(refused), code=refused.code) from refused

    def prepare_value(self, value: object) -> object:
        return value if value is None or isinstance(value, str) else self.write(value)

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def write(self, value: Any) -> str:
        raise NotImplementedError

    def understood(self, value: Any) -> str:
        """The value as Kvit understood it, to stand under the field."""
        return self.write(value)

    def echo(self, typed: object) -> str:
        """What was understood, where it is not what was typed; empty where it is, or where it cannot be read."""
        try:
            value = self.to_python(typed)
        except ValidationError:
            return ""
        if value is None:
            return ""
        told = self.understood(value)
        return "" if isinstance(typed, str) and typed.strip() in (told, *self.spellings(value)) else told

    def spellings(self, value: Any) -> tuple[str, ...]:
        """How one may type the value so plainly that nothing has to be echoed."""
        return (self.write(value),)


class MoneyField(Typed):
    """An amount in one currency, sums and products allowed: `Money`."""

    numeric = True

    def __init__(self, *, currency: str = "", **options: Any) -> None:
        self.currency = currency
        super().__init__(**options)

    def attributes(self) -> dict[str, str]:
        return {**super().attributes(), "inputmode": "decimal"}

    def read(self, text: str) -> Money:
        return parse_money(text, language=tongue(), currency=self.currency)

    def write(self, value: Money) -> str:
        return format_entry(value.amount, tongue(), least=decimals(value.currency))

    def spellings(self, value: Money) -> tuple[str, ...]:
        return (self.write(value), format_entry(value.amount, tongue()))

    def understood(self, value: Money) -> str:
        return format_money(value, tongue())


class NumberField(Typed):
    """A quantity, a price or a rate: `Decimal` with at most `places` decimals, written with at least `least`."""

    numeric = True

    def __init__(self, *, places: int = 6, least: int = 0, **options: Any) -> None:
        self.places, self.least = places, least
        super().__init__(**options)

    def attributes(self) -> dict[str, str]:
        return {**super().attributes(), "inputmode": "decimal"}

    def read(self, text: str) -> Decimal:
        return parse_decimal(text, language=tongue(), most_places=self.places, sums=True)

    def write(self, value: Decimal) -> str:
        return format_entry(value, tongue(), least=self.least)

    def spellings(self, value: Decimal) -> tuple[str, ...]:
        return (self.write(value), format_entry(value, tongue()))

    def understood(self, value: Decimal) -> str:
        return format_number(value, tongue(), minus="-")


class WholeField(NumberField):
    """A whole number such as days: `int`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(places=0, **options)

    def attributes(self) -> dict[str, str]:
        return {**super().attributes(), "inputmode": "numeric"}

    def to_python(self, value: object) -> Any:
        read = super().to_python(value)
        return None if read is None else int(read)

    def write(self, value: object) -> str:
        return str(value)


class DayField(Typed):
    """A day: figures, names of months, weekdays, `today`, `+14`. `today` is set by the form: the clock is not asked."""

    today: date

    def read(self, text: str) -> date:
        return parse_date(text, language=tongue(), today=self.today)

    def write(self, value: date) -> str:
        return format_date(value, tongue())

    def understood(self, value: date) -> str:
        return format_date_understood(value, tongue())

    def echo(self, typed: object) -> str:
        """Always told: a weekday says more than figures do."""
        try:
            value = self.to_python(typed) if isinstance(typed, str) else typed
        except ValidationError:
            return ""
        return self.understood(value) if isinstance(value, date) else ""


class RegionField(forms.CharField):
    """A county by its name or code; `web.places` knows them, the form reads it once the country is known."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {**super().widget_attrs(widget), "list": "counties", "autocomplete": "off"}
