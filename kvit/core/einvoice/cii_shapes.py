"""What may stand where in a CII D16B: the content models of its schema, as text (`structure`).

The types are those in which EN 16931 has a term; what stands in another element is left to the official schema. Tested
against it in `kvit/adapters/judges/saxon/tests/test_structure.py`.
"""

from kvit.core.einvoice.structure import Shapes

CII = Shapes(
    """
    CreditorFinancialAccount = IBANID/id? AccountName/text? ProprietaryID/id?
    CreditorFinancialInstitution = BICID/id? CHIPSUniversalID/id? NewZealandNCCID/id? IrishNSCID/id? UKSortCodeID/id?
        CHIPSParticipantID/id? SwissBCID/id? FedwireRoutingNumberID/id? PortugueseNCCID/id? RussianCentralBankID/id?
        ItalianDomesticID/id? AustrianBankleitzahlID/id? CanadianPaymentsAssociationID/id? SICID/id?
        GermanBankleitzahlID/id? SpanishDomesticInterbankingID/id? SouthAfricanNCCID/id? HongKongBankID/id?
        AustralianBSBID/id? IndianFinancialSystemID/id? HellenicBankID/id? PolishNationalClearingID/id? Name/text?
        ClearingSystemName/text? JapanFinancialInstitutionCommonID/id?
        LocationFinancialInstitutionAddress/FinancialInstitutionAddress?
        SubDivisionBranchFinancialInstitution/BranchFinancialInstitution?
    CrossIndustryInvoice = rsm:ExchangedDocumentContext rsm:ExchangedDocument rsm:SupplyChainTradeTransaction
        rsm:ValuationBreakdownStatement?
    Date = (udt:DateString/stamp|udt:Date/day)
    DateTime = (udt:DateTimeString/stamp|udt:DateTime/moment)
    DebtorFinancialAccount = IBANID/id? AccountName/text? ProprietaryID/id?
    DocumentContextParameter = ID/id? Value/text? SpecifiedDocumentVersion/DocumentVersion?
    DocumentLineDocument = LineID/id? ParentLineID/id? LineStatusCode/coded? LineStatusReasonCode/code?
        IncludedNote/Note*
    ExchangedDocument = ID/id Name/text* TypeCode/coded? IssueDateTime/DateTime CopyIndicator/Indicator? Purpose/text?
        ControlRequirementIndicator/Indicator? LanguageID/id* PurposeCode/coded? RevisionDateTime/DateTime?
        VersionID/id? GlobalID/id? RevisionID/id? PreviousRevisionID/id? CategoryCode/code? IncludedNote/Note*
        EffectiveSpecifiedPeriod/SpecifiedPeriod? IssuerTradeParty/TradeParty?
    ExchangedDocumentContext = SpecifiedTransactionID/id? TestIndicator/Indicator?
        BusinessProcessSpecifiedDocumentContextParameter/DocumentContextParameter*
        BIMSpecifiedDocumentContextParameter/DocumentContextParameter*
        ScenarioSpecifiedDocumentContextParameter/DocumentContextParameter*
        ApplicationSpecifiedDocumentContextParameter/DocumentContextParameter*
        GuidelineSpecifiedDocumentContextParameter/DocumentContextParameter*
        SubsetSpecifiedDocumentContextParameter/DocumentContextParameter*
        MessageStandardSpecifiedDocumentContextParameter/DocumentContextParameter?
    FormattedDateTime = qdt:DateTimeString/stamp
    HeaderTradeAgreement = Reference/text* BuyerReference/text? SellerTradeParty/TradeParty?
        BuyerTradeParty/TradeParty? SalesAgentTradeParty/TradeParty? BuyerRequisitionerTradeParty/TradeParty*
        BuyerAssignedAccountantTradeParty/TradeParty? SellerAssignedAccountantTradeParty/TradeParty?
        BuyerTaxRepresentativeTradeParty/TradeParty? SellerTaxRepresentativeTradeParty/TradeParty?
        ProductEndUserTradeParty/TradeParty? ApplicableTradeDeliveryTerms/TradeDeliveryTerms?
        SellerOrderReferencedDocument/ReferencedDocument? BuyerOrderReferencedDocument/ReferencedDocument?
        QuotationReferencedDocument/ReferencedDocument? OrderResponseReferencedDocument/ReferencedDocument?
        ContractReferencedDocument/ReferencedDocument? DemandForecastReferencedDocument/ReferencedDocument?
        SupplyInstructionReferencedDocument/ReferencedDocument? PromotionalDealReferencedDocument/ReferencedDocument?
        PriceListReferencedDocument/ReferencedDocument? AdditionalReferencedDocument/ReferencedDocument*
        RequisitionerReferencedDocument/ReferencedDocument* BuyerAgentTradeParty/TradeParty?
        PurchaseConditionsReferencedDocument/ReferencedDocument* SpecifiedProcuringProject/ProcuringProject?
        UltimateCustomerOrderReferencedDocument/ReferencedDocument*
    HeaderTradeDelivery = RelatedSupplyChainConsignment/SupplyChainConsignment? ShipToTradeParty/TradeParty?
        UltimateShipToTradeParty/TradeParty? ShipFromTradeParty/TradeParty?
        ActualDespatchSupplyChainEvent/SupplyChainEvent? ActualPickUpSupplyChainEvent/SupplyChainEvent?
        ActualDeliverySupplyChainEvent/SupplyChainEvent? ActualReceiptSupplyChainEvent/SupplyChainEvent?
        AdditionalReferencedDocument/ReferencedDocument* DespatchAdviceReferencedDocument/ReferencedDocument?
        ReceivingAdviceReferencedDocument/ReferencedDocument? DeliveryNoteReferencedDocument/ReferencedDocument?
        ConsumptionReportReferencedDocument/ReferencedDocument? PreviousDeliverySupplyChainEvent/SupplyChainEvent*
        PackingListReferencedDocument/ReferencedDocument?
    HeaderTradeSettlement = DuePayableAmount/amount* CreditorReferenceTypeCode/code* CreditorReferenceType/text*
        CreditorReferenceIssuerID/id* CreditorReferenceID/id? PaymentReference/text* TaxCurrencyCode/coded?
        InvoiceCurrencyCode/coded? PaymentCurrencyCode/coded? InvoiceIssuerReference/text? InvoiceDateTime/DateTime?
        NextInvoiceDateTime/DateTime* CreditReasonCode/code? CreditReason/text* InvoicerTradeParty/TradeParty?
        InvoiceeTradeParty/TradeParty? PayeeTradeParty/TradeParty? PayerTradeParty/TradeParty?
        TaxApplicableTradeCurrencyExchange/TradeCurrencyExchange?
        InvoiceApplicableTradeCurrencyExchange/TradeCurrencyExchange?
        PaymentApplicableTradeCurrencyExchange/TradeCurrencyExchange?
        SpecifiedTradeSettlementPaymentMeans/TradeSettlementPaymentMeans* ApplicableTradeTax/TradeTax*
        BillingSpecifiedPeriod/SpecifiedPeriod? SpecifiedTradeAllowanceCharge/TradeAllowanceCharge*
        SubtotalCalculatedTradeTax/TradeTax* SpecifiedLogisticsServiceCharge/LogisticsServiceCharge*
        SpecifiedTradePaymentTerms/TradePaymentTerms*
        SpecifiedTradeSettlementHeaderMonetarySummation/TradeSettlementHeaderMonetarySummation?
        SpecifiedFinancialAdjustment/FinancialAdjustment* InvoiceReferencedDocument/ReferencedDocument?
        ProFormaInvoiceReferencedDocument/ReferencedDocument? LetterOfCreditReferencedDocument/ReferencedDocument?
        FactoringAgreementReferencedDocument/ReferencedDocument* FactoringListReferencedDocument/ReferencedDocument*
        PayableSpecifiedTradeAccountingAccount/TradeAccountingAccount*
        ReceivableSpecifiedTradeAccountingAccount/TradeAccountingAccount*
        PurchaseSpecifiedTradeAccountingAccount/TradeAccountingAccount*
        SalesSpecifiedTradeAccountingAccount/TradeAccountingAccount*
        SpecifiedTradeSettlementFinancialCard/TradeSettlementFinancialCard* SpecifiedAdvancePayment/AdvancePayment*
        UltimatePayeeTradeParty/TradeParty?
    Indicator = (udt:IndicatorString/stamp|udt:Indicator/flag)
    LegalOrganization = LegalClassificationCode/code? Name/text? ID/id? TradingBusinessName/text?
        PostalTradeAddress/TradeAddress? AuthorizedLegalRegistration/LegalRegistration*
    LineTradeAgreement = BuyerReference/text? BuyerRequisitionerTradeParty/TradeParty*
        ApplicableTradeDeliveryTerms/TradeDeliveryTerms? SellerOrderReferencedDocument/ReferencedDocument?
        BuyerOrderReferencedDocument/ReferencedDocument? QuotationReferencedDocument/ReferencedDocument?
        ContractReferencedDocument/ReferencedDocument? DemandForecastReferencedDocument/ReferencedDocument?
        PromotionalDealReferencedDocument/ReferencedDocument? AdditionalReferencedDocument/ReferencedDocument*
        GrossPriceProductTradePrice/TradePrice? NetPriceProductTradePrice/TradePrice?
        RequisitionerReferencedDocument/ReferencedDocument* ItemSellerTradeParty/TradeParty?
        ItemBuyerTradeParty/TradeParty? IncludedSpecifiedMarketplace/SpecifiedMarketplace?
        UltimateCustomerOrderReferencedDocument/ReferencedDocument*
    LineTradeDelivery = RequestedQuantity/quantity? ReceivedQuantity/quantity? BilledQuantity/quantity?
        ChargeFreeQuantity/quantity? PackageQuantity/quantity? ProductUnitQuantity/quantity?
        PerPackageUnitQuantity/quantity? NetWeightMeasure/measure? GrossWeightMeasure/measure?
        TheoreticalWeightMeasure/measure? DespatchedQuantity/quantity? SpecifiedDeliveryAdjustment/DeliveryAdjustment*
        IncludedSupplyChainPackaging/SupplyChainPackaging* RelatedSupplyChainConsignment/SupplyChainConsignment?
        ShipToTradeParty/TradeParty? UltimateShipToTradeParty/TradeParty? ShipFromTradeParty/TradeParty?
        ActualDespatchSupplyChainEvent/SupplyChainEvent? ActualPickUpSupplyChainEvent/SupplyChainEvent?
        RequestedDeliverySupplyChainEvent/SupplyChainEvent? ActualDeliverySupplyChainEvent/SupplyChainEvent?
        ActualReceiptSupplyChainEvent/SupplyChainEvent? AdditionalReferencedDocument/ReferencedDocument*
        DespatchAdviceReferencedDocument/ReferencedDocument? ReceivingAdviceReferencedDocument/ReferencedDocument?
        DeliveryNoteReferencedDocument/ReferencedDocument? ConsumptionReportReferencedDocument/ReferencedDocument?
        PackingListReferencedDocument/ReferencedDocument?
    LineTradeSettlement = PaymentReference/text* InvoiceIssuerReference/text? TotalAdjustmentAmount/amount?
        DiscountIndicator/Indicator? ApplicableTradeTax/TradeTax* BillingSpecifiedPeriod/SpecifiedPeriod?
        SpecifiedTradeAllowanceCharge/TradeAllowanceCharge* SubtotalCalculatedTradeTax/TradeTax*
        SpecifiedLogisticsServiceCharge/LogisticsServiceCharge* SpecifiedTradePaymentTerms/TradePaymentTerms*
        SpecifiedTradeSettlementLineMonetarySummation/TradeSettlementLineMonetarySummation?
        SpecifiedFinancialAdjustment/FinancialAdjustment* InvoiceReferencedDocument/ReferencedDocument?
        AdditionalReferencedDocument/ReferencedDocument*
        PayableSpecifiedTradeAccountingAccount/TradeAccountingAccount*
        ReceivableSpecifiedTradeAccountingAccount/TradeAccountingAccount*
        PurchaseSpecifiedTradeAccountingAccount/TradeAccountingAccount*
        SalesSpecifiedTradeAccountingAccount/TradeAccountingAccount*
        SpecifiedTradeSettlementFinancialCard/TradeSettlementFinancialCard?
    Note = Subject/text? ContentCode/code? Content/text* SubjectCode/code? ID/id?
    ProcuringProject = ID/id Description/text? Name/text
    ProductCharacteristic = ID/id* TypeCode/code? Description/text* ValueMeasure/measure? MeasurementMethodCode/code?
        Value/text* ValueCode/code? ValueDateTime/DateTime? ValueIndicator/Indicator? ContentTypeCode/code?
        ValueSpecifiedBinaryFile/SpecifiedBinaryFile?
        ApplicableProductCharacteristicCondition/ProductCharacteristicCondition*
        ApplicableReferencedStandard/ReferencedStandard?
    ProductClassification = SystemID/id? SystemName/text* ClassCode/code? ClassName/text* SubClassCode/code?
        ClassProductCharacteristic/ProductCharacteristic* ApplicableReferencedStandard/ReferencedStandard?
    ReferencedDocument = IssuerAssignedID/id? URIID/id? StatusCode/coded? CopyIndicator/Indicator? LineID/id?
        TypeCode/coded? GlobalID/id? RevisionID/id? Name/text* AttachmentBinaryObject/file* Information/text*
        ReferenceTypeCode/coded? SectionName/text* PreviousRevisionID/id* FormattedIssueDateTime/FormattedDateTime?
        EffectiveSpecifiedPeriod/SpecifiedPeriod? IssuerTradeParty/TradeParty?
        AttachedSpecifiedBinaryFile/SpecifiedBinaryFile*
    SpecifiedPeriod = DurationMeasure/measure* InclusiveIndicator/Indicator? Description/text* StartDateTime/DateTime?
        EndDateTime/DateTime? CompleteDateTime/DateTime? OpenIndicator/Indicator? SeasonCode/code? ID/id? Name/text*
        SequenceNumeric/number? StartDateFlexibilityCode/code? ContinuousIndicator/Indicator? PurposeCode/code?
    SupplyChainEvent = ID/id? OccurrenceDateTime/DateTime? TypeCode/code? Description/text*
        DescriptionBinaryObject/file* UnitQuantity/quantity? LatestOccurrenceDateTime/DateTime?
        EarliestOccurrenceDateTime/DateTime? OccurrenceSpecifiedPeriod/SpecifiedPeriod?
        OccurrenceLogisticsLocation/LogisticsLocation?
    SupplyChainTradeLineItem = DescriptionCode/code? AssociatedDocumentLineDocument/DocumentLineDocument
        SpecifiedTradeProduct/TradeProduct? SpecifiedLineTradeAgreement/LineTradeAgreement?
        SpecifiedLineTradeDelivery/LineTradeDelivery? SpecifiedLineTradeSettlement/LineTradeSettlement
        IncludedSubordinateTradeLineItem/SubordinateTradeLineItem*
    SupplyChainTradeTransaction = IncludedSupplyChainTradeLineItem/SupplyChainTradeLineItem*
        ApplicableHeaderTradeAgreement/HeaderTradeAgreement ApplicableHeaderTradeDelivery/HeaderTradeDelivery
        ApplicableHeaderTradeSettlement/HeaderTradeSettlement
    TaxRegistration = ID/id? AssociatedRegisteredTax/RegisteredTax?
    TradeAccountingAccount = ID/id SetTriggerCode/coded? TypeCode/coded? AmountTypeCode/coded? Name/text?
        CostReferenceDimensionPattern/text?
    TradeAddress = ID/id? PostcodeCode/code? PostOfficeBox/text? BuildingName/text? LineOne/text? LineTwo/text?
        LineThree/text? LineFour/text? LineFive/text? StreetName/text? CityName/text? CitySubDivisionName/text?
        CountryID/coded? CountryName/text* CountrySubDivisionID/id? CountrySubDivisionName/text* AttentionOf/text?
        CareOf/text? BuildingNumber/text? DepartmentName/text? AdditionalStreetName/text?
    TradeAllowanceCharge = ChargeIndicator/Indicator? ID/id? SequenceNumeric/number? CalculationPercent/number?
        BasisAmount/amount? BasisQuantity/quantity? PrepaidIndicator/Indicator? ActualAmount/amount*
        UnitBasisAmount/amount? ReasonCode/coded? Reason/text? TypeCode/coded? CategoryTradeTax/TradeTax*
        ActualTradeCurrencyExchange/TradeCurrencyExchange?
    TradeContact = ID/id? PersonName/text? DepartmentName/text? TypeCode/coded? JobTitle/text? Responsibility/text?
        PersonID/id* TelephoneUniversalCommunication/UniversalCommunication?
        DirectTelephoneUniversalCommunication/UniversalCommunication?
        MobileTelephoneUniversalCommunication/UniversalCommunication?
        FaxUniversalCommunication/UniversalCommunication? EmailURIUniversalCommunication/UniversalCommunication?
        TelexUniversalCommunication/UniversalCommunication? VOIPUniversalCommunication/UniversalCommunication?
        InstantMessagingUniversalCommunication/UniversalCommunication? SpecifiedNote/Note*
        SpecifiedContactPerson/ContactPerson?
    TradeCountry = ID/coded? Name/text* SubordinateTradeCountrySubDivision/TradeCountrySubDivision*
    TradeParty = ID/id* GlobalID/id* Name/text? RoleCode/coded* Description/text*
        SpecifiedLegalOrganization/LegalOrganization? DefinedTradeContact/TradeContact*
        PostalTradeAddress/TradeAddress? URIUniversalCommunication/UniversalCommunication*
        SpecifiedTaxRegistration/TaxRegistration* EndPointURIUniversalCommunication/UniversalCommunication?
        LogoAssociatedSpecifiedBinaryFile/SpecifiedBinaryFile*
    TradePaymentTerms = ID/coded? FromEventCode/coded? SettlementPeriodMeasure/measure? Description/text*
        DueDateDateTime/DateTime? TypeCode/coded? InstructionTypeCode/code? DirectDebitMandateID/id*
        PartialPaymentPercent/number? PaymentMeansID/id* PartialPaymentAmount/amount*
        ApplicableTradePaymentPenaltyTerms/TradePaymentPenaltyTerms?
        ApplicableTradePaymentDiscountTerms/TradePaymentDiscountTerms? PayeeTradeParty/TradeParty*
    TradePrice = TypeCode/coded? ChargeAmount/amount+ BasisQuantity/quantity? MinimumQuantity/quantity?
        MaximumQuantity/quantity? ChangeReason/text* OrderUnitConversionFactorNumeric/number?
        AppliedTradeAllowanceCharge/TradeAllowanceCharge* ValiditySpecifiedPeriod/SpecifiedPeriod?
        IncludedTradeTax/TradeTax* DeliveryTradeLocation/TradeLocation* TradeComparisonReferencePrice/ReferencePrice*
        AssociatedReferencedDocument/ReferencedDocument*
    TradeProduct = ID/id? GlobalID/id? SellerAssignedID/id? BuyerAssignedID/id? ManufacturerAssignedID/id? Name/text*
        TradeName/text? Description/text? TypeCode/code? NetWeightMeasure/measure? GrossWeightMeasure/measure?
        ProductGroupID/id* EndItemTypeCode/code* EndItemName/text* AreaDensityMeasure/measure? UseDescription/text*
        BrandName/text? SubBrandName/text? DrainedNetWeightMeasure/measure? VariableMeasureIndicator/Indicator?
        ColourCode/code? ColourDescription/text* Designation/text*
        FormattedCancellationAnnouncedLaunchDateTime/FormattedDateTime?
        FormattedLatestProductDataChangeDateTime/FormattedDateTime?
        ApplicableProductCharacteristic/ProductCharacteristic*
        ApplicableMaterialGoodsCharacteristic/MaterialGoodsCharacteristic*
        DesignatedProductClassification/ProductClassification* IndividualTradeProductInstance/TradeProductInstance*
        CertificationEvidenceReferenceReferencedDocument/ReferencedDocument*
        InspectionReferenceReferencedDocument/ReferencedDocument* OriginTradeCountry/TradeCountry?
        LinearSpatialDimension/SpatialDimension? MinimumLinearSpatialDimension/SpatialDimension?
        MaximumLinearSpatialDimension/SpatialDimension? ManufacturerTradeParty/TradeParty?
        PresentationSpecifiedBinaryFile/SpecifiedBinaryFile* MSDSReferenceReferencedDocument/ReferencedDocument?
        AdditionalReferenceReferencedDocument/ReferencedDocument* LegalRightsOwnerTradeParty/TradeParty?
        BrandOwnerTradeParty/TradeParty? IncludedReferencedProduct/ReferencedProduct* InformationNote/Note*
    TradeSettlementFinancialCard = MicrochipIndicator/Indicator? ID/id? TypeCode/code? CardholderName/text?
        ExpiryDate/Date? VerificationNumeric/number? ValidFromDateTime/DateTime? CreditLimitAmount/amount*
        CreditAvailableAmount/amount* InterestRatePercent/number? IssuingCompanyName/text? Description/text?
    TradeSettlementHeaderMonetarySummation = LineTotalAmount/amount* ChargeTotalAmount/amount*
        AllowanceTotalAmount/amount* TaxBasisTotalAmount/amount* TaxTotalAmount/amount* RoundingAmount/amount*
        GrandTotalAmount/amount* InformationAmount/amount* TotalPrepaidAmount/amount* TotalDiscountAmount/amount*
        TotalAllowanceChargeAmount/amount* DuePayableAmount/amount* RetailValueExcludingTaxInformationAmount/amount*
        TotalDepositFeeInformationAmount/amount* ProductValueExcludingTobaccoTaxInformationAmount/amount*
        TotalRetailValueInformationAmount/amount* GrossLineTotalAmount/amount* NetLineTotalAmount/amount*
        NetIncludingTaxesLineTotalAmount/amount*
    TradeSettlementLineMonetarySummation = LineTotalAmount/amount* ChargeTotalAmount/amount*
        AllowanceTotalAmount/amount* TaxBasisTotalAmount/amount* TaxTotalAmount/amount* GrandTotalAmount/amount*
        InformationAmount/amount* TotalAllowanceChargeAmount/amount* TotalRetailValueInformationAmount/amount*
        GrossLineTotalAmount/amount* NetLineTotalAmount/amount* NetIncludingTaxesLineTotalAmount/amount*
        ProductWeightLossInformationAmount/amount*
    TradeSettlementPaymentMeans = PaymentChannelCode/coded? TypeCode/coded? GuaranteeMethodCode/coded?
        PaymentMethodCode/code? Information/text* ID/id*
        ApplicableTradeSettlementFinancialCard/TradeSettlementFinancialCard?
        PayerPartyDebtorFinancialAccount/DebtorFinancialAccount?
        PayeePartyCreditorFinancialAccount/CreditorFinancialAccount?
        PayerSpecifiedDebtorFinancialInstitution/DebtorFinancialInstitution?
        PayeeSpecifiedCreditorFinancialInstitution/CreditorFinancialInstitution?
    TradeTax = CalculatedAmount/amount* TypeCode/coded? ExemptionReason/text? CalculatedRate/number?
        CalculationSequenceNumeric/number? BasisQuantity/quantity? BasisAmount/amount* UnitBasisAmount/amount*
        LineTotalBasisAmount/amount* AllowanceChargeBasisAmount/amount* CategoryCode/coded? CurrencyCode/coded?
        Jurisdiction/text* CustomsDutyIndicator/Indicator? ExemptionReasonCode/code? TaxBasisAllowanceRate/number?
        TaxPointDate/Date? Type/text? InformationAmount/amount* CategoryName/text* DueDateTypeCode/coded?
        RateApplicablePercent/number? SpecifiedTradeAccountingAccount/TradeAccountingAccount*
        ServiceSupplyTradeCountry/TradeCountry?
        BuyerRepayableTaxSpecifiedTradeAccountingAccount/TradeAccountingAccount?
        SellerPayableTaxSpecifiedTradeAccountingAccount/TradeAccountingAccount?
        SellerRefundableTaxSpecifiedTradeAccountingAccount/TradeAccountingAccount?
        BuyerDeductibleTaxSpecifiedTradeAccountingAccount/TradeAccountingAccount?
        BuyerNonDeductibleTaxSpecifiedTradeAccountingAccount/TradeAccountingAccount?
        PlaceApplicableTradeLocation/TradeLocation*
    UniversalCommunication = URIID/id? ChannelCode/coded? CompleteNumber/text?
    """,
    part="ram",
    leaf="ram",
    must={},
)
