import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { StoreFault } from "../../src/ports/adapter.ts"
import type { OutboxShape } from "../../src/ports/Outbox.ts"
import type { StoreFaultReason } from "../../src/ports/StoreErrors.ts"
import { isSalesDeptError, memory, presets, salesDept } from "../../src/promise/index.ts"
import type {
  CallAnswer,
  CallInput,
  CommandOptions,
  PlannedCommand,
  Rejection,
  SalesDeptError,
  Session,
} from "../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const now = () => Date.parse("2026-02-02T06:00:00.000Z")

const shopIn = async (options: Partial<Parameters<typeof salesDept>[0]> = {}): Promise<Session> =>
  (await salesDept({ store: memory(), department, now, ...options })).tenant("shop-17").as("user:42")

const errorOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => expect.fail("this call is refused"),
    (reason: unknown) => reason,
  )
  if (!isSalesDeptError(error)) throw error
  return error
}

const problemsOf = async (call: Promise<unknown>): Promise<ReadonlyArray<string>> => {
  const error = await errorOf(call)
  if (error._tag !== "InputInvalid") return expect.fail(error.message)
  return error.data.problems.map(({ path, code }) => `${path} ${code}`)
}

describe("answers", () => {
  it("survive JSON unchanged, reads and commands alike", async () => {
    const shop = await shopIn()
    const answers: ReadonlyArray<unknown> = [
      await shop.department.publish(department),
      await shop.clients.register({ id: "client_1", name: "Ромашка" }),
      await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" }),
      await shop.deals.evaluate({ dealId: "deal_1", to: "done" }),
      await shop.deals.get("deal_1"),
      await shop.deals.get("deal_9"),
      await shop.deals.page({ limit: 1 }),
      await shop.deals.countBy("ownerId"),
      await shop.deals.history("deal_1"),
      await shop.deals.verify(),
    ]
    for (const answer of answers) expect(JSON.parse(JSON.stringify(answer))).toStrictEqual(answer)
  })

  it("are given by the configuration as it was when the library was opened, whatever becomes of the host's object", async () => {
    const given = structuredClone(department) as { currency: string; pipelines: unknown }
    const dept = await salesDept({ store: memory(), department: given as typeof department, now })
    given.pipelines = []
    const { deal } = await dept.tenant("shop-17").as("user:42").deals.open({ title: "Audit" })
    expect(deal.stageId).toBe("newLead")
  })

  it("are dated by the host's clock and numbered by the host's ids", async () => {
    const ids = { next: (kind: string) => `${kind}_mine` as never, salt: () => "00" }
    const { deal } = await (await shopIn({ ids })).deals.open({ title: "Audit" })
    expect(deal).toMatchObject({ id: "deal_mine", changedAt: "2026-02-02T06:00:00.000Z", openedOn: "2026-02-02" })
  })

  it("are told that their ids are none, before anything is stored under them", async () => {
    for (const [given, shown] of [
      ["", '""'],
      [undefined, "undefined"],
      [17, "17"],
      ["deal_", '"deal_"'],
      ["client_1", '"client_1"'],
      ["deal_ая", '"deal_ая"'],
    ] as const) {
      const next = (kind: string) => (kind === "deal" ? given : `${kind}_mine`) as never
      const shop = await shopIn({ ids: { next, salt: () => "00" } })
      const opening = shop.deals.open({ title: "Audit" })
      await expect(opening).rejects.toThrow(new RegExp(`ids\\.next gave ${shown} for deal; an id is "deal_" and `))
      expect((await shop.deals.page({})).items).toEqual([])
    }
  })
})

