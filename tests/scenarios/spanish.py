"""A Spanish company that uses VERI*FACTU against a simulated AEAT, and what follows there as the days go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

from kvit.adapters.networks.aeat import AeatNetwork
from kvit.adapters.networks.aeat.simulator import AeatSimulator
from kvit.adapters.signers.xades import XadesSigner
from kvit.adapters.signers.xades.tests.certificates import PASSWORD
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.events import work
from kvit.networks import clocks, connections
from kvit.networks.models import ChainRecord, Connection, Submission
from kvit.ports import registry
from kvit.reactions import REACTIONS
from kvit.receivables.models import Invoice
from tests.builders import DAY, a_company, the_owner


@contextmanager
def an_aeat(now: Callable[[], datetime]) -> Iterator[AeatSimulator]:
    """The AEAT's service while it lasts, reached by every company."""
    simulator = AeatSimulator(now=now)
    before = registry.use("networks")
    network = AeatNetwork(XadesSigner(), hosts=simulator.hosts, seconds=5, now=now)
    registry.register("networks", {"verifactu": network})
    yield simulator
    registry.register("networks", before)
    simulator.served.close()


def a_chained_company(certificate: str) -> Company:
    """A company whose records go to the AEAT by themselves."""
    made = a_company("ES")
    by = the_owner(made)
    secrets = {"certificate": certificate, "password": PASSWORD}
    connections.set_up(made, "verifactu", mode="test", secrets=secrets, by=by, on=DAY)
    connections.turn_on(made, "verifactu", mode="test", by=by, on=DAY)
    autopilot.change(made, "report", level="auto", by=by, on=DAY)
    return made


def days_go_on(company: Company) -> None:
    """What follows by itself; the wait that the AEAT asked for has passed."""
    work.run_all(REACTIONS)
    Connection.objects.filter(company=company).update(send_at=None, again_at=None)
    clocks.run(company, at=timezone.now() + timedelta(hours=1), on=DAY)
    work.run_all(REACTIONS)


def live(invoice: Invoice, *, kind: str = "invoice") -> Submission:
    """The try that counts at the AEAT: of the invoice's own record, or of the one that annuls it."""
    tries = Submission.objects.exclude(status="superseded").filter(network="verifactu", document_kind=kind)
    return tries.get(document_public_id=invoice.public_id)


def records(company: Company) -> list[ChainRecord]:
    """Everything that was sealed, in order."""
    return list(ChainRecord.objects.filter(company=company).order_by("sequence"))
