"""Refusals of payment runs, and why a bill is left out of one."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "run.not_listed": _(
        "{numbers} ({suppliers}) would be paid to accounts that are not on the white list today. From 15,000 PLN that "
        "is no cost and makes you liable for the supplier's VAT (Ordynacja podatkowa art. 117ba). Take them out and "
        "ask for a listed account, pay them as split payments (Elixir), or pay outside this run and notify the tax "
        "office within 7 days (ZAW-NR)."
    ),
    "early_offer.unknown": _("There is no such offer."),
    "early_offer.known": _("For {number} an offer is open or accepted already. Withdraw the open one first."),
    "early_offer.over": _("This offer was answered or withdrawn already."),
    "early_offer.expired": _("This offer was to be answered until {until}. Ask for a new one."),
    "early_offer.changed": _("Since the offer was shown, less became open of the invoice. Look at it again."),
    "early_offer.in_payment": _("{number} is in a payment run or a set-off already: its day and amount stay."),
    "early_offer.not_earlier": _("Offer a day after today and before {due_on}, when it is due; {pay_on} is not."),
    "early_offer.answer_late": _("Let it be answered from today until {pay_on}, the day of payment."),
    "early_offer.nothing_open": _(
        "Nothing is open that such a discount could be taken off. Offer it on an approved bill."
    ),
    "run.unknown": _("There is no payment run {run}."),
    "run.not_proposed": _("This run is released or cancelled already. Propose another one for what is left."),
    "run.not_released": _("This run is not released. Another person than who proposed it releases it first."),
    "run.cannot_cancel": _(
        "The file of this run is handed out already. What the bank refuses is read back with its answer."
    ),
    "run.nothing_due": _("Nothing can be paid from {account} until {until}. Left out: {left_out}."),
    "run.bad_format": _("{account} in {currency} cannot be paid from with a file of the kind {format}."),
    "run.own": _("You proposed this run, or made the key by which it was proposed. Another person releases it."),
    "run.own_account": _("You confirmed the account of {supplier}. Another person releases the payment to it."),
    "run.no_person": _("A run is released by a person who is signed in, never by a key or an automation."),
    "run.changed": _("This run was changed after you looked at it. Look at it again."),
    "run.items_changed": _(
        "Paid, credited or reopened meanwhile: {numbers}. Take them out of the run, or propose it again."
    ),
    "run.account_changed": _(
        "The account of {suppliers} is not trusted any more. Take these bills out, and call the supplier."
    ),
    "run.no_account": _("No account of this supplier is confirmed and past its waiting days."),
    "run.account_unconfirmed": _("The bill names {iban}, which nobody confirmed, or whose waiting days are not over."),
    "run.vat_invalid": _("The register called the VAT id of this supplier invalid. Ask them before you pay."),
    "run.other_currency": _(
        "It is in {currency}; this run pays in {wanted}. Propose a run from an account in {currency}."
    ),
    "run.in_another": _("It is in the run {run} already."),
    "run.part_held": _(
        "All that is still open of it is held: {held} {currency}, to be looked at by {until}. "
        "Goods, a credit note or a person let it go."
    ),
    "run.in_offset": _("It is in the set-off {offset} that is not decided yet."),
    "run.not_approved": _("It is owed by an entry without an approved bill."),
    "run.not_with_bank": _("The file was not handed out yet, so the bank cannot have answered. Export it first."),
    "run.credits_a_discount": _(
        "It credits the discount that was taken of {number}: held against another bill it would count twice."
    ),
    "run.below_floor": _("Paying it would bring the balance {lacks} {currency} below the floor on {on}."),
    "run.bad_floor": _("{floor} is no amount of {currency}. Give the floor in whole cents."),
    "run.offer_over": _(
        "The discount of these is over or was ended: {numbers}. Take them out, or propose the run anew."
    ),
    "run.plan_of_one_day": _(
        "Pays {count} on {on}, earns {earns} {currency}; lowest balance {lowest} {currency} on {lowest_on}."
    ),
    "run.plan": _(
        "Pays {count} from {on} on, earns {earns} {currency}; lowest balance {lowest} {currency} on {lowest_on}."
    ),
    "run_item.not_there": _("There is no {number} in this run."),
    "run_item.not_in_run": _("This is not in the run any more."),
    "run_item.not_sent": _("This transfer is not in flight: it is paid, refused or was never sent."),
}
