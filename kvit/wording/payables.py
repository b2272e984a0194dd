"""Bills, suppliers and their bank accounts."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "document.empty": _("{name} is empty. Choose a file with something in it."),
    "document.too_large": _("{name} is larger than {most} MB. Ask the supplier for a smaller file."),
    "bill.unknown": _("There is no bill {bill}."),
    "bill.bad_amount": _("An amount on the bill is no amount of money: {value}. Ask the supplier for a right file."),
    "bill.missing": _("The bill does not say its {field}, without which it can be neither booked nor paid."),
    "bill.unsure": _("{field}: not read for sure. Look at the page, and type it or confirm it."),
    "bill.no_supplier": _("Nobody knows yet who {number} is from. Name its supplier first."),
    "discount.known": _("The bill offers {percent} percent until {until} already."),
    "discount.no_day": _("Say until which day {number} offers it: the bill has no day of issue to count from."),
    "discount.not_for": _("{number} is a credit note: nothing is paid for it, so it offers nothing."),
    "discount.unknown": _("There is no such discount: {discount}."),
    "bill.nothing_typed": _("Nothing was typed. Name at least one field of the bill."),
    "bill.as_written": _("{number} is an e-invoice: what it says is booked as written. Reject it if that is wrong."),
    "bill.unknown_supplier": _("There is no supplier {supplier}. Choose one that is known, or give a name."),
    "bill.sums_differ": _(
        "The bill wants {payable} {currency}; by our own sums it comes to {own} {currency}. Ask the supplier, or "
        "accept it: the figure of the bill is what is booked."
    ),
    "bill.breakdown_differs": _(
        "The bill wants {payable} {currency}, but its VAT breakdown comes to {own} {currency}. Ask the supplier, or "
        "accept it with the reason; the difference is booked as rounding."
    ),
    "bill.breakdown_far_off": _(
        "The bill wants {payable} {currency}, but its VAT breakdown comes to {own} {currency}: too much for a "
        "rounding. Reject it, and ask the supplier for a right one."
    ),
    "bill.keeps_guarantee": _(
        "The bill leaves {amount} {currency} with you as a guarantee until the work is found good. Kvit cannot book "
        "that yet: ask for a bill over the whole, and pay it in two parts."
    ),
    "bill.withheld_beyond": _(
        "{withheld} are withheld, but only {prepaid} are taken off the total. What is withheld is a part of that: type "
        "both."
    ),
    "bill.withheld_and_wanted": _(
        "The bill withholds {amount} {currency} of tax and wants that paid all the same. Ask the supplier for a right "
        "file."
    ),
    "bill.page_differs": _(
        "The pages show {page}, the e-invoice inside says {xml}. Ask the supplier at a number known before; what the "
        "e-invoice says is what is booked."
    ),
    "bill.other_buyer": _("The bill is addressed to {named}; we are {ours}. Reject it, or accept it with the reason."),
    "bill.new_supplier": _(
        "No bill of {supplier} was ever approved. Another person looks whether they are who they say."
    ),
    "bill.brought_by_another": _(
        "It came through the portal of {brought_by}, and says that it is from {supplier}. Ask both, then reject it or "
        "accept it with the reason."
    ),
    "bill.account_of_another": _(
        "{iban} belongs to {other} as well. Another person finds out why two suppliers are paid to one account."
    ),
    "bill.in_future": _("The bill is dated {on}, which is still to come."),
    "bill.due_before_issue": _("The bill falls due on {on}, before it was issued."),
    "bill.account_new": _(
        "No account of this supplier was confirmed yet; the bill names {iban}. Nothing is paid to it before another "
        "person confirms it."
    ),
    "bill.account_changed": _(
        "The bill names {iban}, which is not the account that we know. Call the supplier at a number you had before. "
        "Nothing is paid to it before another person confirms it."
    ),
    "bill.decided": _("The bill is decided already ({status})."),
    "bill.not_to_approve": _("Only a bill whose checks let it pass is approved; this one is {status}."),
    "bill.not_failed": _("The check {check} did not fail, so there is nothing to accept."),
    "bill.incomplete": _("Nobody can accept that: what is missing cannot be booked. Reject it and ask for another."),
    "bill.nothing_held": _("Nothing of {number} is held, so there is nothing to decide."),
    "bill.own": _("You added or completed {number} yourself, or by a key that you made. Another person decides that."),
    "bill.no_person": _("A bill is decided by a person, never by an automation."),
    "bill.changed": _("{number} was changed since you looked at it. Look again."),
    "bill.known": _("{supplier} was approved under {number} and that day before. One bill is booked once."),
    "self_charge.no_law": _(
        "Kvit knows no rules of {country} for VAT that a buyer charges itself. Ask your accountant."
    ),
    "self_charge.not_booked": _("{number} is {status}: VAT is charged on a bill once it is approved and booked."),
    "self_charge.known": _("The VAT on {number} was charged already. A credit note of the supplier corrects it."),
    "self_charge.nothing_owed": _(
        "{number} has no row on which its buyer owes the VAT. If the supplier is abroad and charged none, say whether "
        "it is services or an acquisition of goods."
    ),
    "self_charge.unknown": _("There is no self-charge document {self_charge}."),
    "self_charge.no_document": _("The law of {country} wants no document here: both entries are in the books."),
    "self_charge.no_rate": _("There is no VAT rate of {rate} percent on {on}; choose one of {known}."),
    "self_charge.in_future": _("The tax point {tax_point_on} is still to come on {on}."),
    "self_charge.no_original": _(
        "The credit note {number} takes back of {original}, on which no VAT was charged here. Charge that bill first, "
        "or name the bill by its number."
    ),
    "supplier.unknown": _("There is no supplier {supplier}. Use the name as it stands on their bills, or the VAT id."),
    "supplier.too_long": _("{field} has {most} letters at most."),
    "supplier_change.unknown": _("There is no change {change} that a supplier asks for."),
    "supplier_change.over": _("This was decided already ({status})."),
    "supplier.name_missing": _("A supplier has a name."),
    "bank_detail.unknown": _("There is no bank account {bank_detail}."),
    "bank_detail.own": _(
        "You asked for this account yourself, or made the link or key by which it was asked for. "
        "Another person confirms it."
    ),
    "bank_detail.no_person": _("An account is confirmed by a person who called the supplier, never by a program."),
    "bank_detail.note_missing": _("Say whom you called, at which number, and when (at least {least} letters)."),
    "bank_detail.not_requested": _("Nobody asks for this account now ({status})."),
    "bank_detail.not_confirmed": _("This account is not confirmed ({status})."),
    "allocation.other_side": _("What a customer owes is not settled by what we owe a supplier. Agree on a set-off."),
}
