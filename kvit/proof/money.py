"""Invariants of the books: entries balance, balances follow from allocations, control accounts agree."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, Sum

from kvit.companies.models import Company
from kvit.core.money import decimals
from kvit.ledger.models import Allocation, Entry, EntryLine, OpenItem
from kvit.receivables import advances, shares
from kvit.receivables.models import CorrectedDocument, Invoice, InvoiceExtra, InvoiceLine, InvoiceVat, SettledAdvance

Found = tuple[int, Iterable[str]]
ZERO = Decimal(0)
EXACT = Decimal(10) ** 20
"""Keeps base and VAT apart in one number."""


def entries_balance(company: Company) -> Found:
    lines = EntryLine.objects.filter(company=company).order_by()
    by_currency = lines.values("entry__public_id", "currency").annotate(over=Sum("amount")).exclude(over=0)
    in_books = lines.values("entry__public_id").annotate(over=Sum("base_amount")).exclude(over=0)
    broken = {row["entry__public_id"] for row in by_currency} | {row["entry__public_id"] for row in in_books}
    entries = Entry.objects.filter(company=company)
    broken |= set(entries.filter(posted=False).values_list("public_id", flat=True))
    broken |= set(entries.filter(lines=None).values_list("public_id", flat=True))
    return entries.count(), sorted(broken)


def decimals_of_the_currency(company: Company) -> Found:
    broken = []
    lines = EntryLine.objects.filter(company=company)
    for currency in lines.order_by().values_list("currency", flat=True).distinct():
        digits = decimals(currency)
        for public_id, amount in lines.filter(currency=currency).values_list("entry__public_id", "amount").iterator():
            if amount != round(amount, digits):
                broken.append(f"{public_id}: {amount} {currency}")
    return lines.count(), broken


def control_accounts(company: Company) -> Found:
    """On every account with open items, lines and open items come to the same: by party and currency, and in sum."""
    broken = []
    accounts = OpenItem.objects.filter(company=company).order_by().values_list("line__account_id", flat=True).distinct()
    for account in accounts:
        booked: dict[tuple[int | None, str], Decimal] = defaultdict(lambda: ZERO)
        lines = EntryLine.objects.filter(company=company, account=account).order_by()
        for row in lines.values("party_id", "currency").annotate(total=Sum("amount")):
            booked[row["party_id"], row["currency"]] += row["total"]
        items = OpenItem.objects.filter(company=company, line__account=account).order_by()
        for row in items.values("party_id", "currency").annotate(total=Sum("balance")):
            booked[row["party_id"], row["currency"]] -= row["total"]
        broken += [f"account {account}, party {key[0]}: {over} {key[1]}" for key, over in booked.items() if over]
        total = lines.aggregate(total=Sum("base_amount"))["total"] or ZERO
        owed = items.aggregate(total=Sum("base_balance"))["total"] or ZERO
        if total != owed:
            broken.append(f"account {account}: {total} booked, {owed} in open items")
    return len(accounts), broken


def balances_follow_from_allocations(company: Company) -> Found:
    moved: dict[int, Decimal] = defaultdict(lambda: ZERO)
    base: dict[int, Decimal] = defaultdict(lambda: ZERO)
    done = Allocation.objects.filter(company=company).order_by()
    for row in done.values("item_id").annotate(amount=Sum("amount"), base=Sum("item_base")):
        moved[row["item_id"]] -= row["amount"]
        base[row["item_id"]] -= row["base"]
    for used in done.values("against_id").annotate(amount=Sum("amount"), base=Sum("against_base")):
        moved[used["against_id"]] += used["amount"]
        base[used["against_id"]] -= used["base"]
    items = OpenItem.objects.filter(company=company)
    broken = [
        item.public_id
        for item in items.iterator()
        if item.balance != item.amount + moved[item.pk] or item.base_balance != item.base_amount + base[item.pk]
    ]
    return items.count(), broken


def differences_are_explained(company: Company) -> Found:
    """Each allocation that won or lost by the rate has its entry, reversed exactly when it was undone."""
    differing = {
        row.pk: row
        for row in Allocation.objects.filter(company=company, undoes=None).exclude(against_base=-F("item_base"))
    }
    undone = set(
        Allocation.objects.filter(company=company, undoes__in=list(differing)).values_list("undoes_id", flat=True)
    )
    booked = Entry.objects.filter(company=company, kind="fx_difference", reverses=None)
    entries = {entry.document_id: entry for entry in booked.select_related("reversed_by")}
    broken = [row.public_id for key, row in differing.items() if key not in entries]
    for key, entry in entries.items():
        if key not in differing or hasattr(entry, "reversed_by") != (key in undone):
            broken.append(entry.public_id)
    return len(differing), broken


def documents_add_up(company: Company) -> Found:
    """BT-106 to BT-115 and the sums of lines, extras and VAT (EN 16931, BR-CO-10 to BR-CO-16)."""
    sums = {
        kind: dict(
            kind.objects.filter(company=company, **narrow)
            .order_by()
            .values_list("invoice_id")
            .annotate(total=Sum(name))
        )
        for kind, name, narrow in ((InvoiceLine, "net", {}), (InvoiceVat, "amount", {}))
    }
    extras: dict[tuple[int, bool], Decimal] = {
        (row["invoice_id"], row["is_charge"]): row["total"]
        for row in InvoiceExtra.objects.filter(company=company)
        .order_by()
        .values("invoice_id", "is_charge")
        .annotate(total=Sum("net"))
    }
    rows = Invoice.objects.filter(company=company, status="issued")
    broken = []
    for row in rows.iterator():
        holds = (
            row.line_sum == (sums[InvoiceLine].get(row.pk) or ZERO)
            and row.allowance_sum == extras.get((row.pk, False), ZERO)
            and row.charge_sum == extras.get((row.pk, True), ZERO)
            and row.net == row.line_sum - row.allowance_sum + row.charge_sum
            and row.vat == (sums[InvoiceVat].get(row.pk) or ZERO)
            and row.gross == row.net + row.vat
            and row.payable == row.gross - row.prepaid + row.rounding
        )
        if not holds:
            broken.append(row.public_id)
    return rows.count(), broken


def credited_at_most_whole(company: Company) -> Found:
    notes = Invoice.objects.filter(company=company, kind="credit_note", status="issued").order_by()
    credited = notes.exclude(corrects=None).values_list("corrects_id").annotate(Sum("gross"))
    totals: dict[int, Decimal] = defaultdict(lambda: ZERO, credited)
    for share in CorrectedDocument.objects.filter(company=company, invoice__status="issued"):
        totals[share.original_id] += share.base + share.amount
    rows = Invoice.objects.filter(company=company, pk__in=totals)
    return notes.count(), [row.public_id for row in rows if totals[row.pk] > row.gross]


def period_discounts_are_shared_out(company: Company) -> Found:
    """What a note takes off the invoices of a period comes to its VAT breakdown, and no rate that was discounted is
    taken back beyond what an invoice charged."""
    notes = Invoice.objects.filter(company=company, status="issued").exclude(correction_period="")
    over: dict[tuple[str, str, Decimal], Decimal] = defaultdict(lambda: ZERO)
    rows = InvoiceVat.objects.filter(company=company, invoice__status="issued").exclude(invoice__correction_period="")
    for row in rows.select_related("invoice"):
        over[row.invoice.public_id, row.category, row.rate] += row.base + row.amount * EXACT
    given = CorrectedDocument.objects.filter(company=company, invoice__status="issued")
    originals = []
    for share in given.select_related("invoice", "original"):
        over[share.invoice.public_id, share.category, share.rate] -= share.base + share.amount * EXACT
        originals.append(share.original)
    broken = {public_id for (public_id, _, _), left in over.items() if left}
    names = {row.pk: row.public_id for row in originals}
    broken |= {names[key] for key in shares.overdrawn(originals)}
    return notes.count(), sorted(broken)


def advances_are_owed(company: Company) -> Found:
    """The account of advances holds, by currency, what advances and their notes left and no final invoice took back;
    and of no rate more was taken back than the advance has."""
    open_net: dict[str, Decimal] = defaultdict(lambda: ZERO)
    issued = Invoice.objects.filter(company=company, status="issued")
    first = {
        row.pk: row for row in issued.exclude(advance={}).select_related("corrects") if not hasattr(row, "annulment")
    }
    settled = SettledAdvance.objects.filter(company=company, invoice__status="issued").select_related("invoice")
    taken: dict[tuple[int, str, Decimal], Decimal] = defaultdict(lambda: ZERO)
    taken_on: dict[int, int] = {}
    for one in settled:
        taken[one.advance_id, one.category, one.rate] += one.base
        taken_on[one.advance_id] = one.invoice_id
        open_net[one.invoice.currency] -= one.base
    settling = {one.invoice_id for one in settled}
    for row in first.values():
        open_net[row.currency] += ZERO if row.pk in settling else row.net  # the last advance is revenue at once
    for note in issued.filter(corrects__in=list(first)):
        # A note after the settlement gives back revenue, and so does one of the last advance.
        if note.kind != "credit_note":
            continue  # it raised the advance, and stands among them
        corrected = advances.first_of(first[note.corrects_id or 0]).pk
        if corrected in settling:
            continue
        if corrected not in taken_on or note.pk < taken_on[corrected]:
            open_net[note.currency] -= note.net
    held = EntryLine.objects.filter(company=company, account__role="customer_advance").order_by()
    for line in held.values("currency").annotate(total=Sum("amount")):
        open_net[line["currency"]] += line["total"]
    broken = [f"account of advances: {over} {currency}" for currency, over in open_net.items() if over]
    has = InvoiceVat.objects.filter(company=company, invoice__in=list(first)).order_by()
    whole: dict[tuple[int, str, Decimal], Decimal] = defaultdict(lambda: ZERO)
    for held_of in has:
        whole[advances.first_of(first[held_of.invoice_id]).pk, held_of.category, held_of.rate] += held_of.base
    broken += [first[key[0]].public_id for key, base in taken.items() if base > whole[key]]
    return len(first), broken


INVARIANTS = [
    ("I1", "Every entry is posted and adds up to zero, per currency and in company currency.", entries_balance),
    ("I2", "Every amount has the decimals of its currency.", decimals_of_the_currency),
    ("I3", "Control accounts are the sum of their open items, by party and in all.", control_accounts),
    ("I4", "Every document adds up as EN 16931 says.", documents_add_up),
    ("I5", "Every balance is the amount less its allocations.", balances_follow_from_allocations),
    ("I7", "No invoice is credited beyond its whole.", credited_at_most_whole),
    (
        "I7a",
        "A discount on a period is shared out to the cent, and takes no invoice below nothing.",
        period_discounts_are_shared_out,
    ),
    ("I9", "Advances are owed until they are taken back, once and never beyond what they hold.", advances_are_owed),
    ("I8", "Every exchange difference has its entry, and only those.", differences_are_explained),
]
