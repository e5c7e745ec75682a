import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Change, Recorded, Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import { scriptAggregate } from "./Script.ts"
import { ScriptInvalid, ScriptRefused } from "./ScriptErrors.ts"
import { scriptExperimentAggregate } from "./ScriptExperiment.ts"
import { scriptProblems } from "./ScriptGraph.ts"
import { scriptPlaceProblems } from "./ScriptPlace.ts"
import { scriptProposalAggregate } from "./ScriptProposal.ts"
import type {
  AmendScript,
  ApproveScriptVersion,
  CreateScript,
  DraftScriptVersion,
  EndScriptVersion,
  NameScriptVersion,
  RestoreScriptVersion,
  Script,
  ScriptProposal,
  ScriptVersion,
  ScriptVersionId,
  ScriptVersionStatus,
} from "./ScriptSchema.ts"
import { scriptVersionAggregate, versionMoves } from "./ScriptVersion.ts"

/** A script as commands answer it. */
export interface ScriptAnswer {
  /** The script after the command. */
  readonly script: Script
}

/** A version as commands answer it. */
export interface ScriptVersionAnswer {
  /** The version after the command. */
  readonly version: ScriptVersion
}

/** Nothing is wrong with a place while nobody has said which there are. */
function* placeProblems(
  place: Pick<Script, "pipelineId" | "stageId">,
  context: CommandContext,
): Generator<Read, ReadonlyArray<Problem>, unknown> {
  if (place.pipelineId === null && place.stageId === null) return []
  const config = yield* departmentRules(context)
  return config === null ? [] : scriptPlaceProblems(place, config.pipelines)
}

/** Begins a script; it has no version yet. Its pipeline and stage are the department's. */
export function* createScript(
  input: CreateScript,
  context: CommandContext,
): Work<ScriptAnswer, RecordExists | InputInvalid> {
  const id = input.id ?? context.newId("script")
  if ((yield* byId(scriptAggregate, id)) !== null) return Result.fail(new RecordExists("script", id))
  const { pipelineId = null, stageId = null, segmentId = null, language, ownerId } = input
  const problems = yield* placeProblems({ pipelineId, stageId }, context)
  if (problems.length > 0) return Result.fail(new InputInvalid(problems))
  const payload = { id, pipelineId, stageId, segmentId, language, ownerId }
  const change = recordEvents(scriptAggregate, null, [{ type: "ScriptCreated", payload }], {
    occurredAt: context.occurredAt,
    texts: { name: input.name },
  })
  return Result.succeed(decision([change], { script: change.after }))
}

/** Puts right what a script is for, its name, or who answers for it; what already is so changes nothing. */
export function* amendScript(
  input: AmendScript,
  context: CommandContext,
): Work<ScriptAnswer, RecordNotFound | InputInvalid> {
  const { scriptId, name, ...asked } = input
  const script = yield* byId(scriptAggregate, scriptId)
  if (script === null) return Result.fail(new RecordNotFound("script", scriptId))
  const fields = ["pipelineId", "stageId", "segmentId", "ownerId"] as const
  const changed = fields.filter((field) => asked[field] !== undefined && asked[field] !== script[field])
  const named = (yield* textsOf([script])).get(scriptId)?.["name"]
  const isRenamed = name !== undefined && name !== named
  if (changed.length === 0 && !isRenamed) return Result.succeed(decision([], { script }))
  if (changed.includes("pipelineId") || changed.includes("stageId")) {
    const { pipelineId = script.pipelineId, stageId = script.stageId } = asked
    const problems = yield* placeProblems({ pipelineId, stageId }, context)
    if (problems.length > 0) return Result.fail(new InputInvalid(problems))
  }
  const { occurredAt } = context
  const payload = Object.fromEntries(changed.map((field) => [field, asked[field]]))
  const change = recordEvents(scriptAggregate, script, [{ type: "ScriptAmended", payload }], {
    occurredAt,
    ...(isRenamed ? { texts: { name } } : {}),
  })
  const { ownerId } = change.after
  const all = ownerId === script.ownerId ? [] : yield* where(scriptProposalAggregate, "scriptId", [scriptId])
  const handedOver = all
    .filter((proposal) => proposal.status === "proposed" && proposal.ownerId !== ownerId)
    .map((proposal) =>
      recordEvents(scriptProposalAggregate, proposal, [{ type: "ScriptProposalHandedOver", payload: { ownerId } }], {
        occurredAt,
      }),
    )
  return Result.succeed(decision([change, ...handedOver], { script: change.after }))
}

/** The words of a version by where they stand: `step/purpose`, `step/wording`, `step/objection`, `step/objection/answer`. */
const wordsOf = ({ steps }: DraftScriptVersion): Texts =>
  Object.fromEntries(
    steps.flatMap(({ id, purpose, wording, objections = [] }) => [
      [`${id}/purpose`, purpose],
      [`${id}/wording`, wording],
      ...objections.flatMap((objection) => [
        [`${id}/objection/${objection.id}`, objection.says],
        ...objection.answers.map((answer) => [`${id}/objection/${objection.id}/${answer.id}`, answer.wording]),
      ]),
    ]),
  )

