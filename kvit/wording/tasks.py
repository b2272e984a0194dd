"""What a task says to do, by its kind; and refusals of tasks and notes."""

from django.utils.translation import gettext_noop as _

TITLES: dict[str, str] = {
    "document.send": _("Send {number} to {customer}"),
    "document.no_address": _("Give {customer} an e-mail address: {number} could not be sent"),
    "draft.to_issue": _("Issue the draft for {customer} that {program} sent"),
    "draft.to_mend": _("Put the draft for {customer} right that {program} sent: it cannot be issued"),
    "invoice.held": _("The invoice for {customer} is held: the official rules refuse what Kvit's own passed"),
    "message.failed": _("The mail about {number} to {to} could not be sent"),
    "message.bounced": _("The mail about {number} to {to} came back"),
    "message.lost": _("Find out whether the mail about {number} to {to} arrived"),
    "customer.incomplete": _("Complete the customers that came with an import"),
    "customer.vat_invalid": _(
        "The VAT id {vat_id} of {customer} is not valid in {register}: ask them for the right one"
    ),
    "schedule.asked": _("{name}: bill the missed period from {period_from}, or skip it"),
    "schedule.failed": _("{name}: a period could not be billed"),
    "schedule.not_issued": _("{name}: the draft for the period from {period_from} could not be issued"),
    "schedule.drafted": _("{name}: issue the draft for the period from {period_from}"),
    "statement_line.waiting": _("Reconcile the bank lines that have waited since {since}"),
    "statement_line.question": _("{name} asks about a bank line: {question}"),
    "submission.release": _("Let {number} go to {network}"),
    "submission.rejected": _("{number} was refused by {network}: put it right and send it again"),
    "submission.with_errors": _("{network} took {number} with errors: put it right"),
    "submission.withdrawal_refused": _("{number} was not given back by {network}: see why"),
    "submission.due_soon": _("{number} must be at {network} by {until}"),
    "submission.late": _("{number} should have been at {network} by {until}"),
    "connection.troubled": _("{network} cannot be reached as it is set up"),
    "connection.ends_soon": _("The access to {network} ends on {ends_on}: sign in there anew"),
    "webhook.failed": _("Find out why {host} does not take webhooks"),
    "webhook.disabled": _("Webhooks to {host} are turned off: repair them, then resume"),
    "mail.to_read": _("Read the mail {subject} of {sender}: Kvit found no bill in it, or could not take all of it"),
    "feed.troubled": _("The accounts at {bank} cannot be fetched"),
    "feed.consent_ends": _("The consent for the accounts at {bank} ends on {until}: agree anew"),
    "feed.gap_found": _("Movements of {account} are missing: the bank's balance differs by {difference} {currency}"),
    "mailbox.troubled": _("The mailbox of {user} cannot be looked into"),
    "bank_account.to_confirm": _(
        "{name} brought in the bank account {iban}: confirm that it is yours, or find out whose it is"
    ),
    "bill.waiting": _("Look at the bill of {supplier}: a check failed"),
    "bill.self_charge": _("Charge the VAT on bill {number} of {supplier} by {until}"),
    "bill.part_held": _("Look after the held part of bill {number} of {supplier}: {held} {currency}"),
    "bill.rest_disputed": _("Settle with {supplier} the disputed part of {number}: {held} {currency}"),
    "offset.to_sign": _("Sign the set-off with {party}, or cancel it"),
    "offset.to_countersign": _("Get the set-off {number} signed by {party}"),
    "bill.early_accepted": _("Pay {number} by {pay_on}: {supplier} takes {percent} percent less for it"),
    "bill.supplier_answered": _("Read what {supplier} answered about {number}"),
    "customer.change_proposed": _("{customer} tells new facts of themselves: take them over or not"),
    "supplier.change_proposed": _("{supplier} tells new facts of themselves: take them over or not"),
    "checkout.left_over": _(
        "{customer} paid {unapplied} {currency} online that nothing was left to pay with: pay it back, or keep it"
    ),
    "checkout.stuck": _("{customer} paid {amount} {currency} online, and it cannot be booked: find out why"),
    "checkout.unanswered": _("Look at {gateway} whether {customer} paid {amount} {currency}: it does not answer"),
    "chargeback.stuck": _(
        "The bank of {customer} moved {amount} {currency} ({numbers}), and it cannot be booked: find out why"
    ),
    "chargeback.to_answer": _(
        "{customer} wants {amount} {currency} back through their bank ({numbers}): send the gateway evidence by {until}"
    ),
    "gateway_refund.failed": _("{amount} {currency} could not be paid back to {customer} online: pay it another way"),
    "gateway_refund.stuck": _("A refund of {amount} {currency} to {customer} online is stuck: find out why"),
    "saved_method.stuck": _(
        "{gateway} could not be told to forget the way of paying that {customer} took back: remove it there"
    ),
    "saved_charge.to_start": _(
        "Charge {amount} {currency} of {number} by the way of paying that {customer} saved, or leave it"
    ),
    "saved_charge.failed": _(
        "{number} of {customer} could not be charged ({told}): see that {amount} {currency} is paid"
    ),
    "run.item_failed": _("The bank did not pay {number} of {supplier}: find out why, then pay it anew"),
    "debit.failed": _(
        "{amount} {currency} of {customer} for {number} could not be collected ({reason}): see what is to be done"
    ),
    "debit.to_release": _("Direct debits of {sum} {currency} wait for a release by another person"),
    "remittance.send": _("Tell {supplier} what was paid: {number}"),
    "remittance.no_address": _("Give {supplier} an e-mail address: the payment advice {number} could not be sent"),
    "supplier_statement.missing": _("Ask {supplier} for copies of invoices that we do not have: {numbers}"),
    "claim.found": _("Claim {amount} {currency} back from {supplier}: {number}"),
    "claim.to_give_up": _("Give up {amount} {currency} that {supplier} owes us, or not: {number}"),
    "dispute.opened": _("Answer {customer}: {line} on {number} is disputed"),
    "plan.to_decide": _("Agree to instalments with {customer} for {amount} {currency}, or not"),
    "plan.broken": _("An instalment of {customer} is missing: talk to them about {numbers}"),
    "promise.broken": _(
        "{customer} promised to pay by {until}, and {amounts} is missing: talk to them about {numbers}"
    ),
    "write_off.to_decide": _("Write off {amount} {currency} that {customer} owes, or not: {numbers}"),
    "rating.low": _("Answer {customer}, who gave {number} {stars} of 5 stars: {text}"),
    "write_off.vat": _(
        "VAT of {number} may be taken back by a document of its own: look at the write-off of {customer}"
    ),
    "approval.waiting": _("Approve {number}: {amount}"),
    "approval.overdue": _("{number} still waits for your approval: {amount}"),
    "approval.escalated": _("{number} has waited too long for {person}: approve it or not, in their place"),
    "approval.stuck": _("Nobody may approve {number} any more: withdraw it, give the role anew, or name others"),
    "approval.question": _("{asker} asks about {number}: {question}"),
    "receipt.due": _("Money came in, and nobody was thanked ({count}): send receipts to {customer}, or leave it"),
    "demand.due": _(
        "The last reminder to {customer} was on {since}, and {amounts} is still open: write the final demand for "
        "{numbers}, or leave it"
    ),
    "balance_letter.due": _(
        "The year is over: ask customers and suppliers ({count}) whether their balance of {since} is right"
    ),
    "balance_letter.to_post": _(
        "Print and post letters about the balance of {since} ({count}): there is no e-mail address"
    ),
    "late_fee.due": _("Charge {customer} for being late, or let it pass: {amounts}"),
    "late_fee.not_owed": _(
        "Take {number} of {customer} back, or let it stand: {amount} {currency} of it is no longer owed ({documents})"
    ),
    "reply.paid": _("Look in the bank: {customer} says that {about} is paid"),
    "reply.dispute": _("{customer} disputes {about}: settle it with {sender}"),
    "reply.promise": _("{customer} promises to pay {about}: note it, or answer {sender}"),
    "reply.plan": _("{customer} asks for instalments or more time for {about}: answer {sender}"),
    "reply.document": _("{customer} asks for {about} again: send it"),
    "reply.address": _("{customer}: the person or address for {about} is wrong: find the right one"),
    "reply.cancellation": _("{customer} wants to cancel ({about}): answer {sender}"),
    "reply.absence": _("{sender} of {customer} is away: see whether anything is to do"),
    "reply.other": _("Answer {sender} of {customer} about {about}"),
    "reply.unthreaded": _("Find out which customer {sender} writes for: {subject}"),
    "reminder.to_post": _("Print and post the letter to {customer} about {numbers}"),
    "reminder.due": _("Remind {customer} of {documents}, or let it pass"),
    "rule.task": _("{text}: {name}"),
    "rule.suggested": _("The rule “{rule}” would act on {name}: let it, or not"),
    "rule.failed": _("The rule “{rule}” could not act: change it or turn it off"),
    "text.failed": _("Talk to {customer}: the text to {to} did not arrive, and nothing else reaches them"),
    "text.lost": _("Ask {customer} whether our text reached {to}: the service has not said so for two days"),
    "work.given_up": _("Something that should have followed by itself could not be done ({event})"),
}
REFUSALS: dict[str, str] = {
    "task.unknown": _("There is no task {task}."),
    "task.known": _("There is an open task for this already."),
    "note.no_author": _("A note is written by a person, and nobody is signed in."),
    "note.empty": _("The note is empty. Write something."),
    "note.too_long": _("The note has {letters} letters; {most} are the most."),
}
