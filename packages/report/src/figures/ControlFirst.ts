import type { ControlListRow } from "@salesdept/core/control"
import type { ControlFirst } from "../model/ControlSection.ts"
import type { Base } from "./Base.ts"
import { presentRepOf } from "./Base.ts"

/** Records of a state that are named; the others are behind its count. */
const namedCount = 3

/**
 * The head of the control list, state by state: whom to turn to first in each.
 *
 * @param rows - the list, ranked
 * @param names - what its records are called, by their ids
 * @param base - the base
 */
export const controlFirst = (
  rows: ReadonlyArray<ControlListRow>,
  names: ReadonlyMap<string, string>,
  base: Base,
): ReadonlyArray<ControlFirst> =>
  [...Map.groupBy(rows, ({ state }) => state)].map(([state, all]) => ({
    state,
    rows: all.slice(0, namedCount).map((row) => ({
      recordId: row.id,
      name: names.get(row.id) ?? null,
      repName: presentRepOf(base, row.ownerId),
      reason: row.reason,
      amountMinor: row.currency === base.currency ? row.amountMinor : null,
    })),
  }))
