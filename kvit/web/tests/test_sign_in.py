"""A link signs in the person it was made for, once; a used one says so."""

from pathlib import Path

import allauth
import pytest
from babel.messages.pofile import read_po

from kvit.companies import sign_in_links
from kvit.web import allauth_texts
from tests.builders import a_company, a_user

pytestmark = pytest.mark.django_db


def test_a_link_opens_the_house_once(client):
    user = a_user()
    a_company(owner=user)
    token = sign_in_links.token_for(user)
    assert client.get("/").status_code == 302, "a stranger is sent to sign in"
    client.get(f"/sign-in/{token}")
    assert client.get("/").status_code == 200
    client.logout()
    again = client.get(f"/sign-in/{token}")
    assert again.status_code == 403
    assert "link.bad" in again.content.decode()
    assert client.get("/").status_code == 302


def test_a_mail_program_that_looks_at_the_link_does_not_use_it_up(client):
    user = a_user()
    a_company(owner=user)
    token = sign_in_links.token_for(user)
    assert client.head(f"/sign-in/{token}").status_code == 200
    assert client.get("/").status_code == 302, "looking is no sign-in"
    client.get(f"/sign-in/{token}")
    assert client.get("/").status_code == 200
    assert client.head("/sign-in/nonsense").status_code == 403


def test_a_forged_link_opens_nothing(client):
    a_company()
    assert client.get("/sign-in/nonsense").status_code == 403
    assert client.get("/").status_code == 302


def test_every_text_we_take_over_is_one_that_allauth_says():
    with (Path(allauth.__file__).parent / "locale" / "ro" / "LC_MESSAGES" / "django.po").open("rb") as file:
        theirs = {message.id for message in read_po(file, locale="ro") if isinstance(message.id, str)}
    ours = [text for text in allauth_texts.TEXTS if isinstance(text, str)]
    assert len(ours) > 100
    assert [text for text in ours if text not in theirs] == []
