"""How it is paid and what is settled beside it, between the model (BG-16, BT-113 to BT-115) and FA(3)."""

from decimal import Decimal

from kvit.core.einvoice.fa3.payment import (
    Obciazenia,
    Odliczenia,
    Platnosc,
    RachunekBankowy,
    Rozliczenie,
    TerminPlatnosci,
)
from kvit.core.einvoice.model import CreditTransfer, Invoice, Payment

PAID, ROUNDED = "Zapłacono wcześniej", "Zaokrąglenie"
FORMS = {"10": 1, "48": 2, "54": 2, "55": 2, "20": 4, "30": 6, "31": 6, "42": 6, "58": 6, "68": 7}
"""UNTDID 4461 to FormaPlatnosci: cash, cards, cheque, transfers, online."""
CODES = {1: "10", 2: "48", 4: "20", 6: "30", 7: "68"}
OTHERS = {"49": "polecenie zapłaty", "59": "polecenie zapłaty SEPA", "57": "stałe zlecenie", "97": "kompensata"}
NAMED = {3: "bon", 5: "kredyt"}
MUTUAL = "ZZZ"
POLAND, NRB = "PL", 26


def written(invoice: Invoice) -> Platnosc | None:
    """Platnosc: due day, form, accounts; None where nothing is said."""
    payment = invoice.payment or Payment()
    code = payment.means_code
    form = FORMS.get(code or "")
    other = code is not None and form is None
    accounts = tuple(_account(one) for one in payment.credit_transfers if one.account)
    held = Platnosc(
        termin_platnosci=(TerminPlatnosci(termin=invoice.due_on),) if invoice.due_on else (),
        forma_platnosci=form,
        platnosc_inna=True if other else None,
        opis_platnosci=(payment.means_text or OTHERS.get(code or "", f"UNTDID 4461: {code}")) if other else None,
        rachunek_bankowy=accounts,
    )
    return None if held == Platnosc() else held


def _account(transfer: CreditTransfer) -> RachunekBankowy:
    number = transfer.account or ""
    national = number.removeprefix(POLAND) if len(number) == NRB + 2 else number
    return RachunekBankowy(nr_rb=national, swift=transfer.provider)


def read(held: Platnosc | None) -> Payment | None:
    """BG-16; None where the document says neither form nor account."""
    if held is None or (held.forma_platnosci is None and not held.platnosc_inna and not held.rachunek_bankowy):
        return None
    code, text = _means(held)
    return Payment(
        means_code=code,
        means_text=text,
        credit_transfers=tuple(
            CreditTransfer(account=_iban(one.nr_rb), provider=one.swift) for one in held.rachunek_bankowy
        ),
    )


def _means(held: Platnosc) -> tuple[str | None, str | None]:
    if held.platnosc_inna:
        known = next((code for code, text in OTHERS.items() if text == held.opis_platnosci), None)
        return (known, None) if known else (MUTUAL, held.opis_platnosci)
    form = held.forma_platnosci
    if form is None:
        return None, None
    return (CODES[form], None) if form in CODES else (MUTUAL, NAMED[form])


def _iban(number: str | None) -> str | None:
    return f"{POLAND}{number}" if number and len(number) == NRB and number.isdecimal() else number


def settlement(invoice: Invoice, *, sign: int) -> Rozliczenie | None:
    """Rozliczenie: what was paid before is deducted, what rounding adds is charged; None where there is neither."""
    paid = (invoice.totals.paid or Decimal(0)) * sign
    rounded = (invoice.totals.rounding or Decimal(0)) * sign
    charges = [Obciazenia(kwota=rounded, powod=ROUNDED)] if rounded > 0 else []
    deductions = [Odliczenia(kwota=paid, powod=PAID)] if paid else []
    deductions += [Odliczenia(kwota=-rounded, powod=ROUNDED)] if rounded < 0 else []
    if not charges and not deductions:
        return None
    payable = (invoice.totals.payable or Decimal(0)) * sign
    return Rozliczenie(
        obciazenia=tuple(charges),
        suma_obciazen=rounded if charges else None,
        odliczenia=tuple(deductions),
        suma_odliczen=sum((one.kwota or Decimal(0) for one in deductions), Decimal(0)) if deductions else None,
        do_zaplaty=payable if payable >= 0 else None,
        do_rozliczenia=-payable if payable < 0 else None,
    )


def read_settlement(held: Rozliczenie | None, total: Decimal | None) -> tuple[Decimal | None, Decimal | None, Decimal]:
    """Paid (BT-113), rounding (BT-114) and payable (BT-115), with the signs of the document."""
    due = total or Decimal(0)
    if held is None:
        return None, None, due
    charged = sum((one.kwota or Decimal(0) for one in held.obciazenia if one.powod != ROUNDED), Decimal(0))
    deducted = sum((one.kwota or Decimal(0) for one in held.odliczenia if one.powod != ROUNDED), Decimal(0))
    rounded = sum((one.kwota or Decimal(0) for one in held.obciazenia if one.powod == ROUNDED), Decimal(0))
    rounded -= sum((one.kwota or Decimal(0) for one in held.odliczenia if one.powod == ROUNDED), Decimal(0))
    paid = deducted - charged
    return paid or None, rounded or None, due - paid + rounded
