import type {
  Commitment,
  Debrief,
  FindingRecord,
  ReviewSchedule,
  Summary,
  SummaryFigures,
} from "@salesdept/core/review"
import * as fc from "fast-check"
import { anyMessage, states } from "./States.ts"
import { anyDate, anyId, anyInstant, anyMinor, anyOpaqueId, anyText, orNull } from "./Values.ts"

const figuresOf = (ids: ReadonlyArray<string>): SummaryFigures => {
  const count = { count: ids.length, ids, unseen: null, rules: null }
  const message = { en: "withheld", ru: "не показано" }
  const unseen = { what: "days", recordCount: 1, of: 2, isAll: false, message } as const
  const money = { ...count, unseen, amountMinor: null, withheld: message }
  return {
    dealsOpened: money,
    dealsWon: { ...money, amountMinor: 0, withheld: null },
    dealsLost: money,
    pipelineStart: money,
    dealsMoved: money,
    pipelineEnd: money,
    debtsOverdue: money,
    promisesKept: count,
    promisesBroken: count,
    documentsUnsigned: count,
    controlDays: count,
    controlZeroDays: count,
    leadsReceived: count,
    leadsTaken: count,
    dialogsInbound: count,
    dialogsOutbound: count,
    stepsDone: count,
    stepsOverdue: count,
    paymentsReceived: money,
    documentsSigned: count,
    commitmentsKept: count,
    commitmentsNotKept: count,
    mistakes: { ...count, rules: "e6f79d19051ffcb8" },
    missedOpportunities: count,
    wins: count,
  }
}

/** States of the review area's records. */
export const reviewRecords = {
  finding: states<FindingRecord>("finding", {
    ruleId: anyText(60),
    ruleVersion: fc.nat(),
    likeness: anyText(60),
    kind: fc.constantFrom("mistake", "missedOpportunity", "win"),
    severity: fc.constantFrom("critical", "major", "minor"),
    ownerId: orNull(anyOpaqueId),
    words: fc.record({ title: anyMessage, what: anyMessage, next: anyMessage, withheldReason: orNull(anyMessage) }),
    evidence: fc.record(
      {
        kind: fc.constantFrom("deal", "lead"),
        ids: fc.array(anyText(20), { maxLength: 3 }),
        count: fc.nat(),
        cases: fc.array(anyText(20), { maxLength: 3 }),
      },
      { requiredKeys: ["kind", "ids", "count"] },
    ),
    atStake: orNull(
      fc.record({ amountMinor: anyMinor, currency: fc.constantFrom("RUB", "JPY"), estimate: anyMessage }),
    ),
    periodFrom: anyDate,
    periodTo: anyDate,
    status: fc.constantFrom("open", "explained", "accepted", "disputed", "corrected", "withdrawn"),
    raisedAt: anyInstant,
    recurrenceOf: orNull(anyId("finding")),
    correctedAt: orNull(anyInstant),
  }),
  commitment: states<Commitment>("commitment", {
    repId: anyOpaqueId,
    dueOn: anyDate,
    recordId: orNull(anyText(20)),
    debriefId: orNull(anyId("debrief")),
    mentorId: orNull(anyOpaqueId),
    answeredAt: orNull(anyInstant),
    status: fc.constantFrom("open", "done", "dropped", "missed"),
  }),
  debrief: states<Debrief>("debrief", {
    route: fc.constantFrom("personal", "collectiveUnnamed", "collectiveNamed"),
    repId: orNull(anyOpaqueId),
    leaderId: anyOpaqueId,
    consentedRepIds: orNull(fc.array(anyOpaqueId, { maxLength: 2 })),
    findingIds: fc.array(anyId("finding"), { maxLength: 3 }),
    plannedOn: anyDate,
    heldAt: orNull(anyInstant),
    status: fc.constantFrom("planned", "held", "cancelled"),
    actions: fc.array(
      fc.record({
        id: anyText(20),
        ownerId: orNull(anyOpaqueId),
        dueOn: anyDate,
        ruleId: anyText(60),
        expected: fc.constantFrom("fewer", "more"),
        verdict: fc.constant(null),
      }),
      { maxLength: 2 },
    ),
  }),
  reviewSchedule: states<ReviewSchedule>("reviewSchedule", {
    span: fc.constantFrom("day", "week", "month"),
    hoursAfter: fc.nat(),
    nextOn: anyDate,
    nextCloseAt: orNull(anyInstant),
    debriefs: orNull(
      fc.record({ leaderId: anyOpaqueId, afterDays: fc.nat({ max: 60 }), consentedRepIds: fc.array(anyOpaqueId) }),
    ),
    lookedThrough: orNull(fc.array(fc.record({ from: anyDate, to: anyDate }), { maxLength: 2 })),
  }),
  summary: states<Summary>("summary", {
    span: fc.constantFrom("day", "week", "month"),
    label: anyText(20),
    periodFrom: anyDate,
    periodTo: anyDate,
    scope: fc.constantFrom("rep", "team", "department"),
    scopeId: orNull(anyOpaqueId),
    ownerId: orNull(anyOpaqueId),
    currency: fc.constantFrom("RUB", "JPY"),
    figures: fc.array(anyText(20), { maxLength: 3 }).map(figuresOf),
    plan: fc.constantFrom(
      [],
      [
        {
          planId: "plan_main",
          measure: "wonMinor",
          period: "2026-Q1",
          currency: "RUB",
          target: 100_00,
          fact: 0,
          unvalued: 1,
          expected: 33_33,
          ahead: -33_33,
          pace: { by: "days" as const, numerator: 30, denominator: 90 },
          isSummed: true,
        },
      ],
    ),
    versions: fc.dictionary(fc.constantFrom("deal_1", "deal_2"), fc.nat(), { noNullPrototype: true }),
    closedAt: anyInstant,
  }),
}
