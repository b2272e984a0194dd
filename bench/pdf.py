"""Printing invoices: page and PDF/A-3 with the XML inside, beside the same layout set by bare Typst as plain PDF."""

import json
from dataclasses import replace
from pathlib import Path

import django
import pypdfium2
from django.conf import settings

import kvit
from bench.measure import Way, close, compare, gate
from kvit.archive.pages.circumstances import Circumstances
from kvit.archive.pages.document import page
from kvit.archive.tests.invoices import BY_COUNTRY, long
from kvit.archive.typesetting import Attachment, compiler, pdf
from kvit.core.countries import bg, es, pl, ro
from kvit.core.einvoice import ubl_write
from kvit.core.einvoice.model import Invoice

ROUNDS, INVOICES, LONG_ONES = 5, 48, 4
LEAST_SHARE = 0.6
PROFILES = {"RO": ro.PROFILE, "BG": bg.PROFILE, "ES": es.PROFILE, "PL": pl.PROFILE}
Drafted = tuple[Invoice, str, bytes]

made = 0


def fresh() -> list[Drafted]:
    """Invoices that were never set before, each with its country and its XML: every number is new."""
    global made
    out = []
    for at in range(INVOICES):
        made += 1
        country = list(BY_COUNTRY)[at % 4]
        invoice = replace(BY_COUNTRY[country] if at >= LONG_ONES else long(120), number=f"KV-{made:06}")
        out.append((invoice, country if at >= LONG_ONES else "RO", ubl_write.write(invoice)))
    return out


def page_of(invoice: Invoice, country: str) -> dict:
    around = Circumstances(bank="Banca Transilvania")
    return page(invoice, profile=PROFILES[country], language=country.lower(), circumstances=around)


def by_kvit(drafted: list[Drafted]) -> list[bytes]:
    """From the invoice to the archived bytes."""
    return [
        pdf(page_of(invoice, country), attachments=[Attachment(f"{invoice.number}.xml", xml, "application/xml")])
        for invoice, country, xml in drafted
    ]


def ready() -> list[str]:
    """The same pages as JSON, made beforehand."""
    return [json.dumps(page_of(invoice, country), ensure_ascii=False) for invoice, country, _ in fresh()]


def by_typst(pages: list[str]) -> list[bytes]:
    """Only the layout engine: no archive form, no files inside."""
    return [compiler(()).compile(sys_inputs={"json": text}) for text in pages]


def main() -> None:
    settings.configure(LOCALE_PATHS=[Path(kvit.__file__).parent / "locale"], USE_TZ=True)
    django.setup()
    printed = by_kvit(fresh())
    by_typst(ready())
    sheets = sum(len(pypdfium2.PdfDocument(each)) for each in printed)
    print(f"{INVOICES} invoices of the four countries on {sheets} pages; {LONG_ONES} of them have 120 lines")
    ratio = compare(
        Way("PDF/A-3 with XML", by_kvit, fresh), Way("bare Typst", by_typst, ready), each=sheets, rounds=ROUNDS
    )
    close(
        gate(
            "pages for the same CPU, PDF/A-3 with XML against bare Typst", 1 / ratio.cpu, at_least=LEAST_SHARE, unit="x"
        )
    )


if __name__ == "__main__":
    main()
