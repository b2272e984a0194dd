"""Bulgaria: accounts of the model chart, VAT of ЗДДС, words of article 114, the euro since 2026.

`docs/rules/legal-words-bg.md`.
"""

from datetime import date
from decimal import Decimal

from kvit.core.countries import words
from kvit.core.countries.profile import Account, Correction, CountryProfile, FormerCurrency, VatCode
from kvit.core.numbering import POLICIES

ACCOUNTS = (
    Account("101", "Основен капитал, изискващ регистрация", "equity"),
    Account("122", "Неразпределена печалба от минали години", "equity"),
    Account("123", "Печалби и загуби от текущата година", "equity"),
    Account("129", "Начални салда", "equity", "opening"),
    Account("304", "Стоки", "asset"),
    Account("401", "Доставчици", "liability", "payable"),
    Account("402", "Доставчици по аванси", "asset"),
    Account("411", "Клиенти", "asset", "receivable"),
    Account("412", "Клиенти по аванси", "liability", "customer_credit"),
    Account("4121", "Клиенти по фактурирани аванси", "liability", "customer_advance"),
    Account("4122", "Клиенти по депозити", "liability", "deposit"),
    Account("421", "Персонал", "liability"),
    Account("444", "Вземания по съдебни спорове", "asset"),
    Account("4531", "Начислен данък за покупките", "asset", "vat_input"),
    Account("4532", "Начислен данък за продажбите", "liability", "vat_output"),
    Account("4536", "Данък за продажбите по касова отчетност, още неизискуем", "liability", "vat_output_deferred"),
    Account("4538", "ДДС за възстановяване", "asset"),
    Account("4539", "ДДС за внасяне", "liability"),
    Account("452", "Разчети за корпоративни данъци", "liability"),
    Account("454", "Разчети за данъци върху доходи на физически лица", "liability"),
    Account("4591", "Данък, удържан от клиенти", "asset", "retention"),
    Account("4593", "Данък, удържан от доставчици", "liability", "tax_withheld"),
    Account("4592", "Други данъци, начислени с продажбите", "liability", "surcharge"),
    Account("461", "Разчети с НОИ", "liability"),
    Account("498", "Други дебитори", "asset"),
    Account("499", "Други кредитори", "liability"),
    Account("4991", "Задължения по точки за лоялност", "liability", "loyalty"),
    Account("501", "Каса", "asset", "cash"),
    Account("502", "Каса във валута", "asset"),
    Account("503", "Разплащателна сметка", "asset", "bank"),
    Account("504", "Разплащателна сметка във валута", "asset"),
    Account("509", "Други парични средства", "asset", "clearing"),
    Account("601", "Разходи за материали", "expense"),
    Account("602", "Разходи за външни услуги", "expense", "expense"),
    Account("6091", "Отписани вземания", "expense", "bad_debt"),
    Account("6092", "Разлики от закръгляване", "expense", "rounding"),
    Account("621", "Разходи за лихви", "expense"),
    Account("624", "Разходи по валутни операции", "expense", "fx_loss"),
    Account("6291", "Банкови такси и комисиони", "expense", "bank_fee"),
    Account("6292", "Предоставено сконто", "expense", "discount_allowed"),
    Account("702", "Приходи от продажби на стоки", "income", "revenue"),
    Account("703", "Приходи от продажби на услуги", "income", "revenue_services"),
    Account("7091", "Обезщетения за разноски по събирането", "income", "compensation"),
    Account("7210", "Приходи от лихви по банкови сметки", "income"),
    Account("7211", "Приходи от лихви за забава", "income", "late_interest"),
    Account("7291", "Получено сконто", "income", "discount_received"),
    Account("724", "Приходи от валутни операции", "income", "fx_gain"),
)

