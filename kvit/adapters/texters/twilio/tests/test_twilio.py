"""Twilio as it answers: taken, refused, lost on the way back and looked up; by its own client and by our adapter."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from kvit.adapters.texters.twilio import Account, TwilioTexter, simulator
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.texter import Text

ACCOUNT = Account("AC" + "0" * 32, "a-token", "+40312345678")
ANA = "+40721234567"


@pytest.fixture
def world():
    with simulator.running() as running:
        yield running


@pytest.fixture
def texter(world):
    return TwilioTexter(ACCOUNT, address=world.address, seconds=5)


def a_text(to=ANA, *, channel="sms", body="SC Apa: 121,00 RON", language="ro", at=None):
    return Text(key="txt_1", channel=channel, to=to, body=body, language=language, first_at=at or datetime.now(UTC))


def test_twilios_own_client_reads_what_the_simulator_answers(world):
    class Redirected(TwilioHttpClient):
        def request(self, method, uri, *told, **more):
            return super().request(method, uri.replace("https://api.twilio.com", world.address), *told, **more)

    client = Client(ACCOUNT.sid, ACCOUNT.token, http_client=Redirected())
    sent = client.messages.create(to=ANA, from_=ACCOUNT.number, body="Bună ziua")
    assert (sent.status, sent.to, sent.error_code) == ("queued", ANA, None)
    assert [one.body for one in client.messages.list(to=ANA)] == ["Bună ziua"]
    assert client.messages(sent.sid).fetch().date_created <= datetime.now(UTC) + timedelta(seconds=1)
    call = client.calls.create(to=ANA, from_=ACCOUNT.number, twiml="<Response/>")
    assert [one.sid for one in client.calls.list(to=ANA)] == [call.sid]


def test_a_short_message_is_taken_once_and_asked_about_by_its_name(world, texter):
    taken = texter.send(a_text())
    assert taken.outcome == "sent" and taken.reference.startswith("SM")
    assert [(one["to"], one["from"], one["body"]) for one in world.taken] == [(ANA, ACCOUNT.number, a_text().body)]
    assert texter.ask(a_text(), reference=taken.reference).fate == "sent"
    world.taken[0]["status"] = "delivered"
    assert texter.ask(a_text(), reference=taken.reference).fate == "arrived"
    world.taken[0] |= {"status": "undelivered", "error_code": 30003, "error_message": "Unreachable destination handset"}
    became = texter.ask(a_text(), reference=taken.reference)
    assert (became.fate, became.code, became.told) == ("failed", "30003", "Unreachable destination handset")


def test_a_call_speaks_the_customers_language_twice_with_a_voice_of_it(world, texter):
    texter.send(a_text(channel="voice", body="Добър ден & довиждане", language="bg"))
    said = ElementTree.fromstring(world.taken[0]["_twiml"])  # noqa: S314 - our own text
    assert [one.tag for one in said] == ["Say", "Pause", "Say"]
    assert said[0].get("language") == "bg-BG" and said[0].text == "Добър ден & довиждане"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+40213110000", "text.not_mobile"),
        ("+40721000000", "text.no_such_number"),
        ("+40721999999", "text.unsubscribed"),
    ],
)
def test_a_number_that_cannot_be_reached_is_declined_in_words(world, texter, number, code):
    with pytest.raises(Declined) as refused:
        texter.send(a_text(number))
    assert refused.value.code == code and refused.value.facts["number"] == number
    assert world.taken == []


def test_an_answer_that_got_lost_is_looked_up_and_what_never_arrived_is_absent(world, texter):
    at = datetime.now(UTC)
    world.lose = True
    assert texter.send(a_text(at=at)).outcome == "unknown"
    assert texter.ask(a_text(at=at)).reference == world.taken[0]["sid"]
    assert texter.ask(a_text(body="another text", at=at)).fate == "absent"
    assert texter.ask(a_text(at=at + timedelta(minutes=10))).fate == "absent"
    world.lose, world.cut = False, True
    assert texter.send(a_text("+40722222222", at=at)).outcome == "unknown"
    assert texter.ask(a_text("+40722222222", at=at)).fate == "absent"


@pytest.mark.parametrize("channel", ["sms", "voice"])
def test_what_is_another_texts_is_not_taken_for_the_one_that_got_lost(world, texter, channel):
    """Two calls to the same number within a minute: the first was taken, the second never arrived."""
    at = datetime.now(UTC)
    first = texter.send(a_text(channel=channel, at=at))
    world.cut = True
    assert texter.send(a_text(channel=channel, at=at)).outcome == "unknown"
    assert texter.ask(a_text(channel=channel, at=at), others={first.reference}).fate == "absent"
    world.cut, world.lose = False, True
    texter.send(a_text(channel=channel, at=at))
    assert texter.ask(a_text(channel=channel, at=at), others={first.reference}).reference == world.taken[1]["sid"]


def test_nothing_happened_where_nobody_listens(world):
    away = TwilioTexter(ACCOUNT, address="http://127.0.0.1:9", seconds=2)
    with pytest.raises(Unreachable):
        away.send(a_text())
