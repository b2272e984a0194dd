"""Settings on the page: the company, its numbers, its look, its people, its keys, its autopilot."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kvit.companies import autopilot, changes, numbers, whose
from kvit.companies.models import ApiKey, Company
from kvit.companies.permissions import automation
from kvit.receivables import credit_notes, invoices
from tests.builders import a_company, a_draft, a_user, an_invoice, the_owner

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


def text(answer):
    return answer.content.decode()


def test_every_page_of_the_settings_opens(company, browser):
    for page in ("settings", "settings_numbers", "settings_appearance", "settings_people", "settings_keys"):
        assert browser.get(reverse(page)).status_code == 200
    assert browser.get(reverse("settings_autopilot")).status_code == 200


def test_the_company_changes_its_facts(company, browser):
    sent = {"name": "Atelier Sud SRL", "language": "ro", "terms_days": "14", "vat_id": "RO14399840", "region": "Sibiu"}
    assert browser.post(reverse("settings"), sent).status_code == 302
    kept = Company.objects.get()
    assert (kept.name, kept.terms_days, kept.region) == ("Atelier Sud SRL", 14, "RO-SB")
    answer = browser.post(reverse("settings"), {**sent, "vat_id": "RO14399841"})
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)


def test_a_new_pattern_counts_from_the_next_number_on(company, browser):
    first = an_invoice(company)
    answer = browser.post(reverse("settings_numbers"), {"kind": "invoice", "pattern": "AN-{n:04}"})
    assert answer.status_code == 302
    assert "next AN-0001" in text(browser.get(reverse("settings_numbers")))
    assert first.number.startswith("KV-")
    wrong = browser.post(reverse("settings_numbers"), {"kind": "invoice", "pattern": "no counter"})
    assert wrong.status_code == 422
    assert numbers.pattern(company, "invoice") == "AN-{n:04}"


def test_a_bank_account_is_added_and_a_wrong_one_refused(company, browser):
    wrong = browser.post(reverse("settings_numbers"), {"iban": "RO00 0000", "currency": "EUR"})
    assert wrong.status_code == 422
    browser.post(reverse("settings_numbers"), {"iban": "DE89370400440532013000", "currency": "EUR"})
    assert "DE89370400440532013000" in text(browser.get(reverse("settings_numbers")))


def test_the_look_of_documents(company, browser):
    sent = {"accent": "#14506b", "window": "right", "intro": "Vă mulțumim.", "outro": "", "footer": "Capital 200 lei"}
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10H0z"/></svg>'
    logo = SimpleUploadedFile("logo.svg", drawing, content_type="image/svg+xml")
    assert browser.post(reverse("settings_appearance"), {**sent, "logo": logo}).status_code == 302
    kept = changes.appearance(company)
    assert (kept.accent, kept.window, kept.logo_type) == ("#14506b", "right", "svg")

    evil = SimpleUploadedFile("logo.svg", drawing.replace(b"<path", b"<script>1</script><path"))
    assert browser.post(reverse("settings_appearance"), {**sent, "logo": evil}).status_code == 422
    assert browser.post(reverse("settings_appearance"), {**sent, "accent": "#ffff00"}).status_code == 422
    assert changes.appearance(company).accent == "#14506b"


def test_somebody_joins_gets_another_role_and_leaves(company, browser):
    page = text(
        browser.post(reverse("settings_people"), {"email": "mihai@example.com", "name": "Mihai", "role": "clerk"})
    )
    assert "kvit user link mihai@example.com" in page, "without mail, whoever runs the machine helps"
    assert "/sign-in/" not in page
    member = next(one for one in changes.people(company) if one.role == "clerk")
    browser.post(reverse("person_role", args=[member.user.public_id]), {"role": "accountant"})
    assert "accountant" in {one.role for one in changes.people(company)}
    browser.post(reverse("person_part", args=[member.user.public_id]))
    assert len(changes.people(company)) == 1


def test_only_the_one_who_joined_gets_the_link_to_sign_in(company, browser, settings, mailoutbox):
    """An owner who were shown it could enter a bill as the clerk and approve it as the owner (A05)."""
    settings.KVIT_MAIL_SERVER = {"host": "mail.nord.example"}
    page = text(
        browser.post(reverse("settings_people"), {"email": "mihai@example.com", "name": "Mihai", "role": "clerk"})
    )
    [mail] = mailoutbox
    assert mail.to == ["mihai@example.com"]
    link = re.search(r"https?://testserver(/\S+)", mail.body)[1]
    assert link not in page
    assert "mihai@example.com gets a mail" in page
    guest = Client()
    assert "password" in text(guest.get(link, follow=True))


def test_the_last_owner_stays(company, ana, browser):
    answer = browser.post(reverse("person_part", args=[ana.public_id]))
    assert answer.status_code == 422
    assert "only owner" in text(answer)


def test_a_key_is_shown_once_and_can_be_revoked(company, browser):
    page = text(browser.post(reverse("settings_keys"), {"name": "Web shop"}))
    secret = re.search(r"kv_live_[\w-]+", page)[0]
    assert secret not in text(browser.get(reverse("settings_keys")))
    key = ApiKey.objects.get()
    assert key.hash != secret
    browser.post(reverse("key_revoke", args=[key.public_id]))
    key.refresh_from_db()
    assert key.revoked_at


def test_the_autopilot_goes_as_far_as_a_person_says(company, browser):
    browser.post(reverse("settings_autopilot"), {"match": "auto", "send": "off"})
    assert autopilot.level(company, "match") == "auto"
    assert autopilot.level(company, "send") == "off"
    assert autopilot.level(company, "issue") == "suggest"
    browser.post(reverse("settings_autopilot"), {"all": "off"})
    assert set(changes.levels(company).values()) == {"off"}


def test_beside_each_switch_stands_how_often_people_corrected_what_it_did(company, browser):
    def cells():
        return re.findall(r'data-label="Corrected, last 90 days">([^<]+)</td>', text(browser.get(page)))

    page = reverse("settings_autopilot")
    switches = list(changes.levels(company))
    assert cells() == ["Nothing done yet"] * len(switches)
    on = whose.today(company.zone)
    drafts = [a_draft(company, on=on) for _ in range(8)]
    issued = [invoices.issue(company, one, by=automation("issue", company), on=on) for one in drafts]
    credit_notes.issue(company, issued[0], reason="return", by=the_owner(company), on=on)
    of_issuing = "1 of 8 corrected (12.5%)"
    assert cells() == [of_issuing if name == "issue" else "Nothing done yet" for name in switches]


def test_a_clerk_changes_none_of_it(company):
    cora = a_user("cora@example.com")
    company.memberships.create(user=cora, role="clerk")
    client = Client()
    client.force_login(cora)
    assert client.post(reverse("settings_autopilot"), {"match": "auto"}).status_code == 403
    assert autopilot.level(company, "match") == "suggest"


def test_a_clerk_makes_a_key_that_acts_for_her_and_sees_no_other(company, browser):
    browser.post(reverse("settings_keys"), {"name": "Web shop"})
    cora = a_user("cora@example.com")
    company.memberships.create(user=cora, role="clerk")
    client = Client()
    client.force_login(cora)
    page = text(client.post(reverse("settings_keys"), {"name": "My script"}))
    assert "My script" in page and "Web shop" not in page
    theirs = ApiKey.objects.get(name="Web shop")
    assert client.post(reverse("key_revoke", args=[theirs.public_id])).status_code == 403
    assert ApiKey.objects.get(name="My script").user == cora


def test_after_a_change_of_look_only_a_path_of_ours_is_followed(company, browser):
    for told, followed in (
        ("/invoices?view=open", "/invoices?view=open"),
        ("nonsense", "/"),
        ("home", "/"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ):
        answer = browser.post(reverse("my_look"), {"theme": "dark", "next": told})
        assert (answer.status_code, answer.url) == (302, followed), told
