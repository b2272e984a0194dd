"""A country Kvit has no file for: plain accounts, the directive's reasons, and VAT codes without rates."""

from dataclasses import replace
from datetime import date

from babel.core import get_global

from kvit.core.countries import words
from kvit.core.countries.profile import Account, Correction, CountryProfile
from kvit.core.errors import Refused

ACCOUNTS = (
    Account("1000", "Cash", "asset", "cash"),
    Account("1100", "Bank", "asset", "bank"),
    Account("1150", "Money on the way", "asset", "clearing"),
    Account("1200", "Trade receivables", "asset", "receivable"),
    Account("1300", "Input VAT", "asset", "vat_input"),
    Account("1350", "Tax withheld by customers", "asset", "retention"),
    Account("2000", "Trade payables", "liability", "payable"),
    Account("2100", "Output VAT", "liability", "vat_output"),
    Account("2110", "Output VAT due on payment", "liability", "vat_output_deferred"),
    Account("2130", "Tax withheld from suppliers", "liability", "tax_withheld"),
    Account("2120", "Sales tax surcharge", "liability", "surcharge"),
    Account("2200", "Customer credit", "liability", "customer_credit"),
    Account("2210", "Customer advances, invoiced", "liability", "customer_advance"),
    Account("2220", "Deposits received", "liability", "deposit"),
    Account("2230", "Customer loyalty points", "liability", "loyalty"),
    Account("2300", "Wages to be paid", "liability"),
    Account("2310", "Social security", "liability"),
    Account("2400", "Taxes to be paid", "liability"),
    Account("3000", "Equity", "equity"),
    Account("3900", "Opening balances", "equity", "opening"),
    Account("4000", "Sales of goods", "income", "revenue"),
    Account("4100", "Sales of services", "income", "revenue_services"),
    Account("4800", "Late-payment interest", "income", "late_interest"),
    Account("4810", "Recovery compensation", "income", "compensation"),
    Account("4820", "Early-payment discounts received", "income", "discount_received"),
    Account("4900", "Exchange gains", "income", "fx_gain"),
    Account("4910", "Interest received", "income"),
    Account("5000", "Purchases and services", "expense", "expense"),
    Account("5800", "Early-payment discounts allowed", "expense", "discount_allowed"),
    Account("5810", "Bank charges", "expense", "bank_fee"),
    Account("5820", "Bad debts", "expense", "bad_debt"),
    Account("5830", "Rounding differences", "expense", "rounding"),
    Account("5840", "Interest paid", "expense"),
    Account("5900", "Exchange losses", "expense", "fx_loss"),
)

SINCE = date(2013, 1, 1)
REASONS = words.reasons(
    {
        "K": "Directive 2006/112/EC, Article 138",
        "G": "Directive 2006/112/EC, Article 146",
        "AE": "Directive 2006/112/EC, Article 194 to 199",
        "E": "Directive 2006/112/EC, Article 132",
        "O": "Directive 2006/112/EC, Article 2",
    },
    native="en",
    abroad_law="Directive 2006/112/EC, Article 196",
    texts={
        "K": "Intra-Community supply, exempt",
        "G": "Export, exempt",
        "AE": "Reverse charge",
        "E": "Exempt",
        "O": "Not subject to VAT",
    },
)

PROFILE = CountryProfile(
    country="",
    currency="EUR",
    tax_currency="EUR",
    zone="UTC",
    languages=("en",),
    accounts=ACCOUNTS,
    vat_codes=tuple(words.untaxed(REASONS, native="en", since=SINCE)),
    reasons=REASONS,
    titles={
        "invoice": "Invoice",
        "credit_note": "Credit note",
        "corrective": "Corrective invoice",
        "simplified": "Simplified invoice",
        "proforma": "Proforma invoice",
        "advance": "Advance invoice",
    },
    mentions=(
        words.mention(
            "reverse_charge", words.REVERSE_CHARGE, "Directive 2006/112/EC art. 226(11a)", source="Directive 2010/45/EU"
        ),
        words.mention(
            "self_billing", words.SELF_BILLING, "Directive 2006/112/EC art. 226(10a)", source="Directive 2010/45/EU"
        ),
    ),
    corrections=(
        Correction("amount", "credit_note", "Directive 2006/112/EC art. 219", ("reverse",)),
        Correction("party", "credit_note", "Directive 2006/112/EC art. 219", ("reverse", "issue_again")),
        Correction("text", "credit_note", "Directive 2006/112/EC art. 219", ("reverse", "issue_again")),
        Correction("void", "credit_note", "Directive 2006/112/EC art. 219", ("reverse",)),
        Correction("upward", "corrective", "Directive 2006/112/EC art. 219", ("issue_difference",)),
    ),
    series={
        "invoice": "INV-{year}-{n:05}",
        "credit_note": "CN-{year}-{n:05}",
        "corrective": "COR-{year}-{n:05}",
        "simplified": "SIM-{year}-{n:05}",
        "proforma": "PF-{year}-{n:05}",
    },
)


def for_country(country: str) -> CountryProfile:
    """The generic rules in the country's own currency. Refuses `country.unknown` for what is no country."""
    if country not in get_global("territory_languages"):
        raise Refused("country.unknown", country=country)
    tenders = get_global("territory_currencies").get(country, [])
    now = [code for code, _, ended, tender in tenders if tender and ended is None]
    currency = now[0] if now else "EUR"
    return replace(PROFILE, country=country, currency=currency, tax_currency=currency)
