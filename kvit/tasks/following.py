"""Which events open tasks and which close them: two tables, and the handler that follows them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kvit.companies.models import Company, User
from kvit.companies.permissions import automation
from kvit.events.models import Event
from kvit.tasks import tasks
from kvit.tasks.tasks import Case

Facts = Mapping[str, object]
SUBJECT = "subject"


@dataclass(frozen=True)
class Rule:
    """A kind of task, and which facts of the event say which case it is (`subject`: what the event is about)."""

    kind: str
    by: tuple[str, ...] = (SUBJECT,)
    when: Callable[[Facts], bool] = lambda facts: True
    is_for_each: bool = False
    """Whether the last of these facts names people, of whom each has a task of their own."""


def _low(facts: Facts) -> bool:
    return bool(facts.get("is_low"))


def _not_low(facts: Facts) -> bool:
    return not facts.get("is_low")


def _loud(facts: Facts) -> bool:
    return not facts.get("quiet")


def _of_draft(facts: Facts) -> bool:
    return "invoice" in facts


def _waits(facts: Facts) -> bool:
    return bool(facts.get("waits"))


def _with_errors(facts: Facts) -> bool:
    return bool(facts.get("with_errors"))


def _stopped(facts: Facts) -> bool:
    return facts.get("status") == "needs_attention"


def _passed(facts: Facts) -> bool:
    return facts.get("status") == "to_approve"


def _of_no_mail(facts: Facts) -> bool:
    """Work that was to send a mail fails the mail, which opens its own task."""
    return facts.get("event") != "message.queued"


def _in_place(facts: Facts) -> bool:
    """A text that went because the mail came back: nothing follows it."""
    return bool(facts.get("is_instead"))


def _answered(answer: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.get("answer") == answer


def _of_both(facts: Facts) -> bool:
    """A set-off that the other side signs too."""
    return facts.get("basis") == "agreement"


def _to_self_charge(facts: Facts) -> bool:
    return bool(facts.get("self_charge"))


def _nothing_held(facts: Facts) -> bool:
    return Decimal(str(facts.get("held"))) == 0


def _with_missing(facts: Facts) -> bool:
    return bool(facts.get("missing"))


def _left_over(facts: Facts) -> bool:
    return Decimal(str(facts.get("unapplied", 0))) > 0


def _told(facts: Facts) -> bool:
    """Said by the gateway after it was silent."""
    return bool(facts.get("told"))


def _of_saved(facts: Facts) -> bool:
    """A charge of a saved way of paying that somebody still owes."""
    return bool(facts.get("charge")) and facts.get("told") != "saved_charge.settled"


def _of_vat_id(facts: Facts) -> bool:
    changed = facts.get("changed")
    return isinstance(changed, list) and "vat_id" in changed


OPENS: Mapping[str, tuple[Rule, ...]] = {
    "bill.approved": (Rule("bill.self_charge", when=_to_self_charge),),
    "bill.part_held": (Rule("bill.part_held"),),
    "bill.rest_disputed": (Rule("bill.rest_disputed"),),
    "bank_account.opened": (Rule("bank_account.to_confirm", by=(SUBJECT, "owners"), is_for_each=True),),
    "bank_account.reopened": (Rule("bank_account.to_confirm", by=(SUBJECT, "owners"), is_for_each=True),),
    "bill.checked": (Rule("bill.waiting", when=_stopped),),
    "bill.supplier_answered": (Rule("bill.supplier_answered"),),
    "bill.early_accepted": (Rule("bill.early_accepted", by=("key",)),),
    "supplier.change_proposed": (Rule("supplier.change_proposed"),),
    "customer.change_proposed": (Rule("customer.change_proposed"),),
    "chargeback.asked": (Rule("chargeback.to_answer"),),
    "chargeback.opened": (Rule("chargeback.to_answer"),),
    "chargeback.stuck": (Rule("chargeback.stuck"),),
    "checkout.failed": (Rule("saved_charge.failed", by=("item",), when=_of_saved),),
    "saved_charge.suggested": (Rule("saved_charge.to_start", by=("item",)),),
    "saved_method.stuck": (Rule("saved_method.stuck"),),
    "checkout.paid": (Rule("checkout.left_over", by=("credit",), when=_left_over),),
    "checkout.stuck": (Rule("checkout.stuck"),),
    "checkout.unanswered": (Rule("checkout.unanswered"),),
    "gateway_refund.failed": (Rule("gateway_refund.failed"),),
    "gateway_refund.stuck": (Rule("gateway_refund.stuck"),),
    "supplier_statement.taken": (Rule("supplier_statement.missing", when=_with_missing),),
    "claim.found": (Rule("claim.found"),),
    "claim.give_up_asked": (Rule("claim.to_give_up"),),
    "customer.vat_checked": (Rule("customer.vat_invalid", when=_answered("invalid")),),
    "dispute.opened": (Rule("dispute.opened"),),
    "dispute.reopened": (Rule("dispute.opened"),),
    "invoice.held": (Rule("invoice.held"),),
    "mail.taken": (Rule("mail.to_read", when=_waits),),
    "mailbox.troubled": (Rule("mailbox.troubled"),),
    "feed.troubled": (Rule("feed.troubled"),),
    "feed.consent_ends": (Rule("feed.consent_ends"),),
    "feed.gap_found": (Rule("feed.gap_found", by=(SUBJECT, "account")),),
    "message.failed": (Rule("message.failed", when=_loud),),
    "message.bounced": (Rule("message.bounced", when=_loud),),
    "message.lost": (Rule("message.lost", when=_loud),),
    "offset.proposed": (Rule("offset.to_sign"),),
    "offset.signed": (Rule("offset.to_countersign", when=_of_both),),
    "plan.proposed": (Rule("plan.to_decide", when=_waits),),
    "plan.reopened": (Rule("plan.to_decide", when=_waits),),
    "plan.broken": (Rule("plan.broken"),),
    "rating.given": (Rule("rating.low", when=_low),),
    "rating.changed": (Rule("rating.low", when=_low),),
    "reminder.prepared": (Rule("reminder.to_post"),),
    "run.item_failed": (Rule("run.item_failed", by=("key",)),),
    "debit_item.rejected": (Rule("debit.failed", by=("key",)),),
    "debit_item.returned": (Rule("debit.failed", by=("key",)),),
    "debit_run.proposed": (Rule("debit.to_release"),),
    "schedule.asked": (Rule("schedule.asked", by=(SUBJECT, "period_from")),),
    "schedule.failed": (
        Rule("schedule.failed", when=lambda facts: not _of_draft(facts)),
        Rule("schedule.not_issued", by=("invoice",), when=_of_draft),
    ),
    "schedule.ran": (Rule("schedule.drafted", by=("invoice",), when=_waits),),
    "submission.prepared": (Rule("submission.release", when=_waits),),
    "submission.rejected": (Rule("submission.rejected"),),
    "submission.accepted": (Rule("submission.with_errors", when=_with_errors),),
    "submission.withdrawal_refused": (Rule("submission.withdrawal_refused"),),
    "submission.due_soon": (Rule("submission.due_soon"),),
    "submission.late": (Rule("submission.late"),),
    "connection.troubled": (Rule("connection.troubled"),),
    "connection.ends_soon": (Rule("connection.ends_soon"),),
    "webhook_delivery.given_up": (Rule("webhook.failed", by=("endpoint",)),),
    "webhook_endpoint.disabled": (Rule("webhook.disabled"),),
    "text.failed": (Rule("text.failed", when=_in_place),),
    "text.lost": (Rule("text.lost"),),
    "write_off.asked": (Rule("write_off.to_decide", when=_waits),),
    "work.given_up": (Rule("work.given_up", by=(SUBJECT, "handler"), when=_of_no_mail),),
}
BACK = Rule("submission.withdrawal_refused")
SUBMISSION_ENDS = tuple(Rule(f"submission.{kind}") for kind in ("release", "rejected", "due_soon", "late"))
WEBHOOK_MENDED = (Rule("webhook.failed"), Rule("webhook.disabled"))
DOCUMENT_ENDS = tuple(
    Rule(kind)
    for kind in ("invoice.held", "draft.to_issue", "draft.to_mend", "schedule.drafted", "schedule.not_issued")
)
CLAIM_ENDS = (Rule("claim.found"), Rule("claim.to_give_up"))
DISPUTE_ENDS = tuple(f"dispute.{status}" for status in ("corrected", "rejected", "withdrawn", "settled"))
WRITE_OFF_DECIDED = tuple(f"write_off.{status}" for status in ("booked", "rejected", "withdrawn", "lapsed"))
PLAN_DECIDED = tuple(f"plan.{status}" for status in ("agreed", "declined", "cancelled", "completed"))
CLOSES: Mapping[str, tuple[Rule, ...]] = {
    "customer.change_refused": (Rule("customer.change_proposed"),),
    "customer.change_replaced": (Rule("customer.change_proposed"),),
    "customer.change_taken": (Rule("customer.change_proposed"),),
    "supplier.change_taken": (Rule("supplier.change_proposed"),),
    "supplier.change_refused": (Rule("supplier.change_proposed"),),
    "bank_account.confirmed": (Rule("bank_account.to_confirm", by=(SUBJECT, "owners")),),
    "bill.accepted": (Rule("bill.waiting", when=_passed),),
    "bill.checked": (Rule("bill.waiting", when=_passed),),
    "bill.approved": (Rule("bill.supplier_answered"),),
    "bill.rejected": (Rule("bill.waiting"), Rule("bill.supplier_answered")),
    "bill.part_released": (
        Rule("bill.part_held", when=_nothing_held),
        Rule("bill.rest_disputed", when=_nothing_held),
    ),
    "bill.rest_disputed": (Rule("bill.part_held"),),
    "bill.supplier_asked": (Rule("bill.supplier_answered"),),
    "bill.self_charged": (Rule("bill.self_charge"),),
    "chargeback.won": (Rule("chargeback.to_answer"),),
    "chargeback.lost": (Rule("chargeback.to_answer"),),
    "checkout.paid": (Rule("checkout.stuck"), Rule("checkout.unanswered")),
    "checkout.expired": (Rule("checkout.stuck"), Rule("checkout.unanswered", when=_told)),
    "checkout.failed": (Rule("checkout.stuck"),),
    "gateway_refund.done": (Rule("gateway_refund.stuck"), Rule("gateway_refund.failed")),
    "gateway_refund.failed": (Rule("gateway_refund.stuck"),),
    "claim.made": (Rule("claim.found"),),
    "claim.settled": CLAIM_ENDS,
    "claim.given_up": CLAIM_ENDS,
    "claim.kept": (Rule("claim.to_give_up"),),
    "customer.archived": (Rule("customer.vat_invalid"),),
    **dict.fromkeys(DISPUTE_ENDS, (Rule("dispute.opened"),)),
    **dict.fromkeys(PLAN_DECIDED, (Rule("plan.to_decide"),)),
    "rating.changed": (Rule("rating.low", when=_not_low),),
    "write_off.taken_back": (Rule("write_off.vat", by=(SUBJECT, "items")),),
    **dict.fromkeys(WRITE_OFF_DECIDED, (Rule("write_off.to_decide"),)),
    "customer.updated": (Rule("customer.vat_invalid", when=_of_vat_id),),
    "customer.vat_checked": (Rule("customer.vat_invalid", when=_answered("valid")),),
    "invoice.issued": DOCUMENT_ENDS,
    "credit_note.issued": DOCUMENT_ENDS,
    "invoice.discarded": DOCUMENT_ENDS,
    "invoice.annulled": (Rule("document.send"), Rule("document.no_address")),
    "feed.recovered": (Rule("feed.troubled"),),
    "feed.consented": (Rule("feed.consent_ends"),),
    "feed.gap_closed": (Rule("feed.gap_found", by=(SUBJECT, "account")),),
    "feed.gap_accepted": (Rule("feed.gap_found", by=(SUBJECT, "account")),),
    "feed.removed": (
        Rule("feed.troubled"),
        Rule("feed.consent_ends"),
        Rule("feed.gap_found", by=(SUBJECT, "accounts")),
    ),
    "mailbox.recovered": (Rule("mailbox.troubled"),),
    "mailbox.removed": (Rule("mailbox.troubled"),),
    "message.queued": (
        Rule("document.send", by=("about",), when=_loud),
        Rule("document.no_address", by=("about",), when=_loud),
        Rule("supplier_statement.missing", by=("about",), when=_loud),
        Rule("remittance.send", by=("about",), when=_loud),
        Rule("remittance.no_address", by=("about",), when=_loud),
        *(Rule(kind) for kind in ("message.failed", "message.bounced", "message.lost")),
        *(Rule(kind, by=("replaces",)) for kind in ("message.failed", "message.bounced", "message.lost")),
    ),
    "message.confirmed": (Rule("message.lost"),),
    "message.bounced": (Rule("message.lost"),),
    "item.settled": (Rule("checkout.left_over"), Rule("saved_charge.to_start"), Rule("saved_charge.failed")),
    "saved_method.forgotten": (Rule("saved_method.stuck"),),
    "saved_charge.planned": (Rule("saved_charge.to_start", by=("item",)), Rule("saved_charge.failed", by=("item",))),
    "offset.signed": (Rule("offset.to_sign"),),
    "offset.settled": (Rule("offset.to_countersign"),),
    "offset.cancelled": (Rule("offset.to_sign"), Rule("offset.to_countersign")),
    "debit_item.restored": (Rule("debit.failed", by=("key",)),),
    "debit_run.cancelled": (Rule("debit.to_release"),),
    "debit_run.released": (Rule("debit.to_release"),),
    "reminder.sent": (Rule("reminder.to_post"),),
    "reminder.withdrawn": (Rule("reminder.to_post"),),
    "run.item_paid": (Rule("run.item_failed", by=("key",)), Rule("bill.early_accepted", by=("key",))),
    "schedule.ran": (Rule("schedule.asked", by=(SUBJECT, "period_from")), Rule("schedule.failed")),
    "schedule.skipped": (Rule("schedule.asked", by=(SUBJECT, "period_from")),),
    "schedule.ended": (Rule("schedule.failed"),),
    "submission.released": (Rule("submission.release"),),
    "submission.rejected": (Rule("submission.release"),),
    "submission.accepted": SUBMISSION_ENDS,
    "submission.moved": (Rule("submission.due_soon"), Rule("submission.late")),
    "submission.withdrawn": (*SUBMISSION_ENDS, BACK),
    "submission.withdrawal_wanted": (BACK,),
    "submission.superseded": (*SUBMISSION_ENDS, Rule("submission.with_errors")),
    "connection.recovered": (Rule("connection.troubled"),),
    "connection.changed": (Rule("connection.troubled"), Rule("connection.ends_soon")),
    "connection.renewed": (Rule("connection.ends_soon"),),
    "webhook_endpoint.resumed": WEBHOOK_MENDED,
    "webhook_endpoint.archived": WEBHOOK_MENDED,
    "webhook_delivery.replayed": (Rule("webhook.failed", by=("endpoint",)),),
    "text.failed": (Rule("text.lost"),),
    "text.sent": (Rule("text.lost"),),
    "work.retried": (Rule("work.given_up", by=(SUBJECT, "handler")),),
}


def follow(event: Event) -> Callable[[], None] | None:
    """What follows for tasks: those that the event mends are closed, those that it asks for are opened."""
    if event.company_id is None:
        return None
    company = Company.objects.get(pk=event.company_id)
    return lambda: _follow(company, event)


def _follow(company: Company, event: Event) -> None:
    # One event at a time in a company: an opening that looks for a later closing must not miss one under way.
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    by = automation("tasks", company)
    closing = [key for rule in CLOSES.get(event.name, ()) for key in keys(rule, event)]
    if closing:
        tasks.close(company, closing, by=by, on=event.acted_on, event=event.pk)
    for rule in OPENS.get(event.name, ()):
        for key in keys(rule, event):
            if not _mended_since(company, event, kind=rule.kind, key=key):
                case = Case(
                    kind=rule.kind,
                    key=key,
                    subject_kind=event.subject_kind,
                    subject_id=event.subject_id,
                    subject_public_id=event.subject_public_id,
                    facts=dict(event.facts),
                    event=event.pk,
                )
                tasks.open(
                    company, case, by=by, on=event.acted_on, owner=_responsible(event, key if rule.is_for_each else "")
                )


def keys(rule: Rule, event: Event) -> Iterator[str]:
    """The keys of the cases that the rule finds in the event: one, or one for each member of a list."""
    if not rule.when(event.facts):
        return
    found: list[list[str]] = [[]]
    for name in rule.by:
        value = _subject(event) if name == SUBJECT else event.facts.get(name)
        parts = value if isinstance(value, list) else [value]
        if value is None:
            return
        found = [[*known, str(part)] for known in found for part in parts]
    for parts in found:
        yield case_key(rule.kind, *parts)


def case_key(kind: str, *parts: str) -> str:
    """The key of a case: its kind, and what sets it apart from the others of its kind."""
    return "/".join((kind, *parts))[:120]


def _subject(event: Event) -> str:
    return event.subject_public_id or f"{event.subject_kind}-{event.subject_id}"


def _mended_since(company: Company, event: Event, *, kind: str, key: str) -> bool:
    """Whether something that closes this case happened after the event: its work may have been done first."""
    closers = {name: [rule for rule in rules if rule.kind == kind] for name, rules in CLOSES.items()}
    names = [name for name, rules in closers.items() if rules]
    later = Event.objects.filter(company_id=company.pk, name__in=names, pk__gt=event.pk)
    return any(key in keys(rule, one) for one in later.order_by("pk").iterator() for rule in closers[one.name])


def _responsible(event: Event, key: str) -> User | None:
    named = key.rpartition("/")[2] if key else event.facts.get("responsible")
    return User.objects.filter(public_id=named).first() if named else None
