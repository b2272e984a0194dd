"""How the state of a thing reads inside a sentence about it. Its label beside an icon is a word of the page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as p_

_BILL = {
    "captured": p_("in a sentence: the bill is …", "still being read"),
    "to_approve": p_("in a sentence: the bill is …", "waiting for approval"),
    "needs_attention": p_("in a sentence: the bill is …", "stopped by a check"),
    "approved": p_("in a sentence: the bill is …", "approved"),
    "rejected": p_("in a sentence: the bill is …", "rejected"),
}
_ORDER = {
    "draft": p_("in a sentence: the order is …", "a draft"),
    "to_approve": p_("in a sentence: the order is …", "waiting for approval"),
    "approved": p_("in a sentence: the order is …", "approved"),
    "closed": p_("in a sentence: the order is …", "closed"),
    "cancelled": p_("in a sentence: the order is …", "cancelled"),
}
_REQUEST = {
    "to_approve": p_("in a sentence: the request is …", "waiting for approval"),
    "approved": p_("in a sentence: the request is …", "approved"),
    "refused": p_("in a sentence: the request is …", "refused"),
    "ordered": p_("in a sentence: the request is …", "ordered"),
    "cancelled": p_("in a sentence: the request is …", "cancelled"),
}

STATUSES: Mapping[str, Mapping[str, str | Promise]] = {
    "bill": _BILL,
    "bank_detail": {
        "requested": p_("in a sentence: the bank account is …", "waiting for a call"),
        "confirmed": p_("in a sentence: the bank account is …", "confirmed"),
        "refused": p_("in a sentence: the bank account is …", "refused"),
        "retired": p_("in a sentence: the bank account is …", "not used any more"),
    },
    "supplier_change": {
        "proposed": p_("in a sentence: what the supplier told is …", "waiting for a person"),
        "taken": p_("in a sentence: what the supplier told is …", "taken over"),
        "refused": p_("in a sentence: what the supplier told is …", "refused"),
    },
    "self_charge": _BILL,
    "order": _ORDER,
    "purchase_order": _ORDER,
    "purchase_request": _REQUEST,
    "goods_receipt": _ORDER,
}
"""By the noun of the refusal's code, then by the status that it names."""
