"""Spanish invoices for tests: any that Kvit could issue, with sums by `core.tax`, and their facts for Facturae."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from kvit.core import corrections, tax
from kvit.core.einvoice import model
from kvit.core.einvoice.facturae import codes
from kvit.core.einvoice.facturae.facts import (
    Advance,
    Centre,
    Facts,
    PartyFacts,
    Withheld,
    corrective,
    dir3,
)

WORDS = st.text(st.sampled_from("abcdefghijñáéü &<>'\"ABC0123."), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "x"
)
CENTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(5000), places=2)
PRICES = st.decimals(min_value=Decimal("0.1"), max_value=Decimal(5000), places=4)
QUANTITIES = st.decimals(min_value=Decimal("0.5"), max_value=Decimal(300), places=3)
REASONS = {
    "E": ("Operación exenta, art. 20 Ley 37/1992", "VATEX-EU-132"),
    "K": ("Entrega intracomunitaria exenta, art. 25 Ley 37/1992", "VATEX-EU-IC"),
    "G": ("Exportación exenta, art. 21 Ley 37/1992", "VATEX-EU-G"),
    "AE": ("inversión del sujeto pasivo, art. 84.Uno.2.º Ley 37/1992", "VATEX-EU-AE"),
    "O": ("Operación no sujeta por reglas de localización, art. 69 Ley 37/1992", "VATEX-EU-O"),
}
IVA = [("S", "21"), ("S", "10"), ("S", "4")]
MIXES = [IVA, IVA, [*IVA, ("E", "0")], [("L", "7"), ("L", "3")], [("M", "4")]]
MIXES += [[(category, "0")] for category in ("E", "K", "G", "AE", "O", "Z")]
COMPANIES = [("ESB23103039", "J"), ("ESB77436020", "J"), ("ES12345678Z", "F"), ("ESX1234567L", "F")]


@st.composite
def addresses(draw):
    post_code = draw(st.sampled_from(["28023", "45083", "08001", "35001"]))
    return model.Address(
        line_1=draw(WORDS),
        city=draw(WORDS),
        post_code=post_code,
        subdivision=codes.PROVINCES[post_code[:2]],
        country="ES",
    )


@st.composite
def parties(draw):
    """A party and its facts, in Spain, in the Union, or outside."""
    contact = draw(st.none() | st.builds(model.Contact, point=WORDS, telephone=st.just("+34910730028")))
    where = draw(st.sampled_from(["ES", "ES", "ES", "FR", "GB"]))
    if where == "ES":
        vat_id, kind = draw(st.sampled_from(COMPANIES))
        address, number = draw(addresses()), None
    else:
        vat_id, number, kind = ("FR40303265045", None, "J") if where == "FR" else (None, "GB980780684", "J")
        city = draw(st.sampled_from(["Paris", "Saint Denis", "London"]))
        address = model.Address(line_1=draw(WORDS), city=city, post_code="75002", subdivision="X", country=where)
    residence = {"ES": "R", "FR": "U", "GB": "E"}[where]
    facts = PartyFacts(person_type=kind, residence=residence)
    name, trading = draw(WORDS), draw(st.none() | WORDS)
    if kind == "F":
        facts, name, trading = replace(facts, first_name="Ana María", surname="Núñez"), "Ana María Núñez", None
    party = model.Party(
        name=name,
        trading_name=trading,
        vat_id=vat_id,
        legal_registration=model.Identifier(number) if number else None,
        address=address,
        contact=contact,
    )
    return party, facts


@st.composite
def tax_lines(draw, mix):
    category, rate = draw(st.sampled_from(mix))
    return tax.Line(
        quantity=draw(QUANTITIES),
        price=draw(PRICES),
        vat=tax.Vat(category, Decimal(rate)),
        discount_amount=draw(st.none() | st.just(Decimal("0.01"))),  # so that something is left: nothing has no sign
    )


def written_line(position, line, *, totals, item):
    told = totals.lines[position - 1]
    discount = (model.Adjustment(amount=told.discount, reason_code="95"),) if told.discount > 0 else ()
    rate = None if told.vat.category == "O" else told.vat.rate
    return model.Line(
        id=str(position),
        quantity=line.quantity,
        unit=item[1],
        net=told.net,
        allowances=discount,
        price=model.Price(net=line.price),
        vat_category=told.vat.category,
        vat_rate=rate,
        item=model.Item(name=item[0], description=item[2], seller_id=item[3]),
    )


ITEMS = st.tuples(
    WORDS,
    st.sampled_from(sorted(codes.UNITS)),
    st.none() | WORDS,
    st.none() | WORDS.map(lambda text: text[:9].strip() or "x"),
)


def breakdown_of(totals):
    return tuple(
        model.VatBreakdown(
            taxable=row.base,
            tax=row.amount,
            category=row.vat.category,
            rate=None if row.vat.category == "O" else row.vat.rate,
            exemption_reason=REASONS.get(row.vat.category, (None, None))[0],
            exemption_code=REASONS.get(row.vat.category, (None, None))[1],
        )
        for row in totals.breakdown
    )


@st.composite
def computed(draw):
    """Lines as they are entered, what they come to, the rate of retention and what was paid before."""
    mix = draw(st.sampled_from(MIXES))
    lines = draw(st.lists(tax_lines(mix), min_size=1, max_size=5))
    extra = draw(st.none() | CENTS)
    retention_rate = draw(st.sampled_from([Decimal(0), Decimal(15), Decimal(7)]))
    prepaid = draw(st.sampled_from([Decimal(0), Decimal("1.50")]))
    totals = tax.totals(
        lines,
        currency="EUR",
        charges=[tax.Extra(amount=extra, vat=lines[0].vat)] if extra else [],
        prepaid=prepaid,
        retention_rate=retention_rate,
        with_surcharge=mix is IVA and draw(st.booleans()),
    )
    return lines, totals, retention_rate, prepaid


@st.composite
def spanish_documents(draw):
    """An invoice, a credit note or a substitution with its facts: the pair that Facturae can hold whole."""
    lines, totals, retention_rate, prepaid = draw(computed())
    issued_on = draw(st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31)))
    kind = draw(st.sampled_from(["380", "380", "389", "381", "384"]))
    seller, seller_facts = draw(parties())
    buyer, buyer_facts = draw(parties())
    if buyer_facts.residence == "R" and buyer_facts.person_type == "J" and draw(st.booleans()):
        buyer_facts = replace(buyer_facts, centres=centres(buyer.address))
    items = [draw(ITEMS) for _ in lines]
    invoice = model.Invoice(
        number=draw(st.sampled_from(["F-2026-00001", "R-2026-00012", "2026/77"])),
        issued_on=issued_on,
        type_code=kind,
        currency="EUR",
        due_on=issued_on + timedelta(days=30),
        order_ref=draw(st.none() | WORDS.map(lambda text: text[:20].strip() or "x")),
        payment_terms=draw(st.none() | WORDS),
        notes=(model.Note(text="Gracias"), model.Note(text="Retención IRPF", subject="REG")),
        preceding_invoices=preceding(kind, issued_on),
        seller=seller,
        buyer=buyer,
        delivery=draw(st.none() | st.just(model.Delivery(delivered_on=issued_on))),
        payment=PAYMENT,
        charges=charges_of(totals),
        totals=totals_of(totals),
        vat_breakdown=breakdown_of(totals),
        lines=tuple(
            written_line(position, line, totals=totals, item=items[position - 1])
            for position, line in enumerate(lines, start=1)
        ),
    )
    facts = Facts(
        series=draw(st.sampled_from(["", invoice.number[:2]])),
        document_type="AF" if kind == "389" else "FC",
        invoice_class="OR" if kind in ("381", "384") else "OO",
        issuer="RE" if kind == "389" else "EM",
        seller=seller_facts,
        buyer=buyer_facts,
        corrective=correction(draw, kind, issued_on),
        withheld=withheld(totals, retention_rate),
        advances=(Advance(amount=prepaid, paid_on=issued_on),) if prepaid else (),
    )
    return invoice, facts


PAYMENT = model.Payment(
    means_code="58",
    remittance="F-2026-00001",
    credit_transfers=(model.CreditTransfer(account="ES2501882570718544704761"),),
)


def charges_of(totals):
    vat = totals.lines[0].vat
    rate = None if vat.category == "O" else vat.rate
    return tuple(
        model.Adjustment(amount=amount, reason_code="ZZZ", vat_category=vat.category, vat_rate=rate)
        for amount in totals.charges
    )


def totals_of(totals):
    return model.Totals(
        line_total_sum=totals.line_sum,
        charge_sum=totals.charge_sum if totals.charges else None,
        total_without_vat=totals.net,
        total_vat=totals.vat,
        total_with_vat=totals.gross,
        paid=totals.prepaid or None,
        payable=totals.payable,
    )


def centres(address):
    known = dir3(accounting="L01280796", managing="LA0007407", processing="LA0007408")
    return tuple(Centre(code=one.code, role=one.role, address=address) for one in known)


def preceding(kind, issued_on):
    if kind not in ("381", "384"):
        return ()
    return (model.PrecedingInvoice(number="F-2026-00000", issued_on=issued_on - timedelta(days=3)),)


def correction(draw, kind, issued_on):
    if kind not in ("381", "384"):
        return None
    reasons = set(corrections.REASONS) - {corrections.SPANISH_MISTAKE}  # that one is annulled, not corrected
    reason = draw(st.sampled_from(sorted(reasons)))
    method = "I" if kind == "381" else draw(st.sampled_from("SI"))
    return corrective(reason, method=method, issued_on=issued_on, text="devuelto")


def withheld(totals, rate):
    return (Withheld(rate=rate, base=totals.net, amount=totals.retention),) if totals.retention else ()
