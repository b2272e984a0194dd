"""The lives of a mandate, of a run of direct debits, and of what it collects (`docs/rules/direct-debit.md`)."""

from kvit.core.lifecycle import Lifecycle

MANDATE = Lifecycle(
    "mandate",
    "draft",
    {
        ("draft", "edit"): "draft",
        ("draft", "activate"): "active",
        ("draft", "cancel"): "cancelled",
        ("active", "present"): "used",
        ("used", "present"): "used",
        ("active", "end_with_next"): "active",
        ("used", "end_with_next"): "used",
        ("active", "amend"): "amended",
        ("used", "amend"): "amended",
        ("active", "expire"): "expired",
        ("used", "expire"): "expired",
        ("active", "cancel"): "cancelled",
        ("used", "cancel"): "cancelled",
    },
    {
        "edit": "mandate.not_draft",
        "activate": "mandate.not_draft",
        "present": "mandate.not_active",
        "end_with_next": "mandate.not_active",
        "amend": "mandate.not_active",
        "expire": "mandate.not_active",
        "cancel": "mandate.over",
    },
)
"""A mandate: signed, used by the first file that names it, over after 36 months without one. An amended one lives on
under the same reference in another row."""

DEBIT_RUN = Lifecycle(
    "debit_run",
    "proposed",
    {
        ("proposed", "edit"): "proposed",
        ("proposed", "release"): "released",
        ("proposed", "cancel"): "cancelled",
        ("released", "cancel"): "cancelled",
        ("released", "export"): "exported",
        ("exported", "export"): "exported",
    },
    {
        "edit": "debit_run.not_proposed",
        "release": "debit_run.not_proposed",
        "cancel": "debit_run.cannot_cancel",
        "export": "debit_run.not_released",
    },
)
"""A run of direct debits: released by another person, exported as the same bytes for ever, then with the bank."""

DEBIT_ITEM = Lifecycle(
    "debit_item",
    "planned",
    {
        ("planned", "remove"): "removed",
        ("planned", "send"): "sent",
        ("sent", "remove"): "removed",
        ("sent", "collect"): "collected",
        ("sent", "reject"): "rejected",
        ("collected", "return"): "returned",
        ("collected", "undo"): "sent",
        ("returned", "restore"): "collected",
    },
    {
        "remove": "debit_item.not_in_run",
        "send": "debit_item.not_in_run",
        "collect": "debit_item.not_sent",
        "reject": "debit_item.not_sent",
        "return": "debit_item.not_collected",
        "undo": "debit_item.not_collected",
        "restore": "debit_item.not_returned",
    },
)
"""What a run collects: in flight from the release on, collected by the bank's statement alone, and still to come back
after that. `undo` and `restore` follow a bank line that was undone."""
