import type { DealFact } from "../../src/deal/DealFact.ts"
import { readTestData } from "../testData.ts"

const outcomes: { readonly [stage: string]: DealFact["outcome"] } = { Won: "won", Lost: "lost" }

/** The public CRM set as deals; amounts in cents, none on deals that were not won. */
export const mavenDeals = (): ReadonlyArray<DealFact> =>
  readTestData("pipeline/maven-crm/sales_pipeline.csv")
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line): DealFact => {
      const [id = "", agent = "", product = "", account = "", stage = "", engaged = "", closed = "", value = ""] =
        line.split(",")
      return {
        id,
        clientId: account === "" ? null : account,
        ownerId: agent,
        pipelineId: "sales",
        stageId: stage,
        outcome: outcomes[stage] ?? "open",
        productId: product === "GTXPro" ? "GTX Pro" : product,
        amountMinor: stage === "Won" ? Number(value) * 100 : null,
        listAmountMinor: null,
        currency: "USD",
        openedOn: engaged === "" ? null : engaged,
        closedOn: closed === "" ? null : closed,
      }
    })
