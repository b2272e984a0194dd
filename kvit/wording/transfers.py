"""Payment runs, and the files that banks execute."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "run.findings": _("A bank would refuse this run: {count} errors ({rules}). Correct them, then export again."),
    "run.unknown": _("There is no payment run {run}."),
    "run.not_proposed": _("This run is released or cancelled already. Propose another one for what is left."),
    "run.not_released": _("This run is not released. Another person than who proposed it releases it first."),
    "run.cannot_cancel": _(
        "The file of this run is handed out already. What the bank refuses is read back with its answer."
    ),
    "run.nothing_due": _("Nothing can be paid from {account} until {until}. Left out: {left_out}."),
    "run.bad_format": _("{account} in {currency} cannot be paid from with a file of the kind {format}."),
    "run.own": _("You proposed this run. Another person releases it."),
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
    "run.not_approved": _("It is owed by an entry without an approved bill."),
    "run.not_with_bank": _("The file was not handed out yet, so the bank cannot have answered. Export it first."),
    "run_item.not_there": _("There is no {number} in this run."),
    "run_item.not_in_run": _("This is not in the run any more."),
    "run_item.not_sent": _("This transfer is not in flight: it is paid, refused or was never sent."),
    "run.empty": _("This run pays nothing. Add a bill to it."),
    "run.paid_twice": _("{payee} would be paid twice for the same thing in this run. Take one of the two out."),
    "transfer.bad_amount": _(
        "{amount} for {payee} cannot be transferred: an amount is above zero, below 1,000,000,000, and no finer than "
        "its currency."
    ),
    "transfer.bad_reference": _(
        "{reference} is no reference by ISO 11649: its check digits are wrong. Correct it, or tell the bill's number."
    ),
    "transfer.letters_lost": _(
        "Banks take Latin letters only, and {lost} has others: the file says {told}. Write it in Latin letters."
    ),
    "transfer.bic_missing": _(
        "{payee} has the account {iban}, which this transfer reaches only with the BIC of its bank. Add the BIC."
    ),
    "transfer.payer_address_missing": _(
        "A transfer to {country} names the payer's address (Regulation (EU) 2023/1113). Add your company's address."
    ),
    "transfer.name_missing": _("{name} has no letter that banks take. Write the name in Latin letters."),
    "transfer.unstructured_address": _(
        "Since November 2026 SEPA takes an address only with its town and country ({town}, {country}). Complete the "
        "address, or leave it out."
    ),
    "transfer.too_many_lines": _("A SEPA address has {most} lines beside town and country, and this one has {lines}."),
    "transfer.split_not_here": _(
        "{format} cannot say that the transfer to {payee} is a split payment. Export the run as Elixir-O, or pay it "
        "apart."
    ),
    "transfer.urgent_not_here": _(
        "{format} cannot say that the transfer to {payee} is urgent. Export the run as pain.001, or take the mark off."
    ),
    "transfer.not_domestic": _(
        "{payee} gets {amount} on {iban}: this file takes only {currency} between accounts of {country}. Export it as "
        "pain.001."
    ),
    "transfer.bad_split": _(
        "The split payment to {payee} is not complete: it takes the VAT in PLN, above zero and not above the transfer, "
        "the seller's tax number and the whole number of one invoice (ustawa o VAT art. 108a)."
    ),
    "elixir.text_missing": _("The transfer to {payee} says nothing of what it is for. Tell the number of the bill."),
}
