"""A thousand random valid drafts of four countries issue, and the official EN 16931 sheet passes every XML."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kvit.archive import documents
from kvit.core.countries import profile
from kvit.core.einvoice import ubl_read
from kvit.ledger import rates
from kvit.ledger.models import EntryLine
from kvit.ledger.rates import Quote
from kvit.ports import registry
from kvit.receivables import invoices
from tests.builders import BUYERS, DAY, a_company, the_owner

pytestmark = pytest.mark.django_db

COUNTRIES = ("RO", "BG", "ES", "PL")
CURRENCIES = ("EUR", "USD", "JPY", "HUF", "RON", "PLN")
BATCH = 25
LETTERS = "abc ȘșȚțĂĄąęłŻñÑçĐЖщъя&<>'\"–€0159"

texts = st.text(LETTERS, min_size=1, max_size=30).filter(lambda text: text.strip() == text and text.strip(" &<>'\"–"))


def numbers(least, most, places):
    """Decimals as a person writes them, with so many places at most."""
    return (
        st.integers(0, places)
        .flatmap(lambda digits: st.decimals(least, most, places=digits, allow_nan=False, allow_infinity=False))
        .map(lambda number: f"{number:f}")
    )


def buyers(country):
    """A customer at home or abroad, in business or not, and what may be charged to it."""
    taxed = {"S", "E", *(code.category for code in profile(country).vat_codes_on(DAY) if code.category in "ZLM")}
    home = {"country": country, "address": {"town": "Somewhere", "street": "Long 1", "country": country}}
    if country == "RO":
        home["address"] |= {"region": "RO-CJ", "town": "Cluj-Napoca"}
    firm = {"name": "Firm", "vat_id": BUYERS[country], **home}
    abroad = {
        "name": "Haus GmbH",
        "country": "DE",
        "vat_id": BUYERS["DE"],
        "address": {"town": "Köln", "country": "DE"},
    }
    overseas = {"name": "Store Inc.", "country": "US", "address": {"town": "Boston", "country": "US"}}
    shop = {**firm, "name": "Tienda", "surcharge": True}
    return [
        (shop, {"S"}) if country == "ES" else (firm, {"S"}),
        (firm, taxed | {"AE"}),
        ({"name": "Ana", "is_business": False, **home}, taxed),
        (abroad, {"S", "E", "K", "AE"}),
        (overseas, {"S", "E", "G"}),
    ]


@st.composite
def vats(draw, country, categories):
    """A treatment among these, with a rate of the country."""
    codes = [code for code in profile(country).vat_codes_on(DAY) if code.category in categories]
    code = draw(st.sampled_from(codes))
    vat = {"vat_category": code.category, "vat_rate": f"{code.rate:f}"}
    if code.category == "E":
        vat["vat_reason"] = draw(texts)
    return vat


def adjusted(told):
    """An allowance or charge under the VAT of one of the lines."""
    line, amount, reason = told
    return {"amount": amount, "reason": reason, **{key: line[key] for key in line if key.startswith("vat_")}}


@st.composite
def drafts(draw, country):
    """One draft as a program would send it: everything that may stand on it, in any mixture that the law allows."""
    customer, categories = draw(st.sampled_from(buyers(country)))
    if draw(st.integers(0, 9)) == 0:
        categories = {"O"}  # stands alone (BR-O-11 to 14)
    lines = [
        {
            "name": draw(texts),
            "quantity": draw(numbers(1, 40, 3)),
            "price": draw(numbers(50, 5000, 6)),  # what two allowances leave of it is still to be paid
            "base_quantity": draw(st.sampled_from(["1", "1", "10", "12"])),
            "unit": draw(st.sampled_from(["H87", "HUR", "KGM", "MTR"])),
            **draw(vats(country, categories)),
            **draw(
                st.sampled_from(
                    [{}, {"discount_percent": "12.5"}, {"discount_percent": "33.3333"}, {"discount_amount": "0.75"}]
                )
            ),
        }
        for _ in range(draw(st.integers(1, 6)))
    ]
    extras = st.lists(st.tuples(st.sampled_from(lines), numbers(0, 1, 2), texts).map(adjusted), max_size=2)
    local = profile(country).currency
    return {
        "customer": customer,
        "currency": draw(st.sampled_from((local, local, *CURRENCIES))),
        "prices_include_vat": draw(st.booleans()),
        "terms_days": draw(st.integers(0, 90)),
        "lines": lines,
        "allowances": draw(extras),
        "charges": draw(extras),
        "order_ref": draw(st.one_of(st.just(""), texts)),
        "note": draw(st.one_of(st.just(""), texts)),
        **(
            {"retention_rate": draw(st.sampled_from(["7", "15", "19"]))}
            if country == "ES" and draw(st.booleans())
            else {}
        ),
    }


batches = st.sampled_from(COUNTRIES).flatmap(
    lambda country: st.tuples(st.just(country), st.lists(drafts(country), min_size=BATCH, max_size=BATCH))
)


@pytest.fixture
def companies(db):
    """A company of each country that knows a rate for every currency."""
    # Outside the scope of VAT (O) only the register number names the seller (BR-O-02, BR-CO-26).
    made = {country: a_company(country, register_id="0000123456") for country in COUNTRIES}
    for company in made.values():
        quotes = [Quote(DAY, code, Decimal("1.234567"), "test") for code in CURRENCIES if code != company.currency]
        rates.record_all(company, quotes, by=the_owner(company), on=DAY)
    return made


def searching(batches_tried):
    """So many batches; shrinking one would take longer than reading the refused draft, which the failure shows."""
    phases = [Phase.reuse, Phase.generate]
    return settings(suppress_health_check=list(HealthCheck), max_examples=batches_tried, phases=phases)


@searching(8)
@given(batch=batches)
def test_pain_08_every_valid_draft_issues_and_passes_the_official_sheet(companies, batch):
    check_batch(companies, batch)


@pytest.mark.long
@searching(48)
@given(batch=batches)
def test_pain_08_a_thousand_valid_drafts_issue_and_pass_the_official_sheet(companies, batch):
    check_batch(companies, batch)


def check_batch(companies, batch):
    """All of them issue, the judge passes every file, and table, file and books agree."""
    country, asked = batch
    company = companies[country]
    assert registry.use("judge").name == "saxon", "only the official sheet proves anything here"
    drafted = invoices.draft_all(company, asked, by=the_owner(company), on=DAY)
    outcome = invoices.issue_all(company, [draft.public_id for draft in drafted], by=the_owner(company), on=DAY)
    told = {draft.public_id: request for draft, request in zip(drafted, asked, strict=True)}
    for name, refused in outcome.refused:
        pytest.fail(f"{refused}\n{json.dumps(told[name], ensure_ascii=False)}")
    assert len(outcome.issued) == BATCH
    files = [documents.content(company, "invoice", document_id=row.pk, form="ubl") for row in outcome.issued]
    verdicts = registry.use("judge").judge_all(files, profile="en16931")
    assert [verdict for verdict in verdicts if verdict.verdict != "valid"] == []
    for row, content in zip(outcome.issued, files, strict=True):
        check_file(row, content)
    check_books(company, outcome.issued)


def check_file(row, content):
    """The archived file says what the table says."""
    totals = ubl_read.read(content).totals
    assert totals.payable == row.payable
    assert totals.total_with_vat == row.gross
    assert row.net + row.vat == row.gross
    assert row.gross - row.prepaid + row.rounding == row.payable
    assert row.payable.as_tuple().exponent >= -4


def check_books(company, rows):
    """Every entry balances, in its own currency and in the company's."""
    for row in rows:
        lines = EntryLine.objects.filter(company=company, entry__document_kind="invoice", entry__document_id=row.pk)
        assert sum(line.amount for line in lines) == 0
        assert sum(line.base_amount for line in lines) == 0
