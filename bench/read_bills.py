"""How well bills are read: share right for each source and field, and of what Kvit is sure of; by text and as scans.

`text` as argument leaves out what takes Tesseract and minutes: scans, and made pages of text with pictures on them.
Samples lie beside the clone (`KVIT_SHARED_DIR`, else `../shared`); bills in four languages and six layouts are set
here, by seed. Counted are only fields whose truth is known and, for the samples, stands on the page.
"""

import csv
import json
import os
import random
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from bench import bill_layouts, made_bills
from bench.measure import close, gate
from kvit.adapters.readers.local import scanning, text_layer
from kvit.core.reading import bills, insets, memory
from kvit.core.reading.facts import Reading, Value
from kvit.core.reading.pages import Page

SAMPLES = Path(os.environ.get("KVIT_SHARED_DIR") or Path(__file__).parents[2] / "shared") / "data"
SEEDS, SCANNED_SEEDS = range(4), range(1)
FIRST = ("number", "issued_on", "seller_vat_id", "currency", "gross")
SECOND = ("due_on", "vat", "iban")
LEAST = dict.fromkeys(FIRST, 0.95) | dict.fromkeys(SECOND, 0.90)
LEAST_OF_RECEIPTS = {"gross": 0.80, "issued_on": 0.70}
SCANS_LOWER, LEAST_SURE, LEAST_REPEATED = 0.05, 0.99, 0.98
DAY_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d-%m-%y", "%d %b %Y", "%d.%m.%Y", "%Y%m%d", "%d %b %y", "%d-%b-%Y")


@dataclass(frozen=True)
class Sample:
    """One bill: its file, and what a reader should find by the names of the contract."""

    name: str
    content: bytes
    truth: dict[str, str]


@dataclass
class Tally:
    """Right and asked, of all and of the sure ones."""

    asked: int = 0
    right: int = 0
    sure: int = 0
    sure_right: int = 0

    def share(self) -> float:
        return self.right / self.asked


@dataclass
class Score:
    """One source read one way."""

    title: str
    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def add(self, reading: Reading | None, truth: dict[str, str]) -> None:
        for name, wanted in truth.items():
            fact = reading.fact(name) if reading else None
            is_right = fact is not None and same(name, fact.value, wanted)
            tally = self.fields[name]
            tally.asked += 1
            tally.right += is_right
            tally.sure += fact is not None and fact.sure
            tally.sure_right += fact is not None and fact.sure and is_right

    def show(self) -> None:
        print(self.title)
        for name in (*FIRST, *SECOND):
            if name in self.fields:
                one = self.fields[name]
                sure = f"sure {one.sure_right}/{one.sure}" if one.sure else "never sure"
                print(f"  {name:14} {one.share():.2f}  {one.right}/{one.asked}  {sure}")


