"""How often people correct what the autopilot did: docs/rules/autopilot.md."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT

from kvit.checkouts.models import SavedCharge
from kvit.companies.models import Company
from kvit.core.permissions import AUTOMATION
from kvit.events.models import Event
from kvit.messages import dispatches
from kvit.messages.models import Message
from kvit.payments.models import Remittance
from kvit.receivables.models import Annulment, CorrectedDocument, Invoice
from kvit.reports.figures import Rate, rate

DAYS = 90
"""So many days of acts are looked back on."""


@dataclass(frozen=True)
class Act:
    """The event that an automation's act is (`among` all of its name), and which of them were corrected since."""

    event: str
    corrected: Callable[[Company], Q]
    among: Q = field(default_factory=Q)


def corrections(company: Company, *, on: date) -> dict[str, Rate]:
    """Of each automation: its acts in the days that end with `on`, and how many of them were corrected since."""
    return {name: _corrected(company, name, on=on) for name in ACTS}


def _corrected(company: Company, automation: str, *, on: date) -> Rate:
    act = ACTS[automation]
    acts = _happened(company, act.event).filter(act.among, actor_kind=AUTOMATION, actor_name=automation)
    acts = acts.filter(acted_on__gt=on - timedelta(days=DAYS), acted_on__lte=on)
    got = acts.annotate(payment=KT("facts__payment")).aggregate(
        whole=Count("pk"), part=Count("pk", filter=act.corrected(company))
    )
    return rate(got["part"], got["whole"])


def _happened(company: Company, *names: str) -> QuerySet[Event]:
    return Event.objects.filter(company_id=company.pk, name__in=names)


def _document_corrected(company: Company) -> Q:
    """A credit note or correction of the document was issued, or it was annulled."""
    notes = Invoice.objects.filter(company=company, status="issued", corrects__isnull=False)
    annulled = Annulment.objects.filter(company=company)
    lowered = CorrectedDocument.objects.filter(company=company, invoice__status="issued")
    corrected = Q(subject_id__in=notes.values("corrects_id")) | Q(subject_id__in=lowered.values("original_id"))
    return corrected | Q(subject_id__in=annulled.values("invoice_id"))


def _mail_corrected(company: Company) -> Q:
    """The mail could not be handed over or came back, or its document was sent another time."""
    troubled = _happened(company, "message.failed", "message.bounced")
    mails = Message.objects.filter(company=company, about_kind="invoice").exclude(kind=dispatches.COPY)
    again = mails.exclude(occasion=dispatches.FIRST).values("about_id")
    replaced = mails.filter(occasion=dispatches.FIRST, about_id__in=again)
    return Q(subject_id__in=troubled.values("subject_id")) | Q(subject_id__in=replaced.values("pk"))


def _match_corrected(company: Company) -> Q:
    """Somebody took back the payment that was booked from the line: by undoing the match, or by itself."""
    taken_back = _happened(company, "payment.taken_back").exclude(actor_kind=AUTOMATION)
    return Q(payment__in=taken_back.values("subject_public_id"))


def _submission_corrected(company: Company) -> Q:
    """The network refused the submission."""
    return Q(subject_id__in=_happened(company, "submission.rejected").values("subject_id"))


def _advice_corrected(company: Company) -> Q:
    """The mail could not be handed over or came back, or a payment that the advice tells of did."""
    troubled = _happened(company, "message.failed", "message.bounced")
    wrong = Remittance.objects.filter(company=company).exclude(corrected_on=None)
    mails = Message.objects.filter(company=company, about_kind="remittance", about_id__in=wrong.values("pk"))
    return Q(subject_id__in=troubled.values("subject_id")) | Q(subject_id__in=mails.values("pk"))


def _letter_corrected(company: Company) -> Q:
    """The party says that the balance is another one."""
    answered = _happened(company, "balance_letter.answered").filter(facts__answer="differs")
    return Q(subject_id__in=answered.values("subject_id"))


def _reply_undone(company: Company) -> Q:
    """A person took the act back."""
    undone = _happened(company, "reply.undone").exclude(actor_kind=AUTOMATION)
    return Q(subject_id__in=undone.values("subject_id"))


def _debits_corrected(company: Company) -> Q:
    """A person took something out of the proposed run, or cancelled it."""
    changed = _happened(company, "debit_run.changed", "debit_run.cancelled").exclude(actor_kind=AUTOMATION)
    return Q(subject_id__in=changed.values("subject_id"))


def _charge_corrected(company: Company) -> Q:
    """A person dropped the planned charge, or it was declined or paid back."""
    dropped = _happened(company, "saved_charge.dropped").exclude(actor_kind=AUTOMATION)
    failed = SavedCharge.objects.filter(company=company, checkout__status="failed")
    back = SavedCharge.objects.filter(company=company, checkout__refunds__status="done")
    corrected = Q(subject_id__in=dropped.values("subject_id")) | Q(subject_id__in=failed.values("pk"))
    return corrected | Q(subject_id__in=back.values("pk"))


ACTS: Mapping[str, Act] = {
    "charge": Act("saved_charge.planned", _charge_corrected),
    "collect": Act("balance_letter.made", _letter_corrected),
    "debit": Act("debit_run.proposed", _debits_corrected),
    "issue": Act("invoice.issued", _document_corrected),
    "match": Act("statement_line.matched", _match_corrected),
    "recurring": Act("invoice.issued", _document_corrected),
    "remit": Act("message.queued", _advice_corrected, Q(facts__kind="remittance_sent")),
    "reply": Act("reply.acted", _reply_undone),
    "report": Act("submission.released", _submission_corrected),
    "send": Act("message.queued", _mail_corrected, ~Q(facts__kind=dispatches.COPY)),
}
