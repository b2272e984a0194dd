"""What reading a bill takes: its text beside bare PDFium on the same file, a scanned page beside bare Tesseract on it.

Kvit's side is what a user waits for: the limited child, the words, the fields. The scan needs Tesseract.
"""

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import bill_layouts, made_bills, scans
from bench.measure import Way, close, compare, gate, spent
from kvit.adapters.readers.local import LocalReader, pictures, scanning
from kvit.archive import sandbox
from kvit.core.reading import bills

MOST_TEXT, MOST_SCAN = 0.3, 4.0
"""Seconds of CPU for a PDF with text, and for a scanned page."""

TIMES_TEXT, TIMES_SCAN = 3.0, 3.0
"""Beside a program that only takes the text out of the file; beside one look of Tesseract in the right language, which
Kvit has to find out first.
"""

BARE = "import sys, pypdfium2; print([p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(sys.argv[1])])"
READER = LocalReader(sandbox.run_function)


def printed() -> bytes:
    draw = random.Random(1)
    bill = made_bills.bill(draw, made_bills.supplier(draw, "PL"))
    return bill_layouts.printed(bill, layout=0, style=bill_layouts.Style("PL", 1))


def by_kvit(content: bytes, scanned: bool) -> None:
    """Reads a bill of text, or one that was scanned."""
    pages = READER.scan(content, name="bill") if scanned else READER.text(content, name="bill")
    assert bills.read(pages, source="ocr" if scanned else "text").value("gross") is not None


def bare(*command: str) -> None:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    subprocess.run(command, check=True, capture_output=True, env=environment)


def main() -> None:
    pdf = printed()
    [sheet] = scans.scanned(pdf, seed=1)
    by_kvit(pdf, False)  # what is loaded once is loaded
    with tempfile.TemporaryDirectory() as folder:
        text, scan = Path(folder, "bill.pdf"), Path(folder, "bill.pgm")
        text.write_bytes(pdf)
        scan.write_bytes(next(pictures.pictures(sheet)).plain())
        words = [scanning.tesseract(), str(scan), "stdout", "-l", "pol+eng", "--dpi", "300", "tsv"]
        kept = []
        for title, times, most, ours, floor in (
            ("text", TIMES_TEXT, MOST_TEXT, (pdf, False), [sys.executable, "-c", BARE, str(text)]),
            ("a scanned page", TIMES_SCAN, MOST_SCAN, (sheet, True), words),
        ):
            print(title)
            kvit = Way("Kvit", lambda _, ours=ours: by_kvit(*ours))
            ratio = compare(kvit, Way("bare", lambda _, floor=floor: bare(*floor)))
            kept.append(gate(f"{title}, beside the bare program", ratio.cpu, at_most=times, unit="x"))
            seconds = spent(by_kvit, *ours).cpu
            kept.append(gate(f"{title}, seconds of CPU", seconds, at_most=most, unit=" s"))
    close(*kept)


if __name__ == "__main__":
    main()
