import { deepStrictEqual } from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { firstDeal } from "./firstDeal.ts"

const folder = mkdtempSync(join(tmpdir(), "first-deal-"))
try {
  const lines: Array<string> = []
  await firstDeal(join(folder, "sales.db"), (line) => lines.push(line))
  deepStrictEqual(lines, [
    "not yet: Required: deal amount is given / Требуется: указать «сумма сделки»",
    "contract, version 7",
    "the same request again: first result",
    "journal: 1 stream, 7 events, 0 faults",
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log("first-deal: as expected")
