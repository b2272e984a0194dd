"""Which statuses there are and which verb leads from one to the next. Nobody else writes a status."""

from collections.abc import Mapping
from dataclasses import dataclass

from kvit.core.errors import Refused


@dataclass(frozen=True)
class Lifecycle:
    """The life of one noun: where it starts, (status, verb) -> status, and what a verb says that comes too late."""

    noun: str
    first: str
    moves: Mapping[tuple[str, str], str]
    refusals: Mapping[str, str]

    @property
    def statuses(self) -> frozenset[str]:
        return frozenset({self.first, *(status for status, _ in self.moves), *self.moves.values()})

    @property
    def verbs(self) -> frozenset[str]:
        return frozenset(verb for _, verb in self.moves)


def after(lifecycle: Lifecycle, status: str, verb: str) -> str:
    """The status that the verb leads to. Refuses with the noun's own code, naming the status it is in."""
    if status not in lifecycle.statuses or verb not in lifecycle.verbs:
        raise ValueError(f"{lifecycle.noun} knows no {status!r} or no {verb!r}")
    if (status, verb) not in lifecycle.moves:
        raise Refused(lifecycle.refusals[verb], status=status, verb=verb)
    return lifecycle.moves[status, verb]


def verbs_from(lifecycle: Lifecycle, status: str) -> list[str]:
    """What may be done in that status, as listed in the table."""
    return [verb for found, verb in lifecycle.moves if found == status]


INVOICE = Lifecycle(
    "invoice",
    "draft",
    {
        ("draft", "edit"): "draft",
        ("draft", "issue"): "issued",
        ("draft", "discard"): "discarded",
        ("issued", "correct"): "issued",
    },
    {
        "edit": "invoice.not_draft",
        "issue": "invoice.not_draft",
        "discard": "invoice.not_draft",
        "correct": "invoice.not_issued",
    },
)
"""Credit notes and corrective invoices live the same life. What is issued is never taken back: it is corrected."""

PROFORMA = Lifecycle(
    "proforma",
    "draft",
    {
        ("draft", "edit"): "draft",
        ("draft", "issue"): "issued",
        ("draft", "discard"): "discarded",
        ("issued", "send"): "issued",
        ("issued", "invoice"): "invoiced",
        ("invoiced", "reopen"): "issued",
        ("issued", "withdraw"): "withdrawn",
    },
    {
        "edit": "proforma.not_draft",
        "issue": "proforma.not_draft",
        "discard": "proforma.not_draft",
        "send": "proforma.not_issued",
        "invoice": "proforma.not_issued",
        "reopen": "proforma.not_invoiced",
        "withdraw": "proforma.not_issued",
    },
)

SCHEDULE = Lifecycle(
    "schedule",
    "active",
    {
        ("active", "edit"): "active",
        ("paused", "edit"): "paused",
        ("active", "pause"): "paused",
        ("paused", "resume"): "active",
        ("active", "end"): "ended",
        ("paused", "end"): "ended",
    },
    {
        "edit": "schedule.cannot_edit",
        "pause": "schedule.not_active",
        "resume": "schedule.not_paused",
        "end": "schedule.cannot_end",
    },
)

SCHEDULE_RUN = Lifecycle(
    "schedule_run",
    "due",
    {
        ("due", "make"): "made",
        ("due", "ask"): "asked",
        ("asked", "make"): "made",
        ("asked", "skip"): "skipped",
    },
    {
        "make": "schedule_run.not_waiting",
        "ask": "schedule_run.not_waiting",
        "skip": "schedule_run.not_waiting",
    },
)
"""What a schedule makes of a period; one that a standstill left behind may wait for a person's word."""

PAYMENT = Lifecycle(
    "payment",
    "recorded",
    {("recorded", "allocate"): "recorded", ("recorded", "reverse"): "reversed"},
    {"allocate": "payment.not_recorded", "reverse": "payment.not_recorded"},
)
"""A payment typed wrongly is reversed by an entry; money given back is a refund of its own."""

