"""Set-offs through every door: the command line, the API, the pages, and the document they give."""

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from kvit.events import work
from kvit.parties.models import Party
from kvit.reactions import REACTIONS
from tests.builders import breaches
from tests.scenarios.offsets.trading import DUE

pytestmark = pytest.mark.django_db(transaction=True)


def user(actor):
    return User.objects.get(pk=actor.id)


def browser(actor):
    client = Client()
    client.force_login(user(actor))
    return client


def of(firm, actor):
    return ("--company", firm.company.public_id, "--as", user(actor).email, "--as-of", DUE)


def words(content):
    pages = pypdfium2.PdfDocument(io.BytesIO(content))
    return " ".join(page.get_textpage().get_text_range() for page in pages).replace("\xa0", " ")


def test_the_command_line_sets_off_and_the_document_stays(firm, tmp_path):
    firm.sold("300.00"), firm.sold("100.00"), firm.bill("500.00")
    Party.objects.filter(pk=firm.customer.pk).update(language="en")
    row = kvit("offset", "propose", "--party", firm.customer.public_id, *of(firm, firm.clerk)).answer
    assert (row["status"], row["amount"], row["basis"]) == ("proposed", "484.00", "declaration")
    assert [(one["balance"], one["amount"]) for one in row["debts"]] == [("605.00", "484.00")]
    denied = kvit("offset", "sign", row["id"], *of(firm, firm.clerk), exit_code=6).error
    assert denied["code"] == "permission.denied"
    signed = kvit("offset", "sign", row["id"], *of(firm, firm.owner)).answer
    assert (signed["status"], signed["number"]) == ("settled", "OF-2026-00001")
    work.run_all(REACTIONS)
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    kvit("offset", "pdf", row["id"], "-o", first, *of(firm, firm.clerk))
    Party.objects.filter(pk=firm.customer.pk).update(name="Lemn Nou SRL")
    kvit("offset", "pdf", row["id"], "-o", second, *of(firm, firm.clerk))
    assert first.read_bytes() == second.read_bytes()
    text = words(first.read_bytes())
    for said in ("OF-2026-00001", "484.00", "605.00", "121.00", "Lemn SRL", "Codul civil", "Notificare de compensare"):
        assert said in text
    kvit("offset", "cancel", row["id"], "--reason", "a wrong bill", *of(firm, firm.owner))
    assert [one["status"] for one in kvit("offset", "list", *of(firm, firm.clerk)).answer] == ["reversed"]
    assert breaches() == []


def test_the_api_sets_off_but_no_key_signs(firm):
    firm.sold("100.00"), firm.bill("100.00")
    program = Program(firm.company, user(firm.owner))
    asked = {"party": firm.customer.public_id, "until": "2027-12-31", "agreement": True}
    row = program.post("/offsets", asked, key="o1", status=201)
    assert (row["basis"], row["amount"]) == ("agreement", "121.00")
    refused = program.refused("POST", f"/offsets/{row['id']}/sign", status=403, key="o2")
    assert refused["code"] == "offset.no_person"
    assert [one["id"] for one in program.get("/offsets")["data"]] == [row["id"]]
    assert program.get(f"/offsets/{row['id']}")["status"] == "proposed"


def test_the_pages_propose_sign_and_confirm(firm):
    firm.sold("100.00"), firm.bill("100.00")
    clerk, owner = browser(firm.clerk), browser(firm.owner)
    assert f"party={firm.customer.public_id}" in clerk.get(f"/customers/{firm.customer.public_id}").content.decode()
    told = {"party": firm.customer.public_id, "currency": "ron", "until": "31.12.2027", "agreement": "on"}
    made = clerk.post("/offsets/new", told)
    assert made.status_code == 302, made.content.decode()
    page = clerk.get(made.url).content.decode()
    assert "You proposed it." in page and "Proces-verbal de compensare" in page
    assert clerk.post(f"{made.url}/sign").status_code == 403
    assert "Four eyes." in owner.get(made.url).content.decode()
    assert owner.post(f"{made.url}/sign").status_code == 302
    today = owner.get(made.url).context["offset"].signed_on
    file = SimpleUploadedFile("semnat.pdf", b"%PDF-1.7 x")
    assert clerk.post(f"{made.url}/countersign", {"signed": today.isoformat(), "file": file}).status_code == 302
    page = owner.get(made.url).content.decode()
    assert "semnat.pdf" in page and "Undo the set-off" in page
    assert clerk.get(f"{made.url}/countersigned").content == b"%PDF-1.7 x"
    assert words(clerk.get(f"{made.url}/pdf").content)
    assert "OF-" in owner.get("/offsets?view=settled").content.decode()
    assert firm.balances() == [0, 0]
    assert breaches() == []
