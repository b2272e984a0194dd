"""The labels of the fields that are read, by field, weight and language."""

Words = dict[tuple[str, str], dict[str, str]]
"""Phrases by field and weight, then by language, parted by bars."""

WORDS: Words = {
    ("number", "strong"): {
        "en": "Invoice number|Invoice no|Invoice nr|Invoice #|Invoice ID|Invoice num|Inv no|Inv number"
        "|Bill number|Bill no|Tax invoice no|Tax invoice number|VAT invoice no|Credit note no"
        "|Credit note number|Receipt no|Receipt number|Receipt #|Doc no|Document number|Document no"
        "|Your invoice number|CB no|Cash bill no|Slip no",
        "de": "Rechnungsnummer|Rechnungs-Nr|Rechnung Nr|Rechnung Nummer|Rechnungsnr|Rechn-Nr|Re-Nr|Rg-Nr"
        "|Belegnummer|Beleg-Nr|Gutschriftsnummer|Gutschrift-Nr|Gutschriftnummer|Dokumentnummer"
        "|Rechnungskennung|Ihre Rechnungsnummer|Rechnungsnummer dieser Rechnung|Korrekturrechnung Nr"
        "|Stornorechnung Nr|Nummer der Rechnung",
        "fr": "Facture n°|Facture no|Numéro de facture|N° facture|N° de facture|Facture numéro|Avoir n°"
        "|N° d'avoir|Numéro d'avoir|Numéro facture|Facture d'avoir n°|Référence facture"
        "|Numéro de la facture",
        "ro": "Factura nr|Factură nr|Nr factură|Nr facturii|Număr factură|Numărul facturii|Factura fiscală nr"
        "|Factura numărul|Factura seria|Seria și numărul|Seria/Nr|Serie și număr|Număr document|Nr document"
        "|Nr doc|Factură număr|Seria și nr facturii|Serie/Număr|Factura storno nr|Număr și serie|Serie / Nr"
        "|Seria și nr|Factură seria și numărul|Seria și numărul facturii|Factură storno seria",
        "bg": "Фактура №|Фактура номер|Номер на фактура|Номер на фактурата|№ на фактура|№ фактура"
        "|Данъчна фактура №|Кредитно известие №|Дебитно известие №|Номер на документ|Номер на документа"
        "|Документ №|Фактура No|Известие №|№ на документ|Номер фактура|Фактура Nr",
        "es": "Factura nº|Factura n°|Nº factura|N° factura|Nº de factura|N° de factura|Número de factura"
        "|Factura número|Núm factura|Núm de factura|Factura núm|Num factura|Fra nº|Nº fra|Número factura"
        "|Factura rectificativa nº|Núm. de la factura|Serie y número|Serie/Número|Nº de documento"
        "|Número de documento",
        "pl": "Faktura nr|Faktura VAT nr|Numer faktury|Nr faktury|Faktura numer|Faktura korygująca nr"
        "|Numer dokumentu|Nr dokumentu|Faktura VAT numer|Faktura Nr|Faktura zaliczkowa nr"
        "|Faktura końcowa nr|Rachunek nr|Nr faktury VAT|Numer faktury VAT",
        "nl": "Factuurnummer|Factuurnr|Factuur nr|Factuur nummer|Nota nummer|Creditnota nummer",
        "it": "Fattura n|Fattura nr|Numero fattura|N fattura|Fattura numero",
    },
    ("number", "plain"): {
        "en": "Invoice|Tax invoice|Number|No|Credit note|Bill|Reference number|Inv|VAT invoice|Commercial invoice",
        "de": "Rechnung|Nummer|Gutschrift|Nr|Rechnungsdokument|Beleg",
        "fr": "Facture|Numéro|Avoir|N°",
        "ro": "Factură|Factură de vânzare|Număr|Numărul|Factură fiscală|Seria|Serie|Numărul documentului",
        "bg": "Фактура|Номер|№|Данъчна фактура|Кредитно известие|Фактура оригинал",
        "es": "Factura|Factura de venta|Factura simplificada|Factura ordinaria|Factura proforma|Número|Nº|Núm"
        "|Factura rectificativa|Abono",
        "pl": "Faktura|Faktura sprzedaży|Faktura VAT sprzedaży|Faktura VAT|Numer|Faktura korygująca",
        "nl": "Factuur|Nota|Creditnota",
        "it": "Fattura",
    },
    ("issued_on", "strong"): {
        "en": "Invoice date|Date of invoice|Issue date|Date of issue|Issued on|Issued|Bill date|Billing date"
        "|Invoice dated|Tax invoice date|Credit note date|Doc date|Document date|Receipt date|Date issued",
        "de": "Rechnungsdatum|Ausstellungsdatum|Datum der Rechnung|Belegdatum|Rechnung vom|Rechnungs-Datum"
        "|Ausgestellt am|Gutschriftsdatum|Datum der Ausstellung|Rechnungsausgang",
        "fr": "Date de facture|Date de facturation|Date facture|Date d'émission|Émise le|Date de la facture"
        "|Facture du|Date de l'avoir|Date d'avoir|Émis le|Facturé le",
        "ro": "Data emiterii|Data facturii|Data factură|Emisă la|Emisă la data|Data emitere|Data întocmirii"
        "|Data (ziua, luna, anul)|Din data de|Data emiterii facturii|Data (ziua/luna/anul)|Emis la"
        "|Data documentului|Data eliberării",
        "bg": "Дата на издаване|Дата на фактура|Дата на фактурата|Дата на документа|Дата на документ|Издадена на"
        "|Дата на изд|Дата на съставяне|Дата издаване|Дата фактура",
        "es": "Fecha de factura|Fecha factura|Fecha de emisión|Fecha de expedición|Fecha emisión|Fecha expedición"
        "|Fecha de la factura|Emitida el|Emitida|Expedida el|Fecha de facturación|Fecha fra"
        "|Fecha del documento",
        "pl": "Data wystawienia|Data faktury|Wystawiono|Wystawiona dnia|Data wystawienia faktury|Wystawiono dnia"
        "|Z dnia|Data dokumentu|Wystawiona w dniu|Data wyst|Faktura z dnia|Miejsce i data wystawienia",
        "nl": "Factuurdatum|Datum factuur|Nota datum",
        "it": "Data fattura|Data di emissione|Data emissione",
    },
    ("issued_on", "plain"): {
        "en": "Date|Dated|Date/Time|Date & time",
        "de": "Datum|vom|den",
        "fr": "Date|Le|du|en date du",
        "ro": "Data|din data|din|Dată",
        "bg": "Дата|от дата|от",
        "es": "Fecha|Fecha y hora|con fecha",
        "pl": "Data|dnia|w dniu",
        "nl": "Datum",
        "it": "Data",
    },
    ("due_on", "strong"): {
        "en": "Due date|Please remit until|Remit by|Remit until|Pay until|Payable until|Payment due"
        "|Payment due date|Due on|Pay by|Due by|Payable by|Date due|Due|Payment date|Please pay by"
        "|Payment due by|To be paid by|Pay before|Amount due by|Maturity date|Direct debit date"
        "|Due for payment",
        "de": "Fällig am|Fälligkeit|Fälligkeitsdatum|Zahlbar bis|Zahlbar bis zum|Zu zahlen bis|Zahlungsziel"
        "|Fällig|Zahlung bis|Fälligkeit am|Zahlungsfrist|Zahlungstermin|Fällig bis|zahlbar am"
        "|Zahlungseingang bis|bis zum|bis spätestens|ohne Abzug bis|Zahlbar ohne Abzug bis|Nettobetrag bis"
        "|netto bis|fällig zum|spätestens bis|spätestens am|Abbuchung am|Einzug am",
        "fr": "Date d'échéance|Échéance|À payer avant le|Payable le|Date limite de paiement|À régler avant le"
        "|Échéance le|Date de paiement|Date de règlement|Payable avant le|À régler le|Prélevé le"
        "|prélèvement le|Règlement le|Échéance de paiement",
        "ro": "Data scadenței|Scadență|Scadenta|Scadent la|Termen de plată|Data scadentă|Termen plată|Scadența la"
        "|De plătit până la|Data scadență|Scadență la data|Termen scadent|Scadentă la|Scadentă la data"
        "|Data limită de plată|Plata până la|Data plății|Scadența plății|Termenul de plată",
        "bg": "Падеж|Дата на падеж|Срок за плащане|Платимо до|Краен срок за плащане|Дължима до|Срок на плащане"
        "|Плащане до|Падеж на плащане|Дата на плащане|Да се плати до|Срок за плащане до|Платете до"
        "|Платимa до|Падежна дата|Платима до",
        "es": "Fecha de vencimiento|Vencimiento|Fecha vencimiento|Vence el|Fecha de pago|Vto|Fecha vto"
        "|Pagar antes del|Fecha límite de pago|Vence|A pagar antes del|Fecha de vto|Vencimientos"
        "|Plazo de pago|Fecha límite|Fecha de cargo|Páguese antes del",
        "pl": "Termin płatności|Termin zapłaty|Płatne do|Do zapłaty do|Data płatności|Zapłata do|Płatność do"
        "|Termin|Termin płatności do|Zapłacić do|Termin płat|Do zapłaty do dnia|Płatne do dnia"
        "|Termin płatności upływa|Termin płatności upływa dnia|Prosimy o zapłatę do|Zapłata do dnia",
        "nl": "Vervaldatum|Uiterste betaaldatum|Betalen voor|Te betalen voor|Vervaldag|Betaaldatum",
        "it": "Scadenza|Data scadenza|Scadenza pagamento",
    },
    ("net", "strong"): {
        "en": "Net total|Total net|Subtotal|Sub total|Net amount|Total excl VAT|Total excluding VAT"
        "|Amount excl VAT|Total without VAT|Taxable amount|Total before tax|Total ex VAT|Taxable value"
        "|Net value|Total exc VAT|Net sum|Total excl tax|Total (excl. VAT)|Amount before VAT"
        "|Total net of VAT|Total excluding tax|Sub-total|Total exclusive of VAT|Total excl GST"
        "|Total excluding GST|Total sales excluding GST|Total exclude GST|Amount excl GST"
        "|Sub total excl GST",
        "de": "Nettobetrag|Summe netto|Netto|Nettosumme|Gesamt netto|Zwischensumme|Gesamtbetrag netto"
        "|Netto gesamt|Rechnungsbetrag netto|Warenwert|Gesamtnetto|Nettowert|Summe Nettobetrag|Steuerbasis"
        "|Warenwert netto|Nettowarenwert|Zwischensumme netto|Gesamtsumme netto|Summe Netto"
        "|Steuerbasisbetrag|Rechnungssumme ohne USt|Betrag netto|Summe ohne USt|Gesamtsumme ohne Steuer"
        "|Rechnungssumme netto|Gesamtbetrag ohne MwSt|Gesamtbetrag ohne USt|Summe ohne MwSt|Netto-Betrag"
        "|Gesamtnettobetrag|Rechnungsnettobetrag",
        "fr": "Total HT|Montant HT|Total hors taxes|Sous-total|Total net HT|Base HT|Montant total HT|Total H.T."
        "|Net HT|Total hors TVA|Montant hors taxes|Prix total HT|Sous-total HT",
        "ro": "Total fără TVA|Valoare fără TVA|Total net|Valoarea fără TVA|Bază impozabilă|Subtotal|Total valoare"
        "|Total (fără TVA)|Baza de impozitare|Baza TVA|Valoare netă|Suma netă|Total valoare fără TVA"
        "|Total bază impozabilă|Baza impozabilă|Total bază|Net",
        "bg": "Данъчна основа|Сума без ДДС|Общо без ДДС|Стойност без ДДС|Всичко без ДДС"
        "|Данъчна основа на сделката|Междинна сума|Нето|Сума|Обща стойност без ДДС|Стойност на сделката"
        "|Нето сума|Тотал без ДДС|Всичко данъчна основа|Данъчна основа общо|Общо нето|Стойност",
        "es": "Base imponible|Subtotal|Total sin IVA|Importe neto|Base|Total base imponible|Total neto|Suma"
        "|Importe sin IVA|Total antes de impuestos|Base imp|B. imponible|Total base|Neto|Total bruto"
        "|Bases imponibles|Suma neta|Suma bases|Total importe bruto|Importe base|Importe total neto",
        "pl": "Wartość netto|Razem netto|Suma netto|Netto|Kwota netto|Łącznie netto|Wartość sprzedaży netto"
        "|Podstawa|Total netto|Ogółem netto|Suma wartości netto|Wartość netto razem|Podstawa opodatkowania"
        "|Razem wartość netto",
        "nl": "Subtotaal|Totaal excl btw|Totaal exclusief btw|Bedrag excl btw|Subtotaal excl btw|Totaalbedrag excl btw",
        "it": "Imponibile|Totale imponibile",
    },
    ("vat", "strong"): {
        "en": "VAT|VAT amount|Total VAT|Tax|Tax amount|Total tax|VAT total|GST|Total GST|Sales tax|GST amount"
        "|Tax total|of which VAT|includes VAT|VAT due|Value added tax|GST payable|Total VAT amount|GST 6"
        "|Add GST|Plus VAT",
        "de": "Umsatzsteuer|MwSt|USt|Mehrwertsteuer|MwSt-Betrag|Summe MwSt|Steuerbetrag|zzgl MwSt|zzgl USt"
        "|Summe USt|USt-Betrag|Gesamt MwSt|enthaltene MwSt|Steuer|Summe Umsatzsteuer|MwSt Betrag"
        "|enthaltene Umsatzsteuer|zzgl. Umsatzsteuer|Versicherungssteuer|Versicherungsteuer"
        "|Umsatzsteuerbetrag|Steuersumme|plus MwSt|Gesamtsteuer|Steuern|Gesamtbetrag MwSt|inkl MwSt"
        "|darin MwSt|Mehrwertsteuerbetrag|MwSt gesamt|Steuergesamtbetrag|+ MwSt|Summe Steuern|davon MwSt",
        "fr": "TVA|Total TVA|Montant TVA|Montant de la TVA|dont TVA|T.V.A.|Total taxes|Montant total TVA"
        "|Total des taxes|Montant total de la TVA|TVA totale|Taxe",
        "ro": "TVA|Total TVA|Valoare TVA|Valoarea TVA|Suma TVA|Taxa pe valoarea adăugată|TVA total|T.V.A."
        "|Cuantum TVA|Cota TVA|TVA colectat",
        "bg": "ДДС|Начислен ДДС|Сума ДДС|Общо ДДС|Стойност на ДДС|ДДС сума|Данък|Размер на ДДС|Начислен данък"
        "|Размер на данъка|Всичко ДДС|Дължим ДДС|Сума на ДДС|Данък добавена стойност|ДДС общо",
        "es": "IVA|Cuota IVA|Total IVA|Importe IVA|Cuota|I.V.A.|Cuota de IVA|Cuotas|Total impuestos|Impuestos"
        "|IVA total|Cuota total|Total cuota|Importe del IVA|Total cuotas|Cuota IVA total|Cuota del IVA"
        "|Total cuota IVA",
        "pl": "VAT|Kwota VAT|Podatek VAT|Razem VAT|Suma VAT|Wartość VAT|Podatek|Kwota podatku|Łącznie VAT"
        "|Ogółem VAT|Kwota podatku VAT|Suma podatku|Total VAT|Wartość podatku|Należny VAT",
        "nl": "Btw|Btw bedrag|Totaal btw|Btw-bedrag",
        "it": "Totale IVA|Imposta",
    },
    ("gross", "strong"): {
        "en": "Grand total|Total incl VAT|Total including VAT|Invoice total|Gross total|Total gross|Gross amount"
        "|Total invoice amount|Total with VAT|Total inc VAT|Total (incl. VAT)|Total amount|Invoice amount"
        "|Total incl tax|Amount incl VAT|Order total|Total including tax|Total price|Total inclusive of VAT"
        "|Total inclusive GST|Total incl GST|Total inclusive of GST|Total sales inclusive of GST"
        "|Total sales inclusive GST|Total including GST|Total (incl GST)|Total sales (inclusive of GST)"
        "|Nett total|Total with GST|Total amt incl GST|Total sales incl GST|Total amount incl GST|Total RM"
        "|Total (RM)|Total amt|Total rounded|Rounded total|Total after rounding|Rounded total (RM)"
        "|Grand total (RM)|Total RM incl GST|Total due|Total incl. of GST|Total amount due|Gross value"
        "|Gross sum|Total inc GST|Bill total|Total incl|Total (inclusive of GST)",
        "de": "Gesamtbetrag|Rechnungsbetrag|Bruttobetrag|Gesamtsumme|Endbetrag|Gesamt brutto|Summe brutto"
        "|Rechnungssumme|Brutto|Endsumme|Gesamtbetrag brutto|Rechnungsendbetrag|Bruttosumme"
        "|Rechnungsgesamtbetrag|Gesamtpreis brutto|Rechnungsbetrag brutto|Gesamtbetrag inkl MwSt"
        "|Gesamtbetrag inkl USt|Summe inkl MwSt|Gesamtsumme brutto|Gesamtsumme inkl MwSt|Total brutto"
        "|Rechnungssumme brutto|Gesamtbetrag der Rechnung|Brutto gesamt|Brutto-Betrag|Summe Brutto"
        "|Gesamtbruttobetrag|Bruttosumme der Rechnung|Gesamtsumme inkl USt|Gutschriftsbetrag"
        "|Gesamtrechnungsbetrag|Betrag brutto|Beitrag gesamt|Gesamtbeitrag|Rechnungsbeitrag|Bruttoendbetrag",
        "fr": "Total TTC|Montant TTC|Total toutes taxes comprises|Montant total TTC|Total T.T.C."
        "|Total de la facture|Total facture|Montant total|Prix TTC|Montant de la facture|Montant TTC total"
        "|Total général",
        "ro": "Total cu TVA|Total general|Total factură|Valoare totală|Total de plată cu TVA|Valoare cu TVA"
        "|Total inclusiv TVA|Valoarea totală|Total facturat|Suma totală|Total (cu TVA)|Total brut"
        "|Valoare factură|Valoarea facturii|Total valoare cu TVA|Total factură cu TVA|Total cu TVA inclus"
        "|Brut",
        "bg": "Общо с ДДС|Сума с ДДС|Обща сума|Крайна сума|Всичко с ДДС|Обща стойност|Стойност с ДДС|Тотал с ДДС"
        "|Общо с включен ДДС|Сума за плащане с ДДС|Общо фактура|Обща сума с ДДС|Бруто|Всичко с включен ДДС"
        "|Бруто сума",
        "es": "Total factura|Importe total|Total con IVA|Total IVA incluido|Total (IVA incluido)|Importe con IVA"
        "|Total general|Importe factura|Importe total factura|Total documento|Importe total de la factura"
        "|Total importe|Total de la factura|Total factura con IVA|Total (con IVA)|Importe total con IVA",
        "pl": "Wartość brutto|Razem brutto|Suma brutto|Brutto|Kwota brutto|Łącznie brutto"
        "|Wartość sprzedaży brutto|Kwota należności|Kwota należności ogółem|Kwota faktury|Ogółem brutto"
        "|Total brutto|Należność ogółem|Suma faktury|Razem wartość brutto",
        "nl": "Totaal incl btw|Totaal inclusief btw|Totaalbedrag|Factuurbedrag|Totaal factuur"
        "|Totaalbedrag incl btw|Eindtotaal",
        "it": "Totale fattura|Totale documento",
    },
    ("gross", "plain"): {
        "en": "Total|Nett",
        "de": "Summe|Gesamt|Betrag|Gesamtpreis|Preis",
        "fr": "Total|Net",
        "ro": "Total|Valoare|Sumă",
        "bg": "Общо|Всичко|Тотал",
        "es": "Total|Importe",
        "pl": "Razem|Suma|Ogółem|Łącznie|Wartość",
        "nl": "Totaal",
        "it": "Totale",
    },
    ("payable", "strong"): {
        "en": "Amount due|Balance due|Amount payable|Total payable|Total to pay|Payable|Net payable|To pay"
        "|Outstanding amount|Please pay|Amount to pay|Total amount payable|Due amount|Net amount due"
        "|Total now due|Remaining amount|Amount outstanding",
        "de": "Zahlbetrag|Zu zahlen|Zu zahlender Betrag|Zahlungsbetrag|Restbetrag|Offener Betrag|Zahllast"
        "|Überweisungsbetrag|Fälliger Betrag|Forderungsbetrag|Noch zu zahlen|Zu zahlender Gesamtbetrag"
        "|Auszahlungsbetrag|Betrag zur Zahlung|Zu überweisen|Zu bezahlen|Zahlbetrag brutto"
        "|Fälliger Zahlbetrag|Fälliger Gesamtbetrag|Restforderung|Nachzahlung|Lastschriftbetrag"
        "|Abbuchungsbetrag|Zahlbetrag gesamt",
        "fr": "Net à payer|Montant à payer|Total à payer|Reste à payer|Solde à payer|Montant dû|À payer|Reste dû"
        "|Solde dû|Net à payer TTC|Somme à payer|Montant prélevé|Net à payer en euros|Montant net à payer",
        "ro": "Total de plată|De plată|Sumă de plată|Rest de plată|Total plată|Suma de achitat|Total de achitat"
        "|Valoare de plată|Plată totală|Sold de plată",
        "bg": "Сума за плащане|Общо за плащане|За плащане|Всичко за плащане|Дължима сума|Обща сума за плащане"
        "|Крайна сума за плащане|Остава за плащане|Общо дължимо|Сума за плащане общо|Дължимо",
        "es": "Total a pagar|Importe a pagar|A pagar|Líquido a percibir|Importe pendiente|Líquido|Total a abonar"
        "|Total líquido|Líquido a pagar|Neto a pagar|A ingresar|Total pendiente",
        "pl": "Do zapłaty|Razem do zapłaty|Kwota do zapłaty|Pozostało do zapłaty|Pozostaje do zapłaty|Należność"
        "|Suma do zapłaty|Łącznie do zapłaty|Należność do zapłaty|Do zapłaty razem|Ogółem do zapłaty"
        "|Do zapłaty pozostało",
        "nl": "Te betalen|Totaal te betalen|Te voldoen|Totaal te voldoen|Openstaand bedrag",
        "it": "Totale da pagare|Netto a pagare",
    },
    ("iban", "strong"): {
        "en": "IBAN|Bank account|Account number|Account no|Account|Bank account (IBAN)|IBAN no|IBAN number",
        "de": "IBAN|Bankverbindung|Konto|IBAN-Nr|Kontonummer",
        "fr": "IBAN|Compte bancaire|Code IBAN|N° IBAN",
        "ro": "IBAN|Cont IBAN|Cont bancar|Cod IBAN|Cont|Contul",
        "bg": "IBAN|Банкова сметка|Сметка|ИБАН|Банкова сметка IBAN",
        "es": "IBAN|Cuenta bancaria|Nº de cuenta|Número de cuenta|Cuenta|CCC|Cuenta IBAN|Nº cuenta",
        "pl": "IBAN|Numer konta|Nr konta|Rachunek bankowy|Numer rachunku|Konto|Nr rachunku|Konto bankowe"
        "|Numer konta bankowego|Nr rachunku bankowego|Numer rachunku bankowego|Rachunek",
    },
    ("order_ref", "strong"): {
        "en": "Purchase order|PO number|PO no|Order number|Order no|Your order|Customer order|P.O. number"
        "|Purchase order no|Order ref|Order reference|Your order no|PO|Order #|Order ID|Your reference"
        "|P.O. No|Purchase order number",
        "de": "Bestellnummer|Bestell-Nr|Ihre Bestellung|Ihre Bestellnummer|Auftragsnummer|Auftrags-Nr|Bestellung"
        "|Ihre Bestellung Nr|Ihre Bestell-Nr|Bestellung Nr|Auftrag Nr|Auftrag|Ihr Auftrag|Ihr Zeichen"
        "|Bestellreferenz|Kundenreferenz",
        "fr": "Commande n°|N° de commande|Numéro de commande|Bon de commande|Votre commande|Référence commande"
        "|N° commande|Commande|Réf commande|Votre référence",
        "ro": "Comanda nr|Nr comandă|Număr comandă|Comandă|Numărul comenzii|Nr. comenzii|Referință comandă",
        "bg": "Поръчка №|Номер на поръчка|Поръчка|№ на поръчка|Ваша поръчка|Поръчка номер",
        "es": "Pedido nº|Nº pedido|Número de pedido|Su pedido|Nº de pedido|Pedido|Núm pedido|Referencia pedido"
        "|Ref pedido",
        "pl": "Zamówienie nr|Nr zamówienia|Numer zamówienia|Zamówienie|Dotyczy zamówienia",
        "nl": "Ordernummer|Uw order|Bestelnummer|Inkoopnummer",
    },
}
