import { readCamt053 } from "./Camt053.ts"
import { readOneCStatement } from "./OneCStatement.ts"
import type { StatementCsvMapping } from "./StatementCsv.ts"
import { readStatementCsv } from "./StatementCsv.ts"
import type { StatementFile } from "./StatementLine.ts"

/** What a file is, as somebody stated it. */
export type StatementFormat =
  | {
      /** 1C's text exchange format. */
      readonly format: "1c"
      /** The currency, where the accounts' numbers are not Russian ones. */
      readonly currency?: string
    }
  | {
      /** ISO 20022 bank to customer statement. */
      readonly format: "camt.053"
    }
  | {
      /** Comma-separated values. */
      readonly format: "csv"
      /** Which column holds what. */
      readonly mapping: StatementCsvMapping
    }

const strictly = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/**
 * Decodes a statement: a text as it is; bytes as UTF-8 where they are that, else as Windows-1251, or as the DOS encoding
 * (IBM866) where 1C's header says so. Other encodings are for the host to decode.
 */
const statementText = (content: string | Uint8Array): string => {
  if (typeof content === "string") return content
  const modern = strictly(content, "utf-8")
  if (modern !== null) return modern
  const dos = new TextDecoder("ibm866").decode(content)
  return /^Кодировка=DOS\s*$/m.test(dos) ? dos : new TextDecoder("windows-1251").decode(content)
}

/**
 * Reads a bank's statement.
 *
 * @param content - the file: bytes, or text that is decoded already
 * @param format - what it is
 * @returns its statements, and what of it could not be read; nothing is guessed
 * @example
 * ```ts
 * import { readStatement } from "@salesdept/core/settlement"
 *
 * const file = "Date;Amount;Purpose\n10.03.2026;60000,00;Invoice A-17\n"
 * const account = { account: "40702810000000000017", currency: "RUB" }
 * const columns = { delimiter: ";", dates: "dd.mm.yyyy", decimalMark: ",", bookedOn: "Date", amount: "Amount", purpose: "Purpose" } as const
 * const { statements } = readStatement(file, { format: "csv", mapping: { ...account, ...columns } })
 * statements.flatMap(({ lines }) => lines.map(({ amount }) => amount.amountMinor)) // [6000000]
 * ```
 */
export const readStatement = (content: string | Uint8Array, format: StatementFormat): StatementFile => {
  const text = statementText(content)
  switch (format.format) {
    case "1c":
      return readOneCStatement(text, format.currency)
    case "camt.053":
      return readCamt053(text)
    case "csv":
      return readStatementCsv(text, format.mapping)
  }
}
