import type {
  AssignmentRun,
  ControlDay,
  ControlMark,
  ControlWatch,
  HandOver,
  RepIntake,
  SlaClock,
} from "@salesdept/core/control"
import { controlStates } from "@salesdept/core/control"
import type { Rep, Team } from "@salesdept/core/team"
import { defaultTeamPolicy } from "@salesdept/core/team"
import * as fc from "fast-check"
import { states } from "./States.ts"
import { anyDate, anyId, anyInstant, anyOpaqueId, anyText, orNull } from "./Values.ts"

type RepDetails = {
  readonly [Name in "role" | "profile" | "absences" | "knowledge" | "enrolments"]: fc.Arbitrary<Rep[Name]>
}

/** What is said of a rep beside who it is. */
export const repDetails: RepDetails = {
  role: fc.constantFrom("rep", "mentor", "head"),
  profile: fc.record({
    role: fc.constantFrom("rep", "mentor", "head"),
    mentorId: orNull(anyOpaqueId),
    capacityEffort: orNull(fc.nat()),
    languages: fc.array(anyText(10), { maxLength: 3 }),
    week: orNull(fc.constant([[{ fromMinute: 540, toMinute: 1080 }], [], [], [], [], [], []])),
    timeZone: orNull(fc.constant("Asia/Omsk")),
  }),
  absences: fc.array(
    fc.record({
      id: anyText(20),
      from: anyDate,
      to: anyDate,
      kind: fc.constantFrom("vacation", "training", "away"),
      coverId: orNull(anyOpaqueId),
    }),
    { maxLength: 3 },
  ),
  knowledge: fc.array(
    fc.record({
      kind: fc.constantFrom("skill", "product", "industry"),
      of: anyText(30),
      level: fc.constantFrom(1, 2, 3),
      evidence: fc.constantFrom("certificate", "check", "wonDeals", "mentorStatement"),
      reference: anyText(30),
      since: anyDate,
      expiresOn: orNull(anyDate),
    }),
    { maxLength: 3 },
  ),
  enrolments: fc.array(
    fc.record({
      programmeId: anyText(20),
      enrolledOn: anyDate,
      passed: fc.array(fc.record({ checkId: anyText(20), on: anyDate, by: anyOpaqueId }), { maxLength: 2 }),
      released: orNull(fc.record({ on: anyDate, by: anyOpaqueId })),
    }),
    { maxLength: 2 },
  ),
}

/** States of the kinds of record of control and of teams. */
export const controlRecords = {
  controlMark: states<ControlMark>("controlMark", {
    subjectKind: fc.constantFrom("lead", "client", "deal"),
    subjectId: fc.oneof(anyId("lead"), anyId("client"), anyId("deal")),
    parking: orNull(
      fc.record({
        reasonId: anyText(60),
        parkedAt: anyInstant,
        statedAt: anyInstant,
        resumeOn: anyDate,
        parkedBy: anyOpaqueId,
      }),
    ),
    snoozes: fc.array(
      fc.record({
        personId: anyOpaqueId,
        state: fc.constantFrom(...controlStates),
        snoozedAt: anyInstant,
        untilOn: anyDate,
      }),
      { maxLength: 3 },
    ),
    ruledOut: orNull(
      fc.record({ state: fc.constantFrom(...controlStates), ruledOutAt: anyInstant, ruledOutBy: anyOpaqueId }),
    ),
  }),
  handOver: states<HandOver>("handOver", {
    cause: fc.constantFrom("handOver", "offboarding", "absence", "assignment", "fallback"),
    personId: orNull(anyOpaqueId),
    returnOn: orNull(anyDate),
    nextReturnAt: orNull(anyInstant),
    moves: fc.array(
      fc.record({
        kind: fc.constantFrom("lead", "client", "deal", "nextStep"),
        id: anyText(40),
        fromId: orNull(anyOpaqueId),
        toId: anyOpaqueId,
      }),
      { maxLength: 4 },
    ),
    lastDays: fc.array(fc.record({ repId: anyId("rep"), leftOn: anyDate, before: orNull(anyDate) }), { maxLength: 2 }),
    status: fc.constantFrom("done", "undone"),
    handedAt: anyInstant,
    undoneAt: orNull(anyInstant),
    keptIds: fc.array(anyText(40), { maxLength: 3 }),
  }),
  assignmentRun: states<AssignmentRun>("assignmentRun", {
    moment: fc.record({ seed: anyText(40), at: anyInstant, today: anyDate }),
    policy: fc.constant(defaultTeamPolicy.assignment),
    items: fc.constant([]),
    candidates: fc.constant([]),
    decided: fc.array(
      fc.record({
        id: anyText(40),
        toId: orNull(anyOpaqueId),
        decidedBy: fc.constantFrom("weights", "floor", "fallback", "nobody"),
        ruleId: orNull(anyText(20)),
      }),
      { maxLength: 3 },
    ),
    handOverId: orNull(anyId("handOver")),
  }),
  repIntake: states<RepIntake>("repIntake", {
    personId: anyOpaqueId,
    days: fc.array(fc.record({ on: anyDate, count: fc.nat() }), { maxLength: 3 }),
  }),
  team: states<Team>("team", {
    code: anyText(100),
    headId: orNull(anyOpaqueId),
    mentorIds: fc.array(anyOpaqueId, { maxLength: 3 }),
    parentCode: orNull(anyText(100)),
  }),
  slaClock: states<SlaClock>("slaClock", {
    subjectKind: fc.constantFrom("lead", "client", "deal"),
    subjectId: anyId("lead"),
    kind: fc.constantFrom("firstResponse", "rollingResponse"),
    startedAt: anyInstant,
    remindAt: orNull(anyInstant),
    dueAt: anyInstant,
    rungs: fc.array(fc.record({ rungId: anyText(20), at: anyInstant }), { maxLength: 3 }),
    remindedAt: orNull(anyInstant),
    breachedAt: orNull(anyInstant),
    fired: fc.array(
      fc.record({ rungId: anyText(20), toId: orNull(anyOpaqueId), dueAt: anyInstant, firedAt: anyInstant }),
      { maxLength: 2 },
    ),
    status: fc.constantFrom("running", "stopped"),
    stoppedAt: orNull(anyInstant),
    nextAt: orNull(anyInstant),
  }),
  controlWatch: states<ControlWatch>("controlWatch", {
    everyMinutes: fc.integer({ min: 1, max: 1440 }),
    assignsLeads: fc.boolean(),
    seenUntil: anyInstant,
    nextSweepAt: orNull(anyInstant),
    nextDayAt: orNull(anyInstant),
  }),
  controlDay: states<ControlDay>("controlDay", {
    day: anyDate,
    personId: orNull(anyOpaqueId),
    needing: fc.nat(),
    byState: fc.constantFrom({}, { stalled: 3 }),
  }),
}
