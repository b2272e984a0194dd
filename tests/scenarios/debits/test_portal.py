"""A customer gives a mandate in the portal, on screen: what they signed is kept, and nobody else's is theirs."""

import pytest

from kvit.companies import links
from kvit.core.errors import Refused
from kvit.debits import evidence, mandates, on_screen
from kvit.debits.models import Creditor, Mandate
from kvit.jobs import worker
from tests.builders import DAY, a_customer, breaches, the_owner
from tests.scenarios.debits.collecting import CREDITOR, DEBTOR, OTHER
from tests.scenarios.portal.visiting import Visitor, words_of

pytestmark = pytest.mark.django_db
PAGE = "/portal/customer/mandate"


def visitor_of(firm, party):
    _link, token = links.make(firm.company, party.pk, purpose="customer", by=the_owner(firm.company), on=DAY, facts={})
    made = Visitor()
    made.get(f"/portal/pay/{token}")
    made.post(f"/portal/pay/{token}")
    return made


def test_given_on_screen_kept_as_evidence_and_taken_back(firm):
    party = a_customer(firm.company, name="Gamma SL", vat_id="", language="es")
    firm.invoice(customer=party)
    visitor = visitor_of(firm, party)
    assert "/portal/customer/mandate" in visitor.get("/portal/customer/")
    seen = words_of(visitor.get(PAGE))
    assert CREDITOR in seen and not Mandate.objects.exists(), "looking changes nothing"
    visitor.post(PAGE, iban=DEBTOR, holder="Gamma SL", status=422)
    assert not Mandate.objects.exists(), "without a tick nothing is agreed"
    visitor.post(PAGE, iban="ES7921000813610123456780", holder="Gamma SL", agreed="1", status=422)
    visitor.post(PAGE, iban=DEBTOR, holder="Gamma SL", agreed="1")
    visitor.post(PAGE, iban=OTHER, holder="Gamma SL", agreed="1")
    row = Mandate.objects.get()
    assert (row.status, row.iban, row.scheme) == ("active", DEBTOR, "core")
    assert (row.signed["by"], row.signed["ip"], row.signed["language"]) == ("Gamma SL", "127.0.0.1", "es")
    assert any(CREDITOR in text for text in row.signed["text"])

    worker.until_idle()
    before = evidence.pdf(firm.company, row)
    Creditor.objects.update(identifier="DE98ZZZ09999999999")
    party.name = "Another name"
    party.save()
    assert evidence.pdf(firm.company, row) == before and before.startswith(b"%PDF")
    shown = visitor.get(PAGE)
    assert DEBTOR not in shown and DEBTOR[-4:] in shown and row.reference in shown
    assert visitor.client.get(f"/portal/customer/mandates/{row.public_id}/pdf").content == before
    visitor.post(f"/portal/customer/mandates/{row.public_id}/withdraw")
    row.refresh_from_db()
    assert row.status == "cancelled" and breaches() == []


def test_another_customers_mandate_is_nobody_elses(firm):
    """S06: customer A neither reads nor ends what B signed."""
    theirs = firm.mandate()
    stranger = a_customer(firm.company, name="Gamma SL", vat_id="")
    firm.invoice(customer=stranger)
    visitor = visitor_of(firm, stranger)
    visitor.get(PAGE)
    visitor.get(f"/portal/customer/mandates/{theirs.public_id}/pdf", status=404)
    visitor.post(f"/portal/customer/mandates/{theirs.public_id}/withdraw", status=404)
    link, _token = links.make(
        firm.company, stranger.pk, purpose="customer", by=the_owner(firm.company), on=DAY, facts={}
    )
    with pytest.raises(Refused, match=r"mandate\.unknown"):
        on_screen.withdraw(firm.company, stranger, theirs, by=links.guest(link, name="x"), on=DAY)
    theirs.refresh_from_db()
    assert theirs.status == "active"


def test_what_is_being_collected_is_said_and_not_offered_for_payment(firm):
    firm.customer.language = "en"
    firm.customer.save()
    firm.mandate()
    firm.invoice()
    visitor = visitor_of(firm, firm.customer)
    assert "We collect it" not in visitor.get("/portal/customer/")
    firm.sent()
    assert "We collect it from your account on" in visitor.get("/portal/customer/")


def test_a_company_without_an_identifier_offers_none(firm):
    Creditor.objects.all().delete()
    firm.invoice()
    visitor = visitor_of(firm, firm.customer)
    assert "/portal/customer/mandate" not in visitor.get("/portal/customer/")
    visitor.get(PAGE, status=409)


def test_another_account_by_a_clerk_is_no_signature_of_the_customer(firm):
    link, _token = links.make(
        firm.company, firm.customer.pk, purpose="customer", by=the_owner(firm.company), on=DAY, facts={}
    )
    guest = links.guest(link, name=firm.customer.name)
    row = on_screen.give(firm.company, firm.customer, iban=DEBTOR, holder="", agreed=True, ip="", by=guest, on=DAY)
    made = mandates.amend(firm.company, row, iban=OTHER, by=firm.clerk, on=DAY)
    assert made.signed == {} and row.signed["text"]
