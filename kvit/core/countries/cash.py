"""What paper a country has for cash that comes and goes: titles, numbers, the law's words (`docs/rules/cash.md`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kvit.core import cash, numbering
from kvit.core.numbering import resets_yearly

RECEIPT, ORDER, VOUCHER, REFUND = "receipt", "order", "voucher", "refund"
FORMS = (RECEIPT, ORDER, VOUCHER, REFUND)
"""For money from a customer; for other money in; for money out; for money back to a customer.

A country may have one paper for the first two, and one for the last two.
"""


@dataclass(frozen=True)
class Paper:
    """`sentence` has `{party}`, `{amount}`, `{words}` and `{purpose}`; `number` `{desk}` beside what numbers have.

    `stub` is a second text on the same page, for who paid; it has `{number}` too.
    """

    title: str
    number: str
    sentence: str
    stub: str = ""


@dataclass(frozen=True)
class CashPapers:
    """The papers in the country's own language. `digits`: their numbers are made of digits alone, the desk's too.

    `purposes` are the words for a line of a kind that somebody gave none; `document`, `credited` and those between
    desks have `{number}`. `stamp` stands across a paper that was cancelled, `cancelled` with `{day}` and `{reason}`
    under its title, `stub_cancelled` above its stub.
    """

    language: str
    book: str
    law: str
    forms: Mapping[str, Paper]
    purposes: Mapping[str, str]
    in_transit: str
    stamp: str
    cancelled: str
    stub_cancelled: str = ""
    digits: bool = False

    def form_of(self, kind: str) -> str:
        """Which paper a line of that kind has; none for an opening."""
        if kind == cash.OPENING:
            return ""
        if kind == cash.REFUND and REFUND in self.forms:
            return REFUND
        if kind in cash.OUT:
            return VOUCHER
        return ORDER if kind != cash.RECEIVED and ORDER in self.forms else RECEIPT


def number(papers: CashPapers, form: str, *, desk: str, nth: int, counter: int, on: date) -> str:
    """The number of a paper: CHA-000007 of desk A, 0100000007 of the first desk of a Bulgarian company."""
    pattern = papers.forms[form].number.replace("{desk}", f"{nth:02}" if papers.digits else desk)
    return numbering.number(pattern, counter=counter, on=on)


def counted_in(papers: CashPapers, form: str, *, on: date) -> int:
    """The year in which the counter of the paper runs; 0 where it never starts anew."""
    return on.year if resets_yearly(papers.forms[form].number.replace("{desk}", "A")) else 0


GENERIC = CashPapers(
    language="en",
    book="Cash book",
    law="",
    forms={
        RECEIPT: Paper(
            "Cash receipt", "CR-{desk}-{year}-{n:05}", "Received from {party}: {amount} ({words}), for {purpose}."
        ),
        VOUCHER: Paper(
            "Cash payment voucher", "CP-{desk}-{year}-{n:05}", "Paid to {party}: {amount} ({words}), for {purpose}."
        ),
        REFUND: Paper(
            "Cash refund receipt",
            "RF-{desk}-{year}-{n:05}",
            "Given back to {party}: {amount} ({words}), for {purpose}.",
        ),
    },
    purposes={
        "document": "invoice {number}",
        "received": "advance",
        "credited": "credit note {number}",
        "refund": "what was paid too much",
        "opening": "cash left at the opening",
        "deposit": "deposit to the bank",
        "withdrawal": "withdrawal from the bank",
        "to_desk": "transfer to desk {number}",
        "from_desk": "transfer from desk {number}",
        "surplus": "surplus that was counted",
        "shortage": "shortage that was counted",
    },
    in_transit="Cash on the way to or from the bank",
    stamp="CANCELLED",
    cancelled="CANCELLED on {day}. Reason: {reason}.",
)
PAPERS: Mapping[str, CashPapers] = {
    "RO": CashPapers(
        language="ro",
        book="Registru de casă",
        law="OMFP 2634/2015, formularele 14-4-1, 14-4-4, 14-4-7A",
        forms={
            RECEIPT: Paper(
                "Chitanță",
                "CH{desk}-{n:06}",
                "Am primit de la {party} suma de {amount}, adică {words}, reprezentând {purpose}.",
            ),
            ORDER: Paper(
                "Dispoziție de încasare către casierie",
                "DI{desk}-{n:06}",
                "S-a încasat de la {party} suma de {amount}, adică {words}, reprezentând {purpose}.",
            ),
            VOUCHER: Paper(
                "Dispoziție de plată către casierie",
                "DP{desk}-{n:06}",
                "S-a plătit către {party} suma de {amount}, adică {words}, reprezentând {purpose}.",
            ),
        },
        purposes={
            "document": "contravaloarea facturii {number}",
            "received": "avans",
            "credited": "restituirea contravalorii facturii storno {number}",
            "refund": "restituirea sumei încasate în plus",
            "opening": "sold inițial",
            "deposit": "depunere de numerar la bancă",
            "withdrawal": "ridicare de numerar de la bancă",
            "to_desk": "predare de numerar la casa {number}",
            "from_desk": "primire de numerar de la casa {number}",
            "surplus": "plus constatat la numărarea casei",
            "shortage": "minus constatat la numărarea casei",
        },
        in_transit="Viramente interne, numerar",
        stamp="ANULAT",
        cancelled="ANULAT la {day}. Motivul: {reason}.",
    ),
    "BG": CashPapers(
        language="bg",
        book="Касова книга",
        law="Закон за счетоводството чл. 6",
        forms={
            RECEIPT: Paper(
                "Приходен касов ордер",
                "{desk}{n:08}",
                "Да се приеме от {party} сумата {amount} (словом: {words}) за {purpose}.",
                stub="КВИТАНЦИЯ към приходен касов ордер № {number}: прието от {party} {amount} (словом: {words}) за "
                "{purpose}.",
            ),
            VOUCHER: Paper(
                "Разходен касов ордер",
                "{desk}{n:08}",
                "Да се изплати на {party} сумата {amount} (словом: {words}) за {purpose}.",
            ),
        },
        purposes={
            "document": "плащане по фактура {number}",
            "received": "аванс",
            "credited": "възстановяване по кредитно известие {number}",
            "refund": "възстановяване на надплатена сума",
            "opening": "начално салдо",
            "deposit": "внасяне в банка",
            "withdrawal": "теглене от банка",
            "to_desk": "предаване на средства в каса {number}",
            "from_desk": "получаване на средства от каса {number}",
            "surplus": "излишък при преброяване на касата",
            "shortage": "липса при преброяване на касата",
        },
        in_transit="Парични средства в път между каса и банка",
        stamp="АНУЛИРАН",
        cancelled="АНУЛИРАН на {day}. Основание: {reason}.",
        stub_cancelled="АНУЛИРАНА",
        digits=True,
    ),
    "ES": CashPapers(
        language="es",
        book="Libro de caja",
        law="",
        forms={
            RECEIPT: Paper(
                "Recibo",
                "RC-{desk}-{year}-{n:05}",
                "Hemos recibido de {party} la cantidad de {amount} ({words}) en concepto de {purpose}.",
            ),
            VOUCHER: Paper(
                "Comprobante de pago en efectivo",
                "PE-{desk}-{year}-{n:05}",
                "Hemos pagado a {party} la cantidad de {amount} ({words}) en concepto de {purpose}.",
            ),
            REFUND: Paper(
                "Recibo de devolución",
                "RD-{desk}-{year}-{n:05}",
                "Hemos devuelto a {party} la cantidad de {amount} ({words}) en concepto de {purpose}.",
            ),
        },
        purposes={
            "document": "factura {number}",
            "received": "anticipo",
            "credited": "devolución por la factura rectificativa {number}",
            "refund": "devolución de lo pagado de más",
            "opening": "saldo inicial",
            "deposit": "ingreso en el banco",
            "withdrawal": "retirada del banco",
            "to_desk": "traspaso a la caja {number}",
            "from_desk": "traspaso desde la caja {number}",
            "surplus": "sobrante en el arqueo de caja",
            "shortage": "faltante en el arqueo de caja",
        },
        in_transit="Efectivo en camino entre caja y banco",
        stamp="ANULADO",
        cancelled="ANULADO el {day}. Motivo: {reason}.",
    ),
    "PL": CashPapers(
        language="pl",
        book="Raport kasowy RK",
        law="ustawa o rachunkowości art. 20–21",
        forms={
            RECEIPT: Paper(
                "KP – Kasa przyjmie",
                "KP/{desk}/{n:04}/{year}",
                "Przyjęto od {party} kwotę {amount} (słownie: {words}) tytułem: {purpose}.",
            ),
            VOUCHER: Paper(
                "KW – Kasa wypłaci",
                "KW/{desk}/{n:04}/{year}",
                "Wypłacono {party} kwotę {amount} (słownie: {words}) tytułem: {purpose}.",
            ),
        },
        purposes={
            "document": "zapłata za fakturę {number}",
            "received": "zaliczka",
            "credited": "zwrot do faktury korygującej {number}",
            "refund": "zwrot nadpłaty",
            "opening": "stan początkowy",
            "deposit": "wpłata do banku",
            "withdrawal": "pobranie z banku",
            "to_desk": "przekazanie gotówki do kasy {number}",
            "from_desk": "przyjęcie gotówki z kasy {number}",
            "surplus": "nadwyżka stwierdzona przy liczeniu kasy",
            "shortage": "niedobór stwierdzony przy liczeniu kasy",
        },
        in_transit="Środki pieniężne w drodze między kasą a bankiem",
        stamp="ANULOWANO",
        cancelled="ANULOWANO dnia {day}. Powód: {reason}.",
    ),
}


def papers_of(country: str) -> CashPapers:
    """The papers of the company's country; elsewhere plain ones."""
    return PAPERS.get(country, GENERIC)
