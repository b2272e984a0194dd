"""The chains of Spanish records: sealed, linked and complete, refused records in the middle included."""

from collections.abc import Iterable

from kvit.companies.models import Company
from kvit.networks import chain
from kvit.networks.models import ChainRecord

Found = tuple[int, Iterable[str]]


def chains_hold(company: Company) -> Found:
    """Each record is sealed as it says, linked to the one before, and the chain ends where its head stands."""
    return ChainRecord.objects.filter(company=company).count(), list(chain.broken(company))


INVARIANTS = [("I27", "The chain of records holds from its first to its last.", chains_hold)]
