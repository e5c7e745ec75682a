import type { RecordState } from "@salesdept/core/journal"
import type { IdKind } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { anyId, anyInstant, anyText } from "./Values.ts"

/** A sentence in both languages. */
export const anyMessage = fc.record({ en: anyText(40), ru: anyText(40) })

type Own<State extends RecordState> = {
  readonly [Name in Exclude<keyof State, keyof RecordState>]: fc.Arbitrary<State[Name]>
}

/** States of a kind after their first event, with any values its fields may have. */
export const states = <State extends RecordState>(kind: IdKind, own: Own<State>): fc.Arbitrary<RecordState> => {
  const common = {
    id: anyId(kind),
    version: fc.constant(1),
    textsVersion: fc.constant(0),
    changedAt: anyInstant,
  }
  return fc.record({ ...common, ...own })
}
