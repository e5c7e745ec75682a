import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { presets, salesDept } from "@salesdept/core/promise"
import type { CustomField } from "@salesdept/core/shared"
import { makeSqliteStore, migrateSqlite, openSqlite } from "@salesdept/sqlite"
import Database from "better-sqlite3"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { hasOpportunities, opportunityFiles, runDemo } from "./runDemo.ts"

let folder = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "salesdept-cli-"))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const file = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const out = () => ["--out", join(folder, "out")]

describe("files that cannot be understood", () => {
  const cases: ReadonlyArray<readonly [what: string, contents: string | Uint8Array, says: RegExp]> = [
    ["an empty file", "", /empty/i],
    ["a header without rows", "opportunity_id,sales_agent,deal_stage\n", /no (data )?(rows|records|lines)|header/i],
    ["wrong columns", "alpha,beta\n1,2\n3,4\n", /deals\.csv/],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]), /deals\.csv/],
    ["broken quotes", 'id,stage,amount\n1,Won,"10\n2,Lost,5\n', /quote/i],
  ]
  it.each(cases)("given %s: one message, exit code 2, nothing written", async (_what, contents, says) => {
    const run = await runDemo([file("deals.csv", contents), ...out()])
    expect(run.code).toBe(2)
    expect(run.error).toMatch(says)
    expect(run.error).not.toMatch(/\n\s+at /)
    expect(run.out).toBe("")
    expect(existsSync(join(folder, "out"))).toBe(false)
  })

  it.each([
    ["the name of a file", "deals\u001b]0;owned\u0007\u202E.csv", ""],
    ["a department", "department.json", JSON.stringify({ "\u001b[2J\u009b31m": 1 })],
  ])("given %s with escape sequences: no terminal is told them", async (what, name, contents) => {
    const path = file(name, contents)
    const asked = what === "the name of a file" ? [path] : [file("deals.csv", small), "--department", path]
    const run = await runDemo([...asked, ...out()])
    expect(run.code).toBe(2)
    expect(run.error).toContain("\uFFFD")
    expect(run.error).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
  })

  it("given a file that is not there: says so in the language asked for", async () => {
    const run = await runDemo([join(folder, "none.csv"), "--lang", "ru", ...out()])
    expect(run.code).toBe(2)
    expect(run.error).toMatch(/none\.csv: файл недоступен \(такого файла или папки нет\)/)
  })
})

const small =
  "id,owner,stage,amount,created,closed\n1,Ann,Won,100,2026-01-05,2026-02-01\n2,Bob,Lost,50,2026-01-07,2026-02-09\n"

describe("rows that cannot be read", () => {
  it("are written to a file with their reasons, and are imported from it once they are mended", async () => {
    const broken = small + "3,Ann,Won,2026-02,2026-01-09,2026-02-10\n"
    const run = await runDemo([file("deals.csv", broken), "--db", join(folder, "sales.db"), ...out()])
    expect(run.code).toBe(0)
    expect(run.error).toMatch(/Rows not imported: 1, .*deals\.rejected\.csv/)
    expect(run.error).toMatch(/Recorded, deals: 2 new/)
    const path = join(folder, "out", "deals.rejected.csv")
    const rejected = readFileSync(path, "utf8")
    expect(rejected).toBe(
      '\uFEFF"Line";"Why not imported";"id";"owner";"stage";"amount";"created";"closed"\r\n' +
        '"4";"Not an amount: 2026-02";"3";"Ann";"Won";"2026-02";"2026-01-09";"2026-02-10"\r\n',
    )
    const mended = file("mended.csv", rejected.replace('2026-02";"2026', '12";"2026'))
    const again = await runDemo([mended, "--db", join(folder, "sales.db"), ...out()])
    expect(again.error).toMatch(/Recorded, deals: 1 new, 0 changed, 0 unchanged/)
  })
})

