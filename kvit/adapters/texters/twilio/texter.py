"""Twilio's own client, over our own line. Twilio knows no keys for repeating: what got lost is looked up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from kvit.adapters.networks.calls import Caller, Lost, changing_nothing
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.texter import Became, Fate, Taken, Text

if TYPE_CHECKING:
    from twilio.rest import Client

HOME = "https://api.twilio.com"
NAME = "Twilio"
MOST_LISTED = 50
CLOCKS = timedelta(seconds=60)
"""So far Twilio's clock and ours may differ."""
VOICES = {
    "ro": ("ro-RO", "Polly.Carmen"),
    "bg": ("bg-BG", "Google.bg-BG-Standard-B"),
    "es": ("es-ES", "Polly.Lucia"),
    "pl": ("pl-PL", "Polly.Ewa"),
    "en": ("en-GB", "Polly.Amy"),
}
"""Tongue and voice of <Say>, by language."""
NO_SUCH_NUMBER = frozenset({13224, 21211, 21214, 21217, 21401, 21421, 30005})
NOT_MOBILE = frozenset({21614, 30006})
UNSUBSCRIBED = frozenset({21610})
NOT_THERE = frozenset({21215, 21408, 21612})
"""Error codes of Twilio's own list: no such number; a landline; they wrote STOP; no way to that country."""
SMS_FATES: dict[str, Fate] = {
    "delivered": "arrived", "read": "arrived", "undelivered": "failed", "failed": "failed", "canceled": "failed",
}  # fmt: skip
CALL_FATES: dict[str, Fate] = {
    "completed": "arrived", "busy": "failed", "no-answer": "failed", "failed": "failed", "canceled": "failed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """Who pays at Twilio, and the number that people see; `sender` in SMS may be a word where the country lets it."""

    sid: str
    token: str
    number: str


class Heard:
    """What Twilio's client wants to get back from the line."""

    def __init__(self, status: int, text: str, headers: Any) -> None:
        self.status_code, self.content, self.text, self.headers = status, text, text, headers
        self.ok, self.cached = status < 400, False


class Line:
    """Takes the place of Twilio's own HTTP client, so that nothing leaves but through our own guarded calls."""

    def __init__(self, address: str, *, seconds: float) -> None:
        self._address, self._caller = address.rstrip("/"), Caller(NAME, seconds=seconds)

    def request(
        self,
        method: str,
        uri: str,
        *,
        params: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        **_: object,
    ) -> Heard:
        """One call, to the one address that was set up. Raises as `Caller.call`."""
        if not uri.startswith(HOME + "/"):
            raise Declined("network.access_ended", network=NAME)
        signed = {name: value for name, value in (headers or {}).items() if name.lower() != "authorization"}
        if auth:
            signed["Authorization"] = _basic(*auth)
        told = self._caller.call(
            method,
            self._address + uri.removeprefix(HOME),
            headers=signed,
            params=params or None,
            content=urlencode(data, doseq=True).encode() if data else None,
        )
        return Heard(told.status, told.content.decode("utf-8", "replace"), told.headers)


class TwilioTexter:
    """`address` is elsewhere in tests alone, where something on this machine answers in Twilio's shape."""

    channels = frozenset({"sms", "voice"})

    def __init__(self, account: Account, *, address: str = HOME, seconds: float = 20.0) -> None:
        self._account, self._line = account, Line(address, seconds=seconds)
        self._client: Client | None = None

    def send(self, text: Text) -> Taken:
        from twilio.base.exceptions import TwilioException

        try:
            made = self._call(text) if text.channel == "voice" else self._message(text)
        except Lost:
            return Taken("unknown")
        except TwilioException as error:
            raise _refusal(text.to, error) from error
        except (ValueError, TypeError, AttributeError):  # it was taken, and the answer is of another shape
            return Taken("unknown")
        return Taken("sent", str(made.sid or ""))

    def ask(self, text: Text, *, reference: str = "", others: Collection[str] = ()) -> Became:
        from twilio.base.exceptions import TwilioException

        try:
            with changing_nothing(NAME):
                found = self._named(text, reference) if reference else self._looked_up(text, others)
        except (TwilioException, ValueError, TypeError, AttributeError) as error:
            reason = str(error)[:120]
            raise Unreachable("network.unreachable", network=NAME, reason=reason) from error
        if found is None:
            return Became("absent")
        fates = CALL_FATES if text.channel == "voice" else SMS_FATES
        status, code = str(found.status or ""), str(getattr(found, "error_code", None) or "")
        fate = fates.get(status, "sent")
        told = str(getattr(found, "error_message", None) or status) if fate == "failed" else ""
        return Became(fate, str(found.sid or ""), code=code, told=told[:200])

    def _message(self, text: Text) -> Any:
        return self._twilio().messages.create(to=text.to, from_=self._account.number, body=text.body)

    def _call(self, text: Text) -> Any:
        return self._twilio().calls.create(to=text.to, from_=self._account.number, twiml=spoken(text))

    def _named(self, text: Text, reference: str) -> Any:
        home = self._twilio()
        return (home.calls(reference) if text.channel == "voice" else home.messages(reference)).fetch()

    def _looked_up(self, text: Text, others: Collection[str]) -> Any:
        """The one to that number since the moment that is no other text; of short messages, one that says the same.

        Newest first.
        """
        home = self._twilio()
        asked = {"to": text.to, "limit": MOST_LISTED}
        listed: Any = home.calls.list(**asked) if text.channel == "voice" else home.messages.list(**asked)
        since = text.first_at.astimezone(UTC) - CLOCKS
        for one in listed:
            made = one.date_created
            same = str(one.sid) not in others and (text.channel == "voice" or one.body == text.body)
            if same and made is not None and made >= since:
                return one
        return None

    def _twilio(self) -> "Client":
        if self._client is None:
            from twilio.rest import Client

            line: Any = self._line
            self._client = Client(self._account.sid, self._account.token, http_client=line)
        return self._client


def spoken(text: Text) -> str:
    """The call as TwiML: the words twice, with a pause between, in the language's own voice."""
    from twilio.twiml.voice_response import VoiceResponse

    tongue, voice = VOICES.get(text.language, VOICES["en"])
    said = VoiceResponse()
    said.say(text.body, language=tongue, voice=voice)
    said.pause(length=1)
    said.say(text.body, language=tongue, voice=voice)
    return str(said)


def _refusal(number: str, error: Any) -> Declined | Unreachable:
    """Twilio's no in our words; a limit of calls a second is no refusal."""
    code, status = int(getattr(error, "code", 0) or 0), int(getattr(error, "status", 0) or 0)
    answer = str(getattr(error, "msg", "") or error)[:200]
    if status == 429 or code == 20429:
        return Unreachable("network.unreachable", network=NAME, reason=answer[:120])
    told = {"number": number, "answer": answer, "twilio": str(code)}
    for codes, refusal in (
        (NO_SUCH_NUMBER, "text.no_such_number"),
        (NOT_MOBILE, "text.not_mobile"),
        (UNSUBSCRIBED, "text.unsubscribed"),
        (NOT_THERE, "text.not_there"),
    ):
        if code in codes:
            return Declined(refusal, **told)
    return Declined("text.refused", **told)


def _basic(user: str, password: str) -> str:
    from base64 import b64encode

    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()
