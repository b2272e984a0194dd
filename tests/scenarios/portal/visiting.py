"""A supplier with a link, and the browser in which they follow it."""

import re

from django.test import Client

from kvit.messages import invitations
from kvit.messages.invitations import Invited
from kvit.parties.models import Party
from tests.builders import DAY


def invited(company, party, *, by) -> Invited:
    return invitations.invite(company, party, by=by, on=DAY)


def path_of(url: str) -> str:
    """The address without its host."""
    return "/" + url.split("/", 3)[3]


class Visitor:
    """A browser that keeps its own cookies and gives the CSRF token as a page's form does."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str, *, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.content.decode()

    def post(self, path: str, *, status: int = 302, **fields) -> str:
        told = {**fields, "csrfmiddlewaretoken": self.client.cookies["csrftoken"].value}
        answer = self.client.post(path, told)
        assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[-900:])
        return answer.content.decode()

    def enter(self, url: str, *, status: int = 302) -> str:
        self.get(path_of(url))
        return self.post(path_of(url), status=status)


def supplier_of(company, name="Lemn SRL") -> Party:
    return Party.objects.get(company=company, name=name)


def words_of(page: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