describe("refusals", () => {
  it("of an input say of which call: of a command, a read, a batch, what a session has and what it has not", async () => {
    await using dept = await salesDept({ store: memory(), department })
    const shop = dept.tenant("shop-17").as("user:42")
    const errors = [
      await errorOf(shop.deals.open({ title: "" })),
      await errorOf(shop.deals.page({ limit: 0 })),
      await errorOf(shop.control.list({ limit: -1 })),
      await errorOf(shop.batch((commands) => [commands.deals.open({ title: "" })])),
      await errorOf(dept.tick({ budget: { ms: -1 } })),
      await errorOf(dept.tenants({ limit: 0 })),
      await errorOf(
        dept.tenant("shop-17").as("user:42", { signal: new AbortController().signal }).deals.open({ title: "" }),
      ),
      await errorOf(salesDept({ store: memory(), department: { ...department, currency: "" } })),
      await errorOf(shop.batch(() => [{} as PlannedCommand<unknown>])),
      await errorOf(dept.tenant("shop-17").outbox.prune(-1)),
      await errorOf(dept.events({ consumer: "" })[Symbol.asyncIterator]().next()),
      await errorOf(dept.tenant("shop-17").events({ consumer: "" })[Symbol.asyncIterator]().next()),
    ]
    const ofDept = ["deal.open", "deal.page", "control.list", "batch", "tick", "tenants", "deal.open", "salesDept"]
    const calls = [...ofDept, "batch", "outbox.prune", "events", "events"]
    expect(errors.map(({ data }) => "call" in data && data.call)).toEqual(calls)
    for (const [at, { messages }] of errors.entries()) {
      expect(messages.en).toMatch(`${calls[at]}: the input is not accepted: `)
      expect(messages.ru).toMatch(`${calls[at]}: входные данные не приняты: `)
    }
  })

  it("are typed errors with texts in both languages, JSON-safe, without a stack in their JSON", async () => {
    const shop = await shopIn()
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    const errors = [
      await errorOf(shop.deals.open({ id: "deal_1", title: "Audit" })),
      await errorOf(shop.deals.move({ dealId: "deal_9", to: "contact" })),
      await errorOf(shop.deals.move({ dealId: "deal_1", to: "done" })),
      await errorOf(shop.leads.take({ leadId: "lead_9", ownerId: "user:1" })),
      await errorOf(shop.deals.open({ title: "" })),
    ]
    expect(errors.map(({ _tag }) => _tag)).toEqual([
      "RecordExists",
      "RecordNotFound",
      "MoveRefused",
      "RecordNotFound",
      "InputInvalid",
    ])
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error)
      expect(error.name).toBe(error._tag)
      expect(error.message).toBe(error.messages.en)
      expect(error.messages.ru).toMatch(/[а-яё]/i)
      const { _tag, messages, retryable, data } = error
      expect(JSON.parse(JSON.stringify(error))).toStrictEqual({ _tag, messages, retryable, data })
    }
  })

  it("name every problem of input and options at once", async () => {
    const shop = await shopIn()
    const call = shop.deals.open(
      { id: "deal_ 1", title: "", amount: { amountMinor: 0.1, currency: "RUB" } },
      { idempotencyKey: "", occurredAt: "yesterday" },
    )
    expect(await problemsOf(call)).toEqual([
      "id id.shape",
      "title text.length",
      "amount.amountMinor amount.notWhole",
      "options.idempotencyKey text.length",
      "options.occurredAt instant.shape",
    ])
  })

  it("say of a value of another type what it has to look like, and of bounds which they are", async () => {
    const shop = await shopIn()
    const told = async (call: Promise<unknown>) => {
      const { data } = await errorOf(call)
      return "problems" in data ? data.problems.map(({ path, message }) => `${path} ${message.en} / ${message.ru}`) : []
    }
    const date = new Date() as unknown as string
    expect(await told(shop.deals.open({ title: "Audit", expectedCloseOn: date }, { occurredAt: date }))).toEqual([
      "expectedCloseOn must be a date such as 2026-11-23 (a text) / ожидается дата вида 2026-11-23 (текст)",
      "options.occurredAt must be a UTC time with milliseconds, such as 2026-11-23T09:30:00.000Z (a text) / ожидается время UTC с миллисекундами, вида 2026-11-23T09:30:00.000Z (текст)",
    ])
    expect(await told(shop.control.park({ id: "invoice_1", reasonId: "other", resumeOn: "2026-12-31" }))).toEqual([
      "id must be an id such as lead_17, client_17 or deal_17: after the prefix 1–100 Latin letters, digits, _ . : - / ожидается идентификатор вида lead_17, client_17 или deal_17: после префикса 1–100 латинских букв, цифр, _ . : -",
    ])
    expect(await told(salesDept({ store: memory(), department: { ...department, pipelines: [] } }))).toEqual([
      "department.pipelines must have at least 1 / должно быть не меньше 1",
    ])
    const steps = { planId: "plan_1", from: 1.5, to: 2 }
    expect(await told(shop.plans.diff(steps))).toEqual(["from must be a whole number / должно быть целым числом"])
  })

  it("of options that would be passed over: beside a question, and a configuration that is judged by in a dry run", async () => {
    const shop = await shopIn()
    const tx = { tx: {} } as never
    expect(
      await problemsOf(
        (shop.control.planOffboarding as (...given: ReadonlyArray<unknown>) => Promise<unknown>)(
          { personId: "ann" },
          tx,
        ),
      ),
    ).toEqual(["options options.none"])
    expect(await problemsOf(shop.control.list({}, tx))).toEqual(["options.tx tx.shape"])
    expect(await problemsOf((shop.deals.verify as (...given: ReadonlyArray<unknown>) => Promise<unknown>)(tx))).toEqual(
      ["options options.none"],
    )
    const open = (options: CommandOptions) => shop.deals.open({ title: "Audit" }, options)
    expect(await problemsOf(open({ department }))).toEqual(["options.department options.notDry"])
    expect((await open({ department, dryRun: true })).events).toEqual([])
  })

  it("hold tenant and actor to a shape before anything is read", async () => {
    const dept = await salesDept({ store: memory(), department })
    const register = (tenant: string, actor: string) =>
      dept.tenant(tenant).as(actor).clients.register({ id: "client_1", name: "Alfa" })
    expect(await problemsOf(register("", "user:1"))).toEqual(["caller.tenant text.length"])
    expect(await problemsOf(register("shop", "x".repeat(256)))).toEqual(["caller.actor text.length"])
    expect(await problemsOf(register("a\u0000", ""))).toEqual([
      "caller.tenant text.notStorable",
      "caller.actor text.length",
    ])
    const forgotten = (dept.tenant("shop").as as () => Session)()
    await expect(forgotten.clients.register({ name: "Alfa" })).rejects.toMatchObject({
      messages: {
        en: "client.register: the input is not accepted: caller.actor: is required; it is said in as(id)",
        ru: "client.register: входные данные не приняты: caller.actor: обязательно; указывается в as(id)",
      },
    })
  })

  it("hold questions to a shape: limits, and fields that are indexed", async () => {
    const shop = await shopIn()
    for (const limit of [0, -1, 1.5, 10_001, Number.NaN]) {
      expect((await problemsOf(shop.deals.page({ limit }))).length).toBeGreaterThan(0)
    }
    expect((await shop.deals.page({ limit: 10_000 })).items).toEqual([])
    // @ts-expect-error not indexed
    expect(await problemsOf(shop.deals.page({ where: { sourceId: "crm" } }))).toEqual(["where.sourceId field.unknown"])
    // @ts-expect-error misspelt
    expect(await problemsOf(shop.deals.count({ ownerid: "user:1" }))).toEqual(["where.ownerid field.unknown"])
    // @ts-expect-error not indexed
    expect(await problemsOf(shop.deals.page({ orderBy: { field: "sourceId" } }))).toEqual(["orderBy.field field.value"])
    // @ts-expect-error not indexed
    expect(await problemsOf(shop.deals.countBy("sourceId"))).toEqual(["field field.value"])
    expect(await problemsOf(shop.deals.countBy("amount"))).toEqual(["field field.value"])
  })

  it("ask by an id as a host keeps it, a plain text, and by the words of a closed list alone", async () => {
    const shop = await shopIn()
    const kept: string = (await shop.clients.register({ name: "Alfa" })).client.id
    await shop.deals.open({ title: "Audit", clientId: kept })
    expect((await shop.deals.page({ where: { clientId: kept } })).items).toHaveLength(1)
    expect(await shop.deals.count({ clientId: { oneOf: [kept] } })).toBe(1)
    // @ts-expect-error deals have no such outcome
    expect(await shop.deals.count({ outcome: "sold" })).toBe(0)
    // @ts-expect-error ids have no order of their own
    expect(await problemsOf(shop.deals.count({ clientId: { from: kept } }))).not.toEqual([])
  })

  it("ask for a configuration where there is none, and take none on by being opened", async () => {
    const dept = await salesDept({ store: memory() })
    const shop = dept.tenant("shop").as("user")
    expect((await errorOf(shop.deals.open({ title: "Audit" })))._tag).toBe("DepartmentMissing")
    expect((await shop.department.page({})).items).toEqual([])
  })
})

