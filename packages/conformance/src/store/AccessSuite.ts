import { streamOf } from "@salesdept/core/ports"
import { accessPolicy, rolePolicy, salesDept } from "@salesdept/core/promise"
import type { AccessPolicyShape, CommandOptions, Role, Session } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { ability, inScene, inSceneAfterwards, run, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import { countingIds } from "./SuiteIds.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const roles: { readonly [actor: string]: Role } = {
  "user:boss": "owner",
  "user:head": "head",
  "user:1": "rep",
  "user:2": "rep",
  "user:3": "rep",
}

const ordinary = rolePolicy({ roleOf: ({ actor }) => roles[actor] ?? "none" })

/** The library over the scene's store, under a policy, as an actor. */
const under = async ({ clock, store }: Scene, access: AccessPolicyShape): Promise<(actor: string) => Session> => {
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department: suiteDepartment,
    now: clock.now,
    ids: countingIds(),
    access,
  })
  return (actor) => dept.tenant(suiteTenant).as(actor)
}

/** user:1, user:2 and their head are of the north, user:3 of the south; everybody has a deal with an invoice, and one deal is nobody's. */
const playTeams = async ({ session }: Scene): Promise<void> => {
  const shop = session()
  const rep = (person: string, teamId: string) => ({
    id: `rep_${person}` as const,
    personId: `user:${person}`,
    name: person,
    teamId,
    joinedOn: null,
    leftOn: null,
  })
  await shop.reps.state({ rows: [rep("1", "north"), rep("2", "north"), rep("head", "north"), rep("3", "south")] })
  for (const owner of ["1", "2", "3", null]) {
    const id = owner ?? "none"
    const ownerId = owner === null ? {} : { ownerId: `user:${owner}` }
    await shop.leads.receive({ id: `lead_${id}`, name: id, channelId: "site", ...ownerId })
    await shop.deals.open({ id: `deal_${id}`, title: id, ...ownerId })
    await shop.invoices.issue({
      id: `invoice_${id}`,
      dealId: `deal_${id}`,
      issuedOn: "2026-02-02",
      currency: "RUB",
      instalments: [{ dueOn: "2026-02-10", amountMinor: 500 }],
    })
  }
}

const seen: ReadonlyArray<readonly [actor: string, owners: ReadonlyArray<string>]> = [
  ["user:1", ["1"]],
  ["user:3", ["3"]],
  ["user:head", ["1", "2", "none"]],
  ["user:boss", ["1", "2", "3", "none"]],
  ["user:stranger", []],
]

