"""What banks answer to a file of payments; the reasons are those of ISO 20022 (ExternalStatusReason1Code)."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "bank_answer.not_pain002": _("This is no status report of a bank: it begins with {found}, not with pain.002."),
    "bank_answer.unreadable": _("This status report does not say its {element}. Ask the bank for it again."),
    "bank_answer.other_run": _("This report answers the file {named}, and this run is {expected}. Open that run."),
    "bank_answer.two_states": _(
        "The bank says two things about this transfer ({states}). Look at the statement before paying it again."
    ),
    "bank_answer.stranger": _("The report speaks of {named}, which is no transfer of this run. Ask the bank."),
}

REASONS: dict[str, str] = {
    "AC01": _("The account number is wrong."),
    "AC02": _("The payer's account number is wrong."),
    "AC03": _("The payee's account number is wrong."),
    "AC04": _("The account is closed."),
    "AC06": _("The account is blocked."),
    "AC13": _("The payer's account is not of the right kind."),
    "AG01": _("The account does not allow this kind of transfer."),
    "AG02": _("The bank does not know this kind of transfer."),
    "AM01": _("The amount is zero."),
    "AM02": _("The amount is larger than the bank allows."),
    "AM03": _("The currency is not accepted."),
    "AM04": _("There is not enough money in the account."),
    "AM05": _("The bank takes it for a double of another transfer."),
    "AM09": _("The amount is not the one that was agreed or expected."),
    "AM10": _("The sums of the file do not agree with its transfers."),
    "BE01": _("The name does not belong to the account."),
    "BE04": _("The payee's address is missing or wrong."),
    "BE05": _("The bank does not know who sent the file."),
    "BE06": _("The bank does not know the customer."),
    "CUST": _("Cancelled by the payer."),
    "DT01": _("The day is wrong or past."),
    "DUPL": _("The bank takes it for a double of another transfer."),
    "ED05": _("The settlement failed."),
    "FF01": _("The file has a form that the bank does not read."),
    "FOCR": _("Returned after a recall."),
    "MD01": _("There is no mandate, or it is not in force."),
    "MD02": _("Something of the mandate is missing or wrong."),
    "MD06": _("The payer asked for the money back."),
    "MD07": _("The account holder has died."),
    "MS02": _("The payee gave no reason."),
    "MS03": _("The bank gave no reason."),
    "NARR": _("The bank's own words say why."),
    "RC01": _("The bank's code (BIC) is wrong."),
    "RC03": _("The payer's bank code is wrong."),
    "RC04": _("The payee's bank code is wrong."),
    "RR01": _("The payer's account or number is missing, and the law wants it."),
    "RR02": _("The payer's name or address is missing, and the law wants it."),
    "RR03": _("The payee's name or address is missing, and the law wants it."),
    "RR04": _("A rule of the law or of the authorities is in the way."),
    "SL01": _("The payer keeps this account closed to our direct debits."),
    "TM01": _("It came after the bank's hour."),
}
