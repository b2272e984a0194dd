"""A firm that pays its suppliers by runs and tells them of it."""

from kvit.companies import autopilot
from kvit.events import work
from kvit.messages.models import Message
from kvit.parties import bank_details, customers, suppliers
from kvit.parties.models import Party
from kvit.parties.suppliers import Named
from kvit.payments.models import Remittance
from kvit.reactions import REACTIONS
from kvit.tasks.models import Task
from tests.builders import DAY, somebody
from tests.scenarios.runs.paying import TUESDAY, Payer


class Teller(Payer):
    """The payer whose suppliers have addresses, and whose autopilot may mail."""

    def __init__(self, level="auto"):
        super().__init__()
        self.level(level)

    def level(self, level):
        autopilot.change(self.company, "remit", level=level, by=self.owner, on=DAY)

    def reachable(self, *, email="office@lemn.example", language="en", name="Lemn SRL"):
        party = Party.objects.get(company=self.company, name=name)
        customers.change(
            self.company, party, {"email": email, "language": language}, version=party.version, by=self.owner, on=DAY
        )
        self.follow()
        return party

    def iban(self, name="Lemn SRL"):
        party = Party.objects.get(company=self.company, name=name)
        return bank_details.of_party(self.company, party)[0].iban

    def with_bank(self):
        """A run of all that is due, at the bank."""
        run = self.release(self.propose())
        self.export(run)
        return run

    def paid(self, run, *, on=TUESDAY):
        """The bank's statement shows every transfer of the run."""
        rows = [(f"-{one.pays}", one.bank_detail.iban, one.number) for one in run.items.all() if one.pays]
        lines = [line for line in self.statement(*rows, on=on) if line.status == "proposed"]
        for line in lines:
            self.settle(line, on=on)
        self.follow()
        return lines

    def follow(self):
        work.run_all(REACTIONS)

    def mails(self, kind="remittance_sent"):
        return list(Message.objects.filter(company=self.company, kind=kind).order_by("pk"))

    def advices(self):
        return list(Remittance.objects.filter(company=self.company).order_by("pk"))

    def tasks(self):
        found = Task.objects.filter(company=self.company, status="open", kind__startswith="remittance.")
        return list(found.order_by("pk").values_list("kind", flat=True))

    def viewer(self):
        return somebody(self.company, "viewer")

    def other_supplier(self):
        found, _ = suppliers.take(self.company, Named(name="Alta SRL"), by=self.clerk, on=DAY)
        return found
