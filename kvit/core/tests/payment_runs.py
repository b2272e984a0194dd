"""Runs for tests: the one of docs/rules/payment-files.md, and random ones."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from kvit.core.formats.transfers import Address, Payer, Run, Transfer
from kvit.core.money import Money, decimals

RELEASED = datetime(2026, 11, 27, 9, 30, 15, tzinfo=UTC)
MONDAY = date(2026, 11, 30)
SOFIA = Address("бул. Витоша", "1", "1000", "София", "BG")
NORDIKA = Payer("Нордика ООД", "BG80BNBG96611020345678", "BNBGBGSF", SOFIA)
LUKASZ = Transfer(
    key="opn_01",
    payee="Łukasz Żak",
    iban="PL61109010140000071219812874",
    amount=Money(Decimal("1190.00"), "EUR"),
    on=MONDAY,
    address=Address("Krucza", "5", "00-525", "Warszawa", "PL"),
    documents=("FV/1/2026", "FV/2/2026"),
)
ALFA = Transfer(
    key="opn_02",
    payee="„Алфа“ ООД",
    iban="BG18RZBB91550123456789",
    amount=Money(Decimal("310.50"), "EUR"),
    on=MONDAY,
    reference="RF18539007547034",
)
BETA = Transfer(
    key="opn_03",
    payee="Beta SRL",
    iban="RO49AAAA1B31007593840000",
    bic="AAAAROBUXXX",
    amount=Money(Decimal("500.00"), "RON"),
    on=MONDAY,
    documents=("B-7",),
)

ACCOUNTS = (
    ("PL61109010140000071219812874", "WBKPPLPP"),
    ("BG18RZBB91550123456789", "RZBBBGSF"),
    ("RO49AAAA1B31007593840000", "AAAAROBUXXX"),
    ("ES9121000418450200051332", "CAIXESBB"),
    ("DE89370400440532013000", "COBADEFF"),
    ("CH9300762011623852957", "UBSWCHZH80A"),
    ("GB29NWBK60161331926819", "NWBKGB2L"),
    ("TR330006100519786457841326", "PTTBTR2A"),
)
"""The examples of the IBAN registry."""

LETTERS = st.text(alphabet="aZ09 &<>'\"/;щЩяъиАțŞłŃñüß€№“–_@", max_size=90)


def a_run(*transfers, payer=NORDIKA):
    return Run("run_01JD", RELEASED, payer, transfers)


@st.composite
def addresses(draw):
    if draw(st.booleans()):
        return Address()
    lines = tuple(draw(st.lists(LETTERS, max_size=2)))
    parts = [draw(LETTERS) for _ in range(3)]
    return Address(*parts, town="Щит " + draw(LETTERS), country=draw(st.sampled_from(["PL", "BG", "CH"])), lines=lines)


@st.composite
def transfers(draw, key):
    iban, bic = draw(st.sampled_from(ACCOUNTS))
    currency = draw(st.sampled_from(["EUR", "EUR", "RON", "PLN", "JPY", "KWD"]))
    smallest = draw(st.integers(1, 10 ** (9 + decimals(currency)) - 1))
    return Transfer(
        key=key,
        payee="Ю" + draw(LETTERS),
        iban=iban,
        amount=Money(Decimal(smallest).scaleb(-decimals(currency)), currency),
        on=date(2026, 11, draw(st.integers(27, 30))),
        bic=bic,
        address=draw(addresses()),
        reference=draw(st.sampled_from(["", "RF18539007547034", "RF18 5390 0754 7034"])),
        documents=tuple(draw(st.lists(LETTERS, max_size=12))),
        urgent=draw(st.booleans()),
    )


@st.composite
def runs(draw):
    count = draw(st.integers(1, 6))
    payer = Payer("Нордика ООД", "BG80BNBG96611020345678", draw(st.sampled_from(["", "BNBGBGSF"])), SOFIA)
    return a_run(*(draw(transfers(f"opn_{number:02}")) for number in range(count)), payer=payer)
