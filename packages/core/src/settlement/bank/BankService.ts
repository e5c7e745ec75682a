import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Caller } from "../../ports/Caller.ts"
import type { CommandOptions } from "../../ports/command/Command.ts"
import { happened } from "../../department/DepartmentRules.ts"
import { command, commandOptionFields } from "../../ports/command/Command.ts"
import { decodedWith } from "../../ports/reading/DecodedQuestion.ts"
import type { BankEntryId } from "../../shared/Ids.ts"
import type { ClientOfDeal } from "../InvoiceCommands.ts"
import { assignEntry, ignoreEntry, refundEntry } from "./BankEntryCommands.ts"
import { importEntries } from "./BankImportCommand.ts"
import { AssignEntry, IgnoreEntry, ImportEntries, ImportStatement, RefundEntry } from "./BankSchema.ts"
import type { StatementFormat } from "./ReadStatement.ts"
import { readStatement } from "./ReadStatement.ts"
import type { StatementLine, StatementProblem } from "./StatementLine.ts"

/** A statement to import. */
export interface StatementImport {
  /** The file: bytes, or text that is decoded already. */
  readonly content: string | Uint8Array
  /** What it is. */
  readonly format: StatementFormat
  /** Which client a payer is, by taxpayer number or account; what people said of earlier entries is known beside it. */
  readonly payers?: (typeof ImportStatement.Encoded)["payers"]
  /** By how much an amount may differ from what is asked, minor units, 0 to 1,000,000 (inclusive). Default 0. */
  readonly toleranceMinor?: number
}

/** What the import of a statement came to. */
export interface StatementImported {
  /** Transfers that were read. */
  readonly read: number
  /** Entries that are new. */
  readonly recorded: number
  /** Entries that were there already. */
  readonly repeated: number
  /** Of the new ones, those with a payment. */
  readonly matched: number
  /** Of the new ones, those that went out. */
  readonly outgoing: number
  /** The new ones that wait for a person. */
  readonly openIds: ReadonlyArray<BankEntryId>
  /** What of the file could not be read. */
  readonly problems: ReadonlyArray<StatementProblem>
}

const perCommand = 500

const { idempotencyKey: _own, ...optionFields } = commandOptionFields
const importOptions = Schema.Struct(optionFields)

const filled = (text: string | null, maximum: number) => {
  const cut = text?.trim().slice(0, maximum) ?? ""
  return cut === "" ? undefined : cut
}

/** Lines as the command takes them. Of equal lines each is told by which of them it is, over the whole statement. */
const commandLines = (lines: ReadonlyArray<StatementLine>) => {
  const seen = new Map<string, number>()
  return lines.map((line): (typeof ImportEntries.Encoded)["lines"][number] => {
    const { direction, bookedOn, amount, reference, party, purpose } = line
    const same = JSON.stringify([direction, bookedOn, amount, reference, party, purpose])
    const occurrence = (seen.get(same) ?? 0) + 1
    seen.set(same, occurrence)
    const [name, account, taxId] = [filled(party.name, 300), filled(party.account, 64), filled(party.taxId, 40)]
    const [said, written] = [filled(reference, 200), filled(purpose, 2000)]
    return {
      direction,
      bookedOn,
      amount,
      ...(said === undefined ? {} : { reference: said }),
      party: {
        ...(name === undefined ? {} : { name }),
        ...(account === undefined ? {} : { account }),
        ...(taxId === undefined ? {} : { taxId }),
      },
      ...(written === undefined ? {} : { purpose: written }),
      occurrence,
    }
  })
}

/**
 * The commands over entries of bank statements. The Promise facade has them as `bank`, with the clients of its deals.
 *
 * @param clientOf - reads the client of a deal; null where it has none
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { presets } from "@salesdept/core/department"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment } from "@salesdept/core/ports"
 * import { bankCommands } from "@salesdept/core/settlement/service"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const bank = bankCommands(function* () {
 *   return null
 * })
 * const line = { direction: "in" as const, bookedOn: "2026-03-10", amount: { amountMinor: 60_000_00, currency: "RUB" } }
 * const importing = bank.import({ tenant: "shop-17", actor: "user:42" }, { account: "40702810000000000017", lines: [line] })
 * const asked = Effect.provideService(importing, DefaultDepartment, department)
 * const { openIds } = await Effect.runPromise(Effect.provide(asked, layerMemory))
 * openIds.length // 1
 * ```
 */
export const bankCommands = (clientOf: ClientOfDeal) => {
  const importLines = command({
    name: "bank.import",
    input: ImportEntries,
    references: { "payers.clientId": "client" },
    happened: happened("lines[].bookedOn"),
    work: importEntries,
  })
  return {
    /** Records transfers of one account, up to 500, in one transaction, and the payments they certainly are. */
    import: importLines,
    /**
     * Reads a statement and imports all of it, 500 transfers a transaction. Importing the same file again, or one that overlaps,
     * records nothing twice; so where it fails midway, import it again. Options are those of any command but for the idempotency
     * key: the entries themselves are it.
     */
    importStatement: decodedWith(
      ImportStatement,
      importOptions,
      Effect.fnUntraced(function* (
        caller: Caller,
        input: StatementImport,
        options: Omit<CommandOptions, "idempotencyKey">,
      ) {
        const { payers, toleranceMinor } = input
        const matching = {
          ...(payers === undefined ? {} : { payers }),
          ...(toleranceMinor === undefined ? {} : { toleranceMinor }),
        }
        const { statements, problems } = readStatement(input.content, input.format)
        let [read, recorded, repeated, matched, outgoing] = [0, 0, 0, 0, 0]
        const openIds: Array<BankEntryId> = []
        for (const { account, lines } of statements) {
          const all = commandLines(lines)
          read += all.length
          for (let at = 0; at < all.length; at += perCommand) {
            const part = { account, lines: all.slice(at, at + perCommand), ...matching }
            const answer = yield* importLines(caller, part, options)
            recorded += answer.recorded
            repeated += answer.repeated
            matched += answer.matched
            outgoing += answer.outgoing
            openIds.push(...answer.openIds)
          }
        }
        const imported: StatementImported = { read, recorded, repeated, matched, outgoing, openIds, problems }
        return imported
      }),
    ),
    /** Records the payment of an open or ignored entry as a person says it, or ties it to the one that was recorded by hand. */
    assign: command({
      name: "bank.assign",
      input: AssignEntry,
      references: { dealId: "deal", clientId: "client" },
      work: assignEntry(clientOf),
    }),
    /**
     * Ties an outgoing entry to the payment of which the money went back, and records the refund, unless one of that amount was recorded by
     * hand and has no transfer yet.
     */
    refund: command({ name: "bank.refund", input: RefundEntry, work: refundEntry }),
    /** Notes that an open entry is no payment of a client. */
    ignore: command({ name: "bank.ignore", input: IgnoreEntry, work: ignoreEntry }),
  }
}
