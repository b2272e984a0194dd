"""What people corrected on a supplier's bills, kept by company: the next bill of that supplier reads right."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from kvit.archive import files
from kvit.capture import reading
from kvit.capture.models import CapturedDocument, Remembered
from kvit.capture.reading import Known
from kvit.companies.models import Company
from kvit.core.reading import memory
from kvit.core.reading.facts import Fact, Reading, Value
from kvit.core.reading.memory import Hint, Memory


def of(company: Company) -> Known:
    """What the company remembers, looked up by the ids on a page; never by its own VAT id."""

    def known(read: Reading) -> Memory | None:
        told = Remembered.objects.filter(company=company, supplier__in=read.suppliers).order_by("pk")
        hints: dict[str, tuple[Hint, ...]] = {}
        for one in told:
            hints[one.supplier] = (*hints.get(one.supplier, ()), Hint(**one.hint))
        return memory.of_supplier([Memory(supplier, found) for supplier, found in hints.items()], read)

    return known


def hints_of(document: CapturedDocument, right: Mapping[str, Value], *, ids: Iterable[str]) -> dict[str, list[Hint]]:
    """What finds the right values on the pages, for those ids of the supplier that stand there. Slow.

    Only what was read otherwise is a correction; what the reader found itself needs no memory.
    """
    found, source = reading.pages(files.read(document.file), name=document.name)
    read = reading.of_pages(found, source)
    corrected = _with(read, right)
    hints = [
        hint
        for name, value in right.items()
        if not _same(read, name, value)
        and (hint := memory.learned(found, corrected, field=name, value=value)) is not None
    ]
    return {one: hints for one in ids if one in read.suppliers}


def keep(company: Company, supplier: str, hints: Iterable[Hint], *, on: date) -> None:
    """The hints hold for the supplier's next bill; a later one replaces an earlier one of its field."""
    for hint in hints:
        Remembered.objects.update_or_create(
            company=company,
            supplier=supplier[:40],
            field=hint.field,
            defaults={"hint": asdict(hint), "learned_on": on},
        )


def _same(read: Reading, name: str, value: Value) -> bool:
    fact = read.fact(name)
    return fact is not None and fact.sure and fact.value == value


def _with(read: Reading, right: Mapping[str, Value]) -> Reading:
    """The reading with the right values: a due day is learned from the right day of issue."""
    kept = [fact for fact in read.facts if fact.name not in right]
    made = [
        Fact(name=name, value=value, confidence=Decimal(1), sure=True, source=read.source)
        for name, value in right.items()
    ]
    return replace(read, facts=(*kept, *made))
