"""What a customer is asked for now, and what the portal gives them to pay it from their own bank."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from kvit.archive.tests import qr
from kvit.companies import whose
from kvit.ledger import accounts
from kvit.ledger.models import OpenItem, Rate
from tests.builders import DAY, IBANS, a_company, a_customer, a_line, an_invoice, breaches, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.portal.visiting import Visitor, words_of

pytestmark = pytest.mark.django_db
EURO_IBAN = "RO09BCYP0000001234567890"


def visiting(company, customer) -> Visitor:
    made = Visitor()
    made.enter(f"http://x/portal/pay/{debtor.guest_of(company, customer)[1]}")
    return made


def blocks_of(page: str) -> dict[str, str]:
    """The blocks of transfers, by currency."""
    return dict(re.findall(r'<section class="section mt-l" aria-labelledby="bt-(\w+)">(.*?)</section>', page, re.S))


def to_copy(block: str) -> list[str]:
    return re.findall(r'data-copy="([^"]*)"', block)


def scanned(block: str) -> list[str]:
    """What a phone reads from the drawing: the lines of the code."""
    size = re.findall(r'viewBox="0 0 (\d+) \d+"', block)[-1]
    matrix = [[0] * int(size) for _ in range(int(size))]
    x, y = 0, 0
    for act, told in re.findall(r"([Mmh])([-\d. ]+)", re.findall(r' d="([^"]+)"', block)[-1]):
        numbers = [float(one) for one in told.split()]
        if act == "h":
            for at in range(x, x + int(numbers[0])):
                matrix[y][at] = 1
            x += int(numbers[0])
        else:
            x, y = (int(numbers[0]), int(numbers[1])) if act == "M" else (x + int(numbers[0]), y + int(numbers[1]))
    return qr.read(matrix).split("\n")


def said(page: str) -> str:
    return words_of(page.replace("&nbsp;", " ").replace("\u00a0", " "))


@pytest.fixture
def both():
    """A company with accounts in lei and euro, and a customer who owes in both."""
    company = a_company("RO")
    accounts.open_bank(company, EURO_IBAN, currency="EUR", by=the_owner(company), on=DAY)
    Rate.objects.create(company=company, currency="EUR", valid_on=DAY, rate=5, source="BNR")
    customer = a_customer(company, language="en")
    first = an_invoice(company, a_line("100.00", vat="19"), customer=customer)
    second = an_invoice(company, a_line("50.00", vat="19"), customer=customer)
    euro = an_invoice(company, a_line("200.00", vat="19"), customer=customer, currency="EUR")
    return company, customer, (first, second, euro)


def test_each_currency_has_its_own_account_sum_and_reference(both):
    company, customer, (first, second, euro) = both
    blocks = blocks_of(visiting(company, customer).get("/portal/customer/"))
    assert to_copy(blocks["RON"]) == [company.name, IBANS["RO"], "178.50", f"{first.number}, {second.number}"]
    assert to_copy(blocks["EUR"]) == [company.name, EURO_IBAN, "238.00", euro.number]


def test_euro_have_the_code_of_the_banks_and_lei_none(both):
    company, customer, (_first, _second, euro) = both
    blocks = blocks_of(visiting(company, customer).get("/portal/customer/"))
    code = scanned(blocks["EUR"])
    assert code[:4] == ["BCD", "002", "1", "SCT"]
    assert (code[6], code[7], code[-1]) == (EURO_IBAN, "EUR238", euro.number)
    assert "<figure" not in blocks["RON"]


def test_zloty_have_the_polish_code():
    company = a_company("PL")
    customer = a_customer(company, language="en")
    invoice = an_invoice(company, a_line("1000.00", vat="23"), customer=customer)
    block = blocks_of(visiting(company, customer).get(f"/portal/customer/invoices/{invoice.public_id}"))["PLN"]
    fields = scanned(block)[0].split("|")
    assert (fields[1], fields[2], fields[3], fields[5]) == ("PL", IBANS["PL"][2:], "123000", invoice.number)


def test_no_code_names_a_part_of_the_documents_only():
    company = a_company("BG")
    customer = a_customer(company, language="en")
    made = [an_invoice(company, a_line("10.00", vat="20"), customer=customer) for _ in range(13)]
    block = blocks_of(visiting(company, customer).get("/portal/customer/"))["EUR"]
    assert to_copy(block)[3] == ", ".join(one.number for one in made)
    assert "<figure" not in block, "thirteen numbers do not fit the 140 letters of the code"


def test_a_disputed_part_is_not_asked_for(both):
    company, customer, (first, _second, _euro) = both
    debtor.dispute(first, 1, by=debtor.guest_of(company, customer)[0], on=DAY, amount=Decimal("19.00"))
    visitor = visiting(company, customer)
    page = visitor.get("/portal/customer/")
    assert to_copy(blocks_of(page)["RON"])[2] == "159.50"
    assert "159.50 RON now, of 178.50 RON that are open" in said(page)
    own = visitor.get(f"/portal/customer/invoices/{first.public_id}")
    assert "To pay now: 100.00 RON" in said(own) and to_copy(blocks_of(own)["RON"])[2] == "100.00"


def test_of_a_plan_the_next_instalment_is_asked_for(both):
    company, customer, (first, second, _euro) = both
    debtor.let_plans(company, "auto", lowest="50", least="10")
    today = whose.today(company.zone)
    visitor = visiting(company, customer)
    item = OpenItem.objects.get(document_kind="invoice", document_id=first.pk)
    day = (today + timedelta(days=7)).isoformat()
    visitor.post("/portal/customer/instalments", item=item.public_id, count="2", first_on=day)
    page = visitor.get("/portal/customer/")
    name, iban, amount, reference = to_copy(blocks_of(page)["RON"])
    assert (amount, reference) == ("119.00", f"{first.number}, {second.number}"), "59.50 of 119.00, and all of 59.50"
    assert "next: 59.50 RON by" in said(page) and "119.00 RON now, of 178.50 RON that are open" in said(page)
    (plan,) = re.findall(r"/portal/customer/plans/\w+", page)
    assert to_copy(blocks_of(visitor.get(plan))["RON"]) == [name, iban, "59.50", first.number]
    assert breaches() == []
    own = visitor.get(f"/portal/customer/invoices/{first.public_id}")
    assert "To pay now: 59.50 RON" in said(own) and to_copy(blocks_of(own)["RON"])[2] == "59.50"


def test_while_a_plan_is_thought_about_its_document_asks_for_nothing(both):
    company, customer, (first, _second, _euro) = both
    debtor.let_plans(company, "suggest", lowest="50", least="10")
    day = (whose.today(company.zone) + timedelta(days=7)).isoformat()
    visitor = visiting(company, customer)
    visitor.post("/portal/customer/instalments", item=debtor.item_of(first).public_id, count="2", first_on=day)
    own = visitor.get(f"/portal/customer/invoices/{first.public_id}")
    assert "To pay now" not in said(own) and blocks_of(own) == {}
