"""A bill is approved by those whom the policy names, and by nobody else (pain 23, attack A05)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kvit.approvals import answers, clocks, duties, policies, queries, questions, requests
from kvit.approvals.models import Answer, Approval, DutyDone, Policy, Step
from kvit.approvals.tests.makers import Office
from kvit.companies import changes, companies
from kvit.companies.models import User
from kvit.companies.permissions import actor, api_actor, automation
from kvit.core import approval
from kvit.core.approval import Group
from kvit.core.duties import Act
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.tasks.models import Task
from tests.builders import DAY, the_owner

pytestmark = pytest.mark.django_db
TUESDAY, FRIDAY, MONDAY = date(2026, 3, 3), date(2026, 3, 6), date(2026, 3, 9)


@pytest.fixture
def office():
    return Office()


def refused(act, *given, **named):
    with pytest.raises(Refused) as refusal:
        act(*given, **named)
    return refusal.value.code


def approve(office, row, *people, on=DAY):
    for person in people:
        row = answers.approve(office.company, row, by=person, on=on)
    return row.status


def told(office, kind="approval.waiting"):
    return set(Task.objects.filter(company=office.company, kind=kind, status="open").values_list("owner_id", flat=True))


def test_a_large_bill_goes_to_both_and_then_to_an_owner(office):
    row = office.ask()
    assert told(office) == {office.ana.id, office.bogdan.id}
    assert refused(answers.approve, office.company, row, by=office.olga, on=DAY) == "approval.not_asked"
    assert approve(office, row, office.bogdan) == "open"
    assert told(office) == {office.ana.id}
    assert approve(office, row, office.ana, on=TUESDAY) == "open"
    assert told(office) == {office.olga.id}
    assert approve(office, row, office.olga, on=TUESDAY) == "approved"
    assert told(office) == set()
    names = (
        Event.objects.filter(subject_kind="approval", subject_id=row.pk).order_by("pk").values_list("name", flat=True)
    )
    assert list(names) == ["approval.requested", *["approval.step_approved"] * 3, "approval.approved"]
    assert refused(requests.open, office.company, _about(row), by=office.dan, on=DAY) == "approval.known"


def _about(row):
    return requests.About(kind="bill", id=row.subject_id, name=row.subject_name, amount=row.amount)


def test_one_no_ends_it_and_it_may_be_asked_anew(office):
    row = office.ask()
    assert refused(answers.reject, office.company, row, reason=" ", by=office.ana, on=DAY) == "reason.missing"
    assert answers.reject(office.company, row, reason="wrong price", by=office.ana, on=DAY).status == "rejected"
    assert told(office) == set()
    assert refused(answers.approve, office.company, row, by=office.bogdan, on=DAY) == "approval.not_open"
    again = requests.open(office.company, _about(row), by=office.dan, on=DAY)
    assert again.status == "open"
    assert requests.withdraw(office.company, again, reason="paid by card", by=office.dan, on=DAY).status == "withdrawn"


def test_a_policy_without_steps_asks_nobody_and_without_a_policy_nothing_is_approved(office):
    for policy in policies.holding(office.company):
        policies.archive(office.company, policy, by=office.olga, on=DAY)
    assert refused(office.ask) == "policy.missing"
    office.policy("free", 1)
    assert office.ask().status == "approved"


def test_a05_split_bills_count_as_one(office):
    assert office.ask("600.00", supplier="alfa").counted == 600
    assert told(office) == {office.bogdan.id, office.carmen.id}
    second = office.ask("600.00", supplier="alfa", on=TUESDAY)
    assert (second.counted, second.policy.name) == (1200, "large")
    assert office.ask("600.00", supplier="beta").policy.name == "small"
    assert office.ask("600.00", supplier="alfa", on=DAY + timedelta(days=40)).policy.name == "small"


def test_a05_nobody_approves_their_own_request_by_any_way(office):
    row = office.ask(by=office.ana)
    assert refused(answers.approve, office.company, row, by=office.ana, on=DAY) == "approval.own"
    key, _ = companies.make_api_key(
        office.company, User.objects.get(pk=office.ana.id), name="script", by=office.olga, on=DAY
    )
    assert refused(answers.approve, office.company, row, by=api_actor(key), on=DAY) == "approval.own"
    office.away(office.bogdan, office.ana)
    assert refused(answers.approve, office.company, row, by=office.ana, on=DAY) == "approval.own", "as a stand-in"
    public_id = User.objects.get(pk=office.ana.id).public_id
    changes.give_role(office.company, public_id, role="owner", by=office.olga, on=DAY)
    owner = actor(User.objects.get(pk=office.ana.id), office.company)
    clocks.run(office.company, on=MONDAY)
    assert Step.objects.filter(approval=row, escalated_on=MONDAY).exists()
    assert refused(answers.approve, office.company, row, by=owner, on=MONDAY) == "approval.own", "as an owner"
    robot = automation("approvals", office.company)
    assert refused(answers.approve, office.company, row, by=robot, on=DAY) == "permission.denied"


def test_a_stand_in_answers_in_both_names_up_to_the_ceiling(office):
    office.away(office.ana, office.carmen, ceiling=Decimal(2000), last=FRIDAY)
    row, dear = office.ask(), office.ask("2000.01")
    assert refused(answers.approve, office.company, dear, by=office.carmen, on=DAY) == "approval.not_asked"
    assert told(office) == {office.ana.id, office.bogdan.id, office.carmen.id}
    approve(office, row, office.carmen)
    found = queries.in_name_of(office.company, office.ana.id, since=DAY, until=FRIDAY)
    assert [(one.person_id, one.in_name_of_id, one.approval_id) for one in found] == [
        (office.carmen.id, office.ana.id, row.pk)
    ]
    assert refused(answers.approve, office.company, row, by=office.ana, on=DAY) == "approval.not_asked", "it is taken"
    late = office.ask(on=MONDAY)
    assert refused(answers.approve, office.company, late, by=office.carmen, on=MONDAY) == "approval.not_asked"


def test_two_seats_are_two_people(office):
    office.away(office.ana, office.bogdan)
    row = office.ask()
    approve(office, row, office.bogdan)
    assert refused(answers.approve, office.company, row, by=office.bogdan, on=DAY) == "approval.answered_before"
    assert approve(office, row, office.ana) == "open"


def test_who_lost_the_role_or_left_answers_nothing(office):
    row = office.ask("10.00")
    carmen = User.objects.get(pk=office.carmen.id)
    changes.give_role(office.company, carmen.public_id, role="accountant", by=office.olga, on=DAY)
    accountant = actor(carmen, office.company)
    assert refused(answers.approve, office.company, row, by=accountant, on=DAY) == "approval.not_asked"
    bogdan = User.objects.get(pk=office.bogdan.id)
    changes.part(office.company, bogdan.public_id, by=office.olga, on=DAY)
    assert refused(answers.approve, office.company, row, by=office.bogdan, on=DAY) == "approval.not_asked"


def test_a_step_that_waits_is_reminded_of_and_escalated_by_working_days(office):
    row = office.ask(on=FRIDAY)
    assert clocks.run(office.company, on=MONDAY) == clocks.Pressed()
    tuesday = MONDAY + timedelta(days=1)
    assert clocks.run(office.company, on=tuesday) == clocks.Pressed(reminded=1)
    assert clocks.run(office.company, on=tuesday) == clocks.Pressed(), "twice on a day changes nothing"
    assert told(office, "approval.overdue") == {office.ana.id, office.bogdan.id}
    assert refused(answers.approve, office.company, row, by=office.carmen, on=tuesday) == "approval.not_asked"
    thursday = MONDAY + timedelta(days=3)
    assert clocks.run(office.company, on=thursday) == clocks.Pressed(escalated=1)
    assert clocks.run(office.company, on=thursday) == clocks.Pressed(), "on the day of an escalation too"
    assert told(office, "approval.escalated") == {office.carmen.id}
    approve(office, row, office.carmen, on=thursday)
    answer = Answer.objects.get(approval=row)
    assert (answer.person_id, answer.in_name_of_id) == (office.carmen.id, office.ana.id)
    assert [(one.step.position, one.days) for one in queries.waiting(office.company, on=thursday)] == [(1, 4)]


@pytest.mark.parametrize("to", ["reminded", "escalated"])
def test_a_step_whose_request_ends_while_the_clock_runs_is_not_pressed(office, to):
    row = office.ask()
    read = Step.objects.select_related("approval__company").get(approval=row, position=1)
    requests.withdraw(office.company, row, reason="paid by card", by=office.dan, on=MONDAY)
    assert not clocks.press(office.company, read, to=to, on=MONDAY)
    assert not Task.objects.filter(company=office.company, status="open").exists()
    assert not Event.objects.filter(name=f"approval.{to}").exists()


def test_where_requests_wait_is_shown_to_everybody_and_what_is_mine_to_me(office):
    row = office.ask()
    office.away(office.ana, office.carmen)
    found = queries.waiting(office.company, on=DAY)
    people = {office.ana.id, office.bogdan.id, office.carmen.id}
    assert [(one.approval.pk, {user.pk for user in one.people}) for one in found] == [(row.pk, people)]
    mine = queries.waiting(office.company, person=office.carmen.id, on=DAY)
    assert [(one.approval.pk, one.in_name_of.pk) for one in mine] == [(row.pk, office.ana.id)]
    assert queries.waiting(office.company, person=office.dan.id, on=DAY) == []


def test_a_question_is_asked_and_answered_on_the_request_once(office):
    row = office.ask()
    question = questions.ask(office.company, row, text="Which project?", by=office.ana, on=DAY)
    assert told(office, "approval.question") == {office.dan.id}
    assert refused(questions.ask, office.company, row, text="?", by=office.carmen, on=DAY) == "approval.not_asked"
    assert refused(questions.reply, office.company, question, text="x", by=office.ana, on=DAY) == "question.not_yours"
    questions.reply(office.company, question, text="Cluj", by=office.dan, on=DAY)
    assert told(office, "approval.question") == set()
    assert refused(questions.reply, office.company, question, text="y", by=office.dan, on=DAY) == "question.known"
    assert [one.reply.text for one in queries.find(office.company, row.public_id).questions.all()] == ["Cluj"]


def test_a05_one_person_has_one_duty_about_a_document(office):
    row = office.ask(done={"create_supplier": office.carmen.id})
    approve(office, row, office.ana, office.bogdan, office.olga)
    document = ("bill", row.subject_id)
    for person in (office.ana, office.bogdan, office.carmen, office.dan, office.olga):
        assert refused(_do, office, document, Act("release", person.id)) == "duty.kept_apart"
    eva = office.somebody("eva", "owner")
    assert refused(_do, office, document, Act("release", eva.id, in_name_of=office.ana.id)) == "duty.kept_apart"
    _do(office, document, Act("release", eva.id))
    _do(office, document, Act("release", eva.id))
    assert refused(_do, office, document, Act("reconcile", eva.id)) == "duty.kept_apart"
    assert DutyDone.objects.filter(person_id=eva.id).count() == 1


def _do(office, document, act):
    with transaction.atomic():
        duties.record(office.company, document, acts=[act], on=DAY)


def test_a05_who_made_the_supplier_neither_enters_nor_approves_its_bill(office):
    assert refused(office.ask, done={"create_supplier": office.dan.id}) == "duty.kept_apart"
    assert not Approval.objects.exists()
    row = office.ask("10.00", done={"create_supplier": office.carmen.id})
    assert told(office) == {office.bogdan.id}, "nobody is asked who may not answer"
    assert refused(answers.approve, office.company, row, by=office.carmen, on=DAY) == "approval.not_asked"
    assert Answer.objects.count() == 0
    assert approve(office, row, office.bogdan) == "approved"


def test_a_request_that_nobody_may_approve_is_refused_or_told_to_an_owner():
    owners = Group(roles=frozenset({"owner"}))
    office = Office(large=(approval.Step(position=1, group=owners), approval.Step(position=2, group=owners)))
    assert refused(office.ask, done={"create_supplier": office.olga.id}) == "approval.nobody"
    row = office.ask()
    assert approve(office, row, office.olga) == "open", "the only owner has answered, and cannot do it twice"
    assert (told(office), told(office, "approval.stuck")) == (set(), {office.olga.id})
    clocks.run(office.company, on=MONDAY)
    assert told(office, "approval.stuck") == {office.olga.id}
    requests.withdraw(office.company, row, reason="paid by card", by=office.dan, on=MONDAY)
    assert told(office, "approval.stuck") == set()


def test_a_seat_of_many_that_was_lost_with_its_role_is_told_to_an_owner():
    approvers = approval.Step(position=1, group=Group(roles=frozenset({"approver"})), need="all")
    office = Office(large=(approvers,))
    row = office.ask()
    carmen = User.objects.get(pk=office.carmen.id)
    changes.give_role(office.company, carmen.public_id, role="clerk", by=office.olga, on=DAY)
    assert approve(office, row, office.bogdan) == "open"
    assert (told(office), told(office, "approval.stuck")) == (set(), {office.olga.id})
    changes.give_role(office.company, carmen.public_id, role="approver", by=office.olga, on=DAY)
    clocks.run(office.company, on=MONDAY)
    assert (told(office, "approval.overdue"), told(office, "approval.stuck")) == ({office.carmen.id}, set())
    assert approve(office, row, office.carmen, on=MONDAY) == "approved"


def test_a_stand_in_is_not_waited_for_once_the_seat_is_answered(office):
    office.away(office.ana, office.carmen)
    row = office.ask()
    assert told(office) == {office.ana.id, office.bogdan.id, office.carmen.id}
    approve(office, row, office.ana)
    assert told(office) == {office.bogdan.id}


def test_who_may_answer_is_found_with_as_many_readings_for_many_people_as_for_few(office):
    def readings():
        row = office.ask()
        with CaptureQueriesContext(connection) as read:
            questions.ask(office.company, row, text="Which project?", by=office.ana, on=DAY)
            approve(office, row, office.ana)
        return len(read)

    few = readings()
    for name in ("eva", "fane", "gigi"):
        office.somebody(name, "approver")
    assert readings() == few


def test_a_policy_names_people_who_are_there_and_only_an_owner_makes_one(office):
    nobody = approval.Step(position=1, group=Group())
    assert refused(office.policy, "empty", 5, nobody) == "policy.nobody"
    assert refused(office.policy, "taken", 1) == "policy.known"
    viewers = approval.Step(position=1, group=Group(roles=frozenset({"viewer"})))
    assert refused(office.policy, "viewers", 5, viewers) == "policy.bad_value"
    owners = Group(roles=frozenset({"owner"}))
    circular = approval.Step(position=1, group=owners, escalate_to=owners)
    assert refused(office.policy, "circular", 5, circular) == "policy.escalates_within"
    stranger = approval.Step(position=1, group=Group(frozenset({10**6})))
    assert refused(office.policy, "stranger", 5, stranger) == "user.unknown"
    free = approval.Policy(id="", position=0, steps=())
    assert refused(policies.make, office.company, free, name="x", by=office.ana, on=DAY) == "permission.denied"


def test_a_policy_that_changes_later_changes_nothing_that_was_asked(office):
    row = office.ask()
    policies.archive(office.company, Policy.objects.get(name="large"), by=office.olga, on=DAY)
    office.policy("free", 0)
    assert approve(office, row, office.ana) == "open"
    assert refused(policies.archive, office.company, Policy.objects.get(name="large"), by=office.olga, on=DAY) == (
        "policy.unknown"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE approvals_answer SET verdict = 'reject'",
        "DELETE FROM approvals_answer",
        "UPDATE approvals_approval SET amount = 1",
        "UPDATE approvals_approval SET supplier = 'beta'",
        "UPDATE approvals_approval SET opened_on = '2020-01-01'",
        "UPDATE approvals_policy SET least = 0",
        "UPDATE approvals_policy SET steps = '[]'",
        "UPDATE approvals_seat SET role = 'owner'",
        "UPDATE approvals_step SET need = 'any'",
        "UPDATE approvals_step SET escalate_people = '[1]'",
        "UPDATE approvals_step SET escalate_days = 1",
        "DELETE FROM approvals_dutydone",
    ],
)
def test_the_database_itself_keeps_what_was_asked_and_answered(office, statement):
    approve(office, office.ask(), office.ana)
    with pytest.raises(DatabaseError), transaction.atomic():
        _run(statement)
    assert Answer.objects.get().verdict == "approve"


def _run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_strangers_company_sees_nothing(office):
    row, other = office.ask(), Office()
    assert refused(answers.approve, other.company, row, by=the_owner(other.company), on=DAY) == "approval.unknown"
    assert refused(queries.find, other.company, row.public_id) == "approval.unknown"
    assert queries.waiting(other.company, on=DAY) == []
