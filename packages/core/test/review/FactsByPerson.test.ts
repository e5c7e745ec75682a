import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { factsByPerson } from "../../src/review/FactsByPerson.ts"
import type { SummaryContext, SummaryFacts } from "../../src/review/SummaryFacts.ts"
import { summaryReader } from "../../src/review/SummaryFigures.ts"

const period = { from: "2026-03-01", to: "2026-04-01" }
const people = ["ann", "bob", "eve"]

const person = fc.constantFrom(...people)
const nobody = fc.constantFrom(...people, null)
const day = fc
  .integer({ min: 0, max: 120 })
  .map((days) => new Date(Date.UTC(2026, 0, 20 + days)).toISOString().slice(0, 10))
const at = day.map((on) => `${on}T09:00:00.000Z`)
const dayOrNone = fc.option(day)
const atOrNone = fc.option(at)
const dealId = fc.integer({ min: 1, max: 12 }).map((no) => `deal_${no}`)
const sourceId = fc.constantFrom(null, "crm")
const money = fc.record({
  amountMinor: fc.integer({ min: 0, max: 9_000_000 }),
  currency: fc.constantFrom("RUB", "USD"),
})

const listed = <Fields extends object>(kind: string, fields: fc.Arbitrary<Fields>, most = 12) =>
  fc.array(fields, { maxLength: most }).map((all) => all.map((one, at) => ({ id: `${kind}_${at + 1}`, ...one })))

const deals = listed(
  "deal",
  fc.record({
    ownerId: nobody,
    sellerId: nobody,
    closedById: fc.constant(null),
    outcome: fc.constantFrom("open", "won", "lost"),
    openedOn: dayOrNone,
    closedOn: dayOrNone,
    amount: fc.option(money),
    closeRate: fc.constantFrom(null, { from: "USD", to: "RUB", rate: "90", on: "2026-03-01" }),
    enteredStageAt: atOrNone,
    sourceId,
    cycles: fc.constant([]),
  }),
)
const leads = listed(
  "lead",
  fc.record({ ownerId: nobody, receivedAt: at, takenAt: atOrNone, closedAt: atOrNone, sourceId }),
)
const dialogs = listed(
  "dialog",
  fc.record({
    repId: person,
    dealId: fc.option(dealId),
    leadId: fc.constant(null),
    direction: fc.constantFrom("inbound", "outbound"),
    heldAt: at,
  }),
)
const nextSteps = listed(
  "step",
  fc.record({
    ownerId: nobody,
    dealId: fc.option(dealId),
    leadId: fc.constant(null),
    status: fc.constantFrom("open", "done"),
    dueOn: day,
    doneAt: atOrNone,
  }),
)
const invoices = listed(
  "invoice",
  fc.record({ dealId, issuedOn: day, dueOn: day, amountMinor: fc.integer({ min: 1, max: 1000 }) }),
).map((all) =>
  all.map(({ id, dealId: of, issuedOn, dueOn, amountMinor }) => ({
    id,
    dealId: of,
    currency: "RUB",
    issuedOn,
    totalMinor: amountMinor,
    instalments: [{ no: 1, kind: null, dueOn, amountMinor, offset: null }],
    paidBy: [],
    freed: [],
    writeOffs: [],
    credits: [],
    paidMinor: 0,
    writtenOffMinor: 0,
    creditedMinor: 0,
  })),
)
const promises = fc.array(
  fc.record({
    invoiceId: fc.integer({ min: 1, max: 12 }).map((no) => `invoice_${no}`),
    outcome: fc.constantFrom("kept", "broken"),
    closedOn: day,
  }),
)
const payments = listed("payment", fc.record({ dealId: fc.option(dealId), receivedOn: day, amount: money }))
const documents = listed("document", fc.record({ dealId, draftedOn: day, signedOn: dayOrNone, revokedOn: dayOrNone }))
const commitments = listed(
  "commitment",
  fc.record({ repId: person, dueOn: day, status: fc.constantFrom("open", "done", "missed") }),
)
const findings = listed(
  "finding",
  fc.record({
    ownerId: nobody,
    kind: fc.constantFrom("mistake", "missedOpportunity", "win"),
    ruleId: fc.constantFrom("one", "two"),
    status: fc.constantFrom("open", "withdrawn"),
    periodFrom: fc.constant("2026-03-02"),
    periodTo: fc.constant("2026-03-09"),
    evidence: fc.record({ ids: fc.array(dealId, { maxLength: 3 }) }),
  }),
)
const controlDays = listed("day", fc.record({ personId: person, day, needing: fc.integer({ min: 0, max: 1 }) }))
const passages = fc.array(fc.record({ dealId }), { maxLength: 4 })

// Only what the figures read; the rest of a record does not matter to them.
const anyFacts = fc.record({
  deals,
  leads,
  dialogs,
  nextSteps,
  invoices,
  promises,
  payments,
  documents,
  commitments,
  findings,
  controlDays,
  passages,
}) as unknown as fc.Arbitrary<SummaryFacts>

describe("the records of one person", () => {
  it("make the same figures of that person as all records do, and what is unseen of them is the same", () => {
    fc.assert(
      fc.property(anyFacts, fc.boolean(), (facts, isCarried) => {
        const context: SummaryContext = {
          currency: "RUB",
          dayOf: (instant) => instant.slice(0, 10),
          carriedBy: () => (isCarried ? ["payments", "dialogs"] : []),
        }
        const read = summaryReader(facts, period, context)
        const factsOf = factsByPerson(facts)
        for (const one of [...people, "nobody of them"]) {
          const isTheirs = (id: string | null): boolean => id === one
          expect(read(isTheirs, factsOf(one))).toEqual(read(isTheirs))
        }
      }),
    )
  })
})
