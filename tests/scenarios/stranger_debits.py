"""What the first company may collect from a customer's account, and a run of it."""

from kvit.companies.models import Company
from kvit.debits import mandates
from kvit.debits.mandates import MandateGiven
from kvit.debits.models import DebitRun
from kvit.parties.models import Party
from tests.builders import DAY, IBANS, the_owner
from tests.scenarios.stranger_purchases import MARK


def debited(company: Company, customer: Party) -> dict[str, str]:
    """A mandate with the paper that was signed, and a run of direct debits that waits for its release."""
    given = MandateGiven(iban=IBANS["RO"], debtor_name=f"{MARK} holder", reference="STRANGE-1")
    mandate = mandates.enter(company, customer, given, by=the_owner(company), on=DAY)
    mandates.activate(
        company, mandate, signed_on=DAY, paper=b"%PDF-1.7 " + MARK.encode(), by=the_owner(company), on=DAY
    )
    run = DebitRun.objects.create(
        company=company,
        identifier="ES23ZZZ47690558N",
        bank_account=company.bank_accounts.get(),
        until_on=DAY,
        proposed_on=DAY,
    )
    return {"mandate": mandate.public_id, "debit_run": run.public_id}
