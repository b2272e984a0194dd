"""How customers look to programs: values that the API and webhooks give as they are."""

from collections.abc import Iterator
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.formatting import format_exact, format_plain
from kvit.parties.models import AddressCheck, BankDetail, Party, VatCheck

ADDRESS = ("street", "building", "post_code", "town", "region", "country")
PLAIN = (
    "external_id",
    "name",
    "trading_name",
    "country",
    "is_business",
    "is_public",
    "public_offices",
    "vat_id",
    "tax_id",
    "register_id",
    "email",
    "phone",
    "text_number",
    "text_consent_on",
    "text_consent_source",
    "language",
    "currency",
    "terms_days",
    "electronic_scheme",
    "electronic_address",
    "buyer_reference",
    "customer_number",
    "surcharge",
    "note",
    "incomplete",
    "version",
    "created_at",
)


def customer(party: Party) -> dict[str, object]:
    """A customer as programs see it."""
    limit = party.credit_limit
    return {
        "id": party.public_id,
        **{name: getattr(party, name) for name in PLAIN},
        "address": {name: getattr(party, name) for name in ADDRESS},
        "retention_rate": format_exact(Decimal(party.retention_rate)),
        "credit_limit": None if limit is None else format_plain(limit, party.company.currency),
        "archived": party.archived_at is not None,
    }


CHECK = ("vat_id", "answer", "asked_at", "again_at", "requester", "proof", "reason", "name", "address")


def vat_check(check: VatCheck) -> dict[str, object]:
    """What a register said, as programs see it."""
    told = {"vat_on_payment": False, "inactive": False, "accounts": [], **check.facts}
    given = {name: getattr(check, name) for name in CHECK}
    return {"id": check.public_id, **given, "source": check.register, **told}


def address_check(check: AddressCheck) -> dict[str, object]:
    """What the directory of Peppol said, as programs see it."""
    names = ("participant", "answer", "takes_invoices", "asked_at", "reason")
    return {"id": check.public_id, **{name: getattr(check, name) for name in names}}


def bank_detail(row: BankDetail) -> dict[str, object]:
    """An account of a supplier's, and how far it is trusted."""
    plain = ("iban", "status", "source", "requested_on", "confirmed_on", "usable_on", "note")
    named = {"id": row.public_id, "supplier": row.party.public_id, "name": row.party.name}
    return named | {name: getattr(row, name) for name in plain}


def snapshots(company: Company, id: int) -> Iterator[dict[str, object]]:
    """The customer of that number as they stand now, for a webhook."""
    party = Party.objects.filter(company=company, pk=id).first()
    if party is not None:
        yield customer(party)
