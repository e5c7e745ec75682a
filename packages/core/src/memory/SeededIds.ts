import { murmur3 } from "../stats/Murmur3.ts"
import type { IdSourceShape } from "../ports/IdSource.ts"
import { idSourceFrom } from "../ports/IdSource.ts"

/**
 * Ids and salts that are the same for the same seed, for tests and simulations that are to be repeated: give it as `ids` of `salesDept`,
 * with a clock of your own. Never for records of people: salts that can be guessed do not hide the texts whose digests they are in.
 *
 * @param seed - any text
 * @example
 * ```ts
 * import { memory, presets, salesDept, seededIds } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const opened = async () => {
 *   const dept = await salesDept({ store: memory(), department, ids: seededIds("test"), now: () => Date.UTC(2026, 10, 23) })
 *   return (await dept.tenant("default").as("user:42").deals.open({ title: "Audit" })).deal
 * }
 * const [first, second] = [await opened(), await opened()]
 * first.id === second.id // true
 * ```
 */
export const seededIds = (seed: string): IdSourceShape => {
  let words = 0
  return idSourceFrom((size) => {
    const bytes = new Uint8Array(size)
    let word = 0
    for (let at = 0; at < size; at++) {
      if (at % 4 === 0) word = murmur3(`${seed} ${words++}`)
      bytes[at] = word >>> ((at % 4) * 8)
    }
    return bytes
  })
}
