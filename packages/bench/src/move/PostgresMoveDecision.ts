import { hash, randomBytes } from "node:crypto"
import { actor, tenant } from "../BenchBase.ts"
import type { Move } from "./MoveScript.ts"
import { stages } from "./MoveScript.ts"

/** A deal as the rivals read it, with what was kept under the command's key and the version of the configuration. */
export interface MoveRow {
  readonly version: number
  readonly texts_version: number
  readonly changed_at: string
  readonly head: string
  readonly pipeline_id: string
  readonly pipeline_version: number
  readonly stage_id: string
  readonly entered_stage_at: string
  readonly client_id: string | null
  readonly owner_id: string | null
  readonly seller_id: string | null
  readonly closed_by_id: string | null
  readonly unowned_since: string | null
  readonly product_id: string | null
  readonly amount_minor: number | null
  readonly amount_currency: string | null
  readonly list_amount_minor: number | null
  readonly list_amount_currency: string | null
  readonly opened_on: string | null
  readonly closed_on: string | null
  readonly lost_reason_id: string | null
  readonly expected_close_on: string | null
  readonly lines: string | null
  readonly amount_from: string
  readonly credit_shares: string | null
  readonly close_rate: string | null
  readonly cycles: string | null
  readonly earlier_stays: string | null
  readonly reopened_on: string | null
  readonly finished_on: string | null
  readonly standing: string
  readonly merged_into_id: string | null
  readonly removed_on: string | null
  readonly source_id: string | null
  readonly facts_version: number
  readonly known_salt: string | null
  readonly known_digest: string | null
  readonly known_answer: string | null
  readonly rules_version: number | null
}

/** The columns of the deal among those of {@link MoveRow}. */
export const dealColumns = [
  "version",
  "texts_version",
  "changed_at",
  "head",
  "pipeline_id",
  "pipeline_version",
  "stage_id",
  "entered_stage_at",
  "client_id",
  "owner_id",
  "seller_id",
  "closed_by_id",
  "unowned_since",
  "product_id",
  "amount_minor",
  "amount_currency",
  "list_amount_minor",
  "list_amount_currency",
  "opened_on",
  "closed_on",
  "lost_reason_id",
  "expected_close_on",
  "lines",
  "amount_from",
  "credit_shares",
  "close_rate",
  "cycles",
  "earlier_stays",
  "reopened_on",
  "finished_on",
  "standing",
  "merged_into_id",
  "removed_on",
  "source_id",
  "facts_version",
] as const

/** What a move writes, by column. */
export interface MoveWrites {
  readonly deal: {
    readonly version: number
    readonly changed_at: string
    readonly head: string
    readonly stage_id: string
    readonly entered_stage_at: string
  }
  readonly journal: { readonly [Column in (typeof journalColumns)[number]]: string | number | null }
  readonly outbox: {
    readonly tenant_id: string
    readonly stream: string
    readonly from_version: number
    readonly version: number
    readonly recorded_at: string
  }
  readonly command: {
    readonly tenant_id: string
    readonly key: string
    readonly salt: string
    readonly digest: string
    readonly answer: string
    readonly streams: string
    readonly recorded_at: string
  }
}

/** The columns of the journal that a move fills. */
export const journalColumns = [
  "tenant_id",
  "stream",
  "version",
  "kind",
  "type",
  "type_version",
  "payload",
  "occurred_at",
  "recorded_at",
  "actor",
  "command_id",
  "pipeline_id",
  "stage_id",
  "previous_stage_id",
  "previous_stage_seconds",
  "outcome",
  "amount_minor",
  "list_amount_minor",
  "currency",
  "owner_id",
  "expected_close_on",
  "hash",
] as const

/** What a move comes to: an earlier answer, or what is to be written with a new one. */
export type MoveDecision =
  | { readonly isKnown: true; readonly answer: unknown }
  | { readonly isKnown: false; readonly answer: unknown; readonly writes: MoveWrites }

const sha256 = (text: string): string => hash("sha256", text)

const listOf = (json: string | null): unknown => (json === null ? [] : JSON.parse(json))

const moneyOf = (amountMinor: number | null, currency: string | null) =>
  amountMinor === null ? null : { amountMinor, currency }

const allowed: ReadonlySet<string> = new Set(stages.slice(1).map((stage, index) => `${stages[index]} ${stage}`))

/**
 * Decides a move as somebody would write it for exactly these tables, and what it leaves there: the part that all rivals over
 * Postgres share, so that they differ by their statements alone. The rows are those of the library: idempotency, versions, history
 * columns, hash chain and outbox.
 *
 * @throws Error where the deal is not there, may not move so, or the key was used with another input
 */
