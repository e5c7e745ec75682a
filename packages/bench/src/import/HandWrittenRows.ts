import { hash, randomBytes } from "node:crypto"
import { actor, sourceId, tenant } from "../BenchBase.ts"
import type { DealRow } from "./ImportRows.ts"

const pipelineId = "servicesWithActs"
const pipelineVersion = 1

const sha256 = (text: string): string => hash("sha256", text)

const outcomeOf = ({ stageId }: DealRow): string =>
  stageId === "lost" ? "lost" : stageId === "fulfilment" ? "won" : "open"

/** A table of the library, the columns that an import fills, and their types in Postgres where they are not text. */
export interface HandWrittenTable {
  /** Its name before prefix or schema. */
  readonly name: string
  /** The columns filled, in order. */
  readonly columns: ReadonlyArray<string>
}

/** The tables that an import of deals fills. */
export const handWrittenTables: ReadonlyArray<HandWrittenTable> = [
  {
    name: "deal",
    columns:
      "tenant_id id version texts_version changed_at head pipeline_id pipeline_version stage_id outcome client_id owner_id seller_id closed_by_id product_id amount_minor amount_currency list_amount_minor list_amount_currency opened_on closed_on amount_from standing source_id imported".split(
        " ",
      ),
  },
  {
    name: "journal",
    columns:
      "tenant_id stream version kind type type_version payload occurred_at recorded_at actor command_id pipeline_id stage_id outcome amount_minor list_amount_minor currency owner_id texts_version texts_digest hash".split(
        " ",
      ),
  },
  { name: "texts", columns: ["tenant_id", "record_id", "version", "texts", "salt"] },
  { name: "outbox", columns: ["tenant_id", "stream", "from_version", "version", "recorded_at"] },
]

/** What is written of one row, table by table in the order of {@link handWrittenTables}. */
export type HandWrittenRow = ReadonlyArray<ReadonlyArray<string | number | null>>

/** The rows that an import by hand writes: the same as the library's, with the same hash chain. */
export const handWrittenRow = (row: DealRow, now: string, commandId: string): HandWrittenRow => {
  const outcome = outcomeOf(row)
  const { id, stageId, clientId, ownerId, productId, amount, listAmount, openedOn, closedOn } = row
  const values = { amount, clientId, closedOn, listAmount, openedOn, outcome, ownerId, productId, stageId }
  const payload = JSON.stringify({ id, kept: values, pipelineId, pipelineVersion, sourceId, stated: values })
  const texts = JSON.stringify({ title: row.title })
  const salt = randomBytes(16).toString("hex")
  const digest = sha256(`${salt}${texts}`)
  const mark = {
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
  }
  const named = [tenant, id, 1, "deal", "DealImported", 2, now, now, actor, commandId]
  const head = sha256(`\n${JSON.stringify([...named, mark, { digest, version: 1 }])}\n${payload}`)
  const closedById = outcome === "open" ? null : ownerId
  const place = [pipelineId, pipelineVersion, stageId, outcome, clientId, ownerId, ownerId, closedById, productId]
  const money = [amount.amountMinor, amount.currency, listAmount.amountMinor, listAmount.currency]
  const stated = JSON.stringify(values)
  const recorded = [tenant, id, 1, "deal", "DealImported", 2, payload, now, now, actor, commandId]
  const marked = [pipelineId, stageId, outcome, amount.amountMinor, listAmount.amountMinor, amount.currency, ownerId]
  return [
    [tenant, id, 1, 1, now, head, ...place, ...money, openedOn, closedOn, "stated", "active", sourceId, stated],
    [...recorded, ...marked, 1, digest, head],
    [tenant, id, 1, texts, salt],
    [tenant, id, 1, 1, now],
  ]
}

/** A new id of a command. */
export const handWrittenCommandId = (): string => `command_${randomBytes(16).toString("hex")}`
