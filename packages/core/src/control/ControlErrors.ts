import { Failure } from "../shared/Failure.ts"
import type { Language } from "../shared/Message.ts"
import { controlStateNames } from "./ControlNames.ts"
import type { Coverage } from "./Coverage.ts"

/** The states do not sum to the base: an error of the library or of rows built by hand (an id twice), never of the data. */
export class PartitionBroken extends Failure<
  "PartitionBroken",
  {
    /** Kind of the records. */
    readonly kind: string
    /** Records of the base. */
    readonly total: number
    /** Records counted in states. */
    readonly inStates: number
    /** Different ids among them. */
    readonly distinctIds: number
  }
> {
  readonly _tag = "PartitionBroken"
  constructor(kind: string, total: number, inStates: number, distinctIds: number) {
    super(
      {
        en: `The control states of ${kind} hold ${inStates} records, the base ${total} with ${distinctIds} different ids`,
        ru: `В состояниях контроля (${kind}) записей: ${inStates}, а в базе: ${total}, разных идентификаторов: ${distinctIds}`,
      },
      { kind, total, inStates, distinctIds },
    )
  }
}

const shown = 10

/** Records are not under control as the policy asks; carries the exact list. */
export class NotCovered extends Failure<"NotCovered", Coverage> {
  readonly _tag = "NotCovered"
  constructor(coverage: Coverage) {
    const { uncovered } = coverage
    const listIn = (language: Language): string =>
      uncovered
        .slice(0, shown)
        .map(({ id, holds }) => `${id} (${holds.map((state) => controlStateNames[state][language]).join(", ")})`)
        .join("; ")
    super(
      {
        en: `Not under control: ${uncovered.length} of ${coverage.checked} records: ${listIn("en")}`,
        ru: `Вне контроля записей: ${uncovered.length} из ${coverage.checked}: ${listIn("ru")}`,
      },
      coverage,
    )
  }
}
