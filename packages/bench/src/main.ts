import { controlBench } from "./control/ControlBench.ts"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { BenchName } from "./BenchOptions.ts"
import { readOptions } from "./BenchOptions.ts"
import { duplicateBench } from "./duplicates/DuplicateBench.ts"
import { gateBench } from "./gate/GateBench.ts"
import { importBench } from "./import/ImportBench.ts"
import { postgresImportBench } from "./import/PostgresImportBench.ts"
import { fitBench } from "./loyalty/FitBench.ts"
import type { BenchResult } from "./Measurement.ts"
import { moveBench } from "./move/MoveBench.ts"
import { postgresMoveBench } from "./move/PostgresMoveBench.ts"
import { outboxBench } from "./outbox/OutboxBench.ts"
import { planBench } from "./plan/PlanBench.ts"
import { readBench } from "./read/ReadBench.ts"
import { startBench } from "./start/StartBench.ts"
import { resultTable } from "./ResultTable.ts"

const { only, isFull, isJson } = readOptions(process.argv.slice(2))

const runs: { readonly [Name in BenchName]: (folder: string) => Promise<BenchResult> } = {
  control: (folder) => controlBench(folder, isFull),
  plan: (folder) => planBench(folder, isFull),
  move: moveBench,
  "postgres-move": postgresMoveBench,
  import: (folder) => importBench(folder, isFull),
  "postgres-import": () => postgresImportBench(isFull),
  duplicates: () => Promise.resolve(duplicateBench(isFull)),
  fit: fitBench,
  gate: gateBench,
  outbox: (folder) => outboxBench(folder, isFull),
  start: startBench,
  read: (folder) => readBench(folder, isFull),
}

const folder = mkdtempSync(join(tmpdir(), "salesdept-bench-"))
try {
  const results: Array<BenchResult> = []
  for (const name of only) results.push(await runs[name](folder))
  const result: BenchResult = {
    comparisons: results.flatMap(({ comparisons }) => comparisons),
    figures: results.flatMap(({ figures }) => figures),
  }
  process.stdout.write(isJson ? `${JSON.stringify(result, null, 2)}\n` : resultTable(result))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
