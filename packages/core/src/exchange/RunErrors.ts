import { Failure } from "../shared/Failure.ts"

/** The run was taken back, in whole or in part, and is not gone on with. */
export class RunRevertedAlready extends Failure<"RunRevertedAlready", { readonly runId: string }> {
  readonly _tag = "RunRevertedAlready"
  constructor(runId: string) {
    super(
      {
        en: `${runId} was taken back, in whole or in part, and is not gone on with: name another run`,
        ru: `${runId} отменена, целиком или частью, и не продолжается: укажите другую операцию`,
      },
      { runId },
    )
  }
}

/** The id of the run belongs to a run of another kind, or of other data. */
export class RunMismatch extends Failure<"RunMismatch", { readonly runId: string }> {
  readonly _tag = "RunMismatch"
  constructor(runId: string) {
    super(
      {
        en: `${runId} was begun with another command or other data: name another run`,
        ru: `${runId} начата с другой командой или другими данными: укажите другую операцию`,
      },
      { runId },
    )
  }
}

/** A record of the kind named has no such id. */
export class WrongKind extends Failure<"WrongKind", { readonly kind: string; readonly id: string }> {
  readonly _tag = "WrongKind"
  constructor(kind: string, id: string) {
    super({ en: `${id} is no id of a ${kind}`, ru: `${id} — не идентификатор вида ${kind}` }, { kind, id })
  }
}
