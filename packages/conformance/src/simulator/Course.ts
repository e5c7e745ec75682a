import type { ActionSubject } from "./ActionBase.ts"
import type { DialogDirection, DialogKind, DialogOutcome, NextStepKind } from "./DialogActions.ts"
import type { RandomSource } from "./Random.ts"
import { chance, exponential, lognormal, uniform } from "./Random.ts"
import type { Seller } from "./Reps.ts"
import { isAtWork, pickSeller } from "./Reps.ts"
import type { SellingStep } from "./SellingSteps.ts"
import type { ActionBody } from "./SimulatedAction.ts"
import { workdayMinutes } from "./WorkClock.ts"
import type { World } from "./World.ts"
import { automatic, headId } from "./World.ts"

/**
 * One record's way through time, from cause to effect. Its fields change as it goes; every function that lets time pass
 * answers whether the way goes on: false once the period is over or nobody looks after the record.
 */
export interface Course {
  /** The simulation. */
  readonly world: World
  /** The record's own randomness. */
  readonly random: RandomSource
  /** The record. */
  readonly about: ActionSubject
  /** Who looks after it now. */
  owner: Seller
  /** How late it is for this record. */
  second: number
  /** The open next step; null where there is none. */
  stepKey: string | null
}

/** Share of open deals of a rep who left that nobody takes over. */
const orphanedShare = 0.2

/**
 * Lets time pass until a moment (not back). Where the owner has left by then, the head hands a deal over, or it stays
 * behind.
 */
export const waitUntil = (course: Course, second: number): boolean => {
  const { world, random, about } = course
  course.second = Math.max(course.second, second)
  while (course.second < world.clock.endsAt && !isAtWork(course.owner, course.second)) {
    if (about.type !== "deal" || chance(random, orphanedShare)) return false
    const leaver = course.owner
    const handedOverAt = world.clock.after(leaver.leavesAt, exponential(random, 4 * workdayMinutes))
    course.owner = pickSeller(random, world.sellers, handedOverAt)
    const { key } = about
    world.script.add(handedOverAt, headId, {
      type: "dealReassigned",
      dealKey: key,
      fromRepId: leaver.rep.id,
      toRepId: course.owner.rep.id,
    })
    course.second = Math.max(course.second, world.clock.after(handedOverAt, uniform(random, 10, 300)))
  }
  return course.second < world.clock.endsAt
}

/** Lets working minutes pass; the result is always within working hours. */
export const waitMinutes = (course: Course, minutes: number): boolean =>
  waitUntil(course, course.world.clock.after(course.second, minutes))

/** The owner does something, now. */
export const act = (course: Course, body: ActionBody): boolean =>
  course.world.script.add(course.second, course.owner.rep.id, body)

/** The owner sets a next step, due on the day of a moment. */
export const setStep = (course: Course, kind: NextStepKind, dueSecond: number): void => {
  const stepKey = course.world.newKey("step")
  course.stepKey = stepKey
  act(course, { type: "nextStepSet", stepKey, about: course.about, kind, dueOn: course.world.clock.dateOf(dueSecond) })
}

const moveStep = (course: Course, dueSecond: number): void => {
  if (course.stepKey === null) return
  act(course, { type: "nextStepMoved", stepKey: course.stepKey, dueOn: course.world.clock.dateOf(dueSecond) })
}

/** The open next step, if there is one, is done. */
export const completeStep = (course: Course): void => {
  if (course.stepKey === null) return
  act(course, { type: "nextStepDone", stepKey: course.stepKey })
  course.stepKey = null
}

/**
 * Plans the next touch so many working minutes ahead and waits for it: mostly in time, sometimes late, moved, or
 * without any plan.
 */
export const planTouch = (course: Course, minutes: number, kind: NextStepKind): boolean => {
  const { world, random, owner } = course
  const { clock } = world
  const planned = clock.after(course.second, minutes)
  const days = (low: number, high: number): number => uniform(random, low, high) * workdayMinutes
  if (course.stepKey === null) {
    if (chance(random, 0.06)) return waitUntil(course, planned)
    setStep(course, kind, planned)
  }
  if (chance(random, owner.mistakeShares.overdueSteps)) {
    const dayAfter = clock.momentOf(clock.dayOf(planned) + 1, 0)
    if (!waitUntil(course, clock.after(dayAfter, exponential(random, 1.5 * workdayMinutes)))) return false
    if (!chance(random, 0.3)) return true
    const later = clock.after(course.second, days(1, 3))
    moveStep(course, later)
    return waitUntil(course, later)
  }
  if (chance(random, 0.08)) {
    if (!waitMinutes(course, minutes * uniform(random, 0.3, 0.9))) return false
    const later = clock.after(Math.max(planned, course.second), days(1, 4))
    moveStep(course, later)
    return waitUntil(course, later)
  }
  return waitUntil(course, planned)
}

const usualMinutes: { readonly [Kind in DialogKind]: number } = {
  call: 8,
  meeting: 40,
  mail: 6,
  chat: 4,
  visit: 90,
}

/** What is said of one conversation. */
export interface Conversation {
  /** How people speak. */
  readonly kind: DialogKind
  /** What comes of it. */
  readonly outcome: DialogOutcome
  /** Who begins; default the rep. */
  readonly direction?: DialogDirection
  /** Script steps used; default none. */
  readonly steps?: ReadonlyArray<SellingStep>
}

/** Holds a conversation and lets its minutes pass. */
export const talk = (course: Course, { kind, outcome, direction = "outbound", steps = [] }: Conversation): boolean => {
  const minutes = outcome === "noAnswer" ? 0 : Math.ceil(lognormal(course.random, usualMinutes[kind], 0.5))
  const dialogKey = course.world.newKey("dialog")
  act(course, { type: "dialogHeld", dialogKey, about: course.about, kind, direction, outcome, minutes, steps })
  return waitMinutes(course, minutes)
}

/** The client calls, now, and nobody answers. */
export const missCall = (course: Course): void => {
  const dialogKey = course.world.newKey("dialog")
  const about = course.about
  course.world.script.add(course.second, automatic, {
    type: "dialogHeld",
    dialogKey,
    about,
    kind: "call",
    direction: "inbound",
    outcome: "missed",
    minutes: 0,
    steps: [],
  })
}

/**
 * Reaches the client for a conversation; sometimes only at the second attempt, sometimes because the client called
 * first.
 */
export const reachAndTalk = (course: Course, conversation: Conversation): boolean => {
  const { world, random } = course
  if (chance(random, 0.05)) {
    missCall(course)
    return waitMinutes(course, exponential(random, 90)) && talk(course, { ...conversation, kind: "call" })
  }
  if (chance(random, 0.18)) {
    if (!talk(course, { kind: "call", outcome: "noAnswer" })) return false
    const later = world.clock.after(course.second, uniform(random, 0.3, 1) * workdayMinutes)
    moveStep(course, later)
    if (!waitUntil(course, later)) return false
  }
  const isInbound = chance(random, 0.15)
  return talk(course, { ...conversation, direction: isInbound ? "inbound" : "outbound" })
}
