"""Stripe as Kvit calls it. What an event tells is looked up once more: the order in which events come says nothing."""

import re
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from kvit.adapters.gateways import signatures
from kvit.adapters.gateways.stripe import saving, shapes
from kvit.adapters.gateways.stripe.amounts import to_minor
from kvit.adapters.gateways.stripe.calls import Api
from kvit.adapters.networks.calls import Lost, changing_nothing, read_json
from kvit.ports.failures import Declined, Failure
from kvit.ports.gateway import Access, Back, Basket, Charge, Disputed, Due, Kept, Refunded, Sought, Told

API, PAGES = "https://api.stripe.com", "https://checkout.stripe.com"
HEADER = "stripe-signature"
LOCALES = frozenset({"bg", "en", "es", "pl", "ro"})
AROUND = (60, 600)
"""Seconds before and after we began a checkout, between which Stripe must have made its session."""
A_DAY = 86400
"""Seconds: of one customer's few charges all of the day before are looked through, whatever our clock says."""
INTENTS = "/v1/payment_intents"
MOST_PAGES, A_PAGE = 20, 100
SETTLED = {"expand": ["balance_transaction"]}


class StripeGateway:
    """`address` and `pages` are Stripe's own; a test names others."""

    name = "stripe"
    needs: tuple[str, ...] = ("api_key", "signing_secret")
    limit = timedelta(hours=24)

    def __init__(self, address: str = API, *, pages: str = PAGES, seconds: float = 30.0) -> None:
        self.pages = pages
        self._api = Api(address, seconds=seconds)

    def open_checkout(self, access: Access, basket: Basket) -> Charge:
        ours = {"kvit_checkout": basket.key}
        line = {
            "quantity": 1,
            "price_data": {
                "currency": basket.amount.currency.lower(),
                "unit_amount": to_minor(basket.amount),
                "product_data": {"name": basket.text or basket.key},
            },
        }
        told: dict[str, object] = {
            "mode": "payment",
            "client_reference_id": basket.key,
            "metadata": ours,
            "payment_intent_data": {"metadata": ours, "capture_method": "automatic"},
            "line_items": [line],
            "allowed_payment_method_types": shapes.methods(
                basket.amount.currency, basket.country, is_kept=basket.is_kept
            ),
            "adaptive_pricing": {"enabled": False},
            "success_url": basket.return_url,
            "cancel_url": basket.return_url,
            "locale": basket.language if basket.language in LOCALES else "auto",
            **(saving.asked(basket, ours) if basket.is_kept else {}),
        }
        try:
            session = self._api.post(access, "/v1/checkout/sessions", told, key=basket.key)
            return self._charge(session)
        except Lost:
            return Charge(outcome="unknown")

    def charge(self, access: Access, due: Due) -> Charge:
        try:
            intent = self._api.post(access, INTENTS, saving.charged(due), key=due.once)
            with shapes.shaped():
                reference = str(intent["id"])
        except Lost:
            return Charge(outcome="unknown")
        except Declined as declined:
            return saving.declined(declined)
        try:
            return self._decided(access, intent, reference, key=due.once)
        except (Failure, Lost):  # it was made: that it cannot be looked up now says nothing against it
            return Charge(outcome="unknown", reference=reference)

    def forget(self, access: Access, kept: Kept) -> bool:
        path = f"{saving.METHODS}/{quote(kept.method, safe='')}"
        with changing_nothing(self.name):
            method = self._api.get(access, path)
            if method is None or not method["customer"]:
                return True
        try:
            return not self._api.post(access, f"{path}/detach", {}, key=f"{kept.method}-detach")["customer"]
        except Lost:
            return False

    def ask(self, access: Access, sought: Sought) -> Charge:
        with changing_nothing(self.name):
            if sought.customer:
                return self._of_kept(access, sought)
            if sought.reference.startswith("pi_"):
                return self._of_intent(access, sought.reference)
            session = self._session(access, sought)
            return Charge(outcome="absent") if session is None else self._charge(session)

    def end(self, access: Access, sought: Sought) -> Charge:
        stands = self.ask(access, sought)
        if stands.outcome != "open":
            return stands
        path = f"/v1/checkout/sessions/{quote(stands.reference, safe='')}/expire"
        with changing_nothing(self.name):
            return self._charge(self._api.post(access, path, {}, key=f"{sought.key}-end"))

    def refund(self, access: Access, back: Back) -> Refunded:
        with changing_nothing(self.name):
            intent = self._intent_id(access, back.charge)
        told = {
            "payment_intent": intent,
            "amount": to_minor(back.amount),
            "metadata": {"kvit_refund": back.key, "kvit_checkout": back.checkout},
        }
        try:
            made = self._api.post(access, "/v1/refunds", told, key=back.key)
            with shapes.shaped():
                reference = str(made["id"])
        except Lost:
            return Refunded(outcome="unknown", key=back.key)
        try:
            return self._refunded(access, reference)
        except (Failure, Lost):  # it was made: that it cannot be looked up now says nothing against it
            return Refunded(outcome="unknown", key=back.key, reference=reference)

    def ask_refund(self, access: Access, back: Back) -> Refunded:
        with changing_nothing(self.name):
            if back.reference:
                return self._refunded(access, back.reference)
            asked = {"payment_intent": self._intent_id(access, back.charge)}
            for refund in self._listed(access, "/v1/refunds", asked):
                if (refund["metadata"] or {}).get("kvit_refund") == back.key:
                    return self._refunded(access, str(refund["id"]))
            return Refunded(outcome="absent", key=back.key)

    def ask_dispute(self, access: Access, reference: str) -> Disputed:
        with changing_nothing(self.name):
            return shapes.dispute_of(self._found(access, f"/v1/disputes/{quote(reference, safe='')}", {}))

    def read_event(self, access: Access, *, body: bytes, headers: Mapping[str, str]) -> Told:
        secrets = re.split(r"[\s,]+", access.secrets["signing_secret"])
        if not signatures.holds(headers.get(HEADER, ""), body, secrets=secrets, now=int(time.time())):
            raise Declined("gateway.forged", gateway=self.name)
        try:
            event = read_json(body)
            id, kind, about = str(event["id"])[:100], str(event["type"]), event["data"]["object"]
            reference = str(about.get("id", ""))
        except (ValueError, TypeError, AttributeError, Lost) as error:
            raise Declined("gateway.unreadable", gateway=self.name) from error
        with changing_nothing(self.name):
            return self._told(access, id, kind, reference=reference)

    def _told(self, access: Access, id: str, kind: str, *, reference: str) -> Told:
        path = quote(reference, safe="")
        if kind.startswith("checkout.session."):
            session = self._api.get(access, f"/v1/checkout/sessions/{path}", asked={"expand": shapes.EXPANDED})
            key = str(session["client_reference_id"] or "") if session else ""
            return Told(id, key, self._charge(session)) if key else Told(id)
        if kind.startswith("payment_intent."):
            intent = self._found(access, f"{INTENTS}/{path}", {"expand": saving.EXPANDED})
            key = saving.key_of(intent)
            return Told(id, key, self._decided(access, intent, reference, key=key)) if key else Told(id)
        if kind.startswith("refund.") or kind == "charge.refund.updated":
            refund = self._found(access, f"/v1/refunds/{path}", SETTLED)
            return Told(id, self._key(access, refund), refund=shapes.refund_of(refund))
        if kind.startswith("charge.dispute."):
            dispute = self._found(access, f"/v1/disputes/{path}", {})
            return Told(id, self._key(access, dispute), dispute=shapes.dispute_of(dispute))
        return Told(id)

    def _key(self, access: Access, about: Any) -> str:
        """Our key of the checkout whose charge it is about; none where the charge is not ours."""
        if about["payment_intent"] is None:
            return ""
        intent = self._found(access, f"{INTENTS}/{quote(str(about['payment_intent']), safe='')}", {})
        return str((intent["metadata"] or {}).get("kvit_checkout", ""))

    def _session(self, access: Access, sought: Sought) -> Any:
        """By its reference; where we have none, the one among those made then that carries our key."""
        reference = sought.reference or self._found_reference(access, sought)
        if not reference:
            return None
        path = f"/v1/checkout/sessions/{quote(reference, safe='')}"
        return self._api.get(access, path, asked={"expand": shapes.EXPANDED})

    def _found_reference(self, access: Access, sought: Sought) -> str:
        begun = int(sought.begun_at.timestamp())
        asked = {"created": {"gte": begun - AROUND[0], "lte": begun + AROUND[1]}}
        for session in self._listed(access, "/v1/checkout/sessions", asked):
            if session["client_reference_id"] == sought.key:
                return str(session["id"])
        return ""

    def _listed(self, access: Access, path: str, asked: Mapping[str, object]) -> Iterator[Any]:
        """Every object of a list, page by page. Raises Lost for a list of no end: what is not in it is not absent."""
        after: str | None = None
        for _ in range(MOST_PAGES):
            page = self._api.get(access, path, asked={**asked, "limit": A_PAGE, "starting_after": after})
            with shapes.shaped():
                found = list(page["data"])
                yield from found
                if not page["has_more"]:
                    return
                after = str(found[-1]["id"])
        raise Lost("a list of no end")

    def _found(self, access: Access, path: str, asked: Mapping[str, object]) -> Any:
        found = self._api.get(access, path, asked=asked)
        if found is None:
            raise Lost("not there")
        return found

    def _intent_id(self, access: Access, reference: str) -> str:
        if reference.startswith("pi_"):
            return reference
        session = self._found(access, f"/v1/checkout/sessions/{quote(reference, safe='')}", {})
        return str(session["payment_intent"])

    def _of_intent(self, access: Access, reference: str) -> Charge:
        expand = {"expand": [one.removeprefix("payment_intent.") for one in shapes.EXPANDED]}
        intent = self._api.get(access, f"{INTENTS}/{quote(reference, safe='')}", asked=expand)
        return Charge(outcome="absent") if intent is None else shapes.intent_charge(intent, reference=reference)

    def _of_kept(self, access: Access, sought: Sought) -> Charge:
        """A charge without a page: by its reference; else the one of the customer made then that carries our key."""
        begun = int(sought.begun_at.timestamp())
        asked = {"customer": sought.customer, "created": {"gte": begun - A_DAY}}
        reference = sought.reference or next(
            (str(one["id"]) for one in self._listed(access, INTENTS, asked) if saving.key_of(one) == sought.key), ""
        )
        if not reference:
            return Charge(outcome="absent")
        path = f"{INTENTS}/{quote(reference, safe='')}"
        return self._decided(access, self._found(access, path, {"expand": saving.EXPANDED}), reference, key=sought.key)

    def _decided(self, access: Access, intent: Any, reference: str, *, key: str) -> Charge:
        """How a charge without a page stands; one that waits for a customer who is away is called off."""
        if intent["status"] in saving.WAITS:
            path = f"{INTENTS}/{quote(reference, safe='')}/cancel"
            intent = self._api.post(access, path, {}, key=f"{key}-cancel")
            return Charge(outcome=shapes.INTENTS[intent["status"]], reference=reference, reason=saving.AWAY)
        return shapes.intent_charge(intent, reference=reference)

    def _refunded(self, access: Access, reference: str) -> Refunded:
        return shapes.refund_of(self._found(access, f"/v1/refunds/{quote(reference, safe='')}", SETTLED))

    def _charge(self, session: Any) -> Charge:
        """How a session stands; one that is complete is told without its money when it was just made."""
        return shapes.charge_of(session, pages=self.pages)
