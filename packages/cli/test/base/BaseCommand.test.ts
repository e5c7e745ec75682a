import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { presets, salesDept } from "@salesdept/core/promise"
import { migrateSqlite, sqlite } from "@salesdept/sqlite"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { commandLine } from "../commandLine.ts"

const folder = mkdtempSync(join(tmpdir(), "salesdept-base-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const filename = join(folder, "shop.db")
const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
let nowMs = Date.parse("2026-10-05T08:00:00.000Z")
const now = (): number => nowMs

const cli = commandLine(now)

const onShop = (verb: string, ...words: ReadonlyArray<string>) =>
  cli(verb, "--db", filename, "--tenant", "shop-17", ...words)

beforeAll(async () => {
  migrateSqlite({ filename }, new Date(nowMs))
  await using dept = await salesDept({ store: sqlite({ filename }), department, now })
  const shop = dept.tenant("shop-17").as("user:head")
  await shop.department.publish(department)
  await shop.reps.state({ rows: [{ id: "rep_kim", personId: "user:42", name: "Анна Ким" }] })
  await shop.clients.register({ id: "client_bakery", name: "Northern Bakery", ownerId: "user:42" })
  await shop.deals.open({
    id: "deal_audit",
    title: "Audit",
    clientId: "client_bakery",
    ownerId: "user:42",
    amount: { amountMinor: 120_000_00, currency: "RUB" },
  })
  await shop.leads.receive({ id: "lead_mill", name: "Mill", channelId: "site" })
  await dept.tenant("shop-18").as("user:7").department.publish(department)
  nowMs = Date.parse("2026-11-10T08:00:00.000Z")
})

describe("control of a base by the command line", () => {
  it("lists whom nobody looks after, the worst first, with what clears it", async () => {
    const { code, error, out } = await onShop("control", "--limit", "1")
    expect({ code, error }).toEqual({ code: 0, error: "" })
    expect(out).toMatch(/^Control, 10\sNovember\s2026\n/)
    expect(out).toContain("1. Unassigned · Mill (lead_mill) · 36\u00a0days\n   Nobody owns it\n")
    expect(out).toContain("To clear: Give it an owner who works here.")
    expect(out).toContain("Records that need somebody: ")
    expect(out).toContain("more below these")
    expect(out.split("\n").every((line) => line.length <= 80)).toBe(true)
  })

  it("tells of one person's records in Russian, by the names of people and deals", async () => {
    const { out } = await onShop("control", "--owner", "user:42", "--lang", "ru")
    expect(out).toMatch(/^Контроль, 10\sноября\s2026\sг\.\n/)
    expect(out).toMatch(/ · Audit \(deal_audit\) · Анна Ким · \d+\sдн/)
    expect(out).not.toContain("lead_mill")
  })

  it("refuses a tenant or an owner that nobody is, and names those there are: nothing of nobody would pass for all in order", async () => {
    const tenant = await cli("control", "--db", filename, "--tenant", "shop-71", "--covered", "--lang", "ru")
    expect([tenant.code, tenant.out]).toEqual([2, ""])
    expect(tenant.error).toBe("Арендатора «shop-71» в этой базе нет; --tenant принимает shop-17, shop-18\n")
    expect((await cli("report", "--db", filename, "--tenant", "shop-71")).error).toBe(
      "Nobody has worked in this base as shop-71; --tenant takes shop-17, shop-18\n",
    )
    const owner = await onShop("control", "--owner", "Анна Ким")
    expect([owner.code, owner.out]).toEqual([2, ""])
    expect(owner.error).toBe(
      "Анна Ким owns nothing here and is nobody's id in the department; --owner takes an id: user:42 (Анна Ким)\n",
    )
    // Somebody of the department who owns nothing yet has an empty list.
    const free = await cli(
      "control",
      "--db",
      filename,
      "--tenant",
      "shop-17",
      "--owner",
      "user:42",
      "--on",
      "2026-09-01",
    )
    expect([free.code, free.error]).toEqual([0, ""])
  })

  it("prints the list as data, of the states asked for and of nobody's records alone", async () => {
    const { out } = await onShop("control", "--unowned", "--state", "unassigned,newUnanswered", "--json")
    const list = JSON.parse(out) as { readonly rows: ReadonlyArray<{ readonly id: string; readonly ownerId: unknown }> }
    expect(list.rows.map(({ id, ownerId }) => [id, ownerId])).toEqual([["lead_mill", null]])
  })

  it("answers 4 and names them where somebody is not under control, 0 where all are", async () => {
    const now = await onShop("control", "--covered")
    expect(now.code).toBe(4)
    expect(now.out).toMatch(/Not under control: \d+ of 3 records\./)
    expect(now.out).toContain("Mill (lead_mill)")
    // Which states have to be empty: fewer than the list has.
    expect(now.out).toContain("Looked for: “Unassigned”, “New, unanswered”, “Step overdue”")
    const before = await onShop("control", "--covered", "--on", "2026-09-01")
    expect(before.code).toBe(0)
    expect(before.out).toContain("Everybody is under control: records checked 0.")
  })
})

it("what a source does not carry is told by kind, and nobody is said to be under control of whom nothing can be said", async () => {
  const imported = join(folder, "imported.db")
  migrateSqlite({ filename: imported }, new Date(nowMs))
  {
    const sources = [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }]
    await using dept = await salesDept({ store: sqlite({ filename: imported }), department, now })
    const shop = dept.tenant("shop-1").as("user:1")
    await shop.department.publish({ ...department, sources })
    const row = { title: null, clientId: null, ownerId: "user:42", productId: null, listAmount: null, closedOn: null }
    const amount = { amountMinor: 100_00, currency: "RUB" }
    const deal = { ...row, id: "deal_1", stageId: "needs", amount, openedOn: "2026-11-02" } as const
    await shop.deals.import({ sourceId: "crm", pipelineId: "servicesWithActs", rows: [deal] })
    await shop.clients.import({
      sourceId: "crm",
      rows: [{ id: "client_1", name: "Mill", ownerId: "user:42", segmentId: null }],
    })
  }
  const list = await cli("control", "--db", imported)
  expect(list.out.replaceAll(/\s+/g, " ")).toContain("The source does not carry next steps (clients: 1, deals: 1)")
  const { code, out } = await cli("control", "--db", imported, "--covered")
  expect(code).toBe(0)
  expect(out.replaceAll(/\s+/g, " ")).toContain(
    "can be judged, 0, none is out of control; of 2 more nothing can be said.",
  )
})

describe("the report of a base by the command line", () => {
  it("writes nothing where nobody is named to close the month, and says what is missing for that", async () => {
    const first = await onShop("report")
    expect(first.code).toBe(0)
    expect(first.out).toContain("shop-17")
    expect(first.error).toContain("--actor ID closes it")
    await using dept = await salesDept({ store: sqlite({ filename }), department, now })
    const where = { span: "month", label: "2026-10" } as const
    expect((await dept.tenant("shop-17").as("user:head").summaries.page({ where })).items).toEqual([])
  })

  it("closes the month in somebody's name, is told with it from then on, and leaves its files in a folder", async () => {
    const out = join(folder, "october")
    const closed = await onShop("report", "--actor", "user:head", "--out", out, "--lang", "ru")
    expect(closed.code).toBe(0)
    expect(
      closed.error
        .trimEnd()
        .split("\n")
        .every((path) => existsSync(path)),
    ).toBe(true)
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("Анна Ким")
    const again = await onShop("report", "--json")
    expect(again.error).toBe("")
    const { month } = JSON.parse(again.out) as { readonly month: { readonly summaryCount: number } }
    expect(month.summaryCount).toBeGreaterThan(0)
  })
})

describe("whose base is read", () => {
  it("is asked where there are several tenants", async () => {
    expect(await cli("control", "--db", filename)).toEqual({
      code: 2,
      out: "",
      error: "Say whose base with --tenant: shop-17, shop-18\n",
    })
  })

  it("is the only tenant's where there is one; with nobody in it there is nothing to tell", async () => {
    const alone = join(folder, "alone.db")
    migrateSqlite({ filename: alone }, new Date(nowMs))
    expect((await cli("control", "--db", alone)).error).toBe("Nobody has worked in this base yet\n")
    {
      await using dept = await salesDept({ store: sqlite({ filename: alone }), department, now })
      await dept.tenant("shop-1").as("user:1").leads.receive({ name: "Mill", channelId: "site" })
    }
    const without = await cli("control", "--db", alone)
    expect(without.code).toBe(2)
    expect(without.error).toContain("shop-1 has published no department here")
    const file = join(folder, "mine.json")
    writeFileSync(file, JSON.stringify(department))
    expect((await cli("control", "--db", alone, "--department", file)).out).toContain("Mill")
    const absent = `${file}.absent`
    expect((await cli("control", "--db", alone, "--department", absent)).error).toBe(
      `${absent}: the file cannot be used (there is no such file or folder)\n`,
    )
  })

  it("makes no file of a database that is not there", async () => {
    const missing = join(folder, "missing.db")
    const { code, error } = await cli("report", "--db", missing)
    expect({ code, isThere: existsSync(missing) }).toEqual({ code: 3, isThere: false })
    expect(error).toContain(missing)
  })
})

it("everything that is wrong with the words is told at once", async () => {
  const { code, error } = await cli("control", "--state", "unasigned", "--limit", "0", "--actor", "x", "--on", "now")
  expect(code).toBe(2)
  expect(error.trimEnd().split("\n")).toEqual([
    "Give one database: --db FILE (SQLite) or --url URL (Postgres)",
    "--on takes a day such as 2026-11-30",
    "--actor goes with report: control does nothing about it",
    "--limit takes 1 to 1000",
    "--state: there is no state unasigned. Is unassigned meant?",
    "Options: salesdept control --help",
  ])
})
