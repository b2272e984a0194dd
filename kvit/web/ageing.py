"""The ageing as bars with their words."""

from datetime import date

from django.utils.translation import gettext as _

from kvit.companies.models import Company
from kvit.core.charts import Bar
from kvit.core.formatting import format_amount
from kvit.core.money import Money, total
from kvit.reports.ageing import ageing
from kvit.web.fields import tongue


def aged(company: Company, *, on: date, party_id: int | None = None) -> tuple[list[Bar], Money]:
    """The bars of what is owed by age, and their sum."""
    words = {
        "not_due": _("Not due"),
        "1-30": _("1–30 days late"),
        "31-60": "31–60",
        "61-90": "61–90",
        "over_90": _("Over 90"),
    }
    ages = ageing(company, on=on, party_id=party_id)
    bars = [
        Bar(words[age.key], age.open.amount, format_amount(age.open, tongue()), age.count, late=age.key != "not_due")
        for age in ages
    ]
    return bars, total([age.open for age in ages], company.currency)
