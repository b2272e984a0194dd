"""The page of a document that is set when it is first wanted, then frozen: once, whoever asks for it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models, transaction

from kvit.archive import documents
from kvit.archive.documents import Form
from kvit.companies.models import Company


@dataclass(frozen=True)
class Setting:
    """How the page of one document is set: its kind, the row that stands for it, its name as a file.

    `with_it` writes what the page tells of, in the transaction that freezes it.
    """

    kind: str
    row: models.Model
    name: str
    printed: Callable[[], bytes]
    with_it: Callable[[], None] | None = None


def later(company: Company, setting: Setting) -> Callable[[], None] | None:
    """The page is set now, outside every transaction; what is given freezes it. Nothing, where it is frozen already."""
    if documents.find(company, setting.kind, document_id=setting.row.pk, form="pdf"):
        return None
    content = setting.printed()
    return lambda: _keep(company, setting, content)


def pdf(company: Company, setting: Setting) -> bytes:
    """The frozen page, set and frozen now if nobody did yet."""
    keep = later(company, setting)
    if keep is not None:
        with transaction.atomic():
            keep()
    return documents.content(company, setting.kind, document_id=setting.row.pk, form="pdf")


def _keep(company: Company, setting: Setting, content: bytes) -> None:
    """Freeze the page, unless another one who set it came first."""
    type(setting.row)._default_manager.select_for_update().get(company=company, pk=setting.row.pk)
    if not documents.find(company, setting.kind, document_id=setting.row.pk, form="pdf"):
        documents.freeze(company, "pdf", of=Form(setting.kind, setting.row.pk, content, setting.name))
        if setting.with_it is not None:
            setting.with_it()