STATEMENT_LINE = Lifecycle(
    "statement_line",
    "open",
    {
        ("open", "propose"): "proposed",
        ("proposed", "propose"): "proposed",
        ("proposed", "reject"): "open",
        ("open", "reconcile"): "reconciled",
        ("proposed", "reconcile"): "reconciled",
        ("reconciled", "undo"): "open",
        ("open", "ignore"): "ignored",
        ("proposed", "ignore"): "ignored",
        ("ignored", "restore"): "open",
        ("open", "cover"): "covered",
        ("proposed", "cover"): "covered",
        ("covered", "restore"): "open",
    },
    {
        "propose": "statement_line.cannot_propose",
        "reject": "statement_line.not_proposed",
        "reconcile": "statement_line.cannot_reconcile",
        "undo": "statement_line.not_reconciled",
        "ignore": "statement_line.cannot_ignore",
        "restore": "statement_line.not_ignored",
        "cover": "statement_line.cannot_ignore",
    },
)

MESSAGE = Lifecycle(
    "message",
    "queued",
    {
        ("queued", "send"): "sent",
        ("queued", "keep"): "kept",
        ("queued", "lose"): "unknown",
        ("queued", "fail"): "failed",
        ("sent", "bounce"): "bounced",
        ("unknown", "bounce"): "bounced",
        ("unknown", "confirm"): "sent",
        ("failed", "retry"): "queued",
        ("bounced", "retry"): "queued",
        ("unknown", "retry"): "queued",
        ("kept", "retry"): "queued",
    },
    {
        "send": "message.not_queued",
        "keep": "message.not_queued",
        "lose": "message.not_queued",
        "fail": "message.not_queued",
        "bounce": "message.not_sent",
        "confirm": "message.not_unknown",
        "retry": "message.cannot_retry",
    },
)
"""A mail whose fate is unknown waits for a person's word: it is never sent again by itself. Without a mail server, and
in a test company, a mail is kept."""

TEXT = Lifecycle(
    "text",
    "queued",
    {
        ("queued", "send"): "sent",
        ("queued", "keep"): "kept",
        ("queued", "fail"): "failed",
        ("sent", "arrive"): "arrived",
        ("sent", "fail"): "failed",
    },
    {"send": "text.settled", "keep": "text.settled", "fail": "text.settled", "arrive": "text.settled"},
)
"""A text that failed is not tried again: what it said goes by e-mail instead."""

WORK = Lifecycle(
    "work",
    "pending",
    {
        ("pending", "claim"): "running",
        ("running", "claim"): "running",  # its lease ran out: the worker that held it is gone
        ("running", "finish"): "done",
        ("running", "postpone"): "pending",
        ("running", "give_up"): "dead",
        ("dead", "retry"): "pending",
    },
    {
        "claim": "work.cannot_claim",
        "finish": "work.not_running",
        "postpone": "work.not_running",
        "give_up": "work.not_running",
        "retry": "work.not_dead",
    },
)

WEBHOOK_DELIVERY = Lifecycle(
    "webhook_delivery",
    "pending",
    {
        ("pending", "deliver"): "delivered",
        ("pending", "postpone"): "pending",
        ("pending", "give_up"): "dead",
        ("dead", "replay"): "pending",
        ("delivered", "replay"): "pending",
    },
    {
        "deliver": "webhook_delivery.not_pending",
        "postpone": "webhook_delivery.not_pending",
        "give_up": "webhook_delivery.not_pending",
        "replay": "webhook_delivery.cannot_replay",
    },
)

WEBHOOK_ENDPOINT = Lifecycle(
    "webhook_endpoint",
    "active",
    {
        **{(status, "edit"): status for status in ("active", "paused", "disabled")},
        ("active", "send"): "active",
        ("active", "pause"): "paused",
        ("active", "disable"): "disabled",
        ("paused", "disable"): "disabled",
        ("paused", "resume"): "active",
        ("disabled", "resume"): "active",
        **{(status, "archive"): "archived" for status in ("active", "paused", "disabled")},
    },
    {
        "edit": "webhook_endpoint.archived",
        "send": "webhook_endpoint.not_active",
        "pause": "webhook_endpoint.not_active",
        "disable": "webhook_endpoint.not_active",
        "resume": "webhook_endpoint.not_stopped",
        "archive": "webhook_endpoint.archived",
    },
)
"""A person pauses an address that is called and resumes it; Kvit disables one that does not want to be called."""

TASK = Lifecycle(
    "task",
    "open",
    {
        ("open", "finish"): "done",
        ("open", "dismiss"): "dismissed",
        ("done", "reopen"): "open",
        ("dismissed", "reopen"): "open",
    },
    {
        "finish": "task.not_open",
        "dismiss": "task.not_open",
        "reopen": "task.cannot_reopen",
    },
)

