"""Romania: accounts of OMFP 1802/2014, VAT of Legea 227/2015 (Cod fiscal), words of article 319.

`docs/rules/legal-words-ro.md`.
"""

from datetime import date
from decimal import Decimal

from kvit.core.countries import words
from kvit.core.countries.profile import Account, Correction, CountryProfile, SimplifiedLimit, VatCode
from kvit.core.numbering import POLICIES

ACCOUNTS = (
    Account("1012", "Capital subscris vărsat", "equity"),
    Account("1171", "Rezultatul reportat", "equity"),
    Account("121", "Profit sau pierdere", "equity"),
    Account("371", "Mărfuri", "asset"),
    Account("401", "Furnizori", "liability", "payable"),
    Account("408", "Furnizori - facturi nesosite", "liability"),
    Account("4092", "Furnizori - debitori pentru prestări de servicii", "asset"),
    Account("4111", "Clienți", "asset", "receivable"),
    Account("4118", "Clienți incerți sau în litigiu", "asset"),
    Account("418", "Clienți - facturi de întocmit", "asset"),
    Account("419", "Clienți - creditori", "liability", "customer_credit"),
    Account("419.1", "Clienți - creditori, avansuri facturate", "liability", "customer_advance"),
    Account("419.2", "Clienți - creditori, garanții", "liability", "deposit"),
    Account("421", "Personal - salarii datorate", "liability"),
    Account("431", "Asigurări sociale", "liability"),
    Account("4411", "Impozitul pe profit", "liability"),
    Account("444", "Impozitul pe venituri de natura salariilor", "liability"),
    Account("4423", "TVA de plată", "liability"),
    Account("4424", "TVA de recuperat", "asset"),
    Account("4426", "TVA deductibilă", "asset", "vat_input"),
    Account("4427", "TVA colectată", "liability", "vat_output"),
    Account("4428", "TVA neexigibilă", "liability", "vat_output_deferred"),
    Account("446", "Alte impozite, taxe și vărsăminte asimilate", "liability", "tax_withheld"),
    Account("4481", "Alte datorii față de bugetul statului", "liability", "surcharge"),
    Account("4482", "Alte creanțe privind bugetul statului", "asset", "retention"),
    Account("471", "Cheltuieli înregistrate în avans", "asset"),
    Account("472", "Venituri înregistrate în avans", "liability"),
    Account("472.1", "Venituri în avans, puncte de fidelitate", "liability", "loyalty"),
    Account("473", "Decontări din operațiuni în curs de clarificare", "asset"),
    Account("5121", "Conturi la bănci în lei", "asset", "bank"),
    Account("5124", "Conturi la bănci în valută", "asset"),
    Account("5125", "Sume în curs de decontare", "asset", "clearing"),
    Account("5311", "Casa în lei", "asset", "cash"),
    Account("5314", "Casa în valută", "asset"),
    Account("581", "Viramente interne", "asset", "transfer"),
    Account("607", "Cheltuieli privind mărfurile", "expense"),
    Account("627", "Cheltuieli cu serviciile bancare și asimilate", "expense", "bank_fee"),
    Account("628", "Alte cheltuieli cu serviciile executate de terți", "expense", "expense"),
    Account("654", "Pierderi din creanțe și debitori diverși", "expense", "bad_debt"),
    Account("6588", "Alte cheltuieli de exploatare", "expense", "rounding"),
    Account("665", "Cheltuieli din diferențe de curs valutar", "expense", "fx_loss"),
    Account("666", "Cheltuieli privind dobânzile", "expense"),
    Account("667", "Cheltuieli privind sconturile acordate", "expense", "discount_allowed"),
    Account("704", "Venituri din servicii prestate", "income", "revenue_services"),
    Account("707", "Venituri din vânzarea mărfurilor", "income", "revenue"),
    Account("709", "Reduceri comerciale acordate", "income"),
    Account("7581.1", "Dobânzi penalizatoare de la clienți", "income", "late_interest"),
    Account("7581.2", "Compensații pentru costuri de recuperare", "income", "compensation"),
    Account("765", "Venituri din diferențe de curs valutar", "income", "fx_gain"),
    Account("766", "Venituri din dobânzi", "income"),
    Account("767", "Venituri din sconturi obținute", "income", "discount_received"),
    Account("891", "Bilanț de deschidere", "equity", "opening"),
)

