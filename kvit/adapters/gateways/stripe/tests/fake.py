"""A Stripe of our own over real HTTP, in the shapes of its public API: Checkout Sessions, intents, refunds, disputes.

stripe-python drives it in `test_clients.py`: where the shape were another, its classes would say so.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import parse_qs, parse_qsl

from kvit.adapters.gateways.stripe.amounts import from_minor, to_minor
from kvit.adapters.gateways.stripe.gateway import HEADER
from kvit.adapters.gateways.stripe.tests.forms import Object, form, outside
from kvit.adapters.gateways.telling import Posted, Switches, Teller
from kvit.adapters.networks.simulation import Asked, Given, Simulation, as_json
from kvit.core.money import Money

FEE_PERCENT, FEE_FIXED, DISPUTE_FEE = Decimal("1.5"), Decimal("0.30"), Decimal("15.00")
KINDS = {"cs": "checkout/sessions", "pi": "payment_intents", "re": "refunds", "du": "disputes", "pm": "payment_methods"}


class Refusing(Exception):
    """What Stripe answers by an error."""

    def __init__(
        self, message: str = "", *, type: str = "invalid_request_error", status: int = 400, **more: object
    ) -> None:
        super().__init__(message)
        self.given = as_json({"error": {**more, "type": type, "message": message}}, status=status)


@dataclass
class FakeStripe:
    """`url_of_events` is what a company told Stripe in its dashboard. The keys of its acts are ours, or its own ids.

    What begins with one of `forbidden` may not be read by a restricted key. `declines`: why kept ways of paying are
    declined. `slow_charges`: such a charge waits for its bank. `wants_customer`: its bank wants to see the customer.
    """

    api_key: str = "sk_test_fake"
    signing_secret: str = "whsec_fake"  # noqa: S105  (nothing is behind it)
    url_of_events: str = "http://x/events"
    slow_refunds: bool = False
    balance_currency: str = ""
    rate: Decimal = Decimal(1)
    forbidden: tuple[str, ...] = ()
    declines: str = ""
    slow_charges: bool = False
    wants_customer: bool = False

    def __post_init__(self) -> None:
        self.objects: dict[str, Object] = {}
        self.keys: dict[str, tuple[bytes, Given]] = {}
        self.charges: list[str] = []
        self.paid_back: list[str] = []
        self.forgotten: list[str] = []
        self.versions: set[str] = set()
        self.numbers = 0
        self.teller = Teller(HEADER, lambda: self.signing_secret)
        self.served = Simulation(self._answer)

    @property
    def switches(self) -> Switches:
        return self.teller.switches

    @property
    def waiting(self) -> list[Posted]:
        return self.teller.waiting

    def deliver(self, post: Callable[[Posted, dict[str, str]], None] | None = None) -> int:
        return self.teller.deliver(post)

    def headers(self, body: bytes) -> dict[str, str]:
        return self.teller.headers(body)

    # -- what customers, banks and Stripe do

    def session(self, key: str) -> Object:
        found = [one for one in self._all("cs") if key in (one["id"], one["client_reference_id"])]
        return found[0]

    def pay(self, key: str, *, outcome: str = "paid") -> None:
        """`failed` is a card that was declined: the page stays open; `slow` is a debit that a bank decides on later."""
        session = self.session(key)
        if session["status"] != "open" or outcome == "failed":
            return
        intent = self._made("pi", amount=session["amount_total"], currency=session["currency"], status="processing")
        intent |= {"metadata": session["_intent_metadata"], "latest_charge": None}
        method = self._method("sepa_debit" if outcome == "slow" else "card")
        intent |= {"payment_method": method["id"], "customer": session["customer"]}
        intent |= {"setup_future_usage": session["_setup_future_usage"], "last_payment_error": None}
        if session["_customer_creation"] == "always":
            intent["customer"] = session["customer"] = self._made("cus")["id"]
        if intent["setup_future_usage"] and intent["customer"]:
            method["customer"] = intent["customer"]
        session |= {"status": "complete", "url": None, "payment_intent": intent["id"]}
        if outcome == "paid":
            self._charged(session, intent)
        self._tell("checkout.session.completed", session)

    def settle(self, key: str, *, is_paid: bool) -> None:
        """The bank says what became of a debit."""
        session = self.session(key)
        intent = self.objects[session["payment_intent"]]
        if is_paid:
            self._charged(session, intent)
        else:
            self._failed(intent, "debit_not_authorized")
        self._tell(f"checkout.session.async_payment_{'succeeded' if is_paid else 'failed'}", session)

    def settle_charge(self, key: str, *, is_paid: bool) -> None:
        """The bank says what became of a kept way of paying that was charged."""
        intent = next(one for one in self._all("pi") if one["metadata"].get("kvit_checkout") == key)
        if is_paid:
            self._charged_alone(intent)
        else:
            self._failed(intent, "insufficient_funds")
        self._tell(f"payment_intent.{'succeeded' if is_paid else 'payment_failed'}", intent)

    def lapse(self, key: str) -> None:
        session = self.session(key)
        session |= {"status": "expired", "url": None}
        self._tell("checkout.session.expired", session)

    def finish_refund(self, key: str, *, outcome: str = "succeeded") -> None:
        refund = next(one for one in self._all("re") if key in (one["id"], one["metadata"].get("kvit_refund")))
        refund["status"] = outcome
        if outcome == "failed":
            refund["failure_reason"] = "expired_or_canceled_card"
        self._tell("refund.failed" if outcome == "failed" else "refund.updated", refund)

    def refund_by_hand(self, key: str, amount: str) -> Object:
        """Somebody presses refund in Stripe's own dashboard."""
        session = self.session(key)
        minor = to_minor(Money(Decimal(amount), session["currency"].upper()))
        return self._refund({"payment_intent": session["payment_intent"], "amount": str(minor)})

    def dispute(self, key: str, *, status: str = "needs_response") -> str:
        """The customer's bank takes the money back, or only asks (`warning_needs_response`)."""
        intent = self.objects[self.session(key)["payment_intent"]]
        dispute = self._made("du", amount=intent["amount"], currency=intent["currency"], status=status)
        dispute |= {"payment_intent": intent["id"], "charge": intent["latest_charge"], "reason": "fraudulent"}
        dispute |= {"evidence_details": {"due_by": int(time.time()) + 7 * 86400}, "balance_transactions": []}
        if not status.startswith("warning"):
            fee = Money(DISPUTE_FEE, intent["currency"].upper())
            dispute["balance_transactions"].append(self._moved(-intent["amount"], intent["currency"], fee=fee))
        self._tell("charge.dispute.created", dispute)
        return str(dispute["id"])

    def close_dispute(self, id: str, *, outcome: str) -> None:
        dispute = self.objects[id]
        dispute["status"] = outcome
        if outcome == "won":
            back = self._moved(dispute["amount"], dispute["currency"])
            dispute["balance_transactions"] = [*dispute["balance_transactions"], back]
        self._tell("charge.dispute.closed", dispute)

    # -- how it keeps and tells things

    def _charged(self, session: Object, intent: Object) -> None:
        self._charged_alone(intent)
        session["payment_status"] = "paid"

    def _failed(self, intent: Object, code: str) -> Object:
        error = {"type": "card_error", "code": "card_declined", "decline_code": code, "message": "Declined."}
        if code == "authentication_required":
            error["code"] = code
        intent |= {"status": "requires_payment_method", "last_payment_error": error}
        return error

    def _method(self, kind: str) -> Object:
        facts: Object = {"last4": "3000", "bank_code": "19043", "country": "AT"}
        if kind == "card":
            facts = {"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2031}
        method = self._made("pm", type=kind, customer=None)
        return self._kept(method, **{kind: facts})

    def _charged_alone(self, intent: Object) -> None:
        amount = from_minor(intent["amount"], intent["currency"])
        fee = Money((amount.amount * FEE_PERCENT / 100).quantize(Decimal("0.01")) + FEE_FIXED, amount.currency)
        charge = self._made("ch", amount=intent["amount"], currency=intent["currency"], status="succeeded")
        charge["balance_transaction"] = self._moved(intent["amount"], intent["currency"], fee=fee)["id"]
        kind = self.objects[intent["payment_method"]]["type"]
        mandate = self._made("mandate")["id"] if kind == "sepa_debit" else None
        charge["payment_method_details"] = {"type": kind, kind: {"mandate": mandate}}
        intent |= {"status": "succeeded", "latest_charge": charge["id"], "amount_received": intent["amount"]}
        self.charges.append(intent["metadata"].get("kvit_checkout", intent["id"]))

    def _moved(self, minor: int, currency: str, *, fee: Money | None = None) -> Object:
        amount = from_minor(minor, currency)
        into = self.balance_currency or amount.currency
        kept = Money(((fee.amount if fee else Decimal(0)) * self.rate), into).rounded()
        there = Money(amount.amount * self.rate, into).rounded()
        rate = None if into == amount.currency else float(self.rate)
        made = self._made("txn", amount=to_minor(there), currency=into.lower(), status="available")
        return made | self._kept(made, fee=to_minor(kept), exchange_rate=rate)

    def _kept(self, made: Object, **more: object) -> Object:
        made.update(more)
        return made

    def _made(self, prefix: str, **facts: object) -> Object:
        self.numbers += 1
        names = {"cs": "checkout.session", "pi": "payment_intent", "re": "refund", "du": "dispute", "ch": "charge"}
        names |= {"cus": "customer", "pm": "payment_method", "mandate": "mandate"}
        base = {"id": f"{prefix}_test_{self.numbers}", "object": names.get(prefix, "balance_transaction")}
        one = {**base, "created": int(time.time()), "livemode": False, "metadata": {}, **facts}
        self.objects[one["id"]] = one
        return one

    def _all(self, prefix: str) -> list[Object]:
        """The newest first, as Stripe lists them."""
        return [one for one in reversed(self.objects.values()) if one["id"].startswith(prefix + "_")]

    def _tell(self, kind: str, about: Object) -> None:
        self.numbers += 1
        event = {"id": f"evt_test_{self.numbers}", "object": "event", "api_version": "2026-10-28.endive", "type": kind}
        body = {**event, "created": int(time.time()), "livemode": False, "data": {"object": outside(about)}}
        self.teller.tell(self.url_of_events, json.dumps(body, indent=2).encode())

    # -- its doors

    def _answer(self, asked: Asked) -> Given:
        if asked.path.startswith("/c/pay/"):
            return self._page(asked, asked.path.rpartition("/")[2])
        if asked.headers.get("authorization") != f"Bearer {self.api_key}":
            error = {"type": "invalid_request_error", "message": "Invalid API Key provided"}
            return as_json({"error": error}, status=401)
        self.versions.add(asked.headers.get("stripe-version", ""))
        try:
            if asked.method != "POST" and asked.path.startswith(self.forbidden):
                raise Refusing("The provided key does not have the required permissions.", status=403)
            return self._posted(asked) if asked.method == "POST" else self._got(asked)
        except Refusing as refusing:
            return refusing.given

    def _posted(self, asked: Asked) -> Given:
        """The first answer again, for the same key; another body under a known key is an error."""
        key = asked.headers.get("idempotency-key", "")
        if key in self.keys:
            body, given = self.keys[key]
            if body != asked.body:
                raise Refusing(
                    "Keys for idempotent requests can only be used with the same parameters", type="idempotency_error"
                )
            return given
        told = form(parse_qsl(asked.body.decode(), keep_blank_values=True))
        try:
            given = as_json(outside(self._did(asked.path, told)))
        except Refusing as refusing:
            if refusing.given.status != 402:
                raise
            given = refusing.given  # the first answer again for the same key, also where it is a no
        if key:
            self.keys[key] = (asked.body, given)
        return given

    def _did(self, path: str, told: Object) -> Object:
        if path == "/v1/checkout/sessions":
            return self._opened(told)
        if path == "/v1/refunds":
            return self._refund(told)
        if path == "/v1/payment_intents":
            return self._charged_away(told)
        if path.startswith("/v1/payment_intents/") and path.endswith("/cancel"):
            return self._kept(self.objects[path.split("/")[-2]], status="canceled")
        if path.endswith("/detach"):
            return self._detached(self.objects[path.split("/")[-2]])
        if path.endswith("/expire"):
            session = self.objects[path.split("/")[-2]]
            if session["status"] != "open":
                raise Refusing("Only Checkout Sessions with a status in [open] can be expired.")
            self.lapse(session["id"])
            return session
        raise Refusing("Unrecognized request URL", status=404)

    def _opened(self, told: Object) -> Object:
        (line,) = told["line_items"].values()
        price = line["price_data"]
        amount = int(price["unit_amount"]) * int(line["quantity"])
        session = self._made("cs", amount_total=amount, currency=price["currency"], status="open", mode=told["mode"])
        session |= {"payment_status": "unpaid", "client_reference_id": told.get("client_reference_id")}
        session |= {"metadata": told.get("metadata", {}), "success_url": told["success_url"], "payment_intent": None}
        session |= {"allowed_payment_method_types": list(told.get("allowed_payment_method_types", {}).values())}
        session |= {"url": f"{self.served.url}/c/pay/{session['id']}", "expires_at": session["created"] + 86400}
        session["_name"] = price["product_data"]["name"]
        session["_intent_metadata"] = told.get("payment_intent_data", {}).get("metadata", {})
        session["_setup_future_usage"] = told.get("payment_intent_data", {}).get("setup_future_usage")
        session |= {"customer": told.get("customer"), "_customer_creation": told.get("customer_creation")}
        if told.get("customer") and told.get("customer_creation"):
            raise Refusing("You may only specify one of these parameters: customer, customer_creation.")
        return session

    def _charged_away(self, told: Object) -> Object:
        """A payment intent confirmed at once while the customer is away, with a method that is attached to them."""
        method = self.objects.get(told["payment_method"], {})
        if told.get("confirm") != "true" or told.get("off_session") != "true":
            raise Refusing("The page of a customer who is there is another fake's.")
        if not told.get("customer") or method.get("customer") != told["customer"]:
            raise Refusing("The payment method does not belong to the customer.")
        intent = self._made("pi", amount=int(told["amount"]), currency=told["currency"], status="processing")
        intent |= {"metadata": told.get("metadata", {}), "latest_charge": None, "customer": told["customer"]}
        intent |= {"payment_method": method["id"], "setup_future_usage": None, "last_payment_error": None}
        if self.declines:
            error = self._failed(intent, self.declines)
            self._tell("payment_intent.payment_failed", intent)
            raise Refusing(status=402, **error, payment_intent=intent)
        if self.wants_customer:
            intent["status"] = "requires_action"
        elif not self.slow_charges:
            self._charged_alone(intent)
            self._tell("payment_intent.succeeded", intent)
        return self._expanded(intent, told)

    def _detached(self, method: Object) -> Object:
        if not method["customer"]:
            raise Refusing("The payment method you provided is not attached to a customer so detachment is impossible.")
        self.forgotten.append(method["id"])
        return self._kept(method, customer=None)

    def _expanded(self, one: Object, told: Object) -> Object:
        shown = outside(one)
        for path in told.get("expand", {}).values():
            self._expand(shown, path.split("."))
        return shown

    def _refund(self, told: Object) -> Object:
        intent = self.objects.get(told["payment_intent"])
        before = sum(one["amount"] for one in self._all("re") if one["payment_intent"] == told["payment_intent"])
        if intent is None or intent["status"] != "succeeded":
            raise Refusing("This PaymentIntent does not have a successful charge to refund.")
        if before + int(told["amount"]) > intent["amount"]:
            raise Refusing("Refund amount is greater than unrefunded amount on charge.")
        status = "pending" if self.slow_refunds else "succeeded"
        refund = self._made("re", amount=int(told["amount"]), currency=intent["currency"], status=status)
        moved = self._moved(-refund["amount"], intent["currency"])
        refund |= {
            "payment_intent": intent["id"],
            "charge": intent["latest_charge"],
            "balance_transaction": moved["id"],
        }
        refund["metadata"] = told.get("metadata", {})
        self.paid_back.append(refund["metadata"].get("kvit_refund", refund["id"]))
        self._tell("refund.created", refund)
        return refund

    def _got(self, asked: Asked) -> Given:
        path = asked.path.removeprefix("/v1/")
        kind, _, id = path.rpartition("/")
        prefixes = {path: prefix for prefix, path in KINDS.items()}
        told = form(list(asked.query.items()))
        if path in prefixes:
            return self._list(prefixes[path], told)
        one = self.objects.get(id)
        if one is None or not id.startswith(prefixes.get(kind, "?") + "_"):
            raise Refusing(f"No such object: '{id}'", status=404)
        return as_json(self._expanded(one, told))

    def _list(self, prefix: str, told: Object) -> Given:
        created = told.get("created", {})
        wanted = [
            one
            for one in self._all(prefix)
            if int(created.get("gte", 0)) <= one["created"] <= int(created.get("lte", 2**40))
            and told.get("customer", one.get("customer")) == one.get("customer")
            and told.get("payment_intent", one.get("payment_intent")) == one.get("payment_intent")
        ]
        if after := told.get("starting_after"):
            wanted = wanted[[one["id"] for one in wanted].index(after) + 1 :]
        limit = int(told.get("limit", 10))
        page = {"object": "list", "url": "/v1", "has_more": len(wanted) > limit}
        return as_json({**page, "data": [outside(one) for one in wanted[:limit]]})

    def _expand(self, shown: Object, path: list[str]) -> None:
        if not path or shown.get(path[0]) is None:
            return
        if isinstance(shown[path[0]], str):
            shown[path[0]] = outside(self.objects[shown[path[0]]])
        self._expand(shown[path[0]], path[1:])

    def _page(self, asked: Asked, id: str) -> Given:
        session = self.objects[id]
        if asked.method == "POST":
            said = parse_qs(asked.body.decode()).get("outcome", ["paid"])[0]
            self.pay(id, outcome=said)
            return Given(303, b"", "text/plain", {"Location": session["success_url"]})
        amount = from_minor(session["amount_total"], session["currency"])
        text = f"{session['_name']} {amount.amount:f} {amount.currency}"
        return Given(200, text.encode(), "text/plain")
