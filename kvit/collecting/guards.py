"""What the database itself refuses about collecting: what was charged, demanded or asked is never rewritten."""

from kvit.tables import Guard, append_only, changed

LINE_FIXED = changed("id", "company_id", "fee_id", "item_id", "rule", "since", "until", "amount", "law", "parts")
LETTER_FIXED = changed(
    *("id", "public_id", "company_id", "party_id", "number", "balance_on", "sums", "lines", "language", "ours"),
    *("theirs", "made_on", "answer_by_on"),
)
CHARGED_BEFORE = (
    "NEW.rule = 'interest' AND EXISTS (SELECT 1 FROM collecting_latefeeline l WHERE l.item_id = NEW.item_id "
    "AND l.rule = 'interest' AND l.live AND l.since <= NEW.until AND l.until >= NEW.since)"
)
ON_A_CHARGE = "(SELECT i.document_kind FROM ledger_openitem i WHERE i.id = NEW.item_id) <> 'invoice'"

GUARDS = [
    *append_only("collecting_latefee", refuses="a charge is taken back by another document, never changed"),
    *append_only("collecting_demand", refuses="a demand that was written is never changed"),
    *append_only("collecting_enteredrate", refuses="a rate that was entered stays"),
    *append_only("collecting_targetchange", refuses="what a target was set to stays"),
    Guard(
        "kvit_collection_target_fixed",
        "collecting_collectiontarget",
        "UPDATE",
        "whose target it is, and of which month, is never changed",
        when=changed("id", "public_id", "company_id", "user_id", "month"),
    ),
    Guard(
        "kvit_collection_target_stays",
        "collecting_collectiontarget",
        "DELETE",
        "a target is never removed",
        truncate=True,
    ),
    Guard(
        "kvit_late_fee_line_once",
        "collecting_latefeeline",
        "INSERT",
        "no day of a document bears interest twice, and a charge bears none",
        when=f"{CHARGED_BEFORE} OR {ON_A_CHARGE}",
    ),
    Guard(
        "kvit_late_fee_line_fixed",
        "collecting_latefeeline",
        "UPDATE",
        "what was charged is never changed",
        when=f"{LINE_FIXED} OR NOT OLD.live",
    ),
    Guard("kvit_late_fee_line_stays", "collecting_latefeeline", "DELETE", "a charge is never removed", truncate=True),
    Guard(
        "kvit_balance_letter_fixed",
        "collecting_balanceletter",
        "UPDATE",
        "a letter about a balance is never changed",
        when=LETTER_FIXED,
    ),
    Guard("kvit_balance_letter_stays", "collecting_balanceletter", "DELETE", "it is never removed", truncate=True),
]
