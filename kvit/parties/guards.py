"""What the database itself refuses: what registers and directories said, and whose account it is, is never changed."""

from kvit.tables import Guard, append_only, changed

GUARDS = [
    *append_only("parties_vatcheck", refuses="what a register said about a VAT id is never changed"),
    *append_only("parties_addresscheck", refuses="what a directory said about an address is never changed"),
    *append_only("parties_handover", refuses="since when who is responsible for a customer is never changed"),
    Guard(
        "kvit_bank_detail_fixed",
        "parties_bankdetail",
        "UPDATE",
        "an account that was asked for is never turned into another",
        when=changed("id", "public_id", "company_id", "party_id", "iban", "source", "requested_by_id", "requested_on"),
    ),
    Guard("kvit_bank_detail_stays", "parties_bankdetail", "DELETE", "an account is never removed", truncate=True),
]
