"""Invoices: drafted, checked, issued. Issuing takes many; one is a list of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from kvit.archive import documents, judgements
from kvit.archive.documents import Form
from kvit.companies import series
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import calendar, lifecycle
from kvit.core.einvoice import ubl_write
from kvit.core.errors import Finding, Refused, errors, finding_of
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import entries, periods, rates
from kvit.ledger.models import BankAccount
from kvit.receivables import (
    acceptance,
    booking,
    chained,
    credits,
    drafts,
    held,
    papers,
    points,
    semantic,
    transmitting,
    vat_proofs,
)
from kvit.receivables.models import AcceptedFinding, Invoice
from kvit.receivables.papers import Paper
from kvit.tables import refusing, update_each

PROFILE = "en16931"
BATCH = 200
ISSUED = [
    "status",
    "number",
    "issued_on",
    "due_on",
    "seller",
    "buyer",
    "mentions",
    "rate",
    "rate_source",
    "rate_on",
    "vat_accounting",
    "issued_at",
    "version",
]

draft_all = drafts.draft_all
edit = drafts.edit
discard = drafts.discard


@dataclass
class Outcome:
    """What an issuing run did: issued rows, and each refusal with the id it is about."""

    issued: list[Invoice] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)


def issue(company: Company, draft: Invoice, *, by: Actor, on: date) -> Invoice:
    """Issue one draft. Raises the refusal that keeps it from being issued."""
    outcome = issue_all(company, [draft.public_id], by=by, on=on)
    if outcome.refused:
        raise outcome.refused[0][1]
    return outcome.issued[0]


def issue_all(company: Company, ids: Sequence[str], *, by: Actor, on: date) -> Outcome:
    """Judge outside; number, book and freeze by 200, in date order. One refusal does not stop the rest."""
    require(by, "invoice.issue", company)
    outcome = Outcome()
    rows = {
        row.public_id: row for row in Invoice.objects.filter(company=company, public_id__in=ids).select_related("party")
    }
    ready = []
    for public_id in dict.fromkeys(ids):
        row = rows.get(public_id)
        if row is None:
            outcome.refused.append((public_id, Refused("invoice.unknown", invoice=public_id[:60])))
        elif row.status != "draft":
            outcome.refused.append((public_id, Refused("invoice.not_draft", invoice=row.number or public_id)))
        else:
            ready.append(row)
    ready.sort(key=lambda row: (row.issue_on or on, row.pk))
    for start in range(0, len(ready), BATCH):
        _issue_batch(company, ready[start : start + BATCH], outcome, by=by, on=on)
    return outcome


def judge_ahead(company: Company, ids: Sequence[str], *, by: Actor, on: date) -> list[tuple[str, Refused]]:
    """Ask the official judge about drafts that are to be issued in a transaction of the caller's.

    What it says is remembered by the hash of the XML, so that issuing finds it and nobody waits under a lock.
    Returns what the rules and the judge hold, each with the id it is about.
    """
    require(by, "invoice.issue", company)
    rows = list(Invoice.objects.filter(company=company, public_id__in=ids, status="draft").select_related("party"))
    vat_proofs.ask(company, papers.load(company, rows), by=by, on=on)
    return judged(written(company, rows, on=on), by=by)


def ask_ahead(ready: Sequence[Paper]) -> None:
    """As `judge_ahead`, about papers whose rows are not kept."""
    judgements.judge_all([paper.xml for paper in ready if not errors(paper.findings)], profile=PROFILE)


def written(company: Company, rows: Sequence[Invoice], *, on: date) -> list[Paper]:
    """The papers of drafts as they would be issued on the day, with findings and XML; those that cannot be left out."""
    ready = papers.load(company, rows)
    ready = _without(ready, prepare(company, ready, on=on))
    _write(company, ready)
    return ready


def findings(company: Company, draft: Invoice, *, on: date) -> list[Finding]:
    """What the rules say of a draft as it would be issued today, with what Kvit filled in by itself."""
    paper = papers.load(company, [draft])[0]
    refusals = prepare(company, [paper], on=on)
    if refusals:
        return [finding_of(refusals[0][1])]
    _write(company, [paper])
    return [*paper.findings, *(Finding(**note) for note in draft.filled)]


def held_back(company: Company, rows: Sequence[Invoice], *, on: date) -> list[tuple[str, Refused]]:
    """What would keep drafts from being issued on the day, without asking the official judge."""
    ready = papers.load(company, rows)
    refused = prepare(company, ready, on=on)
    ready = _without(ready, refused)
    _write(company, ready)
    return refused + _wrong(ready)


def accept(company: Company, draft: Invoice, *, rule: str, place: str, by: Actor, on: date) -> AcceptedFinding:
    """Take the responsibility for a warning on the draft as it is; see `acceptance.accept` for what is refused."""
    found = findings(company, draft, on=on)
    return acceptance.accept(company, draft, found, rule=rule, place=place, by=by, on=on)


def _issue_batch(company: Company, rows: list[Invoice], outcome: Outcome, *, by: Actor, on: date) -> None:
    ready = papers.load(company, rows)
    vat_proofs.ask(company, ready, by=by, on=on)
    refused = prepare(company, ready, on=on)
    ready = _without(ready, refused)
    _write(company, ready)
    issued: list[Invoice] = []
    try:
        with refusing():
            refused += judged(ready, by=by)
        ready = _without(ready, refused)
        with refusing(), transaction.atomic():
            ready, changed = _lock_unchanged(company, ready)
            refused += changed
            for kind in dict.fromkeys(paper.row.kind for paper in ready):
                same = [paper for paper in ready if paper.row.kind == kind]
                issued += _number_and_book(company, same, refused, by=by, on=on)
    except Refused as refusal:
        refused += [(paper.row.public_id, refusal) for paper in _without(ready, refused)]
    else:
        outcome.issued += issued
    outcome.refused += refused


def _write(company: Company, ready: list[Paper]) -> None:
    """Model, XML and every finding of each paper: the rules', the register's, those of the networks it passes."""
    papers.write(company, ready)
    vat_proofs.check(company, ready)
    for paper in ready:
        paper.findings += transmitting.findings(company, paper)


def prepare(company: Company, ready: list[Paper], *, on: date) -> list[tuple[str, Refused]]:
    """Day, due day, snapshots, rate and mentions onto each row, as it will be issued."""
    refused = []
    locked = periods.locked_until(company)
    accounts = accounts_of(company)
    for paper in ready:
        row = paper.row
        day = row.issue_on or on
        try:
            periods.refuse_locked(locked, day)
            _refresh_rate(company, paper, day)
        except Refused as refusal:
            refused.append((row.public_id, refusal))
            continue
        put_day(company, paper, day=day, accounts=accounts)
    return refused


def accounts_of(company: Company) -> dict[str, str]:
    """The IBAN of the main account of each currency, of those that customers may be told of."""
    shown = BankAccount.objects.filter(company=company, is_main=True, is_shown=True)
    return {bank.currency: bank.iban for bank in shown.order_by("pk")}


def put_day(company: Company, paper: Paper, *, day: date, accounts: Mapping[str, str]) -> None:
    """Day, due day, snapshots and the law's words onto the row, as if it were issued on that day."""
    row = paper.row
    row.issued_on = day
    row.due_on = calendar.due_date_in(company.country, day, days=row.terms_days)
    row.seller = semantic.seller_snapshot(company, iban=accounts.get(row.currency) or next(iter(accounts.values()), ""))
    row.buyer = semantic.buyer_snapshot(row.party)
    row.mentions = papers.mentions(company, paper, on=day)


