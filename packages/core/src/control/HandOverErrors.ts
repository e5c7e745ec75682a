import { Failure } from "../shared/Failure.ts"

const shown = 10

/** The plan leaves records without an owner who works here: all of them are listed. */
export class RecordsLeftOver extends Failure<
  "RecordsLeftOver",
  { readonly personId: string; readonly ids: ReadonlyArray<string> }
> {
  readonly _tag = "RecordsLeftOver"
  constructor(personId: string, ids: ReadonlyArray<string>) {
    const list = ids.slice(0, shown).join(", ")
    super(
      {
        en: `The plan leaves records of ${personId} without an owner (${ids.length}): ${list}`,
        ru: `План оставляет записи ${personId} без ответственного (${ids.length}): ${list}`,
      },
      { personId, ids },
    )
  }
}

/** The plan names records that are not the person's, or are closed. */
export class NotOwnedBy extends Failure<
  "NotOwnedBy",
  { readonly personId: string; readonly ids: ReadonlyArray<string> }
> {
  readonly _tag = "NotOwnedBy"
  constructor(personId: string, ids: ReadonlyArray<string>) {
    const list = ids.slice(0, shown).join(", ")
    super(
      {
        en: `The plan names records that are not open records of ${personId} (${ids.length}): ${list}`,
        ru: `В плане есть записи, которые не являются открытыми записями ${personId} (${ids.length}): ${list}`,
      },
      { personId, ids },
    )
  }
}
