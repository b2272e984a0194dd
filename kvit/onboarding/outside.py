"""How imports look to programs: values that the command line and the API give as they are."""

from kvit.onboarding.imports import Taken
from kvit.wording import sentence

Shape = dict[str, object]


def taken(one: Taken) -> Shape:
    """What an import did or would do; a rehearsal has no id."""
    return {
        "id": one.id or None,
        "created": one.created,
        "updated": one.updated,
        "unchanged": one.unchanged,
        "rejected": [
            {
                "row": row.row,
                "column": row.column,
                "rule": row.finding.rule,
                "message": sentence(row.finding.rule, row.finding.facts),
            }
            for row in one.rejected
        ],
        "understood": {
            "dates": one.understood.dates,
            "decimals": one.understood.decimals,
            "encoding": one.understood.encoding,
            "columns": one.understood.columns,
            "ignored": list(one.understood.ignored),
        },
    }
