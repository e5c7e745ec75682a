import { execFileSync } from "node:child_process"
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import { median } from "../PairedRounds.ts"
import { coreFolder, exportSizes, pureSubpaths, wholeSize } from "./Subpaths.ts"

/** What is to be reached at most. */
const most = { importMs: 15, ofSchema: 1.15 }

const rounds = 9

/** Builds the package as it is published; declarations are not needed to start. */
const buildCore = (): void => {
  const cli = createRequire(join(coreFolder, "package.json")).resolve("tsup/dist/cli-default.js")
  execFileSync(process.execPath, [cli, "--config", "../../tsup.config.ts", "--silent"], {
    cwd: coreFolder,
    stdio: "pipe",
  })
}

/** Processor time of a script in a process of its own, milliseconds; what Node itself costs is left out. */
const scriptMs = (work: string): number => {
  const script = `const before = process.cpuUsage(); ${work}; const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000)`
  return Number(
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: coreFolder, encoding: "utf8" }),
  )
}

/** The first import of a module. */
const importMs = (specifier: string): number => scriptMs(`await import(${JSON.stringify(specifier)})`)

/** From the import of the facade to the first deal, over the store in memory; with all areas loaded where asked. */
const firstDealMs = (facade: string, isAllLoaded: boolean): number =>
  scriptMs(`
    const { memory, presets, salesDept } = await import(${JSON.stringify(facade)})
    const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
    const dept = await salesDept({ store: memory(), department })
    ${isAllLoaded ? "await dept.load()" : ""}
    await dept.tenant("default").as("user:42").deals.open({ title: "Audit" })`)

const atMost = (
  work: string,
  rival: string,
  ms: { readonly ours: number; readonly theirs: number },
  target: number,
): Comparison => ({
  work,
  rival,
  target,
  ratio: ms.theirs / ms.ours,
  ours: { perSecond: 1000 / ms.ours, unit: "starts" },
  theirs: { perSecond: 1000 / ms.theirs, unit: "starts" },
})

const kb = (bytes: number): number => bytes / 1000

/**
 * What it costs to load the library, as it is built, and to bundle it: each entry for decisions and analysis against its bounds, and the
 * Promise facade against Effect's Schema alone.
 */
export const startBench = async (): Promise<BenchResult> => {
  buildCore()
  const comparisons: Array<Comparison> = []
  const figures: Array<Figure> = []
  const urlOf = (built: string): string => pathToFileURL(join(coreFolder, built)).href
  for (const subpath of pureSubpaths()) {
    const ours = median(Array.from({ length: rounds }, () => importMs(urlOf(subpath.built))))
    const bound = { ours, theirs: most.importMs }
    comparisons.push(atMost(`Cold import of ${subpath.name}`, `${most.importMs} ms over bare Node`, bound, 1))
    const [dearest] = await exportSizes(subpath)
    figures.push(
      { name: `Cold import of ${subpath.name}`, value: ours, unit: "ms" },
      {
        name: `${subpath.name}, its dearest name bundled alone: ${dearest?.name}`,
        value: kb(dearest?.gzipBytes ?? 0),
        unit: "kB gzip",
      },
      { name: `${subpath.name}, whole`, value: kb(await wholeSize(subpath)), unit: "kB gzip" },
    )
  }
  const [facade, schema, ratios]: [Array<number>, Array<number>, Array<number>] = [[], [], []]
  for (let round = 0; round < rounds; round++) {
    const [our, their] = [importMs(urlOf("dist/promise/index.js")), importMs("effect/Schema")]
    facade.push(our)
    schema.push(their)
    ratios.push(their / our)
  }
  const ms = { ours: median(facade), theirs: median(schema) }
  comparisons.push({
    ...atMost("Cold import of promise", "effect/Schema alone", ms, 1 / most.ofSchema),
    ratio: median(ratios),
  })
  const firstDeal = (isAllLoaded: boolean): number =>
    median(Array.from({ length: rounds }, () => firstDealMs(urlOf("dist/promise/index.js"), isAllLoaded)))
  figures.push(
    { name: "Cold import of promise", value: ms.ours, unit: "ms" },
    { name: "From the import to the first deal", value: firstDeal(false), unit: "ms" },
    { name: "From the import to the first deal, all areas loaded", value: firstDeal(true), unit: "ms" },
  )
  return { comparisons, figures }
}
