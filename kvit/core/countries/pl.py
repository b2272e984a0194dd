"""Poland: a usual company chart (ustawa o rachunkowości leaves it to the company), VAT and words of art. 106e.

`docs/rules/legal-words-pl.md`.
"""

from datetime import date
from decimal import Decimal

from kvit.core.countries import words
from kvit.core.countries.profile import Account, Correction, CountryProfile, SimplifiedLimit, VatCode
from kvit.core.numbering import POLICIES

ACCOUNTS = (
    Account("100", "Kasa", "asset", "cash"),
    Account("131", "Rachunek bieżący", "asset", "bank"),
    Account("132", "Rachunek walutowy", "asset"),
    Account("133", "Rachunek VAT", "asset"),
    Account("148", "Środki pieniężne w drodze", "asset", "clearing"),
    Account("200", "Rozrachunki z odbiorcami", "asset", "receivable"),
    Account("201", "Zobowiązania wobec odbiorców", "liability", "customer_credit"),
    Account("201-1", "Zaliczki zafakturowane", "liability", "customer_advance"),
    Account("201-2", "Kaucje od odbiorców", "liability", "deposit"),
    Account("210", "Rozrachunki z dostawcami", "liability", "payable"),
    Account("221-1", "VAT należny", "liability", "vat_output"),
    Account("221-2", "VAT naliczony", "asset", "vat_input"),
    Account("221-3", "VAT należny do rozliczenia po zapłacie", "liability", "vat_output_deferred"),
    Account("221-4", "Rozrachunki z urzędem skarbowym z tytułu VAT", "liability"),
    Account("220", "Rozrachunki z urzędem skarbowym z tytułu podatków dochodowych", "liability"),
    Account("223-1", "Podatek pobrany przez odbiorców u źródła", "asset", "retention"),
    Account("223-3", "Podatek pobrany u źródła od dostawców", "liability", "tax_withheld"),
    Account("223-2", "Inne podatki doliczone do sprzedaży", "liability", "surcharge"),
    Account("229", "Rozrachunki z ZUS", "liability"),
    Account("230", "Rozrachunki z tytułu wynagrodzeń", "liability"),
    Account("240", "Pozostałe rozrachunki", "asset"),
    Account("280", "Odpisy aktualizujące rozrachunki", "liability"),
    Account("330", "Towary", "asset"),
    Account("402", "Usługi obce", "expense", "expense"),
    Account("402-1", "Opłaty i prowizje bankowe", "expense", "bank_fee"),
    Account("700", "Sprzedaż produktów i usług", "income", "revenue_services"),
    Account("730", "Sprzedaż towarów", "income", "revenue"),
    Account("731", "Wartość sprzedanych towarów", "expense"),
    Account("750-1", "Odsetki za opóźnienie", "income", "late_interest"),
    Account("750-2", "Dodatnie różnice kursowe", "income", "fx_gain"),
    Account("750-3", "Skonta otrzymane", "income", "discount_received"),
    Account("751-1", "Ujemne różnice kursowe", "expense", "fx_loss"),
    Account("751-2", "Skonta udzielone", "expense", "discount_allowed"),
    Account("750-4", "Odsetki bankowe otrzymane", "income"),
    Account("751-3", "Odsetki zapłacone", "expense"),
    Account("760-1", "Rekompensaty za koszty odzyskiwania należności", "income", "compensation"),
    Account("761-1", "Należności nieściągalne odpisane", "expense", "bad_debt"),
    Account("761-2", "Różnice z zaokrągleń", "expense", "rounding"),
    Account("800", "Kapitał podstawowy", "equity"),
    Account("845-1", "Rozliczenia międzyokresowe przychodów, punkty lojalnościowe", "liability", "loyalty"),
    Account("860", "Wynik finansowy", "equity"),
    Account("890", "Bilans otwarcia", "equity", "opening"),
)

