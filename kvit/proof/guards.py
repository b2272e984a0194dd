"""Every trigger of the house, in one list."""

from kvit.approvals import guards as approvals
from kvit.archive import guards as archive
from kvit.arrangements import guards as arrangements
from kvit.banking import guards as banking
from kvit.billing import guards as billing
from kvit.capture import guards as capture
from kvit.cashbook import guards as cashbook
from kvit.checkouts import guards as checkouts
from kvit.collecting import guards as collecting
from kvit.companies import guards as companies
from kvit.debits import guards as debits
from kvit.dunning import guards as dunning
from kvit.events import guards as events
from kvit.ledger import guards as ledger
from kvit.loyalty import guards as loyalty
from kvit.messages import guards as messages
from kvit.networks import guards as networks
from kvit.parties import guards as parties
from kvit.payables import guards as payables
from kvit.payments import guards as payments
from kvit.purchasing import guards as purchasing
from kvit.receivables import guards as receivables
from kvit.replies import guards as replies
from kvit.rules import guards as rules
from kvit.sales import guards as sales
from kvit.tables import Guard

ALL: list[Guard] = [
    *events.GUARDS,
    *companies.GUARDS,
    *archive.GUARDS,
    *approvals.GUARDS,
    *rules.GUARDS,
    *parties.GUARDS,
    *ledger.GUARDS,
    *sales.GUARDS,
    *loyalty.GUARDS,
    *purchasing.GUARDS,
    *messages.GUARDS,
    *networks.GUARDS,
    *capture.GUARDS,
    *receivables.GUARDS,
    *payables.GUARDS,
    *payments.GUARDS,
    *arrangements.GUARDS,
    *debits.GUARDS,
    *checkouts.GUARDS,
    *cashbook.GUARDS,
    *banking.GUARDS,
    *billing.GUARDS,
    *dunning.GUARDS,
    *collecting.GUARDS,
    *replies.GUARDS,
]
