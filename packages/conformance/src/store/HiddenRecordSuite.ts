import { accessPolicy, rolePolicy, salesDept } from "@salesdept/core/promise"
import type { AccessPolicyShape, Session } from "@salesdept/core/promise"
import { isSalesDeptError } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { allKinds } from "./Kinds.ts"
import { playEnds } from "./PlayEnds.ts"
import { playSale } from "./PlaySale.ts"
import { rejection, rejectionOf } from "./Rejection.ts"
import { inScene, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

/** The library over the scene's store as somebody under a policy. */
const under = async ({ clock, store }: Scene, access: AccessPolicyShape, actor: string): Promise<Session> => {
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department: suiteDepartment,
    now: clock.now,
    access,
  })
  return dept.tenant(suiteTenant).as(actor)
}

const rep = rolePolicy({ roleOf: () => "rep" })

/** A host's own policy that lets everybody do everything that is about no owned record: the widest that still hides rows. */
const own = accessPolicy(({ actor }) => ({
  isUnlimited: false,
  can: (_action, record) => record === null || !record.isOwned || record.ownerId === actor,
  scope: () => ({ ownerIds: [actor], unowned: false }),
}))

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** Deals of these people as a source asserts them; the third is of user:1. */
const asserted = (people: ReadonlyArray<string>) => ({
  sourceId: "fullExport",
  pipelineId: "servicesWithActs",
  rows: people.map((person) => ({
    id: `deal_from_${person}` as const,
    title: "asserted",
    stageId: "newLead",
    clientId: null,
    ownerId: person === "3" ? "user:1" : `user:${person}`,
    productId: null,
    amount: null,
    listAmount: null,
    openedOn: "2026-02-01",
    closedOn: null,
  })),
})

/** Two reps, each with a lead, a client, a deal, an invoice and a payment that is not allocated. */
const playTwo = async (shop: Session): Promise<void> => {
  for (const person of ["1", "2"]) {
    const ownerId = `user:${person}`
    const [dealId, clientId] = [`deal_${person}`, `client_${person}`] as const
    await shop.leads.receive({ id: `lead_${person}`, name: person, channelId: "site", ownerId })
    await shop.clients.register({ id: clientId, name: person, ownerId })
    await shop.deals.open({ id: dealId, title: person, ownerId, clientId, amount: rub(7_000_000 + Number(person)) })
    await shop.invoices.issue({
      id: `invoice_${person}`,
      dealId,
      clientId: "client_1",
      issuedOn: "2026-02-02",
      currency: "RUB",
      instalments: [{ dueOn: "2026-02-10", amountMinor: 555 }],
    })
    const paid = { dealId, amount: rub(900), receivedOn: "2026-02-02", excess: "keep" } as const
    await shop.payments.receive({ id: `payment_${person}`, ...paid })
  }
  await shop.deals.import(asserted(["1", "2"]))
}

const dialog = { kind: "call", direction: "outbound", repId: "user:1", outcomeId: "agreed" } as const
const step = { typeId: "call", dueOn: "2026-02-05", ownerId: "user:1" } as const
const invoice = {
  issuedOn: "2026-02-02",
  currency: "RUB",
  instalments: [{ dueOn: "2026-02-10", amountMinor: 555 }],
} as const
const paid = { amount: rub(9), receivedOn: "2026-02-02", excess: "keep" } as const

