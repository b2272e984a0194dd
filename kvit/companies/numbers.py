"""Looking at number series without drawing from them."""

from datetime import date

from kvit.companies.models import Company, Counter, Series
from kvit.core import numbering


def pattern(company: Company, kind: str) -> str:
    """How documents of this kind are numbered now; empty without a pattern."""
    found = Series.objects.filter(company=company, kind=kind, active=True).first()
    return found.pattern if found else ""


def expected(company: Company, kind: str, *, on: date) -> str:
    """The number the next document of this kind would get on that day; empty without a pattern. Takes nothing."""
    printed = pattern(company, kind)
    if not printed:
        return ""
    year = on.year if numbering.resets_yearly(printed) else 0
    counter = Counter.objects.filter(company=company, pattern=printed, year=year).first()
    return numbering.number(printed, counter=(counter.last if counter else 0) + 1, on=on)


def patterns(company: Company) -> dict[str, str]:
    """How every kind of document is numbered now."""
    return dict(Series.objects.filter(company=company, active=True).order_by("kind").values_list("kind", "pattern"))
