import { isSalesDeptError } from "@salesdept/core/promise"
import type { SalesDept } from "@salesdept/core/promise"
import Database from "better-sqlite3"
import type { ErrorRequestHandler, Express } from "express"
import express from "express"
import { orders } from "./shop.ts"
import { ordersReport, orderWithDeal, personOf, salesOf } from "./sales.ts"

/** The few errors that a status of their own stands for, as docs/errors has them; whatever else is refused is 422. */
const statuses: { readonly [tag: string]: number } = {
  InputInvalid: 400,
  Forbidden: 403,
  RecordNotFound: 404,
  RecordExists: 409,
  VersionConflict: 409,
  IdempotencyMismatch: 409,
}

/** Errors of the library say in both languages what is wrong; what is safe to repeat is told by the status. */
const refused: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (isSalesDeptError(error)) response.status(error.retryable ? 503 : (statuses[error._tag] ?? 422)).json(error)
  else if (error instanceof Database.SqliteError) response.status(422).json({ code: error.code })
  else next(error)
}

/**
 * The shop's server. A real one knows its user from a session; here a header stands for it.
 *
 * - `POST /orders` places an order and opens its deal
 * - `GET /orders` lists the orders
 * - `GET /report` says what became of them
 * - `GET /deals/:id/blocks?to=stage` says what keeps a deal from a stage
 * - `POST /deals/:id/moves` moves it
 * - `GET /control?mine=1` is the control list, of everybody or of the user alone
 */
export const shopApp = (dept: SalesDept, db: Database.Database): Express => {
  const app = express()
  app.use(express.json())
  const userOf = (request: express.Request): number => Number(request.header("x-user-id"))

  app.post("/orders", async (request, response) => {
    const { customerName, totalCents } = request.body
    response.status(201).json(await orderWithDeal(dept, db, { customerName, totalCents, userId: userOf(request) }))
  })
  app.get("/orders", (_request, response) => void response.json(orders(db)))
  app.get("/report", (_request, response) => void response.json(ordersReport(db)))
  app.get("/deals/:id/blocks", async (request, response) => {
    const { to } = request.query
    const deals = salesOf(dept, userOf(request)).deals
    response.json(await deals.evaluate({ dealId: request.params.id, to: typeof to === "string" ? to : "" }))
  })
  app.post("/deals/:id/moves", async (request, response) => {
    const { deal } = await salesOf(dept, userOf(request)).deals.move({ dealId: request.params.id, to: request.body.to })
    response.json(deal)
  })
  app.get("/control", async (request, response) => {
    const mine = request.query["mine"] === undefined ? {} : { ownerId: personOf(userOf(request)) }
    const me = salesOf(dept, userOf(request))
    const { rows } = await me.control.list(mine)
    // Names are the shop's own; of whoever is no longer there, there is none.
    const ids = [...new Set(rows.flatMap(({ ownerId }) => ownerId ?? []))]
    const { names } = await me.directory.names({ kind: "people", ids })
    response.json({ rows: rows.map((row) => ({ ...row, owner: names[row.ownerId ?? ""] ?? null })) })
  })
  app.use(refused)
  return app
}