describe("custom fields of the department in the base", () => {
  const field: CustomField = {
    of: "deal",
    key: "score",
    label: { en: "Score", ru: "Балл" },
    kind: "number",
    maximum: 100,
  }
  const withBase = async <Answer>(work: (shop: Shop) => Promise<Answer>): Promise<Answer> => {
    const database = openSqlite({ filename: join(folder, "sales.db") })
    migrateSqlite(database, "2026-01-01T00:00:00.000Z")
    const close = () => {
      database.close()
      return Promise.resolve()
    }
    const store = { store: makeSqliteStore(database), close }
    await using dept = await salesDept({ store: { open: () => Promise.resolve(store) } })
    return await work(dept.tenant("default").as("head"))
  }
  type Shop = ReturnType<ReturnType<Awaited<ReturnType<typeof salesDept>>["tenant"]>["as"]>

  it("are filled by the columns that are called so, and rows with other values are given back", async () => {
    const preset = presets.servicesWithActs({ timeZone: "UTC", currency: "USD" })
    await withBase((shop) => shop.department.publish({ ...preset, customFields: [field] }))
    const deals = file("deals.csv", "id,owner,stage,amount,балл\n1,Ann,Won,100,70\n2,Bob,Lost,50,\n3,Bob,Lost,50,700\n")
    const run = await runDemo([deals, "--db", join(folder, "sales.db"), ...out()])
    expect(run.code).toBe(0)
    expect(run.error).toMatch(/Recorded, deals: 2 new/)
    expect(readFileSync(join(folder, "out", "deals.rejected.csv"), "utf8")).toContain(
      '"4";"The definition of the field does not allow this value: 700 (…100)";"3";"Bob";"Lost";"50";"700"',
    )
    const found = await withBase((shop) => shop.deals.page({ where: { custom: { score: 70 } } }))
    expect(found.items.map(({ custom }) => custom)).toEqual([{ score: 70 }])
  })
})

describe("leads and contact persons", () => {
  it("are imported, counted by file, and imported again without a change", async () => {
    const files = [
      file(
        "leads.csv",
        "lead id,name,source,status,created at\n1,Ann,site,New,2026-02-03\n2,Bob,site,Junk,2026-02-04\n",
      ),
      file("contacts.csv", "contact id,full name,company,position\n7,Cid,Acme,CFO\n"),
    ]
    const words = [...files, "--db", join(folder, "sales.db"), ...out()]
    const first = await runDemo(words)
    expect(first.code).toBe(0)
    expect(first.error).toMatch(/Recorded, leads: 2 new, 0 changed, 0 unchanged/)
    expect(first.error).toMatch(/Recorded, contact persons: 1 new/)
    expect(first.error).toMatch(/Imported again, leads: 0 new, 0 changed, 2 unchanged/)
    expect((await runDemo(words)).error).toMatch(/Recorded, leads: 0 new, 0 changed, 2 unchanged/)
    const {
      import: { files: read, rerun },
    } = JSON.parse(readFileSync(join(folder, "out", "report.json"), "utf8"))
    // Two leads, a person and the client that the person belongs to.
    expect(rerun).toEqual({ unchangedCount: 4, changedCount: 0 })
    expect(read).toMatchObject([
      { name: "leads.csv", importedCount: 0, unchangedCount: 2 },
      { name: "contacts.csv", importedCount: 0, unchangedCount: 1 },
    ])
  })
})

const staged =
  "id,owner,stage,amount,created\n1,Ann,Contract,100,2026-01-05\n2,Bob,Lost,50,2026-01-07\n3,Bob,Nowhere,9,2026-01-08\n"

