"""The line to the gateway is cut at each moment, in each manner (K07): what was charged is booked once, no more.

Whatever broke off is `unknown`, is asked about over a line that is cut too, and settles.
"""

import contextlib
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import httpx
import pytest
from django.utils import timezone

from kvit.adapters.gateways.telling import Posted
from kvit.checkouts import asking, charges, checkouts, refunds
from kvit.checkouts.models import Checkout, GatewayRefund, SavedCharge
from kvit.core.errors import Refused
from kvit.events import work
from kvit.jobs import worker
from kvit.ledger.models import OpenItem
from kvit.payments.models import Payment
from tests.builders import DAY, breaches, the_owner
from tests.long.relay import MANNERS, MOMENTS, Cut, Relay, relay_to
from tests.scenarios.paying import keeping, shop
from tests.scenarios.paying.shop import Shop

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
CUTS = list(itertools.product(MOMENTS, MANNERS))
ASKS = {"sandbox": b"GET /", "stripe": b"GET /v1/"}
OPENS = {"sandbox": b"POST /checkouts HTTP", "stripe": b"POST /v1/checkout/sessions HTTP"}
ENDS = {"sandbox": b"/end HTTP", "stripe": b"/expire HTTP"}
CHARGES = {"sandbox": b"POST /charges HTTP", "stripe": b"POST /v1/payment_intents HTTP"}
REFUNDS = {"sandbox": b"POST /refunds HTTP", "stripe": b"POST /v1/refunds HTTP"}
NOT_OVER = ("created", "open", "unknown")


@dataclass
class Torn:
    """A shop whose gateway is reached over `line`; every event of the gateway's is lost, so that all must be asked."""

    store: Shop
    line: Relay
    name: str

    def asked(self, rounds: int = 40) -> None:
        """The sweep, until it has nothing to ask; the first answers of each round are cut off once more."""
        for nth in range(rounds):
            moment, manner = CUTS[nth % len(CUTS)]
            self.line.cut(*[Cut(moment, manner, ASKS[self.name])] * (nth % 3 == 0))
            asking.ask_waiting(self.store.company, at=timezone.now() + timedelta(minutes=10 * nth))
            self.line.heal()
            if not waiting(self.store):
                return


def waiting(store: Shop) -> bool:
    """Whether something at the gateway is undecided; a page that is open waits for its customer."""
    rows = Checkout.objects.filter(company=store.company, status__in=NOT_OVER).exclude(status="open")
    back = GatewayRefund.objects.filter(company=store.company, status__in=refunds.LIVE)
    return rows.exists() or back.exists()


@pytest.fixture(params=["sandbox", "stripe"])
def torn(request, monkeypatch) -> Iterator[Torn]:
    monkeypatch.setattr(checkouts, "FIRST_ASKED", timedelta(0))
    monkeypatch.setattr(work, "PAUSES", (0,) * 8)
    with contextlib.ExitStack() as ends:
        lines: list[Relay] = []

        def line(url: str) -> str:
            lines.append(ends.enter_context(relay_to(url)))
            return lines[0].url

        store = ends.enter_context(shop.opened(request.param, seconds=0.4, line=line))
        yield Torn(store, lines[0], request.param)


def pressed(store: Shop, checkout: Checkout) -> None:
    """The customer pays on the page; nobody tells us."""
    store.sandbox.switches.lost = 1
    store.sandbox.pay(checkout.public_id)


def once(store: Shop, *, charges: int) -> None:
    """So many charges were made, each is one payment, nothing is left open, and `kvit check` finds nothing."""
    booked = Payment.objects.filter(company=store.company, direction="in")
    paid = Checkout.objects.filter(company=store.company, status="paid")
    charged = store.sandbox.charges
    assert sorted(charged) == sorted(set(charged)) == sorted(paid.values_list("public_id", flat=True))
    assert sorted(booked.values_list("external_id", flat=True)) == sorted(charged)
    left = OpenItem.objects.filter(company=store.company, side="receivable").exclude(balance=0)
    assert not left, [(one.document_number, one.balance) for one in left]
    assert len(charged) == charges and breaches() == []


