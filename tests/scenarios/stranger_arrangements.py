"""What the first company agreed with a customer who does not simply pay, and what the customer told of themselves."""

from datetime import date

from kvit.arrangements import disputes, plans, ratings, write_offs
from kvit.arrangements.models import Rating
from kvit.companies import links
from kvit.companies.models import Company
from kvit.ledger.models import OpenItem
from kvit.parties import own_customers
from kvit.parties.models import Party
from kvit.payments import incoming
from tests.builders import a_line, an_invoice, the_owner
from tests.scenarios.stranger_purchases import MARK


def arranged(company: Company, owing: Party, *, on: date) -> dict[str, str]:
    """A line that a customer disputes, and what they pay in instalments."""
    by = the_owner(company)
    item = OpenItem.objects.get(company=company, party=owing, balance__gt=0)
    wish = plans.Wish(items=[item.public_id], count=2, first_on=on)
    plan = plans.make(company, owing, wish, by=by, on=on)
    said = disputes.Asked(position=1, reason="other", text=f"{MARK} is wrong")
    dispute = disputes.open(company, an_invoice(company, customer=owing), said, by=by, on=on)
    lost = an_invoice(company, a_line("1.00"), customer=owing)
    hopeless = write_offs.Wish(items=[(lost.number, None)], reason="small_rest", text=f"{MARK} is gone")
    write_off = write_offs.ask(company, hopeless, by=by, on=on)
    rating = rated(company, owing, on=on)
    return {
        "write_off": write_off.public_id,
        "rating": rating.public_id,
        "dispute": dispute.public_id,
        "plan": plan.public_id,
        "customer_change": _told(company, owing, on=on),
    }


def _told(company: Company, customer: Party, *, on: date) -> str:
    """Another town, which the customer told in the portal."""
    link, _token = links.make(company, customer.pk, purpose="customer", by=the_owner(company), on=on, facts={})
    told = {"town": f"{MARK} town"}
    change = own_customers.propose(company, customer, told, by=links.guest(link, name=customer.name), on=on)
    assert change is not None
    return change.public_id


def rated(company: Company, owing: Party, *, on: date) -> Rating:
    """What the customer said of an invoice that they paid."""
    by, paid = the_owner(company), an_invoice(company, a_line("1.00"), customer=owing)
    money = {"amount": str(paid.payable), "invoice": paid.number, "paid_on": on.isoformat()}
    incoming.record_all(company, [money], by=by, on=on)
    link, _ = links.make(company, owing.pk, purpose="customer", by=by, on=on, facts={})
    guest = links.guest(link, name=owing.name)
    return ratings.rate(company, paid, ratings.Said(2, f"{MARK} said so"), by=guest, on=on)
