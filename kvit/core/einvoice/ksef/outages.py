"""What an outage of KSeF does to the documents issued in it: how they are issued, whether and until when they are sent.

Sources: ustawa o VAT art. 106ne, 106nf, 106nh; ksef-docs, tryby-offline.md. Table and examples: docs/rules/ksef.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from kvit.core.einvoice.ksef.deadlines import Deadline, Failure, Mode, deadline

Kind = Literal["unavailable", "emergency", "total"]
WARSAW = ZoneInfo("Europe/Warsaw")
"""The days of the Polish act are days in Poland."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageLaw:
    """How the act treats one kind of outage: where it is announced, how one issues in it, and what follows after it.

    `is_sent`: what was issued in it goes to KSeF once it has ended; else it stands outside for good, without codes.
    """

    announced: str
    issuing: str
    sending: str
    mode: Mode | None

    @property
    def is_sent(self) -> bool:
        return self.mode is not None


LAWS: Mapping[Kind, OutageLaw] = {
    "unavailable": OutageLaw(
        announced="BIP Ministerstwa Finansów and the interface (art. 106nh ust. 1)",
        issuing="art. 106nh ust. 1",
        sending="art. 106nh ust. 2: the next working day after its end",
        mode="unavailable",
    ),
    "emergency": OutageLaw(
        announced="BIP Ministerstwa Finansów and the interface (art. 106ne ust. 1)",
        issuing="art. 106nf ust. 1",
        sending="art. 106nf ust. 4: the 7th working day after its end",
        mode="emergency",
    ),
    "total": OutageLaw(
        announced="press, radio, television (art. 106ne ust. 3)",
        issuing="art. 106ng",
        sending="art. 106nf ust. 7, 106nh ust. 3 pkt 2: never",
        mode=None,
    ),
}
GRAVITY: Sequence[Kind] = ("unavailable", "emergency", "total")
"""Where two are announced at once, the graver one counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """One outage as it was announced, from moment to moment; one that goes on has no end yet."""

    kind: Kind
    began_at: datetime
    ended_at: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether it goes on at the moment."""
        return self.began_at <= moment and (self.ended_at is None or moment < self.ended_at)

    def touches(self, day: date) -> bool:
        """Whether it goes on at some time of the day."""
        return _day(self.began_at) <= day and (self.ended_at is None or day <= _day(self.ended_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """When a document was issued: the day on it (P_1), and the moment at which it was done."""

    on: date
    at: datetime


def covering(outages: Sequence[Outage], issue: Issue) -> Outage | None:
    """The gravest outage in which the document was issued.

    The moment decides; of one that bears another day than that of its moment only the day is known.
    """
    is_exact = _day(issue.at) == issue.on
    return _gravest(one for one in outages if (one.covers(issue.at) if is_exact else one.touches(issue.on)))


def last_day(outages: Sequence[Outage], issue: Issue) -> Deadline:
    """The last day to send what was issued then; none while an outage goes on, or where it never goes to KSeF."""
    within = covering(outages, issue)
    mode: Mode = "offline24"
    since, known_at = issue.on, issue.at
    if within is not None:
        law = LAWS[within.kind]
        if law.mode is None:
            return Deadline(send_by=None, law=f"ustawa o VAT {law.issuing}")
        if within.ended_at is None:
            return Deadline(send_by=None, law=f"ustawa o VAT {law.issuing}", waits=True)
        mode, since, known_at = law.mode, _day(within.ended_at), within.ended_at
    failures = [
        Failure(
            announced_on=max(_day(one.began_at), since),
            ended_on=_day(one.ended_at) if one.ended_at else None,
            total=one.kind == "total",
        )
        for one in outages
        if one.kind != "unavailable" and one is not within and (one.ended_at is None or one.ended_at > known_at)
    ]
    return deadline(mode, since, failures)


def going_on(outages: Sequence[Outage], at: datetime) -> Outage | None:
    """The gravest outage that goes on at the moment: nothing is sent to KSeF meanwhile."""
    return _gravest(one for one in outages if one.covers(at))


def _gravest(found: Iterable[Outage]) -> Outage | None:
    return max(found, key=lambda one: GRAVITY.index(one.kind), default=None)


def _day(moment: datetime) -> date:
    return moment.astimezone(WARSAW).date()
