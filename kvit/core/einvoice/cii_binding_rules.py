"""The fatal rules of the CII binding (CII-SR, CII-DT) as tables: what may stand once, what must, what may not.

Release 1.3.16. CII-DT-010 to 012 are not here: in the sheet another rule takes the element first, so it never asks.
"""

TRADE = "/*/rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ram:ApplicableHeaderTradeAgreement"
DELIVERY = f"{TRADE}/ram:ApplicableHeaderTradeDelivery"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
LINE = f"{TRADE}/ram:IncludedSupplyChainTradeLineItem"
MEANS = "//ram:SpecifiedTradeSettlementPaymentMeans"

_SUMS = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_CONTEXT = "/*/rsm:ExchangedDocumentContext"
_PRODUCT = f"{LINE}/ram:SpecifiedTradeProduct"
_NET = "ram:NetPriceProductTradePrice/ram:ChargeAmount"
_CHARGE = "//ram:SpecifiedTradeAllowanceCharge"


def _ending(end: str) -> str:
    return f"//ram:*[substring(local-name(), string-length(local-name()) - {len(end) - 1}) = '{end}']"


_PLAIN = "|".join(
    (
        f"{_CONTEXT}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
        "/*/rsm:ExchangedDocument/ram:ID",
        f"{LINE}/ram:AssociatedDocumentLineDocument/ram:LineID",
        f"{_PRODUCT}/ram:SellerAssignedID",
    )
)
"""Identifiers that stand in no list."""

AT_MOST_ONE: tuple[tuple[str, str, str], ...] = (
    ("CII-SR-440", "//ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge", "ram:ActualAmount"),
    ("CII-SR-441", f"{LINE}/ram:SpecifiedLineTradeAgreement", _NET),
    ("CII-SR-455", AGREEMENT, "ram:SellerTradeParty/ram:DefinedTradeContact"),
    ("CII-SR-456", AGREEMENT, "ram:BuyerTradeParty/ram:DefinedTradeContact"),
    ("CII-SR-459", AGREEMENT, "ram:SellerTradeParty/ram:URIUniversalCommunication"),
    ("CII-SR-460", AGREEMENT, "ram:BuyerTradeParty/ram:URIUniversalCommunication"),
    ("CII-SR-461", SETTLEMENT, "ram:ApplicableTradeTax/ram:TaxPointDate"),
    ("CII-SR-469", "/*", ".//ram:ApplicableHeaderTradeSettlement/ram:PaymentReference"),
    ("CII-SR-471", _CHARGE, "ram:RateApplicablePercent"),
    ("CII-SR-472", _CHARGE, "ram:CategoryTradeTax"),
    ("CII-SR-473", _CHARGE, "ram:ActualAmount"),
    ("CII-SR-477", _SUMS, "ram:LineTotalAmount"),
    ("CII-SR-478", _SUMS, "ram:ChargeTotalAmount"),
    ("CII-SR-479", _SUMS, "ram:AllowanceTotalAmount"),
    ("CII-SR-480", _SUMS, "ram:TaxBasisTotalAmount"),
    ("CII-SR-481", _SUMS, "ram:RoundingAmount"),
    ("CII-SR-482", _SUMS, "ram:GrandTotalAmount"),
    ("CII-SR-483", _SUMS, "ram:InformationAmount"),
    ("CII-SR-484", _SUMS, "ram:TotalPrepaidAmount"),
    ("CII-SR-485", _SUMS, "ram:TotalDiscountAmount"),
    ("CII-SR-486", _SUMS, "ram:TotalAllowanceChargeAmount"),
    ("CII-SR-487", _SUMS, "ram:DuePayableAmount"),
    ("CII-SR-488", _SUMS, "ram:RetailValueExcludingTaxInformationAmount"),
    ("CII-SR-489", _SUMS, "ram:TotalDepositFeeInformationAmount"),
    ("CII-SR-490", _SUMS, "ram:ProductValueExcludingTobaccoTaxInformationAmount"),
    ("CII-SR-491", _SUMS, "ram:TotalRetailValueInformationAmount"),
    ("CII-SR-492", _SUMS, "ram:GrossLineTotalAmount"),
    ("CII-SR-493", _SUMS, "ram:NetLineTotalAmount"),
    ("CII-SR-494", _SUMS, "ram:NetIncludingTaxesLineTotalAmount"),
    ("KVIT-CII-TWICE", f"{LINE}/ram:SpecifiedTradeProduct", "ram:Name"),
    ("KVIT-CII-TWICE", "//ram:SpecifiedTradeSettlementLineMonetarySummation", "ram:LineTotalAmount"),
    ("KVIT-CII-TWICE", "//ram:SellerTaxRepresentativeTradeParty", "ram:SpecifiedTaxRegistration"),
    ("KVIT-CII-TWICE", f"{SETTLEMENT}/ram:ApplicableTradeTax", "ram:CalculatedAmount"),
    ("KVIT-CII-TWICE", f"{SETTLEMENT}/ram:ApplicableTradeTax", "ram:BasisAmount"),
)
"""Rule, where it looks, and what may be found there once. Where two of a KVIT-CII-TWICE stand the sheet breaks off, and
nobody passes the document: an amount that could be read as either of two is no amount."""

