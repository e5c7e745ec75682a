import { memory, presets, salesDept } from "@salesdept/core/promise"
import type { Findings } from "@salesdept/core/review"
import type { Invoice } from "@salesdept/core/settlement/receivables"
import { periodOf } from "@salesdept/core/shared"
import { formatMoney } from "../../src/format/Money.ts"
import { beforeAll, describe, expect, it } from "vitest"
import { afterSaleSection } from "../../src/figures/AfterSaleFigures.ts"
import type { SimulatedBase } from "./simulatedBase.ts"
import { simulatedBase } from "./simulatedBase.ts"
import { base, deal, usd } from "./records.ts"

const nothing: Findings = {
  period: periodOf("2026-06-30", "quarter"),
  on: "2026-06-30",
  considered: 0,
  order: { en: "", ru: "" },
  findings: [],
  notRead: [],
}

const none = { invoices: [], documents: [], payments: [], found: nothing }

const sold = (id: string, clientId: string, closedOn: string, ownerId = "user:1") =>
  deal({
    id: `deal_${id}`,
    clientId: `client_${clientId}`,
    stageId: "done",
    outcome: "won",
    closedOn,
    amount: usd(100_00),
    ownerId,
  })

const openShop = async () => {
  const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "USD" })
  return (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
}

const listOf = (section: ReturnType<typeof afterSaleSection>, id: string) => {
  const list = section.lists.find((one) => one.id === id)
  if (list === undefined) throw new Error(id)
  return list
}

