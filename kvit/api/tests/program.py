"""A program that talks to Kvit with a key, as tests need it."""

import json
from itertools import count
from typing import Any

from django.test import Client

from kvit.companies import companies
from kvit.companies.models import Company, User
from kvit.companies.permissions import actor
from tests.builders import DAY, a_company, a_user

_serial = count(1)


class Program:
    """Sends JSON with the key that its user made, and gives the answers; what is not told is left out."""

    def __init__(self, company: Company, user: User | None = None) -> None:
        self.company = company
        person = user or company.memberships.order_by("pk").first().user
        told = {"name": "program", "by": actor(person, company), "on": DAY}
        self.key, self.secret = companies.make_api_key(company, person, **told)
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "", **heads: str) -> Any:
        """One request under /api/v1; `key` is its idempotency key."""
        headers = {"Authorization": f"Bearer {self.secret}", **{k.replace("_", "-"): v for k, v in heads.items()}}
        if key:
            headers["Idempotency-Key"] = key
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        extra = {} if content is None else {"data": content, "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1{path}", headers=headers, **extra)

    def get(self, path: str, **heads: str) -> Any:
        """The JSON of an answer that must be 200."""
        answer = self.ask("GET", path, **heads)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, body: Any = None, *, status: int = 200, key: str | None = None, **heads: str) -> Any:
        """The JSON of an answer that must have the status; with an idempotency key of its own where none is said."""
        answer = self.ask("POST", path, body, key=f"key-{next(_serial)}" if key is None else key, **heads)
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    def refused(self, method: str, path: str, body: Any = None, *, status: int, key: str = "", **heads: str) -> Any:
        """The error of an answer that must have the status."""
        answer = self.ask(method, path, body, key=key, **heads)
        assert answer.status_code == status, answer.content
        return answer.json()["error"]


def a_program(country: str = "RO", **facts: object) -> Program:
    """A company with a program that acts for its owner."""
    return Program(a_company(country, owner=a_user(), **facts))


A_CUSTOMER = {
    "external_id": "C1",
    "name": "Alfa SRL",
    "country": "RO",
    "vat_id": "RO18189442",
    "email": "office@alfa.example",
    "address": {"street": "Calea Victoriei", "building": "1", "post_code": "700001", "town": "Iași"},
}
A_DRAFT = {
    "customer": A_CUSTOMER,
    "currency": "RON",
    "terms_days": 30,
    "lines": [{"name": "Consultanță", "quantity": "3", "unit": "HUR", "price": "49.90", "discount_percent": "10"}],
}
