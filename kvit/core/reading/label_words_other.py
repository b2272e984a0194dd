"""Labels of what is not read, or read elsewhere: a value behind one of these belongs to no other field."""

from kvit.core.reading.label_words import Words

WORDS: Words = {
    ("seller", "strong"): {
        "en": "Seller|Supplier|Vendor|Issued by|From|Bill from|Sold by|Invoice from|Provider",
        "de": "Verkäufer|Rechnungssteller|Lieferant|Leistungserbringer|Rechnungsaussteller",
        "fr": "Vendeur|Fournisseur|Émetteur|Prestataire",
        "ro": "Furnizor|Vânzător|Emitent|Prestator|Furnizorul",
        "bg": "Доставчик|Продавач|Издател|Изпълнител",
        "es": "Vendedor|Emisor|Proveedor|Expedidor|Datos del emisor|Datos del proveedor|Datos fiscales del emisor"
        "|Empresa emisora",
        "pl": "Sprzedawca|Wystawca|Dostawca|Sprzedający|Dane sprzedawcy",
        "nl": "Verkoper|Leverancier",
    },
    ("buyer", "strong"): {
        "en": "Buyer|Bill to|Customer|Invoice to|Sold to|Billed to|Client|Ship to|Deliver to|Billing address"
        "|Shipping address|Delivery address|Recipient|To|Attn|Invoiced to|Bill to address|Ordered by",
        "de": "Käufer|Kunde|Rechnungsempfänger|Empfänger|Rechnung an|Lieferadresse|Rechnungsadresse"
        "|Leistungsempfänger|Lieferanschrift|Rechnungsanschrift|Auftraggeber|Warenempfänger|Lieferung an"
        "|Erwerber",
        "fr": "Acheteur|Client|Facturé à|Destinataire|Adresse de facturation|Adresse de livraison|Livré à"
        "|Facturer à|Livraison|Adressé à",
        "ro": "Cumpărător|Client|Beneficiar|Cumpărătorul|Facturat către|Adresa de livrare|Clientul|Destinatar"
        "|Factura către|Facturat lui|Achizitor",
        "bg": "Получател|Купувач|Клиент|Възложител|Фактурирано на|До|Адрес за доставка|Адресат",
        "es": "Comprador|Cliente|Destinatario|Facturar a|Facturado a|Datos del cliente|Dirección de entrega"
        "|Dirección de envío|Receptor|Datos del destinatario|Adquirente|Datos de facturación|Enviar a",
        "pl": "Nabywca|Kupujący|Odbiorca|Płatnik|Zamawiający|Klient|Dane nabywcy|Adres dostawy",
        "nl": "Koper|Factuuradres|Afleveradres|Klant|Factuur aan|Verzendadres",
    },
    ("tendered", "strong"): {
        "en": "Cash|Tendered|Tender|Total tendered|Cash received|Cash tendered|Amount tendered|Cash RM",
        "de": "Gegeben|Bar|Bar gegeben",
        "fr": "Espèces",
        "ro": "Numerar",
        "es": "Entregado|Efectivo",
        "pl": "Otrzymano|Gotówka",
        "bg": "В брой|Платено в брой",
        "nl": "Contant",
    },
    ("change", "strong"): {
        "en": "Change|Change due|Change RM|Balance change",
        "de": "Rückgeld|Zurück",
        "fr": "Rendu|Monnaie",
        "ro": "Rest",
        "es": "Cambio",
        "pl": "Reszta",
        "bg": "Ресто",
        "nl": "Wisselgeld",
    },
    ("seller_vat_id", "strong"): {
        "en": "VAT number|VAT no|VAT reg no|VAT ID|VAT registration number|VAT registration no"
        "|VAT identification number|VAT|GST ID|GST reg no|GST no|GST registration no|VAT reg|Tax ID|VAT Nr"
        "|Seller VAT ID",
        "de": "USt-IdNr|USt-Id|USt-ID-Nr|Umsatzsteuer-ID|Umsatzsteuer-Identifikationsnummer|UID|UID-Nr"
        "|USt-Ident-Nr|Ust-Id Nr|Umsatzsteuer-Ident-Nr|Umsatzsteuer Identnummer|Ust-Identifikationsnummer"
        "|Umsatzsteuer-IdNr|Steuernummer USt-ID|UStID",
        "fr": "N° TVA|TVA intracommunautaire|N° TVA intracommunautaire|Numéro de TVA|TVA intra|N° de TVA"
        "|N° TVA intra|N° TVA intracom|Identifiant TVA|Numéro TVA|N° intracommunautaire|TVA intracom"
        "|Numéro de TVA intracommunautaire|N° d'identification TVA",
        "ro": "CIF|CUI|Cod fiscal|Cod TVA|Cod unic de înregistrare|Cod identificare fiscală"
        "|Cod de identificare fiscală|C.U.I|C.I.F|CUI/CIF|CIF/CUI|Cod înregistrare TVA"
        "|Cod de înregistrare în scopuri de TVA|C.F.|Cod fiscal/CUI|Cod înreg. TVA",
        "bg": "ДДС №|ДДС номер|ИН по ЗДДС|ИН по ДДС|Идентификационен номер по ЗДДС|Идент. № по ЗДДС|Ид. № по ДДС"
        "|Ид. № по ЗДДС|Идентификационен № по ЗДДС|ЗДДС №|ДДС No|Ид. номер по ЗДДС|ДДС регистрация"
        "|Идент. № по ДДС|Идент. номер по ЗДДС",
        "es": "NIF|CIF|N.I.F.|C.I.F.|CIF/NIF|NIF/CIF|NIF-IVA|VAT|NIF IVA|N.I.F./C.I.F.|DNI/NIF|Nº IVA"
        "|NIF intracomunitario",
        "pl": "NIP|Numer NIP|Nr NIP|NIP UE|NIP sprzedawcy|VAT UE|Numer VAT UE|NIP/VAT",
        "nl": "BTW-nummer|BTW nr|Btw-nr|Btw-id|Btw identificatienummer|BTW id-nr",
        "it": "Partita IVA|P. IVA|P.IVA",
    },
    ("buyer_vat_id", "strong"): {
        "en": "Your VAT number|Customer VAT no|Customer VAT number|Your VAT ID|Buyer VAT ID|Customer VAT ID"
        "|Client VAT ID|Your VAT no|Buyer VAT",
        "de": "Ihre USt-IdNr|Ihre USt-ID|Kunden-USt-IdNr|USt-IdNr des Kunden|Ihre Umsatzsteuer-ID|USt-IdNr Kunde"
        "|Ihre UID|Ihre Umsatzsteuer-Identifikationsnummer|Ihre Ust-IdNr lautet|USt-ID Kunde|Kunden USt-ID"
        "|Ihre USt-ID-Nr|USt-ID des Leistungsempfängers",
        "fr": "Votre N° TVA|N° TVA client|TVA client|Votre TVA|TVA intracommunautaire client"
        "|Votre N° TVA intracommunautaire",
        "ro": "CIF client|CUI client|CIF cumpărător|CUI cumpărător|Cod fiscal client|CIF beneficiar",
        "bg": "ДДС № на получателя|ИН по ЗДДС на получателя|ДДС № получател|ДДС № на клиента",
        "es": "NIF cliente|CIF cliente|NIF del cliente|NIF destinatario|Su NIF|CIF del cliente"
        "|NIF del destinatario|CIF/NIF cliente",
        "pl": "NIP nabywcy|NIP kupującego|NIP odbiorcy",
        "nl": "Uw btw-nummer|Btw-nummer klant|Uw BTW nr",
    },
    ("register_no", "strong"): {
        "de": "Steuernummer|St-Nr|Handelsregister|HRB|HRA|Steuer-Nr|Amtsgericht|St. Nr|Gläubiger-ID"
        "|Gläubiger-Identifikationsnummer|FN|GLN",
        "en": "Company no|Registration no|Company registration no|Company number|Reg no|Co reg no"
        "|Registered number|Registration number|GLN",
        "fr": "SIRET|SIREN|RCS|Code APE|NAF|Capital|SIRET n°|N° SIRET|N° SIREN",
        "ro": "Nr. Reg. Com|Nr. ord. reg. com|Reg. com|Nr. ORC|Capital social|Nr. înreg. ORC|Registrul Comerțului"
        "|Nr. registrul comerțului|Număr registrul comerțului|Nr. de ordine în registrul comerțului"
        "|Nr. Reg. Comerțului|Nr. înmatriculare",
        "bg": "ЕИК|Булстат|ЕИК/Булстат|БУЛСТАТ/ЕИК|Идентификационен №|Идентификационен номер|Идент. №|ЕИК/ЕГН|ЕИК №",
        "es": "Registro mercantil|Inscrita|Tomo|Folio|Hoja",
        "pl": "REGON|KRS|BDO|Nr BDO|Kapitał zakładowy",
        "nl": "KvK|KvK-nummer|KvK nr",
    },
    ("other_number", "strong"): {
        "en": "Customer number|Customer no|Account ref|Customer ID|Delivery note|Delivery note no|Contract no"
        "|Project|Client no|Client ID|Page|Phone|Tel|Fax|Telephone|Item no|Article no|Part no|Serial no|BIC"
        "|SWIFT|Sort code|Tracking number|Bank code|Contract|Table|Cashier|Till|Counter|Member|Member no"
        "|Approval code|Trace no|Card no|Terminal|Station|POS no|Order by|Cust no|ROC|Qty|Payment reference"
        "|Customer|Cust|Mobile|Job no|Room|Batch|Ref no|Our reference|Reference|Ref|Transaction ID"
        "|Transaction no|Shipment no|Vehicle no|Salesperson|Contract number|Customer reference"
        "|Purchase date|Delivery number|Postcode|A/C no",
        "de": "Kundennummer|Kunden-Nr|Kundennr|Lieferscheinnummer|Lieferschein-Nr|Lieferschein Nr|Lieferschein"
        "|Vertragsnummer|Seite|Telefon|Tel|Fax|Artikelnummer|Artikel-Nr|Art-Nr|Pos|BIC|BLZ|Projektnummer"
        "|Ihr Kundenkonto|Debitor|Mandatsreferenz|ILN|Vorgangsnummer|Versicherungsschein-Nr"
        "|Versicherungsnummer|Projekt|Lieferantennummer|Lieferanten-Nr|Unsere Lieferantennummer|Kunden Nr"
        "|Debitorennummer|Kundennummer bei uns|Kostenstelle|Vertragskonto|Vertrag|Vertragsnr"
        "|Ihre Kundennummer|Artikel Nr|Kunde|Unser Zeichen|Bearbeiter|Ansprechpartner|Position|Menge|Objekt"
        "|Objektnummer|Mieternummer|Referenz|Referenznummer|Verwendungszweck|Betreff|Lieferant|Anzahl"
        "|Versicherungsschein|Wohneinheit|EAN|Zählernummer|Kassenzeichen|Fahrkarte|Ticketnummer",
        "fr": "N° client|Numéro client|Code client|Référence client|Bon de livraison|N° bon de livraison|Tél"
        "|Téléphone|Page|Identifiant|Réf client|N° contrat|Client|Client n°|Votre identifiant|Ligne"
        "|Numéro de ligne|Référence|Réf|N° de compte|Devis|Devis n°|N° devis",
        "ro": "Cod client|Nr. client|Aviz nr|Aviz de însoțire|Contract nr|Nr. contract|Telefon|Tel|Pagina|Pag"
        "|Banca|Număr contract|BIC|SWIFT|Contract|Referință|Nr. crt|Cantitate|Nr. aviz|Cod|Serie CI|Buletin"
        "|Auto|Fax|Proces verbal nr|Ref|Cod produs",
        "bg": "Клиентски номер|Клиентски №|Договор №|Тел|Телефон|Стр|Страница|BIC|Банка|Договор|Банков код"
        "|Абонатен номер|Клиент №|Код|Артикул|Арт. №|Количество|Референция|Към фактура №|Към фактура"
        "|Стокова разписка №|Код на клиент|Основание|ЕГН|МОЛ|Факс|Приемо-предавателен протокол №",
        "es": "Nº cliente|Número de cliente|Código cliente|Cód. cliente|Albarán|Nº albarán|Albarán nº|Contrato"
        "|Nº contrato|Teléfono|Tel|Tfno|Página|Pág|Referencia|Ref|Código|SWIFT|BIC|Expediente|Presupuesto"
        "|Su referencia|Cliente nº|Tlf|C.P.|Cantidad|Cód. postal|Móvil|Número de contrato|Núm. albarán"
        "|Referencia de pago|Concepto|Código de cliente",
        "pl": "Nr klienta|Numer klienta|WZ nr|Nr WZ|Umowa nr|Nr umowy|Tel|Telefon|Strona|Str|SWIFT|BIC"
        "|Dokument WZ|PKWiU|Lp|Ilość|Bank|Kod|Numer referencyjny|Kod kontrahenta|Nr ewidencyjny"
        "|Do faktury nr|Dotyczy faktury|Numer KSeF|Nr KSeF|Do faktury|Umowa|Numer umowy|Fax|Tytuł przelewu"
        "|Protokół odbioru nr",
        "nl": "Klantnummer|Klantnr|Debiteurnummer|Pagina|Serienummer|Telefoon|Artikel|Artikelnummer|Referentie"
        "|Klantcode|Betaalkenmerk",
    },
    ("other_date", "strong"): {
        "en": "Delivery date|Order date|Date of supply|Tax point|Service period|Period|Ship date|Date ordered"
        "|Supply date|Billing period|Date of delivery|Shipped on|Date of birth|Print date|Printed on"
        "|Printed|Order placed|Charged on|Payment received|Due since|Paid on|Contract date|Delivered on"
        "|Expiry date|Valid until|Statement date",
        "de": "Lieferdatum|Leistungsdatum|Bestelldatum|Leistungszeitraum|Auftragsdatum|Liefertermin|Leistungszeit"
        "|Lieferscheindatum|Zeitraum|Abrechnungszeitraum|Geliefert am|Lieferung am|Leistung am"
        "|Bestellung vom|Lieferschein vom|Druckdatum|Valuta|Lieferzeitraum|Lieferung|Skonto bis"
        "|Mietzeitraum|Leistungsmonat|Versanddatum|Vertragsbeginn|Vertragsdatum|Abrechnungsperiode"
        "|Eingangsdatum|Liefer-/Leistungsdatum|Datum der Lieferung|Versicherungszeitraum|Skonto|Fahrt am"
        "|gültig ab|gültig bis|Auftrag vom|Angebot vom|Tag der Lieferung|Tag der Leistung|Reisedatum",
        "fr": "Date de livraison|Date de commande|Période|Livré le|Date de prestation|Commande du"
        "|Période de facturation|Date de la commande|Date d'expédition|Date de vente|Imprimé le",
        "ro": "Data livrării|Data comenzii|Perioada|Data prestării|Livrat la|Data aviz|Data contract|Contract din"
        "|Perioada de facturare|Data livrare|Data exigibilității|Data listării|Data faptului generator"
        "|Data contractului",
        "bg": "Дата на данъчно събитие|Дата на доставка|Данъчно събитие|Дата на дан. събитие|Период"
        "|Дата на плащането|Дата на поръчка|Дата на дан. съб|Отчетен период|Дата на договор"
        "|Дата на възникване на данъчно събитие|Отпечатано на",
        "es": "Fecha de entrega|Fecha de operación|Fecha operación|Fecha pedido|Periodo|Período|Fecha del pedido"
        "|Fecha albarán|Fecha de pedido|Fecha de entrega del servicio|Periodo de facturación|Fecha entrega"
        "|Fecha contrato|Fecha de impresión|Fecha del servicio|Fecha de la operación|Período de facturación"
        "|Fecha de servicio",
        "pl": "Data sprzedaży|Data dostawy|Data wykonania|Okres|Data zakończenia dostawy|Data wykonania usługi"
        "|Data zamówienia|Data dokonania|Data zakończenia|Data dostawy/wykonania usługi|Okres rozliczeniowy"
        "|Data wydruku|Data dokonania dostawy|Data dostawy towarów|Data umowy"
        "|Data zakończenia dostawy towarów lub wykonania usług",
        "nl": "Orderdatum|Leverdatum|Besteldatum|Periode|Bestelling",
    },
    ("not_total", "strong"): {
        "en": "Discount|Shipping|Amount paid|Paid|Cash|Change|Tendered|Rounding|Rounding adj|Card|Visa|Mastercard"
        "|Deposit|Prepaid|Unit price|Price|Total discount|Total qty|Total quantity|Total items|Total saving"
        "|Item total|Total item|Rounding adjustment|Round adj|Tender|Change due|Round d|Bill rounding"
        "|Total tendered|Total paid|Cash received|Cash tendered|Previous balance|Handling|Freight|Payment"
        "|Service charge|Total rounding|Rounding amt|Total line|You saved|Total savings|Balance|GST summary"
        "|Already paid|Rounding adjust",
        "de": "Rabatt|Gesamtbetrag der Zuschläge|Gesamtbetrag der Abschläge|Summe der Zuschläge"
        "|Summe der Abschläge|Versandkosten|Anzahlung|Bereits gezahlt|Skonto|Einzelpreis|Abzüglich|Versand"
        "|Zuschlag|Kaution|Übertrag|Rundung|Abschlag|Stückpreis|Bereits bezahlt|Porto|Frachtkosten"
        "|Summe Rabatte|Summe Zuschläge|Vorauszahlung|Summe Positionen|Summe Abschläge|Gegeben|Rückgeld"
        "|Verpackung|Nachlass|Geleistete Anzahlungen|Fracht|Vorauszahlungen|Geleistete Vorauszahlungen"
        "|Guthaben|Abzug|Skontobetrag",
        "fr": "Remise|Frais de port|Acompte|Déjà payé|Escompte|Prix unitaire|Port|Frais|Acomptes|Acompte versé"
        "|Total remise|Arrondi|Espèces|Montant payé",
        "ro": "Discount|Transport|Avans|Achitat|Preț unitar|Reducere|Avans achitat|Plătit|Rotunjire|Sold anterior"
        "|Capital|Total discount|Garanție",
        "bg": "Отстъпка|Транспорт|Аванс|Платено|Единична цена|Авансово платено|Ед. цена|Приспаднат аванс|Доставка",
        "es": "Descuento|Portes|Anticipo|Pagado|Precio|Dto|Retención|IRPF|Retención IRPF|Recargo"
        "|Recargo de equivalencia|Dto. pronto pago|Transporte|A cuenta|Precio unitario|Gastos de envío"
        "|Entrega a cuenta|Retención de IRPF|Rec. equivalencia",
        "pl": "Rabat|Zaliczka|Zapłacono|Cena|Opust|Wpłacono|Transport|Cena netto|Cena jednostkowa|Zaliczki"
        "|Otrzymano|Zapłacono gotówką|Rozliczono zaliczkę|Kwota zaliczki",
        "nl": "Korting|Verzendkosten|Betaald|Aanbetaling",
    },
}