describe("what is left to do after the sale", () => {
  it("has a list for each, also where there is nothing on it", () => {
    const { lists } = afterSaleSection({ base: base([]), ...none })
    expect(lists.map(({ id, totalCount }) => [id, totalCount])).toEqual([
      ["payments", 0],
      ["paidNotDocumented", 0],
      ["documentedNotPaid", 0],
      ["aftercare", 0],
      ["repeatSale", 0],
      ["recommendation", 0],
    ])
  })

  it("offers again to those who are past their own rhythm, and to nobody who is being sold to", () => {
    const rhythm = ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"]
    const deals = ["late", "busy"].flatMap((client) => rhythm.map((day, at) => sold(`${client}${at}`, client, day)))
    const open = deal({ id: "deal_open", clientId: "client_busy" })
    const fresh = [...rhythm.slice(1), "2026-06-25"].map((day, at) => sold(`fresh${at}`, "fresh", day))
    const list = listOf(
      afterSaleSection({ base: base([...deals, open, ...fresh, sold("once", "once", "2026-01-10")]), ...none }),
      "repeatSale",
    )
    expect(list.rows.map(({ recordId, repName }) => [recordId, repName])).toEqual([["client_late", "Anna"]])
    expect(list.rows[0]?.reason.en).toContain("the last time on 10\u00A0April\u00A02026, 81\u00A0days ago")
  })

  it("names nobody who has left as the one to turn to", () => {
    const rhythm = ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"].map((day, at) => sold(`a${at}`, "a", day))
    const left = new Map([["user:1", { joinedOn: null, leftOn: "2026-05-31" }]])
    const list = listOf(afterSaleSection({ base: base(rhythm, { employments: left }), ...none }), "repeatSale")
    expect(list.rows.map(({ repName }) => repName)).toEqual([null])
  })

  it("names the client's owner as the one to turn to, as control does, and who sold last where the owner is not there", () => {
    const rhythm = ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"].map((day, at) =>
      sold(`a${at}`, "a", day, at === 3 ? "user:2" : "user:1"),
    )
    const repNames = new Map([
      ["user:1", "Anna"],
      ["user:2", "Boris"],
    ])
    const nameOf = (given: Parameters<typeof base>[1]) =>
      listOf(afterSaleSection({ base: base(rhythm, { repNames, ...given }), ...none }), "repeatSale").rows[0]?.repName
    const clientOwners = new Map([["client_a", "user:1"]])
    expect(nameOf({ clientOwners })).toBe("Anna")
    expect(nameOf({})).toBe("Boris")
    const employments = new Map([["user:1", { joinedOn: null, leftOn: "2026-05-31" }]])
    expect(nameOf({ clientOwners, employments })).toBe("Boris")
  })

  it("names what is owed for a deal that is not in the base, with its client", async () => {
    const shop = await openShop()
    await shop.clients.register({ id: "client_a", name: "Bakery" })
    await shop.deals.open({ id: "deal_gone", title: "Audit", clientId: "client_a" })
    const instalments = [{ dueOn: "2026-02-10", amountMinor: 100_00 }]
    const { invoice } = await shop.invoices.issue({
      id: "invoice_1",
      dealId: "deal_gone",
      issuedOn: "2026-02-02",
      currency: "USD",
      instalments,
    })
    const { document } = await shop.documents.draft({
      dealId: "deal_gone",
      kind: "serviceAct",
      amount: usd(100_00),
      draftedOn: "2026-02-02",
    })
    const signed = await shop.documents.sign({ documentId: document.id, signedOn: "2026-02-03" })
    const section = afterSaleSection({
      base: base([], { clientNames: new Map([["client_a", "Bakery"]]) }),
      ...none,
      invoices: [invoice],
      documents: [signed.document],
    })
    for (const id of ["payments", "documentedNotPaid"]) {
      const { rows } = listOf(section, id)
      expect(rows).toMatchObject([{ recordId: "deal_gone", repName: null, amountMinor: 100_00 }])
      expect(rows[0]?.reason.ru).toContain("сделки нет в базе")
    }
    expect(listOf(section, "payments").rows[0]?.name).toBe("Bakery")
  })

  it("names what is owed in another currency, outside of the sum", async () => {
    const shop = await openShop()
    await shop.clients.register({ id: "client_a", name: "Bakery" })
    const invoices: Array<Invoice> = []
    for (const [id, currency] of [
      ["home", "USD"],
      ["abroad", "EUR"],
    ] as const) {
      await shop.deals.open({ id: `deal_${id}`, title: id, clientId: "client_a" })
      const instalments = [{ dueOn: "2026-02-10", amountMinor: 100_00 }]
      const of = { dealId: `deal_${id}`, issuedOn: "2026-02-02", currency, instalments } as const
      invoices.push((await shop.invoices.issue(of)).invoice)
    }
    const [, abroad] = invoices
    const of = (some: typeof invoices) =>
      listOf(afterSaleSection({ base: base([]), ...none, invoices: some }), "payments")
    expect(of(invoices)).toMatchObject({ totalCount: 2, totalMinor: 100_00, foreignCount: 1 })
    expect(of(invoices).rows[1]).toMatchObject({ recordId: "deal_abroad", amountMinor: null })
    expect(of(invoices).rows[1]?.reason.en).toContain("; €100;")
    expect(of([abroad!])).toMatchObject({ totalMinor: null, foreignCount: 1 })
  })

  it("names money that came for a finished deal without an invoice, as there is no signed document for it", () => {
    const payment = {
      amount: usd(80_00),
      dealId: "deal_direct",
      receivedOn: "2026-06-01",
      unallocatedMinor: 80_00,
    } as const
    const worked = base([sold("direct", "a", "2026-05-20")])
    const list = listOf(afterSaleSection({ base: worked, ...none, payments: [payment] }), "paidNotDocumented")
    expect(list).toMatchObject({ totalCount: 1, totalMinor: 80_00 })
    expect(list.rows[0]).toMatchObject({ recordId: "deal_direct" })
  })

  it("asks each client once for a recommendation, with the rep where one is known", () => {
    const finding = (ownerId: string | null, ids: ReadonlyArray<string>) =>
      ({ ruleId: "client.referralNotAsked", ownerId, evidence: { kind: "client", ids, count: ids.length } }) as const
    const findings = [finding(null, ["client_a", "client_b"]), finding("user:1", ["client_a"])]
    const found = { ...nothing, findings: findings as unknown as Findings["findings"] }
    const list = listOf(afterSaleSection({ base: base([]), ...none, found }), "recommendation")
    expect([list.totalCount, list.rows.map(({ recordId, repName }) => [recordId, repName])]).toEqual([
      2,
      [
        ["client_a", "Anna"],
        ["client_b", null],
      ],
    ])
  })

  describe("of a department that works in the library", () => {
    let played: SimulatedBase
    beforeAll(async () => {
      played = await simulatedBase()
    })

    it("sums what is overdue, and asks for no document before the work is done", () => {
      const { base: worked, invoices, documents } = played
      const section = afterSaleSection({ base: worked, invoices, documents, payments: [], found: nothing })
      const payments = listOf(section, "payments")
      expect(payments.totalCount).toBeGreaterThan(0)
      expect(payments.totalMinor ?? 0).toBeGreaterThan(0)
      expect(payments.rows.length).toBeLessThanOrEqual(5)
      expect(payments.rows[0]?.amountMinor).toBe(Math.max(...payments.rows.map(({ amountMinor }) => amountMinor ?? 0)))
      const stageOf = new Map<string, string>(worked.deals.map(({ id, stageId }) => [id, stageId]))
      const unsigned = listOf(section, "paidNotDocumented")
      expect(unsigned.rows.length).toBeGreaterThan(0)
      for (const { recordId, amountMinor } of unsigned.rows) {
        expect(["closingDocuments", "aftercare", "done"], formatMoney(amountMinor ?? 0, "USD", "en")).toContain(
          stageOf.get(recordId),
        )
      }
      expect(JSON.parse(JSON.stringify(section))).toStrictEqual(section)
    })
  })
})

describe("a pipeline of which there is a newer version", () => {
  it("says by the version that a deal lives under what its stage means", () => {
    const config = presets.servicesWithActs({ timeZone: "UTC", currency: "USD" })
    const second = config.pipelines.map((pipeline) => ({
      ...pipeline,
      version: 2,
      stages: pipeline.stages.map((stage) =>
        stage.id === "aftercare" ? { ...stage, meaning: "awaitingDocuments" as const } : stage,
      ),
    }))
    const inAftercare = (pipelineVersion: number) =>
      deal({
        id: `deal_${pipelineVersion}`,
        pipelineVersion,
        stageId: "aftercare",
        outcome: "won",
        closedOn: "2026-05-01",
      })
    const deals = [inAftercare(1), inAftercare(2)]
    const visits = deals.map(({ id }) => ({
      dealId: id,
      stageId: "aftercare",
      enteredAt: "2026-05-10T09:00:00.000Z",
      leftAt: null,
    }))
    const section = afterSaleSection({
      base: base(deals, {
        config: { ...config, pipelines: [...config.pipelines, ...second] },
        visits,
      }),
      ...none,
    })
    expect(listOf(section, "aftercare").rows.map(({ recordId }) => recordId)).toEqual(["deal_1"])
  })
})
