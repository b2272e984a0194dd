"""Refusals of payment advices."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "remittance.unknown": _("There is no payment advice {remittance}."),
    "remittance.nothing": _("None of these documents was paid. Only what the bank has paid is told to a supplier."),
    "remittance.corrected": _("A payment that {number} tells of came back. The next advice tells what is paid anew."),
}
