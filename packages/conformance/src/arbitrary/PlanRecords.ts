import type { RecordState } from "@salesdept/core/journal"
import type { Plan, PlanVersion } from "@salesdept/core/plan"
import * as fc from "fast-check"
import { states } from "./States.ts"
import { anyDate, anyId, anyInstant, anyMinor, anyOpaqueId, anyText, orNull } from "./Values.ts"

/** States of plans and their versions, one event old. */
export const planRecords: { readonly [kind: string]: fc.Arbitrary<RecordState> } = {
  plan: states<Plan>("plan", {
    currency: fc.constantFrom("RUB", "USD"),
    fiscalCalendar: orNull(fc.constant({ form: "months", startMonth: 4, namedBy: "start" })),
    measures: fc.array(
      fc.record({
        id: anyText(20),
        kind: fc.constantFrom("money", "counts"),
        credit: fc.constantFrom("paidMoney", null),
      }),
      { maxLength: 2 },
    ),
    versions: fc.array(
      fc.record({
        versionId: anyId("planVersion"),
        number: fc.integer({ min: 1 }),
        baseline: fc.constantFrom("original", "stretch"),
        status: fc.constantFrom("draft", "approved"),
        effectiveFrom: anyDate,
        inForceSince: orNull(anyInstant),
      }),
      { maxLength: 2 },
    ),
  }),
  planVersion: states<PlanVersion>("planVersion", {
    planId: anyId("plan"),
    number: fc.integer({ min: 1 }),
    baseline: fc.constantFrom("original", "current", "stretch", "proposal", "scenario"),
    status: fc.constantFrom("draft", "submitted", "approved", "adopted", "returned", "withdrawn"),
    basedOn: orNull(fc.integer({ min: 1 })),
    effectiveFrom: anyDate,
    reasons: fc.array(
      fc.record({
        code: anyText(20),
        reviewId: orNull(anyText(20)),
        variancePeriods: fc.array(anyText(20), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
    targets: fc.array(
      fc.record({
        measure: anyText(20),
        period: fc.constantFrom("2026-Q1", "FY2026-M07"),
        value: anyMinor,
        padding: anyMinor,
        repId: orNull(anyOpaqueId),
        teamId: orNull(anyText(20)),
        productId: orNull(anyOpaqueId),
        segmentId: orNull(anyText(20)),
        pipelineId: orNull(anyText(20)),
        clientId: orNull(anyOpaqueId),
      }),
      { maxLength: 3 },
    ),
    draftedBy: anyOpaqueId,
    submittedBy: orNull(anyOpaqueId),
    decidedBy: orNull(anyOpaqueId),
    inForceSince: orNull(anyInstant),
  }),
}
