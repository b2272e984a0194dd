"""A05: what a key does is also an act of whoever made it, whichever way it is tried."""

from decimal import Decimal

import pytest

from kvit.api.tests.program import Program
from kvit.approvals import answers, policies, requests
from kvit.approvals.requests import About
from kvit.companies import absences, changes, companies
from kvit.companies.absences import Away
from kvit.companies.models import ApiKey
from kvit.companies.permissions import actor, api_actor
from kvit.core.approval import Group, Policy, Step
from kvit.core.errors import Refused
from kvit.ledger import accounts
from kvit.parties import bank_details
from kvit.payables import bills, queries
from kvit.payments import runs
from kvit.purchasing import orders, purchase_requests
from tests.builders import a_line, somebody
from tests.scenarios.bills.supplied import DAY, added, invoiced
from tests.scenarios.offsets.trading import Trader
from tests.scenarios.runs.paying import CALLED, MONDAY
from tests.scenarios.runs.test_doors import browser, user

pytestmark = pytest.mark.django_db(transaction=True)
WANTED = {"lines": [{"name": "Lemn", "quantity": "1", "price": "100.00"}], "purpose": "shelves"}
ORDERED = {"supplier": {"name": "Lemn SRL", "country": "RO"}, "lines": WANTED["lines"]}


@pytest.fixture
def firm():
    return Trader()


def a_key(firm, colleague, *, by):
    """A key that acts for the colleague, acting."""
    key, _secret = companies.make_api_key(firm.company, user(colleague), name="import", by=by, on=DAY)
    return api_actor(key)


def brought(firm, *, by):
    """A bill that only waits to be approved: its supplier and their account are known."""
    if not firm.company.bills.exists():
        firm.bill("10.00")
    return added(firm.company, invoiced(firm.seller, a_line("9000.00")), by=by)


def refused(what, *args, **kwargs):
    with pytest.raises(Refused) as found:
        what(*args, **kwargs)
    return found.value.code


def approve(firm, bill, *, by):
    row = queries.find(firm.company, bill.public_id)
    return bills.approve(firm.company, row, version=row.version, by=by, on=DAY)


def two_seats(firm, *, turned=False):
    """Ana and then the owner, or turned about, approve every bill from now on; its supplier is known."""
    firm.bill("10.00")
    people = (firm.owner, firm.ana) if turned else (firm.ana, firm.owner)
    steps = tuple(
        Step(position=position, group=Group(people=frozenset({who.id}))) for position, who in enumerate(people, 1)
    )
    told = Policy(id="", position=1, steps=steps, subject_kind="")
    policies.make(firm.company, told, name="both", by=firm.owner, on=DAY)


def test_a_key_made_with_a_key_counts_for_everybody_along_the_way(firm):
    eva = somebody(firm.company, "owner")
    evas = a_key(firm, eva, by=firm.owner)
    bill = brought(firm, by=a_key(firm, firm.clerk, by=evas))
    for who in (firm.owner, eva, evas, a_key(firm, firm.ana, by=evas)):
        assert refused(approve, firm, bill, by=who) == "bill.own"
    assert approve(firm, bill, by=firm.ana).status == "approved"


def test_what_somebody_brings_by_a_key_that_they_made_themselves_is_theirs_alone(firm):
    own = Program(firm.company, user(firm.clerk))
    told = {"user": user(firm.clerk).email, "name": "mine"}
    assert own.refused("POST", "/api_keys", told, status=403, key="k")["code"] == "permission.denied", (
        "no chain of keys"
    )
    bill = brought(firm, by=api_actor(own.key))
    assert approve(firm, bill, by=firm.owner).status == "approved"


def test_everybody_makes_and_sees_their_own_keys_and_no_others(firm):
    page = browser(firm.clerk)
    assert page.post("/settings/keys", {"name": "mine"}).status_code == 200
    owners = ApiKey.objects.get(pk=a_key(firm, firm.owner, by=firm.owner).id)
    mine = ApiKey.objects.get(name="mine")
    assert (mine.user_id, mine.made_by_id, mine.made_with_id) == (firm.clerk.id, firm.clerk.id, None)
    assert changes.api_keys(firm.company, by=firm.clerk) == [mine]
    assert page.post(f"/keys/{owners.public_id}/revoke").status_code == 403
    assert page.post(f"/keys/{mine.public_id}/revoke").status_code == 302
    assert refused(a_key, firm, firm.ana, by=firm.clerk) == "permission.denied"


def test_another_role_changes_nothing_about_who_made_it(firm):
    somebody(firm.company, "owner")
    bill = brought(firm, by=a_key(firm, firm.clerk, by=firm.owner))
    changes.give_role(firm.company, user(firm.owner).public_id, role="approver", by=firm.owner, on=DAY)
    assert refused(approve, firm, bill, by=actor(user(firm.owner), firm.company)) == "bill.own"


def test_a_key_of_which_nobody_knows_who_made_it_may_be_any_owners(firm):
    old = ApiKey.objects.create(company=firm.company, user=user(firm.clerk), name="old", hash="x" * 64, hint="xxxx")
    bill = brought(firm, by=api_actor(old))
    assert refused(approve, firm, bill, by=firm.owner) == "bill.own"
    assert approve(firm, bill, by=firm.ana).status == "approved"


def test_who_says_yes_by_a_key_has_no_second_yes_by_hand(firm):
    two_seats(firm)
    bill = brought(firm, by=firm.clerk)
    assert approve(firm, bill, by=a_key(firm, firm.ana, by=firm.owner)).status == "to_approve"
    assert refused(approve, firm, bill, by=firm.owner) == "approval.answered_before"
    assert refused(approve, firm, bill, by=a_key(firm, firm.owner, by=firm.owner)) == "approval.answered_before"


