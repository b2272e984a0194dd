"""Refusals of policies, approvals, absences and duties that are kept apart."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "policy.missing": _("No policy says who approves this. Have an owner make one."),
    "policy.unknown": _("There is no policy {policy}."),
    "policy.known": _(
        "There is a policy at position {position} already. Archive it first, or choose another position."
    ),
    "policy.nobody": _("Step {step} asks nobody. Name people or roles."),
    "policy.escalates_within": _(
        "Step {step} would be escalated to somebody whom this policy asks anyway. Name others: one person answers once."
    ),
    "policy.bad_value": _("{value} cannot be used for {field} of a policy."),
    "approval.unknown": _("There is no request {approval}."),
    "approval.known": _("Approval of {name} was asked for already."),
    "approval.nobody": _(
        "Step {step} of the policy finds nobody who has no other part in it. Have an owner change the policy."
    ),
    "approval.own": _("{name} is your own request. Somebody else has to approve it."),
    "approval.not_asked": _("{user} is not asked about {name} now. See whose answer it waits for."),
    "approval.answered_before": _("You have answered about {name}. A second answer has to come from another person."),
    "approval.no_person": _("{name} is no person, and only people approve."),
    "question.unknown": _("There is no question {question}."),
    "question.known": _("This question is answered already."),
    "question.not_yours": _("This question was put to {user}."),
    "question.no_addressee": _("Nobody asked for this approval. Say whom you ask."),
    "absence.unknown": _("There is no absence {absence}."),
    "absence.bad_days": _(
        "An absence from {first} to {last} cannot be noted. Choose at most {most} days, not all past."
    ),
    "absence.bad_ceiling": _("{ceiling} is no amount up to which somebody can act. Give one from 0 on."),
    "absence.known": _("{user} is away on some of these days already. End that absence first."),
    "absence.loop": _("{substitute} is away then, and {user} would act for them. Choose somebody else."),
    "absence.not_yours": _("{user} says who acts for them, or somebody who edits people and does not act themselves."),
    "absence.cannot_act": _("{user} may not approve, so they cannot act for somebody who does."),
    "absence.over": _("This absence was over on {last}."),
    "duty.kept_apart": _(
        "{user} has a part in this document already. Nobody has two of these: making its supplier, entering, "
        "approving, paying and reconciling it. Ask another person."
    ),
}
