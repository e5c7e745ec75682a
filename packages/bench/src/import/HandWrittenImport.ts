import { hash, randomBytes } from "node:crypto"
import type { Database } from "better-sqlite3"
import { actor, sourceId, tenant } from "../BenchBase.ts"
import type { DealRow } from "./ImportRows.ts"

const pipelineId = "servicesWithActs"
const pipelineVersion = 1

const sha256 = (text: string): string => hash("sha256", text)

const outcomeOf = ({ stageId }: DealRow): string =>
  stageId === "lost" ? "lost" : stageId === "fulfilment" ? "won" : "open"

/** Inserts rows that are not there yet, in one transaction. */
export type HandWrittenImport = (rows: ReadonlyArray<DealRow>) => void

/**
 * The import as plain prepared inserts for exactly these tables: the same deals, texts, marks for delivery and journal rows
 * with the same hash chain as the library writes, in one transaction a group. It reads nothing, checks nothing, tells no other deal
 * of the clients, and would fail on a second run.
 */
export const handWrittenImport = (database: Database): HandWrittenImport => {
  const insertDeal = database.prepare(
    `insert into salesdept_deal (tenant_id, id, version, texts_version, changed_at, head, pipeline_id, pipeline_version,
      stage_id, outcome, entered_stage_at, client_id, owner_id, product_id, amount_minor, amount_currency, list_amount_minor,
      list_amount_currency, opened_on, closed_on, lost_reason_id, expected_close_on, amount_from, standing, source_id, imported)
    values (?, ?, 1, 1, ?, ?, ?, ?, ?, ?, null, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, null, 'stated', 'active', ?, ?)`,
  )
  const append = database.prepare(
    `insert into salesdept_journal (tenant_id, stream, version, kind, type, type_version, payload, occurred_at, recorded_at,
      actor, command_id, pipeline_id, stage_id, previous_stage_id, previous_stage_seconds, outcome, amount_minor,
      list_amount_minor, currency, owner_id, expected_close_on, texts_version, texts_digest, hash)
    values (?, ?, 1, 'deal', 'DealImported', 1, ?, ?, ?, ?, ?, ?, ?, null, null, ?, ?, ?, ?, ?, null, 1, ?, ?)`,
  )
  const insertTexts = database.prepare(
    "insert into salesdept_texts (tenant_id, record_id, version, texts, salt) values (?, ?, 1, ?, ?)",
  )
  const markStream = database.prepare(
    "insert into salesdept_outbox (tenant_id, stream, from_version, version, recorded_at) values (?, ?, 1, 1, ?)",
  )

  const insertRow = (row: DealRow, now: string, commandId: string): void => {
    const outcome = outcomeOf(row)
    const { id, stageId, clientId, ownerId, productId, amount, listAmount, openedOn, closedOn } = row
    const stated = JSON.stringify({
      stageId,
      outcome,
      clientId,
      ownerId,
      productId,
      amount,
      listAmount,
      openedOn,
      closedOn,
    })
    const values = { amount, clientId, closedOn, listAmount, openedOn, outcome, ownerId, productId, stageId }
    const payload = JSON.stringify({ id, kept: values, pipelineId, pipelineVersion, sourceId, stated: values })
    const texts = JSON.stringify({ title: row.title })
    const salt = randomBytes(16).toString("hex")
    const digest = sha256(`${salt}${texts}`)
    const sealed = JSON.stringify([
      tenant,
      id,
      1,
      "deal",
      "DealImported",
      1,
      now,
      now,
      actor,
      commandId,
      {
        amountMinor: amount.amountMinor,
        currency: amount.currency,
        expectedCloseOn: null,
        listAmountMinor: listAmount.amountMinor,
        outcome,
        ownerId,
        pipelineId,
        previousStageId: null,
        previousStageSeconds: null,
        stageId,
      },
      { digest, version: 1 },
    ])
    const head = sha256(`\n${sealed}\n${payload}`)
    insertDeal.run(
      tenant,
      id,
      now,
      head,
      pipelineId,
      pipelineVersion,
      stageId,
      outcome,
      clientId,
      ownerId,
      productId,
      amount.amountMinor,
      amount.currency,
      listAmount.amountMinor,
      listAmount.currency,
      openedOn,
      closedOn,
      sourceId,
      stated,
    )
    append.run(
      tenant,
      id,
      payload,
      now,
      now,
      actor,
      commandId,
      pipelineId,
      stageId,
      outcome,
      amount.amountMinor,
      listAmount.amountMinor,
      amount.currency,
      ownerId,
      digest,
      head,
    )
    insertTexts.run(tenant, id, texts, salt)
    markStream.run(tenant, id, now)
  }

  return database.transaction((rows: ReadonlyArray<DealRow>) => {
    const now = new Date().toISOString()
    const commandId = `command_${randomBytes(16).toString("hex")}`
    for (const row of rows) insertRow(row, now, commandId)
  })
}
