import * as Result from "effect/Result"
import { clientAggregate } from "../client/Client.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import type { NextStep } from "../client/DialogSchema.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Change, Decision } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { startOfDay } from "../shared/TimeZone.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import { repAggregate } from "../team/Rep.ts"
import type { Overload } from "./CarriedRules.ts"
import { addedEffort, carried, overloads } from "./CarriedRules.ts"
import { handOverAggregate } from "./HandOver.ts"
import type { NotActiveReason } from "../team/TeamErrors.ts"
import { RecipientNotActive } from "../team/TeamErrors.ts"
import { NotOwnedBy, RecordsLeftOver } from "./HandOverErrors.ts"
import type {
  CoverAbsence,
  HandOver,
  HandOverCause,
  HandOverMove,
  HandOverRecords,
  OffboardRep,
} from "./HandOverSchema.ts"
import { PutOffDayRefused } from "./MarkErrors.ts"
import { handClient, handDeal, handLead, handStep, notActive, ownedRecords, todayOf } from "./OwnedRules.ts"
import type { StandsFor } from "./StandsForRules.ts"
import { standsFor } from "./StandsForRules.ts"
import { kindOfId } from "./SubjectRules.ts"

/** A change of hands as commands answer it. */
export interface HandOverAnswer {
  /** The change of hands after the command. */
  readonly handOver: HandOver
}

/** Records that changed hands, and who has too much by it. */
export interface HandedOverAnswer extends HandOverAnswer {
  /** People who hold more than they can carry afterwards: a warning, not a refusal. */
  readonly overloaded: ReadonlyArray<Overload>
}

/** What an offboarding led to. */
export interface OffboardedAnswer extends HandedOverAnswer {
  /** What hangs on the person beside records, and stays until a head gives it to others. */
  readonly standsFor: StandsFor
}

/** Moves and the changes of records that make them. */
export interface Handing {
  /** What is written down. */
  readonly moves: ReadonlyArray<HandOverMove>
  /** What is written. */
  readonly changes: ReadonlyArray<Change>
  /** Deals whose facts change. */
  readonly touches: ReadonlyArray<string>
  /** Clients of whom something changes. */
  readonly touchedClients: ReadonlyArray<string>
}

/**
 * Gives records to people, each with the open steps that its owner has promised about it. Records that are with the right
 * person already are left alone.
 */
export function* handing(
  targets: ReadonlyMap<string, RepId | null>,
  context: CommandContext,
  without: ReadonlySet<string> = new Set(),
): Generator<Read, Result.Result<Handing, RecordNotFound>, unknown> {
  const ids = [...targets.keys()]
  const of = (kind: string) => ids.filter((id) => kindOfId(id) === kind)
  const leads = yield* byIds(leadAggregate, of("lead"))
  const clients = yield* byIds(clientAggregate, of("client"))
  const deals = yield* byIds(dealAggregate, of("deal"))
  const moves: Array<HandOverMove> = []
  const changes: Array<Change> = []
  const owners = new Map<string, RepId | null>()
  for (const id of ids) {
    const toId = targets.get(id) ?? null
    const kind = kindOfId(id)
    const record = leads.get(id) ?? clients.get(id) ?? deals.get(id)
    if (record === undefined) return Result.fail(new RecordNotFound("subject", id))
    owners.set(id, record.ownerId)
    if (record.ownerId === toId) continue
    const [lead, client, deal] = [leads.get(id), clients.get(id), deals.get(id)]
    if (lead !== undefined) changes.push(handLead(lead, toId, context))
    if (client !== undefined) changes.push(handClient(client, toId, context))
    if (deal !== undefined) changes.push(handDeal(deal, toId, context))
    if (toId !== null) moves.push({ kind, id, fromId: record.ownerId, toId })
  }
  const steps = [
    ...(yield* where(nextStepAggregate, "leadId", of("lead"))),
    ...(yield* where(nextStepAggregate, "dealId", of("deal"))),
    ...(yield* where(nextStepAggregate, "clientId", of("client"))),
  ]
  const seen = new Set<string>(without)
  const stepDeals: Array<string> = []
  for (const step of steps) {
    const subject = subjectOf(step)
    const toId = targets.get(subject) ?? null
    if (seen.has(step.id) || step.status !== "open" || toId === null) continue
    seen.add(step.id)
    // Steps that somebody else has promised stay with them.
    if (step.ownerId !== owners.get(subject) || step.ownerId === toId) continue
    changes.push(handStep(step, toId, context))
    moves.push({ kind: "nextStep", id: step.id, fromId: step.ownerId, toId })
    if (step.dealId !== null) stepDeals.push(step.dealId)
  }
  const moved = new Set(moves.map(({ id }) => id))
  return Result.succeed({
    moves,
    changes,
    touches: [...new Set([...of("deal").filter((id) => moved.has(id)), ...stepDeals])],
    touchedClients: of("client").filter((id) => moved.has(id)),
  })
}