LAW_ON = date(2007, 1, 1)
"""ЗДДС (ДВ бр. 63/2006) applies from here."""
REASONS = words.reasons(
    {
        "K": "чл. 53, ал. 1 ЗДДС",
        "G": "чл. 28 ЗДДС",
        "AE": "чл. 163а ЗДДС",
        "E": "чл. 38, ал. 1 ЗДДС",
        "O": "чл. 86, ал. 3 ЗДДС",
    },
    native="bg",
    abroad_law="чл. 21, ал. 2 ЗДДС",
    texts={
        "K": "Вътреобщностна доставка, нулева ставка",
        "G": "Износ, нулева ставка",
        "AE": "обратно начисляване",
        "E": "Освободена доставка",
        "O": "Доставка с място на изпълнение извън територията на страната",
    },
)
VAT_CODES = (
    VatCode("S20", "S", Decimal(20), "Стандартна ставка 20%", valid_from=LAW_ON, source="чл. 66, ал. 1 ЗДДС"),
    VatCode("S9", "S", Decimal(9), "Намалена ставка 9%", valid_from=date(2011, 4, 1), source="чл. 66, ал. 2 ЗДДС"),
    VatCode("Z0", "Z", Decimal(0), "Нулева ставка", valid_from=LAW_ON, source="глава трета ЗДДС"),
    *words.untaxed(REASONS, native="bg", since=LAW_ON),
    VatCode(
        "E-SMALL",
        "E",
        Decimal(0),
        "Лице, нерегистрирано по ЗДДС",
        valid_from=LAW_ON,
        source="чл. 113, ал. 9 ЗДДС",
        reason="Данък не се начислява, чл. 113, ал. 9 ЗДДС",
    ),
)

PROFILE = CountryProfile(
    country="BG",
    currency="EUR",
    tax_currency="EUR",
    zone="Europe/Sofia",
    languages=("bg",),
    accounts=ACCOUNTS,
    vat_codes=VAT_CODES,
    reasons=REASONS,
    titles={
        "invoice": "Фактура",
        "credit_note": "Кредитно известие",
        "corrective": "Дебитно известие",
        "simplified": "Опростена фактура",
        "proforma": "Проформа фактура",
        "advance": "Фактура за аванс",
    },
    mentions=(
        words.mention("reverse_charge", words.REVERSE_CHARGE, "ЗДДС чл. 114", source="Directive 2010/45/EU"),
        words.mention(
            "self_billing", words.SELF_BILLING, "Directive 2006/112/EC art. 226(10a)", source=words.DIRECTIVE
        ),
        words.mention(
            "vat_on_payment", words.VAT_ON_PAYMENT, "Directive 2006/112/EC art. 226(7a)", source=words.DIRECTIVE
        ),
    ),
    corrections=(
        Correction("amount", "credit_note", "ЗДДС чл. 115, ал. 1 и 3", ("reverse",)),
        Correction("party", "annulment", "ЗДДС чл. 116", ("annul", "protocol_if_booked", "issue_again")),
        Correction("text", "annulment", "ЗДДС чл. 116", ("annul", "protocol_if_booked", "issue_again")),
        Correction("void", "credit_note", "ЗДДС чл. 115, ал. 1 и 3", ("reverse",)),
        Correction("upward", "corrective", "ЗДДС чл. 115, ал. 1 и 3", ("issue_difference",)),
    ),
    # A leading digit for each kind: every number of the company is told apart by itself, within the ten digits.
    series={
        "invoice": "{n:010}",
        "credit_note": "1{n:09}",
        "corrective": "2{n:09}",
        "simplified": "3{n:09}",
        "proforma": "PF-{year}-{n:05}",
    },
    numbers=POLICIES["BG"],
    vat_on_payment="касова отчетност",
    former_currency=FormerCurrency(
        "BGN", Decimal("1.95583"), date(2025, 12, 31), "Закон за въвеждане на еврото в Република България"
    ),
    not_verified=(
        "ППЗДДС чл. 78: further words on the printed form",
        "ЗСч чл. 6 и 7",
        "the paragraph of ЗДДС for self-billing and cash accounting: the directive's words are printed",
        "a simplified invoice in the sense of the directive: the law knows the fiscal receipt",
    ),
)