describe("the store", () => {
  it("is opened once and closed with the department", async () => {
    const calls: Array<string> = []
    const store = {
      open: async () => {
        calls.push("open")
        const opened = await memory().open()
        return {
          ...opened,
          close: () => {
            calls.push("close")
            return opened.close()
          },
        }
      },
    }
    {
      await using dept = await salesDept({ store, department })
      await dept.tenant("shop").as("user").clients.register({ name: "Alfa" })
    }
    expect(calls).toEqual(["open", "close"])
  })

  it("in memory refuses what comes after closing, as stores with a connection do", async () => {
    const dept = await salesDept({ store: memory(), department, now })
    const shop = dept.tenant("shop-17").as("user:42")
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    await dept.close()
    const late = [
      () => shop.deals.open({ title: "Late" }),
      () => shop.deals.get("deal_1"),
      () => shop.deals.funnel(),
      () => shop.deals.verify(),
      () => dept.tick(),
      () => dept.tenants(),
      () => dept.tenant("shop-17").outbox.parked("mailer"),
    ]
    for (const call of late) {
      expect(await errorOf(call())).toMatchObject({ _tag: "StoreFault", data: { reason: "closed" }, retryable: false })
    }
  })

  it("in memory is another one for each department", async () => {
    await (await shopIn()).clients.register({ id: "client_1", name: "Alfa" })
    expect(await (await shopIn()).clients.get("client_1")).toBeNull()
  })
})

