"""A company's month."""

from dataclasses import dataclass
from datetime import date

from kvit.companies.models import Company


@dataclass(frozen=True)
class Span:
    """Of which company, from which day to which."""

    company: Company
    since: date
    until: date
