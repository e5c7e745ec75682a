import { suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"

/** The plan that {@link playQuarter} makes. */
export const planId = "plan_2026"

/** Deals won, split, in another currency and without an amount; an invoice, payments, a document; a dialog. */
export const playQuarter = async ({ clock, session }: Scene): Promise<void> => {
  const shop = session()
  const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
  await shop.reps.state({
    rows: ["1", "2"].map((at) => ({
      id: `rep_${at}` as const,
      personId: `user:${at}`,
      name: `Rep ${at}`,
      teamId: at === "1" ? "north" : "south",
      joinedOn: null,
      leftOn: null,
    })),
  })
  const row = (
    at: number,
    ownerId: string | null,
    amount: { amountMinor: number; currency: string } | null,
    closedOn: string,
  ) => ({
    id: `deal_${at}` as const,
    title: null,
    stageId: "paymentControl",
    clientId: null,
    ownerId,
    productId: at % 2 === 0 ? "product_a" : "product_b",
    amount,
    listAmount: null,
    openedOn: "2026-01-02",
    closedOn,
  })
  await shop.deals.import({
    sourceId: "bareExport",
    pipelineId: "servicesWithActs",
    rows: [
      row(1, "user:1", rub(1000_01), "2026-01-15"),
      row(2, "user:1", rub(500_00), "2026-02-01"),
      row(3, "user:2", rub(333_33), "2026-02-28"),
      row(4, "user:2", null, "2026-03-01"),
      row(5, "user:2", { amountMinor: 100_00, currency: "EUR" }, "2026-03-02"),
      row(6, null, rub(7), "2026-03-31"),
    ],
  })
  await shop.invoices.issue({
    id: "invoice_1",
    dealId: "deal_1",
    issuedOn: "2026-02-02",
    currency: "RUB",
    instalments: [{ dueOn: "2026-02-10", amountMinor: 1000_01 }],
  })
  await shop.payments.receive({
    id: "payment_1",
    invoiceId: "invoice_1",
    amount: rub(600_00),
    receivedOn: "2026-02-02",
  })
  clock.advance(3_600_000)
  await shop.plans.open({
    id: planId,
    name: "2026",
    currency: "RUB",
    measures: [
      { id: "wonMinor", kind: "money", credit: "wonMoney" },
      { id: "paidMinor", kind: "payments", credit: "paidMoney" },
      { id: "debts", kind: "debts", credit: "debtMoney" },
      { id: "wonDeals", kind: "counts", credit: "wonDeals" },
      { id: "calls", kind: "counts" },
    ],
  })
  const q1 = { period: "2026-Q1", value: 1000_00 } as const
  await shop.plans.draft({
    planId,
    versionId: "planversion_1",
    baseline: "original",
    effectiveFrom: "2026-01-01",
    targets: [
      { ...q1, measure: "wonMinor", repId: "user:1" },
      { ...q1, measure: "wonMinor", repId: "user:3" },
      { ...q1, measure: "wonMinor", period: "2026-02", value: 0, repId: "user:1" },
      { ...q1, measure: "wonMinor", teamId: "south" },
      { ...q1, measure: "wonMinor", productId: "product_a" },
      { ...q1, measure: "paidMinor", repId: "user:1" },
      { ...q1, measure: "debts" },
      { ...q1, measure: "wonDeals", value: 10 },
      { ...q1, measure: "calls", value: 10 },
    ],
  })
  await shop.plans.submit({ versionId: "planversion_1" })
  await session(suiteTenant, "user:owner").plans.approve({ versionId: "planversion_1" })
}

/** Its attainment at the quarter's end, with the ids behind each figure. */
export const attainmentOf = (scene: Scene, more: { readonly knownAt?: string } = {}) =>
  scene.session().plans.attainment({
    planId,
    on: "2026-03-31",
    withIds: true,
    rates: [{ from: "EUR", to: "RUB", rate: "90.5", on: "2026-01-01" }],
    ...more,
  })
