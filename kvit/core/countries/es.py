"""Spain: accounts of the PGC (RD 1514/2007), IVA, recargo, IGIC and IPSI, words of RD 1619/2012, IRPF withheld.

`docs/rules/legal-words-es.md`.
"""

from datetime import date
from decimal import Decimal

from kvit.core.countries import words
from kvit.core.countries.profile import Account, Correction, CountryProfile, SimplifiedLimit, VatCode
from kvit.core.numbering import POLICIES

ACCOUNTS = (
    Account("100", "Capital social", "equity"),
    Account("120", "Remanente", "equity"),
    Account("129", "Resultado del ejercicio", "equity"),
    Account("300", "Mercaderías", "asset"),
    Account("400", "Proveedores", "liability", "payable"),
    Account("410", "Acreedores por prestaciones de servicios", "liability"),
    Account("430", "Clientes", "asset", "receivable"),
    Account("436", "Clientes de dudoso cobro", "asset"),
    Account("438", "Anticipos de clientes", "liability", "customer_credit"),
    Account("4381", "Anticipos de clientes facturados", "liability", "customer_advance"),
    Account("4383", "Depósitos de clientes", "liability", "deposit"),
    Account("465", "Remuneraciones pendientes de pago", "liability"),
    Account("4700", "Hacienda Pública, deudora por IVA", "asset"),
    Account("472", "Hacienda Pública, IVA soportado", "asset", "vat_input"),
    Account("473", "Hacienda Pública, retenciones y pagos a cuenta", "asset", "retention"),
    Account("4751", "Hacienda Pública, acreedora por retenciones practicadas", "liability", "tax_withheld"),
    Account("4750", "Hacienda Pública, acreedora por IVA", "liability"),
    Account("4752", "Hacienda Pública, acreedora por impuesto sobre sociedades", "liability"),
    Account("476", "Organismos de la Seguridad Social, acreedores", "liability"),
    Account("477", "Hacienda Pública, IVA repercutido", "liability", "vat_output"),
    Account("4771", "Hacienda Pública, recargo de equivalencia repercutido", "liability", "surcharge"),
    Account("4779", "IVA repercutido pendiente de devengo, criterio de caja", "liability", "vat_output_deferred"),
    Account("4851", "Ingresos anticipados, puntos de fidelización", "liability", "loyalty"),
    Account("555", "Partidas pendientes de aplicación", "liability"),
    Account("5558", "Cobros en curso", "asset", "clearing"),
    Account("5559", "Saldos de apertura", "equity", "opening"),
    Account("570", "Caja, euros", "asset", "cash"),
    Account("571", "Caja, moneda extranjera", "asset"),
    Account("572", "Bancos e instituciones de crédito c/c vista, euros", "asset", "bank"),
    Account("573", "Bancos e instituciones de crédito c/c vista, moneda extranjera", "asset"),
    Account("600", "Compras de mercaderías", "expense"),
    Account("606", "Descuentos sobre compras por pronto pago", "expense", "discount_received"),
    Account("626", "Servicios bancarios y similares", "expense", "bank_fee"),
    Account("629", "Otros servicios", "expense", "expense"),
    Account("650", "Pérdidas de créditos comerciales incobrables", "expense", "bad_debt"),
    Account("659", "Otras pérdidas en gestión corriente", "expense", "rounding"),
    Account("662", "Intereses de deudas", "expense"),
    Account("668", "Diferencias negativas de cambio", "expense", "fx_loss"),
    Account("700", "Ventas de mercaderías", "income", "revenue"),
    Account("705", "Prestaciones de servicios", "income", "revenue_services"),
    Account("706", "Descuentos sobre ventas por pronto pago", "income", "discount_allowed"),
    Account("708", "Devoluciones de ventas y operaciones similares", "income"),
    Account("768", "Diferencias positivas de cambio", "income", "fx_gain"),
    Account("7690", "Intereses de cuentas bancarias", "income"),
    Account("769", "Otros ingresos financieros", "income", "late_interest"),
    Account("778", "Ingresos excepcionales", "income", "compensation"),
)

LIVA = "Ley 37/1992"
REDUCED_ON = date(2012, 9, 1)
"""21 and 10 percent apply from here (RDL 20/2012)."""
SUPER_REDUCED_ON = date(1995, 1, 1)
IGIC_ON = date(2020, 1, 1)
IPSI_ON = date(2013, 1, 1)
REASONS = words.reasons(
    {
        "K": f"art. 25 {LIVA}",
        "G": f"art. 21 {LIVA}",
        "AE": f"art. 84.Uno.2.º {LIVA}",
        "E": f"art. 20 {LIVA}",
        "O": f"art. 69 {LIVA}",
    },
    native="es",
    abroad_law=f"art. 69.Uno.1.º {LIVA}",
    texts={
        "K": "Entrega intracomunitaria exenta",
        "G": "Exportación exenta",
        "AE": "inversión del sujeto pasivo",
        "E": "Operación exenta",
        "O": "Operación no sujeta por reglas de localización",
    },
)


