"""The VAT codes of a company: its country's, with their days."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from kvit.catalog.models import VatCode
from kvit.companies.models import Company
from kvit.core.countries.profile import VatCode as LegalCode


def set_up(company: Company, codes: Sequence[LegalCode]) -> None:
    """The codes a new company starts with."""
    VatCode.objects.bulk_create(
        VatCode(
            company=company,
            code=one.code,
            name=one.name[:120],
            category=one.category,
            rate=one.rate,
            reason_code=one.reason_code,
            reason=one.reason,
            source=one.source[:200],
            valid_from=one.valid_from,
            valid_to=one.valid_to,
        )
        for one in codes
    )


def valid_on(company: Company, *, on: date) -> QuerySet[VatCode]:
    """The codes a supply of that day may carry."""
    open_end = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return VatCode.objects.filter(company=company, valid_from__lte=on).filter(open_end).order_by("code")
