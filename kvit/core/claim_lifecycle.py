"""The life of what a supplier owes us back (`docs/rules/claims.md`)."""

from kvit.core.lifecycle import Lifecycle

CLAIM = Lifecycle(
    "claim",
    "found",
    {
        ("found", "claim"): "claimed",
        ("found", "settle"): "settled",
        ("claimed", "settle"): "settled",
        ("found", "write_off"): "written_off",
        ("claimed", "write_off"): "written_off",
        ("settled", "find_again"): "found",
        ("settled", "claim_again"): "claimed",
    },
    {
        "claim": "claim.not_found",
        "settle": "claim.not_open",
        "write_off": "claim.not_open",
        "find_again": "claim.not_open",
        "claim_again": "claim.not_open",
    },
)
"""Found by the daily look, claimed by a letter, settled by what comes back or is credited; open again with its item."""
OPEN = ("found", "claimed")
