"""Tables of policies, requests for approval with their steps, seats and answers, and of duties done."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company, User
from kvit.core.duties import DUTIES
from kvit.tables import AmountField, PublicIdField


class Policy(models.Model):
    """Who is asked about what; never changed: another takes its place. Empty lists hold for everything."""

    public_id = PublicIdField(prefix="pol")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="policies")
    name = models.CharField(max_length=120)
    position = models.IntegerField()
    subject_kind = models.CharField(max_length=30, blank=True)
    least = AmountField(default=0)
    period_days = models.IntegerField(default=30)
    categories = models.JSONField(default=list)
    suppliers = models.JSONField(default=list)
    cost_centres = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "position"], name="policy_position_once", condition=Q(archived_at=None)
            ),
        ]


class Approval(models.Model):
    """A request for approval of anything, by kind and number. `counted` is the amount with what counted against it."""

    public_id = PublicIdField(prefix="apr")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="approvals")
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_public_id = models.CharField(max_length=40, blank=True)
    subject_name = models.CharField(max_length=120)
    amount = AmountField()
    counted = AmountField()
    supplier = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=60, blank=True)
    cost_centre = models.CharField(max_length=60, blank=True)
    requester = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="approvals")
    status = models.CharField(max_length=10, default="open")
    opened_on = models.DateField()
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "subject_kind", "subject_id"],
                name="approval_once",
                condition=Q(status__in=["open", "approved"]),
            ),
            models.CheckConstraint(
                name="approval_status", condition=Q(status__in=["open", "approved", "rejected", "withdrawn"])
            ),
        ]
        indexes = [
            models.Index(fields=["company", "status", "id"], name="approval_list"),
            models.Index(fields=["company", "supplier", "opened_on"], name="approval_of_supplier"),
        ]


class Step(models.Model):
    """Who is asked at a position; waits from the day on which its position's turn came until it is settled."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="steps")
    position = models.IntegerField()
    need = models.CharField(max_length=3)
    remind_days = models.IntegerField()
    escalate_days = models.IntegerField()
    escalate_people = models.JSONField(default=list)
    escalate_roles = models.JSONField(default=list)
    opened_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="step_need", condition=Q(need__in=["any", "all"])),
        ]


class Seat(models.Model):
    """Somebody who is asked; `role` is what gave them the seat, where a role did."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="seat_once")]


class Answer(models.Model):
    """A yes or a no: by whom, and for whom where that is somebody else. `slot` is 0 where any one answer settles."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="answers")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="answers")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="answers")
    slot = models.BigIntegerField()
    verdict = models.CharField(max_length=7)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    in_name_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_key = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    answered_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approval", "person"], name="answer_once_by_person"),
            models.UniqueConstraint(fields=["step", "slot"], name="answer_once_for_slot"),
            models.CheckConstraint(name="answer_verdict", condition=Q(verdict__in=["approve", "reject"])),
        ]
        indexes = [models.Index(fields=["company", "in_name_of", "answered_on"], name="answer_in_name")]


class Question(models.Model):
    """What an approver wants to know before they answer."""

    public_id = PublicIdField(prefix="qst")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="questions")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)


class Reply(models.Model):
    """The answer to a question, once."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="reply")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)


class DutyDone(models.Model):
    """Which duty a person has about a document; all duties are kept apart, so one at most (`core/duties.py`)."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=20)
    done_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "subject_kind", "subject_id", "person"], name="duty_once"),
            models.CheckConstraint(name="duty_known", condition=Q(duty__in=DUTIES)),
        ]
