"""Matching on lines that somebody else made, with the truth beside them: the shared generator and its scorer."""

import csv
import io
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import redirect_stdout
from datetime import date
from decimal import Decimal
from importlib import util

import pytest

from kvit.core.formats.statement import StatementLine
from kvit.core.open_items import Index, Item
from kvit.core.reconciling import rank, settle


def read(folder, name):
    with (folder / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def matched(folder):
    """Settles the bench's lines in order, writes what was done as its scorer wants it; gives the seconds of CPU."""
    known, names = defaultdict(set), {}
    for customer in read(folder, "customers.csv"):
        names[customer["customer_id"]] = customer["name"]
        if customer["iban"]:
            known[customer["iban"]].add(customer["customer_id"])
    index = Index(
        Item(
            id=row["invoice_id"],
            number=row["number"],
            party=row["customer_id"],
            currency=row["currency"],
            balance=Decimal(row["total"]),
            reference=row["rf_reference"],
            party_name=names[row["customer_id"]],
            issued_on=date.fromisoformat(row["issue_date"]),
            due_on=date.fromisoformat(row["due_date"]),
        )
        for row in read(folder, "invoices.csv")
    )
    started, rows = time.process_time(), []
    for row in sorted(read(folder, "bank.csv"), key=lambda row: (row["booking_date"], row["line_id"])):
        line = StatementLine(
            booked_on=date.fromisoformat(row["booking_date"]),
            amount=Decimal(row["amount"]),
            currency=row["currency"],
            counterparty_iban=row["counterparty_iban"],
            counterparty_name=row["counterparty_name"],
            remittance=row["remittance"],
            structured_reference=row["structured_ref"],
            end_to_end_id="" if row["end_to_end_id"] == "NOTPROVIDED" else row["end_to_end_id"],
        )
        for best in rank(line, index, known_ibans=known)[:1]:
            status = "auto" if best.is_sure else "suggest"
            rows += [[row["line_id"], item.id, amount, status] for item, amount in best.items]
            if best.is_sure:
                settle(index, best)
    with (folder / "pred.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["line_id", "invoice_id", "allocated", "status"], *rows])
    return time.process_time() - started


@pytest.mark.parametrize(("level", "seed"), [("hard", 7), ("hard", 16), ("basic", 1)])
def test_pain_16_of_strange_lines_most_are_right_and_none_is_wrong(shared, tmp_path, level, seed):
    bench = shared / "bench" / "matching"
    made = [sys.executable, bench / "generate.py", "--out", tmp_path, "--seed", str(seed), "--level", level]
    subprocess.run(made, check=True, capture_output=True)
    seconds = matched(tmp_path)
    spec = util.spec_from_file_location("score", bench / "score.py")
    score = util.module_from_spec(spec)
    spec.loader.exec_module(score)
    with redirect_stdout(io.StringIO()):
        figures = score.main(str(tmp_path / "truth.csv"), str(tmp_path / "pred.csv"))
    assert figures["auto_precision"] == 1
    assert figures["harmful"] == 0
    assert figures["review_caught"] == 1
    assert figures["auto_recall"] > 0.5
    assert seconds < 5