describe("a department of one's own", () => {
  const preset = presets.servicesWithActs({ timeZone: "Europe/Berlin", currency: "EUR" })
  const department = (config: unknown) => file("department.json", JSON.stringify(config))
  const report = (name = "out") => JSON.parse(readFileSync(join(folder, name, "report.json"), "utf8"))

  it("takes the deals into its pipeline, in its currency; rows with other stages are given back", async () => {
    const run = await runDemo([file("deals.csv", staged), "--department", department(preset), ...out()])
    expect(run.code).toBe(0)
    expect(run.error).toMatch(/Rows not imported: 1/)
    const { header, pipeline, import: read } = report()
    expect(header).toMatchObject({ currency: "EUR", timeZone: "Europe/Berlin" })
    const counts = pipeline.stages.flatMap((stage: { stageId: string; count: number }) =>
      stage.count === 0 ? [] : [[stage.stageId, stage.count]],
    )
    expect(counts).toEqual([
      ["contract", 1],
      ["lost", 1],
    ])
    expect(read.notes[0]).toMatchObject({ kind: "rejected", code: "stageNotInPipeline", count: 1 })
  })

  it("has its own rules of findings", async () => {
    const review = {
      ownRules: [
        {
          id: "cheap",
          version: 1,
          name: { en: "Cheap deals", ru: "Дешёвые сделки" },
          kind: "missedOpportunity",
          severity: "major",
          over: "deal",
          when: [{ fact: "amountMinor", atMost: 60_00 }],
          next: { en: "Why so cheap?", ru: "Почему так дёшево?" },
        },
      ],
    }
    const words = [file("deals.csv", staged), "--department", department({ ...preset, review }), ...out()]
    expect((await runDemo(words)).code).toBe(0)
    expect(report().findings.findings.map(({ code }: { code: string }) => code)).toContain("own.cheap")
  })

  it("that cannot be used is refused, each problem on its line, before anything is written", async () => {
    const broken = { ...preset, currency: "EURO", pipelines: [], extra: 1 }
    const run = await runDemo([file("deals.csv", staged), "--department", department(broken), "--lang", "ru", ...out()])
    expect(run.code).toBe(2)
    expect(run.error).toMatch(
      /department\.json: с таким отделом работать нельзя\n {2}extra: неизвестное поле; есть: name, .*\n {2}\S/,
    )
    expect(existsSync(join(folder, "out"))).toBe(false)
    const notJson = await runDemo([file("deals.csv", staged), "--department", file("no.json", "{"), ...out()])
    expect([notJson.code, notJson.error]).toEqual([2, expect.stringMatching(/no\.json: not JSON/)])
    const none = await runDemo([file("deals.csv", staged), "--department", join(folder, "none.json"), ...out()])
    expect([none.code, none.error]).toEqual([2, expect.stringMatching(/none\.json: the file cannot be used/)])
  })

  it("holds in the base that was begun with it: another one is named as not used, and no amount changes", async () => {
    const words = [file("deals.csv", staged), "--db", join(folder, "sales.db"), ...out(), "--department"]
    expect((await runDemo([...words, department(preset)])).error).not.toMatch(/not used/)
    expect((await runDemo([...words, department(preset)])).error).not.toMatch(/not used/)
    const other = await runDemo([...words, department({ ...preset, currency: "USD" })])
    expect(other.error).toMatch(/sales\.db has a department of its own, which holds; .*department\.json was not used/)
    expect(other.error).toMatch(/Recorded, deals: 0 new, 0 changed, 2 unchanged/)
    expect(report().header.currency).toBe("EUR")
  })
})

