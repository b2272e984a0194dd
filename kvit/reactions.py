"""What follows by itself: event -> (name, function). The name is kept with the work, so it is never changed.

A function does slow or outside work first and returns the function that writes; see `kvit.events.work`.
"""

from collections.abc import Mapping, Sequence

from kvit.billing import proforma_pages
from kvit.events.work import Handler
from kvit.messages import delivery
from kvit.receivables import printing

REACTIONS: Mapping[str, Sequence[tuple[str, Handler]]] = {
    "invoice.issued": [("pdf", printing.keep_pdf)],
    "credit_note.issued": [("pdf", printing.keep_pdf)],
    "proforma.issued": [("pdf", proforma_pages.keep_pdf)],
    "message.queued": [("send", delivery.send)],
    "work.given_up": [("message", delivery.give_up)],
}
