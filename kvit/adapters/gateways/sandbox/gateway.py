"""The sandbox as Kvit calls it, over HTTP like any other gateway."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, DecimalException
from typing import Any
from urllib.parse import quote

from kvit.adapters.gateways import signatures
from kvit.adapters.networks.calls import Caller, Lost, changing_nothing, read_json
from kvit.core.money import Money
from kvit.ports.failures import Declined
from kvit.ports.gateway import (
    Access,
    Back,
    Basket,
    Charge,
    Disputed,
    DisputeOutcome,
    Due,
    Kept,
    Outcome,
    Refunded,
    RefundOutcome,
    Sought,
    Told,
)

HEADER = "kvit-sandbox-signature"
STATES: dict[str, Outcome] = {
    "open": "open",
    "pending": "pending",
    "paid": "paid",
    "failed": "failed",
    "expired": "expired",
}
REFUNDS: dict[str, RefundOutcome] = {"pending": "pending", "done": "done", "failed": "failed"}
DISPUTES: dict[str, DisputeOutcome] = {"open": "open", "won": "won", "lost": "lost"}
ODD = (KeyError, ValueError, TypeError, DecimalException, OverflowError, OSError)


class SandboxGateway:
    """`address` is where the sandbox is reached; the installation says so, never a company. `pages` is where browsers
    go, where that is elsewhere."""

    name = "sandbox"
    needs: tuple[str, ...] = ("api_key", "signing_secret")
    limit = timedelta(hours=24)

    def __init__(self, address: str, *, pages: str = "", seconds: float = 30.0) -> None:
        self._address = address.rstrip("/")
        self.pages = (pages or address).rstrip("/")
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
            "is_kept": basket.is_kept,
            "customer": basket.customer,
        }
        try:
            return self._charge(self._call(access, "POST", "/checkouts", told=told))
        except Lost:
            return Charge(outcome="unknown")

    def charge(self, access: Access, due: Due) -> Charge:
        told = {
            "key": due.key,
            "once": due.once,
            "amount": f"{due.amount.rounded().amount:f}",
            "currency": due.amount.currency,
            "text": due.text,
            "told_at": due.told_at,
            "customer": due.kept.customer,
            "method": due.kept.method,
        }
        try:
            return self._charge(self._call(access, "POST", "/charges", told=told))
        except Lost:
            return Charge(outcome="unknown")

    def forget(self, access: Access, kept: Kept) -> bool:
        path = f"/methods/{quote(kept.method, safe='')}"
        with changing_nothing(self.name):
            if self._call(access, "GET", path) is None:
                return True
        try:
            self._call(access, "POST", f"{path}/forget", told={})
        except Lost:
            return False
        return True

    def ask(self, access: Access, sought: Sought) -> Charge:
        with changing_nothing(self.name):
            return self._charge(self._call(access, "GET", f"/checkouts/{quote(sought.key, safe='')}"))

    def end(self, access: Access, sought: Sought) -> Charge:
        with changing_nothing(self.name):
            return self._charge(self._call(access, "POST", f"/checkouts/{quote(sought.key, safe='')}/end", told={}))

    def refund(self, access: Access, back: Back) -> Refunded:
        told = {"key": back.key, "checkout": back.checkout, "amount": f"{back.amount.rounded().amount:f}"}
        try:
            return self._refunded(self._call(access, "POST", "/refunds", told=told))
        except Lost:
            return Refunded(outcome="unknown", key=back.key)

    def ask_refund(self, access: Access, back: Back) -> Refunded:
        with changing_nothing(self.name):
            return self._refunded(self._call(access, "GET", f"/refunds/{quote(back.key, safe='')}"))

    def ask_dispute(self, access: Access, reference: str) -> Disputed:
        with changing_nothing(self.name):
            told = self._call(access, "GET", f"/disputes/{quote(reference, safe='')}")
            if told is None:
                raise Declined("gateway.refused", gateway=self.name)
            return self._disputed(told)

    def read_event(self, access: Access, *, body: bytes, headers: Mapping[str, str]) -> Told:
        header, secrets = headers.get(HEADER, ""), [access.secrets["signing_secret"]]
        if not signatures.holds(header, body, secrets=secrets, now=int(time.time())):
            raise Declined("gateway.forged", gateway=self.name)
        try:
            told = read_json(body)
            id = str(told["id"])[:100]
            if "refund" in told:
                return Told(id, str(told["refund"]["checkout"]), refund=self._refunded(told["refund"]))
            if "dispute" in told:
                return Told(id, str(told["dispute"]["checkout"]), dispute=self._disputed(told["dispute"]))
            return Told(id, str(told["checkout"]["key"]), self._charge(told["checkout"]))
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
                page=self._page(str(told["page"])) if told["page"] else "",
                amount=amount,
                fee=fee,
                paid_at=paid_at,
                reason=str(told.get("reason") or "")[:60],
                kept=_kept(told["kept"]) if told.get("kept") else None,
            )
        except ODD as error:
            raise Lost("an answer of another shape") from error

    def _refunded(self, told: Any) -> Refunded:
        if told is None:
            return Refunded(outcome="absent")
        try:
            amount, fee = Money(Decimal(told["amount"]), str(told["currency"])), Decimal(told["fee"])
            if not (amount.amount > 0 and fee.is_finite()):
                raise Lost("an amount that nobody pays back")
            outcome, at = REFUNDS[told["status"]], datetime.fromtimestamp(told["at"], UTC)
            key, reference = str(told["key"]), str(told["id"])
        except ODD as error:
            raise Lost("an answer of another shape") from error
        return Refunded(outcome=outcome, reference=reference, key=key, amount=amount, fee=fee, at=at)

    def _disputed(self, told: Any) -> Disputed:
        try:
            outcome = DISPUTES[told["status"]]
            return Disputed(
                outcome=outcome,
                reference=str(told["id"]),
                amount=Money(Decimal(told["amount"]), str(told["currency"])),
                fee=Decimal(told["fee"]),
                reason=str(told["reason"]),
                evidence_until=datetime.fromtimestamp(told["evidence_until"], UTC).date(),
                is_taken=True,
                is_returned=outcome == "won",
            )
        except ODD as error:
            raise Lost("an answer of another shape") from error

    def _page(self, page: str) -> str:
        """The page, on the sandbox alone: nobody is sent elsewhere by an answer."""
        if not page.startswith(self.pages + "/"):
            raise Lost("a page elsewhere")
        return page


def _kept(told: Any) -> Kept:
    return Kept(
        customer=str(told["customer"]),
        method=str(told["method"]),
        kind=str(told["kind"]),
        brand=str(told["brand"]),
        last4=str(told["last4"]),
        expires_on=date.fromisoformat(told["expires_on"]),
    )
