"""A Bulgarian company with months of random sales, and what judges its files."""

import random
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from lxml import etree

from kvit.catalog import products
from kvit.core.formats.saft_bg.elements import NAMESPACE
from kvit.ledger import rates
from kvit.ledger.rates import Quote
from kvit.payments import incoming
from kvit.receivables import credit_notes
from tests.builders import a_company, a_customer, a_user, an_invoice, the_owner

NS = {"s": NAMESPACE}
MARCH = date(2026, 3, 1)
LAST = date(2026, 3, 31)


def a_bulgarian(**facts):
    """A company of София, its owner with a full name."""
    owner = a_user()
    owner.name = "Мария Георгиева Иванова"
    owner.save()
    return a_company("BG", owner=owner, on=date(2026, 1, 5), **facts)


def customers_of(company):
    """One customer for each way the file names them."""
    return [
        a_customer(company, name="Алфа ООД", country="BG"),
        a_customer(company, name="Иван Петров", country="BG", vat_id="", is_business=False),
        a_customer(company, name="Berlin GmbH", country="DE"),
        a_customer(company, name="Ohio Inc.", country="US", vat_id=""),
    ]


LINES = {
    "BG": [("S", "20"), ("S", "20"), ("S", "9"), ("E", "0"), ("Z", "0")],
    "DE": [("K", "0"), ("AE", "0")],
    "US": [("O", "0"), ("G", "0")],
}


def a_month(company, seed, *, documents=8):
    """Random invoices of March with credit notes and payments, some in dollars, at days in order."""
    dice = random.Random(seed)  # noqa: S311
    owner = the_owner(company)
    quote = Quote(date(2026, 1, 2), "USD", Decimal("0.923417"), "ЕЦБ")
    rates.record_all(company, [quote], by=owner, on=date(2026, 1, 5))
    buyers = customers_of(company)
    coffee = {"code": "K-1", "name": "Кафе", "price": "7.35", "unit": "KGM"}
    listed = products.add(company, coffee, by=owner, on=MARCH)
    days = sorted(dice.randrange(30) for _ in range(documents))
    for day in days:
        on = MARCH + timedelta(days=day)
        buyer = dice.choice(buyers)
        lines = []
        category, rate = dice.choice(LINES[buyer.country])
        for _ in range(dice.randrange(1, 4)):
            if category != "AE" and category != "O":
                category, rate = dice.choice([one for one in LINES[buyer.country] if one[0] not in ("AE", "O")])
            line = {
                "name": "Услуга",
                "quantity": str(dice.randrange(1, 40)),
                "unit": dice.choice(["H87", "HUR"]),
                "price": f"{dice.randrange(1, 90000) / 100:.2f}",
                "vat_category": category,
                "vat_rate": rate,
            }
            lines.append(line | ({"product": listed.public_id} if dice.random() < 0.3 else {}))
        currency = dice.choice(["EUR", "EUR", "USD"])
        invoice = an_invoice(company, *lines, customer=buyer, on=on, currency=currency)
        if dice.random() < 0.3:
            credit_notes.issue(company, invoice, reason="whole", by=owner, on=on)
        elif dice.random() < 0.5:
            share = (invoice.payable * dice.randrange(1, 4) / 4).quantize(Decimal("0.01"))
            if share:
                raw = {
                    "amount": str(share),
                    "currency": currency,
                    "invoice": invoice.number,
                    "paid_on": on.isoformat(),
                }
                incoming.record_all(company, [raw], by=owner, on=on)
    return company


@lru_cache(maxsize=1)
def saft_schema(shared):
    """The authority's schema, compiled."""
    path = Path(shared) / "einvoice" / "xsd" / "saft-bg" / "BG_SAFT_Schema_V_1.0.1.xsd"
    return etree.XMLSchema(etree.parse(path))


def complaints(shared, content):
    """What the schema says against the file."""
    schema = saft_schema(shared)
    schema.validate(etree.fromstring(content))
    return [f"{one.line}: {one.message}" for one in schema.error_log]


def numbers(root, path):
    """The amounts at the path."""
    return [Decimal(one.text) for one in root.iterfind(path, NS)]
