"""Bank lines for stories: a file of them taken in, proposed for, looked at."""

from datetime import date

from kvit.banking import reconciliation, statements
from kvit.banking.models import StatementLine
from kvit.ledger.models import EntryLine
from tests.builders import the_owner

LATER = date(2026, 3, 31)
HEAD = "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n"
IBAN = "RO09BCYP0000001234567890"


def row(amount, text, *, day="20.03.2026", payer="", iban=""):
    return f"{day};{amount};RON;{payer};{iban};{text}"


def load(company, *rows, account="", name="extras.csv"):
    """Takes the lines in and proposes what settles them; gives those that wait, the oldest first."""
    content = (HEAD + "".join(f"{one}\n" for one in rows)).encode()
    iban = account or company.bank_accounts.get(currency=company.currency, is_main=True).iban
    statements.load(company, content, name=name, account=iban, by=the_owner(company), on=LATER)
    return proposed(company)


def proposed(company):
    reconciliation.suggest(company, by=the_owner(company), on=LATER)
    found = StatementLine.objects.filter(company=company, status__in=["open", "proposed"])
    return list(found.select_related("bank_account").order_by("booked_on", "pk"))


def account(company, code):
    """What stands on the account, in the company's currency."""
    lines = EntryLine.objects.filter(company=company, account__code=code)
    return sum(line.base_amount for line in lines)
