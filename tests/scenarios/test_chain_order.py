"""Records reach a network of chains in the order in which they were sealed, whatever the workers do."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kvit.companies import autopilot
from kvit.core.errors import Finding
from kvit.events import work
from kvit.events.models import Work
from kvit.networks import clocks, connections, ordered, transport
from kvit.networks.models import Connection, Submission
from kvit.ports import registry
from kvit.ports.network import Answer, FakeNetwork
from kvit.reactions import REACTIONS
from kvit.receivables import annulments, transmitting
from tests.builders import DAY, a_company, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db(transaction=True)


class Chained(FakeNetwork):
    """A network of chains; `meanwhile` is what another worker does while a message is under way."""

    in_order = True

    def __init__(self):
        super().__init__("verifactu")
        self.meanwhile = None

    def send(self, access, documents):
        act, self.meanwhile = self.meanwhile, None
        given = [Answer(outcome="accepted", number="A-1") for _ in super().send(access, documents)]
        if act is not None:
            act()
        return given


@pytest.fixture
def network():
    fake, before = Chained(), registry.use("networks")
    registry.register("networks", {"verifactu": fake})
    yield fake
    registry.register("networks", before)


@pytest.fixture
def company(network):
    made = a_company("ES")
    by = the_owner(made)
    connections.set_up(made, "verifactu", mode="test", secrets={"certificate": "x"}, by=by, on=DAY)
    connections.turn_on(made, "verifactu", mode="test", by=by, on=DAY)
    autopilot.change(made, "report", level="auto", by=by, on=DAY)
    return made


def sent(network):
    return [number[-1] for message in network.sent for number in message]


def later(company):
    clocks.run(company, at=timezone.now() + timedelta(hours=1), on=DAY)
    work.run_all(REACTIONS)


def validated(company):
    return Submission.objects.filter(company=company, status="validated")


def test_a_second_worker_sends_nothing_while_a_message_is_under_way(company, network):
    """Its answer could come first: record 2 would be at the AEAT before record 1."""
    connections.turn_off(company, "verifactu", by=the_owner(company), on=DAY)
    autopilot.change(company, "report", level="auto", by=the_owner(company), on=DAY)
    connections.turn_on(company, "verifactu", mode="test", by=the_owner(company), on=DAY)
    an_invoice(company)
    seen = []

    def another_worker():
        an_invoice(company)
        work.run_all(REACTIONS)
        seen.append((sent(network), validated(company).count()))

    network.meanwhile = another_worker
    work.run_all(REACTIONS)
    assert seen == [(["1"], 2)], "the second record was ready, and waited"
    later(company)
    assert sent(network) == ["1", "2"]
    assert breaches() == []


def test_a_record_whose_submission_is_not_made_yet_is_not_overtaken(company, network):
    """Two workers make the submissions of two invoices: the one of the later invoice is ready first."""
    first, second = an_invoice(company), an_invoice(company)
    autopilot.change(company, "report", level="off", by=the_owner(company), on=DAY)
    transmitting.submit(company, second, network="verifactu", by=the_owner(company), on=DAY)
    transport.send_waiting(company, "verifactu")
    assert (sent(network), validated(company).get().number) == ([], second.number)
    autopilot.change(company, "report", level="auto", by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    later(company)
    assert sent(network) == [first.number[-1], second.number[-1]]


@pytest.mark.parametrize("place", range(1, 9))
def test_nothing_is_overtaken_by_what_another_worker_commits_between_two_looks(company, network, place):
    """Whichever look it falls before: the first record's submission is made, and its work done, by another worker."""
    first, second = an_invoice(company), an_invoice(company)

    def made_by_hand(invoice):
        transmitting.submit(company, invoice, network="verifactu", by=the_owner(company), on=DAY)
        Work.objects.filter(event__subject_id=invoice.pk).update(status="done")

    made_by_hand(second)
    way = connections.in_use(company, "verifactu")
    looks = iter(range(1, 1000))

    def meanwhile(execute, sql, params, many, context):
        if sql.startswith("SELECT") and next(looks) == place:
            made_by_hand(first)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(meanwhile):
        keys = ordered.next_keys(way, most=10)
    made = dict(Submission.objects.values_list("pk", "number"))
    in_order = [first.number, second.number]
    assert [made[key] for key in keys] in ([], in_order[:1], in_order)


