import { makeScene, notSupported, playEnds, playSale } from "@salesdept/conformance"
import { planImport } from "@salesdept/core/exchange"
import { canonicalJson, sha256 } from "@salesdept/core/journal"
import type { Session } from "@salesdept/core/promise"
import { webhook } from "@salesdept/core/webhook"
import { erasePostgresTenant, generatePostgres, openPool, postgres } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"

const planted = {
  client: "Кирпичёва-Заозёрная Аделаида",
  phone: "+7 495 765-43-21",
  mail: "adelaida.kirpicheva@example.com",
  contact: "Порфирий Заозёрный-Младший",
  summary: "Аделаида просила звонить на дачу",
  title: "Беседка для Кирпичёвой",
  imported: "Кирпичёва с выставки",
  mapped: "Заозёрная из файла",
  lead: "Лид Кирпичёвой",
} as const

const actor = "user:42"
const tenant = "shop-17"

/** What came under keys, and who sent it: the one thing in an input that has to be guessed is a telephone number or a name. */
const keyed = [
  ["client.register", { id: "client_p", name: planted.client }],
  ["client.amend", { clientId: "client_p", phones: [planted.phone] }],
  ["client.amend", { clientId: "client_p", phones: [planted.phone] }],
  ["contact.add", { id: "contact_p", clientId: "client_p", name: planted.contact, emails: [planted.mail] }],
] as const

/** One who is to be erased, with traces wherever the library leaves any; the second amendment changes nothing. */
const plant = async (shop: Session): Promise<void> => {
  const [register, amend, unchanged, add] = keyed
  await shop.clients.register(register[1], { idempotencyKey: "k1" })
  await shop.clients.amend(amend[1], { idempotencyKey: "k2" })
  await shop.clients.amend(unchanged[1], { idempotencyKey: "k3" })
  await shop.contacts.add(add[1], { idempotencyKey: "k4" })
  await shop.deals.open({ id: "deal_p", clientId: "client_p", title: planted.title })
  await shop.dialogs.record(
    {
      dealId: "deal_p",
      kind: "call",
      direction: "inbound",
      outcomeId: "agreed",
      participantIds: ["contact_p"],
      summary: planted.summary,
    },
    { idempotencyKey: "k5" },
  )
  await shop.clients.import({
    sourceId: "crm",
    rows: [{ id: "client_q", name: planted.imported, ownerId: null, segmentId: null }],
  })
  await shop.clients.merge({ intoId: "client_p", fromId: "client_q" })
}

