import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { isCalendarDate } from "../../shared/CalendarDate.ts"
import type { Money } from "../../shared/Money.ts"
import type { Statement, StatementFile, StatementLine, StatementParty, StatementProblem } from "./StatementLine.ts"
import { doesTie, statementMinor, statementProblem } from "./StatementLine.ts"
import type { XmlElement } from "./XmlTree.ts"
import { xmlAll, xmlAt, xmlText, xmlTree } from "./XmlTree.ts"

const moneyOf = (element: XmlElement | null): Money | null => {
  const currency = element?.attributes["Ccy"]
  if (element === null || currency === undefined) return null
  const amountMinor = statementMinor(element.text, currency)
  return amountMinor === null || amountMinor < 0 ? null : { amountMinor, currency }
}

/** `Dt`, or the day of `DtTm` as it is written, in the bank's own zone. */
const dayOf = (element: XmlElement | null): CalendarDate | null => {
  if (element === null) return null
  const written = (xmlText(element, "Dt") ?? xmlText(element, "DtTm"))?.slice(0, 10) ?? ""
  return isCalendarDate(written) ? written : null
}

const isCredit = (element: XmlElement): boolean | null => {
  const indicator = xmlText(element, "CdtDbtInd")
  return indicator === "CRDT" ? true : indicator === "DBIT" ? false : null
}

const accountOf = (element: XmlElement | null): string | null =>
  element === null ? null : (xmlText(element, "Id", "IBAN") ?? xmlText(element, "Id", "Othr", "Id"))

/** Name and tax number stand under `Pty` from version 8 on. */
const partyOf = (details: XmlElement | null, side: "Dbtr" | "Cdtr"): StatementParty => {
  const parties = details === null ? null : xmlAt(details, "RltdPties")
  if (parties === null) return { name: null, account: null, taxId: null }
  const own = xmlAt(parties, side, "Pty") ?? xmlAt(parties, side)
  const organisation = own === null ? null : xmlAt(own, "Id", "OrgId", "Othr")
  return {
    name: own === null ? null : xmlText(own, "Nm"),
    account: accountOf(xmlAt(parties, `${side}Acct`)),
    taxId: organisation === null ? null : xmlText(organisation, "Id"),
  }
}

const noId = "NOTPROVIDED"

const referenceOf = (details: XmlElement | null, entry: XmlElement): string | null => {
  const given = (path: ReadonlyArray<string>): string | null => {
    const text = details === null ? null : xmlText(details, "Refs", ...path)
    return text === noId ? null : text
  }
  return (
    given(["AcctSvcrRef"]) ??
    given(["TxId"]) ??
    given(["EndToEndId"]) ??
    xmlText(entry, "AcctSvcrRef") ??
    xmlText(entry, "NtryRef")
  )
}

/** Free text, and references that the payer gave in their own fields. */
const purposeOf = (details: XmlElement | null, entry: XmlElement): string => {
  const remittance = details === null ? null : xmlAt(details, "RmtInf")
  const free = remittance === null ? [] : xmlAll(remittance, "Ustrd").map(({ text }) => text)
  const structured =
    remittance === null
      ? []
      : xmlAll(remittance, "Strd").flatMap((one) => [
          xmlText(one, "CdtrRefInf", "Ref") ?? [],
          xmlAll(one, "RfrdDocInf").flatMap((document) => {
            const number = xmlText(document, "Nb")
            // A number in the field for documents is an invoice's, so it is said as in free text.
            return number === null ? [] : [`invoice ${number}`]
          }),
        ])
  const written = [...free, ...structured.flat(2)]
  return (written.length === 0 ? (xmlText(entry, "AddtlNtryInf") ?? "") : written.join(" ")).trim()
}

