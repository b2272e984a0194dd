"""What the database itself refuses about payments."""

from kvit.tables import Guard, append_only, changed

RUN_FIXED = changed(
    "id", "public_id", "company_id", "bank_account_id", "currency", "format", "until_on", "proposed_on", "floor"
)
RUN_RELEASED = changed("version", "proposed_by_id", "released_by_id", "released_on", "released_at", "file_id")
ITEM_FIXED = changed("id", "company_id", "run_id", "item_id", "party_id", "number", "balance", "held")
ITEM_SENT = changed(
    "pays", "bank_detail_id", "pay_on", "discount", "percent", "until_on", "why", "white_list", "end_to_end_id"
)
OFFER_FIXED = changed(
    *("id", "public_id", "company_id", "item_id", "bill_id", "party_id", "percent", "pay_on", "answer_by_on"),
    *("balance", "offered_by_id", "offered_on"),
)
OFFSET_FIXED = changed(
    *("id", "public_id", "company_id", "party_id", "basis", "currency", "amount", "law", "title", "sentence", "pairs"),
    *("findings", "language", "proposed_by_id", "proposed_on"),
)
OFFSET_SIGNED = changed("number", "ours", "theirs", "signed_by_id", "signed_on")
OFFSET_SETTLED = changed("countersigned_id", "settled_on")
REMITTANCE_FIXED = changed(
    *(
        "id",
        "public_id",
        "company_id",
        "run_id",
        "party_id",
        "nth",
        "number",
        "made_on",
        "paid_on",
        "currency",
        "amount",
    ),
    *("language", "ours", "theirs", "lines"),
)
CLAIM_FIXED = changed(
    "id", "public_id", "company_id", "party_id", "item_id", "reason", "document", "currency", "found_on"
)
CLAIM_WRITTEN = changed("number", "language", "ours", "theirs", "claimed_by_id", "claimed_on", "due_on", "amount")

INTO_HELD = (
    "NEW.pays > 0 AND (NEW.pays + NEW.discount + NEW.held > NEW.balance OR NEW.held < COALESCE((SELECT h.held "
    "FROM payables_billhold h JOIN ledger_openitem i ON i.document_kind = 'bill' AND i.document_id = h.bill_id "
    "WHERE i.id = NEW.item_id ORDER BY h.nth DESC LIMIT 1), 0))"
)


