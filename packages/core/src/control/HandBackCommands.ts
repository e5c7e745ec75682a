import * as Result from "effect/Result"
import { clientAggregate } from "../client/Client.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import type { RepId } from "../shared/Ids.ts"
import { repAggregate } from "../team/Rep.ts"
import { handOverAggregate } from "./HandOver.ts"
import type { HandOverAnswer } from "./HandOverCommands.ts"
import type { HandBack, HandOver, HandOverMove } from "./HandOverSchema.ts"
import { NothingToUndo } from "./MarkErrors.ts"
import { handClient, handDeal, handLead, handStep, notActive, todayOf } from "./OwnedRules.ts"

/** What the duty of covers answers. */
export interface CoverAnswer {
  /** The change of hands after the command; null where there is none. */
  readonly handOver: HandOver | null
}

/** Takes a cover back on its day; nothing where somebody was first, the day has not come, or the person is still away. */
export function* handBackWhenDue(
  input: HandBack,
  context: CommandContext,
): Work<CoverAnswer, RecordNotFound | NothingToUndo> {
  const handOver = yield* byId(handOverAggregate, input.handOverId)
  if (handOver === null || handOver.nextReturnAt === null || handOver.nextReturnAt > context.occurredAt) {
    return Result.succeed(decision([], { handOver }))
  }
  const { personId } = handOver
  // Who is still away that day is covered until the first tick that finds the person back.
  const reasons = yield* notActive(personId === null ? [] : [personId], yield* todayOf(context))
  if (personId !== null && reasons.get(personId) === "absent") return Result.succeed(decision([], { handOver }))
  return yield* handBack(input, context)
}

/** What took a record on from who covers an absence: a cover that runs, or that person's leaving since. */
const takesOn = ({ cause, nextReturnAt, status, handedAt }: HandOver, covered: HandOver): boolean =>
  (cause === "absence" && nextReturnAt !== null) ||
  (cause === "offboarding" && covered.cause === "absence" && status === "done" && handedAt >= covered.handedAt)

/** The changes of hands that took on what people were given, and what those were given who took it on. */
function* coversOf(covered: HandOver): Generator<Read, ReadonlyArray<HandOver>, unknown> {
  const covers: Array<HandOver> = []
  const asked = new Set<RepId>()
  let next: ReadonlyArray<RepId> = [...new Set(covered.moves.map(({ toId }) => toId))]
  while (next.length > 0) {
    for (const personId of next) asked.add(personId)
    const running = (yield* where(handOverAggregate, "personId", next)).filter((one) => takesOn(one, covered))
    covers.push(...running)
    next = [...new Set(running.flatMap(({ moves }) => moves.map(({ toId }) => toId)))].filter((id) => !asked.has(id))
  }
  return covers
}

/** Who has a record that was given to somebody: that person, or whoever took it on. */
const holdersOf = (id: string, toId: RepId, covers: ReadonlyArray<HandOver>): ReadonlySet<RepId | null> => {
  const holders = new Set<RepId | null>([toId])
  // Who is added while the set is walked is walked too.
  for (const holder of holders) {
    for (const { personId, moves } of covers) {
      if (personId !== holder) continue
      for (const move of moves) if (move.id === id && move.fromId === holder) holders.add(move.toId)
    }
  }
  return holders
}

/**
 * Takes a change of hands back: whatever is still with the person who got it, or with who covers that person, goes back to whom it was taken
 * from; what was covered for an absence also from whoever took over when that person left. What changed hands again since stays, and is named.
 */
export function* handBack(
  input: HandBack,
  context: CommandContext,
): Work<HandOverAnswer, RecordNotFound | NothingToUndo> {
  const handOver = yield* byId(handOverAggregate, input.handOverId)
  if (handOver === null) return Result.fail(new RecordNotFound("handOver", input.handOverId))
  if (handOver.status === "undone") return Result.fail(new NothingToUndo(handOver.id, "handOver"))
  const of = (kind: HandOverMove["kind"]) => handOver.moves.flatMap((move) => (move.kind === kind ? [move.id] : []))
  const leads = yield* byIds(leadAggregate, of("lead"))
  const clients = yield* byIds(clientAggregate, of("client"))
  const deals = yield* byIds(dealAggregate, of("deal"))
  const steps = yield* byIds(nextStepAggregate, of("nextStep"))
  const returning = handOver.moves.flatMap(({ fromId }) => (fromId === null ? [] : [fromId]))
  const reasons = yield* notActive([...new Set(returning)], yield* todayOf(context))
  // Nothing goes back to somebody who has left since; taking back the last day itself brings the person back too.
  const isGone = (id: RepId | null): boolean =>
    id !== null && reasons.get(id) === "left" && !(handOver.personId === id && handOver.lastDays.length > 0)
  const covers = yield* coversOf(handOver)
  const changes: Array<Change> = []
  const keptIds: Array<string> = []
  const touches = new Set<string>()
  const touchedClients: Array<string> = []
  for (const { id, fromId, toId } of handOver.moves) {
    const [lead, client, deal, step] = [leads.get(id), clients.get(id), deals.get(id), steps.get(id)]
    const isWith = holdersOf(id, toId, covers).has((lead ?? client ?? deal ?? step)?.ownerId ?? null)
    if (!isWith || isGone(fromId) || (step !== undefined && (step.status !== "open" || fromId === null))) {
      keptIds.push(id)
      continue
    }
    if (lead !== undefined) changes.push(handLead(lead, fromId, context))
    if (client !== undefined) {
      changes.push(handClient(client, fromId, context))
      touchedClients.push(id)
    }
    if (deal !== undefined) {
      changes.push(handDeal(deal, fromId, context))
      touches.add(id)
    }
    if (step !== undefined && fromId !== null) {
      changes.push(handStep(step, fromId, context))
      if (step.dealId !== null) touches.add(step.dealId)
    }
  }
  const reps = yield* byIds(
    repAggregate,
    handOver.lastDays.map(({ repId }) => repId),
  )
  for (const { repId, leftOn, before } of handOver.lastDays) {
    const rep = reps.get(repId)
    if (rep === undefined || rep.leftOn !== leftOn) {
      keptIds.push(repId)
      continue
    }
    const { personId, teamId, joinedOn } = rep
    const payload = { id: rep.id, personId, teamId, joinedOn, leftOn: before }
    changes.push(recordEvents(repAggregate, rep, [{ type: "RepStated", payload }], { occurredAt: context.occurredAt }))
  }
  const back = recordEvents(handOverAggregate, handOver, [{ type: "RecordsHandedBack", payload: { keptIds } }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(
    decision([...changes, back], { handOver: back.after }, { touches: [...touches], touchedClients }),
  )
}
