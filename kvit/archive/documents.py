"""Freezing the forms of a document, and reading them back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from kvit.archive import files
from kvit.archive.models import Document
from kvit.companies.models import Company
from kvit.core.errors import Refused

MEDIA_TYPES = {
    "ubl": "application/xml",
    "pdf": "application/pdf",
    "cii": "application/xml",
    "facturx": "application/pdf",
}


@dataclass(frozen=True)
class Form:
    """One form of one document, ready to be frozen."""

    document_kind: str
    document_id: int
    content: bytes
    name: str


def freeze(company: Company, form: str, *, of: Form) -> Document:
    """Keep this form of the document for good. A second, different one is a bug and raises."""
    return freeze_all(company, form, of=[of])[0]


def freeze_all(company: Company, form: str, *, of: Sequence[Form]) -> list[Document]:
    """Keep many, in the caller's transaction."""
    kept = files.keep_all(company, [(one.content, one.name) for one in of], media_type=MEDIA_TYPES[form])
    now = timezone.now()
    return Document.objects.bulk_create(
        Document(
            company=company,
            document_kind=one.document_kind,
            document_id=one.document_id,
            form=form,
            file=file,
            at=now,
        )
        for one, file in zip(of, kept, strict=True)
    )


def find(company: Company, document_kind: str, *, document_id: int, form: str) -> Document | None:
    """The frozen form, if it was made."""
    return (
        Document.objects.filter(company=company, document_kind=document_kind, document_id=document_id, form=form)
        .select_related("file")
        .first()
    )


def file_name(number: str, ending: str) -> str:
    """The number of a document as the name of a file."""
    return "".join(letter if letter.isalnum() else "-" for letter in number) + f".{ending}"


def require(company: Company, document_kind: str, *, document_id: int, form: str) -> Document:
    """The frozen form. Refuses `archive.not_there` while it was not made."""
    document = find(company, document_kind, document_id=document_id, form=form)
    if document is None:
        raise Refused("archive.not_there", form=form)
    return document


def content(company: Company, document_kind: str, *, document_id: int, form: str) -> bytes:
    """The frozen bytes. Refuses `archive.not_there` while this form was not made."""
    return files.read(require(company, document_kind, document_id=document_id, form=form).file)
