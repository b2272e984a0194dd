"""Who a company's mails say they are from: name, address and numbers under the letter, the accent of its documents."""

from kvit.archive.pages.identifiers import names_of
from kvit.companies.models import Appearance, Company
from kvit.messages.letters import Pair, Sender


def of(company: Company) -> Sender:
    """The company as its letters show it."""
    street = " ".join(filter(None, (company.street, company.building)))
    place = " ".join(filter(None, (company.post_code, company.town)))
    look = Appearance.objects.filter(company=company).first()
    facts = {"accent": look.accent} if look else {}
    return Sender(
        name=company.trading_name or company.name,
        address=", ".join(filter(None, (street, place))),
        numbers=_numbers(company),
        **facts,
    )


def _numbers(company: Company) -> tuple[Pair, ...]:
    """The firm's numbers as its country names them, the VAT number first, none twice."""
    names = names_of(company.country)
    found = ((names.vat, company.vat_id), (names.tax, company.tax_id), (names.registration, company.register_id))
    once: dict[str, str] = {}
    for name, number in found:
        if number:
            once.setdefault(number, name)
    return tuple((name, number) for number, name in once.items())
