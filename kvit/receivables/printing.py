"""The printed form of what we issue: PDF/A-3 with the electronic invoice inside, set once and kept."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Literal, cast

from django.conf import settings

from kvit.archive import documents, frozen, typesetting
from kvit.archive.appearance import DEFAULT_COLUMNS, Appearance, Column, Logo
from kvit.archive.frozen import Setting
from kvit.archive.pages import document as pages
from kvit.archive.pages.circumstances import Circumstances, Code, Deposit, Exchange, Kind, Retention
from kvit.archive.typesetting import Attachment
from kvit.companies import links, whose
from kvit.companies.models import Appearance as KeptAppearance
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import tax
from kvit.core.countries import profile
from kvit.core.einvoice import model
from kvit.core.einvoice.verifactu import printed as verifactu
from kvit.core.identifiers import bank_name
from kvit.core.languages import LANGUAGES
from kvit.core.money import decimals
from kvit.core.tax import Vat, VatTotals
from kvit.events.models import Event
from kvit.ledger.models import OpenItem
from kvit.messages import invitations
from kvit.parties.models import Party
from kvit.receivables import (
    beside,
    chained,
    corrected,
    ksef_codes,
    other_parties,
    papers,
    payment_titles,
    queries,
    semantic,
)
from kvit.receivables.models import Invoice
from kvit.receivables.papers import Paper

AUTOMATION = "printing"


def keep_pdf(event: Event) -> Callable[[], None] | None:
    """What follows when a document is issued: its page is set, then frozen; once, whoever asked for it before."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = Invoice.objects.select_related("party", "corrects").get(company=company, pk=event.subject_id)
    return frozen.later(company, _setting(company, row))


def pdf(company: Company, row: Invoice) -> bytes:
    """The frozen PDF of an issued document, set now if nobody did yet; of a draft, a page that says it is one.

    Of one that was annulled a page that says so: what was frozen stays as it is, and is not handed out any more.
    """
    if row.status != "issued" or queries.annulment_of(company, row) is not None:
        return printed(company, row)
    return frozen.pdf(company, _setting(company, row))


def printed(company: Company, row: Invoice, *, pay_link: str = "") -> bytes:
    """The page as PDF/A-3 in the buyer's language; an issued document carries its electronic invoice."""
    page = page_of(company, papers.load(company, [row])[0], pay_link=pay_link)
    attachments = []
    if row.status == "issued":
        ubl = documents.content(company, "invoice", document_id=row.pk, form="ubl")
        attachments.append(Attachment(file_name(row, "xml"), ubl, "application/xml"))
    return typesetting.pdf(page, attachments=attachments, font_dirs=fonts())


def picture(company: Company, paper: Paper) -> bytes:
    """The first sheet of a document, or of a draft with its day and snapshots, as SVG to look at."""
    return typesetting.picture(page_of(company, paper), font_dirs=fonts())


def page_of(company: Company, paper: Paper, *, pay_link: str = "") -> typesetting.Page:
    """The finished strings of the document's page, in the buyer's language."""
    row = paper.row
    return pages.page(
        model_of(company, paper),
        profile=profile(company.country),
        language=row.language if row.language in LANGUAGES else "en",
        appearance=appearance_of(company),
        circumstances=replace(circumstances_of(company, paper), pay_link=pay_link),
    )


def fonts() -> list[str]:
    """Folders with further fonts."""
    return [settings.KVIT_FONT_DIR] if settings.KVIT_FONT_DIR else []


def appearance_of(company: Company) -> Appearance:
    """How the company's documents look, as it was set."""
    kept = KeptAppearance.objects.get(company=company)
    logo = Logo(cast(Literal["svg", "png"], kept.logo_type), bytes(kept.logo)) if kept.logo else None
    return Appearance(
        accent=kept.accent,
        logo=logo,
        window="right" if kept.window == "right" else "left",
        columns=tuple(Column(**one) for one in kept.columns) or DEFAULT_COLUMNS,
        intro=kept.intro,
        outro=kept.outro,
        footer=kept.footer,
    )


