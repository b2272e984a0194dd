"""To whom a customer's mails go, and who of ours looks after the customer."""

from collections.abc import Sequence

from kvit.companies import whose
from kvit.companies.models import Company, Membership, User
from kvit.core.languages import LANGUAGES
from kvit.parties.models import Contact, Party


def mailboxes(company: Company, party: Party) -> list[tuple[str, str]]:
    """Address and name of everybody who gets the customer's documents: its own address, then contacts; none twice."""
    asked = Contact.objects.filter(company=company, party=party, gets_invoices=True, archived_at=None)
    found = [(party.email, party.name), *((one.email, one.name) for one in asked.order_by("pk"))]
    once: dict[str, tuple[str, str]] = {}
    for address, name in found:
        if address:
            once.setdefault(address.lower(), (address, name))
    return list(once.values())


def with_mailbox(company: Company, parties: Sequence[Party]) -> set[int]:
    """The keys of those to whom documents can be mailed, asked at once for many."""
    found = {party.pk for party in parties if party.email}
    asked = Contact.objects.filter(company=company, party__in=parties, gets_invoices=True, archived_at=None)
    return found | set(asked.exclude(email="").values_list("party_id", flat=True))


def named_responsible(company: Company, party: Party) -> User | None:
    """The colleague who was named for the customer, while they still work in the company."""
    user = party.responsible
    if user is None or not user.is_active:
        return None
    return user if Membership.objects.filter(company=company, user=user).exists() else None


def responsible(company: Company, party: Party) -> User:
    """Who looks after the customer: the one who was named, else the company's first owner."""
    return named_responsible(company, party) or whose.first_owner(company)


def language_of(company: Company, party: Party) -> str:
    """The language in which the party is written to."""
    return party.language if party.language in LANGUAGES else company.language
