"""Payments and refunds."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "payment.in_future": _("{on} is still to come. Record the payment on the day it arrived."),
    "payment.unknown": _("There is no payment {payment}."),
    "payment.known": _("A payment with the external_id {external_id} was recorded already."),
    "payment.unknown_document": _("There is no open document {document}. Check its number, or whether it is paid."),
    "payment.taken_back": _("The payment {payment} was taken back already."),
    "refund.too_much": _("{amount} cannot be paid back: {left} are left of the customer's credit."),
    "bank_account.unknown": _("There is no own bank account {account}. Add it in the settings."),
    "credit.unknown": _("There is no such payment or credit note."),
}
