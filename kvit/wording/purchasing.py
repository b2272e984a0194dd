"""What is asked for, orders to suppliers, and what arrived of them."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "order.not_named": _("Bills of this supplier are for an order, and this one names none. Name the order."),
    "order.not_ours": _("{order}, which the bill names, is no order of ours to this supplier. Name the right one."),
    "order.not_approved": _("The bill is for {order}, which is {status}. Nothing is billed for what was not approved."),
    "order.not_of_supplier": _("{number} is an order to another supplier."),
    "order.no_line": _("There is no such pair of lines: {line}."),
    "order.changed_since": _(
        "Since {number} was checked, something of its order was billed, came or went back. Check the bill anew."
    ),
    "supplier.unknown": _("There is no supplier {supplier}. Name one by its id, or with name and VAT id."),
    "purchase_order.unknown": _("There is no order {order}."),
    "purchase_order.empty": _("An order has at least one line."),
    "purchase_order.own": _("You wrote or sent {number} yourself. Another person approves it."),
    "purchase_order.no_person": _("An order is placed and approved by a person, never by an automation."),
    "purchase_order.changed": _("{number} was changed since you looked at it. Look again."),
    "purchase_order.not_draft": _("Only a draft allows this; this order is {status}. Cancel it and order anew."),
    "purchase_order.not_to_approve": _("Only an order that waits for approval allows this; this one is {status}."),
    "purchase_order.not_approved": _("Only an approved order is closed; this one is {status}."),
    "purchase_order.over": _("This order is over already ({status})."),
    "purchase_order.arrived": _("Goods of {number} came already. Close it instead; what came is billed."),
    "purchase_order.billed": _("A bill for {number} was approved already. Close it instead."),
    "purchase_request.unknown": _("There is no purchase request {request}."),
    "purchase_request.empty": _("A purchase request has at least one line."),
    "purchase_request.own": _("You asked for {number} yourself. Another person decides."),
    "purchase_request.no_person": _("A person asks for goods and decides about it, never an automation."),
    "purchase_request.not_to_approve": _("Only a request that waits for approval allows this; this one is {status}."),
    "purchase_request.not_approved": _("Only an approved request becomes an order; this one is {status}."),
    "purchase_request.over": _("This request is over already ({status}). Ask anew for what is still wanted."),
    "purchase_request.no_supplier": _("{number} proposes no known supplier. Name the one to order from."),
    "goods_receipt.unknown": _("There is no goods receipt {receipt}."),
    "goods_receipt.empty": _("A goods receipt has at least one line."),
    "goods_receipt.not_expected": _("Goods are received for an approved order; {number} is {status}."),
    "goods_receipt.no_line": _("{number} has no line {line}, or it was named twice."),
    "goods_receipt.beyond": _(
        "Of {line} only {ordered} were ordered. Receive no more than that, or say why more is kept (beyond_reason)."
    ),
    "goods_receipt.more_than_here": _("Of {line} only {here} are here; no more can go back."),
    "goods_receipt.corrected": _("{number} takes a receipt back, or was taken back itself. Write a new one."),
}
