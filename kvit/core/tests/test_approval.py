"""Who is asked, who may answer on a day, and which duties are never one person's (pain 23, attack A05)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import approval
from kvit.core.approval import Absence, Group, Policy, Seat, Step, Subject, Way, way_to
from kvit.core.calendar import closed_days
from kvit.core.duties import DUTIES, Act, Conflict, conflict
from kvit.core.errors import Refused

DAY = date(2026, 3, 2)
ANA, BOGDAN, CARMEN, DAN, EVA = range(1, 6)
PEOPLE = {ANA: "accountant", BOGDAN: "approver", CARMEN: "approver", DAN: "owner", EVA: "owner"}


def group(*people, roles=()):
    return Group(frozenset(people), frozenset(roles))


LARGE = Policy(
    id="large",
    position=1,
    least=Decimal(1000),
    steps=(
        Step(position=1, group=group(ANA, BOGDAN), need="all"),
        Step(position=2, group=group(roles=["owner"])),
    ),
)
SMALL = Policy(id="small", position=2, steps=(Step(position=1, group=group(roles=["approver"])),))


def bill(amount="1500.00", **facts):
    return Subject(kind="bill", kept_out=frozenset({DAN}), amount=Decimal(amount), **facts)


def asked(subject, *policies):
    found = approval.route(subject, policies or (SMALL, LARGE), people=PEOPLE, on=DAY)
    return found.policy.id, [[seat.person for seat in each.seats] for each in found.asked]


def away(person, substitute=None, *, ceiling=None, until=date(2026, 3, 6)):
    return Absence(person, DAY, until, substitute, None if ceiling is None else Decimal(ceiling))


SEATS = [Seat(ANA), Seat(BOGDAN)]


def way(person, *absences, seats=SEATS, people=PEOPLE, on=DAY, escalation=(), asked=(ANA, BOGDAN)):
    return way_to(
        person,
        seats,
        asked=asked,
        requester=DAN,
        absences=absences,
        amount=Decimal(1500),
        people=people,
        escalation=escalation,
        on=on,
    )


def test_the_worked_example():
    assert asked(bill()) == ("large", [[ANA, BOGDAN], [EVA]])
    before = ((date(2026, 2, 20), Decimal("900.00")),)
    assert asked(bill("600.00", supplier="alfa", earlier=before)) == ("large", [[ANA, BOGDAN], [EVA]])
    assert asked(bill("600.00")) == ("small", [[BOGDAN, CARMEN]])
    ana = Seat(ANA)
    assert way(BOGDAN, away(ANA, BOGDAN)) == Way(Seat(BOGDAN)), "his own seat and no other"
    assert way(BOGDAN, away(ANA, BOGDAN), seats=[ana]) is None
    assert way(CARMEN, away(ANA, CARMEN, ceiling="2000")) == Way(ana, in_name_of=ANA)
    assert way(ANA, away(ANA, CARMEN)) == Way(ana), "she may from where she is"
    assert way(CARMEN, away(ANA, CARMEN, ceiling="1000")) is None
    assert way(CARMEN, away(ANA, DAN), away(DAN, CARMEN)) == Way(ana, in_name_of=ANA)
    assert way(DAN, away(ANA, DAN)) is None
    friday = date(2026, 2, 27)
    assert approval.due_on(friday, 3, closed_days("RO", since=friday, until=DAY)) == date(2026, 3, 5)


def test_a_split_bill_counts_whole_and_credits_do_not_lessen_it():
    earlier = ((date(2026, 2, 20), Decimal(900)), (date(2026, 2, 21), Decimal(-900)), (date(2026, 1, 5), Decimal(700)))
    assert bill("50", earlier=earlier).counted(30, on=DAY) == 950
    assert asked(bill("100", earlier=earlier))[0] == "large"
    assert asked(bill("99.99", earlier=earlier))[0] == "small"


def test_conditions_all_have_to_hold_and_the_first_policy_is_taken():
    rent = replace(
        SMALL,
        id="rent",
        position=0,
        subject_kind="bill",
        categories=frozenset({"rent"}),
        suppliers=frozenset({"alfa", "beta"}),
        cost_centres=frozenset({"Cluj"}),
    )
    held = {"category": "rent", "supplier": "beta", "cost_centre": "Cluj"}
    assert asked(bill(**held), LARGE, rent)[0] == "rent"
    for missing in held:
        assert asked(bill(**{**held, missing: "other"}), LARGE, rent)[0] == "large"
    assert asked(replace(bill(**held), kind="order"), LARGE, rent)[0] == "large"


def test_what_no_policy_names_is_not_approved_by_silence():
    with pytest.raises(Refused) as refusal:
        asked(bill("10"), LARGE)
    assert refusal.value.code == "policy.missing"
    own = replace(SMALL, steps=(Step(position=1, group=group(DAN)),))
    with pytest.raises(Refused) as refusal:
        asked(bill("10"), own)
    assert refusal.value.code == "approval.nobody", "a step with the requester alone is never skipped"


def test_a_role_that_was_lost_and_a_person_who_left_open_nothing():
    seat = Seat(BOGDAN, "approver")
    assert way(BOGDAN, seats=[seat]) == Way(seat)
    assert way(BOGDAN, seats=[seat], people={**PEOPLE, BOGDAN: "clerk"}) is None
    assert way(BOGDAN, seats=[Seat(BOGDAN)], people={DAN: "owner"}) is None


def test_a_chain_of_stand_ins_ends_with_its_days_and_its_ceilings():
    chain = [away(ANA, EVA), away(EVA, CARMEN, ceiling="2000", until=date(2026, 3, 4))]
    assert way(CARMEN, *chain) == Way(Seat(ANA), in_name_of=ANA)
    assert way(EVA, *chain) is None, "who is away herself stands in for nobody"
    assert way(EVA, *chain, on=date(2026, 3, 5)) == Way(Seat(ANA), in_name_of=ANA)
    assert way(CARMEN, *chain, on=date(2026, 3, 9)) is None
    circle = [away(ANA, EVA), away(EVA, ANA)]
    assert all(way(person, *circle) is None for person in (CARMEN, EVA, DAN))


def test_an_escalated_step_is_answered_by_those_named_for_it_once():
    named = [Seat(EVA, "owner"), Seat(DAN, "owner")]
    assert way(EVA) is None
    assert way(EVA, escalation=named) == Way(Seat(ANA), in_name_of=ANA)
    assert way(DAN, escalation=named) is None, "the requester is an owner too"
    assert way(EVA, escalation=named, asked=(ANA, BOGDAN, EVA)) is None, "she answered a seat already"


persons = st.integers(1, 5)
absences = st.lists(
    st.builds(
        Absence,
        person=persons,
        first=st.just(DAY),
        last=st.just(DAY),
        substitute=st.none() | persons,
        ceiling=st.none() | st.sampled_from([Decimal(100), Decimal(5000)]),
    ),
    max_size=8,
)


@given(st.lists(persons, min_size=1, max_size=4, unique=True), absences)
def test_delegation_never_loops_never_reaches_the_requester_and_never_fills_two_seats(seated, all_absences):
    seats = [Seat(person) for person in seated]
    taken: dict[int, int] = {}
    answered: set[int] = set()
    for person in [*PEOPLE, *PEOPLE]:
        found = way(
            person, *all_absences, seats=[s for s in seats if s.person not in taken], asked={*seated, *answered}
        )
        if found is None or person in answered:
            continue
        taken[found.seat.person] = person
        answered.add(person)
        assert found.in_name_of is None or found.in_name_of == found.seat.person != person
        assert person not in seated or found.in_name_of is None
    assert DAN not in taken.values()
    assert len(set(taken.values())) == len(taken)


@pytest.mark.parametrize(("one", "other"), list(permutations(DUTIES, 2)))
def test_a05_no_two_duties_about_a_document_are_one_persons(one, other):
    first, second = sorted((one, other), key=DUTIES.index)
    told = [Conflict(ANA, (first, second))]
    assert conflict([Act(one, ANA), Act(other, ANA)]) == told
    assert conflict([Act(one, BOGDAN, in_name_of=ANA), Act(other, ANA)]) == told, "through a stand-in"
    assert conflict([Act(one, ANA, in_name_of=BOGDAN), Act(other, ANA)]) == told, "as a stand-in"
    assert conflict([Act(one, ANA), Act(other, BOGDAN)]) == []
    assert conflict([Act(one, ANA), Act(one, ANA)]) == []
