"""Exchange rates with their source and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import postings
from kvit.core.errors import Refused
from kvit.core.money import decimals
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger.models import Rate


@dataclass(frozen=True)
class Quote:
    """Company currency for one unit of `currency`, from a day until the next quote."""

    valid_on: date
    currency: str
    rate: Decimal
    source: str


def rate_on(company: Company, currency: str, *, on: date) -> Rate | None:
    """The rate that holds on the day; None for the company's own currency. Refuses `rate.missing`."""
    if currency == company.currency:
        return None
    rate = Rate.objects.filter(company=company, currency=currency, valid_on__lte=on).order_by("-valid_on").first()
    if rate is None:
        raise Refused("rate.missing", currency=currency, on=on.isoformat())
    return rate


def exchange(company: Company, currency: str, *, on: date) -> postings.Rate:
    """From the currency into the company's on the day: one to one for its own. Refuses `rate.missing`."""
    found = rate_on(company, currency, on=on)
    return postings.Rate(currency, company.currency, Decimal(1) if found is None else found.rate)


@transaction.atomic
def record_all(company: Company, quotes: Sequence[Quote], *, by: Actor, on: date) -> tuple[int, int, int]:
    """Keep the quotes; returns how many were new, changed and known. A changed rate leaves documents as they are."""
    require(by, "rate.edit", company)
    made = changed = known = 0
    for quote in quotes:
        decimals(quote.currency)
        if quote.rate <= 0 or quote.rate >= Decimal(10) ** 9:
            raise Refused("rate.not_above_zero", currency=quote.currency, rate=str(quote.rate))
        if quote.currency == company.currency:
            raise Refused("rate.own_currency", currency=quote.currency)
        rate, new = Rate.objects.get_or_create(
            company=company,
            currency=quote.currency,
            valid_on=quote.valid_on,
            defaults={"rate": quote.rate, "source": quote.source},
        )
        if new:
            made += 1
        elif (rate.rate, rate.source) != (quote.rate, quote.source):
            rate.rate, rate.source = quote.rate, quote.source
            rate.save(update_fields=["rate", "source"])
            changed += 1
        else:
            known += 1
    events.record("rates.recorded", company, by=by, on=on, facts={"made": made, "changed": changed})
    return made, changed, known
