"""Taking a spreadsheet in: understood as a whole or refused, then row by row; as a rehearsal or for good."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from kvit.archive import files, sandbox
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Fact, Finding, Refused
from kvit.core.parsing.layouts import LAYOUTS
from kvit.core.parsing.tables import Chosen, Row, Understood, rows_of, understand
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.onboarding import imported_customers, imported_invoices, imported_products, imported_rates
from kvit.onboarding.made import Made
from kvit.onboarding.models import Import, ImportedRow


@dataclass(frozen=True)
class Rejected:
    """A row that was left out: its number as a person counts, the field, and what is wrong with it."""

    row: int
    column: str
    finding: Finding


@dataclass
class Taken:
    """What an import did, or would do."""

    id: str
    understood: Understood
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)


RowTaker = Callable[..., Made | None]
TAKERS: dict[str, RowTaker] = {
    "customers": imported_customers.take,
    "items": imported_products.take,
    "invoices": imported_invoices.take,
    "rates": imported_rates.take,
}


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it is kept."""


def run(
    company: Company,
    kind: str,
    *,
    content: bytes,
    name: str,
    by: Actor,
    on: date,
    chosen: Chosen | None = None,
    rehearse: bool = False,
) -> Taken:
    """Import a file of this kind. What can be read two ways is refused until a person chooses (`table.*_ambiguous`).

    A row that is wrong is left out and told; the others go in. With `rehearse` nothing is kept.
    """
    require(by, "import.run", company)
    if kind not in TAKERS:
        raise Refused("import.unknown_kind", kind=kind[:30], known=sorted(TAKERS))
    sheet = sandbox.read_table(content, name)
    layout = LAYOUTS[kind]
    understood = understand(sheet, layout, chosen=chosen)
    rows = list(rows_of(sheet, layout, understood=understood))
    taken = Taken("", understood)
    try:
        with transaction.atomic():
            source = _source(company, kind, content, name=name, understood=understood)
            _take_rows(company, source, rows, taken, by=by, on=on)
            _finish(company, source, taken, by=by, on=on)
            if rehearse:
                raise _Rehearsed
            taken.id = source.public_id
    except _Rehearsed:
        pass
    return taken


def _source(company: Company, kind: str, content: bytes, *, name: str, understood: Understood) -> Import:
    file = files.keep(company, content, media_type="application/octet-stream", name=name)
    told = {
        "dates": understood.dates,
        "decimals": understood.decimals,
        "encoding": understood.encoding,
        "columns": understood.columns,
    }
    return Import.objects.create(company=company, kind=kind, file=file, understood=told, at=timezone.now())


def _take_rows(company: Company, source: Import, rows: list[Row], taken: Taken, *, by: Actor, on: date) -> None:
    kept = []
    for row in rows:
        wrong = [Rejected(row.number, finding.place, finding) for finding in row.rejected]
        if wrong:
            taken.rejected += wrong
            continue
        try:
            with transaction.atomic():
                made = TAKERS[source.kind](company, row.values, source=source, by=by, on=on)
        except Refused as refused:
            facts: dict[str, Fact] = {
                key: value if isinstance(value, str | int) else str(value) for key, value in refused.facts.items()
            }
            taken.rejected.append(
                Rejected(row.number, str(facts.get("field", "")), Finding(refused.code, "", facts=facts))
            )
            continue
        if made is None:
            taken.unchanged += 1
            continue
        taken.created += made.made
        taken.updated += not made.made
        kept.append(
            ImportedRow(
                company=company,
                source=source,
                number=row.number,
                made=made.made,
                object_kind=made.object_kind,
                object_id=made.object_id,
                before=made.before,
                after=made.after,
            )
        )
    ImportedRow.objects.bulk_create(kept)


def _finish(company: Company, source: Import, taken: Taken, *, by: Actor, on: date) -> None:
    if source.kind == "invoices":
        imported_invoices.settle(company, source, by=by)
    source.created, source.updated, source.unchanged = taken.created, taken.updated, taken.unchanged
    source.rejected = [
        {"row": one.row, "column": one.column, "rule": one.finding.rule, "facts": one.finding.facts}
        for one in taken.rejected
    ]
    source.save()
    facts = {"kind": source.kind, "created": taken.created, "rejected": len(taken.rejected)}
    events.record("import.taken", source, by=by, on=on, facts=facts)
