"""Refusals of mandates and direct debits, and why an open item is left out of a run."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "creditor.missing": _(
        "To collect by direct debit, {company} needs its creditor identifier and a euro account. Write them in the "
        "settings of direct debits."
    ),
    "creditor.not_euro": _("{account} is in {currency}. Direct debits bring euro to a euro account in the SEPA area."),
    "creditor.bad_notice": _("Tell customers between 1 and {most} days before: {days} is not."),
    "mandate.unknown": _("There is no mandate {mandate}."),
    "mandate.not_draft": _("This mandate is signed or over already."),
    "mandate.not_active": _("This mandate is not in force: it waits for a signature, or is over."),
    "mandate.over": _("This mandate is over already."),
    "mandate.bad_reference": _(
        "{reference} is no mandate reference: 1 to 35 Latin letters, figures and + ? : ( ) . , ' - without a blank at "
        "either end."
    ),
    "mandate.known": _("There is a mandate {reference} already. Choose another reference."),
    "mandate.not_sepa": _("{iban} is outside the SEPA area, so nothing can be collected from it."),
    "mandate.b2b_person": _("{customer} is a person. A B2B mandate binds businesses alone; take a CORE mandate."),
    "mandate.bad_notice": _("Tell customers between 1 and 60 days before: {days} is not."),
    "mandate.signed_in_future": _("It cannot have been signed on {on}, which is still to come."),
    "mandate.signed_later": _("The mandate {reference} was signed after the day on which it would collect."),
    "mandate.in_flight": _(
        "Something is being collected under {reference}. Change the account once the bank has answered."
    ),
    "mandate.same_account": _("{iban} is the account of this mandate already."),
    "mandate.not_agreed": _("Tick that you agree to the mandate."),
    "mandate.stands": _("There is a mandate in force already."),
    "mandate.no_paper": _("Nothing signed is kept of the mandate {reference}."),
    "mandate.not_pdf": _("Give the signed mandate as a PDF of at most 10 MB."),
    "debit.empty": _("This run collects nothing."),
    "debit.twice": _("{debtor} would be debited twice by the same name. Take one of the two out."),
    "debit.not_sepa": _("{debtor}: {iban} in {currency}. A direct debit is in euro between accounts in the SEPA area."),
    "debit.address_missing": _(
        "{debtor} banks in {country}, outside the EEA, so the bank wants an address. Write the customer's town and "
        "country."
    ),
    "debit.nothing_due": _("Nothing can be collected until {until}. Left out: {left_out}."),
    "debit.in_another": _("It is in the run {run} already, and the bank has not decided about it."),
    "debit.other_currency": _("It is in {currency}; a SEPA direct debit collects euro."),
    "debit.being_paid": _("The customer is paying it online. Wait until that is decided."),
    "debit.disputed": _("The customer disputes it. Answer the dispute first."),
    "debit.in_plan": _("It is in an instalment plan, so it is paid as was agreed."),
    "debit.credit_open": _("The customer has {amount} EUR of credit that is not used. Set it off first."),
    "debit.mandate_used_up": _("The mandate {reference} was for one collection, or the last one was made."),
    "debit.mandate_over": _("The mandate holds until {until}, 36 months after it was used last. Get a new one."),
    "debit.came_back": _(
        "It came back before ({reasons}). The same claim is tried once more only after an empty account; ask the "
        "customer."
    ),
    "debit_run.unknown": _("There is no run of direct debits {run}."),
    "debit_run.not_proposed": _("This run is released or cancelled already. Propose another one for what is left."),
    "debit_run.not_released": _("This run is not released. Another person than who proposed it releases it first."),
    "debit_run.cannot_cancel": _(
        "The file of this run is handed out already. What the bank refuses is read back with its answer."
    ),
    "debit_run.own": _("You proposed this run, or made the key by which it was proposed. Another person releases it."),
    "debit_run.no_person": _("A run is released by a person who is signed in, never by a key or an automation."),
    "debit_run.changed": _("This run was changed after you looked at it. Look at it again."),
    "debit_run.items_changed": _(
        "Paid, disputed or without a mandate meanwhile: {numbers}. Take them out of the run, or propose it again."
    ),
    "debit_run.creditor_changed": _("The creditor identifier or the account was changed meanwhile. Propose it again."),
    "debit_run.not_with_bank": _("The file was not handed out yet, so the bank cannot have answered. Export it first."),
    "debit_item.not_there": _("There is no {number} in this run."),
    "debit_item.not_in_run": _("This is not in the run any more."),
    "debit_item.not_sent": _("This collection is not in flight: it was decided already, or never sent."),
    "debit_item.not_collected": _("The money of this collection is not booked, or went back already."),
    "debit_item.not_returned": _("This collection did not come back."),
}