describe("the simulated department", () => {
  interface Counted {
    readonly count: number
    readonly note: unknown
  }
  interface Row {
    readonly repName: string
    readonly wonCount: Counted
    readonly mistakeCount: Counted
    readonly proposedMinor: number
    readonly landingMinor: number
  }
  const sumOf = (rows: ReadonlyArray<Row>, of: (row: Row) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0)

  it("is shown round its loop: the plan explained, the month summed up, the next plan proposed", async () => {
    const run = await runDemo(["--seed", "7", ...out()])
    expect(run.code).toBe(0)
    const report = JSON.parse(readFileSync(join(folder, "out", "report.json"), "utf8"))
    const { attainment, variance, month, nextPlan, forecast } = report

    // The quarter is explained against its plan, to the last cent, with what goes with it.
    const [comparison] = variance.comparisons
    const target = attainment.department.at(-1)
    expect(comparison).toMatchObject({
      kind: "plan",
      baseMinor: target.targetMinor,
      factMinor: target.factMinor,
      varianceMinor: target.gapMinor,
    })
    const parts = comparison.contributions.map(({ amountMinor }: { amountMinor: number }) => amountMinor)
    expect(parts.reduce((sum: number, part: number) => sum + part, 0)).toBe(target.gapMinor)
    const { rows, explainedMinor } = comparison.causes
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.reduce((sum: number, { amountMinor }: { amountMinor: number }) => sum + amountMinor, 0)).toBe(
      explainedMinor,
    )
    // Reasons have the department's names, days are not spelt out to the last bit.
    expect(run.out).not.toMatch(/noResponse|\d\.\d{5}/)

    // Everybody who is there is summed up; nobody sums to more than the department.
    expect(month.uncoveredCount).toBe(0)
    expect(month.reps.map(({ repName }: Row) => repName)).toHaveLength(8)
    expect(sumOf(month.reps, ({ wonCount }) => wonCount.count)).toBe(month.total.wonCount.count)
    expect(sumOf(month.reps, ({ mistakeCount }) => mistakeCount.count)).toBeLessThan(month.total.mistakeCount.count)
    // All of it was seen.
    expect(month.reps.map(({ wonCount }: Row) => wonCount.note)).toEqual(month.reps.map(() => null))

    // The proposal carries half of the miss and is shared out to the last cent, to nobody who has left.
    expect(nextPlan.deviationMinor).toBe(target.gapMinor)
    expect(nextPlan.carriedMinor).toBe(Math.round(-target.gapMinor / 2))
    expect(nextPlan.proposedMinor).toBe(nextPlan.currentMinor + nextPlan.carriedMinor)
    expect(sumOf(nextPlan.reps, ({ proposedMinor }) => proposedMinor)).toBe(nextPlan.proposedMinor)
    expect(nextPlan.currentMinor).toBe(forecast.total.targetMinor)
    const landed = sumOf(nextPlan.reps, ({ landingMinor }) => landingMinor)
    expect(landed + (nextPlan.othersLandingMinor ?? 0)).toBe(forecast.total.landingMinor)
    expect(nextPlan.reps.map(({ repName }: Row) => repName)).not.toContain("Laura Quigley")

    // Whoever was not there in a quarter has no zero in it.
    const newcomer = attainment.reps.find(({ repName }: Row) => repName === "Henry Preston")
    expect(newcomer.cells[0].factMinor).toMatchObject({ withheld: { en: "not hired yet" } })
    const leaver = attainment.reps.find(({ repName }: Row) => repName === "Laura Quigley")
    expect(leaver.cells.at(-1).factMinor).toMatchObject({ withheld: { en: "has left the department" } })
    expect(forecast.reps.map(({ repName }: Row) => repName)).not.toContain("Laura Quigley")

    // What needs somebody is named, state by state, and whoever has left is nobody to turn to.
    const { control, afterSale, findings } = report
    const needing = control.states.filter(({ tone }: { tone: string }) => tone === "alarm" || tone === "attention")
    expect(control.first.map(({ state }: { state: string }) => state)).toEqual(
      needing.map(({ state }: { state: string }) => state),
    )
    expect(control.first.every(({ rows: first }: { rows: ReadonlyArray<Row> }) => first.length <= 3)).toBe(true)
    expect(run.out).not.toMatch(/user:\d|step_\d|(?<!Deal {6}.*)lead_\d/)
    expect(afterSale.lists.map(({ id }: { id: string }) => id)).toEqual([
      "payments",
      "paidNotDocumented",
      "documentedNotPaid",
      "aftercare",
      "repeatSale",
      "recommendation",
    ])
    const rep = month.reps.find(({ mistakeCount }: Row) => mistakeCount.count > 0)
    expect(rep.talk.mistakes).toHaveLength(rep.mistakeCount.count)
    expect(run.out).toMatch(/What to talk about in person, rep by rep/)
    expect(readFileSync(join(folder, "out", "workbook.md"), "utf8")).toMatch(/^# Workbook\. /)
    expect(findings.wins.length).toBeGreaterThan(0)
    expect(findings.findings.every(({ severity }: { severity: string }) => severity !== "win")).toBe(true)

    // No newcomer is told to have reached the plan twentyfold.
    const rates = attainment.reps.flatMap(({ cells }: { cells: ReadonlyArray<{ attainment: unknown }> }) =>
      cells.flatMap(({ attainment: rate }) => (typeof rate === "number" ? [rate] : [])),
    )
    expect(Math.max(...rates)).toBeLessThan(5)

    // The base keeps it: the same report again, from the base alone.
    const again = await runDemo(["--db", join(folder, "out", "sales.db"), "--out", join(folder, "again")])
    expect(again.code).toBe(0)
    const { header, ...shown } = JSON.parse(readFileSync(join(folder, "again", "report.json"), "utf8"))
    expect(header.source).toEqual({ kind: "simulated", seed: 7 })
    expect({ ...shown, header }).toEqual(report)
  })

  it("as an export with targets: the next quarter's are corrected too, and months are not closed", async () => {
    const deals = [
      ...Array.from({ length: 24 }, (_, at) => `${at},Ann,Won,100,2026-0${1 + (at % 3)}-05,2026-0${1 + (at % 3)}-20`),
      ...Array.from({ length: 20 }, (_, at) => `5${at},Ann,Won,50,2026-0${4 + (at % 3)}-05,2026-0${4 + (at % 3)}-20`),
      ...Array.from({ length: 20 }, (_, at) => `9${at},Ann,Lost,50,2026-0${4 + (at % 3)}-05,2026-0${4 + (at % 3)}-20`),
      "999,Ann,Won,50,2026-06-01,2026-06-30",
    ]
    const targets = "owner,period,target\nAnn,2026-Q1,2000\nAnn,2026-Q2,2000\nAnn,2026-Q3,2000\n"
    const head = "id,owner,stage,amount,created,close date\n"
    const files = [file("deals.csv", head + deals.join("\n")), file("targets.csv", targets)]
    expect((await runDemo([...files, ...out()])).code).toBe(0)
    const report = JSON.parse(readFileSync(join(folder, "out", "report.json"), "utf8"))
    expect(report.variance.comparisons[0]).toMatchObject({ kind: "plan", baseMinor: 2000_00, factMinor: 1050_00 })
    expect(report.nextPlan).toMatchObject({ deviationMinor: -950_00, currentMinor: 2000_00, proposedMinor: 2475_00 })
    expect(report.month).toBeUndefined()
  })
})

