"""What settles a document, as its page shows it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_

from kvit.core.formatting import format_date
from kvit.core.money import Money
from kvit.ledger.cash_vat import GIVEN_UP
from kvit.ledger.models import Allocation, OpenItem
from kvit.web.fields import tongue

DOCUMENTS = {"payment": lazy("Payment"), "opening": lazy("Opening balance"), GIVEN_UP: p_("document", "Write-off")}


def told(
    word: str | Promise, items: Sequence[OpenItem], settled_by: Sequence[Allocation], *, currency: str
) -> dict[str, Any] | None:
    """What was owed under that word, what settles it line by line, and what is left; None where nothing is owed."""
    if not items:
        return None
    keys = {item.pk for item in items}
    rows: list[dict[str, Any]] = [
        {"label": word, "value": Money(sum((item.amount for item in items), Decimal(0)), currency)}
    ]
    for one in settled_by:
        other = one.against if one.item_id in keys else one.item
        label = _("%(what)s of %(on)s") % {"what": _what(other), "on": format_date(one.allocated_on, tongue())}
        sign = "−" if one.item_id in keys else "+"
        rows.append({"sign": sign, "label": label, "value": Money(one.amount, currency)})
    left = Money(sum((item.balance for item in items), Decimal(0)), currency)
    word = _("Still open") if left else _("Quits")
    return {"rows": rows, "answer_label": word, "answer": left, "is_quits": not left}


def given_up(settled_by: Sequence[Allocation]) -> Decimal:
    """What of it was written off."""
    return sum((one.amount for one in settled_by if one.against.document_kind == GIVEN_UP), Decimal(0))


def _what(other: OpenItem) -> str | Promise:
    word = DOCUMENTS.get(other.document_kind, other.document_kind)
    return word if other.document_kind == GIVEN_UP else other.document_number or word
