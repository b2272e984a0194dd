"""The electronic formats of what we issue: UBL is the frozen document; others are written from it, judged, and kept."""

from django.db import transaction

from kvit.archive import documents, hybrids, judgements, typesetting
from kvit.archive.documents import Form
from kvit.companies.models import Company
from kvit.core.einvoice import cii_check, cii_write, ubl_read
from kvit.core.einvoice.model import Invoice as Model
from kvit.core.errors import Refused, errors
from kvit.core.languages import LANGUAGES
from kvit.receivables import papers, printing
from kvit.receivables.models import Invoice

PROFILE = "en16931-cii"
ENDINGS = {"cii": "xml", "facturx": "pdf"}


def content(company: Company, row: Invoice, *, form: str) -> bytes:
    """The document as `ubl`, `cii` or `facturx`; what is not there yet is written from the frozen UBL, once.

    Refuses `archive.not_there` for a draft, `xml.no_place` for a term that the format cannot carry, and
    `format.invalid` where a judge finds an error in what was written.
    """
    if row.status == "issued" and form in ENDINGS:
        _keep(company, row, form)
    return documents.content(company, "invoice", document_id=row.pk, form=form)


def _keep(company: Company, row: Invoice, form: str) -> None:
    """Written outside the transaction, frozen in it, unless another one who asked came first."""
    if documents.find(company, "invoice", document_id=row.pk, form=form):
        return
    model = ubl_read.read(documents.content(company, "invoice", document_id=row.pk, form="ubl"))
    made = _cii(model)
    if form == "facturx":
        made = _factur_x(company, row, model, made)
    with transaction.atomic():
        Invoice.objects.select_for_update().get(company=company, pk=row.pk)
        if not documents.find(company, "invoice", document_id=row.pk, form=form):
            name = printing.file_name(row, ENDINGS[form])
            documents.freeze(company, form, of=Form("invoice", row.pk, made, name))


def _cii(model: Model) -> bytes:
    """The CII, kept by our own rules and, where it is at hand, by the official sheet."""
    written = cii_write.write(model)
    verdict = judgements.judge_all([written], profile=PROFILE)[0]
    official = verdict.findings if verdict.verdict == "invalid" else ()
    for finding in errors([*cii_check.check(written), *official]):
        raise Refused("format.invalid", format="CII", rule=finding.rule, place=finding.place)
    return written


def _factur_x(company: Company, row: Invoice, model: Model, cii: bytes) -> bytes:
    page = printing.page_of(company, papers.load(company, [row])[0])
    return hybrids.factur_x(
        typesetting.pdf(page, font_dirs=printing.fonts()),
        cii,
        title=row.number or "",
        author=model.seller.name or "",
        language=row.language if row.language in LANGUAGES else "en",
    )
