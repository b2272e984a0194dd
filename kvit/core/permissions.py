"""Who may do what: role to verb, and what must be kept apart."""

from dataclasses import dataclass

OWNER, ACCOUNTANT, CLERK, APPROVER, VIEWER = "owner", "accountant", "clerk", "approver", "viewer"
AUTOMATION = "automation"
SUPPLIER = "supplier"
"""The role of a portal guest who came by a supplier's link."""
CUSTOMER = "customer"
"""The role of a portal guest who came by a customer's link."""
ROLES = (OWNER, ACCOUNTANT, CLERK, APPROVER, VIEWER)


@dataclass(frozen=True)
class Actor:
    """Who acts: a user, an API key, an automation or a portal guest, and with which role in which company."""

    kind: str
    id: int
    name: str
    company_id: int | None = None
    role: str = ""
    request_id: str = ""
    reason: str = ""


SYSTEM = Actor(kind="automation", id=0, name="Kvit", role=AUTOMATION)

READ = frozenset(
    {
        "company.view",
        "customer.view",
        "product.view",
        "invoice.view",
        "payment.view",
        "bank.view",
        "ledger.view",
        "report.view",
        "task.view",
        "schedule.view",
        "message.view",
        "network.view",
        "bill.view",
        "purchase_order.view",
        "purchase_request.view",
        "supplier.view",
        "approval.view",
        "run.view",
        "offset.view",
        "claim.view",
        "rule.view",
        "reminder.view",
        "late_fee.view",
        "demand.view",
        "balance_letter.view",
        "dispute.view",
        "plan.view",
        "loyalty.view",
        "write_off.view",
        "rating.view",
        "reply.view",
        "mandate.view",
        "debit.view",
        "saved_method.view",
        "cash.view",
    }
)
SELL = frozenset(
    {
        "customer.edit",
        "product.edit",
        "invoice.draft",
        "invoice.issue",
        "invoice.send",
        "invoice.credit",
        "proforma.draft",
        "proforma.issue",
        "proforma.send",
        "proforma.convert",
        "schedule.edit",
        "payment.record",
        "payment.allocate",
        "cash.take",
        "cash.move",
        "cash.count",
        "bank.import",
        "bank.match",
        "task.work",
        "import.run",
        "message.send",
        "reminder.send",
        "reminder.pause",
        "late_fee.issue",
        "late_fee.cancel",
        "demand.make",
        "court_file.make",
        "balance_letter.make",
        "balance_letter.answer",
        "dispute.open",
        "dispute.answer",
        "dispute.withdraw",
        "plan.ask",
        "plan.decide",
        "plan.cancel",
        "loyalty.redeem",
        "write_off.ask",
        "write_off.take_back",
        "reply.work",
        "mandate.edit",
        "debit.propose",
        "debit.export",
        "saved_method.withdraw",
        "saved_charge.start",
        "network.submit",
        "approval.request",
    }
)
BUY = frozenset(
    {
        "bill.add",
        "bill.check",
        "bill.complete",
        "bill.reject",
        "supplier.edit",
        "bank_detail.request",
        "purchase_order.draft",
        "purchase_order.send",
        "goods_receipt.add",
        "run.propose",
        "run.export",
        "offset.propose",
        "offset.countersign",
        "claim.make",
        "supplier_statement.take",
        "payment.pay",
        "cash.pay",
        "portal.invite",
        "portal.announce",
        "bill.ask",
    }
)
GUEST = frozenset({"bill.add", "bank_detail.request", "portal.answer", "portal.accept", "portal.change"})
"""What a supplier does in the portal, about their own bills and facts alone; the pages and verbs see to whose."""
PAYER = frozenset(
    {
        "checkout.open",
        "portal.change",
        "dispute.open",
        "dispute.withdraw",
        "plan.ask",
        "plan.cancel",
        "promise.make",
        "question.ask",
        "mandate.give",
        "saved_method.give",
        "rating.give",
    }
)
"""What a customer does in the portal, about what they owe alone."""
APPROVE = frozenset(
    {
        "bill.approve",
        "bank_detail.confirm",
        "purchase_order.approve",
        "purchase_request.approve",
        "run.release",
        "debit.release",
        "offset.sign",
        "claim.give_up",
        "write_off.approve",
        "loyalty.agree",
    }
)
"""What a person never does to what they themselves entered or proposed, whatever their role."""
ANSWER = frozenset({"approval.answer", "absence.note", "purchase_request.ask"})
"""What every person who works here does, and no automation: a policy says who is asked, and whoever is may answer."""
BOOKS = frozenset(
    {
        "payment.refund",
        "cash.cancel",
        "cash.refund",
        "loyalty.grant",
        "period.lock",
        "rate.edit",
        "entry.post",
        "series.edit",
        "report.export",
        "import.undo",
        "job.retry",
        "audit.verify",
        "schedule.run",
        "bill.accept",
        "bill.self_charge",
        "bank_rule.edit",
        "customer.entrust",
        "target.edit",
    }
)
RULE = frozenset(
    {
        "company.edit",
        "user.edit",
        "api_key.edit",
        "webhook.edit",
        "network.edit",
        "mailbox.edit",
        "feed.edit",
        "gateway.edit",
        "desk.edit",
        "webhook.replay",
        "autopilot.edit",
        "backup.create",
        "period.reopen",
        "finding.accept",
        "policy.edit",
        "rule.edit",
        "reminder.edit",
        "late_fee.edit",
        "plan.limit",
        "creditor.edit",
        "loyalty.edit",
    }
)
ROLE_VERBS: dict[str, frozenset[str]] = {
    OWNER: READ | SELL | BUY | APPROVE | ANSWER | BOOKS | RULE,
    ACCOUNTANT: READ | SELL | BUY | APPROVE | ANSWER | BOOKS | {"finding.accept", "webhook.replay"},
    CLERK: READ | SELL | BUY | ANSWER,
    APPROVER: READ | APPROVE | ANSWER | {"task.work"},
    VIEWER: READ,
    AUTOMATION: READ | SELL | BUY | {"job.retry", "schedule.run"},
    SUPPLIER: GUEST,
    CUSTOMER: PAYER,
}
VERBS = READ | SELL | BUY | APPROVE | ANSWER | BOOKS | RULE | GUEST | PAYER


def may(role: str, verb: str) -> bool:
    """Whether the role may do the verb. A verb that nobody listed is a bug and raises."""
    if verb not in VERBS:
        raise KeyError(f"no such verb: {verb}")
    return verb in ROLE_VERBS.get(role, frozenset())
