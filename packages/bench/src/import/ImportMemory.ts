import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import type { Figure } from "../Measurement.ts"

/** What a process told that imported and did nothing else. */
export interface ImportedAlone {
  /** Time a row, microseconds. */
  readonly rowUs: number
  /** The most memory that the process had resident, MiB: code, the heap with what waits to be collected, and the driver's caches. */
  readonly residentMiB: number
}

const program = fileURLToPath(new URL("ImportProcess.ts", import.meta.url))

/** Imports so many deals in a process of its own. */
export const importAlone = async (
  store: "sqlite" | "postgres",
  rows: number,
  ...where: ReadonlyArray<string>
): Promise<ImportedAlone> => {
  const { stdout } = await promisify(execFile)(process.execPath, [program, store, String(rows), ...where])
  return JSON.parse(stdout) as ImportedAlone
}

/** The same as figures. */
export const importFigures = (
  name: string,
  rows: number,
  { rowUs, residentMiB }: ImportedAlone,
): ReadonlyArray<Figure> => [
  { name: `${name} import of ${rows} deals in a process of its own, a row`, value: rowUs, unit: "µs" },
  { name: `Memory resident at most in that process`, value: residentMiB, unit: "MiB" },
]
