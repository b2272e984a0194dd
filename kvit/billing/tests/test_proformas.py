"""A proforma has a number of its own, posts nothing, and becomes one invoice."""

import io
import re
from datetime import date

import pypdfium2
import pytest
from django.db import IntegrityError, transaction

from kvit.archive.models import Document
from kvit.billing import proforma_pages, proformas
from kvit.catalog import products
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.ledger.models import Entry, OpenItem
from kvit.parties import customers
from kvit.receivables import invoices, outside
from kvit.receivables.models import Invoice
from kvit.sales import queries
from kvit.sales.models import Proforma
from tests.builders import DAY, a_company, a_customer, a_line, somebody, the_owner

pytestmark = pytest.mark.django_db
D = date


def drafted(company, *lines, customer=None, on=DAY, **facts):
    party = customer or a_customer(company)
    told = {"customer": party.public_id, "lines": list(lines) or [a_line("100.00", vat="21")], **facts}
    return proformas.draft(company, told, by=the_owner(company), on=on)


def issued(company, *lines, on=DAY, **facts):
    return proformas.issue(company, drafted(company, *lines, on=on, **facts), by=the_owner(company), on=on)


def refused(code):
    class Expecting:
        def __enter__(self):
            self.raised = pytest.raises(Refused)
            self.told = self.raised.__enter__()

        def __exit__(self, *error):
            swallowed = self.raised.__exit__(*error)
            assert self.told.value.code == code
            return swallowed

    return Expecting()


def test_it_is_numbered_in_its_own_series_and_posts_nothing():
    company = a_company()
    first, second = issued(company), issued(company)
    assert [first.number, second.number] == ["PF-2026-00001", "PF-2026-00002"]
    assert (first.net, first.vat, first.payable, first.issued_on) == (100, 21, 121, DAY)
    assert Entry.objects.count() == OpenItem.objects.count() == Invoice.objects.count() == 0
    assert Event.objects.filter(name="proforma.issued").count() == 2


def test_a_bulgarian_proforma_is_no_tax_document_and_needs_no_ten_digits():
    assert issued(a_company("BG")).number == "PF-2026-00001"


def test_one_act_makes_it_an_invoice_with_what_was_agreed():
    company = a_company()
    by = the_owner(company)
    product = products.add(company, {"code": "P1", "name": "Masă", "price": "80", "unit": "H87"}, by=by, on=DAY)
    row = issued(company, {"product": "P1", "quantity": "2", "vat_category": "S", "vat_rate": "21"})
    products.change(company, product, {"price": "95", "name": "Masă nouă"}, version=None, by=by, on=DAY)

    invoice = proformas.convert(company, row, by=by, on=D(2026, 3, 9))
    assert (invoice.status, invoice.net, invoice.proforma) == ("draft", 160, row)
    assert invoice.lines.get().name == "Masă" and invoice.lines.get().product == product
    done = invoices.issue(company, invoice, by=by, on=D(2026, 3, 9))
    assert (done.number, done.issued_on) == ("KV-2026-00001", D(2026, 3, 9))
    row.refresh_from_db()
    assert row.status == "invoiced"
    assert outside.whole(company, done, on=DAY)["proforma"] == row.public_id


def test_it_becomes_an_invoice_once():
    company = a_company()
    by = the_owner(company)
    row = issued(company)
    proformas.convert(company, row, by=by, on=DAY)
    with refused("proforma.not_issued"):
        proformas.convert(company, row, by=by, on=DAY)
    other = invoices.draft_all(company, [proformas.raw_draft(row)], by=by, on=DAY)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=other.pk).update(proforma=row)


def test_a_discarded_draft_makes_it_free_again():
    company = a_company()
    by = the_owner(company)
    row = issued(company)
    invoices.discard(company, proformas.convert(company, row, by=by, on=DAY), by=by, on=DAY)
    row.refresh_from_db()
    assert row.status == "issued"
    assert proformas.convert(company, row, by=by, on=DAY).status == "draft"


