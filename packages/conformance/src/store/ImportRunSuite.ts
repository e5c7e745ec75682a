import { planImport } from "@salesdept/core/exchange"
import { accessPolicy, isSalesDeptError, salesDept } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { allKinds } from "./Kinds.ts"
import { rejectionOf } from "./Rejection.ts"
import { inScene, run } from "./Scene.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const bytes = (text: string) => new TextEncoder().encode(text)
const options = { source: "crm", currency: "RUB", timeZone: "Europe/Moscow", asOf: "2026-01-20" } as const

interface Row {
  readonly key: number
  readonly client: string
  readonly owner: string
  readonly stage: string
  readonly amount: number
}

const planOf = (deals: ReadonlyArray<Row>, leads: ReadonlyArray<string> = []) =>
  planImport(
    [
      {
        name: "deals.csv",
        bytes: bytes(
          `deal id,company,owner,stage,amount,created\n${deals
            .map((row) => `${row.key},${row.client},${row.owner},${row.stage},${row.amount},2026-01-05\n`)
            .join("")}`,
        ),
      },
      ...(leads.length === 0
        ? []
        : [
            {
              name: "leads.csv",
              bytes: bytes(`lead id,name,source,status\n${leads.map((row) => `${row}\n`).join("")}`),
            },
          ]),
    ],
    options,
  )

const rows: ReadonlyArray<Row> = [
  { key: 1, client: "Ромашка", owner: "Анна", stage: "Won", amount: 100 },
  { key: 2, client: "Лютик", owner: "Борис", stage: "Negotiation", amount: 200 },
]

const counts = { created: 0, changed: 0, unchanged: 0 }

