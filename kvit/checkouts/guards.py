"""What the database itself refuses about paying online."""

from kvit.tables import Guard, append_only, changed

CHECKOUT_FIXED = changed("id", "public_id", "company_id", "gateway_id", "party_id", "currency", "amount", "created_at")
REFUND_FIXED = changed("id", "public_id", "company_id", "checkout_id", "amount", "nth", "reason", "created_at")
CHARGEBACK_FIXED = changed("id", "public_id", "company_id", "checkout_id", "reference", "amount", "reason")

AGREED = changed("id", "public_id", "company_id", "party_id", "checkout_id", "agreed", "agreed_on")
KEPT = changed("customer", "method", "mandate", "kind", "brand", "last4", "expires_on", "kept_on")
WITHDRAWN = changed("status", "withdrawn_at", "withdrawn_by", "reason")
CHARGE_FIXED = changed(
    "id", "public_id", "company_id", "saved_id", "item_id", "attempt", "amount", "told_on", "charge_on"
)

GUARDS = [
    Guard(
        "kvit_checkout_fixed",
        "checkouts_checkout",
        "UPDATE",
        "a checkout keeps what it is for, and stays paid",
        when=f"{CHECKOUT_FIXED} OR (OLD.status = 'paid' AND ({changed('status', 'payment_id')}))",
    ),
    Guard("kvit_checkout_stays", "checkouts_checkout", "DELETE", "a checkout is never removed", truncate=True),
    Guard(
        "kvit_checkout_item_fixed",
        "checkouts_checkoutitem",
        "UPDATE",
        "what a checkout pays is never changed, nor taken up again",
        when=f"{changed('id', 'company_id', 'checkout_id', 'item_id', 'amount', 'discount')} OR NOT OLD.is_live",
    ),
    Guard("kvit_checkout_item_stays", "checkouts_checkoutitem", "DELETE", "it is never removed", truncate=True),
    Guard(
        "kvit_saved_method_fixed",
        "checkouts_savedmethod",
        "UPDATE",
        "what a customer agreed to stays as it was, and what they withdrew stays withdrawn",
        when=f"{AGREED} OR (OLD.method <> '' AND ({KEPT})) OR (OLD.status = 'withdrawn' AND ({WITHDRAWN})) "
        f"OR (OLD.forgotten_at IS NOT NULL AND ({changed('forgotten_at')}))",
    ),
    Guard("kvit_saved_method_stays", "checkouts_savedmethod", "DELETE", "it is never removed", truncate=True),
    Guard(
        "kvit_saved_charge_fixed",
        "checkouts_savedcharge",
        "UPDATE",
        "what a customer was told stays as it was, and a charge is begun once",
        when=f"{CHARGE_FIXED} OR (OLD.status <> 'planned' AND ({changed('status', 'checkout_id', 'dropped')}))",
    ),
    Guard("kvit_saved_charge_stays", "checkouts_savedcharge", "DELETE", "it is never removed", truncate=True),
    Guard(
        "kvit_gateway_refund_fixed",
        "checkouts_gatewayrefund",
        "UPDATE",
        "a refund keeps what it is for, and what it was booked as",
        when=f"{REFUND_FIXED} OR (OLD.payment_id IS NOT NULL AND ({changed('payment_id')})) OR (OLD.status = 'failed' "
        f"AND ({changed('status')}) AND (OLD.payment_id IS NOT NULL OR NEW.status <> 'done'))",
    ),
    Guard("kvit_gateway_refund_stays", "checkouts_gatewayrefund", "DELETE", "it is never removed", truncate=True),
    Guard(
        "kvit_chargeback_fixed",
        "checkouts_chargeback",
        "UPDATE",
        "a chargeback keeps what it is about, and what it was booked as",
        when=f"{CHARGEBACK_FIXED} OR (OLD.taken_id IS NOT NULL AND ({changed('taken_id')})) "
        f"OR (OLD.returned_id IS NOT NULL AND ({changed('returned_id')}))",
    ),
    Guard("kvit_chargeback_stays", "checkouts_chargeback", "DELETE", "it is never removed", truncate=True),
    *append_only("checkouts_gatewayevent", refuses="what a gateway told stays as it came"),
]
