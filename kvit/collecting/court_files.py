"""The file for the court: all that proves a debt in one zip, for a lawyer or an accountant. It files nothing itself."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive import documents, files, typesetting
from kvit.archive.models import Document
from kvit.archive.pages import letter as pages
from kvit.archive.pages.figures import Figures
from kvit.archive.pages.letter import Letter, Table
from kvit.arrangements import queries as arranged
from kvit.arrangements.models import Dispute
from kvit.collecting import demand_papers, fee_papers, owed_fees
from kvit.collecting.models import Demand, LateFee
from kvit.collecting.owed_fees import Asked, Chargeable
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.countries import court_file
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.dunning import letter_pages
from kvit.dunning import queries as reminders
from kvit.dunning.models import Suppression
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.messages.models import Message
from kvit.networks import queries as networks
from kvit.parties.models import Party
from kvit.receivables import invoices, printing, semantic
from kvit.receivables.models import Invoice
from kvit.reports import customer_account
from kvit.reports.pack import table

INVOICE = "invoice"
STILL = (1980, 1, 1, 0, 0, 0)
ENDINGS = {"pdf": "pdf", "facturx": "facturx.pdf"}
Named = tuple[str, bytes]


def make(company: Company, party: Party, *, by: Actor, on: date) -> bytes:
    """The zip: cover sheet, reckoning of interest, invoices as they were issued, what networks said, mails, account.

    The cover sheet is in the company's language. Refuses `court_file.nothing`.
    """
    require(by, "court_file.make", company)
    items = list(open_items.overdue(company, on=on).filter(party=party).exclude(document_kind="payment"))
    if not items:
        raise Refused("court_file.nothing", customer=party.name)
    reckoned = owed_fees.of(company, Asked(on), party=party)
    evidence = list(_evidence(company, party, items, reckoned))
    cover = _cover(company, party, (items, reckoned), [name for name, _ in evidence], on=on)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in [("00-cover.pdf", cover), *evidence]:
            packed.writestr(zipfile.ZipInfo(name, STILL), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def file_name(party: Party, *, on: date) -> str:
    """The zip's name."""
    return documents.file_name(f"{party.name[:60]} {on.isoformat()}", "zip")


def _evidence(
    company: Company, party: Party, items: Sequence[OpenItem], reckoned: Sequence[Chargeable]
) -> Iterator[Named]:
    yield "01-overdue.csv", _overdue(items, arranged.disputed(company, items))
    yield "02-interest.csv", _interest(reckoned)
    yield "03-account.csv", _account(company, party)
    yield "04-messages.csv", _messages(company, party)
    yield "05-held-back.csv", _held(company, items)
    yield "06-disputes.csv", _disputes(company, items)
    keys = [item.document_id for item in items if item.document_kind == INVOICE]
    numbers = {item.document_id: item.document_number for item in items if item.document_kind == INVOICE}
    for invoice in Invoice.objects.filter(company=company, pk__in=keys).select_related("party", "corrects"):
        printing.pdf(company, invoice)
    rows = Document.objects.filter(company=company, document_kind=INVOICE, document_id__in=keys).select_related("file")
    for row in rows.order_by("document_id", "form"):
        ending = ENDINGS.get(row.form, f"{row.form}.xml")
        yield f"invoices/{_of(numbers[row.document_id])}.{ending}", files.read(row.file)
    for key in keys:
        for nth, (name, content) in enumerate(_acknowledgements(company, key), start=1):
            yield f"networks/{_of(numbers[key])}-{nth}-{name}", content
    for demand in Demand.objects.filter(company=company, party=party).select_related("party").order_by("pk"):
        yield f"demands/{demand_papers.file_name(demand)}", demand_papers.pdf(company, demand)
    for fee in LateFee.objects.filter(company=company, party=party).select_related("party", "reverses").order_by("pk"):
        yield f"late-fees/{fee_papers.file_name(fee)}", fee_papers.pdf(company, fee)
    for letter in reminders.posted_letters(company, party):
        yield f"letters/{letter.reminded_on}-{letter_pages.file_name(letter)}", letter_pages.pdf(company, letter)
    for mail in _mails(company, party):
        name = f"messages/{mail.queued_at:%Y-%m-%d}-{mail.public_id}.txt"
        yield name, f"{mail.subject}\n{mail.to_address}\n\n{mail.text}\n".encode()


