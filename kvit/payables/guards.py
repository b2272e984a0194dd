"""What the database itself refuses: a bill is changed by nobody once it is decided, and is never removed.

The lines and VAT of a bill that came as pages may be read or typed anew until then; those of an e-invoice never.
"""

from kvit.tables import Guard, append_only, changed

SAID = ("percent", "until_on", "days", "source", "confidence", "page")
DISCOUNT = changed("id", "public_id", "company_id", "bill_id", "party_id", *SAID)
AS_WRITTEN = "what a bill says is never changed"


def _until_decided(table: str) -> list[Guard]:
    """Rows are replaced, never changed, and only while the bill is open and no e-invoice."""
    settled = "SELECT 1 FROM payables_bill AS b WHERE b.id = {row}.bill_id AND b.status IN ('approved', 'rejected')"
    written = "SELECT 1 FROM payables_bill AS b WHERE b.id = OLD.bill_id AND b.source = 'xml'"
    return [
        Guard(f"kvit_{table}_no_update", table, "UPDATE", AS_WRITTEN),
        Guard(f"kvit_{table}_late", table, "INSERT", AS_WRITTEN, when=f"EXISTS ({settled.format(row='NEW')})"),
        Guard(
            f"kvit_{table}_no_delete",
            table,
            "DELETE",
            AS_WRITTEN,
            when=f"EXISTS ({settled.format(row='OLD')}) OR EXISTS ({written})",
            truncate=True,
        ),
    ]


GUARDS = [
    Guard(
        "kvit_bill_decided",
        "payables_bill",
        "UPDATE",
        "a decided bill is never changed",
        when="OLD.status IN ('approved', 'rejected')",
    ),
    Guard(
        "kvit_bill_of_two_people",
        "payables_bill",
        "UPDATE",
        "who typed a bill does not approve it",
        when="NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM payables_billfact AS f "
        "WHERE f.bill_id = NEW.id AND f.typed_by_id = NEW.approved_by_id)",
    ),
    Guard("kvit_bill_stays", "payables_bill", "DELETE", "a bill is never removed", truncate=True),
    *append_only("payables_billfact", refuses="what was read or typed of a bill is never changed"),
    *_until_decided("payables_billline"),
    *_until_decided("payables_billvat"),
    Guard(
        "kvit_discount_fixed",
        "payables_discount",
        "UPDATE",
        "a discount is never changed, only ended",
        when=f"OLD.ended_on IS NOT NULL OR {DISCOUNT}",
    ),
    Guard("kvit_discount_stays", "payables_discount", "DELETE", "a discount is never removed", truncate=True),
    Guard(
        "kvit_bill_question_fixed",
        "payables_billquestion",
        "UPDATE",
        "what a supplier was asked and answered is never changed",
        when=changed("id", "company_id", "bill_id", "asked_by_id", "text", "asked_at") + " OR OLD.answer <> ''",
    ),
    Guard("kvit_bill_question_stays", "payables_billquestion", "DELETE", "a question is never removed", truncate=True),
    *append_only("payables_ordertaken", refuses="what a bill took of an order is given back by a credit note only"),
    *append_only("payables_billhold", refuses="what was held of a bill is never changed, only followed"),
    Guard(
        "kvit_bill_hold_falls",
        "payables_billhold",
        "INSERT",
        "what is held of a bill never rises",
        when="NOT EXISTS (SELECT 1 FROM payables_bill b WHERE b.id = NEW.bill_id AND b.status = 'approved' "
        "AND b.kind = 'bill' AND NEW.held <= b.payable) OR EXISTS (SELECT 1 FROM payables_billhold h "
        "WHERE h.bill_id = NEW.bill_id AND (h.held < NEW.held OR h.nth >= NEW.nth))",
    ),
    *append_only("payables_selfcharge", refuses="VAT that we charged ourselves is corrected by a new document"),
    *append_only("payables_selfchargevat", refuses="VAT that we charged ourselves is corrected by a new document"),
    Guard(
        "kvit_self_charge_of_booked",
        "payables_selfcharge",
        "INSERT",
        "VAT is charged on a bill that is booked",
        when="NOT EXISTS (SELECT 1 FROM payables_bill AS b WHERE b.id = NEW.bill_id AND b.status = 'approved')",
    ),
]
