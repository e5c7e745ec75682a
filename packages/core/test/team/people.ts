import fc from "fast-check"
import type { AssignmentCandidate, AssignmentItem } from "../../src/team/Candidate.ts"
import type { AssignmentPolicy } from "../../src/team/TeamPolicy.ts"
import { defaultTeamPolicy } from "../../src/team/TeamPolicy.ts"

export const at = "2026-06-01T09:00:00.000Z"
export const moment = { seed: "morning", at, today: "2026-06-01" }
export const policy: AssignmentPolicy = defaultTeamPolicy.assignment

const ready = { stage: "ready", missingCheckIds: [], sharePercent: 100 } as const
const noFacts = { channel: "site", segment: null, industry: null, product: null, language: null }

/** Somebody with room for everything; give what matters. */
export const person = (fields: Partial<AssignmentCandidate> = {}): AssignmentCandidate => ({
  personId: "ann",
  teamId: null,
  takesLeads: true,
  isEmployed: true,
  isAbsent: false,
  readiness: ready,
  capacityEffort: 1_000_000,
  loadEffort: 0,
  receivedCount: 0,
  languages: [],
  knowledge: [],
  conversion: {},
  ...fields,
})

/** A lead of which only the channel is known; give what matters. */
export const item = (
  id: string,
  facts: Partial<AssignmentItem["facts"]> = {},
  fields: Partial<AssignmentItem> = {},
): AssignmentItem => ({
  id,
  effort: 1,
  receivedAt: "2026-06-01T08:50:00.000Z",
  facts: { ...noFacts, ...facts },
  preferredId: null,
  ...fields,
})

/** Leads by number. */
export const items = (count: number): ReadonlyArray<AssignmentItem> =>
  Array.from({ length: count }, (_, i) => item(`lead_${i}`))

/** Any person; some are gone, away, not released or nearly full. */
const anyPerson = fc.record({
  teamId: fc.constantFrom("north", "south", null),
  takesLeads: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  isEmployed: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  isAbsent: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  readiness: fc.constantFrom(
    ready,
    ready,
    { stage: "ramping", missingCheckIds: [], sharePercent: 30 } as const,
    { stage: "training", missingCheckIds: ["calls"], sharePercent: 0 } as const,
  ),
  capacityEffort: fc.integer({ min: 1, max: 40 }),
  loadEffort: fc.integer({ min: 0, max: 30 }),
  receivedCount: fc.integer({ min: 0, max: 10 }),
  isOffDay: fc.constantFrom(false, false, false, true),
  languages: fc.subarray(["ru", "en"]),
  knowledge: fc.constantFrom([], [{ kind: "product", of: "p1", level: 3 } as const]),
  conversion: fc.constantFrom({}, { retail: { won: 3, closed: 4 } }, { retail: { won: 0, closed: 9 } }),
})

/** Any people, by their number. */
export const anyPeople = fc
  .array(anyPerson, { minLength: 1, maxLength: 8 })
  .map((people) => people.map((one, i): AssignmentCandidate => ({ ...one, personId: `user:${i}` })))

/** Any leads, by their number. */
export const anyItems = fc
  .array(
    fc.record({
      effort: fc.integer({ min: 0, max: 5 }),
      channel: fc.constantFrom("site", "call"),
      segment: fc.constantFrom("retail", null),
      product: fc.constantFrom("p1", null),
      language: fc.constantFrom("ru", "en", null),
      preferredId: fc.constantFrom("user:0", null),
      // A week old, or older than any window anybody has thought of.
      receivedAt: fc.constantFrom("2026-06-01T08:59:00.000Z", "2026-05-25T09:00:00.000Z", "2019-01-01T00:00:00.000Z"),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ effort, preferredId, receivedAt, ...facts }, i) =>
      item(`lead_${i}`, facts, { effort, preferredId, receivedAt }),
    ),
  )

/** Any policy of rules, limits and fallback. */
export const anyAssignmentPolicy: fc.Arbitrary<AssignmentPolicy> = fc
  .record({
    floorShare: fc.constantFrom(0, 0.25, 1),
    languageRequired: fc.boolean(),
    fallbackOwnerIds: fc.constantFrom([], ["user:1", "user:0"]),
    maxUnassignedMinutes: fc.constantFrom(1, 60),
    rules: fc.constantFrom(
      [],
      [
        {
          id: "calls",
          name: { en: "Calls", ru: "Звонки" },
          when: [{ fact: "channel", is: ["call"] } as const],
          toIds: ["user:2"],
          toTeamIds: ["north"],
          mode: "only" as const,
        },
      ],
    ),
  })
  .map((fields) => ({ ...policy, ...fields }))
