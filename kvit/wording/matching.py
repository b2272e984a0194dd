"""Why a line of a bank statement is proposed for an open item."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "match.run_end_to_end": _("The bank names the transfer of a released payment run, and the amount is equal."),
    "match.run_account": _("One transfer of a released payment run alone has this amount and account."),
    "match.claim_number": _("It names our claim to a supplier, who pays back."),
    "match.claim_account": _("A supplier who owes us exactly this pays from an account that we know."),
    "match.run_batch": _("It is the sum of the transfers of one released payment run."),
    "match.number": _("The line names the number or the reference."),
    "match.ksef_number": _("The line names the number in KSeF, and its check characters are right."),
    "match.serial": _("The line names the counting part of the number."),
    "match.amount": _("The amounts are equal."),
    "match.account": _("The money came from an account of this party."),
    "match.credit_note": _("A credit note of the same party makes up the difference."),
    "match.all_open": _("It is all that this party owes."),
    "match.sum": _("These items alone make the amount."),
    "match.some_numbers": _("Some of the numbers named make the amount."),
    "match.partial": _("Less came than is owed."),
    "match.over": _("More came than is owed."),
    "match.other_currency": _("The money came in another currency."),
    "match.rate": _("At your rate of the day it is what is owed, give or take 3 percent."),
    "match.name": _("The name of the payer is that of this party."),
    "match.mistyped": _("The number in the text is one slip from this one, and this party owes exactly this."),
    "match.range": _("The line names the first and the last number; with all between them they make the amount."),
    "match.cut": _("The list of numbers ends early; only these items of the party make the rest of the amount."),
    "match.month": _("The line names the month of this invoice."),
    "match.discount": _("The discount for paying early was taken, and the money came in time."),
    "match.fee_stated": _("The line says that a bank took a fee off."),
    "match.fee_likely": _("A small sum is missing, most likely the fee of a bank. Say whether it is."),
}
