"""From FA(3) to the semantic model and the Polish facts: what the model gives again by itself is no fact."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from kvit.core.einvoice.fa3.annotations import Adnotacje
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.einvoice.fa3.rules.lines import CORRECTIONS
from kvit.core.einvoice.fa3.semantic import lines, notes, parties, paying, sums, texts, writing
from kvit.core.einvoice.fa3.semantic.facts import Advance, Correction, Facts, LineFacts
from kvit.core.einvoice.fa3.semantic.lines import Setting
from kvit.core.einvoice.model import Delivery, Invoice, Line, Period, PrecedingInvoice, Totals, VatBreakdown

CREDIT_NOTE, ORDINARY, SELF_BILLED = "381", "380", "389"
SUM_NAMES = {"ZAL": "Zaliczka", "KOR": "Korekta", "KOR_ZAL": "Korekta zaliczki", "KOR_ROZ": "Korekta rozliczenia"}
T = TypeVar("T")


def to_invoice(document: Faktura) -> tuple[Invoice, Facts]:
    """The invoice and its facts; `writing.from_invoice` makes the same document of them again."""
    fa = document.fa or Fa()
    sign = -1 if fa.rodzaj_faktury in CORRECTIONS and fa.p_15 is not None and fa.p_15 < 0 else 1
    invoice = _invoice(document, fa, sign=sign)
    facts = _facts(document, fa)
    setting = replace(writing.setting_of(invoice, facts), exchange_rate=facts.exchange_rate)
    sold, said = _lines(fa, invoice.vat_breakdown, setting=setting)
    invoice = replace(invoice, lines=sold, totals=_totals(fa, sold, sign=sign))
    return invoice, _without_what_follows(document, fa, invoice=invoice, facts=replace(facts, lines=said))


def _invoice(document: Faktura, fa: Fa, *, sign: int) -> Invoice:
    texts_held, register = notes.read_foot(document.stopka)
    conditions = fa.warunki_transakcji
    period = Period(start_on=fa.okres_fa.p_6_od, end_on=fa.okres_fa.p_6_do) if fa.okres_fa else None
    terms = fa.platnosc.termin_platnosci if fa.platnosc else ()
    return Invoice(
        number=fa.p_2,
        issued_on=fa.p_1,
        type_code=_type(fa, sign=sign),
        currency=fa.kod_waluty,
        vat_currency="PLN" if sums.vat_in_pln(fa, sign=sign) is not None else None,
        tax_point_code=notes.ON_PAYMENT if fa.adnotacje and fa.adnotacje.p_16 else None,
        due_on=next((one.termin for one in terms if one.termin), None),
        contract_ref=next((one.nr_umowy for one in conditions.umowy if one.nr_umowy), None) if conditions else None,
        order_ref=next((one.nr_zamowienia for one in conditions.zamowienia), None) if conditions else None,
        despatch_ref=next(iter(fa.wz), None),
        notes=texts_held,
        preceding_invoices=_preceding(fa),
        seller=parties.read_seller(document.podmiot1, register),
        buyer=parties.read_buyer(document.podmiot2),
        tax_representative=parties.read_representative(document.podmiot_upowazniony),
        delivery=Delivery(delivered_on=fa.p_6) if fa.p_6 else None,
        period=period,
        payment=paying.read(fa.platnosc),
        vat_breakdown=sums.breakdown(fa, sign=sign),
        **texts.of_document(fa.dodatkowy_opis),
    )


def _type(fa: Fa, *, sign: int) -> str:
    if fa.rodzaj_faktury in CORRECTIONS:
        return CREDIT_NOTE if sign < 0 else writing.CORRECTED
    if fa.rodzaj_faktury == "ZAL":
        return writing.PREPAYMENT
    return SELF_BILLED if fa.adnotacje and fa.adnotacje.p_17 else ORDINARY


def _preceding(fa: Fa) -> tuple[PrecedingInvoice, ...]:
    corrected = tuple(
        PrecedingInvoice(number=one.nr_fa_korygowanej, issued_on=one.data_wyst_fa_korygowanej)
        for one in fa.dane_fa_korygowanej
    )
    advances = (one.nr_fa_zaliczkowej or one.nr_ksef_fa_zaliczkowej for one in fa.faktura_zaliczkowa)
    return corrected or tuple(PrecedingInvoice(number=number) for number in advances)


def _lines(
    fa: Fa, breakdown: tuple[VatBreakdown, ...], *, setting: Setting
) -> tuple[tuple[Line, ...], tuple[LineFacts, ...]]:
    if not fa.fa_wiersz:
        return lines.of_sums(breakdown, SUM_NAMES.get(fa.rodzaj_faktury or "", "Sprzedaż"))
    read = [
        lines.read(row, fa.dodatkowy_opis, setting=setting, position=position)
        for position, row in enumerate(fa.fa_wiersz, 1)
    ]
    return tuple(line for line, _ in read), tuple(said for _, said in read)


def _totals(fa: Fa, sold: tuple[Line, ...], *, sign: int) -> Totals:
    groups = sums.breakdown(fa, sign=sign)
    total = None if fa.p_15 is None else fa.p_15 * sign + 0
    paid, rounded, payable = paying.read_settlement(fa.rozliczenie, fa.p_15)
    return Totals(
        line_total_sum=sum((line.net or Decimal(0) for line in sold), Decimal(0)),
        total_without_vat=sum((one.taxable or Decimal(0) for one in groups), Decimal(0)) if groups else None,
        total_vat=sum((one.tax or Decimal(0) for one in groups), Decimal(0)) if groups else None,
        total_vat_accounting=sums.vat_in_pln(fa, sign=sign),
        total_with_vat=total,
        paid=paid and paid * sign,
        rounding=rounded and rounded * sign,
        payable=payable * sign + 0,
    )


def _facts(document: Faktura, fa: Fa) -> Facts:
    """All facts as the document has them."""
    head, buyer = document.naglowek, document.podmiot2
    rates = {row.kurs_waluty for row in fa.fa_wiersz}
    return Facts(
        created_at=(head.data_wytworzenia_fa if head else None) or datetime.min.replace(tzinfo=UTC),
        system=head.system_info if head else None,
        kind=fa.rodzaj_faktury,
        issued_in=fa.p_1m,
        is_for_local_government=bool(buyer and buyer.jst),
        is_for_vat_group=bool(buyer and buyer.gv),
        third_parties=document.podmiot3,
        authorised=document.podmiot_upowazniony,
        annotations=fa.adnotacje,
        exchange_rate=next(iter(rates)) if len(rates) == 1 else None,
        correction=_correction(fa),
        advance=Advance(
            order=fa.zamowienie,
            payments=fa.zaliczka_czesciowa,
            settled=fa.faktura_zaliczkowa,
            exchange_rate=fa.kurs_waluty_z,
        ),
        is_for_receipt=bool(fa.fp),
        is_between_related=bool(fa.tp),
        refunds_excise=bool(fa.zwrot_akcyzy),
        warehouse_documents=fa.wz[1:],
        seller=document.podmiot1,
        buyer=buyer,
        sums=tuple(sums.of(fa).items()),
        descriptions=fa.dodatkowy_opis,
        settlement=fa.rozliczenie,
        payment=fa.platnosc,
        conditions=fa.warunki_transakcji,
        foot=document.stopka,
        attachment=document.zalacznik,
    )


def _correction(fa: Fa) -> Correction:
    numbers = tuple(one.nr_ksef_fa_korygowanej for one in fa.dane_fa_korygowanej)
    return Correction(
        reason=fa.przyczyna_korekty,
        effect=fa.typ_korekty,
        ksef_numbers=numbers if any(numbers) else (),
        period=fa.okres_fa_korygowanej,
        right_number=fa.nr_fa_korygowany,
        seller_before=fa.podmiot1k,
        buyers_before=fa.podmiot2k,
        due_before=fa.p_15zk,
        exchange_rate_before=fa.kurs_waluty_zk,
    )


def _without_what_follows(document: Faktura, fa: Fa, *, invoice: Invoice, facts: Facts) -> Facts:
    """The facts without those that `from_invoice` finds by itself."""
    bare = replace(facts, seller=None, buyer=None, kind=None, sums=None, annotations=None, authorised=None)
    setting = writing.setting_of(invoice, bare)
    totals = sums.written(invoice, bare, setting=setting)
    is_prefixed = bool(writing.TO_THE_UNION & set(totals))
    kind = _unless(fa.rodzaj_faktury, writing.kind_of(invoice))
    own = replace(facts.advance, settled=())
    settled = writing.settled(invoice, replace(facts, advance=own)) if fa.rodzaj_faktury == "ROZ" else ()
    return replace(
        bare,
        kind=kind,
        seller=_unless(document.podmiot1, parties.seller(invoice.seller, is_prefixed=is_prefixed)),
        buyer=_unless(document.podmiot2, writing.buyer(invoice, bare)),
        authorised=_unless(document.podmiot_upowazniony, writing.authorised(invoice, bare)),
        sums=_unless(facts.sums, tuple(totals.items())),
        annotations=_unless(fa.adnotacje or Adnotacje(), notes.annotations(invoice)),
        advance=own if settled == fa.faktura_zaliczkowa else facts.advance,
        descriptions=_unless(fa.dodatkowy_opis, texts.written(invoice)),
        settlement=_unless(fa.rozliczenie, paying.settlement(invoice, sign=setting.sign)),
        payment=_unless(fa.platnosc, paying.written(invoice)),
        conditions=_unless(fa.warunki_transakcji, writing.conditions(invoice)),
        foot=_unless(document.stopka, notes.foot(invoice)),
    )


def _unless(held: T, follows: T) -> T | None:
    return None if held == follows else held
