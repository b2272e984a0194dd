"""What a format cannot hold stands once, in docs/rules/what-formats-hold.md, as the formats say it of themselves."""

import re
from datetime import UTC, datetime
from pathlib import Path

from kvit.core.einvoice import cii_losses, ubl_losses
from kvit.core.einvoice.fa3.semantic.dropping import dropped
from kvit.core.einvoice.fa3.semantic.facts import Facts
from kvit.core.einvoice.facturae import losses
from kvit.core.einvoice.facturae.facts import Facts as SpanishFacts
from kvit.core.tests.full_invoice import FULL

PAGE = Path(__file__).parents[3] / "docs" / "rules" / "what-formats-hold.md"
ROW = re.compile(r"^\| `([\w/*]+)` \| (x?) *\| (x?) *\|", re.MULTILINE)
TOLD = {
    "UBL": ubl_losses.dropped(FULL),
    "CII": cii_losses.dropped(FULL),
    "FA(3)": dropped(FULL, Facts(created_at=datetime(2026, 2, 1, tzinfo=UTC))),
    "Facturae": losses.dropped(FULL, SpanishFacts()),
}


def terms(format_name):
    """The terms of the full document that the format says it drops, without the numbers of their places."""
    places = (re.sub(r"/\d+", "/*", one.place) for one in TOLD[format_name])
    return {re.sub(r"/(value|scheme|start_on|end_on)$", "", place).removesuffix("/*") for place in places}


def listed():
    """The two columns of the page's table."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) == len({term for term, _, _ in rows}), "a term stands once"
    return ({term for term, polish, _ in rows if polish}, {term for term, _, spanish in rows if spanish})


def test_the_european_formats_hold_every_term():
    assert (terms("UBL"), terms("CII")) == (set(), set())


def test_the_table_says_of_the_national_formats_what_they_say_before_they_are_written():
    polish, spanish = listed()
    assert terms("FA(3)") == polish
    assert terms("Facturae") == spanish
    assert all(one.facts and one.severity in ("warning", "error") for told in TOLD.values() for one in told)
