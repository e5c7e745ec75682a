import * as Effect from "effect/Effect"
import type { Lead } from "../client/ClientSchema.ts"
import { answerDueAt } from "../control/Holding.ts"
import { slaClockAggregate, timesInForce } from "../control/SlaClock.ts"
import type { SlaPolicy } from "../control/SlaPolicy.ts"
import type { SlaClock } from "../control/SlaSchema.ts"
import { kindOfId } from "../control/SubjectRules.ts"
import { isOurs } from "../control/Contacts.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { isFinalMeaning } from "../deal/Pipeline.ts"
import { pipelineVersion } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { allOfEach } from "../ports/reading/ReadAll.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Period } from "../shared/Period.ts"
import { periodContains } from "../shared/Period.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { reviewedDialog } from "./BearingRecordsService.ts"
import type { AgreedAnswer } from "./FollowUpFacts.ts"
import { readAll } from "./ReadAllService.ts"
import type { RulesAt } from "./RulesThenService.ts"

/** Records beside the clocks that tell of answers. */
export interface AnsweredRecords {
  /** Deals. */
  readonly deals: ReadonlyArray<
    Pick<Deal, "id" | "clientId" | "enteredStageAt" | "outcome" | "pipelineId" | "pipelineVersion" | "stageId">
  >
  /** Leads. */
  readonly leads: ReadonlyArray<Pick<Lead, "id" | "closedAt" | "receivedAt">>
  /** Who held a deal, a lead or a client at the moment of the reading, by its id; null for nobody. What is not among them was not in the base. */
  readonly heldBy: ReadonlyMap<string, string | null>
}

/** By what answers are judged. */
interface Judging {
  /** The rules in force. */
  readonly config: DepartmentConfig
  /** Which rules were in force when. */
  readonly rulesAt: RulesAt
  /** Days in which an answer fell due. */
  readonly period: Period
  /** The moment of the reading. */
  readonly asOf: Instant
}

/** A wait whose answer was due in the period. */
type Wait = Pick<SlaClock, "subjectId" | "kind" | "startedAt" | "dueAt" | "stoppedAt">

/** When a clock's answer was due: what was stopped without a breach was in time by the rules of then. */
const dueOf = (clock: SlaClock, sla: SlaPolicy, timeZone: string): Instant => {
  if (clock.breachedAt !== null) return clock.breachedAt
  const { dueAt } = timesInForce(clock, sla, timeZone)
  return clock.stoppedAt !== null && clock.stoppedAt > dueAt ? clock.stoppedAt : dueAt
}

/** Our words about records, by the record that is waited for: of a client, those about its deals too. */
const wordsAbout = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  ids: ReadonlySet<string>,
  deals: AnsweredRecords["deals"],
) {
  const clientOf = new Map<string, string>()
  for (const { id, clientId } of deals) if (clientId !== null && ids.has(clientId)) clientOf.set(id, clientId)
  const words = new Map<string, Array<Instant>>()
  const asked = [...new Set([...ids, ...clientOf.keys()])]
  for (const kind of ["lead", "deal", "client"] as const) {
    const field = `${kind}Id` as const
    const ofKind = asked.filter((id) => kindOfId(id) === kind)
    for (const dialog of yield* allOfEach(store, tenant, reviewedDialog, field, ofKind)) {
      const { [field]: id, heldAt } = dialog
      if (id === null || !isOurs(dialog)) continue
      for (const about of [id, clientOf.get(id)]) {
        if (about === undefined) continue
        const known = words.get(about)
        if (known === undefined) words.set(about, [heldAt])
        else known.push(heldAt)
      }
    }
  }
  return words
})

/**
 * Answers that fell due in a period by what was agreed when the client asked, from clocks and from leads that none was started for; null where
 * nothing was agreed. What no clock has looked at yet is read from the dialogs themselves, so that a period tells the same whenever it is
 * looked through.
 */
export const readAgreedAnswers = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  { deals, leads, heldBy }: AnsweredRecords,
  { config, rulesAt, period, asOf }: Judging,
) {
  const { timeZone } = config
  const lastSla = rulesAt(asOf).control.sla
  const isDue = (dueAt: Instant): boolean => periodContains(period, localDateOf(dueAt, timeZone))
  const waits: Array<Wait> = []
  const firstOf = new Set<string>()
  for (const clock of yield* readAll(store, tenant, slaClockAggregate)) {
    const { subjectId, kind, startedAt } = clock
    if (kind === "firstResponse") firstOf.add(subjectId)
    // Who had asked before anything was agreed got a clock all the same.
    const { control } = rulesAt(startedAt)
    const { sla } = control
    if (sla?.[kind] === undefined) continue
    const clocked = dueOf(clock, lastSla ?? sla, timeZone)
    // Who was merged into another is waited for there.
    if (!heldBy.has(subjectId) || !isDue(clocked)) continue
    // A clock that was started late has the times of later rules.
    const agreed = answerDueAt(startedAt, kind, control, timeZone)
    const dueAt = agreed > clocked ? agreed : clocked
    if (isDue(dueAt)) waits.push({ ...clock, dueAt })
  }
  for (const { id, receivedAt } of leads) {
    if (firstOf.has(id) || receivedAt >= asOf) continue
    const { control } = rulesAt(receivedAt)
    if (control.sla?.firstResponse === undefined) continue
    const dueAt = answerDueAt(receivedAt, "firstResponse", control, timeZone)
    if (isDue(dueAt)) {
      waits.push({ subjectId: id, kind: "firstResponse", startedAt: receivedAt, dueAt, stoppedAt: null })
    }
  }
  if (lastSla === undefined && waits.length === 0) return null
  const unknown = new Set(waits.flatMap(({ subjectId, stoppedAt }) => (stoppedAt === null ? [subjectId] : [])))
  const words = yield* wordsAbout(store, tenant, unknown, deals)
  const ends = new Map<string, Instant>()
  for (const { id, closedAt } of leads) if (closedAt !== null && unknown.has(id)) ends.set(id, closedAt)
  for (const { id, enteredStageAt, outcome, pipelineId, pipelineVersion: version, stageId } of deals) {
    if (!unknown.has(id) || enteredStageAt === null) continue
    const stage = pipelineVersion(config, pipelineId, version)?.stages.find((one) => one.id === stageId)
    if (stage === undefined ? outcome !== "open" : isFinalMeaning(stage.meaning)) ends.set(id, enteredStageAt)
  }
  return waits.map(({ subjectId, kind, startedAt, dueAt, stoppedAt }): AgreedAnswer => {
    const endedAt = ends.get(subjectId)
    const answers = [...(words.get(subjectId) ?? []), ...(endedAt === undefined ? [] : [endedAt])].flatMap((at) => {
      if (at >= startedAt) return [at]
      // A lead that is entered after the first talk was answered as it came.
      return kind === "firstResponse" ? [startedAt] : []
    })
    return {
      subjectId,
      ownerId: heldBy.get(subjectId) ?? null,
      askedAt: startedAt,
      dueAt,
      dueOn: localDateOf(dueAt, timeZone),
      answeredAt: stoppedAt ?? answers.toSorted()[0] ?? null,
    }
  })
})
