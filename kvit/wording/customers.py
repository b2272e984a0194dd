"""Customers and products."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "customer.unknown": _("There is no customer {customer}. Use its id or its external_id, or give its facts."),
    "customer.too_long": _("{field} has {most} letters at most."),
    "customer_change.unknown": _("There is no change {change} that a customer asks for."),
    "customer.name_missing": _("Write the customer's name."),
    "customer.country_missing": _("{name} has no country. Add it to the customer: VAT depends on it."),
    "customer.incomplete": _("{name} came from an import and is incomplete. Open the customer and complete it."),
    "customer.changed": _("Somebody changed {customer} in the meantime. Look at it again, then repeat what you did."),
    "customer.ambiguous": _("{customer} can be {options}. Write the VAT id."),
    "contact.unknown": _("There is no contact {contact}, or it was put away."),
    "contact.name_missing": _("Write the person's name."),
    "contact.no_email": _("{name} is to get the invoices: write the e-mail address they go to."),
    "register.not_kept": _("No register here keeps companies of {country}. Type name and address by hand."),
    "register.not_registered": _(
        "The register has no valid VAT id {vat_id} today. Ask for the number again, or type name and address by hand."
    ),
    "register.cannot_say": _(
        "The register cannot say anything about {vat_id} right now. Type name and address by hand, or ask again later."
    ),
    "vat_check.invalid": _(
        "The VAT id {vat_id} is not valid in {register} ({on}), so this cannot be without VAT. Ask the customer for "
        "the right number, or charge VAT; if it is valid by now, ask the register again on the customer's page."
    ),
    "vat_check.unknown": _(
        "Nobody could say whether the VAT id {vat_id} is valid ({reason}). Ask again later, or take the responsibility "
        "for issuing without VAT."
    ),
    "address_check.no_address": _(
        "{customer} has no electronic address with a scheme. Add both to the customer first."
    ),
    "address_check.no_directory": _("The directory of Peppol is not asked here. KVIT_REGISTERS=1 turns that on."),
    "vat_check.no_register": _(
        "No register is set up here that knows VAT ids of {country}. KVIT_REGISTERS=1 turns on those of the Union."
    ),
    "vat_check.no_vat_id": _("{customer} has no VAT id to ask about. Add it to the customer first."),
    "register.declined": _("The register refused to answer. Type name and address by hand."),
    "register.unreachable": _("The register does not answer. Type name and address by hand, or ask again later."),
    "product.name_missing": _("Write the product's name."),
    "product.known": _("The code {taken} belongs to {name} already. Choose another one."),
    "product.changed": _("Somebody changed {product} in the meantime. Look at it again, then repeat what you did."),
    "price.missing": _(
        "{product} has no price in {currency} on {on}. Give one on the line, or put it on a price list."
    ),
    "price_list.unknown": _("There is no price list {price_list}, or it was put away."),
    "price_list.known": _("There is a price list {name} already. Choose another name."),
    "filled.price": _("Kvit took the price {price} from the list {price_list}, where it holds since {on}."),
    "product.not_named": _("No product has the code or name {product}. Make it first, or write it as it stands."),
    "product.unknown": _("There is no product {product}. Use its id, external_id or code."),
}
