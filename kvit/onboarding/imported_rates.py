"""A row of exchange rates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.ledger import rates
from kvit.ledger.models import Rate
from kvit.ledger.rates import Quote
from kvit.onboarding.made import Made
from kvit.onboarding.models import Import


def take(company: Company, values: Mapping[str, Any], *, source: Import, by: Actor, on: date) -> Made | None:
    """The rate of the row, made or changed; None when it is known."""
    name = (values.get("source") or source.file.name)[:60]
    quote = Quote(values["date"], values["currency"].upper(), values["rate"], name)
    known = Rate.objects.filter(company=company, currency=quote.currency, valid_on=quote.valid_on).first()
    before = {"rate": f"{known.rate:f}", "source": known.source} if known else {}
    made, changed, _ = rates.record_all(company, [quote], by=by, on=on)
    if not made and not changed:
        return None
    rate = Rate.objects.get(company=company, currency=quote.currency, valid_on=quote.valid_on)
    return Made("rate", rate.pk, known is None, before, {"rate": f"{rate.rate:f}", "source": rate.source})
