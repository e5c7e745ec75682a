import type { Purchase, PurchaseHistory } from "@salesdept/core/loyalty"
import { purchaseHistories } from "@salesdept/core/loyalty"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../../..")
const folder = join(resolve(root, process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data"), "loyalty/lifetimes")

const dashed = (date: string): string => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`

const purchaseOf = (line: string): Purchase => {
  const cells = line.trim().split(/\s+/)
  const amountMinor = Math.round(Number(cells.at(-1)) * 100)
  return { customerId: cells.at(-4) ?? "", on: dashed(cells.at(-3) ?? ""), amountMinor }
}

/**
 * Histories of CDNOW's customers over 39 weeks: the whole cohort of 23,570, or the published tenth of it. Null where the data are not
 * here: they may not be passed on with the code.
 */
export const cdnowHistories = (file: "sample" | "master"): ReadonlyArray<PurchaseHistory> | null => {
  const path = join(folder, `CDNOW_${file}.txt`)
  if (!existsSync(path)) return null
  const lines = readFileSync(path, "utf8").split("\n")
  const purchases = lines.filter((line) => /\d/.test(line)).map(purchaseOf)
  return purchaseHistories(purchases, { end: "1997-09-30", unit: "week" }).histories
}
