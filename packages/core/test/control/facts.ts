import fc from "fast-check"
import { controlContext } from "../../src/control/ControlContext.ts"
import type {
  ClientControlFacts,
  ControlBase,
  DealControlFacts,
  LeadControlFacts,
  Observed,
} from "../../src/control/ControlFacts.ts"
import type { ControlPolicy } from "../../src/control/ControlPolicy.ts"
import { controlStates, defaultControlPolicy } from "../../src/control/ControlPolicy.ts"
import { addDays } from "../../src/shared/CalendarDate.ts"

/** The moment of the tests: noon of 1 June 2026 in Moscow. */
const now = "2026-06-01T09:00:00.000Z"
const today = "2026-06-01"
export const context = controlContext({ asOf: now, timeZone: "Europe/Moscow", currency: "RUB" })
export const policy = defaultControlPolicy

export const everything: Observed = { nextSteps: true, dialogs: true, payments: true, documents: true }
export const nothing: Observed = { nextSteps: false, dialogs: false, payments: false, documents: false }

const record = {
  ownerId: "ann",
  ownerLeftOn: null,
  stepDueOn: "2026-06-05",
  lastStepDoneAt: null,
  lastAnswerAt: null,
  awaitingSince: null,
  lastInboundAt: null,
  teamId: null,
  segmentId: null,
  mark: null,
  observed: everything,
}

/** A lead in work that is on track; give what matters. */
export const lead = (fields: Partial<LeadControlFacts> = {}): LeadControlFacts => ({
  kind: "lead",
  id: "lead_1",
  ...record,
  status: "inWork",
  receivedAt: "2026-05-20T08:00:00.000Z",
  closedAt: null,
  nextNurtureAt: null,
  ...fields,
})

/** An open deal that is on track; give what matters. */
export const deal = (fields: Partial<DealControlFacts> = {}): DealControlFacts => ({
  kind: "deal",
  id: "deal_1",
  ...record,
  clientId: "client_1",
  pipelineId: "sales",
  stageName: { en: "Needs", ru: "Потребности" },
  stageMeaning: "open",
  stageLimitDays: 14,
  outcome: "open",
  enteredStageAt: "2026-05-25T08:00:00.000Z",
  openedOn: "2026-05-01",
  closedOn: null,
  amount: { amountMinor: 100_00, currency: "RUB" },
  invoiceCount: 0,
  unpaid: [],
  documentCount: 0,
  isDocumented: false,
  unsignedSince: null,
  undocumented: { amountMinor: 100_00, currency: "RUB" },
  ...fields,
})

/** A won deal, paid and documented, with nothing left to do; give what matters. */
export const doneDeal = (fields: Partial<DealControlFacts> = {}): DealControlFacts =>
  deal({
    stageMeaning: "done",
    outcome: "won",
    closedOn: "2026-05-10",
    stepDueOn: null,
    invoiceCount: 1,
    documentCount: 1,
    isDocumented: true,
    undocumented: null,
    ...fields,
  })

/** A client with whom all is well; give what matters. */
export const client = (fields: Partial<ClientControlFacts> = {}): ClientControlFacts => ({
  kind: "client",
  id: "client_1",
  ...record,
  stepDueOn: null,
  lastDialogAt: null,
  deals: [],
  ...fields,
})

const day = fc.integer({ min: -200, max: 20 }).map((offset) => addDays(today, offset))
const instant = day.map((date) => `${date}T08:30:00.000Z`)
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const money = fc.record({
  amountMinor: fc.integer({ min: 0, max: 1000 }),
  currency: fc.constantFrom("RUB", "RUB", "EUR", "USD"),
})

const common = {
  ownerId: fc.constantFrom("ann", "bob", null),
  ownerLeftOn: fc.option(day, { nil: null, freq: 1 }),
  stepDueOn: orNull(day),
  lastStepDoneAt: orNull(instant),
  lastAnswerAt: orNull(instant),
  awaitingSince: orNull(instant),
  observed: fc.record({
    nextSteps: fc.boolean(),
    dialogs: fc.boolean(),
    payments: fc.boolean(),
    documents: fc.boolean(),
  }),
}

