"""The flat file of Poland's white list: two accounts of a real file are found, and a bad file proves nothing."""

import json
from datetime import date
from hashlib import sha512

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.white_list import check, hashed, masked, read

DAY = date(2024, 7, 25)
ORDINARY = ("5512393471", "PL51195000012006007341830002")
VIRTUAL = ("7740001454", "PL71124069606666000007118600")
IN_THE_FILE_OF_THAT_DAY = (
    "140bebae8e72c6d3bbe805244870e3cb72f8408d6c6ea0eaa012347aaa686f3c94e63ff4e3fb3dd1297aa0337a03375deef687fbffca36ca5fffb1ed0d142774",
    "db387083c45fa318d4c7a13a7d7e1375d0ec0d4fe49479578574fd82b5408b80382bc7e9abbe561e07a05f0915419fbf53e4674491edea63f1573702504b4487",
)
MASKS = ["XX10100055YYYXXXXXXXXXXXXX", "XX10200032YYYXXXXXXXXXXXXX", "XX12406960YYYXXXXXXXXXXXXX"]
SCHEME = "RRRRMMDDNNNNNNNNNNBBBBBBBBBBBBBBBBBBBBBBBBBB lub RRRRMMDDNNNNNNNNNN, gdzie R to cyfra roku, M – miesiąca"


def content(*, day="20240725", rounds="5000", active=IN_THE_FILE_OF_THAT_DAY[:1], exempt=(), masks=MASKS, indent=4):
    heading = {"dataGenerowaniaDanych": day, "liczbaTransformacji": rounds, "schemat": SCHEME}
    told = {"naglowek": heading, "skrotyPodatnikowCzynnych": list(active)}
    told |= {"skrotyPodatnikowZwolnionych": list(exempt), "maski": list(masks)}
    return json.dumps(told, ensure_ascii=False, indent=indent).encode()


def a_file(**facts):
    return read([content(**facts)])


def answer(file, numbers, on=DAY):
    found = check(file, nip=numbers[0], iban=numbers[1], on=on)
    return found.verdict, found.listed, found.finding and found.finding.rule


def refusal(pieces):
    with pytest.raises(Refused) as refused:
        read(pieces)
    return refused.value.code


def test_the_worked_example_of_docs_rules_white_list():
    file = a_file(exempt=IN_THE_FILE_OF_THAT_DAY[1:])
    assert answer(file, ORDINARY) == ("passed", "active", None)
    assert answer(file, VIRTUAL) == ("passed", "exempt", None)
    assert masked(VIRTUAL[1][2:], MASKS[2]) == "XX12406960666XXXXXXXXXXXXX"


def test_the_hash_is_taken_of_its_own_writing_again_and_again():
    once = sha512(b"20240725").hexdigest()
    assert hashed("20240725", rounds=1) == once
    assert hashed("20240725", rounds=3) == sha512(sha512(once.encode()).hexdigest().encode()).hexdigest()


def test_a_number_with_its_country_and_an_account_with_blanks_are_the_same():
    file = a_file()
    assert answer(file, ("PL5512393471", "PL51 1950 0001 2006 0073 4183 0002"))[0] == "passed"


def test_another_account_of_the_same_taxpayer_fails():
    assert answer(a_file(), (ORDINARY[0], VIRTUAL[1])) == ("failed", "", "white_list.not_listed")
    assert answer(a_file(), (VIRTUAL[0], ORDINARY[1])) == ("failed", "", "white_list.not_listed")


def test_a_taxpayer_listed_without_an_account_is_told_as_such():
    alone = hashed("20240725" + ORDINARY[0], rounds=7)
    assert answer(a_file(rounds="7", active=[alone]), ORDINARY) == ("failed", "", "white_list.account_missing")


def test_without_the_mask_of_its_bank_a_virtual_account_is_not_found():
    file = a_file(exempt=IN_THE_FILE_OF_THAT_DAY[1:], masks=MASKS[:2])
    assert answer(file, VIRTUAL) == ("failed", "", "white_list.not_listed")


def test_a_mask_fits_only_where_its_figures_are_those_of_the_account():
    account = VIRTUAL[1][2:]
    assert masked(account, "XX124069606666YYXXXXXXXXXX") == "XX12406960666600XXXXXXXXXX"
    assert masked(account, "XX124069606667YYXXXXXXXXXX") == ""


def test_a_file_of_another_day_and_no_file_prove_nothing():
    assert answer(a_file(), ORDINARY, on=date(2024, 7, 26)) == ("unchecked", "", "white_list.other_day")
    assert answer(None, ORDINARY) == ("unchecked", "", "white_list.other_day")


def test_an_account_abroad_is_not_on_the_list_and_not_failed():
    assert answer(a_file(), (ORDINARY[0], "DE89370400440532013000")) == ("unchecked", "", "white_list.not_polish")


def test_numbers_that_cannot_be_are_refused():
    for nip, iban, code in (
        ("5512393472", ORDINARY[1], "national_id.bad_checksum"),
        (ORDINARY[0], "PL52195000012006007341830002", "iban.bad_checksum"),
    ):
        with pytest.raises(Refused) as refused:
            check(a_file(), nip=nip, iban=iban, on=DAY)
        assert refused.value.code == code


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"not json at all",
        content(day="20240732"),
        content(day="2024"),
        content(rounds="0"),
        content(rounds="100001"),
        content(rounds="x"),
        content(active=["140beb"]),
        content(active=[IN_THE_FILE_OF_THAT_DAY[0].upper()]),
        content(masks=["XX10100055"]),
        content(masks=["XX10100055YYYXXXXXXXXXXXXZ"]),
        content()[:3000].replace(b"}", b"") + b'"' + b"a" * 5000,
    ],
)
def test_what_is_no_flat_file_is_refused(bad):
    assert refusal([bad]) == "white_list.unreadable"


@given(st.integers(0, 900), st.binary(max_size=6), st.integers(0, 200))
def test_a_damaged_file_is_refused_or_read_and_never_crashes(at, noise, gone):
    whole = content()
    place = at % len(whole)
    try:
        file = read([whole[:place], noise, whole[place + gone :]])
    except Refused as refused:
        assert refused.code == "white_list.unreadable"
    else:
        assert len(file.active) <= 1


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 700), st.sampled_from([None, 4]))
def test_a_file_read_in_pieces_is_the_same_file(size, indent):
    whole = content(
        rounds="3", active=[hashed(f"20240725{number:010}", rounds=3) for number in range(30)], indent=indent
    )
    file = read(whole[at : at + size] for at in range(0, len(whole), size))
    assert (file.day, file.rounds, len(file.active), len(file.exempt)) == (DAY, 3, 30, 0)
    assert [mask for masks in file.masks.values() for mask in masks] == MASKS
    assert {file.listed(f"{number:010}") for number in range(30)} == {"active"}
    assert {file.listed(f"{number:010}") for number in range(30, 60)} == {""}


def test_hashes_that_begin_alike_are_told_apart():
    one = "00" * 8 + "11" * 56
    other = "00" * 8 + "22" * 56
    file = a_file(active=[other, one, "ff" * 64])
    assert file.active.has(one)
    assert file.active.has(other)
    assert not file.active.has("00" * 8 + "33" * 56)
    assert not file.active.has("00" * 64)
    assert not file.exempt.has(one)
