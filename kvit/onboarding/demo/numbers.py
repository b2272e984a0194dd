"""Numbers that are made up and still right: VAT ids and accounts with true check digits."""

from collections.abc import Callable
from random import Random

from stdnum.bg import vat as bulgarian
from stdnum.es import cif
from stdnum.iso7064 import mod_11_10
from stdnum.pl import nip
from stdnum.ro import cui

from kvit.core.identifiers import check_vat_id

IBANS = {
    "RO": "RO49AAAA1B31007593840000",
    "BG": "BG80BNBG96611020345678",
    "ES": "ES9121000418450200051332",
    "PL": "PL61109010140000071219812874",
}
"""The textbook accounts of each country; no bank keeps them."""
EURO_ACCOUNT = "RO22AAAA1B31007593840001"


def vat_id(country: str, chance: Random) -> str:
    """A VAT number of the country that passes every check and was given to nobody on purpose."""
    return check_vat_id(country, country + MADE[country](chance))


def _romanian(chance: Random) -> str:
    digits = _digits(chance, 7)
    return digits + cui.calc_check_digit(digits)


def _bulgarian(chance: Random) -> str:
    digits = "20" + _digits(chance, 6)
    return digits + bulgarian.calc_check_digit_legal(digits)


def _spanish(chance: Random) -> str:
    digits = "B" + _digits(chance, 7)
    return digits + cif.calc_check_digits(digits)[0]


def _polish(chance: Random) -> str:
    while True:
        digits = _digits(chance, 9)
        checked = next((digits + str(last) for last in range(10) if nip.checksum(digits + str(last)) == 0), None)
        if checked:
            return checked


def _german(chance: Random) -> str:
    digits = _digits(chance, 8)
    return digits + mod_11_10.calc_check_digit(digits)


def _digits(chance: Random, count: int) -> str:
    return str(chance.randint(10 ** (count - 1), 10**count - 1))


MADE: dict[str, Callable[[Random], str]] = {
    "RO": _romanian,
    "BG": _bulgarian,
    "ES": _spanish,
    "PL": _polish,
    "DE": _german,
}
