"""How recurring billing looks to programs: values that the command line and the API give as they are."""

from kvit.billing.runs import Ran
from kvit.core.errors import Refused
from kvit.receivables import outside
from kvit.wording import sentence

Shape = dict[str, object]


def ran(one: Ran) -> Shape:
    """What a run of the schedules left: periods billed, periods that wait for a person, invoices, refusals."""
    return {
        "made": [
            {
                "schedule": run.schedule.public_id,
                "period": {"from": run.period_from, "to": run.period_to},
                "invoice": run.invoice.public_id if run.invoice else None,
            }
            for run in one.made
        ],
        "asked": [
            {"schedule": run.schedule.public_id, "period": {"from": run.period_from, "to": run.period_to}}
            for run in one.asked
        ],
        "issued": [outside.issued(row) for row in one.issued],
        "refused": [{"id": public_id, "error": _error(refused)} for public_id, refused in one.refused],
    }


def _error(refused: Refused) -> Shape:
    return {"code": refused.code, "message": sentence(refused.code, refused.facts), "facts": refused.facts}