EXACTLY_ONE: tuple[tuple[str, str, str], ...] = (
    ("CII-SR-009", _CONTEXT, "ram:GuidelineSpecifiedDocumentContextParameter"),
    ("CII-SR-010", _CONTEXT, "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"),
    ("CII-SR-014", "/*/rsm:ExchangedDocument", "ram:TypeCode"),
    ("CII-SR-069", f"{_PRODUCT}/ram:ApplicableProductCharacteristic", "ram:Description"),
    ("CII-SR-072", f"{_PRODUCT}/ram:ApplicableProductCharacteristic", "ram:Value"),
    ("CII-SR-090", f"{_PRODUCT}[ram:OriginTradeCountry]", "ram:OriginTradeCountry/ram:ID"),
    ("CII-SR-439", f"{LINE}/ram:SpecifiedLineTradeAgreement", _NET),
)
"""Rule, where it looks, and what must be found there once."""

_TYPED = "self::ram:AdditionalReferencedDocument and ram:TypeCode"

NEVER: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (_PRODUCT, (("CII-SR-046", "ram:GlobalID and not(ram:GlobalID/@schemeID)"),)),
    (_CHARGE, (("CII-SR-463", "not(ram:ChargeIndicator)"),)),
    (
        SETTLEMENT,
        (
            (
                "CII-SR-462",
                "(//ram:ApplicableTradeTax/ram:DueDateTypeCode)[1] != //ram:ApplicableTradeTax/ram:DueDateTypeCode",
            ),
            (
                "CII-SR-470",
                "ram:SpecifiedTradeSettlementPaymentMeans[normalize-space(ram:TypeCode) = '30' or "
                "normalize-space(ram:TypeCode) = '58'][not(ram:PayeePartyCreditorFinancialAccount/ram:IBANID or "
                "ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID)]",
            ),
        ),
    ),
    (
        "/*",
        (
            (
                "CII-SR-467",
                f"{MEANS}/ram:TypeCode[normalize-space() != normalize-space(({MEANS}/ram:TypeCode)[1])]",
            ),
            (
                "CII-SR-468",
                f"{MEANS}/ram:Information[normalize-space() != normalize-space(({MEANS}/ram:Information)[1])]",
            ),
            ("CII-DT-013", "@languageID"),
            ("CII-DT-014", "@languageLocaleID"),
        ),
    ),
    (
        _PLAIN,
        (
            ("CII-DT-001", "@schemeName"),
            ("CII-DT-002", "@schemeAgencyName"),
            ("CII-DT-003", "@schemeDataURI"),
            ("CII-DT-004", "@schemeURI"),
            ("CII-DT-005", "@schemeID"),
            ("CII-DT-006", "@schemeAgencyID"),
            ("CII-DT-007", "@schemeVersionID"),
        ),
    ),
    ("//ram:TypeCode", (("CII-DT-008", "@name"), ("CII-DT-009", "@listURI"))),
    (
        _ending("ReferencedDocument"),
        (
            ("CII-DT-015", f"ram:URIID and not({_TYPED} = '916')"),
            ("CII-DT-016", "ram:StatusCode"),
            ("CII-DT-017", "ram:CopyIndicator"),
            ("CII-DT-018", f"ram:TypeCode and not({_TYPED}[. = '50' or . = '130' or . = '916'])"),
            ("CII-DT-019", "ram:GlobalID"),
            ("CII-DT-020", "ram:RevisionID"),
            ("CII-DT-021", f"ram:Name and not({_TYPED} = '916')"),
            ("CII-DT-022", f"ram:AttachmentBinaryObject and not({_TYPED} = '916')"),
            ("CII-DT-023", "ram:Information"),
            ("CII-DT-024", f"ram:ReferenceTypeCode and not({_TYPED} = '130')"),
            ("CII-DT-025", "ram:SectionName"),
            ("CII-DT-026", "ram:PreviousRevisionID"),
            ("CII-DT-027", "ram:FormattedIssueDateTime and not(self::ram:InvoiceReferencedDocument)"),
            ("CII-DT-028", "ram:EffectiveSpecifiedPeriod"),
            ("CII-DT-029", "ram:IssuerTradeParty"),
            ("CII-DT-030", "ram:AttachedSpecifiedBinaryFile"),
        ),
    ),
    (
        _ending("Amount") + "[not(self::ram:TaxTotalAmount)]",
        (("CII-DT-031", "@currencyID"), ("CII-DT-032", "@currencyCodeListVersionID")),
    ),
    # the document is asked once, not for each of its quantities
    (
        f"/*[not({LINE}/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode)]{_ending('Quantity')}",
        (("CII-DT-033", "@unitCode"),),
    ),
    (
        _ending("Quantity"),
        (
            ("CII-DT-034", "@unitCodeListID"),
            ("CII-DT-035", "@unitCodeListAgencyID"),
            ("CII-DT-036", "@unitCodeListAgencyName"),
        ),
    ),
    (_ending("TradeTax"), (("CII-DT-037", "ram:TypeCode and not(ram:TypeCode = 'VAT')"),)),
    (
        "//ram:BillingSpecifiedPeriod",
        (
            ("CII-DT-068", "ram:StartDateTime/udt:DateTime"),
            ("CII-DT-069", "ram:DurationMeasure"),
            ("CII-DT-070", "ram:InclusiveIndicator"),
            ("CII-DT-071", "ram:Description"),
            ("CII-DT-072", "ram:EndDateTime/udt:DateTime"),
            ("CII-DT-073", "ram:CompleteDateTime"),
            ("CII-DT-074", "ram:OpenIndicator"),
            ("CII-DT-075", "ram:SeasonCode"),
            ("CII-DT-076", "ram:ID"),
            ("CII-DT-077", "ram:Name"),
            ("CII-DT-078", "ram:SequenceNumeric"),
            ("CII-DT-079", "ram:StartDateFlexibilityCode"),
            ("CII-DT-080", "ram:ContinuousIndicator"),
            ("CII-DT-081", "ram:PurposeCode"),
        ),
    ),
    (
        "//ram:PostalTradeAddress",
        (
            ("CII-DT-082", "ram:ID"),
            ("CII-DT-083", "ram:PostOfficeBox"),
            ("CII-DT-084", "ram:BuildingName"),
            ("CII-DT-086", "ram:LineFour"),
            ("CII-DT-087", "ram:LineFive"),
            ("CII-DT-088", "ram:StreetName"),
            ("CII-DT-089", "ram:CitySubDivisionName"),
            ("CII-DT-090", "ram:CountryName"),
            ("CII-DT-091", "ram:CountrySubDivisionID"),
            ("CII-DT-092", "ram:AttentionOf"),
            ("CII-DT-093", "ram:CareOf"),
            ("CII-DT-094", "ram:BuildingNumber"),
            ("CII-DT-095", "ram:DepartmentName"),
            ("CII-DT-096", "ram:AdditionalStreetName"),
        ),
    ),
    (
        _ending("ID"),
        (
            ("CII-DT-101", "@schemeName"),
            ("CII-DT-102", "@schemeAgencyName"),
            ("CII-DT-103", "@schemeDataURI"),
            ("CII-DT-104", "@schemeURI"),
        ),
    ),
)
"""Where it looks, and there each rule with what may never be found."""
