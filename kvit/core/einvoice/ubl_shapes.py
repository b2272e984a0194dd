"""What may stand where in a UBL 2.1 invoice or credit note: the content models of its schema, as text (`structure`).

The types are those in which EN 16931 has a term; what stands in another element is left to the official schema. Tested
against it in `kvit/adapters/judges/saxon/tests/test_structure.py`.
"""

from kvit.core.einvoice.structure import Shapes

UBL = Shapes(
    """
    AddressLine = Line/text
    Address = ID/id? AddressTypeCode/code? AddressFormatCode/code? Postbox/text? Floor/text? Room/text?
        StreetName/text? AdditionalStreetName/text? BlockName/text? BuildingName/text? BuildingNumber/text?
        InhouseMail/text? Department/text? MarkAttention/text? MarkCare/text? PlotIdentification/text?
        CitySubdivisionName/text? CityName/text? PostalZone/text? CountrySubentity/text? CountrySubentityCode/code?
        Region/text? District/text? TimezoneOffset/text? AddressLine* Country? LocationCoordinate*
    AllowanceCharge = ID/id? ChargeIndicator/flag AllowanceChargeReasonCode/code? AllowanceChargeReason/text*
        MultiplierFactorNumeric/number? PrepaidIndicator/flag? SequenceNumeric/number? Amount/amount
        BaseAmount/amount? AccountingCostCode/code? AccountingCost/text? PerUnitAmount/amount? TaxCategory* TaxTotal?
        PaymentMeans*
    Attachment = EmbeddedDocumentBinaryObject/file? ExternalReference?
    BillingReference = InvoiceDocumentReference/DocumentReference?
        SelfBilledInvoiceDocumentReference/DocumentReference? CreditNoteDocumentReference/DocumentReference?
        SelfBilledCreditNoteDocumentReference/DocumentReference? DebitNoteDocumentReference/DocumentReference?
        ReminderDocumentReference/DocumentReference? AdditionalDocumentReference/DocumentReference?
        BillingReferenceLine*
    Branch = ID/id? Name/text? FinancialInstitution? Address?
    CardAccount = PrimaryAccountNumberID/id NetworkID/id CardTypeCode/code? ValidityStartDate/day? ExpiryDate/day?
        IssuerID/id? IssueNumberID/id? CV2ID/id? CardChipCode/code? ChipApplicationID/id? HolderName/text?
    CommodityClassification = NatureCode/code? CargoTypeCode/code? CommodityCode/code? ItemClassificationCode/code?
    Contact = ID/id? Name/text? Telephone/text? Telefax/text? ElectronicMail/text? Note/text*
        OtherCommunication/Communication*
    Country = IdentificationCode/code? Name/text?
    CreditNoteLine = ID/id UUID/id? Note/text* CreditedQuantity/quantity? LineExtensionAmount/amount?
        TaxPointDate/day? AccountingCostCode/code? AccountingCost/text? PaymentPurposeCode/code?
        FreeOfChargeIndicator/flag? InvoicePeriod/Period* OrderLineReference* DiscrepancyResponse/Response*
        DespatchLineReference/LineReference* ReceiptLineReference/LineReference* BillingReference* DocumentReference*
        PricingReference? OriginatorParty/Party? Delivery* PaymentTerms* TaxTotal* AllowanceCharge* Item? Price?
        DeliveryTerms* SubCreditNoteLine/CreditNoteLine* ItemPriceExtension/PriceExtension?
    CreditNote = ext:UBLExtensions? UBLVersionID/id? CustomizationID/id? ProfileID/id? ProfileExecutionID/id? ID/id
        CopyIndicator/flag? UUID/id? IssueDate/day IssueTime/time? TaxPointDate/day? CreditNoteTypeCode/code?
        Note/text* DocumentCurrencyCode/code? TaxCurrencyCode/code? PricingCurrencyCode/code?
        PaymentCurrencyCode/code? PaymentAlternativeCurrencyCode/code? AccountingCostCode/code? AccountingCost/text?
        LineCountNumeric/number? BuyerReference/text? InvoicePeriod/Period* DiscrepancyResponse/Response*
        OrderReference? BillingReference* DespatchDocumentReference/DocumentReference*
        ReceiptDocumentReference/DocumentReference* ContractDocumentReference/DocumentReference*
        AdditionalDocumentReference/DocumentReference* StatementDocumentReference/DocumentReference*
        OriginatorDocumentReference/DocumentReference* Signature* AccountingSupplierParty/SupplierParty
        AccountingCustomerParty/CustomerParty PayeeParty/Party? BuyerCustomerParty/CustomerParty?
        SellerSupplierParty/SupplierParty? TaxRepresentativeParty/Party? Delivery* DeliveryTerms* PaymentMeans*
        PaymentTerms* TaxExchangeRate/ExchangeRate? PricingExchangeRate/ExchangeRate?
        PaymentExchangeRate/ExchangeRate? PaymentAlternativeExchangeRate/ExchangeRate? AllowanceCharge* TaxTotal*
        LegalMonetaryTotal/MonetaryTotal CreditNoteLine+
    CustomerParty = CustomerAssignedAccountID/id? SupplierAssignedAccountID/id? AdditionalAccountID/id* Party?
        DeliveryContact/Contact? AccountingContact/Contact? BuyerContact/Contact?
    Delivery = ID/id? Quantity/quantity? MinimumQuantity/quantity? MaximumQuantity/quantity? ActualDeliveryDate/day?
        ActualDeliveryTime/time? LatestDeliveryDate/day? LatestDeliveryTime/time? ReleaseID/id? TrackingID/id?
        DeliveryAddress/Address? DeliveryLocation/Location? AlternativeDeliveryLocation/Location?
        RequestedDeliveryPeriod/Period? PromisedDeliveryPeriod/Period? EstimatedDeliveryPeriod/Period?
        CarrierParty/Party? DeliveryParty/Party? NotifyParty/Party* Despatch? DeliveryTerms*
        MinimumDeliveryUnit/DeliveryUnit? MaximumDeliveryUnit/DeliveryUnit? Shipment?
    DocumentReference = ID/id CopyIndicator/flag? UUID/id? IssueDate/day? IssueTime/time? DocumentTypeCode/code?
        DocumentType/text? XPath/text* LanguageID/id? LocaleCode/code? VersionID/id? DocumentStatusCode/code?
        DocumentDescription/text* Attachment? ValidityPeriod/Period? IssuerParty/Party? ResultOfVerification?
    ExternalReference = URI/id? DocumentHash/text? HashAlgorithmMethod/text? ExpiryDate/day? ExpiryTime/time?
        MimeCode/code? FormatCode/code? EncodingCode/code? CharacterSetCode/code? FileName/text? Description/text*
    FinancialAccount = ID/id? Name/text? AliasName/text? AccountTypeCode/code? AccountFormatCode/code?
        CurrencyCode/code? PaymentNote/text* FinancialInstitutionBranch/Branch? Country?
    InvoiceLine = ID/id UUID/id? Note/text* InvoicedQuantity/quantity? LineExtensionAmount/amount TaxPointDate/day?
        AccountingCostCode/code? AccountingCost/text? PaymentPurposeCode/code? FreeOfChargeIndicator/flag?
        InvoicePeriod/Period* OrderLineReference* DespatchLineReference/LineReference*
        ReceiptLineReference/LineReference* BillingReference* DocumentReference* PricingReference?
        OriginatorParty/Party? Delivery* PaymentTerms* AllowanceCharge* TaxTotal* WithholdingTaxTotal/TaxTotal* Item
        Price? DeliveryTerms? SubInvoiceLine/InvoiceLine* ItemPriceExtension/PriceExtension?
    Invoice = ext:UBLExtensions? UBLVersionID/id? CustomizationID/id? ProfileID/id? ProfileExecutionID/id? ID/id
        CopyIndicator/flag? UUID/id? IssueDate/day IssueTime/time? DueDate/day? InvoiceTypeCode/code? Note/text*
        TaxPointDate/day? DocumentCurrencyCode/code? TaxCurrencyCode/code? PricingCurrencyCode/code?
        PaymentCurrencyCode/code? PaymentAlternativeCurrencyCode/code? AccountingCostCode/code? AccountingCost/text?
        LineCountNumeric/number? BuyerReference/text? InvoicePeriod/Period* OrderReference? BillingReference*
        DespatchDocumentReference/DocumentReference* ReceiptDocumentReference/DocumentReference*
        StatementDocumentReference/DocumentReference* OriginatorDocumentReference/DocumentReference*
        ContractDocumentReference/DocumentReference* AdditionalDocumentReference/DocumentReference* ProjectReference*
        Signature* AccountingSupplierParty/SupplierParty AccountingCustomerParty/CustomerParty PayeeParty/Party?
        BuyerCustomerParty/CustomerParty? SellerSupplierParty/SupplierParty? TaxRepresentativeParty/Party? Delivery*
        DeliveryTerms? PaymentMeans* PaymentTerms* PrepaidPayment/Payment* AllowanceCharge*
        TaxExchangeRate/ExchangeRate? PricingExchangeRate/ExchangeRate? PaymentExchangeRate/ExchangeRate?
        PaymentAlternativeExchangeRate/ExchangeRate? TaxTotal* WithholdingTaxTotal/TaxTotal*
        LegalMonetaryTotal/MonetaryTotal InvoiceLine+
    ItemIdentification = ID/id ExtendedID/id? BarcodeSymbologyID/id? PhysicalAttribute*
        MeasurementDimension/Dimension* IssuerParty/Party?
    ItemProperty = ID/id? Name/text NameCode/code? TestMethod/text? Value/text? ValueQuantity/quantity?
        ValueQualifier/text* ImportanceCode/code? ListValue/text* UsabilityPeriod/Period? ItemPropertyGroup*
        RangeDimension/Dimension? ItemPropertyRange?
    Item = Description/text* PackQuantity/quantity? PackSizeNumeric/number? CatalogueIndicator/flag? Name/text?
        HazardousRiskIndicator/flag? AdditionalInformation/text* Keyword/text* BrandName/text* ModelName/text*
        BuyersItemIdentification/ItemIdentification? SellersItemIdentification/ItemIdentification?
        ManufacturersItemIdentification/ItemIdentification* StandardItemIdentification/ItemIdentification?
        CatalogueItemIdentification/ItemIdentification? AdditionalItemIdentification/ItemIdentification*
        CatalogueDocumentReference/DocumentReference? ItemSpecificationDocumentReference/DocumentReference*
        OriginCountry/Country? CommodityClassification* TransactionConditions* HazardousItem*
        ClassifiedTaxCategory/TaxCategory* AdditionalItemProperty/ItemProperty* ManufacturerParty/Party*
        InformationContentProviderParty/Party? OriginAddress/Address* ItemInstance* Certificate* Dimension*
    Location = ID/id? Description/text* Conditions/text* CountrySubentity/text? CountrySubentityCode/code?
        LocationTypeCode/code? InformationURI/id? Name/text? ValidityPeriod/Period* Address?
        SubsidiaryLocation/Location* LocationCoordinate*
    MonetaryTotal = LineExtensionAmount/amount? TaxExclusiveAmount/amount? TaxInclusiveAmount/amount?
        AllowanceTotalAmount/amount? ChargeTotalAmount/amount? PrepaidAmount/amount? PayableRoundingAmount/amount?
        PayableAmount/amount PayableAlternativeAmount/amount?
    OrderLineReference = LineID/id SalesOrderLineID/id? UUID/id? LineStatusCode/code? OrderReference?
    OrderReference = ID/id SalesOrderID/id? CopyIndicator/flag? UUID/id? IssueDate/day? IssueTime/time?
        CustomerReference/text? OrderTypeCode/code? DocumentReference?
    PartyIdentification = ID/id
    PartyLegalEntity = RegistrationName/text? CompanyID/id? RegistrationDate/day? RegistrationExpirationDate/day?
        CompanyLegalFormCode/code? CompanyLegalForm/text? SoleProprietorshipIndicator/flag?
        CompanyLiquidationStatusCode/code? CorporateStockAmount/amount? FullyPaidSharesIndicator/flag?
        RegistrationAddress/Address? CorporateRegistrationScheme? HeadOfficeParty/Party? ShareholderParty*
    PartyName = Name/text
    PartyTaxScheme = RegistrationName/text? CompanyID/id? TaxLevelCode/code? ExemptionReasonCode/code?
        ExemptionReason/text* RegistrationAddress/Address? TaxScheme
    Party = MarkCareIndicator/flag? MarkAttentionIndicator/flag? WebsiteURI/id? LogoReferenceID/id? EndpointID/id?
        IndustryClassificationCode/code? PartyIdentification* PartyName* Language? PostalAddress/Address?
        PhysicalLocation/Location? PartyTaxScheme* PartyLegalEntity* Contact? Person* AgentParty/Party?
        ServiceProviderParty* PowerOfAttorney* FinancialAccount?
    PaymentMandate = ID/id? MandateTypeCode/code? MaximumPaymentInstructionsNumeric/number? MaximumPaidAmount/amount?
        SignatureID/id? PayerParty/Party? PayerFinancialAccount/FinancialAccount? ValidityPeriod/Period?
        PaymentReversalPeriod/Period? Clause*
    PaymentMeans = ID/id? PaymentMeansCode/code PaymentDueDate/day? PaymentChannelCode/code? InstructionID/id?
        InstructionNote/text* PaymentID/id* CardAccount? PayerFinancialAccount/FinancialAccount?
        PayeeFinancialAccount/FinancialAccount? CreditAccount? PaymentMandate? TradeFinancing?
    PaymentTerms = ID/id? PaymentMeansID/id* PrepaidPaymentReferenceID/id? Note/text* ReferenceEventCode/code?
        SettlementDiscountPercent/number? PenaltySurchargePercent/number? PaymentPercent/number? Amount/amount?
        SettlementDiscountAmount/amount? PenaltyAmount/amount? PaymentTermsDetailsURI/id? PaymentDueDate/day?
        InstallmentDueDate/day? InvoicingPartyReference/text? SettlementPeriod/Period? PenaltyPeriod/Period?
        ExchangeRate? ValidityPeriod/Period?
    Period = StartDate/day? StartTime/time? EndDate/day? EndTime/time? DurationMeasure/measure? DescriptionCode/code*
        Description/text*
    Price = PriceAmount/amount BaseQuantity/quantity? PriceChangeReason/text* PriceTypeCode/code? PriceType/text?
        OrderableUnitFactorRate/number? ValidityPeriod/Period* PriceList? AllowanceCharge*
        PricingExchangeRate/ExchangeRate?
    ProjectReference = ID/id UUID/id? IssueDate/day? WorkPhaseReference*
    SupplierParty = CustomerAssignedAccountID/id? AdditionalAccountID/id* DataSendingCapability/text? Party?
        DespatchContact/Contact? AccountingContact/Contact? SellerContact/Contact?
    TaxCategory = ID/id? Name/text? Percent/number? BaseUnitMeasure/measure? PerUnitAmount/amount?
        TaxExemptionReasonCode/code? TaxExemptionReason/text* TierRange/text? TierRatePercent/number? TaxScheme
    TaxScheme = ID/id? Name/text? TaxTypeCode/code? CurrencyCode/code? JurisdictionRegionAddress/Address*
    TaxSubtotal = TaxableAmount/amount? TaxAmount/amount CalculationSequenceNumeric/number?
        TransactionCurrencyTaxAmount/amount? Percent/number? BaseUnitMeasure/measure? PerUnitAmount/amount?
        TierRange/text? TierRatePercent/number? TaxCategory
    TaxTotal = TaxAmount/amount RoundingAmount/amount? TaxEvidenceIndicator/flag? TaxIncludedIndicator/flag?
        TaxSubtotal*
    """,
    part="cac",
    leaf="cbc",
    must={"amount": "currencyID", "measure": "unitCode", "file": "mimeCode"},
)