def _acknowledgements(company: Company, key: int) -> Iterator[Named]:
    for submission in networks.of_document(company, INVOICE, id=key):
        for one in networks.acknowledgements(company, submission):
            stem, _, ending = one.name.rpartition(".")
            yield f"{_of(stem or one.kind)}.{_of(ending)}", files.read(one.file)


def _mails(company: Company, party: Party) -> Sequence[Message]:
    """What was mailed to the customer, without links that open something."""
    rows = Message.objects.filter(company=company, party=party).exclude(kind="document_copy")
    return list(rows.filter(status__in=("sent", "kept", "bounced", "failed")).order_by("pk"))


def _overdue(items: Sequence[OpenItem], disputed: Mapping[int, Money]) -> bytes:
    head = ("document", "issued_on", "due_on", "currency", "amount", "still_owed", "of_it_disputed")
    rows: list[tuple[object, ...]] = []
    for one in items:
        apart = disputed[one.pk].amount if one.pk in disputed else 0
        rows.append((one.document_number, one.opened_on, one.due_on, one.currency, one.amount, one.balance, apart))
    return table(head, rows)


def _interest(reckoned: Sequence[Chargeable]) -> bytes:
    """Each stretch with one base and rate; the sum of a document, rounded once, stands in its last one."""
    head = ("document", "rule", "since", "until", "days", "base", "percent", "source", "currency", "sum")
    rows: list[tuple[object, ...]] = []
    for one in reckoned:
        for fee in one.fees:
            number, currency = one.item.document_number, fee.amount.currency
            if not fee.parts:
                rows.append((number, fee.rule, fee.since, fee.until, "", "", "", fee.law, currency, fee.amount.amount))
            for nth, part in enumerate(fee.parts, start=1):
                last = fee.amount.amount if nth == len(fee.parts) else ""
                told = (part.since, part.until, part.days, part.base.amount, part.percent, part.source)
                rows.append((number, fee.rule, *told, currency, last))
    return table(head, rows)


def _account(company: Company, party: Party) -> bytes:
    accounts = customer_account.summary(company, party)
    rows = [
        (currency, line.on, line.kind, line.number, line.amount.amount, line.left.amount)
        for currency, lines in sorted(accounts.items())
        for line in lines
    ]
    return table(("currency", "on", "kind", "number", "amount", "balance"), rows)


def _messages(company: Company, party: Party) -> bytes:
    head = ("queued_at", "sent_at", "kind", "about", "to", "status", "subject")
    rows = [
        (
            f"{one.queued_at:%Y-%m-%d %H:%M}Z",
            f"{one.sent_at:%Y-%m-%d %H:%M}Z" if one.sent_at else "",
            one.kind,
            one.about_name,
            one.to_address,
            one.status,
            one.subject,
        )
        for one in _mails(company, party)
    ]
    for letter in reminders.posted_letters(company, party):
        numbers = ", ".join(part.item.document_number for part in letter.parts.all())
        rows.append(("", letter.reminded_on.isoformat(), "reminder", numbers, "by post", "posted", ""))
    return table(head, rows)


def _held(company: Company, items: Sequence[OpenItem]) -> bytes:
    """Why reminders of these documents were held back, and since when."""
    rows = Suppression.objects.filter(company=company, item__in=[one.pk for one in items]).order_by("pk")
    told = rows.values_list("item__document_number", "reason", "since")
    return table(("document", "reason", "since"), told)