def test_what_cannot_leave_yet_fills_no_message_within_the_wait(company, network):
    """Two are a full message, and two wait; but what lies between them is not ready: the AEAT is left alone."""
    network.most = 2
    autopilot.change(company, "report", level="suggest", by=the_owner(company), on=DAY)
    first = an_invoice(company)
    work.run_all(REACTIONS)
    _, third = an_invoice(company), an_invoice(company)
    for one in (first, third):
        transmitting.submit(company, one, network="verifactu", by=the_owner(company), on=DAY)
    Connection.objects.update(send_at=timezone.now() + timedelta(minutes=5))
    transport.send_waiting(company, "verifactu")
    assert sent(network) == []


def test_an_annulment_under_way_holds_nothing_that_was_sealed_before_it(company, network):
    mistaken = an_invoice(company)
    work.run_all(REACTIONS)
    autopilot.change(company, "report", level="off", by=the_owner(company), on=DAY)
    second = an_invoice(company)
    work.run_all(REACTIONS)
    annulments.annul(company, mistaken, text="Por error", by=the_owner(company), on=DAY)
    transmitting.submit(company, second, network="verifactu", by=the_owner(company), on=DAY)
    transport.send_waiting(company, "verifactu")
    assert sent(network) == ["1", "2"]


def test_what_a_person_lets_go_takes_all_before_it_along(company, network):
    autopilot.change(company, "report", level="suggest", by=the_owner(company), on=DAY)
    _, second, third = an_invoice(company), an_invoice(company), an_invoice(company)
    work.run_all(REACTIONS)
    assert sent(network) == []
    transmitting.submit(company, second, network="verifactu", by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    later(company)
    assert sent(network) == ["1", "2"]
    assert Submission.objects.get(status="prepared").number == third.number


def test_nothing_overtakes_a_record_of_unknown_fate(company, network):
    first = an_invoice(company)
    network.asked[first.number] = Answer(outcome="unknown")
    lost = Chained.send

    def breaks_off(access, documents):
        network.send = lambda access, documents: lost(network, access, documents)
        return [Answer(outcome="unknown") for _ in documents]

    network.send = breaks_off
    work.run_all(REACTIONS)
    an_invoice(company)
    work.run_all(REACTIONS)
    later(company)
    assert sent(network) == []
    network.asked[first.number] = Answer(outcome="absent")
    later(company)
    later(company)
    assert sent(network) == ["1", "2"]


def test_what_our_judges_or_the_network_refused_holds_nobody_up(company, network):
    first, second = an_invoice(company), an_invoice(company)
    work.run_all(REACTIONS)
    Submission.objects.filter(number=first.number).update(
        status="rejected", findings=[Finding("verifactu.refused", "/").rule]
    )
    later(company)
    assert Submission.objects.get(number=second.number).status == "accepted"


def test_records_of_the_test_side_never_reach_the_real_one(company, network):
    connections.turn_off(company, "verifactu", by=the_owner(company), on=DAY)
    by = the_owner(company)
    connections.turn_on(company, "verifactu", mode="test", by=by, on=DAY)
    autopilot.change(company, "report", level="suggest", by=by, on=DAY)
    tried = an_invoice(company)
    work.run_all(REACTIONS)
    connections.set_up(company, "verifactu", mode="production", secrets={"certificate": "x"}, by=by, on=DAY)
    connections.turn_on(company, "verifactu", mode="production", by=by, on=DAY)
    transmitting.submit(company, tried, network="verifactu", by=by, on=DAY)
    work.run_all(REACTIONS)
    real = an_invoice(company)
    transmitting.submit(company, real, network="verifactu", by=by, on=DAY)
    work.run_all(REACTIONS)
    later(company)
    assert sent(network) == [real.number[-1]]
    assert validated(company).get().number == tried.number
