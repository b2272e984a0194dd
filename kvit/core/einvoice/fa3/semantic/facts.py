"""The Polish facts of a document that EN 16931 has no term for. None means: as it follows from the invoice."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kvit.core.einvoice.fa3.annotations import Adnotacje
from kvit.core.einvoice.fa3.attachment import Zalacznik
from kvit.core.einvoice.fa3.conditions import WarunkiTransakcji
from kvit.core.einvoice.fa3.corrections import Podmiot1K, Podmiot2K
from kvit.core.einvoice.fa3.document import Stopka
from kvit.core.einvoice.fa3.lines import DodatkowyOpis, FakturaZaliczkowa, FaWiersz, ZaliczkaCzesciowa, Zamowienie
from kvit.core.einvoice.fa3.parties import Podmiot1, Podmiot2, Podmiot3, PodmiotUpowazniony
from kvit.core.einvoice.fa3.payment import Platnosc, Rozliczenie


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What a line says in Poland beside the model's terms."""

    rate: str | None = None  # P_12, where the category alone does not give it
    is_before: bool = False  # StanPrzed: the line as it was; the model holds it with the sign turned
    is_sum: bool = False  # stands for a sum of a document without lines, and is not written
    gtu: str | None = None
    procedure: str | None = None
    is_annex_15: bool = False  # P_12_Zal_15
    pkwiu: str | None = None
    cn: str | None = None
    pkob: str | None = None
    universal_id: str | None = None  # UU_ID
    excise: Decimal | None = None  # in the document's currency
    exchange_rate: Decimal | None = None  # PLN for one of the currency, where lines differ
    as_written: FaWiersz | None = None  # the line itself, where it says what the model cannot


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a correction names beside the number and day of the corrected documents (BG-3)."""

    reason: str | None = None
    effect: int | None = None  # TypKorekty: 1 as the corrected one, 2 as the correction, 3 another day
    ksef_numbers: tuple[str | None, ...] = ()  # of the corrected documents, in their order; None: not in KSeF
    period: str | None = None  # of a discount on all supplies of a time (art. 106j ust. 3)
    right_number: str | None = None  # NrFaKorygowany, where the corrected number was wrong
    seller_before: Podmiot1K | None = None
    buyers_before: tuple[Podmiot2K, ...] = ()
    due_before: Decimal | None = None  # P_15ZK
    exchange_rate_before: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """What an advance invoice, or the settlement of advances, says beside its sums (art. 106f)."""

    order: Zamowienie | None = None
    payments: tuple[ZaliczkaCzesciowa, ...] = ()
    settled: tuple[FakturaZaliczkowa, ...] = ()
    exchange_rate: Decimal | None = None  # KursWalutyZ


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The Polish facts of one document."""

    created_at: datetime  # DataWytworzeniaFa
    system: str | None = "Kvit"
    kind: str | None = None  # RodzajFaktury
    issued_in: str | None = None  # P_1M
    is_for_local_government: bool = False  # JST
    is_for_vat_group: bool = False  # GV
    third_parties: tuple[Podmiot3, ...] = ()
    authorised: PodmiotUpowazniony | None = None
    annotations: Adnotacje | None = None
    exchange_rate: Decimal | None = None  # PLN for one of the currency, for P_14_W and the lines
    correction: Correction = Correction()
    advance: Advance = Advance()
    is_for_receipt: bool = False  # FP
    is_between_related: bool = False  # TP
    refunds_excise: bool = False
    warehouse_documents: tuple[str, ...] = ()  # WZ beyond the first
    lines: tuple[LineFacts, ...] = ()
    seller: Podmiot1 | None = None
    buyer: Podmiot2 | None = None
    sums: tuple[tuple[str, Decimal], ...] | None = None  # P_13 to P_15 by field, where they are not the breakdown's
    descriptions: tuple[DodatkowyOpis, ...] | None = None
    settlement: Rozliczenie | None = None
    payment: Platnosc | None = None
    conditions: WarunkiTransakcji | None = None
    foot: Stopka | None = None
    attachment: Zalacznik | None = None

    def of_line(self, index: int) -> LineFacts:
        """The facts of the line, counted from 0; a line nothing is said of has none."""
        return self.lines[index] if index < len(self.lines) else LineFacts()