@pytest.mark.django_db
def test_a_page_is_opened_and_paid_once_wherever_the_line_is_cut(torn):
    store = torn.store
    for moment, manner in CUTS:
        item = store.item()
        torn.line.cut(Cut(moment, manner, OPENS[torn.name]))
        with pytest.raises(Refused, match="gateway.away"):
            store.begin(item)
        assert torn.line.made[-1].moment == moment, "it was cut there"
        with pytest.raises(Refused, match="checkout.under_way"):
            store.begin(item)
        first = Checkout.objects.get(items__item=item)
        assert first.status == "unknown"
        torn.asked()
        first.refresh_from_db()
        assert first.status == ("expired" if moment in ("before", "asking") else "open")
        checkout = store.begin(item)
        assert (checkout == first) == (first.status == "open")
        pressed(store, checkout)
        torn.line.cut(Cut(moment, manner, ASKS[torn.name]))
        assert checkouts.look(checkout).status == "open", "nobody knows more than before"
        asking.ask_waiting(store.company, at=timezone.now() + timedelta(hours=3))
        checkout.refresh_from_db()
        assert checkout.status == "paid"
    once(store, charges=len(CUTS))


@pytest.mark.django_db
def test_a_page_is_ended_and_another_opened_wherever_the_line_is_cut(torn):
    """The customer chose again: the first page is closed before the second is opened, or stays the only one."""
    store = torn.store
    for moment, manner in CUTS:
        one, two = store.item("30.00"), store.item("20.00")
        first = store.begin(one)
        torn.line.cut(Cut(moment, manner, ENDS[torn.name]))
        with pytest.raises(Refused, match="gateway.away"):
            store.begin(one, two)
        first.refresh_from_db()
        assert first.status == "open" and not torn.line.heal()
        second = store.begin(one, two)
        first.refresh_from_db()
        assert first.status == "expired"
        pressed(store, first)
        pressed(store, second)
        torn.asked(1)
        assert checkouts.look(second).status == "paid"
    once(store, charges=len(CUTS))


@pytest.mark.django_db
def test_a_kept_way_of_paying_is_charged_once_wherever_the_line_is_cut(torn):
    store = torn.store
    keeping.kept(store)
    items = [store.item() for _ in CUTS]
    for item, (moment, manner) in zip(items, CUTS, strict=True):
        row = keeping.started(store, item)
        torn.line.cut(Cut(moment, manner, CHARGES[torn.name]))
        store.sandbox.switches.lost = 1
        checkout = keeping.handed_over(row)
        assert checkout.status == "unknown" and torn.line.made[-1] == Cut(moment, manner, CHARGES[torn.name])
        assert store.sandbox.charges.count(checkout.public_id) == (moment in ("unanswered", "answering"))
        with pytest.raises(Refused, match="checkout.under_way"):
            keeping.planned(store, item)
        torn.line.cut(Cut(moment, manner, CHARGES[torn.name]))  # where it is handed over again, that breaks off too
        torn.asked()
        torn.line.heal()
        checkout.refresh_from_db()
        assert checkout.status == "paid" and store.sandbox.charges.count(checkout.public_id) == 1
    once(store, charges=1 + len(CUTS))


@pytest.mark.django_db
def test_money_goes_back_once_wherever_the_line_is_cut(torn):
    store = torn.store
    keeping.kept(store)
    for moment, manner in CUTS:
        checkout = keeping.charged(store, store.item("100.00"))
        refund = refunds.begin(store.company, checkout, amount=Decimal(40), by=the_owner(store.company), on=DAY)
        torn.line.cut(Cut(moment, manner, REFUNDS[torn.name]))
        store.sandbox.switches.lost = 1
        worker.until_idle()
        refund.refresh_from_db()
        assert refund.status == "asked" and torn.line.made[-1].moment == moment
        with pytest.raises(Refused, match="gateway_refund.under_way"):
            refunds.begin(store.company, checkout, amount=Decimal(40), by=the_owner(store.company), on=DAY)
        torn.line.cut(Cut(moment, manner, REFUNDS[torn.name]))
        torn.asked()
        torn.line.heal()
        refund.refresh_from_db()
        assert refund.status == "done"
    back = Payment.objects.filter(company=store.company, direction="refund")
    assert sorted(back.values_list("external_id", flat=True)) == sorted(store.sandbox.paid_back)
    assert len(store.sandbox.paid_back) == len(set(store.sandbox.paid_back)) == len(CUTS) == back.count()
    assert {one.amount for one in back} == {Decimal(40)} and breaches() == []


