import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..")
const folder = resolve(root, process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data")

/** Whether the real data sets are here. Suites that need them skip, and say so, where they are not. */
export const hasTestData = existsSync(folder)

/** The path of a file of the real data sets. */
export const testDataPath = (path: string): string => join(folder, path)

/** A text file of the real data sets. */
export const readTestData = (path: string): string => readFileSync(testDataPath(path), "utf8")
