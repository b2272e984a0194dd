"""By what each customer can be reached: an address for mails, a telephone they agreed to, an address for letters."""

from collections.abc import Mapping

from django.conf import settings

from kvit.companies.models import Company
from kvit.core.reaching import LIMIT, NO_CONSENT, NO_SERVICE, TEXTS, Reach
from kvit.messages import texting
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.ports import registry
from kvit.ports.texter import Texter


def of_all(company: Company, parties: Mapping[int, Party]) -> dict[int, Reach]:
    """How each of them is reached, by their keys; read at once, however many they are."""
    service: Texter = registry.use("texter")
    mailed = correspondence.with_mailbox(company, list(parties.values()))
    full = texting.full_months(company)
    return {
        key: Reach(
            has_mailbox=key in mailed,
            has_postal=bool(party.street and party.town),
            texts={channel: _why_not(channel, party, service) for channel in TEXTS},
            full_months=full,
        )
        for key, party in parties.items()
    }


def _why_not(channel: str, party: Party, service: Texter) -> str:
    if channel not in service.channels:
        return NO_SERVICE
    if not party.text_number:
        return NO_CONSENT
    return "" if settings.KVIT_TEXTS_A_MONTH else LIMIT
