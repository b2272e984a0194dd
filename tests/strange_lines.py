"""Lines that somebody else made, with the truth beside them: the shared generator, its matchers and its scorer."""

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

from kvit.core.formats.statement import StatementLine, given
from kvit.core.money import round_half_up
from kvit.core.open_items import Index, Item
from kvit.core.reconciling import payer_shown, rank, settle

KINDS = {
    "partial": "short_pay",
    "over": "overpay",
    "other_currency": "fx",
    "fee": "bank_fee",
    "discount": "early_discount",
}
RATES = {"RON": Decimal(1), "EUR": Decimal("4.97"), "PLN": Decimal("4.97") / Decimal("4.30")}
COLUMNS = ["line_id", "invoice_id", "allocated", "status", "confidence", "difference_kind"]


def make(bench, folder, *, seed, level="hard"):
    """Lets the generator of the shared folder write its files."""
    command = [sys.executable, bench / "generate.py", "--out", folder, "--seed", str(seed), "--level", level]
    subprocess.run(command, check=True, capture_output=True)


def scored(bench, folder, predicted="pred.csv"):
    """The figures of the scorer of the shared folder."""
    spec = util.spec_from_file_location("score", bench / "score.py")
    score = util.module_from_spec(spec)
    spec.loader.exec_module(score)
    with redirect_stdout(io.StringIO()):
        return score.main(str(folder / "truth.csv"), str(folder / predicted))


def read(folder, name):
    with (folder / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def matched(folder):
    """Settles the lines in order, writes what was done as the scorer wants it; gives the seconds of CPU."""
    known, names = defaultdict(set), {}
    for customer in read(folder, "customers.csv"):
        names[customer["customer_id"]] = customer["name"]
        if customer["iban"]:
            known[customer["iban"]].add(customer["customer_id"])
    index = Index(_item(row, names) for row in read(folder, "invoices.csv"))
    started, rows = time.process_time(), []
    for row in sorted(read(folder, "bank.csv"), key=lambda row: (row["booking_date"], row["line_id"])):
        line = _line(row)
        for best in rank(line, index, known_ibans=known, rates=RATES)[:1]:
            told = ["auto" if best.is_sure else "suggest", best.confidence, KINDS.get(best.kind, "")]
            rows += [[row["line_id"], item.id, amount, *told] for item, amount in best.items]
            if best.is_sure:
                settle(index, best)
                if party := payer_shown(line, best):
                    known[line.counterparty_iban].add(party)
    with (folder / "pred.csv").open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return time.process_time() - started


def _item(row, names):
    total = Decimal(row["total"])
    return Item(
        id=row["invoice_id"],
        number=row["number"],
        party=row["customer_id"],
        currency=row["currency"],
        balance=total,
        reference=row["rf_reference"],
        party_name=names[row["customer_id"]],
        issued_on=date.fromisoformat(row["issue_date"]),
        due_on=date.fromisoformat(row["due_date"]),
        total=total,
        discount=round_half_up(total * Decimal(row["discount_pct"]) / 100, 2),
        discount_until=date.fromisoformat(row["discount_until"]),
    )


def _line(row):
    return StatementLine(
        booked_on=date.fromisoformat(row["booking_date"]),
        amount=Decimal(row["amount"]),
        currency=row["currency"],
        counterparty_iban=row["counterparty_iban"],
        counterparty_name=row["counterparty_name"],
        remittance=row["remittance"],
        structured_reference=row["structured_ref"],
        end_to_end_id=given(row["end_to_end_id"]),
    )
