import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import type { Rep } from "./RepSchema.ts"

/** A step of growing into the full load. */
export interface RampStep {
  /** From so many days after the release (inclusive), whole, 0 to 3650. */
  readonly fromDay: number
  /** So much of the capacity may be used, whole percent, 0 to 100 (inclusive). */
  readonly sharePercent: number
}

/** A programme of training that a person goes through before working alone. Plain data. */
export interface Programme {
  /** Short name. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
  /** Checks to be passed, by short name. */
  readonly checkIds: ReadonlyArray<string>
  /** Steps of the load after the release, by day; the full load at once where there is none. */
  readonly ramp: ReadonlyArray<RampStep>
}

/** Where a person stands on the way to working alone. */
export type ReadinessStage = "notEnrolled" | "training" | "awaitingRelease" | "ramping" | "ready"

/** Whether a person may work alone, and with what part of the load. JSON-safe. */
export interface Readiness {
  /** Where the person stands. */
  readonly stage: ReadinessStage
  /** Checks that are still to be passed, in the programme's order. */
  readonly missingCheckIds: ReadonlyArray<string>
  /** The part of the capacity that may be used, percent, 0 to 100. */
  readonly sharePercent: number
}

const ready: Readiness = { stage: "ready", missingCheckIds: [], sharePercent: 100 }

/**
 * Where a person stands on a day. Checks passed and the mentor's release are facts; the days after the release only set the
 * share of the load.
 *
 * @param programme - what must be gone through; null where the department asks for nothing: everybody is ready
 * @param on - the day
 * @param rep - the person; only the ways through programmes are read
 *
 * @example
 * ```ts
 * import { readinessOf } from "@salesdept/core/team"
 *
 * const programme = { id: "start", name: { en: "Start", ru: "Старт" }, checkIds: ["product"], ramp: [{ fromDay: 0, sharePercent: 50 }] }
 * const passed = [{ checkId: "product", on: "2026-11-10", by: "user:eve" }]
 * const released = { on: "2026-11-16", by: "user:eve" }
 * const rep = { enrolments: [{ programmeId: "start", enrolledOn: "2026-11-02", passed, released }] }
 * readinessOf(rep, programme, "2026-11-12") // { stage: "awaitingRelease", missingCheckIds: [], sharePercent: 0 }
 * readinessOf(rep, programme, "2026-11-23") // { stage: "ramping", missingCheckIds: [], sharePercent: 50 }
 * ```
 */
export const readinessOf = (
  { enrolments }: Pick<Rep, "enrolments">,
  programme: Programme | null,
  on: CalendarDate,
): Readiness => {
  if (programme === null) return ready
  const enrolment = enrolments.find(({ programmeId }) => programmeId === programme.id)
  if (enrolment === undefined || enrolment.enrolledOn > on) {
    return { stage: "notEnrolled", missingCheckIds: programme.checkIds, sharePercent: 0 }
  }
  const passed = new Set(enrolment.passed.flatMap((check) => (check.on <= on ? [check.checkId] : [])))
  const missingCheckIds = programme.checkIds.filter((id) => !passed.has(id))
  if (missingCheckIds.length > 0) return { stage: "training", missingCheckIds, sharePercent: 0 }
  const { released } = enrolment
  if (released === null || released.on > on) return { stage: "awaitingRelease", missingCheckIds, sharePercent: 0 }
  const day = daysBetween(released.on, on)
  const reached = programme.ramp.filter(({ fromDay }) => fromDay <= day)
  if (programme.ramp.length === 0) return ready
  const { sharePercent = 0 } = reached.toSorted((left, right) => left.fromDay - right.fromDay).at(-1) ?? {}
  return { stage: sharePercent >= 100 ? "ready" : "ramping", missingCheckIds, sharePercent }
}