def test_who_said_yes_by_hand_has_no_second_yes_by_a_key(firm):
    two_seats(firm, turned=True)
    bill = brought(firm, by=firm.clerk)
    approve(firm, bill, by=firm.owner)
    assert refused(approve, firm, bill, by=a_key(firm, firm.ana, by=firm.owner)) == "approval.answered_before"
    assert approve(firm, bill, by=firm.ana).status == "approved"


def test_no_stand_in_answers_for_another_what_came_by_a_key_of_theirs(firm):
    two_seats(firm)
    eva = somebody(firm.company, "owner")
    away = Away(first=DAY, last=DAY, substitute=user(eva).email)
    absences.note(firm.company, user(firm.ana), away=away, by=firm.ana, on=DAY)
    bill = brought(firm, by=a_key(firm, firm.clerk, by=eva))
    assert refused(approve, firm, bill, by=eva) == "bill.own"


def test_nobody_makes_themselves_a_stand_in_by_a_key(firm):
    key = a_key(firm, firm.ana, by=firm.owner)
    away = Away(first=DAY, last=DAY, substitute=user(firm.owner).email)
    assert refused(absences.note, firm.company, user(firm.ana), away=away, by=key, on=DAY) == "absence.not_yours"
    clerks = Away(first=DAY, last=DAY, substitute=user(firm.clerk).email)
    absences.note(firm.company, user(firm.ana), away=clerks, by=key, on=DAY)


def test_who_asks_for_approval_by_a_key_is_not_asked(firm):
    two_seats(firm)
    about = About(kind="write_off", id=7, name="WO-7", amount=Decimal(5))
    code = refused(requests.open, firm.company, about, by=a_key(firm, firm.clerk, by=firm.owner), on=DAY)
    assert code == "approval.nobody", "the seat of its maker is left empty, and that is no yes"
    row = requests.open(firm.company, about, by=firm.clerk, on=DAY)
    answers.approve(firm.company, row, by=firm.ana, on=DAY)


def test_who_approved_by_a_key_releases_nothing_of_it(firm):
    bill = brought(firm, by=firm.clerk)
    approve(firm, bill, by=a_key(firm, firm.ana, by=firm.owner))
    run = firm.propose()
    assert bill.number in [one.number for one in run.items.all()]
    assert refused(firm.release, run) == "duty.kept_apart"
    assert firm.release(run, by=somebody(firm.company, "owner")).status == "released"


def test_who_proposed_a_run_by_a_key_does_not_release_it(firm):
    firm.bill()
    run = firm.propose(by=a_key(firm, firm.clerk, by=firm.owner))
    assert refused(runs.release, firm.company, run, version=run.version, by=firm.owner, on=MONDAY) == "run.own"
    assert "You proposed it." in browser(firm.owner).get(f"/runs/{run.public_id}").content.decode()


def test_orders_and_purchase_requests_by_a_key_are_its_makers_too(firm):
    key = a_key(firm, firm.clerk, by=firm.owner)
    wanted = purchase_requests.ask(firm.company, WANTED, by=key, on=DAY)
    assert refused(purchase_requests.approve, firm.company, wanted, by=firm.owner, on=DAY) == "purchase_request.own"
    wanted = purchase_requests.approve(firm.company, wanted, by=firm.ana, on=DAY)
    made = purchase_requests.order(firm.company, wanted, supplier=ORDERED["supplier"], by=firm.ana, on=DAY)
    made = orders.send(firm.company, made, by=firm.ana, on=DAY)
    told = {"version": made.version, "on": DAY}
    assert refused(orders.approve, firm.company, made, by=firm.owner, **told) == "duty.kept_apart"

    sent = orders.draft(firm.company, ORDERED, by=firm.clerk, on=DAY)
    sent = orders.send(firm.company, sent, by=key, on=DAY)
    told = {"version": sent.version, "on": DAY}
    assert refused(orders.approve, firm.company, sent, by=firm.owner, **told) == "duty.kept_apart"
    anas = a_key(firm, firm.ana, by=firm.owner)
    assert refused(orders.approve, firm.company, sent, by=anas, **told) == "duty.kept_apart"
    assert orders.approve(firm.company, sent, by=firm.ana, **told).status == "approved"


def test_an_account_asked_for_by_a_key_is_not_confirmed_by_its_maker(firm):
    party = firm.bill().party
    key = a_key(firm, firm.clerk, by=firm.owner)
    told = {"iban": "RO09BCYP0000001234567890", "source": "typed", "on": DAY}
    asked = bank_details.request(firm.company, party, by=key, **told)
    confirm = {"note": CALLED, "on": DAY}
    assert refused(bank_details.confirm, firm.company, asked.public_id, by=firm.owner, **confirm) == "bank_detail.own"
    assert bank_details.confirm(firm.company, asked.public_id, by=firm.ana, **confirm).status == "confirmed"


def test_an_own_account_brought_in_by_a_key_is_not_confirmed_by_its_maker(firm):
    eva = somebody(firm.company, "owner")
    key = a_key(firm, eva, by=firm.owner)
    opened = accounts.open_bank(firm.company, "DE89370400440532013000", currency="EUR", by=key, on=DAY)
    for who in (firm.owner, eva):
        assert refused(accounts.confirm_bank, firm.company, opened.public_id, by=who, on=DAY) == "bank_account.own"


def test_a_set_off_proposed_by_a_key_is_not_signed_by_its_maker(firm):
    firm.bill()
    firm.sold()
    row = firm.propose_offset(by=a_key(firm, firm.clerk, by=firm.owner))
    assert refused(firm.sign, row) == "offset.own"
    assert firm.sign(row, by=somebody(firm.company, "owner")).status != "proposed"