def _disputes(company: Company, items: Sequence[OpenItem]) -> bytes:
    """All that the customer ever said to be wrong with these documents, what came of it, and our answer."""
    keys = [one.document_id for one in items if one.document_kind == INVOICE]
    rows = Dispute.objects.filter(company=company, invoice__in=keys).order_by("pk")
    told = rows.values_list(
        *("invoice__number", "line__position", "opened_on", "currency", "amount", "reason", "text", "status"),
        *("ended_on", "answer", "corrected_by__number"),
    )
    head = ("document", "line", "opened_on", "currency", "amount", "reason", "text", "status", "ended_on", "answer")
    return table((*head, "corrected_by"), [tuple("" if one is None else one for one in row) for row in told])


def _of(text: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in text)[:60]


def _cover(
    company: Company,
    party: Party,
    debt: tuple[Sequence[OpenItem], Sequence[Chargeable]],
    names: Sequence[str],
    *,
    on: date,
) -> bytes:
    language = company.language
    with translation.override(language):
        accounts = invoices.accounts_of(company)
        ours = semantic.seller_snapshot(company, iban=next(iter(accounts.values()), ""))
        figures = Figures(language, company.currency)
        laws = [court_file.PROCEDURES.get(company.country, ""), *_abroad(company, party)]
        shown = Letter(
            title=pgettext("court file", "File for the court"),
            number=on.isoformat(),
            on=on,
            currency=company.currency,
            ours=semantic.seller_of(ours),
            theirs=semantic.buyer_of(semantic.buyer_snapshot(party)),
            facts=[],
            intro=[
                pgettext(
                    "court file",
                    "What {creditor} claims of {debtor}, and what proves it. Interest is reckoned to {day}; what was "
                    "charged by documents of their own stands among the documents.",
                ).format(creditor=company.name, debtor=party.name, day=figures.day(on))
            ],
            tables=[_sums(debt, arranged.disputed(company, debt[0]), figures), _files(names)],
            after=[one for one in laws if one],
            law=pgettext("court file", "Kvit files nothing. A lawyer decides on court, procedure and fee."),
            specimen=company.is_test,
        )
        page = pages.page(shown, language=language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def _abroad(company: Company, party: Party) -> list[str]:
    return [court_file.EUROPEAN] if party.country and party.country != company.country else []


def _sums(
    debt: tuple[Sequence[OpenItem], Sequence[Chargeable]], disputed: Mapping[int, Money], figures: Figures
) -> Table:
    items, reckoned = debt
    fees = {one.item.pk: {fee.rule: fee.amount.amount for fee in one.fees} for one in reckoned}
    rows = []
    for item in items:
        own, mine = Figures(figures.language, item.currency), fees.get(item.pk, {})
        fixed = sum((amount for rule, amount in mine.items() if rule != "interest"), Decimal(0))
        rows.append(
            {
                "document": item.document_number,
                "due": figures.day(item.due_on),
                "open": f"{own.amount(item.balance)} {item.currency}",
                "disputed": own.amount(disputed[item.pk].amount) if item.pk in disputed else "",
                "interest": own.amount(mine.get("interest", Decimal(0))),
                "fixed": own.amount(fixed),
            }
        )
    apart = [("disputed", pgettext("court file", "of it disputed"), 28)] if disputed else []
    return Table(
        title=pgettext("court file", "What is claimed"),
        columns=[
            ("document", pgettext("document", "Document"), None),
            ("due", pgettext("document", "Due date"), 24),
            ("open", pgettext("document", "Open"), 36),
            *apart,
            ("interest", pgettext("late fee", "Interest"), 28),
            ("fixed", pgettext("late fee", "Fixed sums"), 28),
        ],
        rows=rows,
    )


def _files(names: Sequence[str]) -> Table:
    return Table(
        title=pgettext("court file", "Evidence in this file"),
        columns=[("nth", "", 10), ("name", pgettext("court file", "File"), None)],
        rows=[{"nth": str(nth), "name": name} for nth, name in enumerate(names, start=1)],
    )
