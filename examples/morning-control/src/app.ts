import type { SalesDept } from "@salesdept/core/promise"
import type { Express } from "express"
import express from "express"

/**
 * The server of an existing application, which gets the same list as JSON. A real one knows its user from a session; here a
 * header stands for it.
 *
 * - `GET /control` is the list of everybody's records
 * - `GET /control?owner=user:ann` is one person's
 * - `GET /control/health` is 200 where everything is covered, 503 with the exact list where not
 */
export const controlApp = (dept: SalesDept): Express => {
  const app = express()
  const shopOf = (request: express.Request) => dept.tenant("shop-17").as(request.header("x-user") ?? "user:head")
  app.get("/control", async (request, response) => {
    const { owner } = request.query
    response.json(await shopOf(request).control.list(typeof owner === "string" ? { ownerId: owner } : {}))
  })
  app.get("/control/health", async (request, response) => {
    const coverage = await shopOf(request).control.coverage()
    response.status(coverage.isCovered ? 200 : 503).json(coverage)
  })
  return app
}
