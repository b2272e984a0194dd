"""Identifiers."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "vat_id.missing": _("Write the VAT number."),
    "vat_id.bad_length": _("{value} has the wrong length for a VAT number of this country. Check it."),
    "vat_id.bad_format": _("{value} is not written like a VAT number of this country. Check it."),
    "vat_id.bad_checksum": _("{value} has a wrong check digit, so a digit is mistyped. Check it."),
    "vat_id.other_country": _(
        "{value} is a VAT number of {named}, and the address is in {country}. Correct one of them."
    ),
    "national_id.missing": _("Write the number."),
    "national_id.bad_length": _("{value} has the wrong length. Check it."),
    "national_id.bad_format": _("{value} is not written like such a number. Check it."),
    "national_id.bad_checksum": _("{value} has a wrong check digit, so a digit is mistyped. Check it."),
    "national_id.unknown_kind": _("{country} has no number of the kind {kind}."),
    "iban.missing": _("Write the IBAN."),
    "iban.bad_length": _("{value} has the wrong length for an IBAN of its country. Check it."),
    "iban.bad_format": _("{value} is not written like an IBAN of its country. Check it."),
    "iban.bad_checksum": _("{value} has wrong check digits, so a character is mistyped. Ask for the IBAN again."),
    "iban.bad_country": _("{value} begins with letters of no country that has IBANs. Check it."),
    "creditor_id.missing": _("Write the creditor identifier."),
    "creditor_id.bad_length": _("{value} has the wrong length for a creditor identifier. Check it."),
    "creditor_id.bad_format": _(
        "{value} is not written like a creditor identifier: two letters of the country, two check digits, a business "
        "code of three, then the national number."
    ),
    "creditor_id.bad_checksum": _("{value} has wrong check digits, so a character is mistyped. Check it."),
    "bic.missing": _("Write the BIC."),
    "bic.bad_length": _("{value} is not a BIC: it has 8 or 11 characters."),
    "bic.bad_format": _("{value} is not a BIC. Copy it from the bank's page."),
    "bic.bad_country": _("{value} names no country at its fifth and sixth letter. Check it."),
    "email.missing": _("Write the e-mail address."),
    "email.bad_length": _("{value} is too long for an e-mail address."),
    "email.bad_format": _("{value} is not an e-mail address. Write one address only, such as ana@example.com."),
    "phone.missing": _("Write the phone number."),
    "phone.bad_length": _("{value} is too long for a phone number."),
    "phone.bad_format": _("{value} is not a phone number. Write it with + and the country in front."),
    "phone.bad_number": _("{value} is no phone number of {country}. Write it with + and the country in front."),
}
