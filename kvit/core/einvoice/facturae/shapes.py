"""What may stand where in a Facturae 3.2.2: the content models and code lists of Facturaev3_2_2.xsd, as text.

`Name = Child Child:Type? (One|Other)`: an element is of the type that is named like it, or of the one behind the
colon. `..20` is a text of at most 20 characters, `5#` five digits, `d2` an amount with exactly two decimals, `d8` one
with at most eight. Tested against the official schema in `kvit/adapters/judges/saxon/tests/test_facturae_schema.py`.
"""


def _codes(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


SHAPES = """
    Account = (IBAN:5..34|AccountNumber:5..34) BankCode:..60? BranchCode:..60?
        (BranchInSpainAddress:Address?|OverseasBranchAddress:OverseasAddress?)? BIC:11..11?
    AdditionalData = RelatedInvoice:..40? RelatedDocuments:AttachedDocuments? InvoiceAdditionalInformation:..2500?
        Extensions?
    Address = Address:..80 PostCode:5# Town:..50 Province:..20 CountryCode:Country
    AdministrativeCentre = CentreCode:..10? RoleTypeCode? Name:..40? FirstSurname:..40? SecondSurname:..40?
        (AddressInSpain:Address|OverseasAddress) ContactDetails? PhysicalGLN:..14? LogicalOperationalPoint:..14?
        CentreDescription:..2500?
    AdministrativeCentres = AdministrativeCentre+
    Amount = TotalAmount:d8 EquivalentInEuros:d2?
    AmountsWithheld = WithholdingReason:..2500 WithholdingRate:d8? WithholdingAmount:d8
    Assignee = TaxIdentification (LegalEntity|Individual)
    AttachedDocuments = Attachment+
    Attachment = AttachmentCompressionAlgorithm? AttachmentFormat AttachmentEncoding? AttachmentDescription:..2500?
        AttachmentData:string
    Batch = BatchIdentifier:..70 InvoicesCount:long TotalInvoicesAmount:Amount TotalOutstandingAmount:Amount
        TotalExecutableAmount:Amount InvoiceCurrencyCode:CurrencyCode
    Business = TaxIdentification PartyIdentification:..10#? AdministrativeCentres? (LegalEntity|Individual)
    Charge = ChargeReason:..2500 ChargeRate:d8? ChargeAmount:d8
    Charges = Charge+
    ContactDetails = Telephone:..15? TeleFax:..15? WebAddress:..60? ElectronicMail:..60? ContactPersons:..40?
        CnoCnae:5#? INETownCode:..9? AdditionalContactDetails:..60?
    Corrective = InvoiceNumber:..20? InvoiceSeriesCode:..20? ReasonCode ReasonDescription TaxPeriod:PeriodDates
        CorrectionMethod CorrectionMethodDescription AdditionalReasonDescription:..2500? InvoiceIssueDate:date?
    DeliveryNote = DeliveryNoteNumber:..30 DeliveryNoteDate:date?
    DeliveryNotesReferences = DeliveryNote+
    Discount = DiscountReason:..2500 DiscountRate:d8? DiscountAmount:d8
    DiscountsAndRebates = Discount+
    ExchangeRateDetails = ExchangeRate:d8 ExchangeRateDate:date
    Extensions = ANY*
    FactoringAssignmentData = Assignee PaymentDetails:Installments FactoringAssignmentClauses:..2500
        FactoringAssignmentDocument*
    FactoringAssignmentDocument = DocumentCharacter:..50 RepresentationIdentity:..80? DocumentType:..50 Repository?
    Facturae = FileHeader Parties Invoices Extensions? Signature:signature?
    FileHeader = SchemaVersion Modality InvoiceIssuerType ThirdParty? Batch FactoringAssignmentData?
    Individual = Name:..40 FirstSurname:..40 SecondSurname:..40? (AddressInSpain:Address|OverseasAddress)
        ContactDetails?
    Installment = InstallmentDueDate:date InstallmentAmount:d2 PaymentMeans AccountToBeCredited:Account?
        PaymentReconciliationReference:..60? AccountToBeDebited:Account? CollectionAdditionalInformation:..2500?
        RegulatoryReportingData:6#? DebitReconciliationReference:..60?
    Installments = Installment+
    InvoiceHeader = InvoiceNumber:..20 InvoiceSeriesCode:..20? InvoiceDocumentType InvoiceClass Corrective?
    InvoiceIssueData = IssueDate:date OperationDate:date? PlaceOfIssue? InvoicingPeriod:PeriodDates?
        InvoiceCurrencyCode:CurrencyCode ExchangeRateDetails? TaxCurrencyCode:CurrencyCode LanguageName:LanguageCode
        InvoiceDescription:..2500? ReceiverTransactionReference:..20? FileReference:..20?
        ReceiverContractReference:..20?
    InvoiceLine = IssuerContractReference:..20? IssuerContractDate:date? IssuerTransactionReference:..20?
        IssuerTransactionDate:date? ReceiverContractReference:..20? ReceiverContractDate:date?
        ReceiverTransactionReference:..20? ReceiverTransactionDate:date? FileReference:..20? FileDate:date?
        SequenceNumber:double? DeliveryNotesReferences? ItemDescription:..2500 Quantity:double UnitOfMeasure?
        UnitPriceWithoutTax:d8 TotalCost:d8 DiscountsAndRebates? Charges? GrossAmount:d8 TaxesWithheld:Taxes?
        TaxesOutputs LineItemPeriod:PeriodDates? TransactionDate:date? AdditionalLineItemInformation:..2500?
        SpecialTaxableEvent? ArticleCode:..20? Extensions?
    InvoiceTotals = TotalGrossAmount:d8 GeneralDiscounts:DiscountsAndRebates? GeneralSurcharges:Charges?
        TotalGeneralDiscounts:d8? TotalGeneralSurcharges:d8? TotalGrossAmountBeforeTaxes:d8 TotalTaxOutputs:d8
        TotalTaxesWithheld:d8 InvoiceTotal:d8 Subsidies? PaymentsOnAccount?
        ReimbursableExpenses:ReimbursableExpensesList? TotalFinancialExpenses:d2? TotalOutstandingAmount:d8
        TotalPaymentsOnAccount:d8? AmountsWithheld? TotalExecutableAmount:d8 TotalReimbursableExpenses:d8?
        PaymentInKind?
    Invoice = InvoiceHeader InvoiceIssueData TaxesOutputs TaxesWithheld:Taxes? InvoiceTotals Items
        PaymentDetails:Installments? LegalLiterals? AdditionalData?
    Invoices = Invoice+
    Items = InvoiceLine+
    LegalEntity = CorporateName:..80 TradeName:..40? RegistrationData? (AddressInSpain:Address|OverseasAddress)
        ContactDetails?
    LegalLiterals = LegalReference:..250*
    OverseasAddress = Address:..80 PostCodeAndTown:..50 Province:..20 CountryCode:Country
    Parties = SellerParty:Business BuyerParty:Business
    PaymentInKind = PaymentInKindReason:..2500 PaymentInKindAmount:d8
    PaymentOnAccount = PaymentOnAccountDate:date PaymentOnAccountAmount:d8
    PaymentsOnAccount = PaymentOnAccount+
    PeriodDates = StartDate:date EndDate:date
    PlaceOfIssue = PostCode:5# PlaceOfIssueDescription:..20?
    RegistrationData = Book:..20? RegisterOfCompaniesLocation:..20? Sheet:..20? Folio:..20? Section:..20?
        Volume:..20? AdditionalRegistrationData:..20?
    ReimbursableExpensesList = ReimbursableExpenses+
    ReimbursableExpenses = ReimbursableExpensesSellerParty:TaxIdentification?
        ReimbursableExpensesBuyerParty:TaxIdentification? IssueDate:date? InvoiceNumber:..20?
        InvoiceSeriesCode:..20? ReimbursableExpensesAmount:d8
    Repository = RepositoryName:..20 URL:..250? Reference:..250
    SpecialTaxableEvent = SpecialTaxableEventCode SpecialTaxableEventReason:..2500
    Subsidies = Subsidy+
    Subsidy = SubsidyDescription:..2500 SubsidyRate:d8? SubsidyAmount:d8
    TaxIdentification = PersonTypeCode ResidenceTypeCode TaxIdentificationNumber:3..30
    TaxOutput = TaxTypeCode TaxRate:d8 TaxableBase:Amount TaxAmount:Amount? SpecialTaxableBase:Amount?
        SpecialTaxAmount:Amount? EquivalenceSurcharge:d2? EquivalenceSurchargeAmount:Amount?
    Tax = TaxTypeCode TaxRate:d8 TaxableBase:Amount TaxAmount:Amount?
    TaxesOutputs = Tax:TaxOutput+
    Taxes = Tax+
    ThirdParty = TaxIdentification (LegalEntity|Individual)
"""

CODES: dict[str, frozenset[str]] = {
    "AttachmentCompressionAlgorithm": _codes("ZIP GZIP NONE"),
    "AttachmentEncoding": _codes("BASE64 BER DER NONE"),
    "AttachmentFormat": _codes("xml doc gif rtf pdf xls jpg bmp tiff html"),
    "RoleTypeCode": _codes("01 02 03 04 05 06 07 08 09"),
    "PersonTypeCode": _codes("F J"),
    "ResidenceTypeCode": _codes("E R U"),
    "InvoiceIssuerType": _codes("EM RE TE"),
    "InvoiceDocumentType": _codes("FC FA AF"),
    "InvoiceClass": _codes("OO OR OC CO CR CC"),
    "ReasonCode": _codes("01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 80 81 82 83 84 85"),
    "CorrectionMethod": _codes("01 02 03 04"),
    "UnitOfMeasure": _codes("""
        01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35
        36
    """),
    "PaymentMeans": _codes("01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19"),
    "TaxTypeCode": _codes("01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29"),
    "Country": _codes("""
        AFG ALB DZA ASM AND AGO AIA ATG ARG ARM ABW AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BMU BTN BOL BIH
        BWA BRA BRN BGR BFA BDI KHM CMR CAN CPV CYM CAF TCD CHL CHN COD COL COM COG COK CRI CIV HRV CUB CYP CZE
        DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST ETH FLK FRO FJI FIN FRA GUF PYF GAB GMB GEO GGY DEU GHA GIB GRC
        GRL GRD GLP GUM GTM GIN GNB GUY HTI HND HKG HUN ISL IND IDN IMN IRN IRQ IRL ISR ITA JAM JEY JPN JOR KAZ
        KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MAC MKD MDG MWI MYS MDV MLI MLT MHL MTQ MRT
        MUS MYT MEX FSM MDA MCO MNE MNG MSR MAR MOZ MMR NAM NRU NPL NLD ANT NCL NZL NIC NER NGA NIU NFK MNP NOR
        OMN PAK PLW PAN PNG PRY PSE PER PHL PCN POL PRT PRI QAT REU ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN
        SRB SYC SLE SGP SVK SVN SLB SOM ZAF ESP LKA SHN SPM SDN SUR SJM SWZ SWE CHE SYR TWN TJK TZA THA TGO TKL
        TON TTO TUN TUR TKM TLS TCA TUV UGA UKR ARE GBR USA URY UZB VUT VAT VEN VNM VGB VIR WLF ESH YEM ZAR ZMB
        ZWE
    """),
    "CurrencyCode": _codes("""
        AFN ALL AMD ANG AOA ARS AUD AWG AZN BAD BBD BDT BGN BHD BIF BMD BND BOB BRL BRR BSD BWP BYR BZD CAD CDF
        CDP CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DRP DZD EEK EGP ESP ETB EUR FJD FKP GBP GEK GHC GIP GMD
        GNF GTQ GWP GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
        KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGF MNC MNT MOP MRO MUR MVR MWK MXN MYR MZM NGN NIC NIO NIS
        NOK NPR NZD OMR PAB PEI PEN PES PGK PHP PKR PLN PYG QAR RMB RON RUB RWF SAR SBD SCR SDP SEK SGD SHP SKK
        SLL SOL SOS SRD STD SVC SYP SZL THB TJS TMM TND TOP TPE TRY TTD TWD TZS UAH UGS USD UYP UYU VEF VND VUV
        WST XAF XCD XOF YER ZAR ZMK ZWD
    """),
    "Modality": _codes("I L"),
    "LanguageCode": _codes("""
        ar be bg ca cs da de el en es et eu fi fr ga gl hr hu is it lv lt mk mt nl no pl pt ro ru sk sl sq sr sv
        tr uk
    """),
    "SpecialTaxableEventCode": _codes("01 02"),
}
