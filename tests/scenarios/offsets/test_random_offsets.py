"""Random set-offs, payments and undos: no balance is ever passed, and the books agree after each step."""

import random

import pytest

from kvit.core.errors import Refused
from kvit.ledger import open_items
from kvit.payments import incoming, requests
from kvit.payments.models import Offset
from tests.builders import breaches
from tests.scenarios.offsets.trading import DUE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seed", [1])
def test_after_random_set_offs_payments_and_undos_books_and_items_agree(firm, seed):
    dice = random.Random(seed)
    for _ in range(3):
        firm.sold(f"{dice.randint(1, 90_000) / 100:.2f}")
    for _ in range(2):
        firm.bill(f"{dice.randint(1, 90_000) / 100:.2f}")
    owed = sum(firm.balances()[:1]) - firm.balances()[1]
    for _ in range(14):
        step = dice.choice(["propose", "sign", "sign", "countersign", "cancel", "pay"])
        before = firm.balances()
        try:
            if step == "propose":
                row = firm.propose_offset(agreement=dice.random() < 0.5)
                assert 0 < row.amount <= min(before)
            elif step == "pay":
                item = dice.choice(list(open_items.owed(firm.company)))
                part = min(item.balance, item.balance.__class__(dice.randint(1, 5_000)) / 100)
                told = {"invoice": item.document_number, "amount": f"{part:.2f}", "paid_on": "2026-05-20"}
                incoming.record(firm.company, requests.read(told), by=firm.owner, on=DUE)
                owed -= part
            else:
                row = dice.choice(list(Offset.objects.filter(company=firm.company)))
                getattr(firm, step)(row)
        except (Refused, IndexError):
            assert firm.balances() == before, "what is refused moves nothing"
        claims, debts = firm.balances()
        assert claims - debts == owed, "a set-off takes the same from both, to the cent"
        assert min(claims, debts) >= 0
    assert breaches() == []