def _refresh_rate(company: Company, paper: Paper, day: date) -> None:
    """The rate of the day of issue, and the VAT in company currency by it."""
    row = paper.row
    if row.corrects_id is not None:  # a correction keeps the rate of what it corrects
        return
    rate = rates.rate_on(company, row.currency, on=day)
    if rate is None or (row.rate == rate.rate and row.rate_on == rate.valid_on):
        return
    row.rate, row.rate_source, row.rate_on = rate.rate, rate.source, rate.valid_on
    booking.refresh_accounting_vat(company, paper)


def judged(ready: list[Paper], *, by: Actor) -> list[tuple[str, Refused]]:
    """Own findings first, then the official sheet on the very bytes. A judge that did not run is never a pass.

    A warning that nobody accepted holds the document as well.
    """
    refused = _wrong(ready)
    clean = _without(ready, refused)
    verdicts = judgements.judge_all([paper.xml for paper in clean], profile=PROFILE)
    for paper, verdict in zip(clean, verdicts, strict=True):
        if verdict.verdict == "not_validated":
            refused.append((paper.row.public_id, Refused("invoice.not_validated", invoice=paper.row.public_id)))
        elif verdict.verdict == "invalid":
            # Our own rules passed it: the disagreement is our defect, and the document is held.
            refused.append((paper.row.public_id, _refusal(paper.row, list(verdict.findings), code="invoice.held")))
            held.tell(paper.row, verdict, by=by)
    return refused


