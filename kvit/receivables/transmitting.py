"""Passing issued documents through their networks: by the autopilot as far as it may, by hand, again once put right."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from kvit.archive import files
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core import networks
from kvit.core.errors import Finding, Refused
from kvit.core.networks import Deal, NetworkLaw, Passage
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.networks import connections, outgoing, queries, withdrawals
from kvit.networks.models import Submission
from kvit.networks.outgoing import Paper
from kvit.receivables import annulled, chained, ksef_outages, network_forms, papers, structured
from kvit.receivables import queries as receivables
from kvit.receivables.models import Invoice
from kvit.receivables.network_forms import Made

AUTOMATION = "report"
XML = "application/xml"
NOT_SENT = ("prepared", "validated", "rejected")
WAITS = "network.waits_for_original"


def on_issued(event: Event) -> Callable[[], None] | None:
    """What follows for networks when a document is issued: its forms are made and judged, and wait or leave."""
    company = Company.objects.get(pk=event.company_id or 0)
    level = autopilot.level(company, AUTOMATION)
    row = Invoice.objects.select_related("party", "corrects").get(company=company, pk=event.subject_id)
    wanted = [] if level == autopilot.OFF else used(company, passages(company, row))
    if not wanted:
        return None
    made = [(passage, network_forms.make(company, row, form=passage.form)) for passage in wanted]
    by = automation(AUTOMATION, company)

    def write() -> None:
        is_gone = _is_annulled(company, row)
        for passage, form in made:
            if not is_gone or hears_annulment(passage):  # what was sealed is sent all the same, and nothing else
                _prepare(company, row, passage, form, release=level == autopilot.AUTO, by=by, on=event.acted_on)

    return write


def on_annulled(event: Event) -> Callable[[], None] | None:
    """What follows for networks when a document is annulled: the record that says so waits or leaves.

    The document's own record goes before it, where nothing sent that yet.
    """
    company = Company.objects.get(pk=event.company_id or 0)
    level = autopilot.level(company, AUTOMATION)
    row = Invoice.objects.select_related("party").get(company=company, pk=event.subject_id)
    made = receivables.annulment_of(company, row)
    if level == autopilot.OFF or made is None:
        return None
    passage, by = _passage(company, row, networks.VERIFACTU), automation(AUTOMATION, company)
    own = queries.of_document(company, "invoice", id=row.pk, network=passage.network)
    form = None if own else network_forms.make(company, row, form=passage.form)

    def write() -> None:
        if form is not None:
            _prepare(company, row, passage, form, release=level == autopilot.AUTO, by=by, on=event.acted_on)
        annulled.prepare(made, passage=passage, release=level == autopilot.AUTO, by=by, on=event.acted_on)

    return write


def on_decided(event: Event) -> Callable[[], None] | None:
    """What follows when a network took a document, or it never goes there: the corrections that waited for its number
    are made anew. Of an annulled one nothing is to be put right any more."""
    company = Company.objects.get(pk=event.company_id or 0)
    decided = Submission.objects.get(company=company, pk=event.subject_id)
    by, on = automation(AUTOMATION, company), event.acted_on
    annulment = chained.annulment_behind(company, decided)
    if annulment is not None:
        return lambda: chained.retire(company, annulment.invoice, by=by, on=on)
    level = autopilot.level(company, AUTOMATION)
    names_it = Q(corrects_id=decided.document_id) | Q(settled__advance_id=decided.document_id)
    names_it |= Q(corrected_documents__original_id=decided.document_id)
    rows = Invoice.objects.filter(names_it, company=company, status="issued").distinct()
    made = []
    for row in rows.select_related("party", "corrects").order_by("pk"):
        known = outgoing.live(company, "invoice", id=row.pk, network=decided.network)
        if known is None or known.status != "prepared" or all(one["rule"] != WAITS for one in known.findings):
            continue
        passage = _passage_at(company, row, known.network)
        if passage is not None and not network_forms.FORMS[known.form].waits_for(company, row):
            made.append((row, known, passage, network_forms.make(company, row, form=known.form)))

    def write() -> None:
        for row, known, passage, form in made:
            outgoing.supersede(company, known, by=by, on=on)
            _prepare(company, row, passage, form, release=level == autopilot.AUTO, by=by, on=on)

    return write if made else None


def on_outage(event: Event) -> Callable[[], None] | None:
    """What follows when an outage of a network is entered, ended or withdrawn: the last days of what is on its way.

    What turns out to have been issued in a total failure never goes there (ustawa o VAT art. 106ng); what turns out to
    have been issued outside of one goes.
    """
    company = Company.objects.get(pk=event.company_id or 0)
    network = str(event.facts["network"])
    rows = Submission.objects.filter(company=company, network=network, document_kind="invoice")
    open_ones = rows.filter(status__in=queries.OPEN).order_by("pk")
    by, on = automation(AUTOMATION, company), event.acted_on

    def seen(known: Submission) -> tuple[Passage | None, Mapping[str, str]]:
        row = Invoice.objects.select_related("party", "corrects").get(company=company, pk=known.document_id)
        return _passage_at(company, row, network), structured.issued_as(company, row)

    judged = {known.pk: seen(known) for known in open_ones}
    level = autopilot.level(company, AUTOMATION)
    missing: list[tuple[Invoice, Passage]] = []
    if level != autopilot.OFF and ksef_outages.ends_duty(str(event.facts["kind"])):
        missing = _without_try(company, network, since=str(event.facts["began_at"]))
    made = [(row, passage, network_forms.make(company, row, form=passage.form)) for row, passage in missing]

    def write() -> None:
        for known in open_ones.select_for_update(of=("self",)):
            passage, told = judged.get(known.pk) or seen(known)
            if passage is not None:
                outgoing.move(company, known, passage=passage, told=told, by=by, on=on)
            elif known.status in NOT_SENT and known.begun_at is None:
                outgoing.supersede(company, known, by=by, on=on)
        for row, passage, form in made:
            _prepare(company, row, passage, form, release=level == autopilot.AUTO, by=by, on=on)

    return write


def _without_try(company: Company, network: str, *, since: str) -> list[tuple[Invoice, Passage]]:
    """What was issued since the moment, is to pass the network and has no try that counts: a total failure stood when
    it was issued, or took its try back."""
    tried = Submission.objects.filter(company=company, network=network, document_kind="invoice")
    live = tried.exclude(status="superseded").values("document_id")
    rows = Invoice.objects.filter(company=company, status="issued", issued_at__gte=datetime.fromisoformat(since))
    rows = rows.exclude(pk__in=live).select_related("party", "corrects").order_by("pk")
    found = [(row, _passage_at(company, row, network)) for row in rows]
    return [(row, passage) for row, passage in found if passage is not None and used(company, [passage])]


def submit(company: Company, row: Invoice, *, network: str, by: Actor, on: date) -> Submission:
    """A person lets the document go to the network.

    Of one that was annulled its own record goes first, then the one that annuls it. Refuses `network.not_for_it`,
    `network.not_issued`, `network.waits_for_original`, `network.annulled`.
    """
    require(by, "network.submit", company)
    passage = _passage(company, row, network)
    made = receivables.annulment_of(company, row)
    if made is None:
        return _submit(company, row, passage, by=by, on=on)
    _refuse_annulled(row, passage)
    own = queries.of_document(company, "invoice", id=row.pk, network=network)
    if not own or own[0].status == "prepared":
        _submit(company, row, passage, by=by, on=on)
    return annulled.submit(made, passage=passage, by=by, on=on)


def _submit(company: Company, row: Invoice, passage: Passage, *, by: Actor, on: date) -> Submission:
    network = passage.network
    awaited = network_forms.FORMS[passage.form].waits_for(company, row)
    if awaited:
        raise Refused(WAITS, number=row.printed_number, original=awaited)
    known = outgoing.live(company, "invoice", id=row.pk, network=network)
    made = network_forms.make(company, row, form=passage.form) if known is None else None
    with transaction.atomic():
        if _is_annulled(company, row):
            _refuse_annulled(row, passage)
        if made is not None:
            return _prepare(company, row, passage, made, release=True, by=by, on=on)
        assert known is not None, "one of both is there"
        return outgoing.release(company, known, by=by, on=on) if known.status == "prepared" else known


def repeat(
    company: Company, row: Invoice, *, network: str, amended: Mapping[str, str] | None = None, by: Actor, on: date
) -> Submission:
    """A next try in place of one that was refused or taken with errors, with what was put right, now and before.

    Refuses `submission.cannot_repeat` while the network has it, `network.not_amendable`.
    """
    require(by, "network.submit", company)
    passage = _passage(company, row, network)
    kind = network_forms.FORMS[passage.form]
    annulment = receivables.annulment_of(company, row)
    if annulment is not None:
        _refuse_annulled(row, passage)
        return annulled.repeat(annulment, passage=passage, by=by, on=on)
    known = outgoing.live(company, "invoice", id=row.pk, network=network)
    before = {} if known is None else {name: str(known.facts[name]) for name in kind.amendable if name in known.facts}
    told = before | {name: value.strip() for name, value in (amended or {}).items()}
    if kind.reseal is not None and known is not None:
        with transaction.atomic():
            outgoing.supersede(company, known, by=by, on=on)
            kind.reseal(company, row, known, told)
            made = network_forms.make(company, row, form=passage.form)
            made = Made(made.content, made.findings, {**made.facts, **told})
            return _prepare(company, row, passage, made, release=True, by=by, on=on)
    made = network_forms.make(company, row, form=passage.form, amended=told)
    with transaction.atomic():
        if _is_annulled(company, row):
            _refuse_annulled(row, passage)
        if known is not None:
            outgoing.supersede(company, known, by=by, on=on)
        beside = {} if told or known is None else kind.anew(known, made.content)
        made = Made(made.content, made.findings, {**made.facts, **told, **beside})
        return _prepare(company, row, passage, made, release=True, by=by, on=on)


def withdraw(company: Company, row: Invoice, *, network: str, reason: str, by: Actor, on: date) -> Submission:
    """A person wants the document back from the network. Refuses what `withdrawals.ask` refuses."""
    known = outgoing.live(company, "invoice", id=row.pk, network=network)
    if known is None:
        raise Refused("withdrawal.not_there", number=row.number or row.public_id)
    return withdrawals.ask(company, known, reason=reason, by=by, on=on)


def tries(company: Company, row: Invoice) -> list[Submission]:
    """Every try of the document and of what annuls it, the newest first."""
    made = receivables.annulment_of(company, row)
    found = queries.of_document(company, "invoice", id=row.pk)
    found += queries.of_document(company, chained.ANNULMENT, id=made.pk) if made is not None else []
    return sorted(found, key=lambda one: -one.pk)


def live(company: Company, row: Invoice, *, network: str) -> Submission | None:
    """The try that counts now at the network: of the document, or of what annuls it."""
    made = receivables.annulment_of(company, row)
    if made is not None and network == networks.VERIFACTU:
        return outgoing.live(company, chained.ANNULMENT, id=made.pk, network=network)
    return outgoing.live(company, "invoice", id=row.pk, network=network)


def passages(company: Company, row: Invoice) -> list[Passage]:
    """Every network that concerns the document and whose form Kvit makes."""
    buyer = row.buyer
    deal = Deal(
        seller=company.country,
        buyer=buyer.get("country", ""),
        buyer_vat_id=buyer.get("vat_id", ""),
        buyer_is_business=row.party.is_business,
        buyer_is_public=row.party.is_public,
        buyer_is_on_peppol=bool(buyer.get("electronic_address")),
        kind=row.kind,
        issued_on=row.day,
    )
    moved = [ksef_outages.passage(company, row, one) for one in networks.passages(deal)]
    kinds = [(one, network_forms.FORMS.get(one.form)) for one in moved if one is not None]
    return [one for one, kind in kinds if kind is not None and (kind.seals is None or kind.seals(company, row))]


def hears_annulment(passage: Passage) -> bool:
    """Whether its network is told of what is annulled: where documents are sealed, so is that."""
    return network_forms.FORMS[passage.form].seals is not None


def used(company: Company, found: Sequence[Passage]) -> list[Passage]:
    """Those of the networks that the company uses through Kvit; another one's duty may be done by another program.

    What was sealed is to be sent by the program that sealed it: it waits here until there is a way.
    """
    return [
        one
        for one in found
        if network_forms.FORMS[one.form].seals is not None or connections.in_use(company, one.network) is not None
    ]


def networks_of(company: Company, row: Invoice) -> list[str]:
    """The names of the networks that the company uses and that concern the document. Refuses `network.none_for_it`."""
    names = [one.network for one in used(company, passages(company, row))]
    if not names:
        raise Refused("network.none_for_it", number=row.printed_number or row.public_id)
    return names


def refused_at(company: Company, row: Invoice) -> str:
    """The network that refused the document or took it with errors. Refuses `submission.none_refused`."""
    found = next((one.network for one in tries(company, row) if outgoing.is_wrong(one)), "")
    if not found:
        raise Refused("submission.none_refused", number=row.printed_number or row.public_id)
    return found


def missing(company: Company, *, on: date) -> list[NetworkLaw]:
    """Networks that the law asks this company to use today for its usual customers, and that it does not use here."""
    usual = Deal(seller=company.country, buyer=company.country, issued_on=on)
    duties = [one.network for one in networks.passages(usual) if one.is_duty and one.form in network_forms.FORMS]
    return [networks.LAWS[name] for name in duties if connections.in_use(company, name) is None]


def live_of(company: Company, documents: Sequence[str]) -> dict[str, list[Submission]]:
    """The tries that count now of these documents, by public id, in one query."""
    keys = Invoice.objects.filter(company=company, public_id__in=documents).values("pk")
    return queries.live_of(company, "invoice", ids=keys)


def findings(company: Company, paper: papers.Paper) -> list[Finding]:
    """What would keep the draft from passing a network that the company uses: found before it is issued."""
    if paper.model is None:
        return []
    known = {(one.rule, one.place) for one in paper.findings}
    found: list[Finding] = []
    for passage in used(company, passages(company, paper.row)):
        made = network_forms.shaped(company, paper.row, paper.model, form=passage.form)
        found += [one for one in made if (one.rule, one.place) not in known]
    return found


def _is_annulled(company: Company, row: Invoice) -> bool:
    """Whether it is annulled by now; whoever would annul it waits until the caller's transaction is over."""
    Invoice.objects.select_for_update(of=("self",)).get(company=company, pk=row.pk)
    return receivables.annulment_of(company, row) is not None


