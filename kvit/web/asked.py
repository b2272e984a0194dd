"""Questions about what waits for a yes, as pages show them."""

from typing import Any

from kvit.approvals import queries as asked_for
from kvit.approvals.models import Approval
from kvit.web.current import Request


def asked_about(request: Request, row: Approval | None) -> list[dict[str, Any]]:
    """What approvers asked, what was said, and whether the reader is the one to say it."""
    if row is None:
        return []
    return [
        {
            "id": one.public_id,
            "who": one.person,
            "text": one.text,
            "reply": getattr(one, "reply", None),
            "is_mine": request.user.pk in (one.to_id, row.requester_id),
        }
        for one in asked_for.questions(request.company, row)
    ]
