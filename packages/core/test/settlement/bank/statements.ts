/** A statement in 1C's exchange format, made to its published description (version 1.03): two receipts and a charge. */
export const oneCFile = (encoding = "Windows"): string =>
  [
    "1CClientBankExchange",
    "ВерсияФормата=1.03",
    `Кодировка=${encoding}`,
    "Отправитель=Банк-клиент",
    "Получатель=1С:Предприятие",
    "ДатаСоздания=06.02.2026",
    "ВремяСоздания=09:15:00",
    "ДатаНачала=05.02.2026",
    "ДатаКонца=05.02.2026",
    "РасчСчет=40702810900000012345",
    "СекцияРасчСчет",
    "ДатаНачала=05.02.2026",
    "ДатаКонца=05.02.2026",
    "НачальныйОстаток=1000.00",
    "РасчСчет=40702810900000012345",
    "ВсегоСписано=150.50",
    "ВсегоПоступило=121000.01",
    "КонечныйОстаток=121849.51",
    "КонецРасчСчет",
    "СекцияДокумент=Платежное поручение",
    "Номер=17",
    "Дата=04.02.2026",
    "Сумма=120000.00",
    "ПлательщикСчет=40702810500000098765",
    'Плательщик1=ООО "Ромашка"',
    "ПлательщикИНН=7707083893",
    "ПолучательСчет=40702810900000012345",
    "ДатаПоступило=05.02.2026",
    "ПолучательИНН=7728168971",
    "НазначениеПлатежа=Оплата по счету № 17 от 01.02.2026, в т.ч. НДС 20% - 20000.00",
    "КонецДокумента",
    "СекцияДокумент=Платежное поручение",
    "Номер=3",
    "Дата=05.02.2026",
    "Сумма=1000.01",
    "ПлательщикРасчСчет=40802810000000011111",
    "Плательщик=ИП Ёлкина Анна",
    "ПлательщикИНН=771234567890",
    "ПолучательРасчСчет=40702810900000012345",
    "ДатаПоступило=05.02.2026",
    "НазначениеПлатежа1=Предоплата",
    "НазначениеПлатежа2=по договору 5",
    "КонецДокумента",
    "СекцияДокумент=Банковский ордер",
    "Номер=900",
    "Дата=05.02.2026",
    "Сумма=150.50",
    "ПлательщикСчет=40702810900000012345",
    "ДатаСписано=05.02.2026",
    "ПолучательСчет=47423810000000000001",
    "Получатель=ПАО Банк",
    "НазначениеПлатежа=Комиссия",
    "КонецДокумента",
    "КонецФайла",
    "",
  ].join("\r\n")

/** Windows-1251 bytes of a text in Latin, Cyrillic and «№»: `TextEncoder` writes UTF-8 only. */
export const windows1251 = (text: string): Uint8Array => {
  const table = new TextDecoder("windows-1251").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  return Uint8Array.from(text, (letter) => table.indexOf(letter))
}

/** IBM866 bytes, likewise. */
export const ibm866 = (text: string): Uint8Array => {
  const table = new TextDecoder("ibm866").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  return Uint8Array.from(text, (letter) => table.indexOf(letter))
}

