import type { Lead } from "../client/ClientSchema.ts"
import { leadAggregate } from "../client/Lead.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Read } from "../journal/Work.ts"
import { byIds, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { RepId } from "../shared/Ids.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { roomOf } from "../team/Assignment.ts"
import { repAggregate } from "../team/Rep.ts"
import { defaultTeamPolicy } from "../team/TeamPolicy.ts"
import { candidateOf } from "./CandidateOfRep.ts"
import { isFinal } from "./OwnedRules.ts"
import { kindOfId } from "./SubjectRules.ts"

/** Where a lead takes a person's effort. */
export const workedStatuses: ReadonlyArray<string> = ["new", "inWork"]

/** A person who gets more than it can carry: people may decide so, and are told. */
export interface Overload {
  /** The person. */
  readonly personId: RepId
  /** Effort of what the person works on afterwards, whole, in the department's points. */
  readonly loadEffort: number
  /** Effort that the person can carry, whole. */
  readonly roomEffort: number
}

type At = Pick<CommandContext, "defaultDepartment" | "trialDepartment" | "occurredAt">

const effortOf = (record: Lead | Deal, config: DepartmentConfig | null): number => {
  const { effort } = config?.team ?? defaultTeamPolicy
  if (record.standing !== "active") return 0
  if ("stageId" in record) return isFinal(record, config) ? 0 : effort.deal
  return workedStatuses.includes(record.status) ? effort.lead : 0
}

/** Effort that each of some leads and deals would take of a person who does not own it yet; 0 for all other records. */
export function* addedEffort(
  ids: ReadonlyArray<string>,
  personId: RepId,
  context: At,
): Generator<Read, ReadonlyMap<string, number>, unknown> {
  const config = yield* departmentRules(context)
  const of = (kind: string) => ids.filter((id) => kindOfId(id) === kind)
  const leads = yield* byIds(leadAggregate, of("lead"))
  const deals = yield* byIds(dealAggregate, of("deal"))
  return new Map(
    [...leads.values(), ...deals.values()].map((record) => [
      record.id as string,
      record.ownerId === personId ? 0 : effortOf(record, config),
    ]),
  )
}

/** What a person carries. */
export interface Carried {
  /** Effort of what the person works on, whole, in the department's points. */
  readonly heldEffort: number
  /** Effort that the person can carry, whole. */
  readonly roomEffort: number
}

/** What each of some people carries and can carry; people who are not described are left out. */
export function* carried(
  people: ReadonlyArray<RepId>,
  context: At,
): Generator<Read, ReadonlyMap<RepId, Carried>, unknown> {
  const config = yield* departmentRules(context)
  const team = config?.team ?? defaultTeamPolicy
  const today = localDateOf(context.occurredAt, config?.timeZone ?? "UTC")
  const reps = Map.groupBy(yield* where(repAggregate, "personId", people), ({ personId }) => personId)
  const leads = yield* where(leadAggregate, "ownerId", people)
  const deals = yield* where(dealAggregate, "ownerId", people)
  const held = new Map<RepId | null, number>()
  for (const record of [...leads, ...deals]) {
    held.set(record.ownerId, (held.get(record.ownerId) ?? 0) + effortOf(record, config))
  }
  return new Map(
    Array.from(reps, ([personId, entries]) => [
      personId,
      { heldEffort: held.get(personId) ?? 0, roomEffort: roomOf(candidateOf(personId, entries, today, team)) },
    ]),
  )
}

/**
 * Who holds more than it can carry once so much more comes. Only assignment by rule obeys capacity: what people give by hand, or
 * what somebody leaves behind, has to be with somebody, so it is told and not refused.
 *
 * @param before - what each carries now
 * @param added - the effort that comes, by person
 */
export const overloads = (
  before: ReadonlyMap<RepId, Carried>,
  added: ReadonlyMap<RepId, number>,
): ReadonlyArray<Overload> =>
  Array.from(before).flatMap(([personId, { heldEffort, roomEffort }]) => {
    const more = added.get(personId) ?? 0
    const loadEffort = heldEffort + more
    return more > 0 && loadEffort > roomEffort ? [{ personId, loadEffort, roomEffort }] : []
  })
