"""Whether a customer agreed to texts and calls: for one number, since a day, how we know (`docs/rules/texts.md`)."""

from collections.abc import Mapping

from kvit.companies.models import Company
from kvit.core import identifiers
from kvit.core.errors import Refused
from kvit.parties.models import Party

FIELDS = frozenset({"phone", "text_consent_on", "text_consent_source"})


def told(company: Company, party: Party, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts with the number that the consent is for. It goes with another number, until a new day is noted.

    Refuses `consent.no_source` where nobody says how the customer agreed, and a wrong number as `check_phone` does.
    """
    if not FIELDS & set(facts):
        return dict(facts)
    on = facts.get("text_consent_on", party.text_consent_on)
    if on is None:
        return {**facts, "text_number": "", "text_consent_on": None, "text_consent_source": ""}
    source = str(facts.get("text_consent_source", party.text_consent_source))
    phone, country = str(facts.get("phone", party.phone)), str(facts.get("country") or party.country or company.country)
    is_new = on != party.text_consent_on
    number = _number(phone, country, must_be=is_new)
    if not number or (number != party.text_number and not is_new):
        return {**facts, "text_number": "", "text_consent_on": None, "text_consent_source": ""}
    if not source:
        raise Refused("consent.no_source", field="text_consent_source")
    return {**facts, "text_number": number, "text_consent_on": on, "text_consent_source": source}


def _number(phone: str, country: str, *, must_be: bool) -> str:
    try:
        return identifiers.check_phone(phone, country=country)
    except Refused:
        if must_be:
            raise
        return ""