/** A `camt.053.001.08` statement, made to ISO 20022's message definition: a receipt, a batch of two, a debit, one pending. */
export const camtFile = (body = ""): string => `<?xml version="1.0" encoding="UTF-8"?>
<ns2:Document xmlns:ns2="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
 <ns2:BkToCstmrStmt>
  <ns2:GrpHdr><ns2:MsgId>M1</ns2:MsgId><ns2:CreDtTm>2026-02-06T06:00:00+01:00</ns2:CreDtTm></ns2:GrpHdr>
  <ns2:Stmt>
   <ns2:Id>S1</ns2:Id>
   <ns2:FrToDt><ns2:FrDtTm>2026-02-05T00:00:00+01:00</ns2:FrDtTm><ns2:ToDtTm>2026-02-05T23:59:59+01:00</ns2:ToDtTm></ns2:FrToDt>
   <ns2:Acct><ns2:Id><ns2:IBAN>DE89370400440532013000</ns2:IBAN></ns2:Id><ns2:Ccy>EUR</ns2:Ccy></ns2:Acct>
   <ns2:Bal><ns2:Tp><ns2:CdOrPrtry><ns2:Cd>OPBD</ns2:Cd></ns2:CdOrPrtry></ns2:Tp><ns2:Amt Ccy="EUR">10.00</ns2:Amt><ns2:CdtDbtInd>DBIT</ns2:CdtDbtInd><ns2:Dt><ns2:Dt>2026-02-05</ns2:Dt></ns2:Dt></ns2:Bal>
   <ns2:Bal><ns2:Tp><ns2:CdOrPrtry><ns2:Cd>CLBD</ns2:Cd></ns2:CdOrPrtry></ns2:Tp><ns2:Amt Ccy="EUR">335.50</ns2:Amt><ns2:CdtDbtInd>CRDT</ns2:CdtDbtInd><ns2:Dt><ns2:Dt>2026-02-05</ns2:Dt></ns2:Dt></ns2:Bal>
   <ns2:Ntry>
    <ns2:NtryRef>1</ns2:NtryRef><ns2:Amt Ccy="EUR">250.00</ns2:Amt><ns2:CdtDbtInd>CRDT</ns2:CdtDbtInd><ns2:Sts><ns2:Cd>BOOK</ns2:Cd></ns2:Sts>
    <ns2:BookgDt><ns2:Dt>2026-02-05</ns2:Dt></ns2:BookgDt>
    <ns2:NtryDtls><ns2:TxDtls>
     <ns2:Refs><ns2:EndToEndId>NOTPROVIDED</ns2:EndToEndId><ns2:TxId>TX-1</ns2:TxId></ns2:Refs>
     <ns2:RltdPties>
      <ns2:Dbtr><ns2:Pty><ns2:Nm>Müller &amp; Söhne</ns2:Nm></ns2:Pty></ns2:Dbtr>
      <ns2:DbtrAcct><ns2:Id><ns2:IBAN>DE02120300000000202051</ns2:IBAN></ns2:Id></ns2:DbtrAcct>
     </ns2:RltdPties>
     <ns2:RmtInf><ns2:Ustrd>Rechnung</ns2:Ustrd><ns2:Ustrd>RE-2026-1</ns2:Ustrd></ns2:RmtInf>
    </ns2:TxDtls></ns2:NtryDtls>
   </ns2:Ntry>
   <ns2:Ntry>
    <ns2:Amt Ccy="EUR">100.00</ns2:Amt><ns2:CdtDbtInd>CRDT</ns2:CdtDbtInd><ns2:Sts>BOOK</ns2:Sts><ns2:BookgDt><ns2:DtTm>2026-02-05T23:30:00+01:00</ns2:DtTm></ns2:BookgDt>
    <ns2:NtryDtls>
     <ns2:TxDtls><ns2:Refs><ns2:EndToEndId>E-1</ns2:EndToEndId></ns2:Refs><ns2:Amt Ccy="EUR">40.00</ns2:Amt><ns2:RltdPties><ns2:Dbtr><ns2:Nm>A</ns2:Nm></ns2:Dbtr></ns2:RltdPties></ns2:TxDtls>
     <ns2:TxDtls><ns2:Refs><ns2:EndToEndId>E-2</ns2:EndToEndId></ns2:Refs><ns2:AmtDtls><ns2:TxAmt><ns2:Amt Ccy="EUR">60.00</ns2:Amt></ns2:TxAmt></ns2:AmtDtls>
      <ns2:RmtInf><ns2:Strd><ns2:RfrdDocInf><ns2:Nb>77</ns2:Nb></ns2:RfrdDocInf><ns2:CdtrRefInf><ns2:Ref>RF18539007547034</ns2:Ref></ns2:CdtrRefInf></ns2:Strd></ns2:RmtInf></ns2:TxDtls>
    </ns2:NtryDtls>
   </ns2:Ntry>
   <ns2:Ntry>
    <ns2:Amt Ccy="EUR">4.50</ns2:Amt><ns2:CdtDbtInd>DBIT</ns2:CdtDbtInd><ns2:Sts>BOOK</ns2:Sts><ns2:BookgDt><ns2:Dt>2026-02-05</ns2:Dt></ns2:BookgDt>
    <ns2:AcctSvcrRef>FEE-9</ns2:AcctSvcrRef><ns2:AddtlNtryInf>Account fee</ns2:AddtlNtryInf>
   </ns2:Ntry>
   ${body}
  </ns2:Stmt>
 </ns2:BkToCstmrStmt>
</ns2:Document>
`