def test_what_is_withdrawn_or_a_draft_becomes_no_invoice():
    company = a_company()
    by = the_owner(company)
    row = issued(company)
    proformas.withdraw(company, row, by=by, on=DAY, reason="Clientul a renunțat")
    for one in (row, drafted(company)):
        with refused("proforma.not_issued"):
            proformas.convert(company, one, by=by, on=DAY)
    assert Event.objects.get(name="proforma.withdrawn").reason == "Clientul a renunțat"


def test_after_its_last_day_it_has_expired_and_may_still_be_invoiced():
    company = a_company()
    row = issued(company, valid_until="2026-03-10")
    assert queries.standing(company, row, on=D(2026, 3, 10)) == "issued"
    assert queries.standing(company, row, on=D(2026, 3, 11)) == "expired"
    assert list(queries.proformas(company, status="expired", on=D(2026, 3, 11))) == [row]
    assert list(queries.proformas(company, status="issued", on=D(2026, 3, 11))) == []
    assert proformas.convert(company, row, by=the_owner(company), on=D(2026, 3, 11)).net == 100


def test_pain_20_what_was_issued_never_changes():
    company = a_company()
    customer = a_customer(company)
    row = issued(company, customer=customer)
    customers.change(company, customer, {"name": "Alt nume SRL"}, version=None, by=the_owner(company), on=DAY)
    row.refresh_from_db()
    assert row.buyer["name"] == "Alfa SRL"
    for change in ({"net": 1}, {"draft": {}}, {"number": "PF-2026-00009"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proforma.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proforma.objects.filter(pk=row.pk).delete()
    with refused("proforma.not_draft"):
        proformas.edit(company, row, {"customer": customer.public_id, "lines": [a_line()]}, version=None,
                       by=the_owner(company), on=DAY)  # fmt: skip


def test_a_draft_is_edited_by_the_version_that_was_read():
    company = a_company()
    row = drafted(company)
    told = {"customer": row.party.public_id, "lines": [a_line("50", vat="21")]}
    assert proformas.edit(company, row, told, version=1, by=the_owner(company), on=DAY).payable == 60.5
    with refused("proforma.changed"):
        proformas.edit(company, row, told, version=1, by=the_owner(company), on=DAY)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"valid_until": "10.03.2026"}, "field.bad_value"),
        ({"kind": "simplified"}, "field.bad_value"),
        ({"colour": "red"}, "field.unknown"),
        ({"external_id": "x" * 101}, "field.bad_value"),
    ],
)
def test_what_cannot_be_read_is_refused(facts, code):
    with refused(code):
        drafted(a_company(), **facts)


def test_an_external_id_stands_once_and_lines_are_needed():
    company = a_company()
    drafted(company, external_id="A1")
    with refused("proforma.known"):
        drafted(company, external_id="A1")
    empty = proformas.draft(
        company, {"customer": a_customer(company).public_id, "lines": []}, by=the_owner(company), on=DAY
    )
    with refused("proforma.no_lines"):
        proformas.issue(company, empty, by=the_owner(company), on=DAY)


def test_a_viewer_may_only_look():
    company = a_company()
    row, viewer = issued(company), somebody(company, "viewer")
    for act in (proformas.convert, proformas.withdraw):
        with refused("permission.denied"):
            act(company, row, by=viewer, on=DAY)


def test_its_page_says_what_it_is_and_is_kept_once():
    company = a_company()
    row = issued(company, valid_until="2026-03-31")
    event = Event.objects.get(name="proforma.issued")
    proforma_pages.keep_pdf(event)()
    assert proforma_pages.keep_pdf(event) is None
    kept = Document.objects.get(document_kind="proforma", document_id=row.pk, form="pdf")
    content = proforma_pages.pdf(company, row)
    assert Document.objects.filter(document_kind="proforma").get() == kept
    sheets = pypdfium2.PdfDocument(io.BytesIO(content))
    said = re.sub(r"\s+", " ", " ".join(sheet.get_textpage().get_text_range() for sheet in sheets))
    for words in ("Factură proformă", "PF-2026-00001", "31.03.2026", "121,00"):
        assert words in said, said