/** Who may do and see what: one policy for commands, single reads, lists, counts and aggregates, on every store. */
export const accessSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: access`, () => {
    it(
      "shows entries of bank statements to whoever owns their client, and those of nobody yet to the head",
      inSceneAfterwards(factory, async (scene) => {
        await playTeams(scene)
        const shop = scene.session()
        for (const owner of ["1", "3"]) {
          const clientId = `client_${owner}` as const
          await shop.clients.register({ id: clientId, name: owner, ownerId: `user:${owner}` })
          await shop.invoices.issue({
            dealId: `deal_${owner}`,
            clientId,
            number: `7-${owner}`,
            issuedOn: "2026-02-02",
            currency: "RUB",
            instalments: [{ dueOn: "2026-02-10", amountMinor: 100 }],
          })
        }
        const line = (purpose: string) =>
          ({ direction: "in", bookedOn: "2026-02-05", amount: { amountMinor: 100, currency: "RUB" }, purpose }) as const
        const lines = [line("счёт 7-1"), line("счёт 7-3"), line("без номера")]
        await shop.bank.import({ account: "40702810900000012345", lines })
        const as = await under(scene, ordinary)
        const clientsSeen = async (actor: string) =>
          (await as(actor).bank.page()).items.map(({ clientId }) => clientId ?? "").toSorted()
        expect(await clientsSeen("user:1")).toEqual(["client_1"])
        expect(await clientsSeen("user:2")).toEqual([])
        expect(await clientsSeen("user:3")).toEqual(["client_3"])
        expect(await clientsSeen("user:head")).toEqual(["", "client_1"])
        expect(await clientsSeen("user:boss")).toEqual(["", "client_1", "client_3"])
        const [open] = (await shop.bank.page({ where: { status: "open" } })).items
        if (open === undefined) return expect.fail("one entry is open")
        const ignore = { entryId: open.id, reasonId: "ours" } as const
        await rejectionOf("RecordNotFound", as("user:1").bank.ignore(ignore))
        await as("user:head").bank.ignore(ignore)
      }),
    )

    it(
      "shows each role its rows in lists, counts and aggregates, also of what belongs to another record",
      inScene(factory, async (scene) => {
        await playTeams(scene)
        for (const owner of ["1", "2", "3", "none"]) {
          await scene.session().deals.move({ dealId: `deal_${owner}`, to: "contact" })
        }
        const as = await under(scene, ordinary)
        for (const [actor, owners] of seen) {
          const shop = as(actor)
          const ids = (kind: string) => owners.map((owner) => `${kind}_${owner}`)
          expect((await shop.deals.page()).items.map(({ id }) => id)).toEqual(ids("deal"))
          expect((await shop.invoices.page()).items.map(({ id }) => id)).toEqual(ids("invoice"))
          const asked = ["invoice_none", "invoice_3", "invoice_2", "invoice_1", "invoice_none", "invoice_9"]
          expect((await shop.invoices.getMany(asked)).map(({ id }) => id)).toEqual(
            asked.slice(0, 4).filter((id) => ids("invoice").includes(id)),
          )
          expect((await shop.leads.page({ orderBy: { field: "receivedAt" } })).items.map(({ id }) => id)).toEqual(
            ids("lead"),
          )
          expect(await shop.deals.count()).toBe(owners.length)
          expect(await shop.invoices.count()).toBe(owners.length)
          const counts = await shop.deals.countBy("ownerId")
          expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(owners.length)
          const moves = (await shop.deals.stageFlow()).stages.map(({ leftCount }) => leftCount)
          expect(moves).toEqual(owners.length === 0 ? [] : [owners.length])
          const { deal, lead } = await shop.control.partition()
          expect([deal.total, lead.total]).toEqual([owners.length, owners.length])
          expect((await shop.deals.pageAsOf({})).items).toHaveLength(owners.length)
        }
      }),
    )

    it(
      "walks the pages of a scope without gaps",
      inScene(factory, async (scene) => {
        await playTeams(scene)
        const head = (await under(scene, ordinary))("user:head")
        const found: Array<string> = []
        let after: string | null | undefined
        for (let pages = 0; pages < 9 && after !== null; pages++) {
          const page: Awaited<ReturnType<typeof head.invoices.page>> = await head.invoices.page({
            orderBy: { field: "dealId", direction: "desc" },
            limit: 1,
            after,
          })
          found.push(...page.items.map(({ id }) => id))
          after = page.next
        }
        expect(found).toEqual(["invoice_none", "invoice_2", "invoice_1"])
      }),
    )

    it(
      "refuses single reads and commands on others' records, and writes nothing",
      inScene(factory, async (scene) => {
        await playTeams(scene)
        const as = await under(scene, ordinary)
        const shop = as("user:1")
        const before = await run(streamOf(scene.store, suiteTenant, "deal_2"))
        const hidden: ReadonlyArray<() => Promise<unknown>> = [
          () => shop.deals.move({ dealId: "deal_2", to: "contact" }),
          () => shop.deals.move({ dealId: "deal_2", to: "nowhere" }),
          () => shop.deals.evaluate({ dealId: "deal_2", to: "contact" }),
          () => shop.deals.amend({ dealId: "deal_none", title: "mine" }),
          () => shop.deals.visits({ dealId: "deal_2" }),
        ]
        for (const call of hidden) await rejectionOf("RecordNotFound", call())
        expect(await shop.deals.get("deal_2")).toBeNull()
        expect(await shop.deals.history("deal_2")).toEqual([])
        expect(await shop.deals.getAsOf("deal_2", {})).toBeNull()
        expect(await shop.invoices.get("invoice_2")).toBeNull()
        const forbidden: ReadonlyArray<readonly [action: string, call: () => Promise<unknown>]> = [
          ["deal.open", () => shop.deals.open({ title: "for another", ownerId: "user:2" })],
          ["deal.open", () => shop.deals.open({ id: "deal_2", title: "again", ownerId: "user:1" })],
          ["department.publish", () => shop.department.publish(suiteDepartment)],
        ]
        for (const [action, call] of forbidden) {
          const { data, messages, retryable } = await rejectionOf("Forbidden", call())
          expect(data).toMatchObject({ action })
          expect([messages.en.length > 0, messages.ru.length > 0, retryable]).toEqual([true, true, false])
        }
        expect(await run(streamOf(scene.store, suiteTenant, "deal_2"))).toEqual(before)
        const batch = await rejectionOf(
          "BatchRefused",
          shop.batch((commands) => [
            commands.deals.amend({ dealId: "deal_1", title: "Renamed" }),
            commands.deals.amend({ dealId: "deal_3", title: "Renamed" }),
          ]),
        )
        expect(batch.data).toMatchObject({ index: 1, error: { _tag: "RecordNotFound" } })
        expect((await shop.deals.get("deal_1"))?.texts).toEqual({ title: "1" })
      }),
    )

    it(
      "tells of what was read whole, of summaries and of what a person owns, only what each may see",
      inScene(factory, async (scene) => {
        await playTeams(scene)
        const shop = scene.session()
        const day = { span: "day", on: "2026-02-01" } as const
        await shop.summaries.close(day)
        const as = await under(scene, ordinary)
        const told = (scopes: ReadonlyArray<{ readonly scope: string; readonly scopeId: string | null }>) =>
          scopes.map(({ scope, scopeId }) => scopeId ?? scope).toSorted()
        const north = ["department", "north", "south", "user:1", "user:2", "user:head"]
        for (const [actor, scopes, owned] of [
          ["user:1", ["user:1"], []],
          ["user:head", north, ["deal_2", "lead_2"]],
          ["user:boss", [...north.slice(0, -1), "user:3", "user:head"], ["deal_2", "lead_2"]],
          ["user:stranger", [], []],
        ] as const) {
          const { summaries, control } = as(actor)
          expect(told((await summaries.signals(day))?.scopes ?? [])).toEqual(scopes)
          expect(told((await summaries.uncovered({ ...day, on: "2026-01-31" })).notSummed)).toEqual(scopes)
          const { moves, unplacedIds } = await control.planOffboarding({ personId: "user:2" })
          expect([...moves.map(({ id }) => id), ...unplacedIds].toSorted()).toEqual(owned)
        }
        for (const { id, scopeId } of (await shop.summaries.page()).items) {
          const mine = as("user:1").summaries.corrections({ summaryId: id })
          if (scopeId === "user:1") expect(await mine).toEqual([])
          else expect((await rejectionOf("RecordNotFound", mine)).data).toEqual({ kind: "summary", id })
        }
      }),
    )

    it(
      "counts nobody at zero, and spreads no leads, of whom it does not show the records",
      inScene(factory, async (scene) => {
        await playTeams(scene)
        const as = await under(scene, ordinary)
        const days = { from: "2026-02-01", to: "2026-03-01" }
        const counted = async (actor: string) => {
          const counters = await as(actor).control.counters()
          const { rows } = await as(actor).control.fairness(days)
          return [
            counters.map(({ personId, isZero }) => `${personId} ${isZero}`),
            rows.map(({ personId, receivedCount }) => `${personId} ${receivedCount}`),
          ]
        }
        expect(await counted("user:1")).toEqual([["user:1 false"], ["user:1 1"]])
        expect(await counted("user:3")).toEqual([["user:3 false"], ["user:3 1"]])
        const [counters, spread] = await counted("user:boss")
        expect(counters).toEqual(["user:1 false", "user:2 false", "user:3 false", "user:head true", "null false"])
        expect(spread).toHaveLength(4)
      }),
    )

    it(
      "gives and erases all that is kept of a person to whom it is all of, or nothing",
      inScene(factory, async (scene) => {
        await playTeams(scene)
        const shop = scene.session()
        await shop.clients.register({ id: "client_1", name: "Анна", ownerId: "user:1" })
        await shop.deals.open({ id: "deal_theirs", title: "Чужая", clientId: "client_1", ownerId: "user:2" })
        const person = { clientId: "client_1" } as const
        const as = await under(scene, ordinary)
        for (const action of ["export", "erase"] as const) {
          const { data } = await rejectionOf("Forbidden", as("user:1").personalData[action](person))
          expect(data).toEqual({ action: `personalData.${action}`, id: null })
        }
        expect((await shop.deals.get("deal_theirs"))?.texts).toEqual({ title: "Чужая" })
        expect((await as("user:head").personalData.export(person)).records).toHaveLength(2)
        await shop.deals.amend({ dealId: "deal_theirs", ownerId: "user:1" })
        expect((await as("user:1").personalData.export(person)).records).toHaveLength(2)
        await as("user:1").personalData.erase(person)
        expect((await shop.deals.get("deal_theirs"))?.texts).toEqual({})
      }),
    )

    it(
      "lets each do what is theirs",
      inScene(factory, async (scene) => {
        await playTeams(scene)
        const as = await under(scene, ordinary)
        expect((await as("user:1").deals.move({ dealId: "deal_1", to: "contact" })).deal.stageId).toBe("contact")
        expect((await as("user:1").deals.open({ title: "mine", ownerId: "user:1" })).deal.ownerId).toBe("user:1")
        expect((await as("user:1").deals.history("deal_1")).length).toBe(2)
        expect((await as("user:1").invoices.get("invoice_1"))?.dealId).toBe("deal_1")
        expect(
          await as("user:1")
            .deals.get("deal_absent")
            .catch(() => null),
        ).toBeNull()
        expect((await as("user:head").deals.amend({ dealId: "deal_none", ownerId: "user:2" })).deal.ownerId).toBe(
          "user:2",
        )
        await as("user:boss").department.publish(suiteDepartment)
        expect((await as("user:1").department.page()).items).toHaveLength(1)
        await rejectionOf("Forbidden", as("user:stranger").deals.open({ title: "x", ownerId: "user:stranger" }))
        expect((await as("system").deals.page()).items.length).toBeGreaterThan(4)
      }),
    )

    it(
      "asks a host's own policy once for a call, before its transaction, and passes on what it throws",
      inScene(factory, async (scene) => {
        await playTeams(scene)
        let asked = 0
        const judged: Array<string> = []
        const as = await under(
          scene,
          accessPolicy(async ({ actor }) => {
            asked += 1
            await Promise.resolve()
            if (actor === "user:broken") throw new RangeError("no directory")
            return {
              isUnlimited: false,
              can: (action, record) => {
                judged.push(`${action} ${record?.kind} ${record?.ownerId} ${record?.isNew}`)
                return true
              },
              scope: () => "all",
            }
          }),
        )
        await as("user:1").invoices.issue({
          dealId: "deal_2",
          issuedOn: "2026-02-02",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-10", amountMinor: 1 }],
        })
        expect([asked, judged]).toEqual([1, ["invoice.issue invoice user:2 true"]])
        await expect(as("user:broken").deals.count()).rejects.toThrow("no directory")
      }),
    )

    it(
      "passes on what a host's own policy throws inside a transaction, of which nothing is left, alone and among others",
      inScene(factory, async (scene, context) => {
        await playTeams(scene)
        const as = await under(
          scene,
          accessPolicy(({ actor }) => ({
            isUnlimited: actor === "user:boss",
            can: () => {
              throw new RangeError("no such rule")
            },
            scope: () => "all",
          })),
        )
        const open = (actor: string, id: `deal_${string}`, options: CommandOptions = {}) =>
          as(actor).deals.open({ id, title: "Audit" }, options)
        await expect(open("user:1", "deal_a")).rejects.toThrow(new RangeError("no such rule"))
        const together = await Promise.allSettled([open("user:boss", "deal_b"), open("user:1", "deal_c")])
        expect(together.map(({ status }) => status)).toEqual(["fulfilled", "rejected"])
        expect(await as("user:boss").deals.count()).toBe(5)
        const { begin } = ability(scene.harness.joined, "transactions of a host", context)
        const host = await begin()
        await expect(open("user:1", "deal_d", { tx: host.executor })).rejects.toThrow(new RangeError("no such rule"))
        await open("user:boss", "deal_e", { tx: host.executor })
        await host.commit()
        expect(await as("user:boss").deals.count()).toBe(6)
      }),
    )
  })
}