def _iva(rate: str, name: str, *, article: str, since: date, surcharge: str | None = None) -> VatCode:
    return VatCode(
        f"S{rate}R" if surcharge else f"S{rate}",
        "S",
        Decimal(rate),
        name,
        valid_from=since,
        source=f"{article} {LIVA}",
        surcharge=Decimal(surcharge) if surcharge else None,
    )


def _island(category: str, rate: str, name: str, *, since: date, source: str) -> VatCode:
    return VatCode(f"{category}{rate}", category, Decimal(rate), f"{name} {rate}%", valid_from=since, source=source)


VAT_CODES = (
    _iva("21", "IVA general 21\N{NO-BREAK SPACE}%", article="art. 90", since=REDUCED_ON),
    _iva("10", "IVA reducido 10\N{NO-BREAK SPACE}%", article="art. 91.Uno", since=REDUCED_ON),
    _iva("4", "IVA superreducido 4\N{NO-BREAK SPACE}%", article="art. 91.Dos", since=SUPER_REDUCED_ON),
    _iva(
        "21",
        "IVA 21\N{NO-BREAK SPACE}% con recargo de equivalencia 5,2\N{NO-BREAK SPACE}%",
        article="art. 161",
        since=REDUCED_ON,
        surcharge="5.2",
    ),
    _iva(
        "10",
        "IVA 10\N{NO-BREAK SPACE}% con recargo de equivalencia 1,4\N{NO-BREAK SPACE}%",
        article="art. 161",
        since=REDUCED_ON,
        surcharge="1.4",
    ),
    _iva(
        "4",
        "IVA 4\N{NO-BREAK SPACE}% con recargo de equivalencia 0,5\N{NO-BREAK SPACE}%",
        article="art. 161",
        since=SUPER_REDUCED_ON,
        surcharge="0.5",
    ),
    VatCode(
        "Z0", "Z", Decimal(0), "IVA 0\N{NO-BREAK SPACE}%", valid_from=date(2022, 4, 10), source=f"art. 91.Cuatro {LIVA}"
    ),
    *(
        _island("L", rate, "IGIC", since=IGIC_ON, source="Ley 4/2012 de Canarias art. 51 a 57")
        for rate in ("7", "3", "0", "9.5", "15", "20")
    ),
    *(
        _island("M", rate, "IPSI", since=IPSI_ON, source="Ley 8/1991 art. 18; ordenanza de la ciudad")
        for rate in ("0.5", "4", "10")
    ),
    *words.untaxed(REASONS, native="es", since=SUPER_REDUCED_ON),
)
RD_1619 = "RD 1619/2012 art. 6.1"

PROFILE = CountryProfile(
    country="ES",
    currency="EUR",
    tax_currency="EUR",
    zone="Europe/Madrid",
    languages=("es",),
    accounts=ACCOUNTS,
    vat_codes=VAT_CODES,
    reasons=REASONS,
    titles={
        "invoice": "Factura",
        "credit_note": "Factura rectificativa",
        "corrective": "Factura rectificativa",
        "simplified": "Factura simplificada",
        "proforma": "Factura proforma",
        "advance": "Factura de anticipo",
    },
    mentions=(
        words.mention(
            "reverse_charge", words.REVERSE_CHARGE, f"{RD_1619}.m", source="screens.md 1.5, AEAT manual 5.9.2"
        ),
        words.mention("self_billing", words.SELF_BILLING, f"{RD_1619}.l", source="screens.md 1.5, AEAT manual 5.9.2"),
        words.mention(
            "vat_on_payment", words.VAT_ON_PAYMENT, f"{RD_1619}.p", source="screens.md 1.5, AEAT manual 5.9.2"
        ),
    ),
    corrections=(
        Correction("amount", "credit_note", "RD 1619/2012 art. 15; Ley 37/1992 art. 80", ("rectify_by_difference",)),
        Correction("party", "corrective", "RD 1619/2012 art. 15", ("rectify_by_substitution",)),
        Correction("text", "corrective", "RD 1619/2012 art. 15", ("rectify_by_substitution",)),
        Correction("void", "credit_note", "RD 1619/2012 art. 15; Ley 37/1992 art. 80", ("rectify_by_difference",)),
        Correction("upward", "corrective", "RD 1619/2012 art. 15; Ley 37/1992 art. 89", ("rectify_by_difference",)),
        Correction("mistake", "annulment", "RD 1007/2023 art. 11", ("annul",)),
    ),
    series={
        "invoice": "F-{year}-{n:05}",
        "credit_note": "R-{year}-{n:05}",
        "corrective": "RC-{year}-{n:05}",
        "simplified": "S-{year}-{n:05}",
        "proforma": "P-{year}-{n:05}",
    },
    numbers=POLICIES["ES"],
    vat_on_payment="criterio de caja",
    simplified_limits=(
        SimplifiedLimit("general", Decimal(400), "EUR", "RD 1619/2012 art. 4.1.a"),
        SimplifiedLimit("retail", Decimal(3000), "EUR", "RD 1619/2012 art. 4.2"),
    ),
    retention_rates=(Decimal(15), Decimal(7)),
    not_verified=(
        "retention on rents (19%), farming and modules (1%, 2%): no source read, so not offered",
        "IPSI rates between 0.5 and 10 are set by each city's ordinance; the three offered are not all of them",
    ),
)
