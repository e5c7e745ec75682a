import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { clientAggregate } from "../client/Client.ts"
import { leadAggregate } from "../client/Lead.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { isFinalMeaning } from "../deal/Pipeline.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { narrowed } from "../journal/Narrowed.ts"
import { accessOf, seesOwner } from "../ports/AccessPolicy.ts"
import type { Caller } from "../ports/Caller.ts"
import type { CommandOptions } from "../ports/command/Command.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { command, commandOptionFields } from "../ports/command/Command.ts"
import { decoded, decodedWith } from "../ports/reading/DecodedQuestion.ts"
import { check } from "../ports/input/Input.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { allOf, allWhere, equals, oneOf } from "../ports/reading/ReadAll.ts"
import type { StoreShape } from "../ports/Store.ts"
import { Store } from "../ports/Store.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DealId, LeadId, RepId, TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { instantOf } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { AssignmentOutcome } from "../team/Assignment.ts"
import { assignAll } from "../team/Assignment.ts"
import type { AssignmentCandidate, AssignmentItem, Conversion } from "../team/Candidate.ts"
import { entryInForce, repAggregate } from "../team/Rep.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { TeamPolicy } from "../team/TeamPolicy.ts"
import { defaultTeamPolicy } from "../team/TeamPolicy.ts"
import type { AssignmentEvidence } from "./AssignmentCommands.ts"
import { assignLeads } from "./AssignmentCommands.ts"
import { receivedIn, repIntakeAggregate } from "./AssignmentRecords.ts"
import type { RepIntake } from "./AssignmentSchema.ts"
import { AssignLeads } from "./AssignmentSchema.ts"
import { candidateOf, isOffDay, presentDaysOf } from "./CandidateOfRep.ts"
import { workedStatuses } from "./CarriedRules.ts"
import { handOverAggregate } from "./HandOver.ts"
import { ownedRecords } from "./OwnedRules.ts"
import { offboardingQuestion } from "./QuestionSchema.ts"
import type { OffboardingQuestion } from "./QuestionSchema.ts"
import { readWork } from "../ports/reading/WorkReads.ts"

/** How often a run is tried again where others gave the same people leads meanwhile. */
const tries = 8

/** What was voided or merged away is nobody's work. */
const active = oneOf("standing", ["active"])

const allReps = (store: StoreShape, tenant: TenantId) => allOf(store, tenant, repAggregate)

const allIntakes = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId) {
  const intakes = new Map<RepId, RepIntake>()
  yield* store.scan(tenant, repIntakeAggregate, (batch) => {
    for (const intake of batch) intakes.set(intake.personId, intake)
  })
  return intakes
})

/** Effort of what people work on, counted where the records are. */
const loads = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  config: DepartmentConfig,
  team: TeamPolicy,
) {
  const stages = config.pipelines.flatMap(({ stages: list }) =>
    list.flatMap(({ id, meaning }) => (isFinalMeaning(meaning) ? [] : [id])),
  )
  const leads = yield* store.countBy(tenant, leadAggregate, "ownerId", [oneOf("status", workedStatuses), active])
  const deals = yield* store.countBy(tenant, dealAggregate, "ownerId", [oneOf("stageId", [...new Set(stages)]), active])
  const effort = new Map<string, number>()
  for (const [counts, points] of [
    [leads, team.effort.lead],
    [deals, team.effort.deal],
  ] as const) {
    for (const { value, count } of counts) {
      if (typeof value === "string") effort.set(value, (effort.get(value) ?? 0) + count * points)
    }
  }
  return effort
})

const segmentOfClient = narrowed(clientAggregate, ["segmentId"])
const resultFields = ["sellerId", "clientId", "outcome", "standing"] as const
const resultOfDeal = narrowed(dealAggregate, resultFields)

/** Closed deals by owner and segment: read only where a choice may depend on them. */
const conversions = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId) {
  const segments = new Map<string, string>()
  yield* store.scan(tenant, segmentOfClient, (batch) => {
    for (const { id, segmentId } of batch) if (segmentId !== null) segments.set(id, segmentId)
  })
  const byOwner = new Map<RepId, Map<string, { won: number; closed: number }>>()
  const take = ({ sellerId, clientId, outcome, standing }: Pick<Deal, (typeof resultFields)[number]>): void => {
    const segment = clientId === null ? undefined : segments.get(clientId)
    if (outcome === "open" || standing !== "active" || sellerId === null || segment === undefined) return
    const own = byOwner.get(sellerId) ?? new Map<string, { won: number; closed: number }>()
    byOwner.set(sellerId, own)
    const tally = own.get(segment) ?? { won: 0, closed: 0 }
    own.set(segment, { won: tally.won + (outcome === "won" ? 1 : 0), closed: tally.closed + 1 })
  }
  yield* store.scan(tenant, resultOfDeal, (batch) => {
    for (const deal of batch) take(deal)
  })
  return byOwner
})

