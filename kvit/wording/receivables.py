"""Drafts, invoices, credit notes."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "batch.unknown": _("There is no job {batch}."),
    "batch.too_many": _("That is more than {most} documents at once. Narrow the filter, for example by month."),
    "batch.nothing_to_retry": _("Nothing of this job failed, so there is nothing to try again."),
    "invoice.unknown": _("There is no invoice {invoice}."),
    "status.unknown": _("There is no status {status}. There are: {known}."),
    "invoice.known": _("{external_id} was issued as {number} already. Credit it, or use another external_id."),
    "invoice.twice_in_request": _(
        "{external_id} stands twice in the request. Give every draft an external_id of its own."
    ),
    "invoice.changed": _("Somebody changed this draft in the meantime. Look at it again, then repeat what you did."),
    "invoice.findings": _("Rules forbid to issue this: {rules}. Mend what they name."),
    "invoice.held": _(
        "The official rules refuse what ours passed ({rules}). The document is held; this is a defect of Kvit."
    ),
    "invoice.warnings": _("Somebody must look at this first: {rules}. Accept each, or change the draft."),
    "finding.unknown": _("This draft has no warning {rule} at {place} (any more)."),
    "finding.is_error": _("{rule} is an error, not a warning: nobody can accept it. Change the draft."),
    "finding.needs_person": _("Only a person can accept a warning. Sign in and accept it by name."),
    "simplified.unknown_here": _("The law of {country} knows no simplified invoice here. Make a whole one."),
    "simplified.over_limit": _(
        "A simplified invoice may come to {limit} {currency} at most, this one comes to {gross} ({law}). "
        "Make a whole one."
    ),
    "simplified.trade_limit": _(
        "Above the general limit a simplified invoice is for some trades only ({trade}: {limit} {currency}, {law}). "
        "Accept this if yours is one of them."
    ),
    "simplified.limit_unknown": _(
        "Without a rate of {currency} nobody can say whether the limit of a simplified invoice is kept ({law}). "
        "Import the rate, or accept this."
    ),
    "customer.over_limit": _(
        "With this {customer} would owe {owed} {currency}; the limit is {limit}. Accept it or wait."
    ),
    "credit.not_offered": _("{item} is no credit of this customer in this currency, or nothing is left of it."),
    "credit.too_large": _("Of this credit {left} are left, not {amount}."),
    "invoice.not_validated": _("The official rules could not be asked, so nothing was issued. Try again."),
    "invoice.no_lines": _("The invoice has no lines. Add at least one."),
    "invoice.period_reversed": _("The period ends before it begins. Exchange the two days."),
    "invoice.due_before_issue": _("The invoice falls due before it is issued. Correct the terms."),
    "invoice.negative_payable": _("It comes to {payable}, less than nothing. Make a credit note for what you owe."),
    "filled.vat": _("Kvit took VAT category {category} with {rate} %: it follows from seller, customer and product."),
    "filled.vat_reason": _("Kvit filled in the law's reason: {text} ({code})."),
    "filled.deliver_to": _("Kvit took {country}, the customer's country, as the place of delivery."),
    "filled.delivered_on": _("Kvit took {on} as the day of delivery."),
    "vat.no_standard_rate": _("Kvit knows no standard VAT rate of {country} on {on}. Give the rate on each line."),
    "credit.not_issued": _("{invoice} is not an issued invoice, so there is nothing to credit."),
    "credit.annulled": _("{invoice} was annulled: it counts no more, so there is nothing to credit."),
    "annulment.not_issued": _(
        "{invoice} is not an issued invoice. A draft is discarded, a credit note is never annulled."
    ),
    "annulment.done": _("{number} is annulled already."),
    "annulment.other_act": _(
        "Here an invoice issued by mistake is taken back whole ({law}). Issue a credit note for {number}."
    ),
    "annulment.not_chained": _(
        "{number} has no VERI*FACTU record on the side in use, so there is none to cancel (RD 1007/2023 art. 11). "
        "Issue a credit note."
    ),
    "annulment.corrected": _(
        "{number} was corrected already ({corrections}). Only what was issued by mistake is annulled (RD 1007/2023 "
        "art. 11); discard a draft of a correction first."
    ),
    "annulment.paid": _(
        "Something of {number} is paid or settled, so it counts. Take the payment back, or issue a credit note."
    ),
    "annulment.advance": _(
        "{number} is an advance, or takes advances back. Issue a credit note instead: it gives back what it holds."
    ),
    "advance.nothing": _("{received} is no amount that can have been received. Give it in whole cents, above zero."),
    "advance.beyond_order": _(
        "{received} {currency} were received, but the order comes to {order} {currency} with VAT. Add to the order "
        "what the rest was paid for."
    ),
    "advance.rate_below_nothing": _(
        "At {rate} % the order comes to less than nothing, so nothing can be invoiced of it before. Put the discount "
        "on lines of the same rate."
    ),
    "advance.not_the_rest": _(
        "{rest} are left of the order after the earlier advances, not {received}. Leave out the earlier ones, or "
        "change the amount: the last advance pays the whole rest."
    ),
    "advance.beyond_order_rate": _(
        "At {rate} % the advances hold more than the order. Credit what is too much of them first, or add to the order."
    ),
    "advance.with_extras": _(
        "An advance has no allowances and charges of its own. Put them on the lines of the order."
    ),
    "advance.with_retention": _(
        "Kvit does not split an advance with a retention. Set the retention to 0, and retain it from the rest."
    ),
    "advance.only_invoice": _("Only a whole invoice is an advance or takes one back. Leave out the kind."),
    "advance.unknown": _("{invoice} is no issued advance invoice. Name an advance by its id."),
    "advance.of_another": _(
        "{number} is another customer's, or in another currency ({currency}). An advance is taken back by an invoice "
        "to the same customer in the same currency."
    ),
    "advance.settled": _("{number} is taken back by {settlement} already. An advance is taken back once."),
    "advance.note_waits": _("A correction of {number} is a draft still. Issue or discard it first."),
    "advance.not_raised": _(
        "{stands} {currency} of the advance stand, more than the {received} that were received. Issue a credit note "
        "for what was never received."
    ),
    "advance.moves_vat": _(
        "With this order less of the advance would fall to {rate} %. VAT that was due already is not moved by a "
        "correction: issue a credit note for the advance, and invoice it anew with the order as it is now."
    ),
    "advance.not_corrected_here": _(
        "Only a Polish advance is corrected upwards (ustawa o VAT art. 106j). In {country} draft a further advance "
        "over what was received more."
    ),
    "advance.pays_the_rest": _(
        "{number} is the last advance and stands for the final invoice, so more cannot have been received for its "
        "order. Credit it, and invoice the rest anew with the order as it is now."
    ),
    "advance.corrects_and_settles": _(
        "A correction of an advance takes no other back. Leave out `settles`, or draft a further advance."
    ),
    "advance.nothing_left": _("{number} was credited whole, so nothing is left to take back."),
    "advance.nothing_to_settle": _(
        "The advances pay the whole order, so there is no invoice for the rest: the last advance is the final invoice "
        "(ustawa o VAT art. 106f ust. 4). Draft the last advance so that it names the earlier ones."
    ),
    "advance.held_by_draft": _(
        "The draft {draft} is about to take {number} back. Discard it, or take {number} out of it, then credit."
    ),
    "beside.not_here": _(
        "Only a Polish invoice has places for deposits, remarks, other parties and attachments (FA(3)). In {country} "
        "say it in the note, or charge a deposit as a line."
    ),
    "beside.of_an_advance": _(
        "An advance and a simplified invoice say only what they come to. Put deposits, charges and deductions on the "
        "invoice of the supply."
    ),
    "beside.not_whole_cents": _("{amount} {currency} is no amount of whole cents. Round it."),
    "annulment.at_face": _("FACe has {number}. Ask for it back there first, then annul it."),
    "credit.nothing_left": _("Everything on this invoice was credited already."),
    "credit.too_much": _("Of line {line} only {left} are left to credit, not {quantity}."),
    "credit.beyond_whole": _(
        "These lines come to {amount} {currency}, but only {left} {currency} of {invoice} are left to credit: "
        "an allowance or rounding lowered it. Credit fewer lines, or all that is left."
    ),
    "period_discount.not_here": _(
        "In {country} a discount given afterwards is said for each invoice by itself; one note for many is known to "
        "Kvit in Poland alone (ustawa o VAT art. 106j ust. 3). Credit the invoices one by one."
    ),
    "period_discount.reversed": _("The period ends before it begins. Exchange the two days."),
    "period_discount.nothing": _("{amount} is no discount. Give it with VAT, in whole cents, above zero."),
    "period_discount.beyond_left": _(
        "The discount comes to {amount} {currency}, but only {left} {currency} of these invoices are left to take it "
        "from. Lower it, or cover more invoices."
    ),
    "period_discount.nothing_covered": _(
        "{found} invoices in the company's currency lie in this period; a note lowers 1 to {most}. Choose the period "
        "in which they were supplied; advances and what takes them back are credited one by one."
    ),
    "period_discount.not_covered": _(
        "{invoice} is no invoice to this customer for the period, in the company's currency. Leave it out, or change "
        "the period."
    ),
    "period_discount.two_methods": _(
        "Some of these invoices owe their VAT when they are paid, others when they are issued. Make a note for each."
    ),
    "credit.line_twice": _("Line {line} stands twice in the request. Give it once, with the whole quantity."),
    "credit.unknown_line": _("The invoice has no line {line}."),
    "credit.other_act": _("For this reason the law wants another act ({act}, {law}), not a credit note."),
}
