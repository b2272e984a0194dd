"""A company that takes payments by the sandbox or by Stripe's shapes, and a customer who presses the button."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from kvit.adapters.gateways.sandbox import SandboxGateway
from kvit.adapters.gateways.sandbox.simulator import Sandbox
from kvit.adapters.gateways.stripe import StripeGateway
from kvit.adapters.gateways.stripe.tests.fake import FakeStripe
from kvit.adapters.gateways.telling import Posted
from kvit.checkouts import checkouts, gateways
from kvit.checkouts.models import Checkout, Gateway
from kvit.companies import links
from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.ports import registry
from tests.builders import DAY, a_company, a_customer, an_invoice, the_owner


@dataclass
class Shop:
    """`sandbox`, which may be a Stripe of our own, holds its events back until `tell`."""

    company: Company
    customer: Party
    sandbox: Any
    way: Gateway
    guest: Actor
    token: str

    def item(self, net: str = "100.00", **facts: object) -> OpenItem:
        invoice = an_invoice(self.company, {**LINE, "price": net}, customer=self.customer, **facts)
        return OpenItem.objects.get(company=self.company, document_kind="invoice", document_id=invoice.pk)

    def begin(self, *items: OpenItem, **wished: Any) -> Checkout:
        wish = checkouts.Wish(items=[item.public_id for item in items], **wished)
        return checkouts.begin(self.company, self.customer, wish, by=self.guest, on=DAY)

    def tell(self) -> list[int]:
        """Everything that waits is told; what Kvit answered to each."""
        answers: list[int] = []
        self.sandbox.deliver(lambda one, headers: answers.append(post(one, headers)))
        return answers


LINE = {"name": "Work", "quantity": "1", "unit": "H87", "vat_category": "Z", "vat_rate": "0"}


def post(one: Posted, headers: dict[str, str]) -> int:
    path = urlsplit(one.url).path
    return Client().post(path, one.body, content_type="application/json", headers=headers).status_code


@contextmanager
def opened(name: str = "sandbox", *, seconds: float = 5.0, line: Callable[[str], str] = str) -> Iterator[Shop]:
    """`line` says by which address the gateway at its own is reached."""
    sandbox: Any = Sandbox() if name == "sandbox" else FakeStripe()
    before, url = registry.use("gateways"), sandbox.served.url
    sandbox.switches.late = True
    port_of: Any = SandboxGateway if name == "sandbox" else StripeGateway
    port = port_of(line(url), pages=url, seconds=seconds)
    registry.register("gateways", {name: port})
    try:
        company = a_company()
        customer, by = a_customer(company), the_owner(company)
        keys = {"api_key": sandbox.api_key, "signing_secret": sandbox.signing_secret}
        gateways.set_up(company, name, secrets=keys, by=by, on=DAY)
        way = gateways.turn(company, name, is_on=True, by=by, on=DAY)
        sandbox.url_of_events = gateways.events_address(way)
        link, token = links.make(company, customer.pk, purpose="customer", by=by, on=DAY, facts={})
        yield Shop(company, customer, sandbox, way, links.guest(link, name=customer.name), token)
    finally:
        registry.register("gateways", before)
        sandbox.served.close()


def fee_of(amount: Decimal) -> Decimal:
    """1.5 % and 0.30, as the sandbox says on its price list."""
    return (amount * Decimal("0.015")).quantize(Decimal("0.01")) + Decimal("0.30")
