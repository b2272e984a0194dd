"""Tables of the rules that a company writes, their versions, and what each did about which event."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company, User
from kvit.events.models import Event
from kvit.tables import PublicIdField


class Rule(models.Model):
    """A rule, and how far it may go by itself; what it says stands in its versions."""

    public_id = PublicIdField(prefix="rule")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="flow_rules")
    level = models.CharField(max_length=10, default="off")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="rule_level", condition=Q(level__in=["off", "suggest", "auto"])),
        ]


class RuleVersion(models.Model):
    """What a rule says from a moment on, until its next version; never changed."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    event = models.CharField(max_length=60)
    told = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once")]
        indexes = [models.Index(fields=["company", "event"], name="rule_version_of_event")]


class RuleAct(models.Model):
    """What a rule did, or would do, about an event, once; `because` is what its conditions found."""

    public_id = PublicIdField(prefix="rac")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="rule_acts")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="acts")
    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="acts")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    subject_name = models.CharField(max_length=120)
    because = models.JSONField(default=list)
    status = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "event"], name="rule_act_once"),
            models.CheckConstraint(name="rule_act_status", condition=Q(status__in=["suggested", "done"])),
        ]
        indexes = [models.Index(fields=["rule", "id"], name="rule_act_list")]
