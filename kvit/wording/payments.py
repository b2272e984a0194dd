"""Payments and refunds."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "payment.in_future": _("{on} is still to come. Record the payment on the day it arrived."),
    "payment.unknown": _("There is no payment {payment}."),
    "receipt.other_paper": _(
        "No receipt is mailed for it: cash has its own paper, and money that went out needs none."
    ),
    "receipt.taken_back": _("The payment was taken back: there is nothing to thank for."),
    "receipt.sent": _("The receipt for this payment was mailed already."),
    "payment.known": _("A payment with the external_id {external_id} was recorded already."),
    "payment.unknown_document": _("There is no open document {document}. Check its number, or whether it is paid."),
    "payment.taken_back": _("The payment {payment} was taken back already."),
    "refund.too_much": _("{amount} cannot be paid back: {left} are left of the customer's credit."),
    "gateway.none": _("{company} takes no payments online. Pay by bank transfer."),
    "gateway.away": _("The payment page cannot be reached just now. Nothing was charged: try again in a minute."),
    "gateway.unknown": _("This installation knows no payment gateway {gateway}."),
    "gateway.not_set_up": _("The payment gateway {gateway} has no keys yet. Give them first."),
    "gateway.key_refused": _("{gateway} does not take this key. Copy it again from its page for developers."),
    "gateway.no_answer": _("{gateway} does not answer just now. The keys are kept: try again in a minute."),
    "gateway.key_missing": _("The payment gateway {gateway} needs its {key} too."),
    "gateway.key_too_long": _("A key has {most} letters at most. Copy it again."),
    "gateway.forged": _("An event in the name of {gateway} was not signed with its key."),
    "gateway.unreadable": _("An event of {gateway} has another shape than its description says."),
    "gateway.refused": _("The payment gateway {gateway} did not take what was asked of it."),
    "gateway.currency": _("{gateway} cannot charge this amount of {currency}. Pay by bank transfer."),
    "payment.of_debit": _("A direct debit moved this money, by the word of the bank. Undo the bank line instead."),
    "payment.of_gateway": _("A gateway moved this money, so it is not taken back here. Pay it back online."),
    "refund.on_its_way": _(
        "{amount} cannot be paid back by the bank: a refund online is on its way, and {left} are left beside it."
    ),
    "gateway_refund.over": _("This refund is over already."),
    "gateway_refund.known": _("Money went back meanwhile. Look at what is left, and pay back again if you still want."),
    "gateway_refund.not_paid": _("Nothing of this was paid online yet, so nothing can be paid back."),
    "gateway_refund.other_amount": _("The gateway paid another amount back than was asked. Look there."),
    "gateway_refund.too_much": _("{amount} {currency} cannot be paid back online: {left} are left of that payment."),
    "gateway_refund.under_way": _("A refund of this payment is under way already. Wait until it is done."),
    "chargeback.over": _("This dispute is over already."),
    "checkout.unknown": _("There is no such payment."),
    "checkout.nothing": _("Choose what you want to pay: one document at least, {most} at most."),
    "checkout.currencies": _("Documents in different currencies are paid one currency at a time."),
    "checkout.over": _("This payment is over already. Look at what is still open, and begin a new one."),
    "checkout.collecting": _(
        "{number} is collected from the account by direct debit on {on}. It need not be paid another way."
    ),
    "checkout.under_way": _(
        "A payment of {number} is under way already. Finish that one, or wait until it ends: nothing is charged twice."
    ),
    "checkout.disputed": _("You dispute {number}: none of it is asked for until we have answered."),
    "saved_method.unknown": _("There is no such saved way of paying."),
    "saved_method.over": _("This was taken back already: nothing is charged by it any more."),
    "saved_charge.no_mailbox": _(
        "{customer} has no e-mail address, and is charged only after being told. Add one first."
    ),
    "saved_charge.sent_back": _(
        "Money for {number} went back after it was paid: ask the customer before charging it again."
    ),
    "saved_charge.called_off": _("A person called off a charge of {number}: it is not charged by itself any more."),
    "saved_charge.unanswered": _(
        "The gateway never said whether {number} was charged: look there before it is charged again."
    ),
    "saved_charge.not_told": _(
        "{customer} was not told yet of the charge of {number}: no mail of it arrived. Add another contact, or send it "
        "again."
    ),
    "saved_charge.unknown": _("There is no such charge."),
    "saved_charge.over": _("This charge was begun or dropped already."),
    "saved_charge.no_method": _("{customer} has saved no way of paying that can be charged now."),
    "saved_charge.too_early": _("The customer was told that it is charged on {on}. Wait until then."),
    "saved_charge.declined": _(
        "{number} was declined before ({reasons}). It is not charged again: send the customer the link to pay."
    ),
    "saved_charge.collecting": _("{number} is in a run of direct debits. It is not charged another way."),
    "saved_charge.in_offset": _("{number} is in a set-off that is not decided. Settle or cancel that first."),
    "saved_charge.disputed": _("The customer disputes {number}. Answer the dispute first."),
    "saved_charge.in_plan": _("{number} is in an instalment plan, so it is paid as was agreed."),
    "saved_charge.credit_open": _("The customer has {amount} {currency} of credit that is not used. Set it off first."),
    "bank_account.unknown": _("There is no own bank account {account}. Add it in the settings."),
    "credit.unknown": _("There is no such payment or credit note."),
}