/** A step belongs to the nearest record it names: the deal, else the lead, else the client. */
const subjectOf = ({ dealId, leadId, clientId }: NextStep): string => dealId ?? leadId ?? clientId ?? ""

const refusedRecipient = (reasons: ReadonlyMap<RepId, NotActiveReason>): RecipientNotActive | null => {
  for (const [personId, reason] of reasons) return new RecipientNotActive(personId, reason)
  return null
}

/** The record of a change of hands, with everything it writes. */
export const handedOver = (
  { moves, changes, touches, touchedClients }: Handing,
  operation: Pick<HandOver, "id" | "cause" | "personId" | "returnOn" | "nextReturnAt" | "lastDays">,
  context: CommandContext,
) => {
  const handOver = recordEvents(
    handOverAggregate,
    null,
    [{ type: "RecordsHandedOver", payload: { ...operation, moves } }],
    { occurredAt: context.occurredAt },
  )
  return decision([...changes, handOver], { handOver: handOver.after }, { touches, touchedClients })
}

/** Who has too much once records have gone where they should. */
function* overloadedBy(
  targets: ReadonlyMap<string, RepId>,
  context: CommandContext,
): Generator<Read, ReadonlyArray<Overload>, unknown> {
  const added = new Map<RepId, number>()
  for (const [toId, entries] of Map.groupBy(targets, ([, personId]) => personId)) {
    const efforts = yield* addedEffort(
      entries.map(([id]) => id),
      toId,
      context,
    )
    added.set(
      toId,
      [...efforts.values()].reduce((sum, effort) => sum + effort, 0),
    )
  }
  return overloads(yield* carried([...added.keys()], context), added)
}

const warned = (
  { answer, changes, ...rest }: ReturnType<typeof handedOver>,
  overloaded: ReadonlyArray<Overload>,
): Decision<HandedOverAnswer> => ({ changes, ...rest, answer: { ...answer, overloaded } })

const plain = (cause: HandOverCause) => ({ cause, personId: null, returnOn: null, nextReturnAt: null, lastDays: [] })

/** Gives records to somebody who works here and is there. */
export function* handOverRecords(
  input: HandOverRecords,
  context: CommandContext,
): Work<HandedOverAnswer, RecordNotFound | RecipientNotActive | RecordExists> {
  const id = input.id ?? context.newId("handOver")
  if ((yield* byId(handOverAggregate, id)) !== null) return Result.fail(new RecordExists("handOver", id))
  const refused = refusedRecipient(yield* notActive([input.toId], yield* todayOf(context)))
  if (refused !== null) return Result.fail(refused)
  const targets = new Map(input.ids.map((one) => [one as string, input.toId]))
  const handed = yield* handing(targets, context)
  if (Result.isFailure(handed)) return Result.fail(handed.failure)
  const overloaded = yield* overloadedBy(targets, context)
  return Result.succeed(warned(handedOver(handed.success, { id, ...plain("handOver") }, context), overloaded))
}

interface Leaving {
  readonly id: HandOver["id"] | undefined
  readonly personId: RepId
  readonly moves: ReadonlyArray<{ readonly id: string; readonly toId: RepId }>
  readonly restToId: RepId | undefined
  readonly cause: "offboarding" | "absence"
  readonly returnOn: CalendarDate | null
  readonly nextReturnAt: HandOver["nextReturnAt"]
  readonly leftOn: CalendarDate | null
}

type LeavingRejection = RecipientNotActive | RecordsLeftOver | NotOwnedBy | RecordExists | RecordNotFound

