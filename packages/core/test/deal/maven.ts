import type { DealColumns, DealFact, DealOutcome } from "../../src/deal/DealFact.ts"
import { dealColumns } from "../../src/deal/DealFact.ts"
import { readTestData } from "../testData.ts"

const outcomes: { readonly [stage: string]: DealOutcome } = { Won: "won", Lost: "lost" }

const rowsOf = (path: string): ReadonlyArray<ReadonlyArray<string>> =>
  readTestData(path)
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","))

const orNull = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text)

/** The 8,800 opportunities of the public CRM set; dollars become cents, `GTXPro` is the list's `GTX Pro`. */
export const mavenDeals = (): ReadonlyArray<DealFact> => {
  const listPrice = new Map(
    rowsOf("pipeline/maven-crm/products.csv").map(([name = "", , price]) => [name, Number(price) * 100]),
  )
  return rowsOf("pipeline/maven-crm/sales_pipeline.csv").map(
    ([id = "", agent, product, account, stage = "", engaged, closed, value]) => {
      const productId = product === "GTXPro" ? "GTX Pro" : orNull(product)
      return {
        id,
        clientId: orNull(account),
        ownerId: orNull(agent),
        pipelineId: "sales",
        stageId: stage,
        outcome: outcomes[stage] ?? "open",
        productId,
        // The set writes 0 on lost deals: not a price.
        amountMinor: stage === "Won" ? Number(value) * 100 : null,
        listAmountMinor: productId === null ? null : (listPrice.get(productId) ?? null),
        currency: "USD",
        openedOn: orNull(engaged),
        closedOn: orNull(closed),
      }
    },
  )
}

/** The same as columns. */
export const mavenColumns = (): DealColumns => dealColumns(mavenDeals())
