"""IBANs are found in every spacing; a wrong one is kept and said to be wrong."""

import pytest
import schwifty
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.reading.accounts import accounts_in
from kvit.core.reading.labelling import sheet_of
from kvit.core.reading.rows import rows_of
from kvit.core.reading.tests.paper import page

ACCOUNTS = st.integers(0, 10**10 - 1).map(lambda number: f"{number:010}")


def read(text, *, scanned=False):
    return accounts_in(sheet_of(rows_of(page(text)), scanned=scanned), scanned=scanned)


def iban(account):
    return str(schwifty.IBAN.generate("ES", bank_code="2100", branch_code="0418", account_code=account))


@given(ACCOUNTS, st.booleans())
def test_an_iban_is_read_back_grouped_or_not(account, grouped):
    whole = iban(account)
    text = " ".join(whole[at : at + 4] for at in range(0, len(whole), 4)) if grouped else whole
    (found,) = read(f"Cuenta bancaria: {text}")
    assert (found.value, found.flaw) == (whole, "")


@given(ACCOUNTS, st.integers(4, 23), st.integers(1, 9))
def test_one_wrong_figure_is_kept_and_said(account, at, shift):
    right = iban(account)
    wrong = right[:at] + str((int(right[at]) + shift) % 10) + right[at + 1 :]
    (found,) = read(f"IBAN {wrong}")
    assert (found.value, found.flaw) == (wrong, "iban.bad_checksum")


def test_an_iban_that_runs_into_the_next_row_is_read_whole():
    (found,) = read("Bank    IBAN: ES91 2100 0418 4502\nX     0005 1332\n".replace("X     ", "            "))
    assert (found.value, found.flaw) == ("ES9121000418450200051332", "")


def test_a_polish_account_without_its_country_is_one():
    (found,) = read("Nr konta: 61 1090 1014 0000 0712 1981 2874")
    assert found.value == "PL61109010140000071219812874"


def test_a_letter_that_a_scanner_took_for_a_figure_is_mended_by_the_check_digits():
    (found,) = read("IBAN ES91 21OO 0418 45O2 0005 1332", scanned=True)
    assert (found.value, found.mended) == ("ES9121000418450200051332", True)


@pytest.mark.parametrize("text", ["DE 50667 Köln am Rhein", "RE20180815 4711 0815", "BG831915840", "GLN 4012345000009"])
def test_what_is_no_account(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("ROSO BTRL RONC RT14 4051 0227", "RO30BTRLRONCRT1440510227"),
        ("ROO4 BTRL RONC RT43 5823 3185", "RO94BTRLRONCRT4358233185"),
    ],
)
def test_of_the_figures_that_look_like_the_letter_the_one_is_taken_that_the_check_digits_allow(written, right):
    [account] = read(f"IBAN {written}", scanned=True)
    assert (account.value, account.flaw, account.mended) == (right, "", True)