APPROVAL = Lifecycle(
    "approval",
    "open",
    {
        ("open", "approve"): "approved",
        ("open", "reject"): "rejected",
        ("open", "withdraw"): "withdrawn",
        ("open", "ask"): "open",
    },
    {
        "approve": "approval.not_open",
        "reject": "approval.not_open",
        "withdraw": "approval.not_open",
        "ask": "approval.not_open",
    },
)
"""Approved when the last of its steps is; one no ends it. What was refused may be asked for anew."""

BATCH = Lifecycle(
    "batch",
    "proposed",
    {
        ("proposed", "start"): "running",
        ("proposed", "cancel"): "cancelled",
        ("running", "cancel"): "cancelled",
        ("running", "finish"): "done",
        ("done", "retry"): "running",
        ("cancelled", "retry"): "running",
    },
    {
        "start": "batch.not_proposed",
        "cancel": "batch.not_running",
        "finish": "batch.not_running",
        "retry": "batch.still_running",
    },
)
"""Acts on many documents at once: foreseen, then done in pieces; what failed can be tried again."""

SUBMISSION = Lifecycle(
    "submission",
    "prepared",
    {
        ("prepared", "validate"): "validated",
        ("prepared", "reject"): "rejected",
        ("validated", "submit"): "submitted",
        ("validated", "accept"): "accepted",
        ("validated", "reject"): "rejected",
        ("validated", "lose"): "unknown",
        ("submitted", "accept"): "accepted",
        ("submitted", "reject"): "rejected",
        ("submitted", "lose"): "unknown",
        ("submitted", "release"): "validated",
        ("unknown", "submit"): "submitted",
        ("unknown", "accept"): "accepted",
        ("unknown", "reject"): "rejected",
        ("unknown", "release"): "validated",
        ("prepared", "supersede"): "superseded",
        ("validated", "supersede"): "superseded",
        ("rejected", "supersede"): "superseded",
        ("accepted", "amend"): "superseded",
        ("submitted", "withdraw"): "superseded",
        ("accepted", "withdraw"): "superseded",
    },
    {
        "validate": "submission.not_prepared",
        "submit": "submission.not_waiting",
        "accept": "submission.not_waiting",
        "reject": "submission.not_waiting",
        "lose": "submission.not_waiting",
        "release": "submission.not_unknown",
        "supersede": "submission.cannot_repeat",
        "amend": "submission.cannot_repeat",
        "withdraw": "submission.not_waiting",
    },
)
"""One try at a network. What nobody knows the fate of is asked about, and sent again only when the network never saw
it; a refused try is superseded by the next one, and one that was taken with errors is amended by it. What the network
gave back counts no more."""

BILL = Lifecycle(
    "bill",
    "captured",
    {
        **{(status, "pass"): "to_approve" for status in ("captured", "to_approve", "needs_attention")},
        **{(status, "stop"): "needs_attention" for status in ("captured", "to_approve", "needs_attention")},
        ("to_approve", "approve"): "approved",
        **{(status, "reject"): "rejected" for status in ("captured", "to_approve", "needs_attention")},
    },
    {
        "pass": "bill.decided",
        "stop": "bill.decided",
        "approve": "bill.not_to_approve",
        "reject": "bill.decided",
    },
)
"""A supplier's bill: its checks let it pass to the approvers or stop it for a person; approving books it."""

BANK_DETAIL = Lifecycle(
    "bank_detail",
    "requested",
    {
        ("requested", "confirm"): "confirmed",
        ("requested", "refuse"): "refused",
        ("confirmed", "retire"): "retired",
    },
    {
        "confirm": "bank_detail.not_requested",
        "refuse": "bank_detail.not_requested",
        "retire": "bank_detail.not_confirmed",
    },
)
"""An account of a supplier's is paid to only after another person confirmed it."""

PARTY_CHANGE = Lifecycle(
    "supplier_change",
    "proposed",
    {("proposed", "take"): "taken", ("proposed", "refuse"): "refused"},
    {"take": "supplier_change.over", "refuse": "supplier_change.over"},
)
"""What a supplier tells of themselves in the portal waits for a person."""

ALL = tuple(one for one in list(globals().values()) if isinstance(one, Lifecycle))
