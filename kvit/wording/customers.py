"""Customers and products."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "customer.unknown": _("There is no customer {customer}. Use its id or its external_id, or give its facts."),
    "customer.name_missing": _("Write the customer's name."),
    "customer.country_missing": _("{name} has no country. Add it to the customer: VAT depends on it."),
    "customer.incomplete": _("{name} came from an import and is incomplete. Open the customer and complete it."),
    "customer.changed": _("Somebody changed {customer} in the meantime. Look at it again, then repeat what you did."),
    "customer.ambiguous": _("{customer} can be {options}. Write the VAT id."),
    "product.name_missing": _("Write the product's name."),
    "product.known": _("The code {taken} belongs to {name} already. Choose another one."),
    "product.changed": _("Somebody changed {product} in the meantime. Look at it again, then repeat what you did."),
    "price.missing": _(
        "{product} has no price in {currency} on {on}. Give one on the line, or put it on a price list."
    ),
    "price_list.unknown": _("There is no price list {price_list}, or it was put away."),
    "price_list.known": _("There is a price list {name} already. Choose another name."),
    "filled.price": _("Kvit took the price {price} from the list {price_list}, where it holds since {on}."),
    "product.unknown": _("There is no product {product}. Use its id, external_id or code."),
}