const entryLines = (
  entry: XmlElement,
  position: number,
): { readonly lines: ReadonlyArray<StatementLine>; readonly problems: ReadonlyArray<StatementProblem> } => {
  const failed = (rule: Parameters<typeof statementProblem>[0], field: string) => ({
    lines: [],
    problems: [statementProblem(rule, position, field)],
  })
  const status = xmlText(entry, "Sts", "Cd") ?? xmlText(entry, "Sts")
  if (status !== null && status !== "BOOK") return failed("notBooked", "Sts")
  const credit = isCredit(entry)
  if (credit === null) return failed("direction", "CdtDbtInd")
  const total = moneyOf(xmlAt(entry, "Amt"))
  if (total === null || total.amountMinor === 0) return failed("amount", "Amt")
  const bookedOn = dayOf(xmlAt(entry, "BookgDt")) ?? dayOf(xmlAt(entry, "ValDt"))
  if (bookedOn === null) return failed("date", "BookgDt")
  const isReversal = ["true", "1"].includes(xmlText(entry, "RvslInd") ?? "")
  const details = xmlAll(entry, "NtryDtls").flatMap((one) => xmlAll(one, "TxDtls"))
  const line = (one: XmlElement | null, amount: Money): StatementLine => ({
    position,
    direction: credit ? "in" : "out",
    bookedOn,
    amount,
    reference: referenceOf(one, entry),
    party: partyOf(one, credit ? "Dbtr" : "Cdtr"),
    // Money that goes back whence it came is said as in free text.
    purpose: isReversal ? `reversal ${purposeOf(one, entry)}`.trim() : purposeOf(one, entry),
  })
  if (details.length <= 1) return { lines: [line(details[0] ?? null, total)], problems: [] }
  const amounts = details.map((one) => moneyOf(xmlAt(one, "Amt") ?? xmlAt(one, "AmtDtls", "TxAmt", "Amt")))
  const sum = amounts.reduce((all, amount) => all + (amount?.currency === total.currency ? amount.amountMinor : NaN), 0)
  if (sum !== total.amountMinor) return failed("batch", "TxDtls")
  return { lines: details.map((one, at) => line(one, amounts[at] ?? total)), problems: [] }
}

const balanceOf = (statement: XmlElement, ...codes: ReadonlyArray<string>): number | null => {
  const balances = xmlAll(statement, "Bal")
  for (const code of codes) {
    const balance = balances.find((one) => xmlText(one, "Tp", "CdOrPrtry", "Cd") === code)
    const money = balance === undefined ? null : moneyOf(xmlAt(balance, "Amt"))
    if (balance !== undefined && money !== null)
      return isCredit(balance) === false ? -money.amountMinor : money.amountMinor
  }
  return null
}

/**
 * Reads ISO 20022 `camt.053` (bank to customer statement), versions 2 to 13: booked entries, and of a batch each transaction,
 * where their amounts sum to the entry. Tags are read by their local names, so any prefix will do; a document type is refused.
 *
 * @param text - the file, decoded
 * @returns one statement for each `Stmt`; entries that cannot be read, or are not booked, are problems
 */
export const readCamt053 = (text: string): StatementFile => {
  const root = xmlTree(text.replace(/^\ufeff/, ""))
  if (typeof root === "string") return { statements: [], problems: [statementProblem(root)] }
  const report = xmlAt(root, "BkToCstmrStmt")
  if (root.name !== "Document" || report === null) return { statements: [], problems: [statementProblem("header")] }
  const problems: Array<StatementProblem> = []
  let position = 0
  const statements = xmlAll(report, "Stmt").flatMap((element): ReadonlyArray<Statement> => {
    const read = xmlAll(element, "Ntry").map((entry) => entryLines(entry, ++position))
    const own = read.flatMap((one) => one.problems)
    problems.push(...own)
    const lines = read.flatMap((one) => one.lines)
    const account = accountOf(xmlAt(element, "Acct"))
    const currency =
      xmlText(element, "Acct", "Ccy") ?? xmlAt(element, "Bal", "Amt")?.attributes["Ccy"] ?? lines[0]?.amount.currency
    if (account === null || currency === undefined) {
      problems.push(statementProblem(account === null ? "account" : "currency", null, "Acct"))
      return []
    }
    const day = (name: string) => {
      const written = xmlText(element, "FrToDt", name)?.slice(0, 10) ?? ""
      return isCalendarDate(written) ? written : null
    }
    const statement: Statement = {
      account,
      currency,
      from: day("FrDtTm"),
      to: day("ToDtTm"),
      openingMinor: balanceOf(element, "OPBD", "PRCD"),
      closingMinor: balanceOf(element, "CLBD"),
      lines,
    }
    if (own.length === 0 && !doesTie(statement)) problems.push(statementProblem("balance", null, account))
    return [statement]
  })
  return { statements, problems }
}
