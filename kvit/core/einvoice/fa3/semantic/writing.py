"""From the semantic model and the Polish facts to FA(3)."""

from kvit.core.einvoice.codes import CREDIT_NOTE_TYPES
from kvit.core.einvoice.fa3.conditions import Umowy, WarunkiTransakcji, Zamowienia
from kvit.core.einvoice.fa3.corrections import DaneFaKorygowanej
from kvit.core.einvoice.fa3.document import Fa, Faktura, Naglowek, OkresFa
from kvit.core.einvoice.fa3.lines import FakturaZaliczkowa
from kvit.core.einvoice.fa3.parties import Podmiot2, PodmiotUpowazniony
from kvit.core.einvoice.fa3.semantic import lines, notes, parties, paying, sums, texts
from kvit.core.einvoice.fa3.semantic.facts import Facts
from kvit.core.einvoice.fa3.semantic.lines import Setting
from kvit.core.einvoice.model import Invoice

CORRECTED, PREPAYMENT = "384", "386"
TO_THE_UNION = frozenset({"p_13_6_2", "p_13_9"})
"""Sums of what the seller's number with PL has to stand on (art. 97 ust. 10 pkt 2 and 3)."""


def from_invoice(invoice: Invoice, facts: Facts) -> Faktura:
    """The document. What FA(3) has no place for is left out; `dropping.dropped` says what that is."""
    setting = setting_of(invoice, facts)
    totals = sums.written(invoice, facts, setting=setting)
    is_prefixed = bool(TO_THE_UNION & set(totals))
    return Faktura(
        naglowek=Naglowek(data_wytworzenia_fa=facts.created_at, system_info=facts.system),
        podmiot1=facts.seller or parties.seller(invoice.seller, is_prefixed=is_prefixed),
        podmiot2=facts.buyer or buyer(invoice, facts),
        podmiot3=facts.third_parties,
        podmiot_upowazniony=authorised(invoice, facts),
        fa=_fa(invoice, facts, setting=setting),
        stopka=facts.foot or notes.foot(invoice),
        zalacznik=facts.attachment,
    )


def buyer(invoice: Invoice, facts: Facts) -> Podmiot2:
    """Podmiot2 as it follows from the model."""
    return parties.buyer(invoice.buyer, jst=facts.is_for_local_government, gv=facts.is_for_vat_group)


def authorised(invoice: Invoice, facts: Facts) -> PodmiotUpowazniony | None:
    """Who acts for the seller: by law, or the tax representative of the model."""
    if facts.authorised is not None or invoice.tax_representative is None:
        return facts.authorised
    return parties.representative(invoice.tax_representative)


def setting_of(invoice: Invoice, facts: Facts) -> Setting:
    """A credit note holds what it gives back as amounts above zero; a correction in FA(3) holds differences."""
    address = invoice.buyer.address
    vat_id = invoice.buyer.vat_id or ""
    return Setting(
        sign=-1 if invoice.type_code in CREDIT_NOTE_TYPES else 1,
        country=(address.country if address else None) or (vat_id[:2] or None),
        margin=notes.margin(invoice).p_pmarzy is True,
        exchange_rate=facts.exchange_rate,
    )


def kind_of(invoice: Invoice) -> str:
    """RodzajFaktury as it follows from the type code (BT-3)."""
    if invoice.type_code in CREDIT_NOTE_TYPES or invoice.type_code == CORRECTED:
        return "KOR"
    return "ZAL" if invoice.type_code == PREPAYMENT else "VAT"


def _fa(invoice: Invoice, facts: Facts, *, setting: Setting) -> Fa:
    correction, advance = facts.correction, facts.advance
    kind = facts.kind or kind_of(invoice)
    delivered_on = invoice.delivery.delivered_on if invoice.delivery else None
    first = (invoice.despatch_ref,) if invoice.despatch_ref else ()
    return Fa(
        kod_waluty=invoice.currency,
        p_1=invoice.issued_on,
        p_1m=facts.issued_in,
        p_2=invoice.number,
        wz=(*first, *facts.warehouse_documents),
        p_6=delivered_on,
        okres_fa=None if delivered_on else _period(invoice),
        **sums.written(invoice, facts, setting=setting),
        kurs_waluty_z=advance.exchange_rate,
        adnotacje=facts.annotations or notes.annotations(invoice),
        rodzaj_faktury=kind,
        przyczyna_korekty=correction.reason,
        typ_korekty=correction.effect,
        dane_fa_korygowanej=corrected(invoice, facts) if kind.startswith("KOR") else (),
        okres_fa_korygowanej=correction.period,
        nr_fa_korygowany=correction.right_number,
        podmiot1k=correction.seller_before,
        podmiot2k=correction.buyers_before,
        p_15zk=correction.due_before,
        kurs_waluty_zk=correction.exchange_rate_before,
        zaliczka_czesciowa=advance.payments,
        fp=facts.is_for_receipt or None,
        tp=facts.is_between_related or None,
        dodatkowy_opis=texts.written(invoice) if facts.descriptions is None else facts.descriptions,
        faktura_zaliczkowa=settled(invoice, facts) if kind == "ROZ" else advance.settled,
        zwrot_akcyzy=facts.refunds_excise or None,
        fa_wiersz=lines.all_written(invoice, facts, setting=setting),
        rozliczenie=facts.settlement or paying.settlement(invoice, sign=setting.sign),
        platnosc=facts.payment or paying.written(invoice),
        warunki_transakcji=facts.conditions or conditions(invoice),
        zamowienie=advance.order,
    )


def _period(invoice: Invoice) -> OkresFa | None:
    held = invoice.period
    if held is None or held.start_on is None or held.end_on is None:
        return None
    return OkresFa(p_6_od=held.start_on, p_6_do=held.end_on)


def corrected(invoice: Invoice, facts: Facts) -> tuple[DaneFaKorygowanej, ...]:
    """The corrected documents, each with its KSeF number or the mark that it has none (art. 106j ust. 2 pkt 2a)."""
    numbers = facts.correction.ksef_numbers
    known = [*numbers, *[None] * (len(invoice.preceding_invoices) - len(numbers))]
    return tuple(
        DaneFaKorygowanej(
            data_wyst_fa_korygowanej=one.issued_on,
            nr_fa_korygowanej=one.number,
            nr_ksef=True if number else None,
            nr_ksef_fa_korygowanej=number,
            nr_ksef_n=None if number else True,
        )
        for one, number in zip(invoice.preceding_invoices, known, strict=False)
    )


def settled(invoice: Invoice, facts: Facts) -> tuple[FakturaZaliczkowa, ...]:
    """The advances that a final invoice settles: as the facts say, else the preceding documents by their numbers."""
    return facts.advance.settled or tuple(
        FakturaZaliczkowa(nr_ksef_zn=True, nr_fa_zaliczkowej=one.number) for one in invoice.preceding_invoices
    )


def conditions(invoice: Invoice) -> WarunkiTransakcji | None:
    """WarunkiTransakcji: contract (BT-12) and order (BT-13)."""
    held = WarunkiTransakcji(
        umowy=(Umowy(nr_umowy=invoice.contract_ref),) if invoice.contract_ref else (),
        zamowienia=(Zamowienia(nr_zamowienia=invoice.order_ref),) if invoice.order_ref else (),
    )
    return None if held == WarunkiTransakcji() else held
