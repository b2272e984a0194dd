"""GoCardless Bank Account Data (API v2). A token for each round, at most one call per account and kind of data in it.

A bank lets programs ask four times a day for each account's balances and transactions; its metadata cost nothing.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from kvit.adapters.networks.calls import Caller, Heard, Lost, changing_nothing, read_json
from kvit.core.formats import berlin_group
from kvit.core.formats.statement import account_of
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.feed import Access, Account, Consent, Told

HOME = "https://bankaccountdata.gocardless.com"
NAME = "gocardless"
SCOPES = ["balances", "details", "transactions"]
LONGEST_CONSENT = 180
"""Days between two strong authentications at most (Regulation (EU) 2018/389, art. 10a)."""
SHORTEST_CONSENT = 90
HISTORY = 90
LINKED, ENDED = "LN", frozenset({"EX", "RJ", "SU"})
"""The states of a requisition: linked; expired, rejected, suspended. All others are on the way."""


class GoCardlessFeed:
    """The provider at an address."""

    name: str = NAME
    needs: tuple[str, ...] = ("secret_id", "secret_key")

    def __init__(self, address: str = HOME, *, seconds: float = 30.0) -> None:
        self._address = address.rstrip("/")
        self._caller = Caller(NAME, seconds=seconds)

    def ask_consent(self, access: Access, *, bank: str, key: str, return_url: str) -> Consent:
        """An agreement for as long as the bank gives one, and a requisition, whose link is the page."""
        with changing_nothing(NAME):  # what is begun and never agreed to ends by itself
            token = self._token(access)
            known = self._get(token, f"institutions/{quote(bank, safe='')}/")
            days = min(LONGEST_CONSENT, _days(known.get("max_access_valid_for_days"), SHORTEST_CONSENT))
            history = min(HISTORY, _days(known.get("transaction_total_days"), HISTORY))
            wanted = {"institution_id": bank, "max_historical_days": history, "access_valid_for_days": days}
            agreement = self._post(token, "agreements/enduser/", {**wanted, "access_scope": SCOPES})
            asked = {"redirect": return_url, "institution_id": bank, "reference": key, "agreement": agreement["id"]}
            made = self._post(token, "requisitions/", asked)
            return Consent(reference=str(made["id"]), page=str(made["link"]))

    def consent(self, access: Access, reference: str) -> Consent:
        with changing_nothing(NAME):
            token = self._token(access)
            told = self._get(token, f"requisitions/{quote(reference, safe='')}/")
            if told["status"] != LINKED:
                return Consent(reference=reference, page=str(told.get("link") or ""), is_ended=told["status"] in ENDED)
            agreement = self._get(token, f"agreements/enduser/{quote(str(told['agreement']), safe='')}/")
            return Consent(
                reference=reference,
                is_given=True,
                until=_until(agreement),
                accounts=tuple(str(one) for one in told["accounts"]),
            )

    def account(self, access: Access, reference: str) -> Account:
        with changing_nothing(NAME):
            token, path = self._token(access), f"accounts/{quote(reference, safe='')}/"
            iban = account_of(str(self._get(token, path).get("iban") or ""))
            details = self._get(token, f"{path}details/")["account"]
            return Account(reference, iban, str(details.get("currency") or ""))

    def read(self, access: Access, reference: str, *, since: date) -> Told:
        """The balances first: what is booked between the two calls looks like too much, and never like a gap."""
        with changing_nothing(NAME):
            token, path = self._token(access), f"accounts/{quote(reference, safe='')}/"
            balances = self._called(token, "GET", f"{path}balances/")
            answer = self._called(token, "GET", f"{path}transactions/", params={"date_from": since.isoformat()})
            try:
                transactions = berlin_group.transactions(_json(answer))
                return Told(
                    transactions=transactions,
                    balance=berlin_group.balance(_json(balances)),
                    content=answer.content,
                )
            except ValueError as error:
                raise Unreachable("feed.not_understood", provider=NAME, reason=str(error)[:80]) from error

    def _token(self, access: Access) -> str:
        secrets = {name: access.secrets.get(name, "") for name in self.needs}
        try:
            return str(_json(self._called("", "POST", "token/new/", told=secrets))["access"])
        except Declined as declined:
            raise Declined("feed.access_refused", provider=NAME) from declined

    def _get(self, token: str, path: str) -> Any:
        return _json(self._called(token, "GET", path))

    def _post(self, token: str, path: str, told: Mapping[str, object]) -> Any:
        return _json(self._called(token, "POST", path, told=told))

    def _called(
        self,
        token: str,
        method: str,
        path: str,
        *,
        told: Mapping[str, object] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Heard:
        headers = {"Accept": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        content = None if told is None else json.dumps(told).encode()
        if content is not None:
            headers["Content-Type"] = "application/json"
        is_of_account = path.startswith("accounts/")
        try:
            heard = self._caller.call(
                method, f"{self._address}/api/v2/{path}", headers=headers, params=params, content=content
            )
        except Declined as declined:  # 401 and 403
            code = "feed.consent_ended" if is_of_account else "feed.refused"
            raise Declined(code, provider=NAME, reason="") from declined
        if heard.status >= 400:
            raise _declined(heard, is_of_account=is_of_account)
        return heard


def _declined(heard: Heard, *, is_of_account: bool) -> Declined:
    """An ended agreement is told by 400 or 401, in words alone: `End User Agreement (EUA) … has expired`."""
    try:
        told = read_json(heard.content)
        reason = f"{told.get('summary') or ''} {told.get('detail') or ''}".strip()
    except (ValueError, AttributeError, Lost):
        reason = ""
    is_ended = is_of_account and "has expired" in reason
    code = "feed.consent_ended" if is_ended else "feed.refused"
    return Declined(code, provider=NAME, reason=reason[:200] or f"HTTP {heard.status}")


def _json(heard: Heard) -> Any:
    try:
        return read_json(heard.content)
    except ValueError as error:
        raise Lost("no JSON") from error


def _days(told: object, otherwise: int) -> int:
    """The days that the bank gives, which it writes as text."""
    text = str(told or "")
    return int(text) if text.isdecimal() and 0 < int(text) < 10_000 else otherwise


def _until(agreement: Mapping[str, Any]) -> date | None:
    """The day on which the agreement ends: counted from when its holder agreed."""
    try:
        accepted = datetime.fromisoformat(str(agreement.get("accepted") or ""))
    except ValueError:
        return None
    return (accepted + timedelta(days=_days(agreement.get("access_valid_for_days"), SHORTEST_CONSENT))).date()
