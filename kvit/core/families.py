"""To which family a refusal belongs: the exit code of the command line and the HTTP status of web and API."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kvit.core import (
    arrangement_lifecycle,
    checkout_lifecycle,
    claim_lifecycle,
    debit_lifecycle,
    lifecycle,
    purchase_lifecycle,
    reminder_round_lifecycle,
    reply_lifecycle,
    run_lifecycle,
)


@dataclass(frozen=True)
class Answer:
    """How each kind of shell says that something was refused for this reason."""

    exit_code: int
    http_status: int


class Family(Enum):
    """Why, in the coarsest terms: a program that calls Kvit decides by it whether to ask again, wait or give up."""

    INPUT = Answer(1, 422)
    FINDINGS = Answer(3, 422)
    NOT_FOUND = Answer(5, 404)
    PERMISSION = Answer(6, 403)
    CONFLICT = Answer(7, 409)
    NETWORK = Answer(8, 503)
    NO_ROOM = Answer(1, 507)  # no code of its own on the command line: "else 1"

    @property
    def exit_code(self) -> int:
        return self.value.exit_code

    @property
    def http_status(self) -> int:
        return self.value.http_status


PARTLY_DONE = 4
"""The exit code of a command that did some of what it was asked and was refused the rest."""


LIVES = (
    lifecycle,
    purchase_lifecycle,
    run_lifecycle,
    checkout_lifecycle,
    claim_lifecycle,
    debit_lifecycle,
    arrangement_lifecycle,
    reply_lifecycle,
    reminder_round_lifecycle,
)
"""Where the states of things stand."""


def _of_lifecycles() -> Iterator[str]:
    """What a verb says that comes too late, or too early: the state of things is in the way, not the request."""
    for life in (one for module in LIVES for one in vars(module).values()):
        if isinstance(life, lifecycle.Lifecycle):
            yield from life.refusals.values()


LISTED: dict[str, Family] = {
    **dict.fromkeys(_of_lifecycles(), Family.CONFLICT),
    # what is asked for by a wrong word is a mistake in the request, not a thing that is missing
    "country.unknown": Family.INPUT,
    "currency.unknown": Family.INPUT,
    "language.unknown": Family.INPUT,
    "status.unknown": Family.INPUT,
    "zone.unknown": Family.INPUT,
    "bill.own": Family.PERMISSION,
    "bill.no_person": Family.PERMISSION,
    "purchase_order.own": Family.PERMISSION,
    "purchase_order.no_person": Family.PERMISSION,
    "purchase_order.billed": Family.CONFLICT,
    **dict.fromkeys(
        ("early_offer.known", "early_offer.expired", "early_offer.changed", "early_offer.in_payment"), Family.CONFLICT
    ),
    "purchase_request.own": Family.PERMISSION,
    "purchase_request.no_person": Family.PERMISSION,
    **dict.fromkeys(("purchase_order.arrived", "goods_receipt.corrected", "order.changed_since"), Family.CONFLICT),
    "goods_receipt.not_expected": Family.CONFLICT,
    "authority.findings": Family.FINDINGS,
    "invoice.findings": Family.FINDINGS,
    "invoice.held": Family.FINDINGS,
    "invoice.warnings": Family.FINDINGS,
    "run.findings": Family.FINDINGS,
    "run.own": Family.PERMISSION,
    "run.own_account": Family.PERMISSION,
    "run.no_person": Family.PERMISSION,
    "run.items_changed": Family.CONFLICT,
    "run.account_changed": Family.CONFLICT,
    "run.not_with_bank": Family.CONFLICT,
    "debit_run.own": Family.PERMISSION,
    "debit_run.no_person": Family.PERMISSION,
    **dict.fromkeys(
        ("debit_run.items_changed", "debit_run.creditor_changed", "debit_run.not_with_bank", "debit.in_another"),
        Family.CONFLICT,
    ),
    **dict.fromkeys(("creditor.missing", "mandate.in_flight", "mandate.stands"), Family.CONFLICT),
    "mandate.no_paper": Family.NOT_FOUND,
    "offset.own": Family.PERMISSION,
    "offset.no_person": Family.PERMISSION,
    "offset.items_changed": Family.CONFLICT,
    "remittance.corrected": Family.CONFLICT,
    **dict.fromkeys(("plan.item_taken", "plan.disputed", "plan.not_offered", "promise.again"), Family.CONFLICT),
    **dict.fromkeys(("reminder_round.running", "reminder_round.nothing"), Family.CONFLICT),
    "loyalty.no_programme": Family.CONFLICT,
    "target.over": Family.CONFLICT,
    **dict.fromkeys(("write_off.own", "write_off.no_person"), Family.PERMISSION),
    **dict.fromkeys(
        ("write_off.in_plan", "write_off.nothing_left", "rating.not_paid", "allocation.of_write_off"), Family.CONFLICT
    ),
    "claim.own": Family.PERMISSION,
    "claim.no_person": Family.PERMISSION,
    "claim.not_claimed": Family.CONFLICT,
    "allocation.of_offset": Family.CONFLICT,
    "allocation.of_claim": Family.CONFLICT,
    "checkout.under_way": Family.CONFLICT,
    **dict.fromkeys(
        (
            "saved_charge.no_method",
            "saved_charge.too_early",
            "saved_charge.declined",
            "saved_charge.collecting",
            "saved_charge.in_offset",
            "saved_charge.disputed",
            "saved_charge.in_plan",
            "saved_charge.credit_open",
        ),
        Family.CONFLICT,
    ),
    "checkout.collecting": Family.CONFLICT,
    "receipt.sent": Family.CONFLICT,
    "receipt.taken_back": Family.CONFLICT,
    "payment.of_gateway": Family.CONFLICT,
    "payment.of_debit": Family.CONFLICT,
    "refund.on_its_way": Family.CONFLICT,
    "gateway_refund.known": Family.CONFLICT,
    "gateway_refund.not_paid": Family.CONFLICT,
    "gateway_refund.other_amount": Family.CONFLICT,
    "gateway_refund.under_way": Family.CONFLICT,
    "gateway.none": Family.CONFLICT,
    "gateway.not_set_up": Family.CONFLICT,
    "gateway.away": Family.NETWORK,
    "gateway.no_answer": Family.NETWORK,
    "gateway.key_refused": Family.CONFLICT,
    "bank_account.open": Family.CONFLICT,
    "demo.other_company": Family.CONFLICT,
    "archive.not_there": Family.NOT_FOUND,
    "company.none": Family.NOT_FOUND,
    "duty.kept_apart": Family.PERMISSION,
    "approval.own": Family.PERMISSION,
    "approval.not_asked": Family.PERMISSION,
    "approval.no_person": Family.PERMISSION,
    "approval.answered_before": Family.CONFLICT,
    "api_key.bad": Family.PERMISSION,
    "link.bad": Family.PERMISSION,
    "allocation.too_much": Family.CONFLICT,
    "allocation.undone": Family.CONFLICT,
    "allocation.of_reversal": Family.CONFLICT,
    "invoice.not_validated": Family.NETWORK,
    "message.not_issued": Family.CONFLICT,
    "message.sent_before": Family.CONFLICT,
    "message.waiting": Family.CONFLICT,
    "reminder.nothing": Family.CONFLICT,
    "reminder.no_letter": Family.CONFLICT,
    "reminder.quiet": Family.CONFLICT,
    "pause.not_taken_over": Family.CONFLICT,
    "late_fee.nothing": Family.CONFLICT,
    "late_fee.cancelled": Family.CONFLICT,
    "late_fee.paid": Family.CONFLICT,
    "late_rate.entered": Family.CONFLICT,
    **dict.fromkeys(
        (
            *("cash.cancelled", "cash.not_enough", "cash.out_of_order", "account.has_book", "desk.too_many"),
            *("bill.not_payable", "bill.ambiguous", "desk.closed", "desk.has_money", "desk.not_counted"),
            "loyalty_grant.decided",
        ),
        Family.CONFLICT,
    ),
    "cash.count_unknown": Family.NOT_FOUND,
    "cash.no_person": Family.PERMISSION,
    "loyalty_grant.no_person": Family.PERMISSION,
    "loyalty_grant.own": Family.PERMISSION,
    "cash.no_paper": Family.NOT_FOUND,
    "desk.none": Family.NOT_FOUND,
    "demand.nothing": Family.CONFLICT,
    "demand.running": Family.CONFLICT,
    "demand.held": Family.CONFLICT,
    "court_file.nothing": Family.CONFLICT,
    "balance_letter.nothing": Family.CONFLICT,
    "balance_letter.made": Family.CONFLICT,
    "balance_letter.answered": Family.CONFLICT,
    **dict.fromkeys(
        (
            "reply.nothing_to_do",
            "reply.nothing_to_undo",
            "reply.sent",
            "reply.sent_today",
            "reply.from_program",
            "reply.from_portal",
        ),
        Family.CONFLICT,
    ),
    "reply.no_person": Family.PERMISSION,
    "saft.moved": Family.CONFLICT,
    "self_charge.not_booked": Family.CONFLICT,
    "database.busy": Family.CONFLICT,
    "disk.full": Family.NO_ROOM,
    "archive.no_space": Family.NO_ROOM,
    "series.out_of_order": Family.CONFLICT,
}
BY_REASON: dict[str, Family] = {
    "unknown": Family.NOT_FOUND,
    "denied": Family.PERMISSION,
    "changed": Family.CONFLICT,
    "known": Family.CONFLICT,
    "locked": Family.CONFLICT,
    "reused": Family.CONFLICT,
    "unreachable": Family.NETWORK,
}


def family(code: str) -> Family:
    """The family of a refusal's code `noun.reason`; what is in no list is a mistake in what was asked."""
    return LISTED.get(code) or BY_REASON.get(code.rpartition(".")[2], Family.INPUT)
