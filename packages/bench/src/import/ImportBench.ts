import { copyFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { BenchBase } from "../BenchBase.ts"
import { actor, openBase, prepareCopies, sourceId, tenant } from "../BenchBase.ts"
import { liveHeapMiB } from "../LiveHeap.ts"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import { pairedRounds } from "../PairedRounds.ts"
import { handWrittenImport } from "./HandWrittenImport.ts"
import { importAlone, importFigures } from "./ImportMemory.ts"
import { groupAt, groupSize } from "./ImportRows.ts"

/** A size of import, and how often it is run beside the rival: 0 where one pass of ours takes minutes. */
interface Size {
  readonly rows: number
  readonly rounds: number
  readonly warmUps: number
}

const usualSizes: ReadonlyArray<Size> = [
  { rows: 1000, rounds: 9, warmUps: 3 },
  { rows: 10_000, rounds: 5, warmUps: 1 },
]

const fullSizes: ReadonlyArray<Size> = [
  ...usualSizes,
  { rows: 100_000, rounds: 1, warmUps: 0 },
  { rows: 1_000_000, rounds: 0, warmUps: 0 },
]

const importOurs = async ({ dept }: BenchBase, total: number, onGroup?: (start: number) => void): Promise<void> => {
  const session = dept.tenant(tenant).as(actor)
  for (let start = 0; start < total; start += groupSize) {
    await session.deals.import({ sourceId, pipelineId: "servicesWithActs", rows: groupAt(start, total) })
    onGroup?.(start)
  }
}

const importByHand = ({ database }: BenchBase, total: number): void => {
  const insert = handWrittenImport(database.handle)
  for (let start = 0; start < total; start += groupSize) insert(groupAt(start, total))
}

/** Gives a fresh empty base for each round, and takes them away in the end. */
const freshBases = async (folder: string, template: string, name: string, count: number) => {
  const files = Array.from({ length: count }, (_, index) => join(folder, `${name}-${index}.db`))
  const bases: Array<BenchBase> = []
  for (const file of files) {
    copyFileSync(template, file)
    bases.push(await openBase(file, "off"))
  }
  const at = (round: number): BenchBase => {
    const base = bases[round]
    if (base === undefined) throw new RangeError(`there is no base for round ${round}`)
    return base
  }
  const remove = async (): Promise<void> => {
    for (const { dept } of bases) await dept.close()
    for (const file of files) rmSync(file)
  }
  return { at, remove }
}

const compare = async (
  folder: string,
  template: string,
  { rows, rounds, warmUps }: Size,
): Promise<Pick<Comparison, "ratio" | "ours" | "theirs">> => {
  const ours = await freshBases(folder, template, `import-${rows}-ours`, rounds + warmUps)
  const theirs = await freshBases(folder, template, `import-${rows}-theirs`, rounds + warmUps)
  const found = await pairedRounds({
    ours: { run: (round) => importOurs(ours.at(round), rows) },
    theirs: { run: (round) => importByHand(theirs.at(round), rows) },
    perRound: rows,
    rounds,
    warmUps,
    unit: "rows",
  })
  await ours.remove()
  await theirs.remove()
  return found
}

/** How often the heap is looked at during one import. */
const looks = 10

/** One import from an empty base: the most of the heap that it held. */
const heldBy = async (folder: string, template: string, rows: number): Promise<Figure> => {
  const bases = await freshBases(folder, template, `import-${rows}-pass`, 1)
  const before = liveHeapMiB()
  const every = Math.max(groupSize, Math.floor(rows / looks / groupSize) * groupSize)
  let most = 0
  await importOurs(bases.at(0), rows, (start) => {
    if ((start + groupSize) % every === 0) most = Math.max(most, liveHeapMiB() - before)
  })
  await bases.remove()
  return { name: `Heap held while ${rows} rows are imported`, value: most, unit: "MiB" }
}

/** One import from an empty base in a process of its own: its time a row, and the memory of the process. */
const aloneWith = async (folder: string, template: string, rows: number): Promise<ReadonlyArray<Figure>> => {
  const file = join(folder, `import-${rows}-alone.db`)
  copyFileSync(template, file)
  const alone = await importAlone("sqlite", rows, file)
  rmSync(file)
  return importFigures("SQLite", rows, alone)
}

/** Compares importing deals behind the write path with bare inserts of the same rows, by size. */
export const importBench = async (folder: string, isFull: boolean): Promise<BenchResult> => {
  const template = join(folder, "import-template.db")
  await prepareCopies([template], 0)
  const comparisons: Array<Comparison> = []
  const figures: Array<Figure> = []
  for (const size of isFull ? fullSizes : usualSizes) {
    if (size.rounds > 0) {
      comparisons.push({
        work: `SQLite import of ${size.rows} deals`,
        rival: "bare prepared inserts of the same rows",
        target: 0.5,
        ...(await compare(folder, template, size)),
      })
      figures.push(await heldBy(folder, template, size.rows))
    }
    // What a process needs to get going would be most of a small import.
    if (size.rows >= 10_000) figures.push(...(await aloneWith(folder, template, size.rows)))
  }
  return { comparisons, figures }
}
