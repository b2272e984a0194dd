"""What a page says that it is: an invoice, a credit note, or something that is no bill at all."""

from collections.abc import Sequence

from kvit.core.reading.rows import CELL, Row, bare

INVOICE = frozenset(
    bare(word) for word in ("factura", "factură", "фактура", "faktura", "invoice", "rechnung", "facture", "fattura")
)
CREDIT = tuple(
    bare(word)
    for word in (
        *("credit note", "credit memo", "nota de credit", "notă de credit", "nota de crédito", "factura storno"),
        *("кредитно известие", "faktura korygująca", "korekta faktury", "nota korygująca", "factura rectificativa"),
        *("factura de abono", "gutschrift", "stornorechnung", "rechnungskorrektur", "nota di credito"),
    )
)
OTHER = tuple(
    bare(word)
    for word in (
        *("proforma", "pro forma", "factura proforma", "proforma invoice", "проформа фактура", "faktura proforma"),
        *("extras de cont", "situatia contului", "statement of account", "account statement", "извлечение по сметка"),
        *("extracto de cuenta", "wyciąg z konta", "zestawienie należności", "kontoauszug", "offer", "quotation"),
        *("quote", "oferta", "ofertă", "deviz", "оферта", "presupuesto", "angebot", "order confirmation"),
        *("somație", "upomnienie", "wezwanie do zapłaty", "mahnung", "payment reminder", "покана за плащане"),
    )
)
"""Words with which a cell of a page begins that books nothing."""


def kind_of(rows: Sequence[Row]) -> str:
    """`bill` where it calls itself an invoice and nothing else, `credit_note` likewise; empty where it cannot be told.

    Directive 2006/112/EC art. 219: what amends an invoice refers to it unambiguously, so it names itself.
    """
    cells = [cell for row in rows for cell in row.text.split(CELL)]
    begins = [bare(cell) for cell in cells]
    if any(cell.startswith(OTHER) for cell in begins):
        return ""
    if any(cell.startswith(CREDIT) for cell in begins):
        return "credit_note"
    is_invoice = any(bare(word) in INVOICE for cell in cells for word in cell.split())
    return "bill" if is_invoice else ""