function* handAll(leaving: Leaving, context: CommandContext): Work<HandedOverAnswer, LeavingRejection> {
  const { personId, restToId } = leaving
  const id = leaving.id ?? context.newId("handOver")
  if ((yield* byId(handOverAggregate, id)) !== null) return Result.fail(new RecordExists("handOver", id))
  const owned = yield* ownedRecords(personId, context)
  const subjects = new Set<string>([...owned.leads, ...owned.clients, ...owned.deals].map((record) => record.id))
  const planned = new Map(leaving.moves.map((move) => [move.id, move.toId]))
  const foreign = [...planned.keys()].filter((one) => !subjects.has(one))
  if (foreign.length > 0) return Result.fail(new NotOwnedBy(personId, foreign))
  const targets = new Map<string, RepId>()
  const leftOver: Array<string> = []
  for (const one of subjects) {
    const toId = planned.get(one) ?? restToId
    if (toId === undefined || toId === personId) leftOver.push(one)
    else targets.set(one, toId)
  }
  // What the person has promised about other people's records goes with the rest, or to whoever owns the record.
  const apart = owned.nextSteps.filter((step) => !subjects.has(subjectOf(step)))
  const dealOwners = yield* byIds(
    dealAggregate,
    apart.flatMap(({ dealId }) => (dealId === null ? [] : [dealId])),
  )
  const leadOwners = yield* byIds(
    leadAggregate,
    apart.flatMap(({ leadId }) => (leadId === null ? [] : [leadId])),
  )
  const clientOwners = yield* byIds(
    clientAggregate,
    apart.flatMap(({ clientId }) => (clientId === null ? [] : [clientId])),
  )
  const entries = yield* where(repAggregate, "personId", [personId])
  // Nobody of the team, who owns and has promised nothing, is somebody else misspelt.
  if (entries.length === 0 && subjects.size === 0 && apart.length === 0) {
    return Result.fail(new RecordNotFound("rep", personId))
  }
  const stepTargets = new Map<NextStep, RepId>()
  for (const step of apart) {
    const subject = subjectOf(step)
    const ownerId = (dealOwners.get(subject) ?? leadOwners.get(subject) ?? clientOwners.get(subject))?.ownerId ?? null
    const toId = restToId ?? (ownerId === personId ? null : ownerId)
    if (toId === null || toId === personId) leftOver.push(step.id)
    else stepTargets.set(step, toId)
  }
  if (leftOver.length > 0) return Result.fail(new RecordsLeftOver(personId, leftOver.toSorted()))
  const recipients = [...new Set([...targets.values(), ...stepTargets.values()])]
  const refused = refusedRecipient(yield* notActive(recipients, yield* todayOf(context)))
  if (refused !== null) return Result.fail(refused)
  const handed = yield* handing(targets, context)
  if (Result.isFailure(handed)) return Result.fail(handed.failure)
  const { moves, changes, touches, touchedClients } = handed.success
  const stepMoves = Array.from(stepTargets, ([step, toId]): HandOverMove => ({
    kind: "nextStep",
    id: step.id,
    fromId: personId,
    toId,
  }))
  const stepChanges = Array.from(stepTargets, ([step, toId]) => handStep(step, toId, context))
  const stepDeals = Array.from(stepTargets.keys(), ({ dealId }) => dealId).filter((dealId) => dealId !== null)
  const { leftOn } = leaving
  const leavers = entries.filter((rep) => leftOn !== null && (rep.leftOn === null || rep.leftOn > leftOn))
  const repChanges = leavers.map((rep) =>
    recordEvents(
      repAggregate,
      rep,
      [
        {
          type: "RepStated",
          payload: { id: rep.id, personId, teamId: rep.teamId, joinedOn: rep.joinedOn, leftOn },
        },
      ],
      { occurredAt: context.occurredAt },
    ),
  )
  const lastDays = leavers.flatMap((rep) => (leftOn === null ? [] : [{ repId: rep.id, leftOn, before: rep.leftOn }]))
  const overloaded = yield* overloadedBy(targets, context)
  return Result.succeed(
    warned(
      handedOver(
        {
          moves: [...moves, ...stepMoves],
          changes: [...changes, ...stepChanges, ...repChanges],
          touches: [...new Set([...touches, ...stepDeals])],
          touchedClients,
        },
        {
          id,
          cause: leaving.cause,
          personId,
          returnOn: leaving.returnOn,
          nextReturnAt: leaving.nextReturnAt,
          lastDays,
        },
        context,
      ),
      overloaded,
    ),
  )
}

/** Gives everything a person owns to others, for good, and states the person's last day. */
export function* offboardRep(input: OffboardRep, context: CommandContext): Work<OffboardedAnswer, LeavingRejection> {
  const { id, personId, moves = [], restToId, leftOn = null } = input
  const stays = { returnOn: null, nextReturnAt: null }
  const handed = yield* handAll({ id, personId, moves, restToId, cause: "offboarding", ...stays, leftOn }, context)
  if (Result.isFailure(handed)) return Result.fail(handed.failure)
  const { answer, ...rest } = handed.success
  return Result.succeed({ ...rest, answer: { ...answer, standsFor: yield* standsFor(personId, context) } })
}

/** Gives everything a person owns to others until a day. */
export function* coverAbsence(
  input: CoverAbsence,
  context: CommandContext,
): Work<HandedOverAnswer, LeavingRejection | PutOffDayRefused> {
  const { id, personId, moves = [], restToId, returnOn } = input
  const today = yield* todayOf(context)
  if (returnOn <= today) return Result.fail(new PutOffDayRefused(personId, returnOn, today, "9999-12-31"))
  const timeZone = (yield* departmentRules(context))?.timeZone ?? "UTC"
  const returning = { returnOn, nextReturnAt: startOfDay(returnOn, timeZone) }
  return yield* handAll({ id, personId, moves, restToId, cause: "absence", ...returning, leftOn: null }, context)
}