RATES_ON = date(2011, 1, 1)
"""23, 8 and 5 percent apply from here (art. 146a, since art. 146ef)."""
LAW = "ustawy o VAT"
REASONS = words.reasons(
    {
        "K": f"art. 41 ust. 3 i art. 42 {LAW}",
        "G": f"art. 41 ust. 4 {LAW}",
        "AE": f"art. 106e ust. 1 pkt 18 {LAW}",
        "E": f"art. 43 ust. 1 {LAW}",
        "O": f"art. 28b {LAW}",
    },
    native="pl",
    abroad_law=f"art. 28b {LAW}",
    texts={
        "K": "Wewnątrzwspólnotowa dostawa towarów, stawka 0%",
        "G": "Eksport towarów, stawka 0%",
        "AE": "odwrotne obciążenie",
        "E": "Zwolnione z VAT",
        "O": "Nie podlega opodatkowaniu w kraju",
    },
)
VAT_CODES = (
    VatCode("S23", "S", Decimal(23), "Stawka podstawowa 23%", valid_from=RATES_ON, source=f"art. 41 ust. 1 {LAW}"),
    VatCode("S8", "S", Decimal(8), "Stawka obniżona 8%", valid_from=RATES_ON, source=f"art. 41 ust. 2 {LAW}"),
    VatCode("S5", "S", Decimal(5), "Stawka obniżona 5%", valid_from=RATES_ON, source=f"art. 41 ust. 2a {LAW}"),
    VatCode("Z0", "Z", Decimal(0), "Stawka 0% w kraju", valid_from=RATES_ON, source=f"art. 83 {LAW}"),
    *words.untaxed(REASONS, native="pl", since=RATES_ON),
    VatCode(
        "E-SMALL",
        "E",
        Decimal(0),
        "Zwolnienie podmiotowe",
        valid_from=RATES_ON,
        source=f"art. 113 ust. 1 {LAW}",
        reason=f"Zwolnienie podmiotowe, art. 113 ust. 1 {LAW}",
    ),
)
ARTICLE = "ustawa o VAT art. 106e ust. 1 pkt"
SOURCE = "prawnik.cc, art. 106e"

PROFILE = CountryProfile(
    country="PL",
    currency="PLN",
    tax_currency="PLN",
    zone="Europe/Warsaw",
    languages=("pl",),
    accounts=ACCOUNTS,
    vat_codes=VAT_CODES,
    reasons=REASONS,
    titles={
        "invoice": "Faktura",
        "credit_note": "Faktura korygująca",
        "corrective": "Faktura korygująca",
        "simplified": "Faktura uproszczona",
        "proforma": "Faktura pro forma",
        "advance": "Faktura zaliczkowa",
    },
    mentions=(
        words.mention("vat_on_payment", words.VAT_ON_PAYMENT, f"{ARTICLE} 16", source=SOURCE),
        words.mention("self_billing", words.SELF_BILLING, f"{ARTICLE} 17", source=SOURCE),
        words.mention("reverse_charge", words.REVERSE_CHARGE, f"{ARTICLE} 18", source=SOURCE),
        words.mention("split_payment", words.SPLIT_PAYMENT, f"{ARTICLE} 18a", source=SOURCE, since=date(2019, 11, 1)),
    ),
    corrections=(
        Correction("amount", "credit_note", "ustawa o VAT art. 106j", ("correct_by_difference",)),
        Correction(
            "party",
            "corrective",
            "ustawa o VAT art. 106j; art. 106k uchylony 2026-02-01",
            ("correct_to_zero", "issue_again"),
        ),
        Correction("text", "corrective", "ustawa o VAT art. 106j; art. 106k uchylony 2026-02-01", ("correct_text",)),
        Correction("void", "credit_note", "ustawa o VAT art. 106j", ("correct_to_zero",)),
        Correction("upward", "corrective", "ustawa o VAT art. 106j", ("correct_by_difference",)),
    ),
    series={
        "invoice": "FV/{year}/{n:05}",
        "credit_note": "FK/{year}/{n:05}",
        "corrective": "KOR/{year}/{n:05}",
        "simplified": "FU/{year}/{n:05}",
        "proforma": "PF/{year}/{n:05}",
    },
    numbers=POLICIES["PL"],
    vat_on_payment="metoda kasowa",
    simplified_limits=(
        SimplifiedLimit("general", Decimal(450), "PLN", "ustawa o VAT art. 106e ust. 5 pkt 3"),
        SimplifiedLimit("general", Decimal(100), "EUR", "ustawa o VAT art. 106e ust. 5 pkt 3"),
    ),
)
