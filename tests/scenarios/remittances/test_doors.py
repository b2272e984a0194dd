"""Payment advices through every door: the run's page, the command line, the API, and the supplier's own portal."""

import pytest

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from tests.scenarios.portal.visiting import Visitor, invited, supplier_of, words_of
from tests.scenarios.runs.test_doors import browser, of, user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(firm):
    firm.level("off")
    bill = firm.bill()
    firm.reachable()
    run = firm.with_bank()
    firm.paid(run)
    return bill, run, firm.advices()[0]


def test_a_person_mails_it_from_the_page_of_the_run_once(firm, told):
    _bill, run, advice = told
    clerk = browser(firm.clerk)
    page = words_of(clerk.get(f"/runs/{run.public_id}").content.decode())
    assert "Told to suppliers" in page and advice.number in page and "Not sent" in page
    assert clerk.post(f"/remittances/{advice.public_id}/send").status_code == 302
    page = words_of(clerk.get(f"/runs/{run.public_id}").content.decode())
    assert "On its way" in page and "office@lemn.example" in page
    assert clerk.post(f"/remittances/{advice.public_id}/send").status_code == 409
    assert len(firm.mails()) == 1
    viewer = browser(firm.viewer())
    assert viewer.post(f"/remittances/{advice.public_id}/send").status_code == 403


def test_programs_read_it_and_mail_it(firm, told, tmp_path):
    bill, run, advice = told
    [line] = kvit("remittance", "list", "--run", run.public_id, *of(firm, firm.clerk)).answer[0]["lines"]
    assert (line["number"], line["amount"], line["paid"]) == (bill.number, "121.00", "121.00")
    out = tmp_path / "advice.pdf"
    kvit("remittance", "pdf", advice.public_id, "-o", out, *of(firm, firm.clerk))
    program = Program(firm.company, user(firm.owner))
    assert program.get(f"/remittances/{advice.public_id}")["number"] == advice.number
    sent = program.post(f"/remittances/{advice.public_id}/send", {"to": ["books@lemn.example"]}, key="k1")
    assert [one["to"] for one in sent["mailed"]] == ["books@lemn.example"]
    error = kvit("remittance", "send", advice.public_id, *of(firm, firm.clerk), exit_code=7).error
    assert error["code"] == "message.waiting"
    assert out.read_bytes().startswith(b"%PDF")


def test_the_supplier_sees_their_own_in_the_portal_and_nobody_elses(firm, told):
    _bill, _run, advice = told
    visitor = Visitor()
    visitor.enter(invited(firm.company, supplier_of(firm.company), by=firm.clerk).url)
    page = words_of(visitor.get("/portal/"))
    assert "Paid to you" in page and advice.number in page
    answer = visitor.client.get(f"/portal/advices/{advice.public_id}/pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    stranger = Visitor()
    other = firm.other_supplier()
    stranger.enter(invited(firm.company, other, by=firm.clerk).url)
    assert "Paid to you" not in stranger.get("/portal/")
    assert stranger.client.get(f"/portal/advices/{advice.public_id}/pdf").status_code == 404