@pytest.mark.django_db(transaction=True)
def test_an_event_is_followed_once_wherever_the_line_to_us_is_cut(torn, live_server):
    """The gateway tells until it hears that we have it; what we had before it heard so is not booked again."""
    store = torn.store
    with relay_to(live_server.url) as line:
        for moment, manner in CUTS:
            checkout = store.begin(store.item())
            store.sandbox.pay(checkout.public_id)
            line.cut(Cut(moment, manner))
            answers = [told(store, line, one) for one in store.sandbox.waiting[-1:]]
            checkout.refresh_from_db()
            assert answers == [0] and line.made[-1].moment == moment
            assert checkout.status == ("open" if moment in ("before", "asking") else "paid")
            assert [told(store, line, one) for one in store.sandbox.waiting] == [204] * len(store.sandbox.waiting)
            store.sandbox.waiting.clear()
            checkout.refresh_from_db()
            assert checkout.status == "paid"
    assert len(line.made) == len(CUTS)
    once(store, charges=len(CUTS))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("torn", ["stripe"], indirect=True)
def test_the_line_to_stripe_is_cut_while_it_tells_us(torn, live_server):
    """What an event is about cannot be looked up: we do not say that we have it, and it is told again."""
    store = torn.store
    with relay_to(live_server.url) as line:
        for moment, manner in CUTS:
            checkout = store.begin(store.item())
            store.sandbox.pay(checkout.public_id)
            (one,) = [one for one in store.sandbox.waiting if b"completed" in one.body]
            torn.line.cut(Cut(moment, manner, ASKS["stripe"]))
            assert told(store, line, one) == 503
            checkout.refresh_from_db()
            assert checkout.status == "open"
            assert told(store, line, one) == 204
            store.sandbox.waiting.clear()
    once(store, charges=len(CUTS))


def told(store: Shop, line: Relay, one: Posted) -> int:
    """What the gateway hears to an event that it tells over the line; 0 where it hears nothing."""
    try:
        answer = httpx.post(
            line.url + urlsplit(one.url).path,
            content=one.body,
            headers={"Content-Type": "application/json", **store.sandbox.headers(one.body)},
            timeout=2,
        )
    except httpx.HTTPError:
        return 0
    return answer.status_code


@pytest.mark.django_db
def test_a_day_over_a_line_of_which_every_third_call_is_cut(torn):
    """Everything at once, with cuts that nobody chose: in the end each charge is one payment."""
    store, chance = torn.store, random.Random(7)
    keeping.kept(store)
    items = [store.item() for _ in range(24)]
    rows = [keeping.planned(store, item) for item in items[:12]]
    for item in items[12:]:
        torn.line.cut(*[Cut(*chance.choice(CUTS))] * (chance.random() < 0.33))
        with contextlib.suppress(Refused):
            store.begin(item)
    for row in rows:
        torn.line.cut(*[Cut(*chance.choice(CUTS))] * (chance.random() < 0.33))
        keeping.handed_over(charges.begin(store.company, row, by=the_owner(store.company), on=row.charge_on))
    torn.asked()
    for item in items[12:]:
        pressed(store, store.begin(item))
    asking.ask_waiting(store.company, at=timezone.now() + timedelta(days=1))
    assert SavedCharge.objects.filter(checkout__status="paid").count() == 12 and len(torn.line.made) >= 6
    once(store, charges=1 + len(items))
