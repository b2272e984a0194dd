"""Suppliers as their bills name them: found by VAT id or account, made where nobody knows them."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import identifiers
from kvit.core.countries.codes import country_code
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties.models import BankDetail, Party

MOST_VAT_ID, MOST_TAX_ID = 20, 30


@dataclass(frozen=True, kw_only=True)
class Named:
    """Who a bill says it is from."""

    name: str
    vat_id: str = ""
    tax_id: str = ""
    country: str = ""
    ibans: tuple[str, ...] = ()


def named(company: Company, told: Named) -> Party | None:
    """Who the bill is from, if we know them: by VAT id, then by tax number, then by an account that was confirmed.

    Never by name, which anybody can write.
    """
    parties = Party.objects.filter(company=company, archived_at=None).order_by("-is_supplier", "pk")
    vat_id = _vat_id(told)
    found = parties.filter(vat_id=vat_id).first() if vat_id else None
    if found is None and told.tax_id:
        same = parties.filter(tax_id=told.tax_id[:MOST_TAX_ID], country=told.country)
        # A number of the trade register is easily copied: beside another VAT id it names nobody (A04).
        found = (same.filter(vat_id__in=["", vat_id]) if vat_id else same).first()
    if found is None and told.ibans and not vat_id:
        known = BankDetail.objects.filter(company=company, iban__in=told.ibans, status="confirmed")
        owners = set(known.values_list("party_id", flat=True))
        found = parties.filter(pk__in=owners).first() if len(owners) == 1 else None
    return None if found is None else surviving(found)


@transaction.atomic
def take(company: Company, told: Named, *, by: Actor, on: date) -> tuple[Party, bool]:
    """The supplier of a bill, and whether nobody knew them before. Refuses `supplier.name_missing`."""
    require(by, "supplier.edit", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # two first bills at once make one supplier
    found = named(company, told)
    if found is not None:
        if not found.is_supplier:
            found.is_supplier = True
            found.version += 1
            found.save(update_fields=["is_supplier", "version"])
            events.record("supplier.updated", found, by=by, on=on, facts={"changed": ["is_supplier"]})
        return found, False
    if not told.name.strip():
        raise Refused("supplier.name_missing")
    party = Party.objects.create(
        company=company,
        is_customer=False,
        is_supplier=True,
        name=told.name.strip()[:200],
        vat_id=_vat_id(told),
        tax_id=told.tax_id[:MOST_TAX_ID],
        country=told.country,
        language=company.language,
        incomplete=True,
    )
    events.record("supplier.created", party, by=by, on=on)
    return party, True


def _vat_id(told: Named) -> str:
    """In its one form; as it is written where it is wrong, which is found by another check."""
    text = "".join(told.vat_id.split()).upper()
    if not text:
        return ""
    try:
        return identifiers.check_vat_id(told.country or country_code(text[:2]), text)
    except Refused:
        return text[:MOST_VAT_ID]


def surviving(party: Party) -> Party:
    """The record that is kept of a supplier who had several."""
    while party.merged_into is not None:
        party = party.merged_into
    return party
