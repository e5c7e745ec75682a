import { controlCommands } from "./ControlCommands.ts"
import * as fc from "fast-check"
import { saleStages, suiteDepartment } from "../store/SuiteDepartment.ts"
import type { AnyCommand } from "./AnyCommand.ts"
import { clientId, commands, currency, day, dealId, money, nullOr, optional, person, pooled } from "./AnyCommand.ts"
import { baseCommands } from "./BaseCommands.ts"
import { loyaltyCommands } from "./LoyaltyCommands.ts"
import { settlementCommands } from "./SettlementCommands.ts"
import { anyMoney, anyText } from "./Values.ts"

const stageId = fc.oneof(fc.constantFrom("contact", "lost", "done", "nowhere"), fc.constantFrom(...saleStages))

/** A way through stages that ends in one, a few hours apart, before the suites' clock begins. */
const stageHistory = fc
  .array(fc.tuple(stageId, fc.integer({ min: 1, max: 200 })), { maxLength: 4 })
  .map((entries) => (last: string) => {
    const path = [...entries.map(([stage]) => stage), last].filter((stage, i, all) => stage !== all[i + 1])
    let at = Date.parse("2025-12-01T08:00:00.000Z")
    return path.map((stage, i) => {
      at += (entries[i]?.[1] ?? 1) * 3_600_000
      return { at: new Date(at).toISOString(), stageId: stage }
    })
  })

const statedRow = fc.record({
  id: dealId,
  title: nullOr(anyText(20)),
  stageId,
  clientId: nullOr(clientId),
  ownerId: nullOr(person),
  productId: fc.constant(null),
  amount: nullOr(money),
  listAmount: nullOr(money),
  openedOn: nullOr(day),
  closedOn: nullOr(day),
  lostReasonId: nullOr(fc.constantFrom("price", "other")),
})

const dealRow = fc
  .tuple(statedRow, fc.option(stageHistory, { nil: null }))
  .map(([row, history]) => (history === null ? row : { ...row, history: history(row.stageId) }))

const rows = <Row extends { readonly id: string }>(row: fc.Arbitrary<Row>) =>
  fc.uniqueArray(row, { minLength: 1, maxLength: 4, selector: ({ id }) => id })

/** Rows of a source about deals. */
export const anyDealRows = rows(dealRow)

const repRow = fc.record({
  id: pooled("rep", 2),
  personId: person,
  name: anyText(20),
  teamId: nullOr(anyText(10)),
  joinedOn: nullOr(day),
  leftOn: nullOr(day),
})

const productRow = fc.record({ id: pooled("product", 2), name: anyText(20), listPrice: nullOr(money) })

const sourceId = fc.constantFrom("bareExport", "fullExport", "fullExport", "nobody")

const dealLine = fc
  .tuple(
    fc.record({
      kind: fc.constantFrom("product", "service"),
      quantity: fc.constantFrom("1", "2.5", "0.333333"),
      unitPriceMinor: fc.nat(),
    }),
    optional({
      name: anyText(20),
      productId: pooled("product", 2),
      listPriceMinor: fc.nat(),
      discountPercent: fc.constantFrom("0", "7.5", "100"),
      taxPercent: fc.constantFrom("20", "10"),
      taxIncluded: fc.boolean(),
    }),
  )
  .map(([own, rest]) => ({ ...own, ...rest }))

const dealCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands(
    "deals.open",
    fc
      .tuple(
        fc.record({ id: dealId, title: anyText(20) }),
        optional({ clientId, ownerId: person, amount: money, listAmount: money, expectedCloseOn: day }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.deals.open(input, options),
  ),
  commands(
    "deals.move",
    fc
      .tuple(
        fc.record({ dealId, to: stageId }),
        optional({
          lostReasonId: fc.constantFrom("price", "other", "weather"),
          reason: anyText(20),
          override: fc.constantFrom({ reason: "agreed" }, { reason: "agreed", approvalId: "approval_1" as const }),
        }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.deals.move(input, options),
  ),
  commands(
    "deals.amend",
    fc
      .tuple(
        fc.record({ dealId }),
        optional({
          title: anyText(20),
          clientId: nullOr(clientId),
          ownerId: nullOr(person),
          amount: nullOr(money),
          expectedCloseOn: nullOr(day),
        }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.deals.amend(input, options),
  ),
  commands(
    "deals.setLines",
    fc
      .tuple(
        fc.record({ dealId, currency, lines: fc.array(dealLine, { maxLength: 3 }) }),
        optional({ amountFrom: fc.constantFrom("stated", "lines") }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.deals.setLines(input, options),
  ),
  commands(
    "deals.splitCredit",
    fc.record({
      dealId,
      shares: fc.uniqueArray(fc.record({ repId: person, weight: fc.integer({ min: 1, max: 3 }) }), {
        maxLength: 3,
        selector: ({ repId }) => repId,
      }),
      reason: anyText(20),
    }),
    (session, input, options) => session.deals.splitCredit(input, options),
  ),
  commands(
    "deals.freezeRate",
    fc.record({
      dealId,
      rate: fc.record({ from: currency, to: fc.constant("RUB"), rate: fc.constant("90.5"), on: day }),
    }),
    (session, input, options) => session.deals.freezeRate(input, options),
  ),
  commands("deals.advance", fc.record({ dealId }), async (session, input, options) => {
    const stage = (await session.deals.get(input.dealId))?.stageId
    const next = saleStages[saleStages.findIndex((one) => one === stage) + 1] ?? "lost"
    return session.deals.move({ dealId: input.dealId, to: next, lostReasonId: "price" }, options)
  }),
  commands(
    "deals.moveMany",
    fc
      .tuple(
        fc.record({
          moves: fc.uniqueArray(
            fc
              .tuple(
                fc.record({ dealId, to: stageId }),
                optional({ lostReasonId: fc.constant("price"), reason: anyText(20) }),
              )
              .map(([own, rest]) => ({ ...own, ...rest })),
            { minLength: 1, maxLength: 3, selector: (move) => move.dealId },
          ),
        }),
        optional({ allOrNothing: fc.boolean() }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.deals.moveMany(input, options),
  ),
  commands(
    "deals.adopt",
    fc.record({
      pipelineId: fc.constantFrom("servicesWithActs", "other"),
      dealIds: fc.uniqueArray(dealId, { minLength: 1, maxLength: 3 }),
    }),
    (session, input, options) => session.deals.adopt(input, options),
  ),
  commands("deals.merge", fc.record({ intoId: dealId, fromId: dealId }), (session, input, options) =>
    session.deals.merge(input, options),
  ),
  commands("deals.remove", fc.record({ dealId, reason: anyText(20) }), (session, input, options) =>
    session.deals.remove(input, options),
  ),
  commands("deals.restore", fc.record({ dealId }), (session, input, options) => session.deals.restore(input, options)),
  commands("deals.evaluate", fc.record({ dealId, to: stageId }), (session, input) => session.deals.evaluate(input)),
  commands(
    "deals.import",
    fc.record({
      sourceId,
      pipelineId: fc.constantFrom("servicesWithActs", "servicesWithActs", "other"),
      rows: anyDealRows,
    }),
    (session, input, options) => session.deals.import(input, options),
  ),
]

const approvalCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands(
    "approvals.ask",
    fc
      .tuple(
        fc.record({
          id: pooled("approval", 3),
          dealId,
          kindId: fc.constantFrom("discount", "terms", "override", "weather"),
          reason: anyText(20),
        }),
        optional({ askedOf: person, amount: anyMoney }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.approvals.ask(input, options),
  ),
  commands("approvals.grant", fc.record({ approvalId: pooled("approval", 3) }), (session, input, options) =>
    session.approvals.grant(input, options),
  ),
  commands("approvals.expire", fc.record({ approvalId: pooled("approval", 3) }), (session, input, options) =>
    session.approvals.expire(input, options),
  ),
]

const departmentCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands("reps.state", fc.record({ rows: rows(repRow) }), (session, input, options) =>
    session.reps.state(input, options),
  ),
  commands("products.state", fc.record({ rows: rows(productRow) }), (session, input, options) =>
    session.products.state(input, options),
  ),
  commands(
    "plans.publish",
    fc.record({
      id: pooled("plan", 2),
      currency: fc.constantFrom("RUB", "EUR"),
      targets: fc.uniqueArray(fc.record({ ownerId: person, quarter: fc.constant("2026-Q1"), amountMinor: fc.nat() }), {
        minLength: 1,
        maxLength: 3,
        selector: ({ ownerId }) => ownerId,
      }),
    }),
    (session, input, options) => session.plans.publish(input, options),
  ),
  commands(
    "department.publish",
    fc.constantFrom("price", "weather").map((id) => ({
      ...suiteDepartment,
      lostReasons: [{ id, name: { en: id, ru: id }, textRequired: id === "weather" }],
    })),
    (session, input, options) => session.department.publish(input, options),
  ),
]

const weighed = (weight: number, arbitraries: ReadonlyArray<fc.Arbitrary<AnyCommand>>) =>
  arbitraries.map((arbitrary) => ({ weight, arbitrary }))

/** Any command of the library over a small pool of records; many are refused, which is part of what stores must agree on. */
export const anyCommand: fc.Arbitrary<AnyCommand> = fc.oneof(
  ...weighed(2, controlCommands),
  ...weighed(6, dealCommands),
  ...weighed(2, approvalCommands),
  ...weighed(3, baseCommands),
  ...weighed(3, settlementCommands),
  ...weighed(2, loyaltyCommands),
  ...weighed(1, departmentCommands),
)
