"""Documents that our own rules pass and the official ones refuse: our defect, told for whom it holds up."""

from django.db import transaction

from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.parties import correspondence
from kvit.ports.judge import Verdict
from kvit.receivables.models import Invoice


def tell(row: Invoice, verdict: Verdict, *, by: Actor) -> None:
    """Record the disagreement, once for each state of the draft, with the rules that the judge named."""
    before = Event.objects.filter(
        company_id=row.company_id, name="invoice.held", subject_kind="invoice", subject_id=row.pk
    )
    known = before.order_by("-pk").first()
    if known is not None and known.facts.get("version") == row.version:
        return
    facts: dict[str, object] = {
        "customer": row.party.name,
        "rules": [finding.rule for finding in verdict.findings],
        "judge": verdict.judge,
        "judge_version": verdict.version,
        "version": row.version,
        "responsible": correspondence.responsible(row.company, row.party).public_id,
    }
    with transaction.atomic():
        events.record("invoice.held", row, by=by, on=row.day, facts=facts)
