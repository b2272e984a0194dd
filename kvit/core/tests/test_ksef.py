"""KSeF's facts: its numbers, the codes on the picture, the last days to send, and its acknowledgements."""

from base64 import b64encode
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from lxml import etree

from kvit.core.einvoice.ksef import upo, verification
from kvit.core.einvoice.ksef.deadlines import Failure, deadline
from kvit.core.einvoice.ksef.numbers import checksum, ksef_number, written_in
from kvit.core.einvoice.ksef.payments import names_number
from kvit.core.errors import Refused
from kvit.core.tests.polish_schema import schema

# -- numbers


@pytest.mark.parametrize(
    "number",
    [
        "5265877635-20250826-0100001AF629-AF",  # ksef-docs, numer-ksef.md
        "5265877635-20250916-0200A0D6723E-C2",  # ksef-docs, UPO 4-3 samples
        "5265877635-20250916-02000009FF3E-FB",
    ],
)
def test_the_ministrys_own_numbers_have_right_check_characters(number):
    read = ksef_number(number)
    assert (read.value, read.seller) == (number, "5265877635")
    assert read.taken_on == date(int(number[11:15]), int(number[15:17]), int(number[17:19]))


def test_the_older_form_with_one_more_dash_is_the_same_number():
    assert ksef_number(" 5265877635-20250826-010000-1AF629-AF ").value == "5265877635-20250826-0100001AF629-AF"


def test_crc_8_gives_the_check_value_of_its_catalogue():
    """CRC-8 with polynomial 0x07 from 0 (CRC-8/SMBUS) of the digits 1 to 9 is F4."""
    assert checksum("123456789") == "F4"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5265877635-20250826-0100001AF629-AE", "ksef_number.bad_checksum"),
        ("5265877635-20250826-0100001AF692-AF", "ksef_number.bad_checksum"),
        ("5265877635-20251326-0100001AF629-AF", "ksef_number.bad_format"),
        ("5265877635-20250826-0100001af629-AF", "ksef_number.bad_format"),
        ("FV/1", "ksef_number.bad_format"),
        ("", "ksef_number.bad_format"),
    ],
)
def test_a_mistyped_number_is_refused(text, code):
    with pytest.raises(Refused) as refused:
        ksef_number(text)
    assert refused.value.code == code


# -- the two codes (ksef-docs, kody-qr.md)

SITE = "https://ksef-test.mf.gov.pl/client-app"
CONTENT = b"<Faktura/>"
NOTHING, PRINT = b"", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
"""SHA-256 of nothing, as everybody knows it, in Base64URL."""


def test_the_addresses_have_the_form_of_the_examples():
    """The examples give a hash and not the file it is of; everything else is theirs."""
    address = verification.invoice_address(SITE, seller_nip="1111111111", issued_on=date(2026, 2, 1), content=NOTHING)
    assert address == f"{SITE}/invoice/1111111111/01-02-2026/{PRINT}"
    signed = verification.certificate_text(
        f"{SITE}/",
        context="Nip",
        context_value="1111111111",
        seller_nip="1111111111",
        serial="01F20A5D352AE590",
        content=NOTHING,
    )
    assert signed == (f"ksef-test.mf.gov.pl/client-app/certificate/Nip/1111111111/1111111111/01F20A5D352AE590/{PRINT}")
    assert verification.certificate_address(signed, b"\xfb\xff") == f"https://{signed}/-_8"


def test_under_code_one_stands_the_number_or_offline():
    assert verification.label("5265877635-20250826-0100001AF629-AF") == "5265877635-20250826-0100001AF629-AF"
    assert verification.label(None) == "OFFLINE"


# -- the last days

