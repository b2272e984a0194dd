"""Pages as a person meets them: signed in, with a company, without one, as a stranger."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kvit.receivables.models import Invoice
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, a_user, an_invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


def typed(customer, **more):
    """What the form of a draft sends."""
    sent = {
        "customer": customer,
        "lines-count": "2",
        "lines-0-name": "Reception desk",
        "lines-0-quantity": "2",
        "lines-0-price": "11400",
        "lines-1-name": "",
        "lines-1-price": "",
        "act": "save",
    }
    return {**sent, **more}


def text(response):
    return response.content.decode()


def test_every_list_and_form_opens_on_an_empty_company(company, browser):
    for page in (
        "home",
        "invoices",
        "customers",
        "products",
        "invoice_new",
        "customer_new",
        "product_new",
        "me",
        "help",
    ):
        assert browser.get(reverse(page)).status_code == 200, page


def test_every_list_opens_with_something_in_it(company, browser):
    invoice = an_invoice(company, a_line("100.00"), terms_days=10)
    draft = a_draft(company)
    for view in ("open", "overdue", "draft", "paid", "issued"):
        assert browser.get(reverse("invoices") + f"?view={view}").status_code == 200
    for row in (invoice, draft):
        assert browser.get(reverse("invoice", args=[row.public_id])).status_code == 200
    assert browser.get(reverse("invoice_edit", args=[draft.public_id])).status_code == 200
    assert browser.get(reverse("customer", args=[invoice.party.public_id])).status_code == 200
    for why in ("owed", "dso", "invoicing", "errors", "nonsense"):
        assert browser.get(reverse("home") + f"?why={why}").status_code == 200


def test_who_is_not_signed_in_is_asked_to(company):
    answer = Client().get(reverse("invoices"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_who_has_no_company_is_led_to_the_first_step(browser):
    answer = browser.get(reverse("home"))
    assert answer.url == reverse("onboarding")
    assert "Your first invoice" in text(browser.get(answer.url))


def test_a_draft_is_typed_saved_issued(company, browser):
    a_customer(company, name="Hotel Bastion SA")

    saved = browser.post(reverse("invoice_new"), typed("Hotel Bastion SA"))
    draft = Invoice.objects.get()
    assert saved.url == reverse("invoice_edit", args=[draft.public_id])
    assert (draft.net, draft.payable) == (22800, 27588)  # 2 * 11,400 and 21 % of it

    issued = browser.post(saved.url, typed("Hotel Bastion SA", act="issue_and_send", version=draft.version))
    draft.refresh_from_db()
    assert draft.status == "issued"
    assert issued.url == reverse("invoice", args=[draft.public_id])
    assert draft.number in text(browser.get(issued.url))


def test_what_cannot_be_read_is_refused_beside_its_field_and_nothing_typed_is_lost(company, browser):
    a_customer(company, name="Hotel Bastion SA")
    answer = browser.post(reverse("invoice_new"), typed("Hotel Bastion SA", **{"lines-0-price": "1.234"}))
    assert answer.status_code == 422
    page = text(answer)
    assert "There is a problem" in page
    assert 'href="#id_lines-0-price"' in page
    assert 'value="1.234"' in page
    assert ">\nReception desk</textarea>" in page
    assert Invoice.objects.count() == 0


def test_a_customer_nobody_knows_is_named_beside_the_field(company, browser):
    answer = browser.post(reverse("invoice_new"), typed("Zeta"))
    assert answer.status_code == 422
    assert 'href="#id_customer"' in text(answer)


def test_a_draft_that_the_rules_hold_back_stays_a_draft_and_says_why(company, browser):
    customer = a_customer(company, name="Nowhere", vat_id="")
    type(customer).objects.update(country="")
    answer = browser.post(reverse("invoice_new"), typed("Nowhere", act="issue_and_send"))
    assert answer.status_code == 422
    assert Invoice.objects.get().status == "draft"
    assert "has no country" in text(answer)


def test_two_people_on_one_draft_do_not_overwrite_each_other(company, browser):
    draft = a_draft(company, customer=a_customer(company, name="Hotel Bastion SA"))
    address = reverse("invoice_edit", args=[draft.public_id])
    browser.post(address, typed("Hotel Bastion SA", version=draft.version, note="first"))
    answer = browser.post(address, typed("Hotel Bastion SA", version=draft.version, note="second"))
    assert answer.status_code == 422
    assert Invoice.objects.get().note == "first"


def test_lines_are_added_moved_copied_and_removed_without_scripts(company, browser):
    a_customer(company, name="Hotel Bastion SA")
    sent = typed("Hotel Bastion SA", **{"lines-1-name": "Shelf", "lines-1-price": "385"})

    def names(act):
        page = browser.post(reverse("invoice_new"), {**sent, "act": act}).context["lines"]
        return [line["name"].value() for line in page]

    assert names("add_line") == ["Reception desk", "Shelf", ""]
    assert names("down:0") == ["Shelf", "Reception desk"]
    assert names("copy:1") == ["Reception desk", "Shelf", "Shelf"]
    assert names("remove:0") == ["Shelf"]
    assert names("remove:9") == ["Reception desk", "Shelf"]


def test_the_sums_are_computed_while_one_types_and_nothing_is_kept(company, browser):
    a_customer(company, name="Hotel Bastion SA")
    page = text(browser.post(reverse("invoice_compute"), typed("Hotel Bastion SA", issue_on="fri")))
    assert "27,588.00" in page
    assert Invoice.objects.count() == 0


def test_pain_29_an_amount_that_can_be_read_two_ways_gets_no_echo_but_a_sentence(company, browser):
    a_customer(company, name="Hotel Bastion SA")
    page = text(browser.post(reverse("invoice_compute"), typed("Hotel Bastion SA", **{"lines-0-price": "1.234"})))
    assert "cannot be read" in page
    assert "2,468" not in page


def test_a_refusal_anywhere_becomes_a_page_with_its_sentence(company, browser):
    invoice = an_invoice(company)
    answer = browser.post(reverse("invoice_discard", args=[invoice.public_id]))
    assert answer.status_code == 409
    assert "issued or discarded already" in text(answer)
    assert browser.get(reverse("invoice", args=["inv_nobody"])).status_code == 404


def test_a_stranger_gets_404_for_everything_of_another_company(company, browser):
    invoice = an_invoice(company)
    draft = a_draft(company)
    stranger = Client()
    other = a_user("eve@example.com")
    a_company("BG", owner=other)
    stranger.force_login(other)
    for page in ("invoice", "invoice_edit", "invoice_xml"):
        assert stranger.get(reverse(page, args=[invoice.public_id])).status_code == 404
    assert stranger.post(reverse("invoice_issue", args=[draft.public_id])).status_code == 404
    assert stranger.get(reverse("customer", args=[invoice.party.public_id])).status_code == 404
    assert invoice.number not in text(stranger.get(reverse("invoices") + "?view=issued"))


def test_a_viewer_sees_but_does_not_act(company):
    draft = a_draft(company)
    vera = a_user("vera@example.com")
    company.memberships.create(user=vera, role="viewer")
    client = Client()
    client.force_login(vera)
    assert client.get(reverse("invoice", args=[draft.public_id])).status_code == 200
    assert client.post(reverse("invoice_issue", args=[draft.public_id])).status_code == 403
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_list_costs_nine_queries_at_most(company, browser, django_assert_max_num_queries):
    for day in range(4):
        an_invoice(company, on=DAY + timedelta(days=day))
    browser.get(reverse("invoices"))
    for page in ("invoices", "customers", "products"):
        with django_assert_max_num_queries(9) as counted:
            assert browser.get(reverse(page)).status_code == 200
        assert len(counted) <= 9


def test_the_policy_allows_no_inline_script_and_pages_have_none(company, browser):
    answer = browser.get(reverse("home"))
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "<script>" not in text(answer)
    assert " style=" not in text(answer)
    assert " onclick=" not in text(answer)


def test_the_first_invoice_in_four_steps(browser):
    company = {"name": "Atelier Nord SRL", "country": "RO", "vat_id": "RO14399840", "street": "Str. Fabricii 14"}
    company |= {"town": "Cluj-Napoca", "post_code": "400620", "region": "Cluj"}
    browser.post(reverse("onboarding"), company)
    assert "Bank account" in text(browser.get(reverse("onboarding")))
    browser.post(reverse("onboarding"), {"iban": "RO49 AAAA 1B31 0075 9384 0000", "pattern": ""})
    customer = {"name": "Hotel Bastion SA", "country": "RO", "vat_id": "RO18189442", "street": "Str. Cetății 5"}
    browser.post(reverse("onboarding"), {**customer, "town": "Sibiu", "region": "SB", "email": "conta@bastion.example"})
    draft = browser.get(reverse("onboarding"))
    assert draft.url.startswith(reverse("invoice_new"))
    page = browser.get(draft.url)
    assert 'value="Hotel Bastion SA"' in text(page)
    issued = browser.post(reverse("invoice_new"), typed("Hotel Bastion SA", act="issue_and_send"))
    assert issued.status_code == 302, text(issued)
    assert Invoice.objects.get().status == "issued"
    assert Invoice.objects.get().buyer["region"] == "RO-SB"


def test_a_county_that_is_none_is_refused(browser):
    answer = browser.post(reverse("onboarding"), {"name": "X", "country": "RO", "region": "Kluj"})
    assert answer.status_code == 422
    assert "no county Kluj" in text(answer)


def test_a_payment_is_recorded_settles_and_can_be_taken_back(company, browser):
    invoice = an_invoice(company, a_line("100.00"), terms_days=10)  # 121.00
    address = reverse("invoice_pay", args=[invoice.public_id])
    assert 'value="121.00"' in text(browser.get(address)), "what is open is proposed"

    browser.post(address, {"amount": "100+21", "paid_on": "today", "method": "bank", "reference": "OP 4471"})
    page = text(browser.get(reverse("invoice", args=[invoice.public_id])))
    assert "Quits" in page
    payment = company.payments.get()
    listed = text(browser.get(reverse("payments")))
    assert invoice.number in listed
    assert "121.00" in listed

    browser.post(reverse("payment_take_back", args=[payment.public_id]), {"reason": "typed twice"})
    assert "Still open" in text(browser.get(reverse("invoice", args=[invoice.public_id])))
    assert "typed twice" in text(browser.get(reverse("payment", args=[payment.public_id])))


def test_too_much_stays_as_the_customers_credit(company, browser):
    invoice = an_invoice(company, a_line("100.00"), terms_days=10)
    browser.post(
        reverse("invoice_pay", args=[invoice.public_id]), {"amount": "150", "paid_on": "today", "method": "bank"}
    )
    page = text(browser.get(reverse("payment", args=[company.payments.get().public_id])))
    assert "Not used yet" in page
    assert "29.00" in page


def test_an_invoice_is_credited_by_line(company, browser):
    invoice = an_invoice(company, a_line("100.00", quantity="3"), terms_days=10)
    address = reverse("invoice_credit", args=[invoice.public_id])
    answer = browser.post(address, {"reason": "return", "text": "One came back", "line_1": "1"})
    note = Invoice.objects.get(kind="credit_note")
    assert answer.url == reverse("invoice", args=[note.public_id])
    assert (note.net, note.correction_text) == (100, "One came back")
    again = browser.post(address, {"reason": "return", "line_1": "3"})
    assert again.status_code == 422, "only two are left"


def test_things_are_found_by_number_name_and_amount(company, browser):
    invoice = an_invoice(company, a_line("100.00"), customer=a_customer(company, name="Hotel Bastion SA"))
    for typed_in in (invoice.number, invoice.number[-5:], "121,00", "121"):
        assert invoice.number in text(browser.get(reverse("search_suggest"), {"q": typed_in})), typed_in
    assert "New invoice for Hotel Bastion SA" in text(browser.get(reverse("search"), {"q": "hotel"}))
    assert "Nothing found" in text(browser.get(reverse("search_suggest"), {"q": "zzz"}))


def test_every_report_opens_empty_and_full(company, browser):
    for _ in range(2):
        for view in ("ageing", "figures", "balance", "vat"):
            assert browser.get(reverse("reports") + f"?view={view}").status_code == 200
        an_invoice(company, a_line("100.00"), terms_days=10)
    pack = browser.get(reverse("month_pack") + "?month=2026-03")
    assert pack.content.startswith(b"PK")
    assert "date" in text(browser.get(reverse("reports") + "?view=vat&since=1.234")).lower()


def test_the_echo_tells_what_was_understood(company, browser):
    def echo(**asked):
        return text(browser.get(reverse("understood"), asked))

    assert echo(kind="money", amount="3*49.90") == "149.70\xa0RON"
    assert echo(kind="money", amount="1.234") == ""
    assert echo(kind="day", paid_on="2026-11-13") == "Fri 13 Nov 2026"
    assert echo(kind="money", amount="<script>") == ""


RHYTHM = {
    "name": "Studio rent",
    "every": "1",
    "unit": "month",
    "anchor_on": "2099-01-31",
    "level": "draft",
    "catch_up": "make",
}


def test_a_recurring_invoice_is_set_up_shown_paused_and_billed_early(company, browser):
    a_customer(company, name="Hotel Bastion SA")
    made = browser.post(reverse("recurring_new"), {**typed("Hotel Bastion SA"), **RHYTHM})
    assert made.status_code == 302, text(made)
    page = text(browser.get(made.url))
    assert "Sat 31 Jan 2099" in page
    assert "Sat 28 Feb 2099" in page, "the anchor day never drifts"
    assert page.count("22,800.00") == 12
    schedule = company.schedules.get()
    assert "every month" in text(browser.get(reverse("recurring")))

    browser.post(reverse("schedule_run", args=[schedule.public_id]))
    assert Invoice.objects.get().net == 22800
    browser.post(reverse("schedule_pause", args=[schedule.public_id]))
    assert "Paused" in text(browser.get(reverse("recurring") + "?view=paused"))
    edited = {**typed("Hotel Bastion SA"), **RHYTHM, "name": "Rent", "version": company.schedules.get().version}
    assert browser.post(reverse("recurring_edit", args=[schedule.public_id]), edited).status_code == 302
    assert company.schedules.get().name == "Rent"


def test_a_rhythm_that_cannot_be_is_refused_beside_its_field(company, browser):
    a_customer(company, name="Hotel Bastion SA")
    answer = browser.post(reverse("recurring_new"), {**typed("Hotel Bastion SA"), **RHYTHM, "every": "0"})
    assert answer.status_code == 422
    assert company.schedules.count() == 0


def test_an_invoice_can_be_repeated(company, browser):
    invoice = an_invoice(company, a_line("100.00"), terms_days=10)
    page = text(browser.get(reverse("recurring_new") + f"?like={invoice.public_id}"))
    assert "Consultanță</textarea>" in page


def test_a_proforma_becomes_an_invoice_by_one_act(company, browser):
    a_customer(company, name="Hotel Bastion SA")
    made = browser.post(reverse("proforma_new"), typed("Hotel Bastion SA", act="issue", valid_until="+14"))
    assert made.status_code == 302, text(made)
    proforma = company.proformas.get()
    assert (proforma.status, proforma.payable) == ("issued", 27588)
    page = text(browser.get(made.url))
    assert "Make the invoice" in page
    assert "22,800.00" in page
    assert proforma.number in text(browser.get(reverse("proformas")))
    assert browser.get(reverse("proforma_pdf", args=[proforma.public_id])).content.startswith(b"%PDF")

    draft = browser.post(reverse("proforma_convert", args=[proforma.public_id]))
    assert draft.url == reverse("invoice_edit", args=[Invoice.objects.get().public_id])
    assert browser.post(reverse("proforma_convert", args=[proforma.public_id])).status_code == 409


def test_a_proforma_draft_is_changed_and_thrown_away(company, browser):
    a_customer(company, name="Hotel Bastion SA")
    browser.post(reverse("proforma_new"), typed("Hotel Bastion SA"))
    proforma = company.proformas.get()
    address = reverse("proforma_edit", args=[proforma.public_id])
    assert "Reception desk</textarea>" in text(browser.get(address))
    browser.post(address, typed("Hotel Bastion SA", version=proforma.version, **{"lines-0-price": "100"}))
    assert company.proformas.get().net == 200
    browser.post(reverse("proforma_discard", args=[proforma.public_id]))
    assert company.proformas.get().status == "discarded"
