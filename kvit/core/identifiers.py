"""Numbers that name a firm, a person, an account or a mailbox: read, put in one form, and checked by their own rules.

Each function returns the one form, or refuses `NOUN.reason` with the text as it was given. What a register would say
(is the number registered, does the account exist) is not known here.
"""

import re
from dataclasses import dataclass
from typing import Any

from kvit.core.errors import Refused

LONGEST = 60
EMAIL_LONGEST = 254
"""RFC 5321, 4.5.3.1: a path of 256 octets with its two brackets; 64 before the @."""

GREECE, GREEK_PREFIX = "GR", "EL"
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
MAILBOX = re.compile(rf"{ATOM}(\.{ATOM})*")
CREDITOR = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
"""Country, check digits, the business code that they leave out, and the national number (EPC262-08)."""
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

NATIONAL = {
    "RO": {"cui": "cui", "cnp": "cnp", "onrc": "onrc"},
    "BG": {"eik": "vat", "egn": "egn", "pnf": "pnf"},
    "ES": {"nif": "nif", "cif": "cif", "nie": "nie"},
    "PL": {"nip": "nip", "regon": "regon", "pesel": "pesel"},
}
"""Kinds of national numbers by country: firms (cui, eik, cif, nip, regon, the trade register onrc) and people."""


@dataclass(frozen=True)
class Codes:
    """The refusals of one kind of number."""

    missing: str
    length: str
    form: str
    checksum: str


VAT_ID = Codes("vat_id.missing", "vat_id.bad_length", "vat_id.bad_format", "vat_id.bad_checksum")
NATIONAL_ID = Codes(
    "national_id.missing", "national_id.bad_length", "national_id.bad_format", "national_id.bad_checksum"
)
IBAN = Codes("iban.missing", "iban.bad_length", "iban.bad_format", "iban.bad_checksum")
BIC = Codes("bic.missing", "bic.bad_length", "bic.bad_format", "bic.bad_format")
CREDITOR_ID = Codes(
    "creditor_id.missing", "creditor_id.bad_length", "creditor_id.bad_format", "creditor_id.bad_checksum"
)
PHONE = Codes("phone.missing", "phone.bad_length", "phone.bad_format", "phone.bad_number")


def _given(text: str, codes: Codes) -> str:
    """The text without blanks around it. Refuses what is empty or too long to be any such number."""
    text = text.strip()
    if not text:
        raise Refused(codes.missing, value="")
    if len(text) > LONGEST:
        raise Refused(codes.length, value=text[:LONGEST])
    return text


def _validated(module: Any, text: str, codes: Codes) -> str:
    """What a module of python-stdnum makes of the text, its errors turned into refusals."""
    from stdnum import exceptions

    try:
        return str(module.validate(text))
    except exceptions.InvalidLength as wrong:
        raise Refused(codes.length, value=text) from wrong
    except exceptions.InvalidChecksum as wrong:
        raise Refused(codes.checksum, value=text) from wrong
    except exceptions.ValidationError as wrong:
        raise Refused(codes.form, value=text) from wrong


def is_eu_member(country: str) -> bool:
    """Whether VAT numbers of the country are the Union's: its members, and Northern Ireland (XI)."""
    from stdnum.eu.vat import MEMBER_STATES

    return country.lower() in MEMBER_STATES or country == GREECE


def check_vat_id(country: str, text: str) -> str:
    """The VAT number with its country in front (BR-CO-09): RO14399840 for "ro 14399840" or "14399840"; Greece is EL.

    Refuses `vat_id.missing`, `.bad_length`, `.bad_format`, `.bad_checksum` and, where the text begins with the
    prefix of another member state, `.other_country`. In a country without a known rule any letters and digits do.
    """
    from stdnum.eu import vat
    from stdnum.util import get_cc_module

    given = _given(text, VAT_ID)
    compact = re.sub(r"[\s.\-/]", "", given).upper()
    if not re.fullmatch(r"[A-Z0-9+*]+", compact):
        raise Refused("vat_id.bad_format", value=given)
    if not is_eu_member(country):
        module = get_cc_module(country.lower(), "vat")
        known = compact if module is None else _validated(module, given.upper(), VAT_ID)
        return known if known.startswith(country) else country + known
    prefix = GREEK_PREFIX if country == GREECE else country
    if vat.is_valid(prefix + compact):
        return str(vat.validate(prefix + compact))
    named = compact[:2]
    if named != prefix and named.isalpha() and is_eu_member(named) and vat.is_valid(compact):
        raise Refused("vat_id.other_country", value=given, country=country, named=named)
    return _validated(vat, compact if named == prefix else prefix + compact, VAT_ID)