def model_of(company: Company, paper: Paper) -> model.Invoice:
    """The semantic model for reading: without the law's words among the notes, which the page sets by itself."""
    row = paper.row
    full = semantic.invoice(
        row,
        lines=paper.lines,
        extras=paper.extras,
        vat_totals=paper.vat_totals,
        preceding=papers.preceding(row),
        accounting_currency=company.currency,
    )
    title = payment_titles.title(company, row, on=row.issued_on) if row.issued_on else row.number
    payment = replace(full.payment, remittance=title or None) if full.payment else None
    notes = tuple(model.Note(text=text) for text in (row.note, *other_parties.in_words(row)) if text)
    return replace(full, number=row.number, payment=payment, notes=notes)


def circumstances_of(company: Company, paper: Paper) -> Circumstances:
    """What the page says beside the electronic invoice."""
    row = paper.row
    exchange = None
    if row.rate is not None and row.rate_on is not None:
        exchange = Exchange(row.rate, row.rate_on, row.rate_source)
    breakdown = [
        VatTotals(Vat(one.category, one.rate), one.base, one.amount, one.amount_accounting) for one in paper.vat_totals
    ]
    before, after = corrected.states(company, paper)
    annulment = queries.annulment_of(company, row) if row.pk else None
    return Circumstances(
        before=before,
        after=after,
        kind="advance" if row.advance and row.corrects is None else cast(Kind, row.kind),
        predicates=frozenset(one["predicate"] for one in row.mentions),
        bank=bank_name(row.seller["iban"]) if row.seller.get("iban") else "",
        retention=Retention(row.retention_rate, row.net, row.retention) if row.retention else None,
        deposits=tuple(
            Deposit(one["reason"], Decimal(one["amount"])) for one in row.beside if one["what"] == beside.DEPOSIT
        ),
        attachment=tuple(row.attachment),
        surcharges=tax.surcharges_of(breakdown, decimals(row.currency)) if row.surcharge else (),
        exchange=exchange,
        period_name=row.correction_period,
        reason=row.correction_text,
        still_open=_still_open(company, row),
        codes=ksef_codes.of(company, row),
        top_code=_verifactu_code(company, row),
        specimen=company.is_test,
        annulled_on=annulment.annulled_on if annulment is not None else None,
    )


def _verifactu_code(company: Company, row: Invoice) -> Code | None:
    """The code and the words that RD 1619/2012 art. 6.5 wants on what was chained: 30 mm of the 30 to 40 allowed."""
    printed = chained.printed_of(company, row)
    if printed is None:
        return None
    document, total, test = printed
    return Code(
        content=verifactu.qr_address(document, total=total, test=test),
        alt=f"{verifactu.CAPTION} {verifactu.PHRASE}",
        size=verifactu.MILLIMETRES[0],
        title=verifactu.CAPTION,
        phrase=verifactu.SHORT_PHRASE,  # the long one would run into the window for the address
    )


def _still_open(company: Company, row: Invoice) -> Decimal | None:
    """What the documents that this one corrects still owe."""
    corrected = [one.pk for one in papers.corrected_by(row)]
    if not corrected:
        return None
    items = OpenItem.objects.filter(company=company, document_kind="invoice", document_id__in=corrected)
    return sum((item.balance for item in items), Decimal(0))


def _setting(company: Company, row: Invoice) -> Setting:
    """With a link to pay where something is owed."""
    name = file_name(row, "pdf")
    if row.payable <= 0:
        return Setting("invoice", row, name, lambda: printed(company, row))
    return linked(
        company,
        row.party,
        Setting("invoice", row, name, lambda: b""),
        lambda link: printed(company, row, pay_link=link),
    )


def linked(company: Company, party: Party, setting: Setting, printed_with: Callable[[str], bytes]) -> Setting:
    """The setting of a paper that shows the customer a link to pay, made with the page that freezes it.

    The link is empty where the house has no address that the customer reaches.
    """
    if not settings.KVIT_BASE_URL.startswith("https://"):
        return replace(setting, printed=lambda: printed_with(""))
    token = links.fresh_token()
    address = invitations.paying_address_of(token)

    def keep() -> None:
        by, on = automation(AUTOMATION, company), whose.today(company.zone)
        invitations.keep_to_pay(company, party, token, by=by, on=on)

    return replace(setting, printed=lambda: printed_with(address), with_it=keep)


def file_name(row: Invoice, ending: str) -> str:
    """The number as the name of a file."""
    return documents.file_name(row.number or row.public_id, ending)