/** Imports as wholes: the dry run is the run, it can be gone on with, and it can be taken back. */
export const importRunSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: imports`, () => {
    it(
      "property: the dry run of an import says what the import does, also of records that are there already",
      inScene(factory, async ({ session }) => {
        let tenants = 0
        const row: fc.Arbitrary<Row> = fc.record({
          key: fc.integer({ min: 1, max: 4 }),
          client: fc.constantFrom("Ромашка", "Лютик", "Acme"),
          owner: fc.constantFrom("Анна", "Борис"),
          stage: fc.constantFrom("Won", "Lost", "Negotiation"),
          amount: fc.integer({ min: 1, max: 5 }),
        })
        const table = fc.uniqueArray(row, { minLength: 1, maxLength: 4, selector: ({ key }) => key })
        const lead = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom("Qualified", "Junk", "New", "Странно"))
        const leads = fc.uniqueArray(lead, { maxLength: 3, selector: ([key]) => key })
        await fc.assert(
          fc.asyncProperty(table, table, leads, async (first, second, people) => {
            tenants += 1
            const shop = session(`import-${tenants}`)
            await shop.imports.record(planOf(first))
            const plan = planOf(
              second,
              people.map(([key, status]) => `${key},Имя ${key},site,${status}`),
            )
            const would = await shop.imports.record(plan, { dryRun: true })
            const did = await shop.imports.record(plan)
            expect({ ...would, runId: null }).toEqual({ ...did, runId: null })
            expect(would.runId).toBeNull()
          }),
          { numRuns: 8 },
        )
      }),
    )

    it(
      "changes only what changed when the same source is recorded again",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.imports.record(planOf(rows, ["1,Пётр,site,New"]))
        const again = await shop.imports.record(planOf(rows, ["1,Пётр,site,New"]))
        expect(again).toMatchObject({
          clients: { ...counts, unchanged: 2 },
          deals: { ...counts, unchanged: 2 },
          leads: { ...counts, unchanged: 1 },
        })
        const changed = await shop.imports.record(planOf(rows, ["1,Пётр,site,Qualified"]))
        expect(changed.leads).toEqual({ ...counts, changed: 1 })
        expect(changed.deals).toEqual({ ...counts, unchanged: 2 })
      }),
    )

    it(
      "brings contact persons: again without a change, along with a merge, and back",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const plan = (position: string) =>
          planImport(
            [
              { name: "companies.csv", bytes: bytes("company id,company name,phone\n1,Ромашка,1\n2,ООО Ромашка,2\n") },
              {
                name: "contacts.csv",
                bytes: bytes(`contact id,full name,company,position,email\n7,Анна,2,${position},a@x.example\n`),
              },
            ],
            options,
          )
        const { runId, contacts } = await shop.imports.record(plan(""))
        expect(contacts).toEqual({ ...counts, created: 1 })
        expect((await shop.imports.record(plan(""))).contacts).toEqual({ ...counts, unchanged: 1 })
        const clients = (await shop.clients.page()).items.toSorted((left, right) =>
          (left.texts["name"] ?? "").length < (right.texts["name"] ?? "").length ? -1 : 1,
        )
        const [into, from] = clients
        if (into === undefined || from === undefined) throw new Error("two clients were imported")
        const contact = async () => (await shop.contacts.page()).items[0]
        expect(await contact()).toMatchObject({ clientId: from.id, sourceId: "crm", standing: "active" })
        await shop.clients.merge({ intoId: into.id, fromId: from.id })
        expect((await shop.imports.record(plan("Директор"))).contacts).toEqual({ ...counts, changed: 1 })
        expect(await contact()).toMatchObject({
          clientId: into.id,
          texts: { name: "Анна", position: "Директор", emails: "a@x.example" },
        })
        await shop.clients.unmerge({ clientId: from.id })
        if (runId === null) throw new Error("the import has a run")
        await shop.imports.revert({ runId })
        expect(await contact()).toMatchObject({ standing: "void" })
        expect((await shop.imports.record(plan("Директор"))).contacts).toEqual({ ...counts, changed: 1 })
        expect(await contact()).toMatchObject({ standing: "active" })
      }),
    )

    it(
      "goes on with an import that stopped, and gives the report of the whole",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const plan = planOf(rows, ["1,Пётр,site,New"])
        const stopped = new Error("the power is off")
        let runId: `run_${string}` | undefined
        const interrupted = shop.imports.record(plan, {
          onProgress: (progress) => {
            runId = progress.runId
            if (progress.done >= 4) throw stopped
          },
        })
        await expect(interrupted).rejects.toThrow("the power is off")
        if (runId === undefined) return expect.fail("no progress was told")
        expect(await shop.runs.get(runId)).toMatchObject({ status: "recording", action: "import", sourceId: "crm" })
        const whole = await shop.imports.record(plan, { runId })
        expect(whole).toMatchObject({
          runId,
          clients: { ...counts, created: 2 },
          deals: { ...counts, created: 2 },
          leads: { ...counts, created: 1 },
        })
        expect(await shop.runs.get(runId)).toMatchObject({ status: "done" })
        await rejectionOf("RunMismatch", shop.imports.record({ ...plan, source: "other" }, { runId }))
      }),
    )

    it(
      "is not gone on with where it was taken back in part: what left the base is not reported as recorded",
      inScene(factory, async ({ clock, session, store }) => {
        const shop = session()
        const plan = planOf(rows, ["1,Пётр,site,New"])
        const { runId } = await shop.imports.record(plan)
        if (runId === null) return expect.fail("the import has no run")
        // Stands for a process that ends between two parts: leads and deals are taken back, clients are not reached.
        const cutOff = await salesDept({
          store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
          department: suiteDepartment,
          now: clock.now,
          access: accessPolicy(() => ({
            isUnlimited: false,
            can: (action, record) => action !== "run.revertChunk" || record?.kind !== "client",
            scope: () => "all",
          })),
        })
        await rejectionOf("Forbidden", cutOff.tenant("shop-17").as("user:42").imports.revert({ runId }))
        expect((await shop.control.partition()).deal.total).toBe(0)
        await rejectionOf("RunRevertedAlready", shop.imports.record(plan, { runId }))
        // Asked again, it goes on; the same file is another run.
        expect((await shop.imports.revert({ runId })).counts).toMatchObject({ voided: 2 })
        expect(await shop.runs.get(runId)).toMatchObject({ status: "reverted" })
        await shop.imports.record(plan)
        expect((await shop.control.partition()).deal.total).toBe(2)
      }),
    )

    it(
      "leaves nothing of an import that is taken back while it is recorded, and tells who still records it",
      inScene(factory, async ({ session, store }) => {
        const shop = session()
        let reverted: Promise<unknown> | undefined
        let runId: `run_${string}` | undefined
        const recording = shop.imports.record(planOf(rows, ["1,Пётр,site,New"]), {
          onProgress: (progress) => {
            runId = progress.runId
            if (progress.done >= 4) reverted ??= shop.imports.revert({ runId: progress.runId })
          },
        })
        const told = await recording.then(
          () => "recorded",
          (error: unknown) => (isSalesDeptError(error) ? error._tag : error),
        )
        // Where commands wait for one another, it may be whole before it is taken back.
        expect(["recorded", "RunRevertedAlready"]).toContain(told)
        await reverted
        if (runId === undefined) return expect.fail("no progress was told")
        // A part that was on its way all the time goes where it is asked again.
        await shop.imports.revert({ runId })
        const control = await shop.control.partition()
        expect([control.deal.total, control.lead.total]).toEqual([0, 0])
        for (const of of allKinds) expect((await run(store.verify("shop-17", of))).faults).toEqual([])
      }),
    )

    it(
      "leaves a client that others were merged into: references to them lead there",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const { runId } = await shop.imports.record(planOf(rows))
        const made = (await shop.clients.page({})).items.find(({ texts }) => texts["name"] === "Лютик")
        if (runId === null || made === undefined) return expect.fail("nothing was imported")
        await shop.clients.register({ id: "client_1", name: "Лютик и сыновья" })
        await shop.clients.merge({ intoId: made.id, fromId: "client_1" })
        const { lines } = await shop.imports.revert({ runId })
        expect(lines.find(({ id }) => id === made.id)).toMatchObject({ outcome: "inUse" })
        expect((await shop.deals.open({ title: "Audit", clientId: "client_1" })).deal.clientId).toBe(made.id)
      }),
    )

    it(
      "keeps a deal that an import made where one that was led here went into it",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const { runId } = await shop.imports.record(planOf(rows))
        if (runId === null) return expect.fail("the import has no run")
        const [made] = (await shop.deals.page({ where: { outcome: "open" } })).items
        if (made === undefined) return expect.fail("nothing was imported")
        await shop.deals.open({ id: "deal_here", title: "Audit" })
        await shop.deals.merge({ intoId: made.id, fromId: "deal_here" })
        const { lines } = await shop.imports.revert({ runId })
        expect(lines.find(({ id }) => id === made.id)).toMatchObject({ outcome: "inUse" })
        expect((await shop.control.partition()).deal.total).toBe(1)
      }),
    )

    it(
      "takes an import back: what it made leaves the base visibly, what it changed is as before, later edits stay",
      inScene(factory, async (scene) => {
        const { session, store } = scene
        const shop = session()
        await shop.imports.record(
          planOf([{ key: 1, client: "Ромашка", owner: "Анна", stage: "Negotiation", amount: 100 }]),
        )
        const before = (await shop.deals.page({})).items
        const second = await shop.imports.record(planOf(rows, ["1,Пётр,site,New"]))
        const { runId } = second
        if (runId === null) return expect.fail("the import has no run")
        const lutik = (await shop.clients.page({})).items.find(({ texts }) => texts["name"] === "Лютик")
        const dealIds = (await shop.deals.page({})).items.map(({ id }) => id)
        const newDeal = dealIds.find((id) => !before.some((old) => old.id === id))
        if (newDeal === undefined || lutik === undefined) return expect.fail("nothing was imported")
        // Later edits: a value of a deal that the import changed, and a person at a client that it made.
        await shop.deals.amend({ dealId: before[0]!.id, expectedCloseOn: "2026-03-01" })
        await shop.contacts.add({ id: "contact_1", clientId: lutik.id, name: "B" })
        const preview = await shop.imports.revert({ runId }, { dryRun: true })
        expect((await shop.deals.get(newDeal))?.standing).toBe("active")
        const { lines, counts: fared } = await shop.imports.revert({ runId })
        expect(preview.lines.filter(({ kind }) => kind === "deal")).toEqual(lines.filter(({ kind }) => kind === "deal"))
        expect(fared).toMatchObject({ voided: 2, inUse: 1, restored: 1, partly: 0 })
        expect(lines.find(({ id }) => id === lutik.id)).toMatchObject({ outcome: "inUse" })
        expect(await shop.deals.get(newDeal)).toMatchObject({ standing: "void" })
        expect((await shop.leads.page({})).items).toMatchObject([{ standing: "void" }])
        const [old] = before
        expect(await shop.deals.get(old!.id)).toMatchObject({
          stageId: old!.stageId,
          outcome: "open",
          closedOn: null,
          expectedCloseOn: "2026-03-01",
        })
        const control = await shop.control.partition()
        expect([control.deal.total, control.lead.total]).toEqual([1, 0])
        await rejectionOf("RecordNotFound", shop.deals.amend({ dealId: newDeal, expectedCloseOn: null }))
        expect(await shop.runs.get(runId)).toMatchObject({ status: "reverted" })
        expect((await shop.imports.revert({ runId })).lines).toEqual([])
        for (const of of allKinds) expect((await run(store.verify("shop-17", of))).faults).toEqual([])
        // What the source says again is in the base again.
        await shop.imports.record(planOf(rows, ["1,Пётр,site,New"]))
        expect(await shop.deals.get(newDeal)).toMatchObject({ standing: "active" })
        expect((await shop.leads.page({})).items).toMatchObject([{ standing: "active" }])
      }),
    )

    it(
      "counts a taken back import for the gates of the client that a deal goes back to, and gives cleared fields back",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const field = { of: "deal", key: "score", label: { en: "Score", ru: "Балл" }, kind: "number" } as const
        await shop.department.publish({ ...suiteDepartment, customFields: [field] })
        const stated = (plan: ReturnType<typeof planOf>, score: number | null) => ({
          ...plan,
          deals: plan.deals.map((deal) => ({ ...deal, custom: { score } })),
        })
        const [won] = rows
        await shop.imports.record(stated(planOf([won!]), 7))
        const [deal] = (await shop.deals.page({})).items
        expect(deal?.custom).toEqual({ score: 7 })
        await shop.deals.open({ id: "deal_other", title: "Audit", clientId: deal!.clientId! })
        const { runId } = await shop.imports.record(stated(planOf([{ ...won!, client: "Лютик" }]), null))
        if (runId === null) return expect.fail("the import has no run")
        expect((await shop.deals.get(deal!.id))?.clientId).not.toBe(deal!.clientId)
        expect((await shop.deals.get(deal!.id))?.custom).toBeUndefined()
        const before = (await shop.deals.get("deal_other"))?.factsVersion ?? 0
        await shop.imports.revert({ runId })
        const after = await shop.deals.get(deal!.id)
        expect(after).toMatchObject({ clientId: deal!.clientId, outcome: "won", custom: { score: 7 } })
        expect((await shop.deals.get("deal_other"))?.factsVersion).toBeGreaterThan(before)
      }),
    )
  })
}
