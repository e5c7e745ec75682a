import type { Purchase } from "@salesdept/core/loyalty"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..")
const file = join(
  resolve(root, process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data"),
  "loyalty/lifetimes/CDNOW_sample.txt",
)

const dashed = (date: string): string => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`

/**
 * The purchases of 2,357 customers of CDNOW, an online seller of discs, who bought first in early 1997, to June 1998 (Fader and
 * Hardie 2001). Null where the data are not here: they may not be passed on with the code.
 */
export const cdnowPurchases = (): ReadonlyArray<Purchase> | null => {
  if (!existsSync(file)) return null
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /\d/.test(line))
    .map((line): Purchase => {
      const [customerId = "", on = "", amount = ""] = line.trim().split(/\s+/).slice(-4).toSpliced(2, 1)
      return { customerId, on: dashed(on), amountMinor: Math.round(Number(amount) * 100) }
    })
}

/** Said where there is nothing to work on. */
export const noData = `skipped: there are no purchases at ${file} (set SALESDEPT_TEST_DATA)`
