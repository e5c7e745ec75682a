import { readFileSync } from "node:fs"
import type { PurchaseHistories, Purchase } from "../../src/loyalty/index.ts"
import { purchaseHistories } from "../../src/loyalty/index.ts"
import { hasTestData, readTestData, testDataPath } from "../testData.ts"

const dashed = (date: string): string => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`

/** Purchases of CDNOW (Fader and Hardie 2001): the published tenth, or the whole cohort of 23,570 customers. */
export const cdnowPurchases = (file: "sample" | "master"): ReadonlyArray<Purchase> =>
  readTestData(`loyalty/lifetimes/CDNOW_${file}.txt`)
    .trim()
    .split("\n")
    .filter((line) => /\d/.test(line))
    .map((line) => {
      const cells = line.trim().split(/\s+/)
      return {
        customerId: cells.at(-4)!,
        on: dashed(cells.at(-3)!),
        amountMinor: Math.round(Number(cells.at(-1)) * 100),
      }
    })

/** 39 weeks to fit and 39 to check, as in every publication. */
export const cdnowHistories = (file: "sample" | "master"): PurchaseHistories =>
  purchaseHistories(cdnowPurchases(file), { end: "1997-09-30", unit: "week", holdoutEnd: "1998-06-30" })

/** A file of reference values beside the data; an empty object where there is none. */
export const reference = (file: string): unknown =>
  hasTestData ? JSON.parse(readFileSync(testDataPath(`../reference/${file}`), "utf8")) : {}
