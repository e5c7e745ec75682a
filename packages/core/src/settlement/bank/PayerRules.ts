import type { Read } from "../../journal/Work.ts"
import { where } from "../../journal/Work.ts"
import type { ClientId } from "../../shared/Ids.ts"
import { bankEntryAggregate } from "./BankEntry.ts"
import type { ImportEntries } from "./BankSchema.ts"
import type { EntryLine } from "./EntryLineRules.ts"
import { keyOf, payerKeyOf } from "./EntryLineRules.ts"

/** Which client a payer is: as the host says, else as people said of earlier entries, where they all said the same. */
export function* payersOf(input: ImportEntries): Generator<Read, (line: EntryLine) => ClientId | null, unknown> {
  const given = new Map<string, ClientId>()
  for (const { clientId, taxId, account } of input.payers ?? []) {
    if (taxId !== undefined) given.set(keyOf(taxId), clientId)
    if (account !== undefined) given.set(keyOf(account), clientId)
  }
  const keys = new Set(input.lines.flatMap((line) => payerKeyOf(line) ?? []))
  const learned = new Map<string, ClientId | null>()
  for (const { payerKey, clientId, status } of yield* where(bankEntryAggregate, "payerKey", [...keys])) {
    if (payerKey === null || clientId === null || status !== "matched") continue
    const before = learned.get(payerKey)
    learned.set(payerKey, before === undefined || before === clientId ? clientId : null)
  }
  return (line) => {
    const { taxId, account } = line.party ?? {}
    const stated = [taxId, account].flatMap((text) => (text === undefined ? [] : (given.get(keyOf(text)) ?? [])))
    const key = payerKeyOf(line)
    return stated[0] ?? (key === null ? null : (learned.get(key) ?? null))
  }
}
