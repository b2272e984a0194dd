"""What a company's own rules say: their events, fields, comparisons and acts; and why one is refused."""

from django.utils.translation import gettext_noop as _

EVENTS: dict[str, str] = {
    "bill.captured": _("a bill was read"),
    "bill.checked": _("a bill was checked"),
    "bill.completed": _("a person typed fields of a bill"),
    "bill.approved": _("a bill was approved"),
    "bill.rejected": _("a bill was rejected"),
    "invoice.drafted": _("an invoice was drafted"),
    "invoice.issued": _("an invoice was issued"),
    "invoice.annulled": _("an invoice was annulled"),
    "credit_note.issued": _("a credit note was issued"),
    "customer.created": _("a customer was added"),
    "customer.updated": _("a customer was changed"),
    "supplier.created": _("a supplier was added"),
    "supplier.updated": _("a supplier was changed"),
    "payment.recorded": _("a payment came in"),
    "payment.made": _("the bank paid a supplier"),
    "payment.refunded": _("a credit was paid back"),
    "payment.taken_back": _("a payment was taken back"),
    "submission.accepted": _("a network accepted an e-invoice"),
    "submission.rejected": _("a network refused an e-invoice"),
    "purchase_order.drafted": _("an order was drafted"),
    "purchase_order.sent": _("an order was sent for approval"),
    "purchase_order.approved": _("an order was approved"),
    "purchase_request.asked": _("somebody asked for a purchase"),
    "purchase_request.approved": _("a purchase request was approved"),
    "run.proposed": _("a payment run was proposed"),
    "run.released": _("a payment run was released"),
    "run.exported": _("the file of a payment run was handed out"),
    "run.item_failed": _("the bank refused a transfer of a run"),
}
FIELDS: dict[str, str] = {
    "account": _("own account"),
    "amount": _("amount"),
    "attempt": _("number of the attempt"),
    "cost_centre": _("cost centre"),
    "country": _("country (two letters)"),
    "currency": _("currency"),
    "customer": _("name of the customer"),
    "days_since_issue": _("days since its date"),
    "days_since_payment": _("days since it was paid"),
    "days_until_due": _("days until it is due"),
    "days_until_wanted": _("days until it is wanted"),
    "email": _("e-mail address"),
    "incomplete": _("incomplete (yes or no)"),
    "is_duty": _("required by law (yes or no)"),
    "is_public": _("public body (yes or no)"),
    "method": _("way of paying"),
    "name": _("name"),
    "net": _("amount without VAT"),
    "network": _("network"),
    "note": _("note"),
    "number": _("number"),
    "open": _("still owed"),
    "order": _("number of the order"),
    "payable": _("to be paid"),
    "payer": _("who paid or was paid"),
    "reference": _("payment reference"),
    "source": _("source of the fields"),
    "status": _("status"),
    "sum": _("sum of the transfers"),
    "supplier": _("name of the supplier"),
    "terms_days": _("payment terms in days"),
    "total": _("total"),
    "transfers": _("number of transfers"),
    "unapplied": _("not used yet"),
    "vat_id": _("VAT id"),
    "with_errors": _("accepted with errors (yes or no)"),
}
COMPARISONS: dict[str, str] = {
    "over": _("is over"),
    "under": _("is under"),
    "at_least": _("is at least"),
    "at_most": _("is at most"),
    "is": _("is"),
    "is_not": _("is not"),
    "contains": _("contains"),
}
CONDITIONS: dict[str, str] = {
    "over": _("{field} is over {wanted}"),
    "under": _("{field} is under {wanted}"),
    "at_least": _("{field} is at least {wanted}"),
    "at_most": _("{field} is at most {wanted}"),
    "is": _("{field} is {wanted}"),
    "is_not": _("{field} is not {wanted}"),
    "contains": _("{field} contains {wanted}"),
}
HELD: dict[str, str] = {
    "over": _("{field} {found} is over {wanted}"),
    "under": _("{field} {found} is under {wanted}"),
    "at_least": _("{field} {found} is at least {wanted}"),
    "at_most": _("{field} {found} is at most {wanted}"),
    "is": _("{field} is {wanted}"),
    "is_not": _("{field} {found} is not {wanted}"),
    "contains": _("{field} {found} contains {wanted}"),
}
FAILED: dict[str, str] = {
    "over": _("{field} {found} is not over {wanted}"),
    "under": _("{field} {found} is not under {wanted}"),
    "at_least": _("{field} {found} is below {wanted}"),
    "at_most": _("{field} {found} is above {wanted}"),
    "is": _("{field} {found} is not {wanted}"),
    "is_not": _("{field} is {wanted}"),
    "contains": _("{field} {found} does not contain {wanted}"),
}
OTHER_CURRENCY = _("{field} {found} is in another currency than {wanted}")
UNTOLD = _("{field} is not known")
YES, NO = _("yes"), _("no")
AND = _(" and ")
BECAUSE = _("Because the rule “{rule}”: {because}.")
BECAUSE_ALWAYS = _("Because the rule “{rule}” holds every time.")
ONLY_WHEN = _("When {event}")
NO_CONDITIONS = _("it has no conditions")
ALWAYS = _("When {event}: {act}.")
WHEN = _("When {event}, if {conditions}: {act}.")
ACTS: dict[str, str] = {
    "task": _("make a task for {who} (days: {days}): “{text}”"),
    "notice": _("send a notice to {who}: “{text}”"),
    "webhook": _("tell the webhooks: “{text}”"),
}
ACT_NAMES: dict[str, str] = {
    "task": _("Make a task"),
    "notice": _("Send a notice by mail"),
    "webhook": _("Tell the webhooks"),
}
ONE_OF: dict[str, str] = {
    "owner": _("the first of the owners"),
    "accountant": _("the first of the accountants"),
    "clerk": _("the first of the clerks"),
    "approver": _("the first of the approvers"),
    "viewer": _("the first of the viewers"),
}
ALL_OF: dict[str, str] = {
    "owner": _("all owners"),
    "accountant": _("all accountants"),
    "clerk": _("all clerks"),
    "approver": _("all approvers"),
    "viewer": _("all viewers"),
}
REFUSALS: dict[str, str] = {
    "rule.unknown": _("There is no rule {rule}."),
    "rule.event_closed": _("No rule can follow {event}. Choose one of: {known}."),
    "rule.field_unknown": _("{event} does not say “{wanted}”. Choose one of: {known}."),
    "rule.comparison_unknown": _("“{about}” cannot be compared with “{comparison}”. Choose one of: {known}."),
    "rule.bad_value": _(
        "“{value}” cannot be compared with “{about}” ({wanted}). Give an amount, whole days, two letters of a country, "
        "or yes or no, as the field needs it."
    ),
    "rule.currency_missing": _("“{about}” is an amount: say in which currency, such as RON."),
    "rule.currency_mixed": _(
        "One condition is in {one}, another in {other}. No document has both, so this never holds: make two rules."
    ),
    "rule.act_closed": _("No rule can do “{act}”. Choose one of: {known}."),
    "rule.addressee_missing": _("Say for whom: either a person or a role, not both."),
    "rule.nobody": _("Nobody in the company has the role {role}. Give it to somebody, or name another in the rule."),
    "rule.bad_level": _("A rule has no level {level}. Choose one of: {known}."),
    "rule.bad_days": _("A rehearsal looks at 1 to {most} days, not at {days}."),
    "rule_act.unknown": _("There is no act {act} of a rule."),
    "rule_act.known": _("The act {act} was done already."),
}
