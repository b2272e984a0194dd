"""What the database itself refuses about paying online."""

from kvit.tables import Guard, append_only, changed

CHECKOUT_FIXED = changed("id", "public_id", "company_id", "gateway_id", "party_id", "currency", "amount", "created_at")

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
        when=f"{changed('id', 'company_id', 'checkout_id', 'item_id', 'amount')} OR NOT OLD.is_live",
    ),
    Guard("kvit_checkout_item_stays", "checkouts_checkoutitem", "DELETE", "it is never removed", truncate=True),
    *append_only("checkouts_gatewayevent", refuses="what a gateway told stays as it came"),
]