describe.each(testedVersions)("a dump of Postgres %s", (version) => {
  const database = useDatabase(version)

  /** Every row of every table there, as text: what is stored apart for its length is in it. */
  const dump = async ({ schema }: Naming): Promise<ReadonlyArray<string>> => {
    const admin = database.admin()
    const { rows: tables } = await admin.query<{ name: string }>(
      "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = $1 and table_type = 'BASE TABLE'",
      [schema],
    )
    expect(tables.length).toBeGreaterThan(60)
    const lines: Array<string> = []
    for (const { name } of tables) {
      const { rows } = await admin.query<{ line: string }>(`select t::text as line from ${name} as t`)
      lines.push(...rows.map(({ line }) => line))
    }
    return lines
  }

  /** Which of the inputs under keys somebody who has the database, and guesses well, is told to be right. */
  const guessed = async (naming: Naming, lines: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
    const { rows } = await database.admin().query<{ salt: string }>(`select salt from "${naming.schema}".command`)
    const salts = [...rows.map(({ salt }) => salt), ""]
    return keyed
      .filter(([name, input]) =>
        salts.some((salt) => {
          const hash = sha256(`${salt}${canonicalJson([name, actor, input])}`)
          return lines.some((line) => line.includes(hash))
        }),
      )
      .map(([name]) => name)
  }

  const opened = async () => {
    const naming: Naming = { schema: database.newSchema(), prefix: "" }
    const { role, url } = await database.worker()
    await database.admin().query(generatePostgres(migratedAt, { ...naming, rowSecurity: true }, { grantTo: role }))
    const pool = openPool({ connectionString: url, maxConnections: 3 })
    const { store, close } = await postgres({ pool, naming }).open()
    const harness = {
      open: () => Promise.reject(new Error("is open")),
      reopen: notSupported,
      secondConnection: notSupported,
      joined: notSupported,
      tamper: notSupported,
      release: () => pool.end(),
    } as const
    return { naming, scene: await makeScene(harness, { store, close }) }
  }

  it("has nothing of an erased person: no text, no digest that a guess could be tried against, nor had what was sent out", async () => {
    const { naming, scene } = await opened()
    const { dept, harness, session } = scene
    try {
      const shop = session(tenant, actor)
      for await (const batch of dept.tenant(tenant).events({ consumer: "mailer", once: true })) await batch.ack()
      await playSale(scene)
      await playEnds(scene)
      await plant(shop)
      const bytes = (text: string) => new TextEncoder().encode(text)
      const plan = planImport(
        [
          {
            name: "deals.csv",
            bytes: bytes(
              `deal id,title,company,stage,amount,created\n1,${planted.title},${planted.mapped},Won,100,2026-01-05\n`,
            ),
          },
          {
            name: "leads.csv",
            bytes: bytes(`lead id,name,phone,source,status\n1,${planted.lead},${planted.phone},site,New\n`),
          },
        ],
        { source: "file", currency: "RUB", timeZone: "Europe/Moscow", asOf: "2026-01-20" },
      )
      const { runId } = await shop.imports.record(plan)
      // What was taken back of an import is kept, and erased like all else.
      await shop.imports.revert({ runId: runId ?? "run_none" })
      const holds = ({ texts }: { readonly texts: { readonly [field: string]: string } }): boolean =>
        Object.values(texts).some((text) => Object.values<string>(planted).includes(text))
      const clients = (await shop.clients.page({})).items.filter(holds)
      const leads = (await shop.leads.page({})).items.filter(holds)
      expect([clients.length, leads.length]).toEqual([3, 1])
      const before = await dump(naming)
      for (const text of Object.values(planted)) expect(before.join("\n"), text).toContain(text)
      expect(await guessed(naming, before)).toEqual(keyed.map(([name]) => name))

      for (const { id } of clients) await shop.personalData.erase({ clientId: id }, { idempotencyKey: `erase ${id}` })
      for (const { id } of leads) await shop.personalData.erase({ leadId: id })
      const after = await dump(naming)
      expect(after.length).toBeGreaterThan(before.length / 2)
      for (const text of Object.values(planted)) expect(after.filter((line) => line.includes(text))).toEqual([])
      expect(await guessed(naming, after)).toEqual([])

      const sent: Array<string> = []
      const hook = webhook({
        url: "https://crm.example/hook",
        secrets: ["secret"],
        resolve: () => Promise.resolve([{ address: "93.184.215.14", family: 4 }]),
        call: ({ body, headers }) => {
          sent.push(body, JSON.stringify(headers))
          return Promise.resolve({ status: 204, retryAfter: null })
        },
      })
      for await (const batch of dept.tenant(tenant).events({ consumer: "mailer", once: true })) {
        await hook(batch.events)
        await batch.ack()
      }
      expect(sent.join("\n")).toContain("client_p")
      for (const text of Object.values(planted)) expect(sent.filter((part) => part.includes(text))).toEqual([])
    } finally {
      await dept.close()
      await harness.release()
    }
  })

  it("has no row that names an erased tenant, and every row of the others as it was", async () => {
    const { naming, scene } = await opened()
    const { dept, harness, session } = scene
    try {
      const canary = "tenant-канарейка-7f3a"
      await playSale(scene, canary)
      await plant(session(canary, actor))
      await session("another", actor).clients.register({ id: "client_1", name: "Ромашка" }, { idempotencyKey: "k1" })
      const before = await dump(naming)
      const others = before.filter((line) => !line.includes(canary))
      expect(others.length).toBeLessThan(before.length)
      expect(others.some((line) => line.includes("another"))).toBe(true)
      expect(await erasePostgresTenant(database.admin(), canary, naming)).toBe(before.length - others.length)
      expect((await dump(naming)).toSorted()).toEqual(others.toSorted())
      expect(others.filter((line) => Object.values(planted).some((text) => line.includes(text)))).toEqual([])
    } finally {
      await dept.close()
      await harness.release()
    }
  })
})
