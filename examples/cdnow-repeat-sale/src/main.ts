import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cdnowPurchases, noData } from "./purchases.ts"
import { repeatSale } from "./repeatSale.ts"

const purchases = cdnowPurchases()
if (purchases === null) console.log(noData)
else {
  const { lines, pictures } = repeatSale(purchases)
  for (const line of lines) console.log(line)
  const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "cdnow-"))
  mkdirSync(folder, { recursive: true })
  for (const [file, svg] of Object.entries(pictures)) {
    writeFileSync(join(folder, file), svg)
    console.log(`picture: ${join(folder, file)}`)
  }
}