/** What user:1 could try on the records of somebody, most of it along with records of user:1's own. */
const attempts = (shop: Session, whose: string): { readonly [name: string]: () => Promise<unknown> } => {
  const [clientId, dealId] = [`client_${whose}`, `deal_${whose}`] as const
  const own = { dealId: "deal_1", to: "contact" } as const
  return {
    "reads a client by qualifying a lead": () => shop.leads.qualify({ leadId: "lead_1", clientId }),
    "reads a deal by qualifying a lead": () => shop.leads.qualify({ leadId: "lead_1", clientId: "client_1", dealId }),
    "sets a step of one's own on a deal": () => shop.nextSteps.set({ dealId, ...step }),
    "sets a step of one's own on a lead": () => shop.nextSteps.set({ leadId: `lead_${whose}`, ...step }),
    "notes a dialog of one's own with a client": () => shop.dialogs.record({ ...dialog, clientId }),
    "opens a deal of one's own for a client": () => shop.deals.open({ title: "mine", ownerId: "user:1", clientId }),
    "issues an invoice of a deal": () => shop.invoices.issue({ ...invoice, dealId }),
    "issues an invoice of one's own deal to a client": () =>
      shop.invoices.issue({ ...invoice, dealId: "deal_1", clientId }),
    "receives money for a deal": () => shop.payments.receive({ ...paid, dealId }),
    "drafts an act of a deal": () =>
      shop.documents.draft({ dealId, kind: "serviceAct", amount: rub(1), draftedOn: "2026-02-02" }),
    "moves a deal": () => shop.deals.move({ dealId, to: "contact" }),
    "amends a client": () => shop.clients.amend({ clientId, name: "Ours" }),
    "reads the stage among moves": () =>
      shop.deals.moveMany({ moves: [own, { dealId, to: "done" }] }, { dryRun: true }),
    "reads the gates among judgements": () => shop.deals.evaluateMany({ moves: [own, { dealId, to: "contract" }] }),
    "learns of what differs by a merge that is refused": () => shop.deals.merge({ intoId: "deal_1", fromId: dealId }),
    "learns of what differs by the preview of one": () => shop.deals.previewMerge({ intoId: "deal_1", fromId: dealId }),
    "learns what is open of an invoice by overpaying it": () =>
      shop.payments.allocate({
        paymentId: "payment_1",
        parts: [{ invoiceId: `invoice_${whose}`, amountMinor: 600 }],
      }),
    "sees whose it is by assigning among others": () =>
      shop.runs.bulk(
        { action: { type: "assign", kind: "deal", ownerId: "user:2" }, ids: ["deal_1", dealId] },
        { dryRun: true },
      ),
    "gets it by its id": () => shop.deals.get(dealId),
    "gets its history": () => shop.deals.history(dealId),
    "gets it as it was": () => shop.deals.getAsOf(dealId, {}),
    "reads its stays": () => shop.deals.visits({ dealId }),
    "reads points of a client": () => shop.rewards.ledger({ clientId }),
    "exports a client": () => shop.personalData.export({ clientId }),
  }
}

/** What is refused to whoever gives an id that somebody else's record has: no two can have it, and that much is told. */
const takenIds = (shop: Session): { readonly [name: string]: () => Promise<unknown> } => ({
  "compares values by importing them among others": () => shop.deals.import(asserted(["1", "2", "3"])),
  "opens a deal under an id that is taken": () => shop.deals.open({ id: "deal_2", title: "mine", ownerId: "user:1" }),
})

/** What a call came to, with the ids of those it was asked of made the same. */
const told = async (call: Promise<unknown>, whose: string): Promise<string> => {
  const outcome = await call.then(
    (answer: unknown) => ({ answer }),
    (error: unknown) => (isSalesDeptError(error) ? { tag: error._tag, data: error.data, says: error.messages } : error),
  )
  return JSON.stringify(outcome).replaceAll(new RegExp(`(?<=[a-z]_)${whose}\\b`, "g"), "X")
}

/** Use cases of any group that is asked for records. */
interface RecordGroup {
  readonly get: (id: string) => Promise<unknown>
  readonly history: (id: string) => Promise<ReadonlyArray<{ readonly kind: string }>>
  readonly getAsOf: (id: string, request: object) => Promise<unknown>
  readonly page: (request?: object) => Promise<{ readonly items: ReadonlyArray<{ readonly id: string }> }>
  readonly pageAsOf: (request: object) => Promise<{ readonly items: ReadonlyArray<unknown> }>
  readonly count: () => Promise<number>
  readonly countBy: (field: string) => Promise<ReadonlyArray<unknown>>
  readonly verify: () => Promise<unknown>
}

const recordGroups = (session: Session): ReadonlyArray<readonly [name: string, group: RecordGroup]> =>
  // Which records a group is about does not matter here.
  Object.entries(session as unknown as { readonly [name: string]: RecordGroup }).filter(
    ([, group]) => "pageAsOf" in group,
  )