CODE_ON = date(2016, 1, 1)
"""Legea 227/2015 applies from here."""
ARTICLE_319 = "Cod fiscal art. 319 alin. (20)"
SOURCE_319 = "the same letters in Legea 571/2003 art. 155 alin. (19), yumpu 53994856"
NEW_RATES_ON = date(2025, 8, 1)
LAST_OLD_RATES_ON = date(2025, 7, 31)
LEGEA_141 = "Legea 141/2025; Cod fiscal art. 291"
REASONS = words.reasons(
    {
        "K": "Cod fiscal art. 294 alin. (2) lit. a)",
        "G": "Cod fiscal art. 294 alin. (1)",
        "AE": "Cod fiscal art. 331",
        "E": "Cod fiscal art. 292",
        "O": "Cod fiscal art. 268 și 278",
    },
    native="ro",
    abroad_law="Cod fiscal art. 278 alin. (2)",
    texts={
        "K": "Livrare intracomunitară scutită cu drept de deducere",
        "G": "Export scutit cu drept de deducere",
        "AE": "taxare inversă",
        "E": "Scutit fără drept de deducere",
        "O": "Operațiune neimpozabilă în România",
    },
)


def _taxed(rate: str, name: str, *, since: date, until: date | None = None, source: str = LEGEA_141) -> VatCode:
    return VatCode(f"S{rate}", "S", Decimal(rate), name, valid_from=since, valid_to=until, source=source)


VAT_CODES = (
    _taxed("21", "Cota standard 21\N{NO-BREAK SPACE}%", since=NEW_RATES_ON),
    _taxed("11", "Cota redusă 11\N{NO-BREAK SPACE}%", since=NEW_RATES_ON),
    _taxed("9", "Locuințe, regim tranzitoriu 9\N{NO-BREAK SPACE}%", since=NEW_RATES_ON, until=date(2026, 7, 31)),
    _taxed(
        "19",
        "Cota standard 19\N{NO-BREAK SPACE}%",
        since=date(2017, 1, 1),
        until=LAST_OLD_RATES_ON,
        source="Cod fiscal art. 291(1)",
    ),
    _taxed(
        "9", "Cota redusă 9\N{NO-BREAK SPACE}%", since=CODE_ON, until=LAST_OLD_RATES_ON, source="Cod fiscal art. 291(2)"
    ),
    _taxed(
        "5", "Cota redusă 5\N{NO-BREAK SPACE}%", since=CODE_ON, until=LAST_OLD_RATES_ON, source="Cod fiscal art. 291(3)"
    ),
    *words.untaxed(REASONS, native="ro", since=CODE_ON),
    VatCode(
        "E-SMALL",
        "E",
        Decimal(0),
        "Regim special de scutire pentru întreprinderile mici",
        valid_from=CODE_ON,
        source="Cod fiscal art. 310",
        reason="Regim special de scutire pentru întreprinderile mici, Cod fiscal art. 310",
    ),
)

PROFILE = CountryProfile(
    country="RO",
    currency="RON",
    tax_currency="RON",
    zone="Europe/Bucharest",
    languages=("ro",),
    accounts=ACCOUNTS,
    vat_codes=VAT_CODES,
    reasons=REASONS,
    titles={
        "invoice": "Factură",
        "credit_note": "Factură storno",
        "corrective": "Factură de corecție",
        "simplified": "Factură simplificată",
        "proforma": "Factură proformă",
        "advance": "Factură de avans",
    },
    mentions=(
        words.mention("reverse_charge", words.REVERSE_CHARGE, f"{ARTICLE_319} lit. m)", source=SOURCE_319),
        words.mention("self_billing", words.SELF_BILLING, f"{ARTICLE_319} lit. k)", source=SOURCE_319),
        words.mention("vat_on_payment", words.VAT_ON_PAYMENT, f"{ARTICLE_319} lit. p)", source="easybill.ro"),
    ),
    corrections=(
        Correction("amount", "credit_note", "Cod fiscal art. 287, art. 330 alin. (2)", ("reverse",)),
        Correction("party", "credit_note", "Cod fiscal art. 330 alin. (1) lit. b)", ("reverse", "issue_again")),
        Correction("text", "credit_note", "Cod fiscal art. 330 alin. (1) lit. b)", ("reverse", "issue_again")),
        Correction("void", "credit_note", "Cod fiscal art. 287, art. 330 alin. (2)", ("reverse",)),
        Correction("upward", "corrective", "Cod fiscal art. 330 alin. (1) lit. b)", ("issue_difference",)),
    ),
    series={
        "invoice": "KV-{year}-{n:05}",
        "credit_note": "ST-{year}-{n:05}",
        "corrective": "FC-{year}-{n:05}",
        "simplified": "FS-{year}-{n:05}",
        "proforma": "PF-{year}-{n:05}",
    },
    numbers=POLICIES["RO"],
    vat_on_payment="TVA la încasare",
    simplified_limits=(SimplifiedLimit("general", Decimal(100), "EUR", "Cod fiscal art. 319 alin. (12) lit. a)"),),
)
