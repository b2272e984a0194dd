"""Reads about imports; every one starts from the company."""

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.onboarding.models import Import, ImportedInvoice
from kvit.tables import Page, page


def find_import(company: Company, public_id: str) -> Import:
    """The import of that id. Refuses `import.unknown`."""
    found = Import.objects.filter(company=company, public_id=public_id).first()
    if found is None:
        raise Refused("import.unknown", source=public_id[:60])
    return found


def imported_ids(company: Company) -> dict[int, str]:
    """The ids that invoices issued elsewhere came with, by the number that open items know them by."""
    found = ImportedInvoice.objects.filter(company=company, taken_back=False)
    return dict(found.values_list("pk", "external_id"))


def imports(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[Import]:
    """A page of what was taken in, the newest first."""
    found = Import.objects.filter(company=company).select_related("file")
    return page(found, "-id", size=size, after=after, before=before)