LAST_DAYS = [
    # mode, day of issue or end of the outage, last day, why
    ("offline24", date(2026, 2, 4), date(2026, 2, 5), "art. 106nda ust. 2: the next working day"),
    ("offline24", date(2026, 2, 6), date(2026, 2, 9), "Friday, so Monday"),
    ("offline24", date(2026, 4, 3), date(2026, 4, 7), "Good Friday works; Easter Monday (6 April) does not"),
    ("offline24", date(2026, 4, 30), date(2026, 5, 4), "1 May is a holiday, 2 May a Saturday, 3 May a holiday"),
    ("offline24", date(2026, 6, 3), date(2026, 6, 5), "Corpus Christi on 4 June"),
    (
        "offline24",
        date(2026, 12, 23),
        date(2026, 12, 28),
        "24 December is free since 2025; then a weekend",
    ),
    ("offline24", date(2026, 12, 31), date(2027, 1, 4), "New Year on a Friday, then a weekend"),
    ("offline24", date(2027, 1, 5), date(2027, 1, 7), "Epiphany on 6 January"),
    ("offline24", date(2026, 3, 28), date(2026, 3, 30), "a Saturday before the clocks change: days, not hours"),
    ("offline24", date(2024, 12, 23), date(2024, 12, 24), "24 December was a working day in 2024"),
    ("unavailable", date(2026, 2, 4), date(2026, 2, 5), "art. 106nh ust. 2: after the end of the outage"),
    ("unavailable", date(2026, 10, 30), date(2026, 11, 2), "1 November is a Sunday"),
    ("unavailable", date(2026, 11, 10), date(2026, 11, 12), "Independence Day on 11 November"),
    ("emergency", date(2025, 7, 12), date(2025, 7, 22), "the ministry's own example (tryby-offline.md): a Saturday"),
    ("emergency", date(2026, 2, 2), date(2026, 2, 11), "art. 106nf ust. 4: seven working days"),
    ("emergency", date(2026, 12, 18), date(2026, 12, 31), "without 24 to 27 December"),
    ("emergency", date(2026, 12, 29), date(2027, 1, 11), "without New Year, Epiphany and two weekends"),
]


@pytest.mark.parametrize(("mode", "day", "last", "why"), LAST_DAYS, ids=[f"{row[0]}-{row[1]}" for row in LAST_DAYS])
def test_the_last_day_to_send(mode, day, last, why):
    assert deadline(mode, day).send_by == last, why


def test_a_failure_within_the_time_starts_seven_days_from_its_end():
    """The example of tryby-offline.md: issued on 8 July 2025, a failure from the 9th to Saturday the 12th."""
    failure = Failure(announced_on=date(2025, 7, 9), ended_on=date(2025, 7, 12))
    found = deadline("offline24", date(2025, 7, 8), [failure])
    assert (found.send_by, found.law) == (date(2025, 7, 22), "ustawa o VAT art. 106nf ust. 5")
    assert deadline("unavailable", date(2025, 7, 8), [failure]).send_by == date(2025, 7, 22)


def test_a_failure_in_those_seven_days_starts_them_anew():
    failures = [
        Failure(announced_on=date(2025, 7, 15), ended_on=date(2025, 7, 16)),
        Failure(announced_on=date(2025, 7, 24), ended_on=date(2025, 7, 25)),
    ]
    assert deadline("emergency", date(2025, 7, 12), failures).send_by == date(2025, 8, 5)


def test_a_failure_after_the_last_day_changes_nothing():
    late = Failure(announced_on=date(2025, 7, 10), ended_on=date(2025, 7, 12))
    assert deadline("offline24", date(2025, 7, 8), [late]).send_by == date(2025, 7, 9)


def test_while_a_failure_goes_on_there_is_no_last_day_yet():
    found = deadline("offline24", date(2025, 7, 8), [Failure(announced_on=date(2025, 7, 9))])
    assert (found.send_by, found.waits) == (None, True)


def test_a_total_failure_ends_the_duty():
    total = Failure(announced_on=date(2025, 7, 9), total=True)
    for mode in ("offline24", "unavailable", "emergency"):
        found = deadline(mode, date(2025, 7, 8), [total])
        assert (found.send_by, found.waits) == (None, False)


# -- acknowledgements


def samples(shared):
    return [path.read_bytes() for path in sorted((shared / "einvoice/examples/ksef-upo").glob("*.xml"))]


def production(content):
    """A test system's acknowledgement as production would write it."""
    text = content.decode().replace(" - środowisko testowe (TE)", "")
    return text.replace("36950822-93-9D5A28BFDA-47C899773E-5C", "20250916-SB-9D5A28BFDA-47C899773E-5C").encode()


def test_an_acknowledgement_says_which_invoice_was_taken_and_when(shared):
    (content,) = [one for one in samples(shared) if b"<Nip>" in one]
    reading = upo.inspect(production(content))
    (taken,) = reading.document.dokument
    assert reading.findings == ()
    assert taken.numer_ksef_dokumentu == "5265877635-20250916-0200A0D6723E-C2"
    assert taken.numer_faktury == "FA/XVQUD-9997622510/04/2027"
    assert taken.data_nadania_numeru_ksef == datetime(
        2025, 9, 16, 11, 5, 41, 45000, tzinfo=timezone(timedelta(hours=2))
    )
    assert reading.document.uwierzytelnienie.id_kontekstu.nip == "5265877635"