/** Who has given everything over before a last day that is still to come: nothing new is begun with them. */
const leavingOf = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  people: ReadonlyMap<RepId, ReadonlyArray<Rep>>,
  today: CalendarDate,
) {
  const lastDays = new Map<RepId, CalendarDate>()
  for (const [personId, entries] of people) {
    const leftOn = entryInForce(entries, today)?.leftOn ?? null
    if (leftOn !== null && leftOn >= today) lastDays.set(personId, leftOn)
  }
  if (lastDays.size === 0) return new Set<RepId>()
  const done = [oneOf("personId", [...lastDays.keys()]), equals("cause", "offboarding"), equals("status", "done")]
  const offboardings = yield* allWhere(store, tenant, handOverAggregate, done)
  return new Set(
    offboardings.flatMap(({ personId, lastDays: stated }) =>
      personId !== null && stated.some(({ leftOn }) => leftOn === lastDays.get(personId)) ? [personId] : [],
    ),
  )
})

const noConversion: ReadonlyMap<RepId, ReadonlyMap<string, Conversion>> = new Map()

/** Reads what a choice depends on. What people received is read first: whoever gives them leads later is noticed. */
const evidenceFor = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  config: DepartmentConfig,
  at: Instant,
  needsConversion: boolean,
) {
  const today = localDateOf(at, config.timeZone)
  const team = config.team ?? defaultTeamPolicy
  const intakes = yield* allIntakes(store, tenant)
  const reps = yield* allReps(store, tenant)
  const effort = yield* loads(store, tenant, config, team)
  const converted =
    needsConversion && team.assignment.weights.conversion > 0 ? yield* conversions(store, tenant) : noConversion
  const people = new Map<RepId, Array<Rep>>()
  for (const rep of reps) {
    const entries = people.get(rep.personId)
    if (entries === undefined) people.set(rep.personId, [rep])
    else entries.push(rep)
  }
  const leaving = yield* leavingOf(store, tenant, people, today)
  const days = team.assignment.fairnessDays
  const candidates = Array.from(people, ([personId, entries]): AssignmentCandidate => {
    const intake = intakes.get(personId)
    const candidate = candidateOf(personId, entries, today, team)
    return {
      ...candidate,
      isEmployed: candidate.isEmployed && !leaving.has(personId),
      isOffDay: isOffDay(entryInForce(entries, today), at, config.timeZone),
      loadEffort: effort.get(personId) ?? 0,
      receivedCount: intake === undefined ? 0 : receivedIn(intake, today, days),
      presentDays: presentDaysOf(entries, today, days),
      conversion: Object.fromEntries(converted.get(personId) ?? []),
    }
  })
  const evidence: AssignmentEvidence = {
    team,
    timeZone: config.timeZone,
    candidates,
    intakeVersions: new Map(Array.from(intakes, ([personId, { version }]) => [personId, version])),
  }
  return evidence
})

/** The configuration in force, or the host's default; null where there is neither. */
export const configOf = Effect.fnUntraced(function* (tenant: TenantId) {
  const store = yield* Store
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  return department?.config ?? (yield* DefaultDepartment)
})

/** A plan by rule for what a person owns. JSON-safe. */
export interface OffboardingPlan {
  /** Who gets what: to be given to `control.offboard` or `control.coverAbsence`. */
  readonly moves: ReadonlyArray<{ readonly id: LeadId | ClientId | DealId; readonly toId: RepId }>
  /** What nobody could take: name somebody for it, or a `restToId`. */
  readonly unplacedIds: ReadonlyArray<string>
  /**
   * Each choice with its weights and refusals, of people whose deals the caller sees; a client and its deals are one, under the client's
   * id.
   */
  readonly outcomes: ReadonlyArray<AssignmentOutcome>
}

