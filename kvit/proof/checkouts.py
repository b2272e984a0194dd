"""Invariants of paying online: paid is one payment of ours, and what is decided keeps nothing live."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from kvit.checkouts import announcing
from kvit.checkouts.models import Chargeback, Checkout, CheckoutItem, GatewayRefund, SavedCharge, SavedMethod
from kvit.companies.models import Company
from kvit.core.saved_methods import NOTICE_DAYS
from kvit.events.models import Event
from kvit.messages.models import Message
from kvit.parties.suppliers import surviving
from kvit.payments.models import Payment

Found = tuple[int, Iterable[str]]
LIVE = ("created", "open", "unknown")


def paid_is_booked(company: Company) -> Found:
    """Each paid checkout has its own payment in clearing, and no payment of a checkout is without a paid one."""
    rows = Checkout.objects.filter(company=company).select_related("payment")
    broken = []
    for row in rows:
        booked = row.payment
        is_right = booked is None or (booked.external_id, booked.method) == (row.public_id, "clearing")
        if not is_right or (row.status == "paid") != (booked is not None):
            broken.append(row.public_id)
    ours = {row.public_id for row in rows if row.payment_id}
    loose = Payment.objects.filter(company=company, external_id__startswith="chk_").exclude(external_id__in=ours)
    return len(rows), [*broken, *loose.values_list("public_id", flat=True)]


def live_while_undecided(company: Company) -> Found:
    """An item is kept from other checkouts exactly while its own is undecided."""
    rows = CheckoutItem.objects.filter(company=company).select_related("checkout")
    broken = [row.checkout.public_id for row in rows if row.is_live != (row.checkout.status in LIVE)]
    return len(rows), broken


def gone_back_is_booked(company: Company) -> Found:
    """Each refund that is done is one refund of ours in clearing, and no checkout paid back more than it was paid."""
    rows = GatewayRefund.objects.filter(company=company).select_related("payment__taken_back", "checkout__payment")
    broken, sums = [], defaultdict[int, Decimal](Decimal)
    for row in rows:
        booked = row.payment
        is_gone = booked is not None and not hasattr(booked, "taken_back")
        is_right = booked is None or (booked.external_id, booked.amount) == (row.public_id, row.amount)
        if not is_right or is_gone != (row.status == "done"):
            broken.append(row.public_id)
        if row.status == "done":
            sums[row.checkout_id] += row.amount
        if row.checkout.payment is None or sums[row.checkout_id] > row.checkout.payment.amount:
            broken.append(row.checkout.public_id)
    return len(rows), broken


def taken_back_by_banks(company: Company) -> Found:
    """What a customer's bank took is one refund of ours, and what it returned one payment: both of its amount."""
    rows = Chargeback.objects.filter(company=company).select_related("taken", "returned")
    broken = []
    for row in rows:
        moved = [(row.taken, "refund", "taken"), (row.returned, "in", "returned")]
        for paid, direction, end in moved:
            wanted = (direction, row.amount, f"{row.public_id}-{end}")
            if paid is not None and (paid.direction, paid.amount, paid.external_id) != wanted:
                broken.append(row.public_id)
    return len(rows), broken


def charged_once(company: Company) -> Found:
    """Each charge of a saved way of paying is of its own customer and item, and pays no more than was told.

    One that is paid is a paid checkout, so of no two charges of an item that are undecided, and its key is its own.
    """
    rows = SavedCharge.objects.filter(company=company).select_related("checkout", "saved__party", "item__party")
    broken, live = [], defaultdict[int, int](int)
    items = CheckoutItem.objects.filter(company=company, checkout__saved_charge__isnull=False)
    held = {one.checkout_id: one for one in items}
    for row in rows:
        ours = {row.company_id, row.saved.company_id, row.item.company_id}
        is_right = ours == {company.pk} and surviving(row.saved.party) == surviving(row.item.party)
        if row.checkout is not None:
            live[row.item_id] += row.checkout.status in LIVE
            one = held.get(row.checkout.pk)
            is_same = one is not None and one.item_id == row.item_id
            is_right = is_right and is_same and row.checkout.amount <= row.amount and live[row.item_id] <= 1
        if not is_right or (row.status == "begun") != (row.checkout is not None):
            broken.append(row.public_id)
    return len(rows), broken


def forgotten_once_taken_back(company: Company) -> Found:
    """Of no way of paying but one that was taken back its gateway said that it keeps it no more, and said so once."""
    rows = SavedMethod.objects.filter(company=company)
    told = set(
        Event.objects.filter(company_id=company.pk, name="saved_method.forgotten").values_list("subject_id", flat=True)
    )
    broken = [row.public_id for row in rows if (row.forgotten_at is not None) != (row.pk in told)]
    over = rows.exclude(forgotten_at=None).exclude(status="withdrawn", forget_at=None)
    return len(rows), [*broken, *over.values_list("public_id", flat=True)]


def told_before_charged(company: Company) -> Found:
    """No charge was begun of which no mail was written to the customer, three days before at the latest."""
    rows = SavedCharge.objects.filter(company=company, status="begun")
    began = Event.objects.filter(company_id=company.pk, name="saved_charge.begun")
    days = dict(began.values_list("subject_id", "acted_on"))
    mails = Message.objects.filter(company=company, about_kind="saved_charge", kind="charge_announced")
    written = {mail.pk: mail for mail in mails}
    told: dict[int, date] = {}
    for event in Event.objects.filter(company_id=company.pk, name="message.queued", subject_id__in=list(written)):
        mail = written[event.subject_id]
        day = announcing.left_on(event, mail.sent_at, zone=company.zone)
        told[mail.about_id] = min(day, told.get(mail.about_id, day))
    notice = timedelta(days=NOTICE_DAYS)
    broken = [row.public_id for row in rows if row.pk not in told or days[row.pk] < told[row.pk] + notice]
    return len(rows), broken


INVARIANTS = [
    ("I37", "Each checkout that was paid is one payment, and no other payment is of a checkout.", paid_is_booked),
    ("I37a", "An item is kept from other checkouts exactly while its own is undecided.", live_while_undecided),
    (
        "I60",
        "Each charge of a saved way of paying is one checkout of its own customer's item, never two at a time.",
        charged_once,
    ),
    ("I77", "Of what a customer took back the gateway said once that it keeps it no more.", forgotten_once_taken_back),
    ("I78", "Nobody was charged who was not told before.", told_before_charged),
    ("I39", "What went back by a gateway is booked once, and is never more than was paid.", gone_back_is_booked),
    ("I39a", "What a customer's bank took or returned is booked once, as much as it was.", taken_back_by_banks),
]