def check_national_id(country: str, text: str, *, kind: str) -> str:
    """A national number in its one form. Refuses `national_id.*` as for VAT numbers, and `.unknown_kind`."""
    from stdnum.util import get_cc_module

    name = NATIONAL.get(country, {}).get(kind)
    if name is None:
        raise Refused("national_id.unknown_kind", country=country, kind=kind)
    given = _given(text, NATIONAL_ID)
    return _validated(get_cc_module(country.lower(), name), given, NATIONAL_ID)


def check_creditor_id(text: str) -> str:
    """A SEPA creditor identifier in capitals without blanks, its check digits tested (EPC262-08, AT-02).

    Refuses `creditor_id.missing`, `.bad_length`, `.bad_format`, `.bad_checksum`.
    """
    from stdnum.eu import at_02

    given = _given(text, CREDITOR_ID)
    compact = "".join(given.split()).upper()
    if not CREDITOR.fullmatch(compact):
        raise Refused(CREDITOR_ID.form, value=given)
    return _validated(at_02, compact, CREDITOR_ID)


def check_iban(text: str) -> str:
    """The account number in capitals without blanks (ISO 13616), its national check digits tested where known.

    Refuses `iban.missing`, `.bad_country`, `.bad_length`, `.bad_format`, `.bad_checksum`.
    """
    import schwifty
    from schwifty import exceptions

    given = _given(text, IBAN)
    try:
        return schwifty.IBAN(given, validate_bban=True).compact
    except exceptions.InvalidCountryCode as wrong:
        raise Refused("iban.bad_country", value=given) from wrong
    except exceptions.InvalidLength as wrong:
        raise Refused("iban.bad_length", value=given) from wrong
    except (exceptions.InvalidChecksumDigits, exceptions.InvalidBBANChecksum) as wrong:
        raise Refused("iban.bad_checksum", value=given) from wrong
    except exceptions.SchwiftyException as wrong:
        raise Refused("iban.bad_format", value=given) from wrong


def check_bic(text: str) -> str:
    """The bank's code in capitals, 8 or 11 characters (ISO 9362). Refuses `bic.*` as for an IBAN."""
    import schwifty
    from schwifty import exceptions

    given = _given(text, BIC)
    try:
        return schwifty.BIC(given).compact
    except exceptions.InvalidLength as wrong:
        raise Refused("bic.bad_length", value=given) from wrong
    except exceptions.InvalidCountryCode as wrong:
        raise Refused("bic.bad_country", value=given) from wrong
    except exceptions.SchwiftyException as wrong:
        raise Refused("bic.bad_format", value=given) from wrong


def bank_name(iban: str) -> str:
    """The bank of an account by the registry on board; "" where the registry does not know it."""
    import schwifty

    return schwifty.IBAN(check_iban(iban)).bank_name or ""


def bic_of(iban: str) -> str:
    """The BIC of an account by the registry on board; "" where the registry does not know it."""
    import schwifty

    return schwifty.IBAN(check_iban(iban)).bic or ""


def check_email(text: str) -> str:
    """The address with its domain in small ASCII letters: one mailbox, no name, no comment (RFC 5321).

    Refuses `email.missing`, `.bad_length`, `.bad_format`; a line break can never get into a header this way.
    """
    text = text.strip()
    if not text:
        raise Refused("email.missing", value="")
    if len(text) > EMAIL_LONGEST:
        raise Refused("email.bad_length", value=text[:LONGEST])
    mailbox, at, domain = text.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as wrong:
        raise Refused("email.bad_format", value=text) from wrong
    labels = ascii_domain.split(".")
    right = (
        bool(at) and len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    )
    if not right or not MAILBOX.fullmatch(mailbox):
        raise Refused("email.bad_format", value=text)
    if len(mailbox) > 64:
        raise Refused("email.bad_length", value=text[:LONGEST])
    return f"{mailbox}@{ascii_domain}"


def check_phone(text: str, *, country: str) -> str:
    """The phone number as +40721234567 (E.164); without + or 00 it is read as dialled in the country.

    Refuses `phone.missing`, `.bad_length`, `.bad_format`, and `.bad_number` for one that no plan knows.
    """
    import phonenumbers

    given = _given(text, PHONE)
    try:
        parsed = phonenumbers.parse(given, country)
    except phonenumbers.NumberParseException as wrong:
        raise Refused("phone.bad_format", value=given) from wrong
    if not phonenumbers.is_valid_number(parsed):
        raise Refused("phone.bad_number", value=given, country=country)
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
