"""The sandbox itself, over real HTTP: a page where somebody presses pay, and events that come as they should not."""

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import Any
from urllib.parse import parse_qs

import httpx

from kvit.adapters.gateways.sandbox import signatures
from kvit.adapters.networks.simulation import Asked, Given, Simulation, as_json

FEE_PERCENT, FEE_FIXED = Decimal("1.5"), Decimal("0.30")


@dataclass(frozen=True)
class Posted:
    """One event on its way: where to, and the body before it is signed."""

    url: str
    body: bytes


@dataclass
class Switches:
    """How events travel. `late`: they wait for `deliver`. `copies`: each is sent so often. `lost`: so many of the next
    are never sent. `shuffled`: delivered in any order. `forged`: signed by somebody without the secret."""

    late: bool = False
    copies: int = 1
    lost: int = 0
    shuffled: bool = False
    forged: bool = False


@dataclass
class Sandbox:
    """Checkouts by key. That it times out after it opened or charged is the `weather` of `served`."""

    api_key: str = "sandbox-key"
    signing_secret: str = "sandbox-secret"  # noqa: S105  (nothing is behind it)
    switches: Switches = field(default_factory=Switches)
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311

    def __post_init__(self) -> None:
        self.checkouts: dict[str, dict[str, Any]] = {}
        self.charges: list[str] = []
        self.waiting: list[Posted] = []
        self.numbers = 0
        self.served = Simulation(self._answer)

    def pay(self, key: str, *, outcome: str = "paid") -> None:
        """What pressing the button does: charged once, told as the switches say."""
        one = self.checkouts[key]
        if one["status"] != "open":
            return
        one["status"], one["paid_at"] = outcome, time.time()
        if outcome == "paid":
            self.charges.append(key)
            one["fee"] = f"{(Decimal(one['amount']) * FEE_PERCENT / 100).quantize(Decimal('0.01')) + FEE_FIXED}"
        self._tell(one)

    def deliver(self, post: Callable[[Posted, dict[str, str]], None] | None = None) -> int:
        """Send all that waits, by `post` or over HTTP; returns how many were sent."""
        sent, self.waiting = self.waiting, []
        if self.switches.shuffled:
            self.chance.shuffle(sent)
        for one in sent:
            (post or _over_http)(one, self.headers(one.body))
        return len(sent)

    def headers(self, body: bytes) -> dict[str, str]:
        """Signed now: a gateway signs anew each time it sends."""
        secret = "somebody else's" if self.switches.forged else self.signing_secret
        return {signatures.HEADER: signatures.signed(body, secret=secret, at=int(time.time()))}

    def _tell(self, one: dict[str, Any]) -> None:
        self.numbers += 1
        shown = {name: value for name, value in one.items() if name not in ("told_at", "return_url")}
        body = json.dumps({"id": f"evt_{self.numbers}", "checkout": shown}).encode()
        if self.switches.lost:
            self.switches.lost -= 1
            return
        self.waiting += [Posted(one["told_at"], body)] * self.switches.copies
        if not self.switches.late:
            threading.Thread(target=self.deliver, daemon=True).start()

    def _answer(self, asked: Asked) -> Given:
        key = asked.path.rpartition("/")[2]
        if asked.path.startswith("/pay/"):
            return self._page(asked, key)
        if asked.headers.get("authorization") != f"Bearer {self.api_key}":
            return as_json({"error": "key"}, status=401)
        if asked.method == "POST" and asked.path == "/checkouts":
            return as_json(self._opened(asked.told))
        one = self.checkouts.get(key)
        return as_json(one) if one else as_json({"error": "unknown"}, status=404)

    def _opened(self, told: dict[str, Any]) -> dict[str, Any]:
        key = told["key"]
        if key not in self.checkouts:
            made = {**told, "id": f"co_{len(self.checkouts) + 1}", "status": "open", "fee": "0.00", "paid_at": 0}
            self.checkouts[key] = {**made, "page": f"{self.served.url}/pay/{key}"}
            self._tell(self.checkouts[key])
        return self.checkouts[key]

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


def _over_http(one: Posted, headers: dict[str, str]) -> None:
    httpx.post(one.url, content=one.body, headers={"Content-Type": "application/json", **headers}, timeout=10)