const stepsOf = ({ steps }: DraftScriptVersion): ScriptVersion["steps"] =>
  steps.map(({ id, kind, branches, objections = [] }) => ({
    id,
    kind,
    branches,
    objections: objections.map((objection) => ({
      id: objection.id,
      answerIds: objection.answers.map((answer) => answer.id),
    })),
  }))

type DraftRejection = RecordNotFound | RecordExists | ScriptInvalid | ScriptRefused

/**
 * Proposals that a version takes up: of the same script, and not settled. What a version took up that was never approved is open still:
 * versions do not change, so one that is sent back is written anew.
 */
function* openProposals({
  scriptId,
  proposalIds = [],
}: DraftScriptVersion): Generator<
  Read,
  Result.Result<ReadonlyArray<ScriptProposal>, RecordNotFound | ScriptRefused>,
  unknown
> {
  const found = yield* byIds(scriptProposalAggregate, proposalIds)
  const takenBy = yield* byIds(
    scriptVersionAggregate,
    [...found.values()].flatMap(({ versionId }) => versionId ?? []),
  )
  const isOpen = ({ status, versionId }: ScriptProposal): boolean =>
    status === "proposed" || (versionId !== null && takenBy.get(versionId)?.approvedAt === null)
  for (const id of proposalIds) {
    const proposal = found.get(id)
    if (proposal === undefined) return Result.fail(new RecordNotFound("scriptProposal", id))
    if (proposal.scriptId !== scriptId) return Result.fail(new ScriptRefused("otherScript", id, "proposalIds"))
    if (!isOpen(proposal)) return Result.fail(new ScriptRefused("proposalSettled", id, "proposalIds"))
  }
  return Result.succeed([...found.values()])
}

/** Writes a new version of a script, whole, and takes up proposals. */
export function* draftScriptVersion(
  input: DraftScriptVersion,
  context: CommandContext,
): Work<ScriptVersionAnswer & ScriptAnswer, DraftRejection> {
  const script = yield* byId(scriptAggregate, input.scriptId)
  if (script === null) return Result.fail(new RecordNotFound("script", input.scriptId))
  const id = input.id ?? context.newId("scriptVersion")
  const basedOnId = input.basedOnId ?? null
  const versions = yield* byIds(scriptVersionAggregate, basedOnId === null ? [id] : [id, basedOnId])
  if (versions.has(id)) return Result.fail(new RecordExists("scriptVersion", id))
  const base = basedOnId === null ? undefined : versions.get(basedOnId)
  if (basedOnId !== null && base === undefined) return Result.fail(new RecordNotFound("scriptVersion", basedOnId))
  if (base !== undefined && base.scriptId !== script.id) {
    return Result.fail(new ScriptRefused("otherScript", base.id, "basedOnId"))
  }
  const steps = stepsOf(input)
  const problems = scriptProblems(steps)
  if (problems.length > 0) return Result.fail(new ScriptInvalid(problems))
  const proposals = yield* openProposals(input)
  if (Result.isFailure(proposals)) return Result.fail(proposals.failure)
  const { occurredAt, actor } = context
  const number = script.versionCount + 1
  const proposalIds = proposals.success.map((proposal) => proposal.id)
  const payload = { id, scriptId: script.id, number, steps, basedOnId, proposalIds, authorId: actor }
  const version = recordEvents(scriptVersionAggregate, null, [{ type: "ScriptVersionDrafted", payload }], {
    occurredAt,
    texts: wordsOf(input),
  })
  const counted = recordEvents(scriptAggregate, script, [{ type: "ScriptVersionAdded", payload: { number } }], {
    occurredAt,
  })
  const accepted = proposals.success.map((proposal) =>
    recordEvents(scriptProposalAggregate, proposal, [{ type: "ScriptProposalAccepted", payload: { versionId: id } }], {
      occurredAt,
    }),
  )
  return Result.succeed(decision([version, counted, ...accepted], { version: version.after, script: counted.after }))
}

type MoveRejection = RecordNotFound | ScriptRefused

/**
 * The experiment that is running with a script, as a refusal: what it compares stays as it is until it is settled, which it may be at any
 * moment. Null where none runs, or none with the version that is named.
 */
function* heldByExperiment(
  script: Script,
  named: ScriptVersionId | null = null,
): Generator<Read, ScriptRefused | null, unknown> {
  const experiments = yield* where(scriptExperimentAggregate, "scriptId", [script.id])
  const running = experiments.find(
    ({ status, baselineVersionId, trialVersionId }) =>
      status === "running" && (named === null || named === baselineVersionId || named === trialVersionId),
  )
  return running === undefined ? null : new ScriptRefused("experimentRunning", running.id, "versionId")
}

/** The version and its script, where the move is allowed. */
function* movable(
  versionId: ScriptVersionId,
  to: ScriptVersionStatus,
): Generator<Read, Result.Result<{ version: ScriptVersion; script: Script }, MoveRejection>, unknown> {
  const version = yield* byId(scriptVersionAggregate, versionId)
  if (version === null) return Result.fail(new RecordNotFound("scriptVersion", versionId))
  if (!versionMoves[to].includes(version.status)) {
    return Result.fail(new ScriptRefused("moveNotAllowed", versionId, "versionId"))
  }
  const script = yield* byId(scriptAggregate, version.scriptId)
  return script === null
    ? Result.fail(new RecordNotFound("script", version.scriptId))
    : Result.succeed({ version, script })
}