describe("a base that was kept", () => {
  it("keeps its currency whatever the language of the next run", async () => {
    const words = [file("deals.csv", staged), "--db", join(folder, "sales.db"), ...out()]
    expect((await runDemo([...words, "--lang", "ru"])).code).toBe(0)
    expect((await runDemo(words)).error).toMatch(/Recorded, deals: 0 new, 0 changed, 3 unchanged/)
    expect(JSON.parse(readFileSync(join(folder, "out", "report.json"), "utf8")).header.currency).toBe("RUB")
  })

  it("without files is reported on, and no simulated department is played into it", async () => {
    const database = join(folder, "sales.db")
    expect((await runDemo([file("deals.csv", staged), "--db", database, ...out()])).code).toBe(0)
    const before = readFileSync(database)
    const run = await runDemo(["--db", database, ...out()])
    expect(run.code).toBe(0)
    expect(run.error).toBe("No files given: the report tells of what the base holds already.\n")
    expect(run.out).toContain("the base sales.db as it stands")
    const { header, pipeline } = JSON.parse(readFileSync(join(folder, "out", "report.json"), "utf8"))
    expect([header.source, pipeline.dealCount]).toEqual([{ kind: "base", name: "sales.db" }, 3])
    expect(readFileSync(database).equals(before)).toBe(true)
  })
})

describe("a folder that cannot be used", () => {
  it.each(["", "/below"])("given a file%s in its place: exit code 2, nothing imported", async (below) => {
    const database = join(folder, "sales.db")
    const target = `${file("taken", "mine")}${below}`
    const run = await runDemo([file("deals.csv", small), "--db", database, "--out", target])
    expect([run.code, run.out]).toEqual([2, ""])
    expect(run.error).toMatch(/taken(?:\/below)?: the file cannot be used \(its folder is a file\)\n$/)
    expect(existsSync(database)).toBe(false)
  })
})

