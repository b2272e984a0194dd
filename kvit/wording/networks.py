"""Networks that carry e-invoices."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "network.unknown": _("Kvit knows no network {network}. There are: {known}."),
    "network.bad_mode": _("A network is used for {known}, not for {mode}."),
    "network.bad_setting": _("The setting {setting} is too long; {most} letters are the most."),
    "network.not_set_up": _("The access to {network} is not set up. Give its details first."),
    "network.test_company": _("{company} is a test company, so its documents go to test networks alone."),
    "network.unknown_setting": _("This network has no setting {setting}. It wants: {known}."),
    "network.no_sign_in": _("Nobody signs in at {network}. Give it its token or certificate."),
    "network.bad_file": _("The file holds an object with settings and secrets, each of names with texts."),
    "network.not_on": _("{network} is not turned on. Set it up and turn it on first."),
    "network.forged_return": _("This sign-in did not begin here, or began too long ago. Begin it anew."),
    "network.not_amendable": _(
        "{field} is what was issued. Correct it by a new document; here only {known} may change."
    ),
    "network.not_for_it": _("{number} does not pass {network}: seller, customer and kind of document decide that."),
    "network.none_for_it": _("{number} passes no network that is connected. Connect one, or name it."),
    "submission.none_refused": _("No network refused {number}, so there is nothing to repeat."),
    "network.annulled": _("{number} was annulled, so it does not go to {network}."),
    "withdrawal.not_here": _("{network} gives no document back. Correct it by a new document."),
    "withdrawal.not_there": _("{number} is not there, or was asked for already. Look at where it stands."),
    "network.not_issued": _("Only an issued document passes a network. Issue it first."),
    "network.unreachable": _("{network} did not answer ({reason}). Kvit tries again by itself."),
    "network.access_ended": _("{network} does not accept the access any more. Sign in there anew."),
    "network.waits_for_original": _(
        "{number} corrects {original} and names its number in KSeF, so it leaves by itself once {original} has one."
    ),
    "anaf.refused": _("RO e-Factura says: {message}"),
    "peppol.no_address": _(
        "Peppol needs the electronic addresses of both sides with their schemes (missing: {message})."
    ),
    "peppol.not_taken": _("The access point did not take the document: {message}"),
    "peppol.not_delivered": _(
        "The access point could not deliver the document: {message}. Ask the customer, or mail it."
    ),
    "peppol.refused": _(
        "The customer's side of Peppol refused the document: {message}. Put it right and send it again."
    ),
    "arrival.unknown": _("There is no received document {arrival}."),
    "submission.unknown": _("There is no submission {submission}."),
}
