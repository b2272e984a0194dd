"""The annotations that follow from an invoice, and its foot: notes (BG-1) and the number of a register (BT-30)."""

from kvit.core.einvoice.fa3.annotations import Adnotacje, NoweSrodkiTransportu, PMarzy, Zwolnienie
from kvit.core.einvoice.fa3.document import Informacje, Rejestry, Stopka
from kvit.core.einvoice.fa3.semantic.categories import MARGINS
from kvit.core.einvoice.fa3.semantic.texts import MOST
from kvit.core.einvoice.model import Identifier, Invoice, Note

CASH, SELF_BILLING, REVERSE_CHARGE = "metoda kasowa", "samofakturowanie", "odwrotne obciążenie"
SPLIT_PAYMENT = "mechanizm podzielonej płatności"
ON_PAYMENT = "432"
"""UNTDID 2005, BT-8: VAT falls due when it is paid."""
SELF_BILLED = "389"
MOST_NOTES = 3


def annotations(invoice: Invoice) -> Adnotacje:
    """All annotations: by type, categories and reasons, or because the law's words stand among the notes."""
    noted = " ".join(note.text.casefold() for note in invoice.notes)
    return Adnotacje(
        p_16=invoice.tax_point_code == ON_PAYMENT or CASH in noted,
        p_17=invoice.type_code == SELF_BILLED or SELF_BILLING in noted,
        p_18=any(one.category == "AE" for one in invoice.vat_breakdown) or REVERSE_CHARGE in noted,
        p_18a=SPLIT_PAYMENT in noted,
        zwolnienie=_exemption(invoice),
        nowe_srodki_transportu=NoweSrodkiTransportu(p_22n=True),
        p_23=False,
        p_marzy=margin(invoice),
    )


def _exemption(invoice: Invoice) -> Zwolnienie:
    """Art. 106e ust. 1 pkt 19: Polish law as it was written, or the directive's article by its code (VATEX-EU-132)."""
    exempt = [one for one in invoice.vat_breakdown if one.category == "E" and one.exemption_code not in MARGINS]
    if not exempt:
        return Zwolnienie(p_19n=True)
    reason, code = exempt[0].exemption_reason, exempt[0].exemption_code or ""
    if reason is not None and len(reason) <= MOST:
        return Zwolnienie(p_19=True, p_19a=reason)
    article = code.removeprefix("VATEX-EU-")
    if article[:1].isdecimal():
        return Zwolnienie(p_19=True, p_19b=f"art. {article} dyrektywy 2006/112/WE")
    return Zwolnienie(p_19=True, p_19c=code or None)


def margin(invoice: Invoice) -> PMarzy:
    """The margin scheme by its code (VATEX-EU-D, F, I, J)."""
    said = next((one.exemption_code for one in invoice.vat_breakdown if one.exemption_code in MARGINS), None)
    return PMarzy(p_pmarzy=True, **{MARGINS[said]: True}) if said else PMarzy(p_pmarzy_n=True)


def foot(invoice: Invoice) -> Stopka | None:
    """Stopka: the seller's legal form (BT-33), then the notes, three texts in all; more are put into the third."""
    texts = [text for text in (invoice.seller.legal_form, *(note.text for note in invoice.notes)) if text]
    if len(texts) > MOST_NOTES:
        texts = [*texts[: MOST_NOTES - 1], "\n".join(texts[MOST_NOTES - 1 :])]
    register = _register(invoice.seller.legal_registration)
    held = Stopka(
        informacje=tuple(Informacje(stopka_faktury=text) for text in texts),
        rejestry=(register,) if register else (),
    )
    return None if held == Stopka() else held


def _register(number: Identifier | None) -> Rejestry | None:
    value = number.value if number else ""
    if not value.isdecimal():
        return None
    if len(value) == 10 and value.startswith("0"):
        return Rejestry(krs=value)
    return Rejestry(regon=value) if len(value) in (9, 14) else None


def read_foot(held: Stopka | None) -> tuple[tuple[Note, ...], Identifier | None]:
    """The notes, and the first number of a register: KRS before REGON."""
    if held is None:
        return (), None
    notes = tuple(Note(text=one.stopka_faktury.strip()) for one in held.informacje if one.stopka_faktury)
    number = next((value for one in held.rejestry for value in (one.krs, one.regon) if value), None)
    return notes, Identifier(number) if number else None