describe("a database that cannot be used", () => {
  it("given a file that is no database: exit code 3, the file untouched", async () => {
    const database = file("sales.db", "this is no database, but it is long enough to be looked at as one ".repeat(20))
    const before = readFileSync(database)
    const run = await runDemo([file("deals.csv", small), "--db", database, ...out()])
    expect(run.code).toBe(3)
    expect(run.error).toBe(`${database}: the file is not a database of this library (SQLITE_NOTADB)\n`)
    expect(readFileSync(database).equals(before)).toBe(true)
  })

  it("given a database locked by another process: exit code 3, nothing written", async () => {
    const database = join(folder, "sales.db")
    expect((await runDemo([file("deals.csv", small), "--db", database, ...out()])).code).toBe(0)
    const other = new Database(database)
    other.exec("begin immediate")
    const more = file("more.csv", small.replace("1,Ann", "3,Ann"))
    const run = await runDemo([more, "--db", database, "--out", join(folder, "second")])
    other.exec("rollback")
    const count = other.prepare("select count(*) from salesdept_deal").pluck().get()
    other.close()
    expect(run.code).toBe(3)
    expect(run.error).toMatch(/holds a lock/)
    expect(count).toBe(2)
    expect(existsSync(join(folder, "second"))).toBe(false)
  })

  // Root may write to anything, so there a folder in the file's place stands for what cannot be written.
  it("given a read-only database: exit code 3, nothing written", async () => {
    const database = join(folder, "sales.db")
    expect((await runDemo([file("deals.csv", small), "--db", database, ...out()])).code).toBe(0)
    const before = readFileSync(database)
    const more = file("more.csv", small.replace("1,Ann", "4,Ann"))
    const isRoot = process.getuid?.() === 0
    if (!isRoot) {
      chmodSync(database, 0o444)
      chmodSync(folder, 0o555)
    }
    const target = isRoot ? folder : database
    const run = await runDemo([more, "--db", target, "--out", join(folder, "none")])
    chmodSync(folder, 0o755)
    expect(run.code).toBe(3)
    expect(run.error).toMatch(isRoot ? /it is a folder/ : /cannot be written|unable/i)
    expect(readFileSync(database).equals(before)).toBe(true)
  })
})

/** A run of an import, or a part of one: every import is a run of its own, whatever it finds. */
const isOfRun = ({ id, stream }: Record<string, unknown>): boolean =>
  [id, stream].some((name) => typeof name === "string" && /^(?:run|chunk)_/.test(name))

/** Everything in a base but the runs of imports, random salts, ids of commands, and the hashes over them. */
const dump = (path: string): string => {
  const database = new Database(path, { readonly: true })
  const tables = database
    .prepare("select name from sqlite_master where type = 'table' and name like 'salesdept%' order by name")
    .pluck()
    .all() as ReadonlyArray<string>
  const leftOut = new Set(["head", "hash", "salt", "texts_digest", "command_id", "digest", "applied_at"])
  const lines = tables.map((table) => {
    const rows = database.prepare(`select * from ${table}`).all() as ReadonlyArray<Record<string, unknown>>
    return rows
      .filter((row) => !isOfRun(row))
      .map((row) => JSON.stringify(Object.entries(row).filter(([name]) => !leftOut.has(name))))
      .toSorted()
      .join("\n")
  })
  database.close()
  return tables.map((table, index) => `${table}\n${lines[index]}`).join("\n")
}

describe.skipIf(!hasOpportunities)("the real opportunity set (skipped without test data)", () => {
  it("is imported, reported, and imported again without a change", async () => {
    const database = join(folder, "sales.db")
    const words = [...opportunityFiles, "--db", database, "--now", "2018-01-02T09:00:00Z", ...out()]
    const first = await runDemo(words)
    expect(first.code).toBe(0)
    expect(readdirSync(join(folder, "out")).toSorted()).toEqual([
      "report.html",
      "report.json",
      "workbook.html",
      "workbook.md",
    ])
    const before = dump(database)
    const second = await runDemo(words)
    expect(second.code).toBe(0)
    expect(second.error).toMatch(/Recorded, deals: 0 new, 0 changed, 8800 unchanged/)
    expect(dump(database)).toBe(before)
  })

  it("killed in mid-import and resumed, it gives the same base as one clean run", async () => {
    const clean = join(folder, "clean.db")
    const killed = join(folder, "killed.db")
    const words = (database: string) => [
      ...opportunityFiles,
      "--db",
      database,
      "--now",
      "2018-01-02T09:00:00Z",
      ...out(),
    ]
    expect((await runDemo(words(clean))).code).toBe(0)
    const broken = await runDemo(words(killed), (error, kill) => {
      if (/rows \d{4}\/8927/.test(error)) kill()
    })
    expect(broken.signal).toBe("SIGKILL")
    const part = new Database(killed, { readonly: true })
    const dealsBefore = Number(part.prepare("select count(*) from salesdept_deal").pluck().get())
    part.close()
    expect(dealsBefore).toBeGreaterThan(0)
    expect(dealsBefore).toBeLessThan(8800)
    expect((await runDemo(words(killed))).code).toBe(0)
    expect(dump(killed)).toBe(dump(clean))
  })
})
