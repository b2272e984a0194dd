"""A few weeks of buying: orders, bills in every state, a run, a set-off, an offer, each waiting for its next person."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from urllib.parse import urlsplit

from stdnum import iban

from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.companies.models import Company, Membership
from kvit.companies.permissions import actor, automation
from kvit.core.einvoice import model as einvoice
from kvit.core.einvoice import ubl_write
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.messages import invitations
from kvit.onboarding.demo import numbers
from kvit.parties import bank_details, suppliers
from kvit.parties.models import Party
from kvit.parties.suppliers import Named
from kvit.payables import bills, queries
from kvit.payables.models import Bill
from kvit.payments import early_offers, offset_queries, offsets, runs
from kvit.payments.early_offers import Terms
from kvit.payments.offsets import Wanted
from kvit.purchasing import orders, purchase_requests, receipts
from kvit.purchasing.models import PurchaseOrder

VAT = Decimal(21)
CALLED = "Sunat la numărul din contract"
"""What was noted when a supplier and their account were made sure of."""


@dataclass(frozen=True)
class Supplier:
    """One who sends bills."""

    name: str
    town: str
    region: str


@dataclass(frozen=True)
class Sent:
    """A bill: of which supplier, how many days ago and for how many days, what of, and what became of it."""

    supplier: Supplier
    number: str
    days_ago: int
    terms: int
    name: str
    quantity: int
    price: str
    becomes: str = "approved"


LEMN = Supplier("Cherestea Bihor SRL", "Oradea", "RO-BH")
FIER = Supplier("Feronerie Carpați SRL", "Brașov", "RO-BV")
CURENT = Supplier("Energie Vlăhița SA", "Sibiu", "RO-SB")
CURIER = Supplier("Curierat Dacic SRL", "Iași", "RO-IS")
BILLS = (
    Sent(FIER, "FC 2201", 45, 60, "Balamale 35 mm", 200, "4.20"),
    Sent(LEMN, "CB-0871", 40, 45, "Panou stejar 27 mm", 12, "310.00"),
    Sent(CURENT, "EV 118820", 35, 30, "Energie electrică", 1, "1840.00"),
    Sent(FIER, "FC 2290", 20, 60, "Glisiere sertar", 80, "21.50"),
    Sent(CURENT, "EV 121044", 4, 30, "Energie electrică", 1, "1910.00", "to_approve"),
    Sent(FIER, "FC 2311", 3, 60, "Mânere alamă", 60, "18.90", "to_approve"),
    Sent(FIER, "FC 2299", 12, 60, "Șuruburi", 10, "9.00", "rejected"),
    Sent(CURIER, "CD-55120", 2, 15, "Transport Cluj–Iași", 3, "240.00", "needs_attention"),
)
BOARDS = {"name": "Panou stejar 27 mm", "quantity": "40", "unit": "H87", "price": "305.00"}


@dataclass(frozen=True)
class _Firm:
    """The company that buys, who enters and who approves, and what suppliers always say of themselves."""

    company: Company
    clerk: Actor
    chief: Actor
    on: date
    known: dict[Supplier, dict[str, str]]


def a_few_weeks(company: Company, *, on: date) -> int:
    """Everything up to the day; returns how many bills there are."""
    members = {one.role: one.user for one in Membership.objects.filter(company=company).select_related("user")}
    clerk, chief = actor(members["clerk"], company), actor(members["accountant"], company)
    chance = Random(company.country)  # noqa: S311 made-up numbers need no secret
    known = {one: _facts(chance) for one in (FIER, LEMN, CURENT, CURIER)}
    firm = _Firm(company, clerk, chief, on, known)
    made = [_received(firm, one) for one in BILLS]
    _ordered(firm)
    _set_off(firm, chance)
    runs.propose(company, until=on + timedelta(days=16), by=clerk, on=on)
    _offered(firm, made[3])
    return len(made)


def supplier_link(*, base: str, on: date) -> str:
    """A new link to the portal for one of the suppliers; empty in a demo that was made before there were any."""
    party = Party.objects.filter(name=FIER.name, is_supplier=True).select_related("company").first()
    if party is None:
        return ""
    by = automation("demo", party.company)
    return base + urlsplit(invitations.invite(party.company, party, by=by, on=on, mail=False).url).path


def _facts(chance: Random) -> dict[str, str]:
    account = f"BTRLRONCRT{chance.randint(10**9, 10**10 - 1)}"
    check = iban.calc_check_digits(f"RO00{account}")
    return {"vat_id": numbers.vat_id("RO", chance), "iban": f"RO{check}{account}"}


def _received(firm: _Firm, sent: Sent, *, order: PurchaseOrder | None = None) -> Bill:
    """The bill comes, its supplier is made sure of where nobody was before, and it goes as far as it went."""
    day = firm.on - timedelta(days=sent.days_ago)
    content = ubl_write.write(_einvoice(firm, sent, issued_on=day, order=order))
    file = Incoming(content=content, name=f"{sent.number.replace(' ', '-')}.xml", via="upload")
    document, _ = arrivals.take(firm.company, file, by=firm.clerk, on=day)
    bill = bills.capture(firm.company, document, by=firm.clerk, on=day)
    if sent.becomes == "needs_attention":
        return bill
    if bill.status == "needs_attention":
        bill = bills.accept(firm.company, bill, name="supplier", reason=CALLED, by=firm.chief, on=day)
        for account in bank_details.listed(firm.company, status="requested").rows:
            bank_details.confirm(firm.company, account.public_id, note=CALLED, by=firm.chief, on=day)
    if sent.becomes == "rejected":
        return bills.reject(firm.company, bill, reason="Marfa nu a fost comandată", by=firm.chief, on=day)
    if sent.becomes == "approved":
        now = queries.find(firm.company, bill.public_id)
        return bills.approve(firm.company, now, version=now.version, by=firm.chief, on=day)
    return bill


def _einvoice(firm: _Firm, sent: Sent, *, issued_on: date, order: PurchaseOrder | None) -> einvoice.Invoice:
    """As the supplier's own program would write it (EN 16931)."""
    facts, seller = firm.known[sent.supplier], sent.supplier
    price = Decimal(sent.price)
    net = price * sent.quantity
    vat = Money(net * VAT / 100, "RON").rounded().amount
    line = einvoice.Line(
        id="1",
        quantity=Decimal(sent.quantity),
        unit="H87",
        net=net,
        order_line_ref="1" if order is not None else None,
        price=einvoice.Price(net=price),
        vat_category="S",
        vat_rate=VAT,
        item=einvoice.Item(name=sent.name),
    )
    ours = firm.company
    here = einvoice.Address(line_1=ours.street, city=ours.town, post_code=ours.post_code, country=ours.country)
    there = einvoice.Address(line_1="Strada Gării 1", city=seller.town, subdivision=seller.region, country="RO")
    return einvoice.Invoice(
        number=sent.number,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=sent.terms),
        type_code="380",
        currency="RON",
        specification_id="urn:cen.eu:en16931:2017",
        order_ref=None if order is None else order.number,
        seller=einvoice.Party(name=seller.name, vat_id=facts["vat_id"], address=there),
        buyer=einvoice.Party(name=ours.name, vat_id=ours.vat_id, address=here),
        payment=einvoice.Payment(means_code="30", credit_transfers=(einvoice.CreditTransfer(account=facts["iban"]),)),
        totals=einvoice.Totals(
            line_total_sum=net,
            total_without_vat=net,
            total_vat=vat,
            total_with_vat=net + vat,
            payable=net + vat,
        ),
        vat_breakdown=(einvoice.VatBreakdown(taxable=net, tax=vat, category="S", rate=VAT),),
        lines=(line,),
    )


