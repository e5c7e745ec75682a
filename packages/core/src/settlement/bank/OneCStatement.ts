import type { Statement, StatementFile, StatementLine, StatementParty, StatementProblem } from "./StatementLine.ts"
import { dottedDate, doesTie, statementMinor, statementProblem } from "./StatementLine.ts"

/** Digits 6 to 8 of a Russian account number: the currency. 810 has stood for the rouble since before its redenomination. */
const accountCurrencies: { readonly [digits: string]: string } = {
  "810": "RUB",
  "643": "RUB",
  "840": "USD",
  "978": "EUR",
  "156": "CNY",
  "826": "GBP",
  "756": "CHF",
  "392": "JPY",
  "398": "KZT",
  "933": "BYN",
  "051": "AMD",
  "784": "AED",
  "949": "TRY",
}

type Fields = ReadonlyMap<string, string>

interface Section {
  readonly position: number
  readonly fields: Fields
}

interface Sections {
  readonly accounts: ReadonlyArray<Fields>
  readonly documents: ReadonlyArray<Section>
  readonly ownAccounts: ReadonlySet<string>
  readonly isFinished: boolean
}

/** Takes the file apart into its sections. Keys may repeat in the header only, where they name our accounts. */
const sectionsOf = (text: string): Sections | null => {
  const rows = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/)
  if (rows[0]?.trim() !== "1CClientBankExchange") return null
  const accounts: Array<Fields> = []
  const documents: Array<Section> = []
  const ownAccounts = new Set<string>()
  let current: Map<string, string> | null = null
  let isFinished = false
  for (const row of rows.slice(1)) {
    const at = row.indexOf("=")
    const key = (at < 0 ? row : row.slice(0, at)).trim()
    const value = at < 0 ? "" : row.slice(at + 1).trim()
    if (key === "СекцияРасчСчет" || key === "СекцияДокумент") {
      current = new Map()
      if (key === "СекцияРасчСчет") accounts.push(current)
      else documents.push({ position: documents.length + 1, fields: current })
    } else if (key === "КонецРасчСчет" || key === "КонецДокумента") current = null
    else if (key === "КонецФайла") isFinished = current === null
    else if (current !== null) current.set(key, value)
    if (key === "РасчСчет" && value !== "") ownAccounts.add(value)
  }
  return { accounts, documents, ownAccounts, isFinished }
}

const filled = (fields: Fields, ...keys: ReadonlyArray<string>): string | null => {
  for (const key of keys) {
    const value = fields.get(key)
    if (value !== undefined && value !== "") return value
  }
  return null
}

const partyOf = (fields: Fields, side: "Плательщик" | "Получатель"): StatementParty => ({
  name: filled(fields, `${side}1`, side),
  account: filled(fields, `${side}Счет`, `${side}РасчСчет`),
  taxId: filled(fields, `${side}ИНН`),
})

/** What the payer wrote: in one field, or in numbered lines. */
const purposeOf = (fields: Fields): string =>
  filled(fields, "НазначениеПлатежа") ??
  [1, 2, 3, 4, 5, 6].flatMap((at) => filled(fields, `НазначениеПлатежа${at}`) ?? []).join(" ")

const currencyOf = (account: string, stated: string | undefined): string | null =>
  stated ?? (/^\d{20}$/.test(account) ? (accountCurrencies[account.slice(5, 8)] ?? null) : null)

interface OwnLine {
  readonly account: string
  readonly line: StatementLine
}

const lineOf = (
  { position, fields }: Section,
  own: ReadonlySet<string>,
  currency: string | undefined,
): OwnLine | ReadonlyArray<StatementProblem> => {
  const [payer, payee] = [partyOf(fields, "Плательщик"), partyOf(fields, "Получатель")]
  const isIn = payee.account !== null && own.has(payee.account)
  // A transfer between two of our accounts stands in both statements; in this one file it is told by the day it names.
  const isOut = payer.account !== null && own.has(payer.account) && (!isIn || filled(fields, "ДатаСписано") !== null)
  const account = isOut ? payer.account : isIn ? payee.account : null
  if (account === null) return [statementProblem("account", position, "ПолучательСчет")]
  const of = currencyOf(account, currency)
  if (of === null) return [statementProblem("currency", position, isOut ? "ПлательщикСчет" : "ПолучательСчет")]
  const dayField = isOut ? "ДатаСписано" : "ДатаПоступило"
  const day = filled(fields, dayField)
  const bookedOn = day === null ? null : dottedDate(day)
  const amountMinor = statementMinor(fields.get("Сумма") ?? "", of)
  const problems = [
    ...(day === null ? [statementProblem("notBooked", position, dayField)] : []),
    ...(day !== null && bookedOn === null ? [statementProblem("date", position, dayField)] : []),
    ...(amountMinor === null || amountMinor <= 0 ? [statementProblem("amount", position, "Сумма")] : []),
  ]
  if (problems.length > 0 || bookedOn === null || amountMinor === null) return problems
  const [number, dated] = [filled(fields, "Номер"), filled(fields, "Дата")]
  const line: StatementLine = {
    position,
    direction: isOut ? "out" : "in",
    bookedOn,
    amount: { amountMinor, currency: of },
    reference: number === null ? null : dated === null ? `№ ${number}` : `№ ${number} от ${dated}`,
    party: isOut ? payee : payer,
    purpose: purposeOf(fields),
  }
  return { account, line }
}

/**
 * Reads the text exchange format of 1C (`1CClientBankExchange`, versions 1.01 to 1.03): what client-bank programs give as a
 * statement. The currency is that of the account's number, which has a place for it; the format itself names none.
 *
 * @param text - the file, decoded
 * @param currency - the currency, where the accounts' numbers are not Russian ones
 * @returns one statement for each of our accounts; documents that cannot be read are problems
 */
export const readOneCStatement = (text: string, currency?: string): StatementFile => {
  const sections = sectionsOf(text)
  if (sections === null) return { statements: [], problems: [statementProblem("header")] }
  const problems: Array<StatementProblem> = sections.isFinished ? [] : [statementProblem("unfinished")]
  const lines: Array<OwnLine> = []
  for (const section of sections.documents) {
    const read = lineOf(section, sections.ownAccounts, currency)
    if ("account" in read) lines.push(read)
    else problems.push(...read)
  }
  const isWhole = problems.length === 0
  const statements = [...sections.ownAccounts].flatMap((account): ReadonlyArray<Statement> => {
    const of = currencyOf(account, currency)
    if (of === null) return []
    const own = sections.accounts.filter((fields) => fields.get("РасчСчет") === account)
    // A file may have a section for each day: the first opens, the last closes.
    const balance = (fields: Fields | undefined, key: string) => {
      const written = fields?.get(key)
      return written === undefined || written === "" ? null : statementMinor(written, of)
    }
    const statement: Statement = {
      account,
      currency: of,
      from: dottedDate(own[0]?.get("ДатаНачала") ?? ""),
      to: dottedDate(own.at(-1)?.get("ДатаКонца") ?? ""),
      openingMinor: balance(own[0], "НачальныйОстаток"),
      closingMinor: balance(own.at(-1), "КонечныйОстаток"),
      lines: lines.filter((one) => one.account === account).map(({ line }) => line),
    }
    if (isWhole && !doesTie(statement)) problems.push(statementProblem("balance", null, account))
    return [statement]
  })
  return { statements, problems }
}