/** Facts that are not observable are not there: what a real index gives. */
const consistent = <Facts extends LeadControlFacts | ClientControlFacts | DealControlFacts>(facts: Facts): Facts => {
  const { nextSteps, dialogs, payments, documents } = facts.observed
  return {
    ...facts,
    ...(nextSteps ? {} : { stepDueOn: null, lastStepDoneAt: null }),
    ...(dialogs ? {} : { lastAnswerAt: null, awaitingSince: null }),
    ...(dialogs || facts.kind !== "client" ? {} : { lastDialogAt: null }),
    ...(payments || facts.kind !== "deal" ? {} : { unpaid: [], invoiceCount: 0 }),
    ...(documents || facts.kind !== "deal" ? {} : { documentCount: 0, isDocumented: false, unsignedSince: null }),
  }
}

/** Any lead. */
export const anyLead = fc
  .record({
    ...common,
    status: fc.constantFrom("new", "inWork", "qualified", "disqualified"),
    receivedAt: instant,
    closedAt: orNull(instant),
  })
  .map((fields) => consistent(lead(fields)))

/** Any deal; outcome and stage agree. */
export const anyDeal = fc
  .record({
    ...common,
    stageMeaning: fc.constantFrom(
      "open",
      "awaitingPayment",
      "fulfilment",
      "awaitingDocuments",
      "aftercare",
      "done",
      "lost",
    ),
    stageLimitDays: orNull(fc.integer({ min: 1, max: 60 })),
    enteredStageAt: orNull(instant),
    openedOn: orNull(day),
    closedOn: orNull(day),
    amount: orNull(money),
    invoiceCount: fc.integer({ min: 0, max: 2 }),
    unpaid: fc.array(fc.record({ dueOn: day, open: money }), { maxLength: 3 }),
    documentCount: fc.integer({ min: 0, max: 2 }),
    isDocumented: fc.boolean(),
    unsignedSince: orNull(day),
    undocumented: orNull(money),
  })
  .map(({ unpaid, ...fields }) => {
    const { stageMeaning } = fields
    const outcome = stageMeaning === "open" || stageMeaning === "lost" ? stageMeaning : "won"
    return consistent(
      deal({ ...fields, outcome, unpaid: unpaid.toSorted((left, right) => (left.dueOn < right.dueOn ? -1 : 1)) }),
    )
  })

/** Any client with some deals. */
export const anyClient = fc
  .record({ ...common, lastDialogAt: orNull(instant), deals: fc.array(anyDeal, { maxLength: 4 }) })
  .map(({ deals, ...fields }) =>
    consistent(client({ ...fields, deals: deals.map((each, i) => ({ ...each, id: `deal_${i}` })) })),
  )

const numbered = <Facts extends { readonly id: string }>(prefix: string, rows: ReadonlyArray<Facts>) =>
  rows.map((row, i): Facts => ({ ...row, id: `${prefix}_${i}` }))

/** Any base; ids are unique. */
export const anyBase: fc.Arbitrary<ControlBase> = fc
  .record({
    lead: fc.array(anyLead, { maxLength: 20 }),
    client: fc.array(anyClient, { maxLength: 10 }),
    deal: fc.array(anyDeal, { maxLength: 30 }),
  })
  .map((base) => ({
    lead: numbered("lead", base.lead),
    client: numbered("client", base.client),
    deal: numbered("deal", base.deal),
  }))

/** Any moment around the facts, with and without a history to judge by. */
export const anyContext = fc
  .record({ asOf: fc.oneof(instant, day), longest: orNull(fc.integer({ min: 0, max: 150 })) })
  .map(({ asOf, longest }) =>
    controlContext({
      asOf,
      timeZone: "Europe/Moscow",
      currency: "RUB",
      ...(longest === null ? {} : { longestWonDays: { sales: longest } }),
    }),
  )

/** Any order of the states. */
export const anyPolicy: fc.Arbitrary<ControlPolicy> = fc
  .shuffledSubarray([...controlStates], { minLength: controlStates.length })
  .map((priority) => ({ ...policy, priority }))
