"""What an accountant in each country would look up first: accounts, rates on their days, words, series."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.calendar import holidays
from kvit.core.countries import PROFILES, profile
from kvit.core.countries.profile import LANGUAGES, ROLES, SERIES_KINDS, CountryProfile
from kvit.core.errors import Refused
from kvit.core.numbering import check_patterns, number
from kvit.core.schedule import zone

EVERY = [*PROFILES.values(), profile("DE"), profile("US")]
TODAY = date(2026, 11, 22)
every_country = pytest.mark.parametrize("country", EVERY, ids=lambda one: one.country)


def rates(country: str, day: date, category: str = "S") -> set[Decimal]:
    return {code.rate for code in profile(country).vat_codes_on(day) if code.category == category}


def decimals(*values: str) -> set[Decimal]:
    return {Decimal(value) for value in values}


@every_country
def test_every_role_of_the_postings_has_one_account(country: CountryProfile) -> None:
    named = [account.role for account in country.accounts if account.role]
    own = ["transfer"] if country.country == "RO" else []  # elsewhere the halves of a transfer meet on clearing
    assert sorted(named) == sorted([*ROLES, *own])
    codes = [account.code for account in country.accounts]
    assert len(codes) == len(set(codes))
    kinds = {role: country.account(role).kind for role in ROLES}
    assert kinds["receivable"] == kinds["vat_input"] == kinds["retention"] == kinds["bank"] == "asset"
    assert kinds["payable"] == kinds["vat_output"] == kinds["customer_credit"] == kinds["surcharge"] == "liability"
    assert kinds["revenue"] == kinds["fx_gain"] == kinds["late_interest"] == "income"
    assert kinds["fx_loss"] == kinds["bad_debt"] == kinds["bank_fee"] == "expense"


@pytest.mark.parametrize(
    ("country", "codes"),
    [
        ("RO", {"receivable": "4111", "vat_output": "4427", "vat_output_deferred": "4428", "bank": "5121"}),
        ("RO", {"revenue": "707", "revenue_services": "704", "customer_credit": "419", "discount_allowed": "667"}),
        ("BG", {"receivable": "411", "vat_output": "4532", "vat_input": "4531", "bank": "503", "payable": "401"}),
        ("ES", {"receivable": "430", "vat_output": "477", "bank": "572", "retention": "473", "customer_credit": "438"}),
        ("PL", {"receivable": "200", "revenue_services": "700", "revenue": "730", "bank": "131", "cash": "100"}),
        ("RO", {"discount_received": "767"}),
        ("ES", {"discount_received": "606"}),
    ],
)
def test_the_accounts_are_the_ones_of_the_national_chart(country: str, codes: dict[str, str]) -> None:
    assert {role: profile(country).account(role).code for role in codes} == codes


def test_romanian_rates_change_on_the_first_of_august_2025() -> None:
    assert rates("RO", date(2025, 7, 31)) == decimals("19", "9", "5")
    assert rates("RO", date(2025, 8, 1)) == decimals("21", "11", "9")
    assert profile("RO").vat_code("S9", on=date(2026, 7, 31)).name == "Locuințe, regim tranzitoriu 9\N{NO-BREAK SPACE}%"
    assert rates("RO", date(2026, 8, 1)) == decimals("21", "11")
    with pytest.raises(Refused, match="vat_code.not_valid"):
        profile("RO").vat_code("S19", on=date(2025, 8, 1))


def test_rates_of_the_others_today() -> None:
    assert rates("BG", TODAY) == decimals("20", "9")
    assert rates("ES", TODAY) == decimals("21", "10", "4")
    assert rates("ES", TODAY, "L") == decimals("0", "3", "7", "9.5", "15", "20")
    assert rates("PL", TODAY) == decimals("23", "8", "5")
    assert all(rates(country, TODAY, "Z") == {Decimal(0)} for country in ("BG", "ES", "PL"))
    surcharges = {code.rate: code.surcharge for code in profile("ES").vat_codes if code.surcharge}
    assert surcharges == {Decimal(21): Decimal("5.2"), Decimal(10): Decimal("1.4"), Decimal(4): Decimal("0.5")}


@every_country
def test_a_code_means_one_thing_on_any_day(country: CountryProfile) -> None:
    for day in (date(2015, 1, 1), date(2024, 6, 1), date(2025, 7, 31), date(2025, 8, 1), TODAY):
        codes = [code.code for code in country.vat_codes_on(day)]
        assert len(codes) == len(set(codes))


@every_country
def test_what_carries_no_vat_says_why_and_what_carries_it_does_not(country: CountryProfile) -> None:
    # EN 16931: BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10 want a reason; BR-S-10 and BR-Z-10 forbid one.
    for code in country.vat_codes:
        assert code.source
        assert bool(code.reason) == (code.category in ("E", "AE", "K", "G", "O"))
        assert (code.rate > 0) <= (code.category in ("S", "L", "M"))
    for category in ("E", "AE", "K", "G", "O"):
        reason = country.reason(category)
        assert reason.code.startswith("VATEX-EU-")
        assert set(reason.texts) == set(LANGUAGES)
        assert all(reason.law in text for text in reason.texts.values())


def test_reverse_charge_names_another_article_for_a_customer_abroad() -> None:
    romania = profile("RO")
    assert romania.reason("AE").texts["ro"] == "taxare inversă, Cod fiscal art. 331"
    assert romania.reason("AE", abroad=True).texts["ro"] == "taxare inversă, Cod fiscal art. 278 alin. (2)"
    assert romania.reason("AE", abroad=True).texts["pl"] == "odwrotne obciążenie, Cod fiscal art. 278 alin. (2)"
    assert romania.reason("K", abroad=True) == romania.reason("K")
    with pytest.raises(Refused, match="vat.reason_missing"):
        romania.reason("S")


@every_country
def test_the_words_of_the_law_are_there_in_five_languages(country: CountryProfile) -> None:
    for mention in country.mentions:
        assert set(mention.texts) == set(LANGUAGES)
        assert mention.law
        assert mention.source
    [reverse] = country.mentions_for(frozenset({"reverse_charge"}), on=TODAY)
    # Directive 2006/112/EC art. 226(11a), each language's own edition.
    assert reverse.texts == {
        "en": "Reverse charge",
        "ro": "taxare inversă",
        "bg": "обратно начисляване",
        "es": "inversión del sujeto pasivo",
        "pl": "odwrotne obciążenie",
    }
    assert country.mentions_for(frozenset(), on=TODAY) == []


def test_native_words_of_each_law() -> None:
    def words(country: str, predicate: str, language: str) -> str:
        [mention] = profile(country).mentions_for(frozenset({predicate}), on=TODAY)
        return mention.texts[language]

    assert words("RO", "vat_on_payment", "ro") == "TVA la încasare"
    assert words("RO", "self_billing", "ro") == "autofactură"
    assert words("ES", "vat_on_payment", "es") == "régimen especial del criterio de caja"
    assert words("ES", "self_billing", "es") == "facturación por el destinatario"
    assert words("PL", "vat_on_payment", "pl") == "metoda kasowa"
    assert words("PL", "self_billing", "pl") == "samofakturowanie"
    assert words("PL", "split_payment", "pl") == "mechanizm podzielonej płatności"
    assert words("BG", "vat_on_payment", "bg") == "касова отчетност"


@pytest.mark.parametrize(
    ("country", "language", "predicate", "printed"),
    [
        ("RO", "es", "vat_on_payment", ["régimen especial del criterio de caja", "TVA la încasare"]),
        ("RO", "ro", "reverse_charge", ["taxare inversă"]),
        ("RO", "fr", "reverse_charge", ["Reverse charge", "taxare inversă"]),
        (
            "PL",
            "ro",
            "split_payment",
            ["Plată defalcată (mechanizm podzielonej płatności)", "mechanizm podzielonej płatności"],
        ),
    ],
)
def test_the_worked_examples_of_docs_rules_legal_words(
    country: str, language: str, predicate: str, printed: list[str]
) -> None:
    [mention] = profile(country).mentions_for(frozenset({predicate}), on=TODAY)
    assert profile(country).in_both(mention.texts, language=language) == printed


@pytest.mark.parametrize(
    ("country", "language", "printed"),
    [
        ("BG", "ro", ["taxare inversă, чл. 21, ал. 2 ЗДДС", "обратно начисляване, чл. 21, ал. 2 ЗДДС"]),
        (
            "ES",
            "pl",
            [
                "odwrotne obciążenie, art. 69.Uno.1.º Ley 37/1992",
                "inversión del sujeto pasivo, art. 69.Uno.1.º Ley 37/1992",
            ],
        ),
    ],
)
def test_a_service_to_a_business_abroad_names_the_sellers_article_in_both_languages(
    country: str, language: str, printed: list[str]
) -> None:
    reason = profile(country).reason("AE", abroad=True)
    assert profile(country).in_both(reason.texts, language=language) == printed


def test_a_mention_is_not_printed_before_its_law() -> None:
    assert profile("PL").mentions_for(frozenset({"split_payment"}), on=date(2019, 10, 31)) == []
    assert len(profile("PL").mentions_for(frozenset({"split_payment"}), on=date(2019, 11, 1))) == 1


def test_titles_are_the_ones_the_law_uses() -> None:
    assert profile("RO").title("invoice") == "Factură"
    assert profile("RO").title("credit_note") == "Factură storno"
    assert profile("BG").title("credit_note") == "Кредитно известие"
    assert profile("ES").title("credit_note") == "Factura rectificativa"
    assert profile("PL").title("credit_note") == "Faktura korygująca"
    with pytest.raises(Refused, match="document.no_title"):
        profile("RO").title("poem")


@every_country
def test_the_series_of_a_new_company_are_lawful_and_never_meet(country: CountryProfile) -> None:
    assert set(country.series) == set(SERIES_KINDS) == set(country.titles) - {"advance"}  # numbered as an invoice
    assert check_patterns(dict(country.series), country=country.country) == []


@given(st.integers(1, 99_999), st.integers(1, 99_999), st.integers(2025, 2040), st.integers(2025, 2040))
def test_no_two_documents_of_a_bulgarian_company_share_a_number(one: int, other: int, year: int, later: int) -> None:
    printed = {
        (kind, on.year, n): number(pattern, counter=n, on=on)
        for kind, pattern in profile("BG").series.items()
        for n, on in ((one, date(year, 1, 1)), (other, date(later, 1, 1)))
        if kind != "proforma"
    }
    distinct = {(kind, n) for kind, _, n in printed}
    assert len(set(printed.values())) == len(distinct)
    assert all(len(text) == 10 and text.isdigit() for text in printed.values())


@every_country
def test_how_a_mistake_is_corrected_is_known_for_every_reason(country: CountryProfile) -> None:
    own = {"mistake"} if country.country == "ES" else set()
    assert {one.reason for one in country.corrections} == {"amount", "party", "text", "void", "upward"} | own
    assert all(one.law and one.steps for one in country.corrections)


def test_corrections_differ_as_the_laws_do() -> None:
    def kind(country: str, reason: str) -> str:
        return next(one.kind for one in profile(country).corrections if one.reason == reason)

    assert kind("RO", "party") == "credit_note"  # storno and a new invoice
    assert kind("BG", "party") == "annulment"  # чл. 116 ЗДДС, with протокол once it is in the ledgers
    assert kind("ES", "party") == "corrective"
    assert "annulment" not in {one.kind for one in profile("PL").corrections}  # nothing is cancelled


def test_bulgaria_pays_in_euro_since_2026_and_knows_what_a_lev_was() -> None:
    former = profile("BG").former_currency
    assert former is not None
    assert (former.currency, former.rate, former.ended_on) == ("BGN", Decimal("1.95583"), date(2025, 12, 31))
    assert profile("BG").currency == "EUR"


def test_limits_of_a_simplified_invoice() -> None:
    found = {(c, one.trade, str(one.gross), one.currency) for c in PROFILES for one in profile(c).simplified_limits}
    assert found == {
        ("RO", "general", "100", "EUR"),
        ("ES", "general", "400", "EUR"),
        ("ES", "retail", "3000", "EUR"),
        ("PL", "general", "450", "PLN"),
        ("PL", "general", "100", "EUR"),
    }


@every_country
def test_zone_and_calendar_of_a_country_are_known(country: CountryProfile) -> None:
    zone(country.zone)
    assert len(holidays(country.country, 2026)) >= 8


def test_a_country_without_a_file_gets_the_generic_rules_in_its_own_money() -> None:
    assert (profile("DE").currency, profile("US").currency, profile("JP").currency) == ("EUR", "USD", "JPY")
    assert profile("DE").title("invoice") == "Invoice"
    assert rates("DE", TODAY) == set()
    for nonsense in ("", "XX", "Romania", "ro"):
        with pytest.raises(Refused, match="country.unknown"):
            profile(nonsense)


@given(st.sampled_from(sorted(PROFILES)), st.dates(date(2011, 4, 1), date(2030, 1, 1)))
def test_a_standard_rate_is_there_on_every_day(country: str, day: date) -> None:
    if country == "RO" and day < date(2017, 1, 1):
        day = date(2017, 1, 1) + timedelta(days=day.toordinal() % 3000)
    if country == "ES" and day < date(2012, 9, 1):
        day = date(2012, 9, 1)
    assert max(rates(country, day)) >= 19
