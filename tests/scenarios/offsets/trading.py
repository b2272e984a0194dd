"""A firm that buys from the one it sells to."""

from datetime import date

from kvit.collecting import set_offs
from kvit.ledger import open_items
from kvit.parties import linked
from kvit.payments import offset_queries, offsets
from kvit.payments.countersigning import Countersigned
from kvit.payments.offsets import Wanted
from tests.builders import SELLERS, a_customer, a_line, an_invoice
from tests.scenarios.bills.supplied import DAY
from tests.scenarios.runs.paying import Payer

DUE = date(2026, 6, 1)
"""A Monday on which everything of March is due."""
SIGNED = Countersigned(on=DUE, content=b"%PDF-1.7 both signed", name="semnat.pdf")


class Trader(Payer):
    """The firm of the payment runs, whose supplier buys from it too."""

    def __init__(self, country="RO"):
        super().__init__(country)
        self.customer = a_customer(self.company, name="Lemn SRL", vat_id=SELLERS["RO"]["vat_id"], country="RO")

    def sold(self, net="100.00", *, on=DAY, customer=None):
        """An invoice of ours to them."""
        return an_invoice(self.company, a_line(net), customer=customer or self.customer, on=on)

    def propose_offset(self, *, by=None, on=DUE, party=None, **wanted):
        who = {"by": by or self.clerk, "on": on}
        return set_offs.propose(self.company, party or self.customer, wanted=Wanted(**wanted), **who)

    def sign(self, offset, *, by=None, on=DUE):
        set_offs.sign(self.company, offset, by=by or self.owner, on=on)
        return self.found(offset)

    def countersign(self, offset, *, signed=SIGNED, by=None, on=DUE):
        offsets.countersign(self.company, offset, signed=signed, by=by or self.clerk, on=on)
        return self.found(offset)

    def cancel(self, offset, *, by=None, on=DUE):
        offsets.cancel(self.company, offset, reason="not agreed", by=by or self.owner, on=on)
        return self.found(offset)

    def found(self, offset):
        return offset_queries.find(self.company, offset.public_id)

    def balances(self):
        """What is open between us and them: theirs to us by number, then ours to them."""
        records = linked.records(self.company, self.customer)
        claims = open_items.owed(self.company).filter(party__in=records)
        debts = open_items.of_suppliers(self.company).filter(party__in=records).exclude(balance=0)
        return [sum(one.balance for one in claims), -sum(one.balance for one in debts)]
