import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { describe, expect, it } from "vitest"
import {
  coreFolder,
  exportSizes,
  fileOf,
  filesOf,
  loadedAtOnce,
  pureSubpaths,
  wholeSize,
} from "../src/start/Subpaths.ts"

/** What a host may have to bundle for one name of a pure entry, bytes of gzip. */
const mostBytes = 15_000

/** Names that may cost more, each with its own bound and the reason why. */
const dearer: ReadonlyMap<string, number> = new Map([
  // The numbering plans of all countries.
  ["client/matching matchKeys", 34_000],
  ["client/matching phoneNumberOf", 34_000],
  // Readers of CSV and XML, and the checks of all kinds of record.
  ["exchange planImport", 43_000],
  ["exchange crmMapping", 23_000],
  ["exchange rejectedRows", 21_000],
  ["settlement readStatement", 24_000],
  // The reasons of all control states, in both languages.
  ["control controlList", 15_500],
  // All rules of reviews at once, with their texts in both languages, and what control says of working time and of what was put off.
  ["review rulesInForce", 37_500],
  ["review shippedRules", 37_500],
])

/** Entries that are larger in whole, each with topics of its own that are not; those of the readers above, and summaries, of which each name is half. */
const larger: ReadonlySet<string> = new Set([
  "client/matching",
  "control",
  "deal",
  "exchange",
  "loyalty",
  "plan",
  "review",
  "review/summaries",
  "script",
  "settlement",
])

const subpaths = pureSubpaths()

/** What of Intl is made while files are imported in a process of their own, after which a script is run. */
const intlMade = (files: ReadonlyArray<string>, then = ""): ReadonlyArray<string> => {
  const script = `
    const made = []
    for (const name of ["DateTimeFormat", "NumberFormat", "PluralRules", "Collator", "ListFormat", "RelativeTimeFormat", "Segmenter"]) {
      Intl[name] = new Proxy(Intl[name], {
        construct: (target, given) => { made.push(name); return Reflect.construct(target, given) },
      })
    }
    for (const file of ${JSON.stringify(files.map((file) => pathToFileURL(file).href))}) await import(file)
    ${then}
    console.log(JSON.stringify(made))`
  return JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }),
  ) as ReadonlyArray<string>
}

describe("entries for decisions and analysis", () => {
  it("are all here", () => {
    expect(subpaths.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["client", "control", "deal", "loyalty", "plan", "review", "settlement", "stats", "team"]),
    )
  })

  it.each(subpaths.map((subpath) => [subpath.name, subpath] as const))(
    "%s imports nothing of Effect",
    async (_name, subpath) => {
      const { inputs } = await filesOf(subpath)
      const own = Object.entries(inputs).filter(([path]) => !path.includes("node_modules/"))
      expect(own.length).toBeGreaterThan(1)
      expect(Object.keys(inputs).filter((path) => path.includes("node_modules/effect/"))).toEqual([])
    },
  )

  it.each(subpaths.filter(({ name }) => !larger.has(name)).map((subpath) => [subpath.name, subpath] as const))(
    "%s costs little in whole",
    async (_name, subpath) => {
      expect(await wholeSize(subpath)).toBeLessThanOrEqual(mostBytes)
    },
  )

  it.each(subpaths.filter(({ name }) => larger.has(name)).map((subpath) => [subpath.name, subpath] as const))(
    "%s costs little by the name",
    async (_name, subpath) => {
      const sizes = await exportSizes(subpath)
      const over = sizes.filter(
        ({ name, gzipBytes }) => gzipBytes > (dearer.get(`${subpath.name} ${name}`) ?? mostBytes),
      )
      expect(sizes.length).toBeGreaterThan(5)
      expect(over).toEqual([])
    },
  )

  it("make nothing of Intl before they are asked: its data take a dozen milliseconds to read", () => {
    const files = subpaths.map(({ source }) => join(coreFolder, source))
    expect(intlMade(files)).toEqual([])
    // Whoever looks would see one.
    expect(intlMade(files, "new Intl.Collator()")).toEqual(["Collator"])
  })

  it("leave what is not used to the bundler: a gate brings nothing of other areas", async () => {
    const deal = subpaths.find(({ name }) => name === "deal")
    expect(deal).toBeDefined()
    if (deal === undefined) return
    const { outputs } = await filesOf(deal, "compilePipeline")
    const used = Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    )
    const areas = new Set(used.flatMap((path) => /core\/src\/(\w+)\//.exec(path)?.[1] ?? []))
    expect([...areas].toSorted()).toEqual(["deal", "shared"])
  })
})

/** What decides, checks input or serves; what only reads and folds records is loaded with a store. */
const late =
  /core\/src\/.*(?:Commands?|Rules|Schema|service|effect\/areas\/\w+|MemoryStore)\.ts$|effect\/dist\/Schema\.js$/

describe("what a host imports to begin", () => {
  it("is without kinds of record in the Promise facade, before it is called", async () => {
    const loaded = await loadedAtOnce(fileOf("core", "src/promise/index.ts"))
    expect(loaded.some((path) => path.endsWith("core/src/promise/SalesDept.ts"))).toBe(true)
    expect(loaded.filter((path) => path.endsWith("RecordKinds.ts"))).toEqual([])
  })

  it.each([
    ["the Promise facade", fileOf("core", "src/promise/index.ts")],
    ["the SQLite store", fileOf("sqlite", "src/index.ts")],
    ["the Postgres store", fileOf("postgres", "src/index.ts")],
  ])("is without commands, schemas and services of an area, and Effect's Schema, in %s", async (_name, file) => {
    const loaded = await loadedAtOnce(file)
    expect(loaded.some((path) => path.endsWith("effect/dist/Effect.js"))).toBe(true)
    expect(loaded.filter((path) => late.test(path))).toEqual([])
  })

  it("is looked at: what an area's use cases load is found", async () => {
    const loaded = await loadedAtOnce(fileOf("core", "src/effect/areas/DealUseCases.ts"))
    expect(loaded.filter((path) => late.test(path)).length).toBeGreaterThan(10)
    expect(loaded.some((path) => path.endsWith("effect/dist/Schema.js"))).toBe(true)
  })
})