def packed(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def same(name: str, value: Value, wanted: str) -> bool:
    """Whether the value is the wanted one; marks and blanks of numbers and signs of amounts are not counted."""
    if isinstance(value, Decimal):
        return abs(value) == abs(Decimal(wanted))
    if isinstance(value, date):
        return value.isoformat() == wanted
    return packed(value) in {packed(one) for one in re.split(r"[ ;|]", wanted)} | {packed(wanted)}


def pdf_samples() -> Iterator[Sample]:
    names = {"number": "number", "date": "issued_on", "due": "due_on", "vat": "seller_vat_id", "iban": "iban"}
    names |= {"total": "gross", "tax": "vat", "currency": "currency"}
    columns = {"vat": "seller_vat", "iban": "ibans"}
    for row in csv.DictReader((SAMPLES / "invoices_pdf" / "truth.csv").open()):
        seen = set(row["visible"].split())
        truth = {names[one]: row[columns.get(one, one)] for one in names if one in seen and row[columns.get(one, one)]}
        yield Sample(row["file"], (SAMPLES / "invoices_pdf" / row["file"]).read_bytes(), truth)


def i2d_samples() -> Iterator[Sample]:
    names = {"invoice_number": "number", "date": "issued_on", "date_due": "due_on", "vat": "seller_vat_id"}
    names |= {"iban": "iban", "amount": "gross", "amount_tax": "vat", "currency": "currency"}
    for file in sorted((SAMPLES / "invoices_i2d").glob("*.json")):
        (told,) = json.loads(file.read_text())
        truth = {name: str(told[key]) for key, name in names.items() if told.get(key)}
        yield Sample(file.stem, file.with_suffix(".pdf").read_bytes(), truth)


def receipts() -> Iterator[Sample]:
    for file in sorted((SAMPLES / "receipts_sroie").glob("*.json")):
        told = json.loads(file.read_text())
        figures = re.search(r"\d[\d,]*(?:\.\d+)?", told["total"])
        truth = {"gross": figures[0].replace(",", "")} if figures else {}
        if day := _day(told["date"]):
            truth["issued_on"] = day
        yield Sample(file.stem, file.with_suffix(".jpg").read_bytes(), truth)


def _day(written: str) -> str:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(written.strip().title(), form).date().isoformat()
        except ValueError:
            continue
    return ""


def made(seeds: Sequence[int]) -> Iterator[Sample]:
    """Bills of four countries in six layouts."""
    for country in made_bills.COUNTRIES:
        for layout in range(len(bill_layouts.LAYOUTS)):
            for seed in seeds:
                first, _ = two_of_one(country, layout, seed)
                yield first


def pictured(seeds: Sequence[int]) -> Iterator[Sample]:
    """The same bills, of which the row with the account is a picture."""
    from bench.pictured import band_as_picture

    for sample in made(seeds):
        yield replace(sample, content=band_as_picture(sample.content, around=sample.truth["iban"]))


def two_of_one(country: str, layout: int, seed: int) -> tuple[Sample, Sample]:
    """Two bills of one supplier: the same words and layout, other goods, days and sums."""
    draw = random.Random(f"{country}{layout}{seed}")
    supplier, style = made_bills.supplier(draw, country), bill_layouts.Style(country, seed * 100 + layout)
    both = [made_bills.bill(draw, supplier) for _ in range(2)]
    first, second = (
        Sample(f"{country}-{layout}-{seed}", bill_layouts.printed(bill, layout=layout, style=style), bill.truth())
        for bill in both
    )
    return first, second


def by_text(sample: Sample) -> Sequence[Page]:
    """The words of the text, with those in pictures on it where these are wanted."""
    written = text_layer.pages(sample.content)
    if any(page.pictures for page in written) and insets.is_wanting(bills.read(written, source="text")):
        return insets.joined(written, scanning.insets(sample.content))
    return written


def by_scan(sample: Sample) -> list[Page]:
    """As a scanner would have given the pages; a picture as it is."""
    from bench import scans

    if not sample.content.startswith(b"%PDF"):
        return scanning.pages(sample.content)
    sheets = scans.scanned(sample.content, seed=zlib.crc32(sample.name.encode()))
    return [replace(page, number=number) for number, sheet in enumerate(sheets, 1) for page in scanning.pages(sheet)]


def measured(title: str, samples: Iterator[Sample], pages: Callable[[Sample], list[Page]]) -> Score:
    score = Score(title)
    for sample in samples:
        source = "text" if pages is by_text else "ocr"
        score.add(bills.read(pages(sample), source=source), sample.truth)
    score.show()
    return score


def repeated(seeds: Sequence[int]) -> Score:
    """The second bill of each supplier, read by what corrections of its first taught."""
    score = Score("made, second bill of a supplier whose first was corrected")
    for country in made_bills.COUNTRIES:
        for layout in range(len(bill_layouts.LAYOUTS)):
            for seed in seeds:
                first, second = two_of_one(country, layout, seed)
                known = taught(by_text(first), first.truth)
                pages = by_text(second)
                reading = bills.read(pages, source="text")
                score.add(memory.applied(known, pages, reading), second.truth)
    score.show()
    return score


def taught(pages: list[Page], truth: dict[str, str]) -> memory.Memory:
    """What one correction teaches, of every field as if each had been wrong."""
    reading = bills.read(pages, source="text")
    known = memory.Memory(truth["seller_vat_id"], ())
    for name, wanted in truth.items():
        hint = memory.learned(pages, reading, field=name, value=_value(name, wanted))
        known = known.with_hint(hint) if hint else known
    return known


def _value(name: str, wanted: str) -> Value:
    if name.endswith("_on"):
        return date.fromisoformat(wanted)
    return Decimal(wanted) if name in ("gross", "vat") else wanted


def gates(scores: Sequence[tuple[Score, dict[str, float]]]) -> list[bool]:
    """A gate for each field of each source, and one for what was sure of everything."""
    kept = [
        gate(f"{score.title}: {name}", score.fields[name].share(), at_least=least[name], unit="")
        for score, least in scores
        for name in least
        if name in score.fields
    ]
    tallies = [tally for score, _ in scores for tally in score.fields.values()]
    sure = sum(tally.sure_right for tally in tallies) / sum(tally.sure for tally in tallies)
    return [*kept, gate("right of the sure fields", sure, at_least=LEAST_SURE, unit="")]


def main() -> None:
    scores = [
        (measured("invoices_pdf, text", pdf_samples(), by_text), LEAST),
        (measured("invoices_i2d, text", i2d_samples(), by_text), LEAST),
        (measured("made, text", made(SEEDS), by_text), LEAST),
        (repeated(SEEDS), dict.fromkeys(LEAST, LEAST_REPEATED)),
    ]
    if "text" not in sys.argv[1:]:
        lower = {name: least - SCANS_LOWER for name, least in LEAST.items()}
        scores += [
            (measured("invoices_pdf, scans at 200 dpi", pdf_samples(), by_scan), lower),
            (measured("invoices_i2d, scans at 200 dpi", i2d_samples(), by_scan), lower),
            (measured("made, scans at 200 dpi", made(SCANNED_SEEDS), by_scan), lower),
            (measured("made, the account in a picture, text", pictured(SCANNED_SEEDS), by_text), LEAST),
            (measured("receipts_sroie", receipts(), by_scan), LEAST_OF_RECEIPTS),
        ]
    close(*gates(scores))


if __name__ == "__main__":
    main()
