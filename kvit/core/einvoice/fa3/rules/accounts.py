"""Bank accounts: 26 digits in Poland (NRB), an IBAN elsewhere (ISO 13616), or a number of a country without either.

A form that no bank has is an error; check digits that do not fit are a warning, as for a NIP.
"""

import re
from collections.abc import Iterator

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.einvoice.fa3.payment import RachunekBankowy
from kvit.core.errors import Finding, Refused
from kvit.core.identifiers import check_iban

NRB = 26
LONGEST_ELSEWHERE = 22
"""Digits of the longest account number outside Poland that has no country before it (Argentina's CBU)."""
FACTOR = 1
TRANSFER = 6

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")


def check(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """FA-PAY-01 to FA-PAY-03."""
    if fa.platnosc is None:
        return
    by_transfer = fa.platnosc.forma_platnosci in (None, TRANSFER) and not fa.platnosc.platnosc_inna
    at_home = fa.kod_waluty == "PLN" and by_transfer
    for name, accounts in (
        ("RachunekBankowy", fa.platnosc.rachunek_bankowy),
        ("RachunekBankowyFaktora", fa.platnosc.rachunek_bankowy_faktora),
    ):
        for index, account in enumerate(accounts, 1):
            yield from _number(account, f"/Faktura/Fa/Platnosc/{name}[{index}]/NrRB", at_home=at_home)
    if fa.platnosc.rachunek_bankowy_faktora and all(one.rola != FACTOR for one in document.podmiot3):
        yield breach("FA-PAY-03", "/Faktura/Fa/Platnosc/RachunekBankowyFaktora", severity="warning")


def _number(account: RachunekBankowy, place: str, *, at_home: bool) -> Iterator[Finding]:
    """Złoty are transferred to 26 digits, unless the account's bank is abroad and so named by its BIC."""
    if account.nr_rb is None:
        return
    number = re.sub(r"[ -]", "", account.nr_rb)
    if number.isdecimal() and number.isascii():
        if len(number) != NRB:
            if len(number) > LONGEST_ELSEWHERE or (at_home and account.swift is None):
                yield breach("FA-PAY-01", place, account=account.nr_rb)
            return
        number = f"PL{number}"
    elif not _IBAN.fullmatch(number):
        yield breach("FA-PAY-01", place, account=account.nr_rb)
        return
    try:
        check_iban(number)
    except Refused as wrong:
        if wrong.code == "iban.bad_checksum":
            yield breach("FA-PAY-02", place, severity="warning", account=account.nr_rb)
        else:
            yield breach("FA-PAY-01", place, account=account.nr_rb)