GUARDS = [
    Guard(
        "kvit_early_offer_fixed",
        "payments_earlyoffer",
        "UPDATE",
        "what was offered to a supplier stays, and its answer too",
        when=f"{OFFER_FIXED} OR OLD.status <> 'open'",
    ),
    Guard("kvit_early_offer_stays", "payments_earlyoffer", "DELETE", "an offer is never removed", truncate=True),
    *append_only("payments_payment", refuses="a payment is never changed"),
    *append_only("payments_takenback", refuses="a payment taken back stays so"),
    Guard(
        "kvit_run_fixed",
        "payments_paymentrun",
        "UPDATE",
        "a released run is never changed",
        when=f"{RUN_FIXED} OR OLD.status = 'cancelled' OR (OLD.status <> 'proposed' AND ({RUN_RELEASED})) "
        "OR (OLD.status = 'exported' AND NEW.status <> 'exported') "
        "OR (OLD.status <> 'proposed' AND NEW.status = 'proposed')",
    ),
    Guard("kvit_run_stays", "payments_paymentrun", "DELETE", "a run is never removed", truncate=True),
    Guard(
        "kvit_run_item_in_time",
        "payments_runitem",
        "INSERT",
        "a released run takes no more items",
        when="(SELECT r.status FROM payments_paymentrun r WHERE r.id = NEW.run_id) <> 'proposed'",
    ),
    Guard(
        "kvit_run_item_fixed",
        "payments_runitem",
        "UPDATE",
        "what a released run pays is never changed",
        when=f"{ITEM_FIXED} OR OLD.status IN ('failed', 'removed') OR (OLD.status <> 'planned' AND ({ITEM_SENT})) "
        "OR (OLD.status <> 'planned' AND NEW.status = 'planned')",
    ),
    Guard(
        "kvit_run_item_held",
        "payments_runitem",
        "INSERT",
        "a run pays nothing of a bill that is held, and no more than is open",
        when=INTO_HELD,
    ),
    Guard(
        "kvit_run_item_sends_held",
        "payments_runitem",
        "UPDATE",
        "a run pays nothing of a bill that is held, and no more than is open",
        when=f"OLD.status = 'planned' AND NEW.status IN ('planned', 'sent') AND {INTO_HELD}",
    ),
    Guard(
        "kvit_run_item_named",
        "payments_runitem",
        "UPDATE",
        "what is transferred has a name of its own",
        when="OLD.status = 'planned' AND NEW.status = 'sent' AND NEW.pays > 0 AND NEW.end_to_end_id IS NULL",
    ),
    Guard("kvit_run_item_stays", "payments_runitem", "DELETE", "an item of a run is never removed", truncate=True),
    Guard(
        "kvit_offset_fixed",
        "payments_offset",
        "UPDATE",
        "a signed set-off is never changed",
        when=f"{OFFSET_FIXED} OR OLD.status IN ('cancelled', 'reversed') "
        f"OR (OLD.status <> 'proposed' AND ({OFFSET_SIGNED} OR NEW.status = 'proposed')) "
        f"OR (OLD.status = 'settled' AND ({OFFSET_SETTLED} OR NEW.status <> 'reversed'))",
    ),
    Guard("kvit_offset_stays", "payments_offset", "DELETE", "a set-off is never removed", truncate=True),
    Guard(
        "kvit_offset_item_in_time",
        "payments_offsetitem",
        "INSERT",
        "a signed set-off takes no more items, and none that a run pays",
        when="(SELECT o.status FROM payments_offset o WHERE o.id = NEW.offset_id) <> 'proposed' OR EXISTS "
        "(SELECT 1 FROM payments_runitem r WHERE r.item_id = NEW.item_id AND r.status IN ('planned', 'sent'))",
    ),
    Guard(
        "kvit_offset_item_fixed",
        "payments_offsetitem",
        "UPDATE",
        "what is set off is never changed",
        when=f"{changed('id', 'company_id', 'offset_id', 'item_id', 'number', 'balance', 'amount')} "
        "OR OLD.status = 'released' OR (OLD.status = 'settled' AND NEW.status <> 'released')",
    ),
    Guard("kvit_offset_item_stays", "payments_offsetitem", "DELETE", "it is never removed", truncate=True),
    Guard(
        "kvit_run_item_not_set_off",
        "payments_runitem",
        "INSERT",
        "a run pays nothing that is being set off",
        when="EXISTS (SELECT 1 FROM payments_offsetitem s WHERE s.item_id = NEW.item_id AND s.status = 'held')",
    ),
    Guard(
        "kvit_remittance_fixed",
        "payments_remittance",
        "UPDATE",
        "what a supplier was told is never changed",
        when=REMITTANCE_FIXED,
    ),
    Guard("kvit_remittance_stays", "payments_remittance", "DELETE", "it is never removed", truncate=True),
    *append_only("payments_remittancecorrection", refuses="what a supplier was told is never changed"),
    Guard(
        "kvit_claim_fixed",
        "payments_claim",
        "UPDATE",
        "a claim that was written is never changed",
        when=f"{CLAIM_FIXED} OR OLD.status = 'written_off' OR (OLD.number IS NOT NULL AND ({CLAIM_WRITTEN}))",
    ),
    Guard("kvit_claim_stays", "payments_claim", "DELETE", "a claim is never removed", truncate=True),
    *append_only("payments_paymentreceipt", refuses="that a customer was thanked is never changed"),
    *append_only("payments_supplierstatement", refuses="a statement that came is never changed"),
]