def _ordered(firm: _Firm) -> None:
    """An order of which a part came and was billed, one that waits for its approver, and something asked for."""
    company, clerk, day = firm.company, firm.clerk, firm.on - timedelta(days=15)
    named = Named(name=LEMN.name, vat_id=firm.known[LEMN]["vat_id"], country="RO")
    supplier = suppliers.take(company, named, by=clerk, on=day)[0].public_id
    told = {"supplier": supplier, "wanted_on": firm.on.isoformat(), "lines": [BOARDS]}
    first = orders.send(company, orders.draft(company, told, by=clerk, on=day), by=clerk, on=day)
    first = orders.approve(company, first, version=first.version, by=firm.chief, on=day)
    came = {"lines": [{"line": 1, "quantity": "25"}], "delivery_note": "AV 1207"}
    receipts.receive(company, first, came, by=clerk, on=firm.on - timedelta(days=6))
    _received(firm, Sent(LEMN, "CB-0915", 5, 45, BOARDS["name"], 25, BOARDS["price"], "to_approve"), order=first)
    lines = [{"name": "Ulei de lemn 5 l", "quantity": "6", "unit": "H87", "price": "195.00"}]
    more = orders.draft(company, {"supplier": supplier, "lines": lines}, by=clerk, on=firm.on)
    orders.send(company, more, by=clerk, on=firm.on)
    chairs = {"name": "Scaune de birou", "quantity": "2", "unit": "H87", "price": "650.00"}
    asked = {"purpose": "Doi colegi noi în atelier", "cost_centre": "ATELIER", "lines": [chairs]}
    purchase_requests.ask(company, asked, by=clerk, on=firm.on)


def _set_off(firm: _Firm, chance: Random) -> None:
    """A customer who is late sold us something: what both owe is set off, once another person signs."""
    late = firm.company.open_items.filter(balance__gt=0, side="receivable", currency="RON", due_on__lt=firm.on)
    party = late.filter(party__country="RO").order_by("due_on", "pk")[0].party
    both = Supplier(party.name, party.town, party.region)
    firm.known[both] = {**_facts(chance), "vat_id": party.vat_id}
    _received(firm, Sent(both, "T-104", 30, 15, "Montaj mobilier", 1, "480.00"))
    assert party in offset_queries.both_sides(firm.company), "they owe us and are owed"
    offsets.propose(firm.company, party, wanted=Wanted(), by=firm.clerk, on=firm.on)


def _offered(firm: _Firm, bill: Bill) -> None:
    """A bill that is due much later would be paid sooner for two percent, if its supplier says yes in the portal."""
    terms = Terms(Decimal(2), firm.on + timedelta(days=10), firm.on + timedelta(days=7))
    early_offers.offer(firm.company, bill, terms, by=firm.chief, on=firm.on)
