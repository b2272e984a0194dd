"""Opening a company: its books, VAT codes, number series and autopilot, ready to issue the first invoice."""

from datetime import date

from django.db import transaction

from kvit.catalog import vat_codes
from kvit.companies import autopilot, companies, series
from kvit.companies.companies import Founding
from kvit.companies.models import Autopilot, Company, User
from kvit.companies.permissions import actor
from kvit.core import identifiers
from kvit.core.countries import profile
from kvit.dunning import procedures
from kvit.ledger import accounts

NOBODY = "owner@localhost"
"""The first owner where none was named: somebody who has this machine before them."""

AUTOMATIONS = ("issue", "send", "match", "recurring", "report", "remit", "reply", "debit", "charge", "collect")


@transaction.atomic
def open_company(facts: Founding, *, owner: User, on: date, iban: str = "") -> Company:
    """A company of this country that can work at once; all of it or nothing."""
    company = companies.found(facts, owner=owner, on=on)
    law = profile(company.country)
    accounts.set_up(company, law.accounts)
    vat_codes.set_up(company, law.vat_codes)
    series.set_up(company, dict(law.series))
    procedures.set_up(company)
    Autopilot.objects.bulk_create(
        Autopilot(company=company, automation=name, level=autopilot.starts(name)) for name in AUTOMATIONS
    )
    if iban:
        accounts.open_bank(company, iban, currency=company.currency, by=actor(owner, company), on=on)
    return company


@transaction.atomic
def open_first(facts: Founding, *, owner: str = "", on: date, iban: str = "") -> tuple[Company, User]:
    """Like `open_company`, for an owner by e-mail address who is made if new. Refuses a wrong address."""
    address = identifiers.check_email(owner).lower() if owner else NOBODY
    user = User.objects.filter(email__iexact=address).first() or User.objects.create_user(address)
    return open_company(facts, owner=user, on=on, iban=iban), user
