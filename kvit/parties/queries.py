"""Reading customers: the list, one, and by what a person typed."""

from django.db.models import Q, QuerySet

from kvit.companies.models import Company, PortalLink
from kvit.core.errors import Refused
from kvit.parties.models import Contact, Party
from kvit.tables import Page, page

OFFERED = 8
"""So many names are offered while somebody types."""


def customers(company: Company, *, archived: bool = False) -> QuerySet[Party]:
    """Those we sell to; merged ones stand behind the one they became."""
    return Party.objects.filter(company=company, is_customer=True, merged_into=None, archived_at__isnull=not archived)


def listed(
    company: Company, *, archived: bool = False, text: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[Party]:
    """A page of customers by name; `text` narrows it to names and VAT ids that hold it."""
    found = customers(company, archived=archived).select_related("responsible")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(vat_id__icontains=text.replace(" ", "")))
    return page(found, "name", "id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> Party:
    """The customer of that id, archived or not. Refuses `customer.unknown`."""
    rows = Party.objects.filter(company=company, is_customer=True, public_id=public_id)
    row = rows.select_related("responsible").first()
    if row is None:
        raise Refused("customer.unknown", customer=public_id[:60])
    return row


def named(company: Company, text: str) -> Party:
    """The one customer a person means by a name, a VAT id, an id of ours or of theirs.

    Refuses `customer.unknown`, and `customer.ambiguous` where two have that name.
    """
    typed = text.strip()
    by_id = customers(company).filter(
        Q(public_id=typed) | Q(external_id=typed) | Q(vat_id=typed.replace(" ", "").upper())
    )
    found = list(by_id.exclude(public_id="").order_by("id")[:2]) if typed else []
    if len(found) != 1:
        found = list(customers(company).filter(name__iexact=typed).order_by("id")[:5])
    if not found:
        found = list(customers(company).filter(name__istartswith=typed).order_by("id")[:2]) if len(typed) > 2 else []
        found = found if len(found) == 1 else []
    if not found:
        raise Refused("customer.unknown", customer=typed[:100])
    if len(found) > 1:
        raise Refused("customer.ambiguous", customer=typed[:100], options=[one.vat_id or one.town for one in found])
    return found[0]


def offered(company: Company, text: str) -> list[Party]:
    """Customers whose name begins with the text, then those that hold it, a few."""
    if not text.strip():
        return list(customers(company).order_by("-id")[:OFFERED])
    begin = list(customers(company).filter(name__istartswith=text.strip()).order_by("name")[:OFFERED])
    keys = [one.pk for one in begin]
    held = Q(name__icontains=text.strip()) | Q(vat_id__icontains=text.replace(" ", ""))
    return begin + list(customers(company).filter(held).exclude(pk__in=keys).order_by("name")[: OFFERED - len(begin)])


def contacts(company: Company, party: Party) -> list[Contact]:
    """The people at a customer."""
    return list(Contact.objects.filter(company=company, party=party, archived_at=None).order_by("name"))


def find_contact(company: Company, public_id: str) -> Contact:
    """The person of that id, while they are not put away. Refuses `contact.unknown`."""
    found = Contact.objects.filter(company=company, public_id=public_id, archived_at=None)
    row = found.select_related("party").first()
    if row is None:
        raise Refused("contact.unknown", contact=public_id[:60])
    return row


def find_supplier(company: Company, public_id: str) -> Party:
    """The supplier of that id, archived or not. Refuses `supplier.unknown`."""
    row = Party.objects.filter(company=company, is_supplier=True, public_id=public_id).first()
    if row is None:
        raise Refused("supplier.unknown", supplier=public_id[:60])
    return row


def suppliers_listed(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[Party]:
    """A page of suppliers by name; merged ones stand behind the one they became."""
    rows = Party.objects.filter(company=company, is_supplier=True, archived_at=None, merged_into=None)
    return page(rows, "name", "id", size=size, after=after, before=before)


def supplier_meant(company: Company, text: str) -> Party:
    """The one supplier a person means by an id, a VAT id or a name. Refuses `supplier.unknown`."""
    typed = text.strip()
    rows = Party.objects.filter(company=company, is_supplier=True, merged_into=None)
    by_id = Q(public_id=typed) | Q(vat_id=typed.replace(" ", "").upper())
    found = list((rows.filter(by_id) if typed else rows.none())[:2]) or list(rows.filter(name__iexact=typed)[:2])
    if len(found) != 1:
        raise Refused("supplier.unknown", supplier=typed[:60])
    return found[0]


def party_of_link(company: Company, link: PortalLink) -> Party:
    """For whom the link was made."""
    return Party.objects.get(company=company, pk=link.party_id)


def suppliers_called(company: Company, name: str) -> list[Party]:
    """The suppliers of exactly that name, upper and lower case aside."""
    rows = Party.objects.filter(company=company, is_supplier=True, archived_at=None, merged_into=None)
    return list(rows.filter(name__iexact=name).order_by("pk"))