export const decideMoveByHand = (row: MoveRow | undefined, { dealId, to, idempotencyKey }: Move): MoveDecision => {
  const inputText = `["deal.move",${JSON.stringify(actor)},{"dealId":${JSON.stringify(dealId)},"to":${JSON.stringify(to)}}]`
  if (row === undefined) throw new Error(`${dealId} is not there`)
  if (row.known_salt !== null) {
    if (sha256(`${row.known_salt}${inputText}`) !== row.known_digest) {
      throw new Error(`${idempotencyKey} has another input`)
    }
    return { isKnown: true, answer: JSON.parse(row.known_answer ?? "null") }
  }
  if (!allowed.has(`${row.stage_id} ${to}`)) throw new Error(`${dealId} may not move to ${to}`)
  const now = new Date().toISOString()
  const movedAt = row.changed_at > now ? row.changed_at : now
  const version = row.version + 1
  const seconds = Math.floor((Date.parse(movedAt) - Date.parse(row.entered_stage_at)) / 1000)
  const commandId = `command_${sha256(idempotencyKey).slice(0, 32)}`
  const payload = JSON.stringify({ closedOn: null, from: row.stage_id, lostReasonId: null, outcome: "open", to })
  const mark = {
    amountMinor: row.amount_minor,
    currency: row.amount_currency,
    expectedCloseOn: row.expected_close_on,
    listAmountMinor: row.list_amount_minor,
    outcome: "open",
    ownerId: row.owner_id,
    pipelineId: row.pipeline_id,
    previousStageId: row.stage_id,
    previousStageSeconds: seconds,
    stageId: to,
  }
  const head = sha256(
    `${row.head}\n${JSON.stringify([tenant, dealId, version, "deal", "DealMoved", 1, movedAt, now, actor, commandId, mark, null])}\n${payload}`,
  )
  const answer = {
    deal: {
      id: dealId,
      version,
      textsVersion: row.texts_version,
      changedAt: movedAt,
      pipelineId: row.pipeline_id,
      pipelineVersion: row.pipeline_version,
      stageId: to,
      outcome: "open",
      enteredStageAt: movedAt,
      clientId: row.client_id,
      ownerId: row.owner_id,
      sellerId: row.seller_id,
      closedById: row.closed_by_id,
      unownedSince: row.unowned_since,
      productId: row.product_id,
      amount: moneyOf(row.amount_minor, row.amount_currency),
      listAmount: moneyOf(row.list_amount_minor, row.list_amount_currency),
      openedOn: row.opened_on,
      closedOn: row.closed_on,
      lostReasonId: row.lost_reason_id,
      expectedCloseOn: row.expected_close_on,
      lines: listOf(row.lines),
      amountFrom: row.amount_from,
      creditShares: listOf(row.credit_shares),
      closeRate: row.close_rate === null ? null : JSON.parse(row.close_rate),
      cycles: listOf(row.cycles),
      earlierStays: listOf(row.earlier_stays),
      reopenedOn: row.reopened_on,
      finishedOn: row.finished_on,
      standing: row.standing,
      mergedIntoId: row.merged_into_id,
      removedOn: row.removed_on,
      sourceId: row.source_id,
      imported: null,
      factsVersion: row.facts_version,
    },
  }
  const salt = randomBytes(16).toString("hex")
  return {
    isKnown: false,
    answer,
    writes: {
      deal: { version, changed_at: movedAt, head, stage_id: to, entered_stage_at: movedAt },
      journal: {
        tenant_id: tenant,
        stream: dealId,
        version,
        kind: "deal",
        type: "DealMoved",
        type_version: 1,
        payload,
        occurred_at: movedAt,
        recorded_at: now,
        actor,
        command_id: commandId,
        pipeline_id: row.pipeline_id,
        stage_id: to,
        previous_stage_id: row.stage_id,
        previous_stage_seconds: seconds,
        outcome: "open",
        amount_minor: row.amount_minor,
        list_amount_minor: row.list_amount_minor,
        currency: row.amount_currency,
        owner_id: row.owner_id,
        expected_close_on: row.expected_close_on,
        hash: head,
      },
      outbox: { tenant_id: tenant, stream: dealId, from_version: version, version, recorded_at: now },
      command: {
        tenant_id: tenant,
        key: idempotencyKey,
        salt,
        digest: sha256(`${salt}${inputText}`),
        answer: JSON.stringify(answer),
        streams: `[[${JSON.stringify(dealId)},${version},${version}]]`,
        recorded_at: now,
      },
    },
  }
}