/** What an access policy hides stays hidden however it is asked for: by what, by whom, along with what of one's own. */
export const hiddenRecordSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: hidden records`, () => {
    it(
      "are as if they were not there, whatever names them",
      inScene(factory, async (scene) => {
        await playTwo(scene.session())
        for (const [policy, access] of [
          ["rep", rep],
          ["own", own],
        ] as const) {
          const shop = await under(scene, access, "user:1")
          const absent = attempts(shop, "9")
          for (const [attempt, call] of Object.entries(attempts(shop, "2"))) {
            const hidden = await told(call(), "2")
            expect(hidden, `${policy} ${attempt}`).toBe(await told((absent[attempt] ?? call)(), "9"))
          }
        }
      }),
    )

    it(
      "are told of and worked on by no command that names them among one's own",
      inScene(factory, async (scene) => {
        await playTwo(scene.session())
        for (const [policy, access] of [
          ["rep", rep],
          ["own", own],
        ] as const) {
          const shop = await under(scene, access, "user:1")
          for (const [attempt, call] of Object.entries(takenIds(shop))) {
            const { _tag, data } = await rejection(call())
            expect([_tag, data], `${policy} ${attempt}`).toMatchObject(["Forbidden", { id: null }])
          }
        }
        // The same of one's own is done.
        const shop = await under(scene, rep, "user:1")
        await shop.nextSteps.set({ dealId: "deal_1", typeId: "call", dueOn: "2026-02-05", ownerId: "user:1" })
        await shop.payments.allocate({ paymentId: "payment_1", parts: [{ invoiceId: "invoice_1", amountMinor: 500 }] })
        const { deal } = await shop.leads.qualify({ leadId: "lead_1", clientId: "client_1", dealId: "deal_1" })
        expect(deal?.id).toBe("deal_1")
      }),
    )

    it(
      "are not those that are seen and may not be worked on: these are named",
      inScene(factory, async (scene) => {
        await playTwo(scene.session())
        const shop = await under(
          scene,
          accessPolicy(({ actor }) => ({
            isUnlimited: false,
            can: (action, record) => action === "deal.get" || record?.ownerId === actor,
            scope: (kind) => (kind === "lead" ? "all" : { ownerIds: [actor], unowned: false }),
          })),
          "user:1",
        )
        const refused = async (call: Promise<unknown>) => (await rejectionOf("Forbidden", call)).data
        // Seen by its id alone, and in lists alone.
        expect((await shop.deals.get("deal_2"))?.id).toBe("deal_2")
        const move = shop.deals.move({ dealId: "deal_2", to: "contact" })
        expect(await refused(move)).toEqual({ action: "deal.move", id: "deal_2" })
        expect(await refused(shop.deals.history("deal_2"))).toEqual({ action: "deal.history", id: "deal_2" })
        expect(await refused(shop.leads.get("lead_2"))).toEqual({ action: "lead.get", id: "lead_2" })
      }),
    )

    it(
      "answer no question of records, of any kind",
      inScene(factory, async (scene) => {
        await playSale(scene)
        await playEnds(scene)
        const all = recordGroups(scene.session())
        const ownerships = new Map(allKinds.map(({ kind, ownership, indexes }) => [kind, { ownership, indexes }]))
        let judged = 0
        for (const access of [rep, own]) {
          const stranger = new Map(recordGroups(await under(scene, access, "user:stranger")))
          for (const [group, open] of all) {
            const hidden = stranger.get(group)
            const { items } = await open.page()
            const [first] = items
            if (hidden === undefined || first === undefined) continue
            const [event] = await open.history(first.id)
            const of = ownerships.get(event?.kind ?? "")
            if (of?.ownership === undefined) continue
            judged += 1
            expect((await hidden.page()).items, group).toEqual([])
            expect((await hidden.pageAsOf({})).items, group).toEqual([])
            expect(await hidden.count(), group).toBe(0)
            await rejectionOf("Forbidden", hidden.verify())
            for (const field of of.indexes) {
              for (const direction of ["asc", "desc"]) {
                const orderBy = { field, direction }
                expect((await hidden.page({ orderBy })).items, `${group} by ${field}`).toEqual([])
              }
              const counts = await open.countBy(field).catch(() => null)
              if (counts !== null) expect(await hidden.countBy(field), `${group} by ${field}`).toEqual([])
            }
            for (const { id } of items) {
              expect(await hidden.get(id), id).toBeNull()
              expect(await hidden.history(id), id).toEqual([])
              expect(await hidden.getAsOf(id, {}), id).toBeNull()
            }
          }
        }
        // Assignment runs, which hold how everybody's deals ended, among them.
        expect(judged).toBeGreaterThan(60)
      }),
    )

    it(
      "weigh in a plan of one's own work without being told",
      inScene(factory, async (scene) => {
        const boss = scene.session()
        const person = (number: string) => ({ id: `rep_${number}`, personId: `user:${number}`, name: number }) as const
        const since = { teamId: "north", joinedOn: null, leftOn: null }
        await boss.reps.state({ rows: ["1", "2"].map((number) => ({ ...person(number), ...since })) })
        await playTwo(boss)
        const told = async (shop: Session) => {
          const { moves, outcomes } = await shop.control.planOffboarding({ personId: "user:1" })
          expect(new Set(moves.map(({ toId }) => toId))).toEqual(new Set(["user:2"]))
          return outcomes.flatMap(({ rejected, weighed }) => [...rejected, ...weighed])
        }
        expect(await told(boss)).not.toEqual([])
        for (const access of [rep, own]) expect(await told(await under(scene, access, "user:1"))).toEqual([])
      }),
    )

    it(
      "are counted by no pass that is made over all of them",
      inScene(factory, async (scene) => {
        await playSale(scene)
        for (const access of [rep, own]) {
          const shop = await under(scene, access, "user:stranger")
          await rejectionOf("Forbidden", shop.loyalty.run())
          expect((await shop.assignmentRuns.page()).items).toEqual([])
        }
        expect((await scene.session().assignmentRuns.page()).items).not.toEqual([])
      }),
    )
  })
}
