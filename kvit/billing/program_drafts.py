"""Drafts that programs send: issued by the autopilot where no rule speaks against them, else put before a person.

The draft is judged as it is now, and issued only in the version that was judged: docs/rules/autopilot.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kvit.billing import runs
from kvit.companies import autopilot, whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.core.families import family
from kvit.events import work
from kvit.events.models import Event
from kvit.parties import correspondence
from kvit.receivables import invoices
from kvit.receivables.models import Invoice
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.tasks import Case

AUTOMATION = "issue"
PROGRAM = "api_key"
WHY = "draft.in_order"
TO_ISSUE, TO_MEND = "draft.to_issue", "draft.to_mend"
TOUCHED = ("invoice.drafted", "invoice.edited", "invoice.credits_chosen", "finding.accepted")
"""What somebody does to a draft. Whoever did the last of it has the draft in hand."""
HELD = "invoice.held"
"""That opens a task of its own."""
MOST = 5
"""So many findings are told in a task; the draft's page shows them all."""


@dataclass(frozen=True)
class Sent:
    """A draft that a program sent, as it was read, and what made the autopilot look at it."""

    company: Company
    row: Invoice
    program: str
    event: Event
    on: date


def on_touched(event: Event) -> Callable[[], None] | None:
    """What follows when somebody did something to a draft. Off: nothing. Suggest: a task. Auto: issued when in order.

    What a person touched is theirs to issue, and what is dated ahead waits for one.
    """
    company = Company.objects.get(pk=event.company_id or 0)
    level = autopilot.level(company, AUTOMATION)
    if level == autopilot.OFF:
        return None
    drafts = Invoice.objects.filter(company=company, pk=event.subject_id, status="draft", corrects=None)
    row = drafts.filter(made_by_schedule=None).select_related("party", "party__responsible").first()
    if row is None:
        return None
    did = Event.objects.filter(company_id=company.pk, subject_kind="invoice", subject_id=row.pk, name__in=TOUCHED)
    hands = list(did.order_by("pk").values_list("actor_kind", "actor_name"))
    if hands[0][0] != PROGRAM:
        return None
    sent = Sent(company, row, hands[0][1], event, whose.today(company.zone))
    is_ahead = row.issue_on is not None and row.issue_on > sent.on
    return _issuing(sent) if level == autopilot.AUTO and hands[-1][0] == PROGRAM and not is_ahead else _asking(sent)


def _issuing(sent: Sent) -> Callable[[], None]:
    company, row, on = sent.company, sent.row, sent.on
    by = automation(AUTOMATION, company, reason=WHY)
    _raise_passing(invoices.judge_ahead(company, [row.public_id], by=by, on=on))

    def issue() -> None:
        _hold(sent)
        refused = invoices.issue_all(company, [row.public_id], by=by, on=on).refused
        _raise_passing(refused)
        if refused and refused[0][1].code != HELD:
            _ask(sent, refused[0][1])

    return issue


def _asking(sent: Sent) -> Callable[[], None]:
    held = invoices.held_back(sent.company, [sent.row], on=sent.on)

    def ask() -> None:
        _hold(sent)
        _ask(sent, held[0][1] if held else None)

    return ask


def _hold(sent: Sent) -> None:
    """The draft under lock, as it was judged; if it is another by now, the work is done anew on what it became."""
    rows = Invoice.objects.select_for_update().filter(company=sent.company, pk=sent.row.pk)
    if rows.get().version != sent.row.version:
        raise work.TryLater("the draft was changed while it was judged")


def _raise_passing(refused: list[tuple[str, Refused]]) -> None:
    """What may be in order later is tried later, by the worker."""
    for _, refusal in refused:
        if family(refusal.code) in work.PASSING:
            raise refusal


def _ask(sent: Sent, refusal: Refused | None) -> None:
    """A task for a person that says what keeps the draft, or that nothing does, in place of one that said otherwise."""
    company, row = sent.company, sent.row
    by = automation(AUTOMATION, company)
    kind, other = (TO_ISSUE, TO_MEND) if refusal is None else (TO_MEND, TO_ISSUE)
    tasks.close(company, [case_key(other, row.public_id)], by=by, on=sent.on)
    case = Case(
        kind=kind,
        key=case_key(kind, row.public_id),
        subject_kind="invoice",
        subject_id=row.pk,
        subject_public_id=row.public_id,
        facts={"customer": row.party.name, "program": sent.program, **(_why(refusal) if refusal else {})},
        event=sent.event.pk,
    )
    tasks.open(company, case, by=by, on=sent.on, owner=correspondence.responsible(company, row.party))


def _why(refusal: Refused) -> dict[str, Any]:
    found = refusal.facts.get("findings")
    told = [{"rule": one["rule"], "facts": one["facts"]} for one in found[:MOST]] if isinstance(found, list) else []
    return {"code": refusal.code, "code_facts": runs.plain(refusal), "findings": told}
