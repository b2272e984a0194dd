"""E-invoices of the last weeks at RO e-Factura: most accepted, one refused, one lost, one that waits near its last day.

Nobody is called: the answers are made up here, and the demo's networks are fakes.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kvit.archive import files
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.errors import Finding
from kvit.core.permissions import Actor
from kvit.networks import connections, outgoing, transport
from kvit.networks.models import Submission
from kvit.networks.outgoing import Paper
from kvit.ports.network import Answer, Receipt
from kvit.receivables import network_forms, transmitting
from kvit.receivables.models import Invoice

MOST = 40
FIRST_INDEX = 5_014_882_000
REFUSED = "Localitatea cumpărătorului nu există în județul indicat."


def a_few_weeks(company: Company, issued: Sequence[Invoice], *, by: Actor, on: date) -> int:
    """Connect the network and tell what became of the newest documents; returns how many passed."""
    secrets = {"client_id": "demo", "client_secret": "demo", "access_token": "demo", "refresh_token": "demo"}
    ends_on = on + timedelta(days=81)
    connections.set_up(company, networks.ANAF, mode="test", secrets=secrets, ends_on=ends_on, by=by, on=on)
    connections.turn_on(company, networks.ANAF, mode="test", by=by, on=on)
    autopilot.change(company, "report", level="auto", by=by, on=on)
    newest = sorted(issued, key=lambda row: (row.day, row.pk), reverse=True)
    rows = [row for row in newest if _at_anaf(company, row)][:MOST]
    in_time = [row for row in rows if networks.until(networks.LAWS[networks.ANAF], row.day) >= on]
    waiting = in_time[-1] if in_time else rows[-1]
    sent = [_prepared(company, row, release=row is not waiting, by=by, on=on) for row in rows]
    refused, lost, *taken = [one for one in sent if one.status == "validated"]
    answers = [_refusal(), Answer(outcome="unknown"), *(_taken(one, number) for number, one in enumerate(taken))]
    transport.settle([refused, lost, *taken], answers)
    # Asked about tomorrow, so that somebody can see what it looks like today.
    Submission.objects.filter(pk=lost.pk).update(ask_at=timezone.now() + timedelta(days=1))
    return len(sent)


def _at_anaf(company: Company, row: Invoice) -> bool:
    return any(one.network == networks.ANAF for one in transmitting.passages(company, row))


def _prepared(company: Company, row: Invoice, *, release: bool, by: Actor, on: date) -> Submission:
    passage = next(one for one in transmitting.passages(company, row) if one.network == networks.ANAF)
    made = network_forms.make(company, row, form=passage.form)
    name = f"{row.printed_number}-{passage.form}.xml"
    paper = Paper(
        kind="invoice",
        id=row.pk,
        public_id=row.public_id,
        number=row.printed_number,
        issued_on=row.day,
        passage=passage,
        file=files.keep(company, made.content, media_type=transmitting.XML, name=name),
        facts=made.facts,
        findings=made.findings,
    )
    with transaction.atomic():
        return outgoing.prepare(company, paper, release=release, by=by, on=on)


def _refusal() -> Answer:
    finding = Finding("anaf.refused", "buyer/address/city", facts={"message": REFUSED})
    return Answer(outcome="rejected", reference=str(FIRST_INDEX), told=REFUSED, findings=(finding,))


def _taken(one: Submission, number: int) -> Answer:
    index = str(FIRST_INDEX + 1 + number)
    receipt = Receipt("answer", f"{index}.txt", "text/plain", f"{one.number}: {index}\n".encode())
    return Answer(outcome="accepted", reference=index, number=index, receipts=(receipt,))
