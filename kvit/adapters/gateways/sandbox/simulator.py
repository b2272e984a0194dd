"""The sandbox itself, over real HTTP: a page where somebody presses pay, and events that come as they should not."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any
from urllib.parse import parse_qs

from kvit.adapters.gateways.sandbox.gateway import HEADER
from kvit.adapters.gateways.telling import Posted, Switches, Teller
from kvit.adapters.networks.simulation import Asked, Given, Simulation, as_json

FEE_PERCENT, FEE_FIXED, DISPUTE_FEE = Decimal("1.5"), Decimal("0.30"), Decimal("15.00")
EVIDENCE_DAYS = 7
CARD = {"kind": "card", "brand": "visa", "last4": "4242", "expires_on": "2031-12-31"}


@dataclass
class Sandbox:
    """Checkouts by key. That it times out after it opened, charged or paid back is the `weather` of `served`.

    `slow_refunds`: a refund stays on its way until `finish_refund`. `returns_fees`: with the money its fee goes back.
    `declines`: why kept ways of paying are declined. `slow_charges`: such a charge waits for its bank until `settle`.
    """

    api_key: str = "sandbox-key"
    signing_secret: str = "sandbox-secret"  # noqa: S105  (nothing is behind it)
    slow_refunds: bool = False
    returns_fees: bool = False
    declines: str = ""
    slow_charges: bool = False

    def __post_init__(self) -> None:
        self.checkouts: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.disputes: dict[str, dict[str, Any]] = {}
        self.charges: list[str] = []
        self.paid_back: list[str] = []
        self.forgotten: list[str] = []
        self.numbers = 0
        self.teller = Teller(HEADER, lambda: self.signing_secret)
        self.served = Simulation(self._answer)

    @property
    def switches(self) -> Switches:
        """How events travel."""
        return self.teller.switches

    @property
    def waiting(self) -> list[Posted]:
        """The events that wait for `deliver`."""
        return self.teller.waiting

    def deliver(self, post: Callable[[Posted, dict[str, str]], None] | None = None) -> int:
        """Send all that waits; see `Teller`."""
        return self.teller.deliver(post)

    def headers(self, body: bytes) -> dict[str, str]:
        """How an event is signed now; see `Teller`."""
        return self.teller.headers(body)

    def pay(self, key: str, *, outcome: str = "paid") -> None:
        """What pressing the button does: charged once, told as the switches say."""
        one = self.checkouts[key]
        if one["status"] != "open":
            return
        if one.get("is_kept") and outcome == "paid":
            one["kept"] = {**CARD, "customer": one["customer"] or f"cus_{one['id']}", "method": f"pm_{one['id']}"}
        self._decided(one, outcome)

    def settle(self, key: str, *, outcome: str = "paid", reason: str = "") -> None:
        """What the bank says of a charge that waits for it."""
        one = self.checkouts[key]
        one["reason"] = reason
        self._decided(one, outcome)

    def _decided(self, one: dict[str, Any], outcome: str) -> None:
        one["status"], one["paid_at"] = outcome, time.time()
        if outcome == "paid":
            self.charges.append(one["key"])
            one["fee"] = f"{(Decimal(one['amount']) * FEE_PERCENT / 100).quantize(Decimal('0.01')) + FEE_FIXED}"
        self._tell({"checkout": one}, one)

    def finish_refund(self, key: str, *, outcome: str = "done") -> None:
        """What a slow refund, or one that a bank sends back, comes to."""
        one = self.refunds[key]
        one["status"], one["at"] = outcome, time.time()
        self._tell({"refund": one}, self.checkouts[one["checkout"]])

    def dispute(self, key: str) -> str:
        """The customer's bank takes the money back; the id of the dispute."""
        paid, id = self.checkouts[key], f"dsp_{len(self.disputes) + 1}"
        one = {"id": id, "checkout": key, "amount": paid["amount"], "currency": paid["currency"], "status": "open"}
        until = int(time.time()) + EVIDENCE_DAYS * 86400
        self.disputes[id] = {**one, "fee": f"{DISPUTE_FEE}", "reason": "fraudulent", "evidence_until": until}
        self._tell({"dispute": self.disputes[id]}, paid)
        return id

    def close_dispute(self, id: str, *, outcome: str) -> None:
        """Won: the money comes back, the fee does not. Lost: it stays where it is."""
        one = self.disputes[id]
        one["status"] = outcome
        self._tell({"dispute": one}, self.checkouts[one["checkout"]])

    def _tell(self, what: dict[str, Any], about: dict[str, Any]) -> None:
        self.numbers += 1
        hidden = ("told_at", "return_url")
        shown = {kind: {name: each for name, each in one.items() if name not in hidden} for kind, one in what.items()}
        self.teller.tell(about["told_at"], json.dumps({"id": f"evt_{self.numbers}", **shown}).encode())

    def _answer(self, asked: Asked) -> Given:
        kind, key = asked.path.strip("/").partition("/")[::2]
        if kind == "pay":
            return self._page(asked, key)
        if asked.headers.get("authorization") != f"Bearer {self.api_key}":
            return as_json({"error": "key"}, status=401)
        if asked.method == "POST":
            done = self._done(kind, key, asked.told)
            return as_json(done) if done else as_json({"error": "refused"}, status=422)
        there = {"checkouts": self.checkouts, "refunds": self.refunds, "disputes": self.disputes}
        there["methods"] = self._methods()
        one = there.get(kind, {}).get(key)
        return as_json(one) if one else as_json({"error": "unknown"}, status=404)

    def _done(self, kind: str, key: str, told: dict[str, Any]) -> dict[str, Any] | None:
        if kind == "refunds":
            return self._refunded(told)
        if kind == "charges":
            return self._charged(told)
        if kind == "methods":
            return self._forgot(key.removesuffix("/forget"))
        if key:
            return self._ended(key.removesuffix("/end"))
        return self._opened(told)

    def _ended(self, key: str) -> dict[str, Any] | None:
        one = self.checkouts.get(key)
        if one and one["status"] == "open":
            one["status"] = "expired"
            self._tell({"checkout": one}, one)
        return one

    def _refunded(self, told: dict[str, Any]) -> dict[str, Any] | None:
        key, paid = told["key"], self.checkouts.get(told["checkout"])
        if key in self.refunds:
            return self.refunds[key]
        back = [Decimal(one["amount"]) for one in self.refunds.values() if one["checkout"] == told["checkout"]]
        if not paid or paid["status"] != "paid" or sum(back) + Decimal(told["amount"]) > Decimal(paid["amount"]):
            return None
        share = Decimal(paid["fee"]) * Decimal(told["amount"]) / Decimal(paid["amount"])
        fee = -share.quantize(Decimal("0.01")) if self.returns_fees else Decimal("0.00")
        status = "pending" if self.slow_refunds else "done"
        made = {**told, "id": f"re_{len(self.refunds) + 1}", "currency": paid["currency"], "fee": f"{fee}"}
        self.refunds[key] = {**made, "status": status, "at": time.time()}
        self.paid_back.append(key)
        self._tell({"refund": self.refunds[key]}, paid)
        return self.refunds[key]

    def _opened(self, told: dict[str, Any]) -> dict[str, Any]:
        key = told["key"]
        if key not in self.checkouts:
            made = {**told, "id": f"co_{len(self.checkouts) + 1}", "status": "open", "fee": "0.00", "paid_at": 0}
            self.checkouts[key] = {**made, "page": f"{self.served.url}/pay/{key}"}
            self._tell({"checkout": self.checkouts[key]}, self.checkouts[key])
        return self.checkouts[key]

    def _charged(self, told: dict[str, Any]) -> dict[str, Any] | None:
        """A kept way of paying: charged once per `once`, without a page."""
        known = next((one for one in self.checkouts.values() if one.get("once") == told["once"]), None)
        if known is not None:
            return known
        if told["method"] not in self._methods():
            return None
        made = {
            **told,
            "id": f"co_{len(self.checkouts) + 1}",
            "fee": "0.00",
            "paid_at": 0,
            "page": "",
            "is_kept": False,
        }
        one = self.checkouts[told["key"]] = {**made, "status": "pending", "reason": self.declines}
        if not self.slow_charges:
            self._decided(one, "failed" if self.declines else "paid")
        return one

    def _methods(self) -> dict[str, dict[str, Any]]:
        """The ways of paying that are kept, by their names."""
        kept = [one["kept"] for one in self.checkouts.values() if one.get("kept")]
        return {one["method"]: one for one in kept if one["method"] not in self.forgotten}

    def _forgot(self, method: str) -> dict[str, Any] | None:
        one = self._methods().get(method)
        if one is not None:
            self.forgotten.append(method)
        return one

    def _page(self, asked: Asked, key: str) -> Given:
        one = self.checkouts.get(key)
        if one is None:
            return Given(404, b"", "text/plain")
        if asked.method == "POST":
            said = parse_qs(asked.body.decode()).get("outcome", ["paid"])[0]
            self.pay(key, outcome=said if said in ("paid", "failed") else "failed")
            return Given(303, b"", "text/plain", {"Location": one["return_url"]})
        return Given(
            200, PAGE.format(**{name: escape(str(value)) for name, value in one.items()}).encode(), "text/html"
        )


PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Sandbox</title></head>
<body><main><h1>Sandbox</h1><p>No money moves here.</p><p>{text}</p><p><strong>{amount} {currency}</strong></p>
<form method="post"><button name="outcome" value="paid">Pay</button>
<button name="outcome" value="failed">Decline</button></form></main></body></html>"""
