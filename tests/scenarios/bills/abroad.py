"""A supplier in Germany with a Kvit of their own, and the firms abroad that buy from them."""

from datetime import date
from decimal import Decimal

from kvit.archive import files
from kvit.archive.models import Document
from kvit.companies.companies import Founding
from kvit.events import work
from kvit.ledger import rates
from kvit.ledger.rates import Quote
from kvit.onboarding.companies import open_company
from kvit.parties.models import Party
from kvit.reactions import REACTIONS
from kvit.receivables import credit_notes
from tests.builders import a_company, a_customer, a_line, a_user, an_invoice, somebody, the_owner
from tests.scenarios.bills.supplied import DAY, approved

GERMAN = "DE136695976"
EURO = {"RO": "5.0900", "PL": "4.2600"}
"""Lei and złoty for a euro, from the second of March on; the day before it was a tenth less."""


def a_german_seller():
    """A company of Munich that issues under the generic rules."""
    address = {"street": "Hauptstraße", "building": "1", "town": "München", "post_code": "80331"}
    founding = Founding(country="DE", name="Rechenwerk GmbH", vat_id=GERMAN, address=address)
    return open_company(founding, owner=a_user(), on=date(2026, 1, 5), iban="DE89370400440532013000")


class Buyer:
    """A firm of a country that knows the supplier, its clerk and its accountant."""

    def __init__(self, country, seller):
        self.company = a_company(country, on=date(2026, 1, 5))
        self.seller = seller
        self.clerk, self.accountant = somebody(self.company, "clerk"), somebody(self.company, "accountant")
        self.owner = the_owner(self.company)
        if country in EURO:
            quotes = [
                Quote(date(2026, 2, 20), "EUR", Decimal(EURO[country]) - Decimal("0.1"), "BC"),
                Quote(date(2026, 3, 2), "EUR", Decimal(EURO[country]), "BC"),
            ]
            rates.record_all(self.company, quotes, by=self.owner, on=DAY)

    def customer(self):
        known = Party.objects.filter(company=self.seller, vat_id=self.company.vat_id).first()
        return known or a_customer(
            self.seller, country=self.company.country, vat_id=self.company.vat_id, name=self.company.name
        )

    def bill(self, net="1000.00", *, category="AE", on=date(2026, 3, 2)):
        """What the seller issued to this firm without VAT, approved by the accountant."""
        line = a_line(net, category=category, name="Softwareentwicklung", unit="HUR", vat="0")
        issued = an_invoice(self.seller, line, customer=self.customer(), on=on)
        return issued, self.approve(issued)

    def credit(self, issued, *, on):
        """The supplier takes the whole invoice back, and the accountant approves that too."""
        note = credit_notes.issue(self.seller, issued, reason="whole", by=the_owner(self.seller), on=on)
        return self.approve(note)

    def approve(self, issued):
        kept = Document.objects.get(company=self.seller, document_kind="invoice", document_id=issued.pk, form="ubl")
        return approved(self.company, files.read(kept.file), clerk=self.clerk, approver=self.accountant)


def happen():
    """What follows by itself."""
    while work.run_all(REACTIONS, most=50):
        pass