def _wrong(ready: list[Paper]) -> list[tuple[str, Refused]]:
    """What our own rules hold: by an error, or by a warning that nobody accepted."""
    refused = []
    warned = acceptance.held(ready)
    for paper in ready:
        wrong = errors(paper.findings)
        if wrong:
            refused.append((paper.row.public_id, _refusal(paper.row, wrong)))
        elif paper.row.pk in warned:
            refused.append((paper.row.public_id, _refusal(paper.row, warned[paper.row.pk], code="invoice.warnings")))
    return refused


def _refusal(row: Invoice, wrong: list[Finding], *, code: str = "invoice.findings") -> Refused:
    return Refused(
        code,
        invoice=row.public_id,
        rules=[finding.rule for finding in wrong],
        findings=[{"rule": f.rule, "place": f.place, "severity": f.severity, "facts": f.facts} for f in wrong],
    )


def _lock_unchanged(company: Company, ready: list[Paper]) -> tuple[list[Paper], list[tuple[str, Refused]]]:
    """The papers whose rows are still the drafts that were judged, now under lock."""
    rows = Invoice.objects.select_for_update().filter(company=company, pk__in=[paper.row.pk for paper in ready])
    now = {pk: (status, version) for pk, status, version in rows.order_by("pk").values_list("pk", "status", "version")}
    same = [paper for paper in ready if now.get(paper.row.pk) == ("draft", paper.row.version)]
    kept = {paper.row.pk for paper in same}
    changed = [
        (paper.row.public_id, Refused("invoice.changed", invoice=paper.row.public_id))
        for paper in ready
        if paper.row.pk not in kept
    ]
    return same, changed


def _number_and_book(
    company: Company, ready: list[Paper], refused: list[tuple[str, Refused]], *, by: Actor, on: date
) -> list[Invoice]:
    kind = ready[0].row.kind
    opened = series.opened(company, kind)
    last_on = opened.last_on or date.min
    late = [paper for paper in ready if paper.row.day < last_on]
    for paper in late:
        facts = {"on": paper.row.day.isoformat(), "last_on": last_on.isoformat()}
        refused.append((paper.row.public_id, Refused("series.out_of_order", **facts)))
    ready = [paper for paper in ready if paper not in late]
    if not ready:
        return []
    numbers = opened.take([paper.row.day for paper in ready])
    now = timezone.now()
    forms = []
    for paper, number in zip(ready, numbers, strict=True):
        row = paper.row
        row.number = number
        row.status = lifecycle.after(lifecycle.INVOICE, row.status, "issue")
        row.issued_at = now
        row.version += 1
        forms.append(Form("invoice", row.pk, ubl_write.with_number(paper.xml, number), f"{number}.xml"))
    rows = [paper.row for paper in ready]
    booking.keep_accounting_vat(ready)
    update_each(rows, ISSUED)
    documents.freeze_all(company, "ubl", of=forms)
    chained.seal_all(company, ready, at=now)
    entries.post_all(company, [entry for paper in ready for entry in booking.entries_of(company, paper)], by=by)
    points.spend(company, rows, by=by)
    booking.settle_corrected(company, rows, by=by)
    credits.settle(company, rows, by=by)
    days = [row.day for row in rows]
    name = "credit_note.issued" if kind == "credit_note" else "invoice.issued"
    events.record_all(name, rows, by=by, on=days, facts=[{"number": row.number} for row in rows])
    return rows


def _without(ready: Iterable[Paper], refused: Sequence[tuple[str, Refused]]) -> list[Paper]:
    gone = {public_id for public_id, _ in refused}
    return [paper for paper in ready if paper.row.public_id not in gone]
