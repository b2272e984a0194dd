"""A supplier's statement finds the bill that never arrived and the payment that they have not booked."""

from io import BytesIO

import pytest

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.payments import supplier_statements
from kvit.payments.models import SupplierStatement
from kvit.payments.supplier_statements import Given
from kvit.tasks.models import Task
from tests.builders import breaches
from tests.scenarios.portal.visiting import supplier_of, words_of
from tests.scenarios.remittances.telling import Teller
from tests.scenarios.runs.paying import TUESDAY
from tests.scenarios.runs.test_doors import browser, of, user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def firm():
    """It has a paid bill of 121.00 and an open one of 242.00."""
    firm = Teller("off")
    firm.paid_bill = firm.bill("100.00")
    firm.reachable()
    firm.paid(firm.with_bank())
    firm.open_bill = firm.bill("200.00")
    return firm


def statement(firm, *rows):
    """As Lemn SRL's program writes it: debit is what they charge."""
    said = {"paid": firm.paid_bill.number.replace("-", "/"), "open": firm.open_bill.number}
    table = "".join(f"{day};{said.get(number, number)};{debit};{credit}\n" for day, number, debit, credit in rows)
    return ("Data;Document;Debit;Credit\n" + table).encode()


ROWS = (("02.03.2026", "paid", "121,00", ""), ("02.03.2026", "open", "242,50", ""), ("09.03.2026", "F-99", "60,50", ""))


def outcomes(firm, row):
    held = supplier_statements.compared(firm.company, row)
    return [(one.outcome, one.theirs.number if one.theirs else one.ours.kind) for one in held]


def taken(firm, *rows):
    given = Given(content=statement(firm, *rows), name="extras.csv")
    row = supplier_statements.take(firm.company, supplier_of(firm.company), given, by=firm.clerk, on=TUESDAY)
    firm.follow()
    return row


def open_task(firm):
    return Task.objects.filter(company=firm.company, kind="supplier_statement.missing", status="open").first()


def test_a_bill_that_never_arrived_is_a_task_and_one_mail_asks_for_a_copy(firm):
    row = taken(firm, *ROWS, ("10.03.2026", "chitanta", "", "10,00"))
    assert outcomes(firm, row) == [
        ("agrees", firm.paid_bill.number.replace("-", "/")),
        ("differs", firm.open_bill.number),
        ("missing_here", "F-99"),
        ("missing_here", "chitanta"),
    ]
    assert open_task(firm).facts["numbers"] == ["F-99"]
    [mail] = supplier_statements.ask_for_copies(firm.company, row, by=firm.clerk, on=TUESDAY)
    assert "F-99, 09/03/2026: 60.50 RON" in mail.text and firm.open_bill.number not in mail.text
    firm.follow()
    assert open_task(firm) is None
    with pytest.raises(Refused, match=r"message\.(waiting|sent_before)"):
        supplier_statements.ask_for_copies(firm.company, row, by=firm.clerk, on=TUESDAY)
    with pytest.raises(Exception, match="a statement that came is never changed"):
        SupplierStatement.objects.filter(pk=row.pk).update(lines=[])
    assert breaches() == []


def test_a_payment_that_they_have_not_booked_is_missing_there(firm):
    row = taken(firm, ROWS[0], ("20.03.2026", "alta", "", "1,00"))
    assert ("missing_there", "payment") in outcomes(firm, row)
    listed = taken(firm, ROWS[0])
    assert outcomes(firm, listed)[0][0] == "settled_here", "on a list of open invoices stands what we paid"


def test_a_statement_in_no_currency_is_refused_before_it_is_kept(firm):
    given = Given(content=statement(firm, *ROWS), name="extras.csv", currency="€")
    with pytest.raises(Refused, match=r"currency\.unknown"):
        supplier_statements.take(firm.company, supplier_of(firm.company), given, by=firm.clerk, on=TUESDAY)
    assert not SupplierStatement.objects.exists()


def test_it_is_looked_at_before_it_is_kept_and_books_nothing(firm):
    clerk, party = browser(firm.clerk), supplier_of(firm.company)
    before = Event.objects.count()
    file = BytesIO(statement(firm, *ROWS))
    file.name = "extras.csv"
    page = clerk.post(f"/suppliers/{party.public_id}/statement", {"file": file, "currency": "RON"}).content.decode()
    assert "Charged to us Debit" in words_of(page) and "Missing in our books" in words_of(page)
    assert (SupplierStatement.objects.count(), Event.objects.count()) == (0, before)
    carried = page.split('name="carried" value="')[1].split('"')[0]
    told = {"carried": carried, "name": "extras.csv", "currency": "RON", "go": "1"}
    answer = clerk.post(f"/suppliers/{party.public_id}/statement", told)
    shown = words_of(clerk.get(answer["Location"]).content.decode())
    assert "Settled in our books" in shown and "F-99" in shown and "Ask for copies" in shown
    assert "extras.csv" in words_of(clerk.get(f"/suppliers/{party.public_id}").content.decode())
    bad = BytesIO(b"x;y\n1;2\n")
    bad.name = "x.csv"
    assert clerk.post(f"/suppliers/{party.public_id}/statement", {"file": bad, "currency": "RON"}).status_code == 422


def test_programs_hold_it_against_the_books(firm, tmp_path):
    party, file = supplier_of(firm.company), tmp_path / "extras.csv"
    file.write_bytes(statement(firm, *ROWS))
    held = kvit("supplier-statement", "take", party.public_id, "--file", file, *of(firm, firm.clerk)).answer
    assert held["counts"]["missing_here"] == 1 and held["counts"]["differs"] == 1
    program = Program(firm.company, user(firm.owner))
    assert program.get(f"/supplier_statements/{held['id']}")["difference"] == held["difference"] == "61.00"
    assert [one["id"] for one in program.get("/supplier_statements")["data"]] == [held["id"]]


def test_an_agreed_discount_stands_on_the_suppliers_page_and_in_the_list(firm):
    owner, party = browser(firm.owner), supplier_of(firm.company)
    page = f"/suppliers/{party.public_id}"
    assert "None. What a bill offers" in words_of(owner.get(page).content.decode())
    assert owner.post(f"{page}/discount", {"percent": "2", "days": "10"}).status_code == 302
    assert "2% within 10 days" in words_of(owner.get(page).content.decode()).replace("\xa0", "")
    assert "2% within 10 days" in words_of(owner.get("/suppliers").content.decode()).replace("\xa0", "")
    assert browser(firm.viewer()).post(f"{page}/discount", {"percent": "3", "days": "5"}).status_code == 403
    ends = owner.get(page).content.decode().split('name="end" value="')[1].split('"')[0]
    owner.post(f"{page}/discount", {"end": ends})
    assert "within 10 days" not in words_of(owner.get(page).content.decode())
