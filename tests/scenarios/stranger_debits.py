"""What the first company may collect from a customer's account, a run of it, and a card that it may charge."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from kvit.checkouts import saved_queries
from kvit.checkouts.models import Checkout, Gateway, SavedCharge, SavedMethod
from kvit.companies.models import Company
from kvit.debits import mandates, queries
from kvit.debits.mandates import MandateGiven
from kvit.debits.models import DebitRun
from kvit.ledger import open_items
from kvit.parties.models import Party
from tests.builders import DAY, IBANS, the_owner
from tests.scenarios.stranger_purchases import MARK

SAVED: dict[str, dict[str, Callable[[Any, str], Any]]] = {
    "debits.Mandate": {"mandate": lambda world, name: queries.find_mandate(world.strange, name)},
    "debits.DebitRun": {"debit_run": lambda world, name: queries.find(world.strange, name)},
    "checkouts.SavedMethod": {"saved_method": lambda world, name: saved_queries.method(world.strange, name)},
    "checkouts.SavedCharge": {"saved_charge": lambda world, name: saved_queries.charge(world.strange, name)},
}
"""How a stranger would come to them."""


def debited(company: Company, customer: Party) -> dict[str, str]:
    """A mandate with the paper that was signed, and a run of direct debits that waits for its release."""
    given = MandateGiven(iban=IBANS["RO"], debtor_name=f"{MARK} holder", reference="STRANGE-1")
    mandate = mandates.enter(company, customer, given, by=the_owner(company), on=DAY)
    mandates.activate(
        company, mandate, signed_on=DAY, paper=b"%PDF-1.7 " + MARK.encode(), by=the_owner(company), on=DAY
    )
    run = DebitRun.objects.create(
        company=company,
        identifier="ES23ZZZ47690558N",
        bank_account=company.bank_accounts.get(),
        until_on=DAY,
        proposed_on=DAY,
    )
    return {"mandate": mandate.public_id, "debit_run": run.public_id, **_saved(company, customer)}


def _saved(company: Company, customer: Party) -> dict[str, str]:
    """A card that the customer lets the company keep, and a charge of it that they were told of."""
    way = Gateway.objects.create(company=company, name="stripe", sealed="x")
    now = timezone.now()
    paid = Checkout.objects.create(
        company=company, gateway=way, party=customer, currency="RON", amount=1, status="expired", created_at=now
    )
    agreed = {"by": MARK, "at": now.isoformat(), "language": "en", "wording": "1", "text": [f"{MARK} words"]}
    method = SavedMethod.objects.create(
        company=company,
        party=customer,
        checkout=paid,
        status="kept",
        agreed=agreed,
        agreed_on=DAY,
        customer="cus_1",
        method="pm_1",
        kind="card",
        brand=MARK,
        last4="4242",
    )
    item = open_items.of_customers(company).filter(balance__gt=0).first()
    assert item is not None
    charge = SavedCharge.objects.create(
        company=company,
        saved=method,
        item=item,
        attempt=1,
        amount=item.balance,
        told_on=DAY,
        charge_on=DAY + timedelta(days=3),
    )
    return {"saved_method": method.public_id, "saved_charge": charge.public_id}
