import * as Result from "effect/Result"
import { amendClient, tagClient } from "../client/ClientCommands.ts"
import { assignLead, disqualifyLead, tagLead } from "../client/LeadCommands.ts"
import { assignNextStep } from "../client/NextStepCommands.ts"
import { RecipientNotActive } from "../team/TeamErrors.ts"
import { notActive, todayOf } from "../control/OwnedRules.ts"
import { amendDeal } from "../deal/DealCommands.ts"
import { moveDeal } from "../deal/DealMoveCommands.ts"
import { readGateFacts } from "../department/GateFacts.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Change, Decision } from "../journal/Decision.ts"
import { decision } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { Failure, FailureFields } from "../shared/Failure.ts"
import type { Id, IdKind } from "../shared/Ids.ts"
import { isId } from "../shared/Ids.ts"
import { WrongKind } from "./RunErrors.ts"
import type { RunMismatch, RunRevertedAlready } from "./RunErrors.ts"
import type { PartAnswer } from "./RunRules.ts"
import { inputDigest, observed, partChange, recordedAnswer } from "./RunRules.ts"
import type { BulkAction, BulkPart } from "../department/RunSchema.ts"

/** What a bulk command did to one record. `done`: it changed. `unchanged`: it was so already. `rejected`: see the error. */
export interface BulkLine {
  /** Place of the record in the input, from 1. */
  readonly line: number
  /** The record. */
  readonly id: string
  /** What was done. */
  readonly outcome: "done" | "unchanged" | "rejected"
  /** Why it was rejected; null where it was not. */
  readonly error: FailureFields | null
}

/** What one part of a bulk command did. */
export interface BulkPartAnswer {
  /** Line by line. */
  readonly lines: ReadonlyArray<BulkLine>
}

type AnyWork = Work<object, Failure<string, unknown>>

const move = moveDeal(readGateFacts)

const amend = amendDeal(readGateFacts)

const reasoned = (reason: string | undefined) => (reason === undefined ? {} : { reason })

/** The id of a kind that an action is about; undefined where the text is none. */
const idOf = <Kind extends IdKind>(kind: Kind, id: string): Id<Kind> | undefined => (isId(kind, id) ? id : undefined)

/** The command for one record; undefined where its id is none of the kind. */
const workOf = (action: BulkAction, id: string, context: CommandContext): AnyWork | undefined => {
  const [leadId, clientId, dealId, stepId] = [
    idOf("lead", id),
    idOf("client", id),
    idOf("deal", id),
    idOf("nextStep", id),
  ]
  switch (action.type) {
    case "assign": {
      const { kind, ownerId } = action
      if (kind === "lead") return leadId && assignLead({ leadId, ownerId }, context)
      if (kind === "client") return clientId && amendClient({ clientId, ownerId }, context)
      if (kind === "deal") return dealId && amend({ dealId, ownerId }, context)
      return stepId && assignNextStep({ nextStepId: stepId, ownerId }, context)
    }
    case "move":
      return dealId && move({ dealId, to: action.to, ...reasoned(action.reason) }, context)
    case "tag": {
      const tags = { add: action.add ?? [], remove: action.remove ?? [] }
      if (action.kind === "lead") return leadId && tagLead({ leadId, ...tags }, context)
      return clientId && tagClient({ clientId, ...tags }, context)
    }
    case "close":
      if (action.kind === "lead") {
        return leadId && disqualifyLead({ leadId, reasonId: action.reasonId, ...reasoned(action.reason) }, context)
      }
      return (
        dealId &&
        move({ dealId, to: action.to, lostReasonId: action.lostReasonId, ...reasoned(action.reason) }, context)
      )
  }
}

const lineOf = (line: number, id: string, error: Failure<string, unknown>): BulkLine => ({
  line,
  id,
  outcome: "rejected",
  error: error.toJSON(),
})

/** Nobody who left or is away gets anything; people who are not described are the host's business. */
function* refusedReceiver(
  action: BulkAction,
  context: CommandContext,
): Generator<Read, RecipientNotActive | null, unknown> {
  if (action.type !== "assign" || action.ownerId === null) return null
  const { ownerId } = action
  const reason = (yield* notActive([ownerId], yield* todayOf(context))).get(ownerId)
  return reason === undefined || reason === "unknown" ? null : new RecipientNotActive(ownerId, reason)
}

/**
 * One part of a bulk command: the same command as for one record, record by record. What one record is refused for does not
 * stop the others; a dry run is the same work with nothing written.
 */
export function* bulkPart(
  input: BulkPart,
  context: CommandContext,
): Work<PartAnswer<BulkPartAnswer>, RunMismatch | RunRevertedAlready> {
  const { runId, part, firstLine, action, ids } = input
  const digest = inputDigest({ action, ids })
  const earlier = yield* recordedAnswer(runId, part, digest)
  if (Result.isFailure(earlier)) return Result.fail(earlier.failure)
  if (earlier.success !== null)
    return Result.succeed(decision([], { ...(earlier.success as BulkPartAnswer), isResumed: true }))
  const seen = new Map<string, RecordState>()
  const lines: Array<BulkLine> = []
  const refused = yield* refusedReceiver(action, context)
  const decided: Array<Decision<object>> = []
  for (const [index, id] of ids.entries()) {
    const line = firstLine + index
    const work = workOf(action, id, context)
    if (work === undefined) {
      lines.push(lineOf(line, id, new WrongKind(action.kind, id)))
      continue
    }
    if (refused !== null) {
      lines.push(lineOf(line, id, refused))
      continue
    }
    const result = yield* observed(work, seen)
    if (Result.isFailure(result)) {
      lines.push(lineOf(line, id, result.failure))
      continue
    }
    lines.push({ line, id, outcome: result.success.changes.length === 0 ? "unchanged" : "done", error: null })
    decided.push(result.success)
  }
  const changes: ReadonlyArray<Change> = decided.flatMap((one) => one.changes)
  const answer: BulkPartAnswer = { lines }
  const recorded =
    changes.length === 0 ? [] : [partChange(runId, part, changes, seen, { ...answer, inputDigest: digest }, context)]
  return Result.succeed(
    decision(
      [...changes, ...recorded],
      { ...answer, isResumed: false },
      {
        touches: decided.flatMap(({ touches }) => touches),
        touchedClients: [...new Set(decided.flatMap(({ touchedClients = [] }) => touchedClients))],
        guards: decided.flatMap(({ guards }) => guards),
        shown: ids,
      },
    ),
  )
}
