"""The sandbox as Kvit calls it, over HTTP like any other gateway."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, DecimalException
from typing import Any
from urllib.parse import quote

from kvit.adapters.gateways.sandbox import signatures
from kvit.adapters.networks.calls import Caller, Lost, changing_nothing, read_json
from kvit.core.money import Money
from kvit.ports.failures import Declined
from kvit.ports.gateway import Access, Basket, Charge, Outcome, Told

STATES: dict[str, Outcome] = {"open": "open", "paid": "paid", "failed": "failed", "expired": "expired"}


class SandboxGateway:
    """`address` is where the sandbox is served; the installation says so, never a company."""

    name = "sandbox"
    needs: tuple[str, ...] = ("api_key", "signing_secret")

    def __init__(self, address: str, *, seconds: float = 30.0) -> None:
        self._address = address.rstrip("/")
        self.pages = self._address
        self._caller = Caller(self.name, seconds=seconds)

    def open_checkout(self, access: Access, basket: Basket) -> Charge:
        told = {
            "key": basket.key,
            "amount": f"{basket.amount.rounded().amount:f}",
            "currency": basket.amount.currency,
            "text": basket.text,
            "return_url": basket.return_url,
            "told_at": basket.told_at,
            "language": basket.language,
        }
        try:
            return self._charge(self._call(access, "POST", "/checkouts", told=told))
        except Lost:
            return Charge(outcome="unknown")

    def ask(self, access: Access, key: str) -> Charge:
        with changing_nothing(self.name):
            return self._charge(self._call(access, "GET", f"/checkouts/{quote(key, safe='')}"))

    def read_event(self, access: Access, *, body: bytes, headers: Mapping[str, str]) -> Told:
        header = headers.get(signatures.HEADER, "")
        if not signatures.holds(header, body, secret=access.secrets["signing_secret"], now=int(time.time())):
            raise Declined("gateway.forged", gateway=self.name)
        try:
            told = read_json(body)
            return Told(str(told["id"])[:100], str(told["checkout"]["key"]), self._charge(told["checkout"]))
        except (ValueError, TypeError, Lost) as error:
            raise Declined("gateway.unreadable", gateway=self.name) from error

    def _call(self, access: Access, method: str, path: str, *, told: object = None) -> Any:
        heard = self._caller.call(
            method,
            self._address + path,
            headers={"Authorization": f"Bearer {access.secrets['api_key']}", "Content-Type": "application/json"},
            content=None if told is None else json.dumps(told).encode(),
        )
        if heard.status == 404:
            return None
        if heard.status >= 400:
            raise Declined("gateway.refused", gateway=self.name)
        try:
            return read_json(heard.content)
        except ValueError as error:
            raise Lost("no JSON") from error

    def _charge(self, told: Any) -> Charge:
        if told is None:
            return Charge(outcome="absent")
        try:
            paid_at = datetime.fromtimestamp(told["paid_at"], UTC) if told["status"] == "paid" else None
            amount, fee = Money(Decimal(told["amount"]), str(told["currency"])), Decimal(told["fee"])
            if not (amount.amount > 0 and fee.is_finite() and fee >= 0):
                raise Lost("an amount that nobody charges")
            return Charge(
                outcome=STATES[told["status"]],
                reference=str(told["id"]),
                page=self._page(str(told["page"])),
                amount=amount,
                fee=fee,
                paid_at=paid_at,
            )
        except (KeyError, ValueError, TypeError, DecimalException, OverflowError, OSError) as error:
            raise Lost("an answer of another shape") from error

    def _page(self, page: str) -> str:
        """The page, on the sandbox alone: nobody is sent elsewhere by an answer."""
        if not page.startswith(self._address + "/"):
            raise Lost("a page elsewhere")
        return page