describe("the department", () => {
  it("refuses a tick by a date that is none", async () => {
    const dept = await salesDept({ store: memory(), department, now })
    expect(await problemsOf(dept.tick(new Date("no date")))).toEqual(["now instant.shape"])
    expect(await problemsOf(dept.tick({ now: new Date("no date") }))).toEqual(["now instant.shape"])
  })

  it("lets a host's test put a double in the place of a group", async () => {
    const shop = await shopIn()
    const double = { ...shop.deals }
    Object.assign(shop, { deals: double })
    expect(shop.deals).toBe(double)
    expect(Object.keys({ ...shop })).toContain("deals")
  })

  it("ticks by a date, as by the same instant", async () => {
    await using dept = await salesDept({ store: memory(), department, now })
    const at = new Date("2026-03-01T06:00:00.000Z")
    expect(await dept.tick(at)).toStrictEqual(await dept.tick({ now: "2026-03-01T06:00:00.000Z" }))
    expect(await dept.tick({ now: at })).toStrictEqual(await dept.tick(at))
  })

  it("ticks for every tenant where none is named, and for those alone that are", async () => {
    let at = Date.parse("2026-03-01T06:00:00.000Z")
    await using dept = await salesDept({ store: memory(), department, now: () => at })
    for (const tenant of ["shop-1", "shop-2", "shop-3"]) {
      const shop = dept.tenant(tenant).as("user:42")
      const { lead } = await shop.leads.receive({ name: "Анна", channelId: "site" })
      await shop.leads.nurture({ leadId: lead.id, until: "2026-03-05" })
    }
    at = Date.parse("2026-03-06T06:00:00.000Z")
    const resumed = async (options?: Parameters<typeof dept.tick>[0]) => {
      const { duties } = await dept.tick(options)
      return duties.flatMap(({ duty, tenant }) => (duty === "lead.resumeDue" ? [tenant] : []))
    }
    expect(await resumed({ tenants: ["shop-2"] })).toEqual(["shop-2"])
    expect(await resumed(new Date(at))).toEqual(["shop-1", "shop-3"])
  })

  it("hands over the events of all tenants, each with its tenant, once", async () => {
    await using dept = await salesDept({ store: memory(), department, now })
    const names = ["shop-1", "shop-2", "shop-3"]
    for (const name of names) {
      for (const id of ["deal_1", "deal_2"]) await dept.tenant(name).as("user:42").deals.open({ id, title: name })
    }
    const taken: Array<string> = []
    const take = async (): Promise<void> => {
      for await (const { tenant, events, ack } of dept.events({ consumer: "mailer", batch: 1, once: true })) {
        for (const event of events) taken.push(`${tenant} ${event.tenant} ${event.stream}`)
        expect(await ack()).toBe(true)
      }
    }
    await take()
    expect(taken.toSorted()).toEqual(names.flatMap((name) => [1, 2].map((n) => `${name} ${name} deal_${n}`)))
    // A batch of one stream each: no tenant is told all of its events before the others are told any.
    expect(new Set(taken.slice(0, 3).map((line) => line.slice(0, 6)))).toEqual(new Set(names))
    await take()
    expect(taken).toHaveLength(6)
  })

  it("hands over the events of others before it says that those of one tenant are not to be had", async () => {
    const { store, close } = await memory().open()
    const { outbox } = store
    if (outbox === null) return expect.fail("the store in memory has an outbox")
    let reason: StoreFaultReason = "timedOut"
    let isBroken = true
    const failing: OutboxShape = {
      ...outbox,
      claim: (asked) =>
        isBroken && asked.tenant === "shop-1"
          ? Effect.fail(new StoreFault("claim", reason, null))
          : outbox.claim(asked),
    }
    const opened = { store: { ...store, outbox: failing }, close }
    await using dept = await salesDept({ store: { open: () => Promise.resolve(opened) }, department, now })
    for (const name of ["shop-1", "shop-2", "shop-3"]) {
      for (const id of ["deal_1", "deal_2"]) await dept.tenant(name).as("user:42").deals.open({ id, title: name })
    }
    const taken: Array<string> = []
    const take = async (): Promise<void> => {
      for await (const { tenant, ack } of dept.events({ consumer: "mailer", batch: 1, once: true })) {
        taken.push(tenant)
        await ack()
      }
    }
    // Where the store itself is gone, nobody else is asked for.
    reason = "connectionLost"
    expect(await errorOf(take())).toMatchObject({ _tag: "StoreFault" })
    expect(taken).toEqual([])
    reason = "timedOut"
    expect(await errorOf(take())).toMatchObject({ _tag: "StoreFault" })
    expect(taken.toSorted()).toEqual(["shop-2", "shop-2", "shop-3", "shop-3"])
    isBroken = false
    await take()
    expect(taken.slice(4)).toEqual(["shop-1", "shop-1"])
  })

  it("ends the events of all tenants by the signal, also while it waits", async () => {
    await using dept = await salesDept({ store: memory(), department, now })
    const ended = new AbortController()
    const taking = (async () => {
      for await (const batch of dept.events({ consumer: "mailer", signal: ended.signal })) await batch.ack()
    })()
    setTimeout(() => ended.abort(new Error("enough")), 20)
    await expect(taking).rejects.toThrow("enough")
  })
})

