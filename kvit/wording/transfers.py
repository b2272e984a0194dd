"""Payment runs, and the files that banks execute."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "run.findings": _("A bank would refuse this run: {count} errors ({rules}). Correct them, then export again."),
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
