"""What a supplier owes us back is found once, claimed by a letter, and closed by what comes back, or by two people."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kvit.api.tests.program import Program
from kvit.banking import reconciliation
from kvit.cli.tests.inside import kvit
from kvit.companies import companies
from kvit.companies.permissions import api_actor
from kvit.core.errors import Refused
from kvit.jobs import schedule
from kvit.ledger import allocations, open_items
from kvit.payments import claim_entries, claim_papers, claims, incoming, runs
from kvit.payments.claim_entries import CameBack
from kvit.payments.models import Claim, Payment
from kvit.tasks.models import Task
from tests.builders import a_company, breaches
from tests.scenarios.portal.visiting import words_of
from tests.scenarios.runs.paying import TUESDAY
from tests.scenarios.runs.test_doors import browser, of, user

pytestmark = pytest.mark.django_db(transaction=True)
LATER = date(2026, 3, 24)


def found(firm, on=LATER):
    schedule.tick(firm.company, on=on)
    firm.follow()
    return list(Claim.objects.filter(company=firm.company).select_related("item", "party").order_by("pk"))


def now(claim):
    return Claim.objects.select_related("item", "party").get(pk=claim.pk)


def open_tasks(firm):
    rows = Task.objects.filter(company=firm.company, status="open", kind__startswith="claim.")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def bank_line(firm, amount, text, iban="", on=LATER):
    [*_, line] = firm.statement((amount, iban, text), on=on)
    return line


def test_the_daily_look_finds_a_credit_note_after_payment_once(firm, credited):
    assert found(firm, on=date(2026, 3, 18)) == [], "it may still be used up by the next bill"
    [claim] = found(firm)
    assert (claim.reason, claim.document, claim.amount) == ("credited", credited.number, Decimal("60.50"))
    assert found(firm) == [claim] and open_tasks(firm) == ["claim.found"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(
            company=firm.company, party=claim.party, item=claim.item, reason="credited", currency="RON",
            amount=1, found_on=LATER,
        )  # fmt: skip


def test_what_the_next_run_uses_up_is_not_claimed_and_settles_what_was(firm, credited):
    [claim] = found(firm)
    firm.bill("200.00")
    claims.make(firm.company, claim, by=firm.clerk, on=LATER)
    run = firm.release(firm.propose(on=LATER), on=LATER)
    assert run.items.get(item=claim.item).status == "paid"
    firm.follow()
    assert (now(claim).status, now(claim).settled_by) == ("settled", "netting")
    assert breaches() == []


def test_it_is_claimed_by_a_letter_and_the_bank_line_that_names_it_settles_it_alone(firm, credited):
    [claim] = found(firm)
    made = claims.make(firm.company, claim, by=firm.clerk, on=LATER)
    assert (made.number, made.due_on) == ("CL-2026-00001", LATER + timedelta(days=14))
    firm.follow()
    assert open_tasks(firm) == []
    [mail] = claim_papers.send(firm.company, made, by=firm.clerk, on=LATER)
    assert "60.50" in mail.text and "CL-2026-00001" in mail.text and credited.number in mail.text
    assert [one.name for one in mail.enclosures.all()] == ["CL-2026-00001.pdf"]
    with pytest.raises(Refused, match=r"message\.waiting"):
        claim_papers.send(firm.company, made, by=firm.clerk, on=LATER)
    line = bank_line(firm, "60.50", "restituire CL 2026 00001")
    assert line.proposals.get(rank=1).is_sure
    firm.settle(line, on=LATER)
    firm.follow()
    assert (now(claim).status, now(claim).settled_by) == ("settled", "refund")
    assert sum(one.balance for one in open_items.of_suppliers(firm.company)) == 0
    assert Payment.objects.get(company=firm.company, direction="back").amount == Decimal("60.50")
    line.refresh_from_db()
    reconciliation.undo(firm.company, line, by=firm.clerk, on=LATER)
    firm.follow()
    assert now(claim).status == "claimed" and now(claim).item.balance == Decimal("60.50")
    assert breaches() == []


def test_a_part_settles_a_part_and_more_is_refused(firm, credited):
    [claim] = found(firm)
    claim_entries.came_back(firm.company, claim, CameBack(Decimal("20.50"), LATER), by=firm.clerk, on=LATER)
    firm.follow()
    assert (now(claim).status, now(claim).item.balance) == ("found", Decimal("40.00"))
    with pytest.raises(Refused, match=r"claim\.too_much"):
        claim_entries.came_back(firm.company, claim, CameBack(Decimal("40.01"), LATER), by=firm.clerk, on=LATER)
    assert claims.make(firm.company, claim, by=firm.clerk, on=LATER).amount == Decimal("40.00")


def test_giving_up_takes_two_people_whatever_they_act_through(firm, credited):
    [claim] = found(firm)
    with pytest.raises(Refused, match=r"claim\.not_asked"):
        claims.give_up(firm.company, claim, by=firm.owner, on=LATER)
    claims.ask_to_give_up(firm.company, claim, reason="not worth a letter", by=firm.owner, on=LATER)
    firm.follow()
    assert open_tasks(firm) == ["claim.found", "claim.to_give_up"]
    with pytest.raises(Refused, match=r"claim\.own"):
        claims.give_up(firm.company, claim, by=firm.owner, on=LATER)
    with pytest.raises(Refused, match=r"permission\.denied"):
        claims.give_up(firm.company, claim, by=firm.clerk, on=LATER)
    program = Program(firm.company, user(firm.ana))
    refused = program.refused("POST", f"/claims/{claim.public_id}/give_up", status=403, key="k1")
    assert refused["code"] == "claim.no_person"
    claims.give_up(firm.company, claim, by=firm.ana, on=LATER)
    firm.follow()
    assert now(claim).status == "written_off" and now(claim).item.balance == 0 and open_tasks(firm) == []
    with pytest.raises(Exception, match="a claim that was written is never changed"):
        Claim.objects.filter(pk=claim.pk).update(give_up_reason="other")
    assert breaches() == []


def test_a_bill_paid_twice_is_known_from_a_prepayment(firm):
    bill = firm.bill("100.00")
    firm.paid(firm.with_bank())
    item = open_items.of_document(firm.company, "bill", document_id=bill.pk)
    again = firm.bill("100.00")
    firm.paid(firm.with_bank())
    payment = Payment.objects.filter(company=firm.company, direction="out").latest("pk")
    other = open_items.of_document(firm.company, "payment", document_id=payment.pk)
    assert item.balance == other.balance == 0 and again.number != bill.number
    with transaction.atomic():
        [made] = allocations.active(firm.company, other)
        allocations.undo(firm.company, made, by=firm.owner, on=TUESDAY)
    assert found(firm, on=TUESDAY) == [], "the bill it names is open: it is a prepayment for it"
    assert [one.reason for one in found(firm, on=TUESDAY + timedelta(days=31))] == ["never_used"]


def test_a_payment_of_which_a_part_was_given_up_is_not_taken_back(firm):
    firm.bill("100.00")
    [line] = firm.paid(firm.with_bank())
    payment = Payment.objects.get(company=firm.company, direction="out")
    item = open_items.of_document(firm.company, "payment", document_id=payment.pk)
    [made] = allocations.active(firm.company, item)
    incoming.deallocate(firm.company, made, by=firm.owner, on=TUESDAY)
    late = TUESDAY + timedelta(days=31)
    [claim] = found(firm, on=late)
    claims.ask_to_give_up(firm.company, claim, reason="they are bankrupt", by=firm.owner, on=late)
    claims.give_up(firm.company, claim, by=firm.ana, on=late)
    owed = firm.owed()
    with pytest.raises(Refused, match=r"allocation\.of_claim"):
        reconciliation.undo(firm.company, line, by=firm.clerk, on=late)
    assert firm.owed() == owed and breaches() == []


def test_what_came_back_before_the_rest_was_given_up_stays(firm, credited):
    [claim] = found(firm)
    money = CameBack(Decimal("20.50"), LATER)
    payment = claim_entries.came_back(firm.company, claim, money, by=firm.clerk, on=LATER)
    claims.ask_to_give_up(firm.company, claim, reason="they are bankrupt", by=firm.owner, on=LATER)
    claims.give_up(firm.company, claim, by=firm.ana, on=LATER)
    with pytest.raises(Refused, match=r"allocation\.of_claim"):
        incoming.take_back(firm.company, payment, reason="it bounced", by=firm.owner, on=LATER)
    assert now(claim).item.balance == 0 and breaches() == []


def test_a_run_that_is_cancelled_opens_nothing_of_what_was_given_up(firm, credited):
    [claim] = found(firm)
    bill = firm.bill("10.00")
    firm.bill("100.00", seller=a_company("RO", name="Altul SRL", vat_id="RO1590082"))
    run = firm.release(firm.propose(on=LATER), on=LATER)
    assert now(claim).item.balance == Decimal("48.40"), "a bill used up 12.10"
    claims.ask_to_give_up(firm.company, claim, reason="they are bankrupt", by=firm.owner, on=LATER)
    claims.give_up(firm.company, claim, by=firm.ana, on=LATER)
    runs.cancel(firm.company, run, reason="the bank is closed", by=firm.owner, on=LATER)
    firm.follow()
    assert now(claim).item.balance == 0 and breaches() == []
    assert open_items.of_document(firm.company, "bill", document_id=bill.pk).balance == 0


def test_through_pages_and_the_command_line(firm, credited, tmp_path):
    [claim] = found(firm)
    clerk, page = browser(firm.clerk), f"/claims/{claim.public_id}"
    assert "Credited after it was paid" in words_of(clerk.get("/claims").content.decode())
    assert "Claim it back" in words_of(clerk.get(page).content.decode())
    who = of(firm, firm.clerk)
    [listed] = kvit("claim", "list", *who).answer
    assert (listed["reason"], listed["left"], listed["status"]) == ("credited", "60.50", "found")
    refused = kvit("claim", "pdf", claim.public_id, "-o", tmp_path / "x.pdf", *who, exit_code=7).error
    assert refused["code"] == "claim.not_claimed"
    assert clerk.post(f"{page}/make").status_code == 302
    assert "Mail the letter" in words_of(clerk.get(page).content.decode())
    out = tmp_path / "claim.pdf"
    kvit("claim", "pdf", claim.public_id, "-o", out, *who)
    assert out.read_bytes().startswith(b"%PDF")
    back = kvit("claim", "came-back", claim.public_id, "--amount", "60.50", "--paid", "2026-03-16", *who).answer
    assert back["left"] == "0.00"
    firm.follow()
    assert "by money that came back" in words_of(clerk.get(page).content.decode())


def test_a_claim_is_not_given_up_by_who_asked_for_it_by_a_key(firm, credited):
    [claim] = found(firm)
    key, _ = companies.make_api_key(firm.company, user(firm.clerk), name="import", by=firm.owner, on=LATER)
    who = {"by": api_actor(key), "on": LATER}
    claim = claims.ask_to_give_up(firm.company, claim, reason="too small", **who)
    with pytest.raises(Refused, match=r"claim\.own"):
        claims.give_up(firm.company, claim, by=firm.owner, on=LATER)
    claim = claims.keep(firm.company, claim, by=firm.ana, on=LATER)
    claim = claims.ask_to_give_up(firm.company, claim, reason="too small", by=firm.clerk, on=LATER)
    assert claims.give_up(firm.company, claim, by=firm.owner, on=LATER).status == "written_off", "of the last asking"
