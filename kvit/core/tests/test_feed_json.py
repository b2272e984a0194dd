"""What banks' programs answer: read as a statement without balances, pending ones left out."""

import json
from datetime import date
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.core.formats import feed_json, statement_file
from kvit.core.formats.statement import occurrence_keys

IN = {
    "transactionId": "2026032001773517-1",
    "internalTransactionId": "c2e0f1",
    "endToEndId": "E-17",
    "bookingDate": "2026-03-20",
    "valueDate": "2026-03-21",
    "transactionAmount": {"amount": "121.00", "currency": "RON"},
    "debtorName": "ALFA SRL",
    "debtorAccount": {"iban": "RO09BCYP0000001234567890"},
    "remittanceInformationUnstructured": "plata factura 17",
    "bankTransactionCode": "PMNT-RCDT-ESCT",
}
OUT = {
    "transactionId": "2026032001773517-2",
    "bookingDate": "2026-03-20",
    "transactionAmount": {"amount": "-12.5", "currency": "RON"},
    "creditorName": "BANCA",
    "debtorName": "US",
    "remittanceInformationUnstructuredArray": ["Comision", "lunar"],
}


def answer(*booked, pending=()):
    return json.dumps({"transactions": {"booked": booked, "pending": pending}, "last_updated": "2026-03-21"}).encode()


def test_booked_ones_are_lines_and_pending_ones_are_counted():
    [read] = statement_file.read(answer(IN, OUT, pending=[OUT]), account="RO49 AAAA 1B31 0075 9384 0000")
    assert (read.account, read.format, read.opening) == ("RO49AAAA1B31007593840000", "feed.berlin-group", None)
    first, second = read.lines
    assert (first.amount, first.counterparty_name, first.end_to_end_id) == (Decimal(121), "ALFA SRL", "E-17")
    assert (first.counterparty_iban, first.value_on) == ("RO09BCYP0000001234567890", date(2026, 3, 21))
    assert (second.amount, second.counterparty_name, second.remittance) == (Decimal("-12.5"), "BANCA", "Comision lunar")
    assert [(one.rule, one.facts["count"]) for one in read.findings] == [("statement.not_booked", "1")]


@pytest.mark.parametrize(
    ("broken", "element"),
    [
        ({"transactionAmount": {"amount": "1,50", "currency": "RON"}}, "transactionAmount"),
        ({"transactionAmount": None}, "'NoneType'"),
        ({"bookingDate": "soon", "valueDate": ""}, "bookingDate"),
    ],
)
def test_one_that_cannot_be_read_is_said_and_the_others_stay(broken, element):
    [read] = feed_json.parse(answer({**IN, **broken}, OUT))
    assert len(read.lines) == 1
    [found] = read.findings
    assert (found.rule, found.place, found.severity) == ("statement.line_unreadable", "booked 1", "error")
    assert str(found.facts["element"]).startswith(element)


@pytest.mark.parametrize("rubbish", [b'{"transactions": 5}', b'{"booked": {"a": 1}}', b'{"transactions": {', b"{}" * 9])
def test_rubbish_is_refused(rubbish):
    with pytest.raises(Refused) as refused:
        feed_json.parse(rubbish)
    assert refused.value.code == "statement.nothing_read"


def test_another_id_the_next_day_is_the_same_line():
    [first] = feed_json.parse(answer(IN))
    [second] = feed_json.parse(answer({**IN, "transactionId": "enc!!other"}))
    assert occurrence_keys("A", first.lines, source="feed") == occurrence_keys("A", second.lines, source="feed")