def _refuse_annulled(row: Invoice, passage: Passage) -> None:
    """An annulled document passes no network but the one that hears of the annulment."""
    if not hears_annulment(passage):
        raise Refused("network.annulled", number=row.printed_number, network=passage.network)


def _passage(company: Company, row: Invoice, network: str) -> Passage:
    if row.status != "issued":
        raise Refused("network.not_issued", invoice=row.public_id)
    found = _passage_at(company, row, network)
    if found is None:
        raise Refused("network.not_for_it", network=network[:20], number=row.printed_number)
    return found


def _passage_at(company: Company, row: Invoice, network: str) -> Passage | None:
    return next((one for one in passages(company, row) if one.network == network), None)


def _prepare(
    company: Company, row: Invoice, passage: Passage, made: Made, *, release: bool, by: Actor, on: date
) -> Submission:
    name = f"{row.printed_number}-{passage.form}.xml".replace("/", "-")
    awaited = network_forms.FORMS[passage.form].waits_for(company, row)
    held = (Finding(WAITS, "/", "note", {"number": row.printed_number, "original": awaited}),)
    paper = Paper(
        kind="invoice",
        id=row.pk,
        public_id=row.public_id,
        number=row.printed_number,
        issued_on=row.day,
        passage=passage,
        file=files.keep(company, made.content, media_type=XML, name=name),
        facts=made.facts,
        findings=(*made.findings, *(held if awaited else ())),
        is_held=bool(awaited),
    )
    return outgoing.prepare(company, paper, release=release, by=by, on=on)