def test_own_rules_and_schema_agree_on_every_acknowledgement(shared):
    official = schema(shared, "upo-v4-3.xsd")
    verdicts = set()
    for content in samples(shared):
        for one in (content, production(content), production(content).replace(b"Online", b"online")):
            verdict = official.validate(etree.fromstring(one))
            assert (not upo.check(one)) is verdict, official.error_log
            verdicts.add(verdict)
    assert verdicts == {True, False}


def test_a_number_that_stands_twice_is_refused_as_the_schema_does(shared):
    (content,) = [production(one) for one in samples(shared) if b"<Nip>" in one]
    start, end = content.index(b"<Dokument>"), content.index(b"</Dokument>") + len(b"</Dokument>")
    twice = content[:end] + content[start:end] + content[end:]
    assert not schema(shared, "upo-v4-3.xsd").validate(etree.fromstring(twice))
    assert [finding.rule for finding in upo.check(twice)] == ["XSD"]


def test_an_acknowledgement_confirms_one_file_and_no_other(shared):
    (content,) = [one for one in samples(shared) if b"<Nip>" in one]
    digest = b64encode(sha256(CONTENT).digest())
    changed = content.replace(b"GZMGNVzs3krF6URKgvaw77OOeG3nJ+WGziT5xguliQ8=", digest)
    (taken,) = upo.inspect(changed).document.dokument
    assert upo.confirms(taken, CONTENT)
    assert not upo.confirms(taken, CONTENT + b" ")


@pytest.mark.parametrize(
    "hidden",
    [
        "<Obwoluta>{true}</Obwoluta>",
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object>{true}</ds:Object></ds:Signature>',
        '<Dokument xmlns="urn:other">{true}</Dokument>',
    ],
)
def test_a_true_entry_that_is_wrapped_away_behind_another_confirms_nothing(shared, hidden):
    (content,) = [production(one) for one in samples(shared) if b"<Nip>" in one]
    start, end = content.index(b"<Dokument>"), content.index(b"</Dokument>") + len(b"</Dokument>")
    entry = content[start:end]
    digest = b64encode(sha256(CONTENT).digest())
    true = entry.replace(b"GZMGNVzs3krF6URKgvaw77OOeG3nJ+WGziT5xguliQ8=", digest)
    forged = content[:end] + hidden.format(true=true.decode()).encode() + content[end:]
    reading = upo.inspect(forged)
    assert not any(upo.confirms(one, CONTENT) for one in reading.document.dokument)
    assert "Signature" in hidden or reading.findings


def test_an_acknowledgement_inside_another_document_is_none(shared):
    whole = samples(shared)[0]
    inside = b"<Obwoluta>" + whole[whole.index(b"<Potwierdzenie") :] + b"</Obwoluta>"
    with pytest.raises(Refused, match=r"upo\.other_document"):
        upo.inspect(inside)


def test_another_document_is_no_acknowledgement():
    with pytest.raises(Refused, match="upo.other_document"):
        upo.check(b"<Potwierdzenie/>")


# -- payments


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({"paid_on": date(2026, 12, 31)}, False),  # art. 17 of the act of 16 June 2023
        ({"paid_on": date(2027, 1, 1)}, True),
        ({"paid_on": date(2027, 1, 1), "buyer_vat_id": "DE136695976"}, False),
        ({"paid_on": date(2027, 1, 1), "buyer_vat_id": ""}, False),
        ({"paid_on": date(2027, 1, 1), "seller_vat_id": ""}, False),
        ({"paid_on": date(2027, 1, 1), "in_emergency": True}, False),  # art. 106nf is not in the list of art. 108g
    ],
)
def test_which_payments_name_the_ksef_number(told, names):
    both = {"seller_vat_id": "PL8567346215", "buyer_vat_id": "PL5260001246"}
    assert names_number(**{**both, **told}) is names


def test_the_places_of_a_number_are_those_of_the_pieces_as_they_were_given():
    number = "5265877635-20250826-0100001AF629-AF"
    pieces = ["Straße ", number[:20].replace("-", ""), number[20:].replace("-", ""), " danke"]
    assert [(first, last, found.value) for first, last, found in written_in(pieces)] == [(1, 3, number)]
