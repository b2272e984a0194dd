"""Records of one and the same party: merged into each other, or with the same VAT id."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.parties.models import Party
from kvit.parties.suppliers import surviving


def find(company: Company, public_id: str) -> Party:
    """The customer or supplier of that id, as the record that is kept. Refuses `party.unknown`."""
    row = Party.objects.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("party.unknown", party=public_id[:60])
    return surviving(row)


def merged(company: Company, party: Party) -> QuerySet[Party]:
    """The party's record, and those that were merged into it."""
    return Party.objects.filter(Q(pk=party.pk) | Q(merged_into=party), company=company)


def records(company: Company, party: Party) -> list[Party]:
    """Every record of the party: what was merged into it, and whoever has its VAT id, with what was merged there."""
    same = Party.objects.filter(company=company, vat_id=party.vat_id) if party.vat_id else ()
    return with_merged(company, [party, *(surviving(row) for row in same)])


def with_merged(company: Company, parties: Iterable[Party]) -> list[Party]:
    """These records, and every one that was merged into one of them, by whichever steps."""
    found = {one.pk: one for one in parties}
    waiting = list(found)
    while waiting:
        merged = Party.objects.filter(company=company, merged_into__in=waiting).exclude(pk__in=list(found))
        waiting = [one.pk for one in merged]
        found |= {one.pk: one for one in merged}
    return [found[key] for key in sorted(found)]
