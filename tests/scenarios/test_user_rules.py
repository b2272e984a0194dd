"""A company's own rules: rehearsed, suggested, done once, with reasons; nothing they do makes a rule act again."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kvit.companies import changes
from kvit.core import event_names, flow_rules
from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Event, Work
from kvit.messages.models import Message
from kvit.reactions import REACTIONS, SNAPSHOTS
from kvit.rules import acting, queries, rehearsals, rules
from kvit.rules.models import RuleAct, RuleVersion
from kvit.tasks import texts
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db
OVER = {"field": "total", "comparison": "over", "value": "1000", "currency": "RON"}
LOOK = {"kind": "task", "text": "Thank them by phone", "role": "owner", "days": 2}


@pytest.fixture
def company():
    return a_company("RO")


def a_rule(company, *conditions, level="auto", act=LOOK, event="invoice.issued", name="Dear"):
    told = {"name": name, "event": event, "conditions": list(conditions), "act": act}
    rule = rules.make(company, told, by=the_owner(company), on=DAY)
    return rules.let(company, rule, level=level, by=the_owner(company), on=DAY)


def sold(company, net, **more):
    return an_invoice(company, a_line(net), **more)


def followed():
    """Everything that follows by the rules, as the worker does it."""
    work.run_all({name: [one for one in told if one[0] == "rules"] for name, told in REACTIONS.items()})


def the_tasks(company, kind="rule.task"):
    return list(Task.objects.filter(company=company, kind=kind, status="open").order_by("pk"))


def refused(act, *given, **named):
    with pytest.raises(Refused) as refusal:
        act(*given, **named)
    return refusal.value.code


def test_what_is_over_the_amount_becomes_a_task_that_says_why(company):
    a_rule(company, OVER)
    small, dear = sold(company, "100"), sold(company, "1000")
    followed()
    (task,) = the_tasks(company)
    assert task.subject_public_id == dear.public_id and task.owner == company.memberships.get().user
    assert texts.title(task, language="en") == f"Thank them by phone: {dear.number}"
    gross = f"{dear.gross:,.2f}"
    said = texts.reason(task).replace("\u00a0", " ")
    assert said == f"Because the rule “Dear”: total {gross} RON is over 1,000.00 RON."
    act = RuleAct.objects.get()
    told = Event.objects.get(name="rule.acted")
    assert (told.actor_name, told.facts["about"], told.facts["version"]) == ("rules", dear.public_id, 1)
    assert told.facts["because"] == act.because and told.facts["task"] == task.public_id
    assert small.gross < 1000


def test_nothing_is_done_twice_however_often_the_worker_comes(company):
    rule = a_rule(company, OVER)
    sold(company, "1000")
    followed()
    Work.objects.filter(handler="rules").update(status="pending", attempt=0)
    followed()
    assert len(the_tasks(company)) == 1
    act = RuleAct.objects.get(rule=rule)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleAct.objects.create(company=company, rule=rule, version=act.version, event=act.event, status="done")


def test_a_suggestion_waits_for_a_person_and_is_done_once(company):
    a_rule(company, OVER, level="suggest")
    sold(company, "1000")
    followed()
    assert the_tasks(company) == []
    (asked,) = the_tasks(company, "rule.suggested")
    act = queries.find_act(company, RuleAct.objects.get().public_id)
    viewer = somebody(company, "viewer")
    assert refused(acting.accept, company, act, by=viewer, on=DAY) == "permission.denied"
    acting.accept(company, act, by=the_owner(company), on=DAY)
    assert len(the_tasks(company)) == 1
    asked.refresh_from_db()
    assert asked.status == "done"
    assert refused(acting.accept, company, act, by=the_owner(company), on=DAY) == "rule_act.known"
    assert Event.objects.get(name="rule.acted").actor_name == str(the_owner(company).name)


def test_a_rule_that_is_off_or_younger_than_the_event_does_nothing(company):
    rule = a_rule(company, OVER, level="off")
    sold(company, "1000")
    followed()
    sold(company, "1000")
    a_rule(company, OVER)
    rules.let(company, rule, level="auto", by=the_owner(company), on=DAY)
    followed()
    acts = RuleAct.objects.filter(company=company)
    assert [one.rule for one in acts] == [rule], "the second rule was written after the sale"


def test_an_act_points_to_the_version_that_held(company):
    rule = a_rule(company, OVER)
    sold(company, "1000")
    rules.change(
        company, rule, {"name": "Dearer", "event": "invoice.issued", "act": LOOK}, by=the_owner(company), on=DAY
    )
    followed()
    assert (RuleAct.objects.get().version.number, RuleAct.objects.get().version.told["name"]) == (1, "Dear")
    assert queries.current(company, rule).told["name"] == "Dearer"


def test_a_notice_goes_by_mail_to_everybody_with_the_role(company):
    clerks = [somebody(company, "clerk"), somebody(company, "clerk")]
    a_rule(company, OVER, act={"kind": "notice", "text": "A large sale", "role": "clerk"})
    dear = sold(company, "1000")
    work.run_all({name: [one for one in told if one[0] in ("rules", "tell")] for name, told in REACTIONS.items()})
    mails = Message.objects.filter(company=company, kind="rule_notice")
    assert len({mail.to_address for mail in mails}) == len(clerks) == mails.count()
    assert f"A large sale ({dear.number})" == mails[0].subject
    assert the_tasks(company) == []


def test_no_act_of_a_rule_can_wake_a_rule(company):
    """Whatever a rule does and whatever follows from it is no event that a rule may follow."""
    a_rule(company, OVER)
    a_rule(company, OVER, act={"kind": "notice", "text": "x", "role": "owner"})
    a_rule(company, OVER, act={"kind": "webhook", "text": "x"})
    a_rule(company, OVER, level="suggest")
    sold(company, "1000")
    Work.objects.exclude(event__name="invoice.issued").update(status="done")
    last = Event.objects.latest("pk").pk
    wanted = {"rules", "tell", "tasks"}
    work.run_all({name: [one for one in told if one[0] in wanted] for name, told in REACTIONS.items()})
    followed_by = set(Event.objects.filter(pk__gt=last).values_list("name", flat=True))
    assert {"rule.acted", "rule.suggested", "task.opened", "message.queued"} <= followed_by
    assert not followed_by & set(flow_rules.EVENTS)


def test_a_rule_that_fails_is_a_task_and_the_others_act(company):
    broken = a_rule(company, act={"kind": "task", "text": "x", "role": "approver"}, name="Nobody")
    a_rule(company, OVER)
    sold(company, "1000")
    followed()
    (failed,) = the_tasks(company, "rule.failed")
    assert failed.subject_public_id == broken.public_id
    assert "Nobody in the company has the role approver" in texts.reason(failed)
    assert len(the_tasks(company)) == 1
    assert not RuleAct.objects.filter(rule=broken).exists()
    assert not Work.objects.filter(handler="rules", status="dead").exists()
    rules.let(company, broken, level="off", by=the_owner(company), on=DAY)
    assert the_tasks(company, "rule.failed") == []


def test_who_left_cannot_be_told_and_a_person_hears_of_it(company):
    ana = somebody(company, "clerk")
    public_id = company.memberships.get(role="clerk").user.public_id
    a_rule(company, act={"kind": "task", "text": "x", "to": public_id})
    changes.part(company, public_id, by=the_owner(company), on=DAY)
    sold(company, "10")
    followed()
    assert len(the_tasks(company, "rule.failed")) == 1 and ana.id


def test_a_rehearsal_shows_what_would_have_been_done_and_writes_nothing(company):
    small, dear = sold(company, "100"), sold(company, "1000")
    rule = a_rule(company, OVER, level="off")
    before = Event.objects.count(), Task.objects.count(), RuleAct.objects.count()
    told = rules.read(queries.current(company, rule))
    one = rehearsals.rehearse(company, told, days=30, snapshots=SNAPSHOTS, on=DAY)
    assert [(row.name, row.acts) for row in one.rows] == [(dear.number, True), (small.number, False)]
    assert (one.happened, one.acts) == (2, 1)
    assert (Event.objects.count(), Task.objects.count(), RuleAct.objects.count()) == before
    later = rehearsals.rehearse(company, told, days=5, snapshots=SNAPSHOTS, on=DAY + timedelta(days=6))
    assert later.rows == []
    for days in (0, 367):
        assert refused(rehearsals.rehearse, company, told, days=days, snapshots=SNAPSHOTS, on=DAY) == "rule.bad_days"


@pytest.mark.parametrize("role", ["accountant", "clerk", "approver", "viewer"])
def test_only_owners_write_rules(company, role):
    who = somebody(company, role)
    told = {"name": "x", "event": "invoice.issued", "act": LOOK}
    assert refused(rules.make, company, told, by=who, on=DAY) == "permission.denied"
    rule = a_rule(company, OVER)
    assert refused(rules.change, company, rule, told, by=who, on=DAY) == "permission.denied"
    assert refused(rules.let, company, rule, level="auto", by=who, on=DAY) == "permission.denied"


def test_a_stranger_is_no_addressee(company):
    other = a_company("BG")
    stranger = other.memberships.get().user.public_id
    act = {"kind": "task", "text": "x", "to": stranger}
    told = {"name": "x", "event": "invoice.issued", "act": act}
    assert refused(rules.make, company, told, by=the_owner(company), on=DAY) == "user.unknown"


def test_what_a_rule_said_and_did_is_never_rewritten(company):
    rule = a_rule(company, OVER)
    sold(company, "1000")
    followed()
    for rows, change in (
        (RuleVersion.objects.all(), {"number": 7}),
        (RuleAct.objects.all(), {"status": "suggested"}),
        (type(rule).objects.all(), {"made_at": RuleAct.objects.get().at}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {rows.model._meta.db_table}")


def test_every_event_of_a_rule_is_ours_and_has_a_snapshot():
    assert set(flow_rules.EVENTS) <= set(event_names.NAMES)
    assert set(flow_rules.EVENTS.values()) == set(flow_rules.FIELDS) <= set(SNAPSHOTS)


def test_the_fields_are_in_the_snapshots(company):
    """Each field of an invoice and of a customer stands where the rule looks for it."""
    row = sold(company, "1000", customer=a_customer(company, country="RO"))
    for kind, id in (("invoice", row.pk), ("party", row.party_id)):
        snapshot = next(iter(SNAPSHOTS[kind](company, id)))
        for name, field in flow_rules.FIELDS[kind].items():
            here = snapshot
            for step in field.path:
                assert step in here, f"{kind}.{name}"
                here = here[step]