const moved = (version: ScriptVersion, to: ScriptVersionStatus, context: CommandContext, texts?: Texts) =>
  recordEvents(scriptVersionAggregate, version, [{ type: "ScriptVersionMoved", payload: { to, by: context.actor } }], {
    occurredAt: context.occurredAt,
    texts,
  })

const reasonTexts = { draft: "sentBackReason", retired: "retiredReason", approved: "restoredReason" } as const

/** The same with the reason, beside the words of the version. */
function* movedWithReason(
  version: ScriptVersion,
  to: "draft" | "retired" | "approved",
  reason: string,
  context: CommandContext,
): Generator<Read, Recorded<ScriptVersion>, unknown> {
  const words = (yield* textsOf([version])).get(version.id) ?? {}
  return moved(version, to, context, { ...words, [reasonTexts[to]]: reason })
}

/** What becomes of the version in force when another takes its place, and the script's note of it. */
export function* putInForce(
  script: Script,
  versionId: ScriptVersionId | null,
  context: CommandContext,
): Generator<Read, ReadonlyArray<Change>, unknown> {
  const { currentVersionId: before } = script
  const change = recordEvents(
    scriptAggregate,
    script,
    [{ type: "ScriptCurrentChanged", payload: { versionId, before } }],
    { occurredAt: context.occurredAt },
  )
  const replaced = before === null || before === versionId ? null : yield* byId(scriptVersionAggregate, before)
  return replaced === null || replaced.status === "retired" ? [change] : [change, moved(replaced, "retired", context)]
}

/** Hands a draft over for review. */
export function* submitScriptVersion(
  input: NameScriptVersion,
  context: CommandContext,
): Work<ScriptVersionAnswer, MoveRejection> {
  const found = yield* movable(input.versionId, "review")
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const change = moved(found.success.version, "review", context)
  return Result.succeed(decision([change], { version: change.after }))
}

/** Approves a version; its author may not. It comes into force unless it is to be tried first. */
export function* approveScriptVersion(
  input: ApproveScriptVersion,
  context: CommandContext,
): Work<ScriptVersionAnswer, MoveRejection> {
  const found = yield* movable(input.versionId, "approved")
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { version, script } = found.success
  if (version.status !== "review") return Result.fail(new ScriptRefused("moveNotAllowed", version.id, "versionId"))
  if (version.authorId === context.actor) {
    return Result.fail(new ScriptRefused("ownVersion", version.id, "versionId"))
  }
  const isTried = input.putInForce === false
  const held = isTried ? null : yield* heldByExperiment(script)
  if (held !== null) return Result.fail(held)
  const change = moved(version, "approved", context)
  const others = isTried ? [] : yield* putInForce(script, version.id, context)
  return Result.succeed(decision([change, ...others], { version: change.after }))
}

/** Sends a version in review back to its author. */
export function* sendBackScriptVersion(
  input: EndScriptVersion,
  context: CommandContext,
): Work<ScriptVersionAnswer, MoveRejection> {
  const found = yield* movable(input.versionId, "draft")
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const change = yield* movedWithReason(found.success.version, "draft", input.reason, context)
  return Result.succeed(decision([change], { version: change.after }))
}

/** Takes a version out of use; where it was in force, none is. */
export function* retireScriptVersion(
  input: EndScriptVersion,
  context: CommandContext,
): Work<ScriptVersionAnswer, MoveRejection> {
  const found = yield* movable(input.versionId, "retired")
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { version, script } = found.success
  const held = yield* heldByExperiment(script, version.id)
  if (held !== null) return Result.fail(held)
  const change = yield* movedWithReason(version, "retired", input.reason, context)
  const others =
    script.currentVersionId === version.id
      ? [
          recordEvents(
            scriptAggregate,
            script,
            [{ type: "ScriptCurrentChanged", payload: { versionId: null, before: version.id } }],
            { occurredAt: context.occurredAt },
          ),
        ]
      : []
  return Result.succeed(decision([change, ...others], { version: change.after }))
}

/** Brings a version that was in force before back into force, with the reason; the one in force is retired. */
export function* restoreScriptVersion(
  input: RestoreScriptVersion,
  context: CommandContext,
): Work<ScriptVersionAnswer, MoveRejection> {
  const found = yield* movable(input.versionId, "approved")
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { version, script } = found.success
  if (version.status !== "retired" || version.approvedAt === null) {
    return Result.fail(new ScriptRefused("versionNotInUse", version.id, "versionId"))
  }
  const held = yield* heldByExperiment(script)
  if (held !== null) return Result.fail(held)
  const change = yield* movedWithReason(version, "approved", input.reason, context)
  const others = yield* putInForce(script, version.id, context)
  return Result.succeed(decision([change, ...others], { version: change.after }))
}
