"""Identifiers as people paste them: one form out, or a refusal that names what is wrong.

The good numbers are published examples: the tax offices' own, the SWIFT registry's, and those of the numbers' makers.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.identifiers import (
    bank_name,
    bic_of,
    check_bic,
    check_email,
    check_iban,
    check_national_id,
    check_phone,
    check_vat_id,
)


def refusal(function: object, *given: object, **named: object) -> str:
    with pytest.raises(Refused) as refused:
        function(*given, **named)  # type: ignore[operator]
    return refused.value.code


@pytest.mark.parametrize(
    ("country", "text", "one_form"),
    [
        ("RO", "14399840", "RO14399840"),
        ("RO", " ro 14399840 ", "RO14399840"),
        ("BG", "831650349", "BG831650349"),
        ("ES", "B-58378431", "ESB58378431"),
        ("ES", "54362315K", "ES54362315K"),
        ("PL", "526-025-02-74", "PL5260250274"),
        ("DE", "DE 136 695 976", "DE136695976"),
        ("GR", "094259216", "EL094259216"),
        ("GR", "EL094259216", "EL094259216"),
        ("GB", "980780684", "GB980780684"),
        ("CH", "CHE-116.281.710 MWST", "CHE116281710MWST"),
        ("US", "12-3456789", "US123456789"),
    ],
)
def test_vat_ids_come_out_in_one_form_with_the_country_in_front(country: str, text: str, one_form: str) -> None:
    assert check_vat_id(country, text) == one_form
    assert check_vat_id(country, one_form) == one_form


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("RO", "RO14399841", "vat_id.bad_checksum"),
        ("BG", "BG831650348", "vat_id.bad_checksum"),
        ("PL", "5260250275", "vat_id.bad_checksum"),
        ("RO", "BG831650349", "vat_id.other_country"),
        ("DE", "RO14399840", "vat_id.other_country"),
        ("RO", "", "vat_id.missing"),
        ("RO", "RO", "vat_id.bad_length"),
        ("PL", "1" * 1_000_000, "vat_id.bad_length"),
        ("RO", "<script>", "vat_id.bad_format"),
        ("RO", "RO１４３９９８４０", "vat_id.bad_format"),
    ],
)
def test_vat_ids_that_cannot_be_right_are_refused_with_the_reason(country: str, text: str, code: str) -> None:
    assert refusal(check_vat_id, country, text) == code


@given(st.sampled_from("0123456789"), st.integers(0, 9))
def test_one_wrong_digit_of_a_polish_vat_id_is_seen(digit: str, place: int) -> None:
    # Modulo 11 with weights 6 5 7 2 3 4 5 6 7: every single slip changes the rest of the division.
    right = "5260250274"
    wrong = right[:place] + digit + right[place + 1 :]
    if wrong != right:
        assert refusal(check_vat_id, "PL", wrong).startswith("vat_id.bad_")


@pytest.mark.parametrize(
    "text",
    [
        "RO49 AAAA 1B31 0075 9384 0000",
        "BG80 BNBG 9661 1020 3456 78",
        "ES91 2100 0418 4502 0005 1332",
        "PL61 1090 1014 0000 0712 1981 2874",
        "DE89 3704 0044 0532 0130 00",
    ],
)
def test_the_examples_of_the_iban_registry_are_taken_in_any_spelling(text: str) -> None:
    compact = text.replace(" ", "")
    assert check_iban(text) == check_iban(text.lower()) == check_iban(compact) == compact


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "iban.missing"),
        ("ES9121000418450200051333", "iban.bad_checksum"),
        ("RO50AAAA1B31007593840000", "iban.bad_checksum"),
        ("ES2921000418460200051332", "iban.bad_checksum"),  # right by ISO 13616, wrong by the Spanish control digits
        ("RO49AAAA1B3100759384000", "iban.bad_length"),
        ("ЕS9121000418450200051332", "iban.bad_format"),  # a Cyrillic letter
        ("1234", "iban.bad_format"),
        ("R" * 1_000_000, "iban.bad_length"),
    ],
)
def test_ibans_that_cannot_be_right_are_refused(text: str, code: str) -> None:
    assert refusal(check_iban, text) == code


@given(st.integers(4, 23), st.integers(4, 23))
def test_two_digits_changed_over_are_seen(one: int, other: int) -> None:
    right = "ES9121000418450200051332"
    digits = list(right)
    digits[one], digits[other] = digits[other], digits[one]
    swapped = "".join(digits)
    if swapped != right:
        assert refusal(check_iban, swapped) == "iban.bad_checksum"


def test_the_bank_is_named_where_the_registry_knows_it() -> None:
    assert "CAIXA" in bank_name("ES9121000418450200051332").upper()
    assert bic_of("ES9121000418450200051332") == "CAIXESBB"
    assert bank_name("RO49AAAA1B31007593840000") == bic_of("RO49AAAA1B31007593840000") == ""


def test_bics() -> None:
    assert check_bic("btrlro22") == "BTRLRO22"
    assert check_bic("BTRLRO22XXX") == "BTRLRO22XXX"
    assert refusal(check_bic, "BTRL") == "bic.bad_length"
    assert refusal(check_bic, "BTRLXX22") == "bic.bad_country"
    assert refusal(check_bic, "12345678") == "bic.bad_format"
    assert refusal(check_bic, " ") == "bic.missing"


@pytest.mark.parametrize(
    ("country", "kind", "text"),
    [
        ("RO", "cui", "14399840"),
        ("RO", "cnp", "1800101221144"),
        ("RO", "onrc", "J52/750/2012"),
        ("BG", "eik", "831650349"),
        ("BG", "egn", "7523169263"),
        ("ES", "cif", "B58378431"),
        ("ES", "nie", "X5253868R"),
        ("PL", "nip", "5260250274"),
        ("PL", "regon", "192598184"),
        ("PL", "pesel", "44051401359"),
    ],
)
def test_national_numbers_are_checked_by_their_own_rule(country: str, kind: str, text: str) -> None:
    assert check_national_id(country, f" {text} ", kind=kind) == text
    last = str((int(text[-1]) + 1) % 10) if text[-1].isdigit() else "A"
    if kind != "onrc":  # the trade register's number has no check digit
        assert refusal(check_national_id, country, text[:-1] + last, kind=kind) == "national_id.bad_checksum"


def test_a_kind_of_number_the_country_has_not_is_refused() -> None:
    assert refusal(check_national_id, "PL", "1", kind="cui") == "national_id.unknown_kind"


@pytest.mark.parametrize(
    ("text", "one_form"),
    [
        ("ana@alfa.ro", "ana@alfa.ro"),
        (" Ana.Pop+facturi@ALFA.RO ", "Ana.Pop+facturi@alfa.ro"),
        ("a@exämple.ro", "a@xn--exmple-cua.ro"),
        ("a@поща.бг", "a@xn--80a1ac5b.xn--90ae"),
    ],
)
def test_mail_addresses_in_one_form(text: str, one_form: str) -> None:
    assert check_email(text) == one_form == check_email(one_form)


@pytest.mark.parametrize(
    "text",
    [
        "ana",
        "@alfa.ro",
        "ana@",
        "ana@alfa",
        "ana@.ro",
        "ana@alfa..ro",
        "a..b@alfa.ro",
        "a b@alfa.ro",
        "Ana <ana@alfa.ro>",
        "a@b@alfa.ro",
        "ana@127.0.0.1",
        "ana@alfa.ro\nBcc: all@alfa.ro",
        "ana@alfa.ro\r\n\r\nhello",
        "ana\0@alfa.ro",
        "ana,bob@alfa.ro",
        "ana@-alfa.ro",
    ],
)
def test_what_is_no_mailbox_is_refused(text: str) -> None:
    assert refusal(check_email, text) == "email.bad_format"


def test_addresses_longer_than_mail_can_carry_are_refused() -> None:
    assert refusal(check_email, "a" * 65 + "@alfa.ro") == "email.bad_length"
    assert refusal(check_email, "a@" + "b" * 1_000_000 + ".ro") == "email.bad_length"
    assert refusal(check_email, "") == "email.missing"


@given(st.text(max_size=60))
def test_no_text_ever_passes_with_a_line_break_or_a_second_at(text: str) -> None:
    try:
        found = check_email(text)
    except Refused:
        return
    assert found.count("@") == 1
    assert found.isprintable()
    assert " " not in found


@pytest.mark.parametrize(
    ("text", "country", "one_form"),
    [
        ("0721 234 567", "RO", "+40721234567"),
        ("0040 721 234 567", "RO", "+40721234567"),
        ("+40 721 234 567", "BG", "+40721234567"),
        ("0888 123 456", "BG", "+359888123456"),
        ("612 345 678", "ES", "+34612345678"),
        ("600 700 800", "PL", "+48600700800"),
    ],
)
def test_phones_are_read_as_dialled_in_the_country(text: str, country: str, one_form: str) -> None:
    assert check_phone(text, country=country) == one_form


def test_what_is_no_phone_is_refused() -> None:
    assert refusal(check_phone, "call me", country="RO") == "phone.bad_format"
    assert refusal(check_phone, "112", country="RO") == "phone.bad_number"
    assert refusal(check_phone, "9" * 1_000_000, country="RO") == "phone.bad_length"
    assert refusal(check_phone, "", country="RO") == "phone.missing"