const readOffboarding = Effect.fnUntraced(function* (caller: Caller, { personId, seed }: OffboardingQuestion) {
  const store = yield* Store
  const { tenant } = caller
  const config = yield* configOf(tenant)
  if (config === null) return yield* Effect.fail(new DepartmentMissing())
  const at = instantOf(yield* Clock.currentTimeMillis)
  const today = localDateOf(at, config.timeZone)
  const owned = yield* readWork(
    yield* storeFor(caller),
    tenant,
    ownedRecords(personId, { defaultDepartment: config, trialDepartment: null }),
  )
  const { team, candidates } = yield* evidenceFor(store, tenant, config, at, true)
  const nothing = { channel: null, segment: null, industry: null, product: null, language: null }
  const clients = new Map(owned.clients.map((client) => [client.id, client]))
  const groups = new Map<string, { readonly item: AssignmentItem; readonly ids: Array<LeadId | ClientId | DealId> }>()
  const add = (
    key: string,
    id: LeadId | ClientId | DealId,
    effort: number,
    facts: Partial<AssignmentItem["facts"]>,
  ): void => {
    const group = groups.get(key)
    if (group === undefined) {
      const item = { id: key, effort, receivedAt: at, facts: { ...nothing, ...facts }, preferredId: null }
      groups.set(key, { item, ids: [id] })
      return
    }
    group.ids.push(id)
    groups.set(key, { ids: group.ids, item: { ...group.item, effort: group.item.effort + effort } })
  }
  for (const { id, segmentId, preferences } of owned.clients) {
    add(id, id, 0, { segment: segmentId, language: preferences.language })
  }
  for (const { id, clientId, productId } of owned.deals) {
    const key = clientId !== null && clients.has(clientId) ? clientId : id
    add(key, id, team.effort.deal, { product: productId })
  }
  for (const { id, channelId, segmentId } of owned.leads) {
    add(id, id, team.effort.lead, { channel: channelId, segment: segmentId })
  }
  const items = Array.from(groups.values(), ({ item }) => item)
  // What is taken over for good does not depend on who works on the day it is planned.
  const others = candidates.flatMap((candidate) =>
    candidate.personId === personId ? [] : [{ ...candidate, isOffDay: false }],
  )
  const outcomes = assignAll(items, others, team.assignment, { seed: seed ?? personId, at, today })
  // How much colleagues carry and how their deals end is told of those whose deals the caller sees.
  const isSeen = seesOwner(yield* accessOf(caller), dealAggregate.kind)
  const plan: OffboardingPlan = {
    moves: outcomes.flatMap(({ id, toId }) =>
      toId === null ? [] : (groups.get(id)?.ids ?? []).map((one) => ({ id: one, toId })),
    ),
    unplacedIds: outcomes.flatMap(({ id, toId }) => (toId === null ? (groups.get(id)?.ids ?? []) : [])),
    outcomes: outcomes.map((outcome) => ({
      ...outcome,
      weighed: outcome.weighed.filter((each) => isSeen(each.personId)),
      rejected: outcome.rejected.filter((each) => isSeen(each.personId)),
    })),
  }
  return plan
})

/**
 * Plans by the department's rules of assignment who takes over what a person owns: each client together with its deals, so that
 * nobody has to learn it twice. Of what the caller may see. Nothing is written.
 */
export const planOffboarding = decoded(offboardingQuestion, readOffboarding)

/** What assignment is given beside the input. */
export interface AssignOptions extends CommandOptions {
  /**
   * In how many minutes the next run comes: what would have waited too long by then goes to the fallback owner now. 0 where
   * left out.
   */
  readonly untilNextMinutes?: number
}

const assignOptions = Schema.Struct({
  ...commandOptionFields,
  untilNextMinutes: Schema.optionalKey(
    Schema.Finite.check(
      check<number>(
        "untilNextMinutes.bounds",
        { en: "must be 0 or more", ru: "должно быть 0 или больше" },
        (n) => n >= 0,
      ),
    ),
  ),
})

const findOwners = Effect.fnUntraced(function* (
  caller: Caller,
  input: typeof AssignLeads.Encoded,
  given: AssignOptions,
) {
  const { untilNextMinutes = 0, ...options } = given
  const store = yield* Store
  const config = yield* configOf(caller.tenant)
  if (config === null) return yield* Effect.fail(new DepartmentMissing())
  const at = options.occurredAt ?? instantOf(yield* Clock.currentTimeMillis)
  const { leads } = input
  const isStated = leads.some(({ segment, industry }) => segment !== undefined || industry !== undefined)
  const leadIds = leads.map(({ leadId }) => leadId)
  const knowsSegments =
    isStated || (yield* store.byIds(caller.tenant, leadAggregate, leadIds)).some(({ segmentId }) => segmentId !== null)
  const once = Effect.gen(function* () {
    const evidence = yield* evidenceFor(store, caller.tenant, config, at, knowsSegments)
    const run = command({ name: "control.assign", input: AssignLeads, work: assignLeads(evidence, untilNextMinutes) })
    return yield* run(caller, input, options)
  })
  return yield* Effect.retry(once, { times: tries, while: (error) => error._tag === "AssignmentStale" })
})

/**
 * Finds owners for leads that have none: one run, deterministic for its seed, that can be played again and taken back whole.
 * The people are counted before the transaction; where somebody else gave them leads meanwhile, it is counted anew.
 */
export const assign = decodedWith(AssignLeads, assignOptions, findOwners)
