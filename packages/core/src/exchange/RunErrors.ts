import { Failure } from "../shared/Failure.ts"

/** The run was taken back, and is not gone on with. */
export class RunRevertedAlready extends Failure<"RunRevertedAlready", { readonly runId: string }> {
  readonly _tag = "RunRevertedAlready"
  constructor(runId: string) {
    super({ en: `${runId} was taken back already`, ru: `${runId} уже отменён` }, { runId })
  }
}

/** The id of the run belongs to a run of another kind. */
export class RunMismatch extends Failure<"RunMismatch", { readonly runId: string }> {
  readonly _tag = "RunMismatch"
  constructor(runId: string) {
    super({ en: `${runId} is a run of another kind`, ru: `${runId} — операция другого вида` }, { runId })
  }
}

/** A record of the kind named has no such id. */
export class WrongKind extends Failure<"WrongKind", { readonly kind: string; readonly id: string }> {
  readonly _tag = "WrongKind"
  constructor(kind: string, id: string) {
    super({ en: `${id} is no id of a ${kind}`, ru: `${id} — не идентификатор вида ${kind}` }, { kind, id })
  }
}