describe("the type of errors", () => {
  it("is told apart by the tag, and knows what each call rejects with", async () => {
    const refused = (error: SalesDeptError): ReadonlyArray<string> =>
      error._tag === "MoveRefused" ? error.data.unmet.map(({ message }) => message.ru) : []
    const byCall = (error: Rejection<"deals", "move">): string => {
      // @ts-expect-error a move is not refused so
      if (error._tag === "ConsentSubjectUnclear") return "never"
      return error._tag
    }
    const shop = await shopIn()
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    const error = await errorOf(shop.deals.move({ dealId: "deal_1", to: "contract" }))
    expect(refused(error)).toEqual([
      "В воронке нет перехода «Новый лид» → «Договор»; с этого этапа можно перейти: «Контакт», «Проиграна»",
    ])
    if (error._tag === "MoveRefused") expect(byCall(error)).toBe("MoveRefused")
    expect(error.messages.ru).toMatch(/^Сделку deal_1 нельзя перевести с этапа «Новый лид» на этап «Договор»: /)
  })
})

describe("the types of calls", () => {
  it("name what a call is given and what it answers", async () => {
    const shop = await shopIn()
    const open = async (input: CallInput<"deals", "open">): Promise<CallAnswer<"deals", "open">["deal"]> =>
      (await shop.deals.open(input)).deal
    // @ts-expect-error a field that a deal is not opened with
    const misspelt: CallInput<"deals", "open"> = { title: "Audit", clientID: "client_1" }
    await expect(open(misspelt)).rejects.toMatchObject({ _tag: "InputInvalid" })
    const deal = await open({ title: "Audit" })
    const id: CallInput<"deals", "get"> = deal.id
    const found: CallAnswer<"deals", "get"> = await shop.deals.get(id)
    // @ts-expect-error it may not be there
    expect(found.texts).toEqual({ title: "Audit" })
    // What may be left out is named without its absence.
    const question: CallInput<"deals", "page"> = { where: { outcome: "open" } }
    const title = ({ texts }: CallAnswer<"deals", "page">["items"][number]): string | undefined => texts["title"]
    expect((await shop.deals.page(question)).items.map(title)).toEqual(["Audit"])
  })
})
