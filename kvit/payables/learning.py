"""What a person corrected on a supplier's bill is remembered, so that its next one reads right."""

from collections.abc import Callable

from kvit.capture import memories
from kvit.core.errors import Refused
from kvit.core.reading.facts import Value
from kvit.events.models import Event
from kvit.payables import facts
from kvit.payables.models import Bill

FIELDS = ("number", "issued_on", "due_on", "currency", "net", "vat", "gross", "payable")


def on_completed(event: Event) -> Callable[[], None] | None:
    """The pages are looked at once more with what was typed beside them; nothing is learned of what has no pages."""
    bill = Bill.objects.select_related("company", "document__file", "party").filter(pk=event.subject_id).first()
    if bill is None or bill.source not in ("text", "ocr"):
        return None
    ids = [one for one in (str(bill.supplier.get("vat_id", "")), *bill.ibans) if one and one != bill.company.vat_id]
    try:
        learned = memories.hints_of(bill.document, _right(bill), ids=ids)
    except Refused:  # pages that can be read no more teach nothing
        return None

    def write() -> None:
        for supplier, hints in learned.items():
            memories.keep(bill.company, supplier, hints, on=event.acted_on)

    return write


def _right(bill: Bill) -> dict[str, Value]:
    """The fields that a person typed, as they stand now."""
    known = facts.current(bill)
    typed = {name for name in FIELDS if name in known and known[name].source == "typed"}
    if "vat_totals" in known:
        typed |= {"net", "vat", "gross"}
    right = {name: value for name in FIELDS if name in typed and isinstance(value := getattr(bill, name), Value)}
    if "supplier" in known:
        right |= {
            read: str(bill.supplier[told])
            for read, told in (("seller_name", "name"), ("seller_vat_id", "vat_id"))
            if bill.supplier.get(told)
        }
    return right
