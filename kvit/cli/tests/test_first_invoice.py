"""The thin path, by real programs: from an empty folder to an archived invoice that somebody owes."""

import json

import pytest

ADDRESS = {"street": "Strada Lungă", "building": "1", "town": "Cluj-Napoca", "post_code": "400001", "region": "RO-CJ"}
CUSTOMER = {
    "external_id": "C1",
    "name": "Beta SRL",
    "country": "RO",
    "address": {"street": "Calea Mare 2", "town": "Iași", "region": "RO-IS", "country": "RO"},
}
DRAFTS = [
    {
        "customer": CUSTOMER,
        "issue_on": "2026-03-01",
        "terms_days": 30,
        "external_id": "A-1",
        "lines": [{"name": "Ore", "quantity": "3", "price": "49.90", "vat_category": "S", "vat_rate": "21"}],
    },
    {
        "customer": "C1",
        "issue_on": "2026-03-02",
        "external_id": "A-2",
        "lines": [{"name": "Ore", "quantity": "1", "price": 100, "vat_category": "S", "vat_rate": "21"}],
    },
]


@pytest.fixture
def company(installation):
    """Alfa SRL of Cluj, opened by `kvit init`."""
    words = ["--name", "Alfa SRL", "--country", "RO", "--vat-id", "RO18547290", "--email", "ana@example.org"]
    opened = installation.json("init", *words, "--address-json", json.dumps(ADDRESS))
    assert opened["company"].startswith("com_")
    assert opened["user"].startswith("usr_")
    return installation


def test_an_invoice_is_drafted_issued_shown_and_fetched(company, tmp_path):
    drafted = company.json("invoice", "draft", "--file", "-", given=json.dumps(DRAFTS))
    ids = [row["id"] for row in drafted]
    assert [set(row) for row in drafted] == [{"id"}] * 2

    outcome = company.json("--as-of", "2026-03-05", "invoice", "issue", *ids, "inv_NOBODY", exit_code=4)
    assert [(row["number"], row["issued_on"], row["due_on"]) for row in outcome["issued"]] == [
        ("KV-2026-00001", "2026-03-01", "2026-03-31"),
        ("KV-2026-00002", "2026-03-02", "2026-04-01"),
    ]
    # 3 x 49.90 = 149.70; 21 % of it is 31.437, in lei 31.44
    first = outcome["issued"][0]
    assert (first["net"], first["vat"], first["gross"], first["payable"]) == ("149.70", "31.44", "181.14", "181.14")
    assert [(row["id"], row["error"]["code"]) for row in outcome["refused"]] == [("inv_NOBODY", "invoice.unknown")]

    shown = company.json("invoice", "show", ids[0], "--as-of", "2026-03-31")
    assert (shown["status"], shown["settlement"], shown["balance"], shown["overdue"]) == (
        "issued",
        "open",
        "181.14",
        False,
    )
    assert company.json("invoice", "show", ids[0], "--as-of", "2026-04-01")["overdue"] is True

    fetched = tmp_path / "first.xml"
    company.run("invoice", "xml", ids[0], "--format", "ubl", "-o", str(fetched))
    assert b"KV-2026-00001" in fetched.read_bytes()
    assert company.run("invoice", "xml", "A-1", "-o", "-").stdout.encode() == fetched.read_bytes()

    worked = company.json("work", "--until-idle")
    assert worked["done"] > 0
    assert (worked["waiting"], worked["dead"]) == (0, 0)
    assert company.json("work", "--until-idle")["done"] == 0
