import type { IdSourceShape } from "@salesdept/core/ports"
import { idPrefixes } from "@salesdept/core/shared"
import type { Id, IdKind } from "@salesdept/core/shared"

/**
 * An id source that counts: the same commands get the same ids in every store, whatever number of salts the store draws in
 * between. Salts differ from each other and are as long as the real ones.
 */
export const countingIds = (): IdSourceShape => {
  const counts = new Map<IdKind, number>()
  let salts = 0
  return {
    next: <Kind extends IdKind>(kind: Kind, epochMs: number) => {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      return `${idPrefixes[kind]}_${epochMs}-${String(count).padStart(6, "0")}` as Id<Kind>
    },
    salt: () => {
      salts += 1
      return salts.toString(16).padStart(32, "0")
    },
  }
}
