import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../../..")
const folder = resolve(root, process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data")

/** Whether the real data sets are here. Suites that need them skip, and say so, where they are not. */
export const hasTestData = existsSync(folder)

/** Ending of the name of a suite that needs the data sets. */
export const skippedWithoutData = hasTestData ? "" : " (skipped: no test data)"

/** Files of one of the real data sets, as an import takes them. */
export const dataFiles = (set: string, names: ReadonlyArray<string>) =>
  names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, set, name))) }))
