"""Words that Directive 2006/112/EC itself gives in each language, and the reasons built on its articles.

`docs/rules/vat-codes.md`.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kvit.core.countries.profile import LANGUAGES, Mention, Reason, VatCode

DIRECTIVE = "Directive 2010/45/EU, in each language"
DIRECTIVE_ON = date(2013, 1, 1)
"""Directive 2010/45/EU applies from here (article 2)."""

REVERSE_CHARGE = {
    "en": "Reverse charge",
    "ro": "taxare inversă",
    "bg": "обратно начисляване",
    "es": "inversión del sujeto pasivo",
    "pl": "odwrotne obciążenie",
}
SELF_BILLING = {
    "en": "Self-billing",
    "ro": "autofactură",
    "bg": "самофактуриране",
    "es": "facturación por el destinatario",
    "pl": "samofakturowanie",
}
VAT_ON_PAYMENT = {
    "en": "Cash accounting",
    "ro": "TVA la încasare",
    "bg": "касова отчетност",
    "es": "régimen especial del criterio de caja",
    "pl": "metoda kasowa",
}
SPLIT_PAYMENT = {
    "en": "Split payment mechanism (mechanizm podzielonej płatności)",
    "ro": "Plată defalcată (mechanizm podzielonej płatności)",
    "bg": "Разделено плащане (mechanizm podzielonej płatności)",
    "es": "Pago dividido (mechanizm podzielonej płatności)",
    "pl": "mechanizm podzielonej płatności",
}


def mention(predicate: str, texts: dict[str, str], law: str, *, source: str, since: date = DIRECTIVE_ON) -> Mention:
    """Words for a document, with the law that wants them and where it was read."""
    return Mention(predicate=predicate, texts=texts, law=law, source=source, valid_from=since)


def reasons(laws: dict[str, str], *, native: str, texts: dict[str, str], abroad_law: str) -> tuple[Reason, ...]:
    """The standard reasons of a country: its own law in its own language, the directive's words in the others.

    `laws` names the national article for K, G, AE, E and O; `texts` the native words, without the article;
    `abroad_law` the article by which a service to a business in another member state is taxed there.
    """
    home = [_reason(category, law, native=native, words=texts[category]) for category, law in laws.items()]
    return (*home, replace(_reason("AE", abroad_law, native=native, words=texts["AE"]), abroad=True))


def _reason(category: str, law: str, *, native: str, words: str) -> Reason:
    known = DIRECTIVE_REASONS[category]
    texts = {language: f"{known[language]}, {law}" for language in LANGUAGES}
    texts[native] = f"{words}, {law}"
    return Reason(category=category, code=VATEX[category], texts=texts, law=law)


def untaxed(known: tuple[Reason, ...], *, native: str, since: date) -> list[VatCode]:
    """A VAT code for each standard reason, named by its category."""
    return [
        VatCode(
            code=f"{reason.category}-EU" if reason.abroad else reason.category,
            category=reason.category,
            rate=Decimal(0),
            name=reason.texts[native],
            valid_from=since,
            source=reason.law,
            reason_code=reason.code,
            reason=reason.texts[native],
        )
        for reason in known
    ]


VATEX = {"K": "VATEX-EU-IC", "G": "VATEX-EU-G", "AE": "VATEX-EU-AE", "E": "VATEX-EU-132", "O": "VATEX-EU-O"}
"""EN 16931 code list for BT-121. E is Article 132; an exemption by another article is named on the line."""

DIRECTIVE_REASONS = {
    "K": {
        "en": "Intra-Community supply of goods, exempt under Article 138 of Directive 2006/112/EC",
        "ro": "Livrare intracomunitară scutită, art. 138 din Directiva 2006/112/CE",
        "bg": "Вътреобщностна доставка, член 138 от Директива 2006/112/ЕО",
        "es": "Entrega intracomunitaria exenta, artículo 138 de la Directiva 2006/112/CE",
        "pl": "Wewnątrzwspólnotowa dostawa towarów, art. 138 dyrektywy 2006/112/WE",
    },
    "G": {
        "en": "Export outside the Union, exempt under Article 146 of Directive 2006/112/EC",
        "ro": "Export în afara Uniunii, scutit, art. 146 din Directiva 2006/112/CE",
        "bg": "Износ извън Съюза, член 146 от Директива 2006/112/ЕО",
        "es": "Exportación exenta, artículo 146 de la Directiva 2006/112/CE",
        "pl": "Eksport towarów, art. 146 dyrektywy 2006/112/WE",
    },
    "AE": REVERSE_CHARGE,
    "E": {
        "en": "Exempt under Article 132 of Directive 2006/112/EC",
        "ro": "Scutit de TVA, art. 132 din Directiva 2006/112/CE",
        "bg": "Освободена доставка, член 132 от Директива 2006/112/ЕО",
        "es": "Exento, artículo 132 de la Directiva 2006/112/CE",
        "pl": "Zwolnione z VAT, art. 132 dyrektywy 2006/112/WE",
    },
    "O": {
        "en": "Not subject to VAT",
        "ro": "Neimpozabil din punct de vedere al TVA",
        "bg": "Извън обхвата на ДДС",
        "es": "No sujeto al IVA",
        "pl": "Nie podlega VAT",
    },
}


ADVANCE = {
    "en": "Advance payment",
    "ro": "Avans",
    "bg": "Авансово плащане",
    "es": "Anticipo",
    "pl": "Zaliczka",
}
ADVANCE_FOR_ORDER = {
    "en": "Advance payment for order {order}",
    "ro": "Avans pentru comanda {order}",
    "bg": "Авансово плащане по поръчка {order}",
    "es": "Anticipo del pedido {order}",
    "pl": "Zaliczka na poczet zamówienia {order}",
}
ADVANCE_TAKEN_BACK = {
    "en": "Advance taken back: invoice {number} of {day}",
    "ro": "Stornare avans: factura {number} din {day}",
    "bg": "Приспаднат аванс: фактура {number} от {day}",
    "es": "Anticipo descontado: factura {number} de {day}",
    "pl": "Rozliczenie zaliczki: faktura {number} z {day}",
}
"""What a line says of an advance, by the document's language."""
POINTS_USED = {
    "en": "Loyalty points",
    "ro": "Puncte de fidelitate",
    "bg": "Точки за лоялност",
    "es": "Puntos de fidelización",
    "pl": "Punkty lojalnościowe",
}
"""What an allowance says that the customer's points come to."""
