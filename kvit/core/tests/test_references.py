"""References and numbers as payers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.einvoice.ksef.numbers import checksum
from kvit.core.open_items import Index, Item, Sureness
from kvit.core.references import creditor_reference, is_creditor_reference, writings


def named(text, *numbers):
    """Which numbers the text names, and how surely."""
    index = Index(Item(id=number, number=number, party="P", currency="EUR", balance=1) for number in numbers)
    return {mention.item: mention.sureness.name for mention in index.mentions(text)}


def test_the_example_of_the_standard_has_the_right_check_digits():
    assert creditor_reference("539007547034") == "RF18539007547034"
    assert is_creditor_reference("RF18 5390 0754 7034")
    assert is_creditor_reference("rf18539007547034")


@pytest.mark.parametrize("text", ["RF19539007547034", "RF18539007547043", "RF18", "539007547034", "", "RF18 5390-0754"])
def test_a_wrong_check_digit_is_found(text):
    assert not is_creditor_reference(text)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=21))
def test_every_reference_made_is_one(body):
    assert is_creditor_reference(creditor_reference(body))


@given(st.text("0123456789", min_size=2, max_size=21), st.data())
def test_two_figures_changed_places_are_found(body, data):
    reference = creditor_reference(body)
    at = data.draw(st.integers(4, len(reference) - 2))
    swapped = reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :]
    assert is_creditor_reference(swapped) == (swapped == reference)


def test_a_reference_has_letters_and_figures_only():
    for body in ("", "-", "A" * 22):
        with pytest.raises(ValueError, match="1 to 21"):
            creditor_reference(body)


@pytest.mark.parametrize(
    ("number", "text", "sureness"),
    [
        ("INV-2026-00412", "Payment INV-2026-00412 thank you", "WHOLE"),
        ("INV-2026-00412", "inv 2026/00412", "WHOLE"),
        ("INV-2026-00412", "INV202600412", "WHOLE"),
        ("INV-2026-00412", "INV-20 26-00412", "WHOLE"),
        ("INV-2026-00412", "INV-2O26-OO412", "WHOLE"),
        ("INV-2026-00412", "плащане по ф-ра 2026-00412", "SHORT"),
        ("INV-2026-00412", "INV-2026-412", "SHORT"),
        ("INV-2026-00412", "factura 412", "SERIAL"),
        ("INV-2026-10412", "factura 412", "ENDING"),
        ("2026/00412", "fra. 2026/00412", "WHOLE"),
        ("2026/00412", "2026/412", "SHORT"),
        ("KVT0001234", "kvt1234", "SHORT"),
        ("FV/00412/03/2026", "FV 00412 03 2026", "WHOLE"),
        ("0000004127", "фактура 4127", "SHORT"),
        ("0000004127", "фактура №0000004127", "SERIAL"),
        ("Ф-00412", "ф 00412", "WHOLE"),
        ("10", "factura 10", "FEW_FIGURES"),
    ],
)
def test_a_number_is_found_in_the_ways_payers_write_it(number, text, sureness):
    assert named(text, number) == {number: sureness}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("10", "factura 2010"),
        ("10", "100"),
        ("INV-2026-00412", "INV-2026-004127"),
        ("INV-2026-00412", "order 0041255 ref 1"),
        ("2026/00012", "December 2026/12"),
        ("FV/00012/03/2026", "servicii 12.03.2026"),
        ("RE202602026", "services 03.2026"),
        ("2026", "rent 2026"),
        ("INV-2026-00412", "tel 721004120"),
        ("INV-2026-00412", ""),
    ],
)
def test_pain_16_a_number_is_never_found_inside_another_or_in_a_date(number, text):
    assert named(text, number) == {} or set(named(text, number).values()) <= {"FEW_FIGURES"} and number == "2026"


def test_a_longer_number_hides_the_one_inside_it():
    assert named("B2026/00412", "2026/00412", "B2026/00412") == {"B2026/00412": "WHOLE"}
    assert named("2026/00412", "2026/00412", "B2026/00412") == {"2026/00412": "WHOLE"}


def test_the_surer_of_two_readings_of_one_place_wins():
    assert named("2026-00412", "2026-00412", "INV-2026-00412") == {"2026-00412": "WHOLE"}
    assert named("412567", "412567", "X-2026-412567") == {"412567": "WHOLE"}


@pytest.mark.parametrize(
    ("number", "text", "sureness"),
    [
        ("412", "plata 412", "FEW_FIGURES"),
        ("000412", "plata 412", "SERIAL"),
        ("4125", "plata 4125", "WHOLE"),
        ("004125", "plata 4125", "SHORT"),
        ("2026", "plata 2026", "FEW_FIGURES"),
    ],
)
def test_figures_alone_are_a_number_from_four_on(number, text, sureness):
    assert named(text, number) == {number: sureness}


def test_several_numbers_are_found_in_one_text():
    found = named("INV-2026-00412, 413; INV-2026-00500", "INV-2026-00412", "INV-2026-00413", "INV-2026-00500")
    assert found == {"INV-2026-00412": "WHOLE", "INV-2026-00413": "SERIAL", "INV-2026-00500": "WHOLE"}


@given(st.integers(1, 99999), st.sampled_from(["INV-2026-{:05d}", "2026/{:05d}", "F26-{:05d}", "KVT{:07d}", "{:010d}"]))
def test_every_number_written_whole_between_words_is_found(serial, pattern):
    number = pattern.format(serial)
    assert named(f"plata {number} multumim", number)[number] == Sureness.WHOLE.name


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text):
    assert set(named(text, "INV-2026-00412", "10", "2026/00001")) <= {"INV-2026-00412", "10", "2026/00001"}


@given(st.text(max_size=40))
def test_any_number_has_writings(number):
    written = writings(number)
    assert not written.figures or written.figures.isdigit()


KSEF = "5265877635-20250826-0100001AF629-AF"
"""The example of ksef-docs, numer-ksef.md."""


def named_in_ksef(text, *numbers):
    index = Index(
        Item(id=number, number=number, party="P", currency="PLN", balance=1, official=official)
        for number, official in numbers
    )
    return {mention.item: mention.sureness.name for mention in index.mentions(text)}


@pytest.mark.parametrize(
    "text",
    [
        KSEF,
        KSEF.lower(),
        KSEF.replace("-", ""),
        KSEF.replace("-", " "),
        f"KSeF: {KSEF}, dziękujemy",
        "5265877635-20250826-010000-1AF629-AF",  # the older form
        "526587763 5-2025082 6-01000 01AF6 29-AF",  # as banks break a text
        f"zaplata za KSeF{KSEF.replace('-', '')}i dalej",
        f"/VAT/23,00/IDC/5265877635/INV/{KSEF}/TXT/czynsz",  # the message of split payment
        "5265877635-20250826-O1OOOO1AF629-AF",
    ],
)
def test_a_ksef_number_names_its_invoice_however_a_bank_writes_it(text):
    assert named_in_ksef(text, ("FV/2026/7", KSEF), ("FV/2026/8", "")) == {"FV/2026/7": "OFFICIAL"}


@pytest.mark.parametrize(
    "text",
    [
        KSEF.replace("AF629", "AF628"),
        KSEF.replace("20250826", "20250862"),
        KSEF[:-1],
        "5265877635-20250916-0200A0D6723E-C2",  # right, and of another invoice
    ],
)
def test_a_mistyped_or_strange_ksef_number_names_nothing(text):
    assert named_in_ksef(text, ("FV/2026/7", KSEF)) == {}


def test_the_inside_of_a_ksef_number_is_no_number_of_ours():
    """Invoices 20250826, 0100001 and AF-629 exist; the payer named another one that was paid long ago."""
    ours = [("20250826", ""), ("0100001", ""), ("AF-629", ""), ("5265877635", ""), ("629", "")]
    assert named_in_ksef(KSEF, *ours) == {}
    assert named_in_ksef(f"FV 20250826 {KSEF}", *ours) == {"20250826": "WHOLE"}
    ends_in_figures = next(
        number
        for n in range(100)
        if (number := f"{KSEF[:30]}{n:02d}-{checksum(KSEF[:30] + f'{n:02d}')}")[-2:].isdigit()
    )
    assert named_in_ksef(ends_in_figures, (ends_in_figures[-2:], "")) == {}


@given(st.text("0123456789ABCDEF", min_size=12, max_size=12), st.lists(st.integers(1, 31), max_size=6), st.data())
def test_every_ksef_number_is_found_wherever_it_is_broken(middle, cuts, data):
    body = f"8567346215-20260302-{middle}"
    number = f"{body}-{checksum(body)}"
    bare = number.replace("-", "")
    text = "".join(f" {letter}" if at in cuts else letter for at, letter in enumerate(bare))
    assert named_in_ksef(f"zapłata {text} dzięki", ("FV/1", number)) == {"FV/1": "OFFICIAL"}
