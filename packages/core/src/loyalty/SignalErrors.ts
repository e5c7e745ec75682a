import { Failure } from "../shared/Failure.ts"
import { kindName } from "../shared/RecordErrors.ts"
import type { NamedKind } from "../shared/RecordErrors.ts"

/** The record's life has no such turn. */
export class LoyaltyStepRefused extends Failure<
  "LoyaltyStepRefused",
  { readonly kind: NamedKind; readonly id: string; readonly status: string }
> {
  readonly _tag = "LoyaltyStepRefused"
  constructor(kind: NamedKind, id: string, status: string) {
    super(
      {
        en: `The ${kindName(kind).en} ${id} is ${status}: this step is not open to it`,
        ru: `Запись «${kindName(kind).ru}» ${id} в состоянии ${status}: этот шаг невозможен`,
      },
      { kind, id, status },
    )
  }
}
