import { hash, randomBytes } from "node:crypto"
import type { Database } from "better-sqlite3"
import { actor, tenant } from "../BenchBase.ts"
import type { Move } from "./MoveScript.ts"
import { stages } from "./MoveScript.ts"

/** The columns of a deal that the move reads or answers. */
interface DealRow {
  readonly version: number
  readonly texts_version: number
  readonly changed_at: string
  readonly head: string
  readonly pipeline_id: string
  readonly pipeline_version: number
  readonly stage_id: string
  readonly outcome: string
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
  readonly merged_into_id: string | null
  readonly removed_on: string | null
  readonly standing: "active" | "void"
  readonly source_id: string | null
  readonly facts_version: number
}

interface CommandRow {
  readonly salt: string
  readonly digest: string
  readonly answer: string
}

/** Moves a deal; answers the deal after it. */
export type HandWrittenMove = (move: Move) => unknown

const sha256 = (text: string): string => hash("sha256", text)

const listOf = (json: string | null): unknown => (json === null ? [] : JSON.parse(json))

const moneyOf = (amountMinor: number | null, currency: string | null) =>
  amountMinor === null ? null : { amountMinor, currency }

/**
 * The move as somebody would write it by hand for exactly these tables: prepared statements on the driver, no layers. It does
 * the same work as the library, and leaves the same rows: idempotency, versions, guards, history columns, hash chain and outbox.
 */
export const handWrittenMove = (database: Database): HandWrittenMove => {
  const begin = database.prepare("begin immediate")
  const commit = database.prepare("commit")
  const rollback = database.prepare("rollback")
  const earlier = database.prepare<[string, string], CommandRow>(
    "select salt, digest, answer from salesdept_command where tenant_id = ? and key = ?",
  )
  const rules = database.prepare<[string, string], { readonly version: number }>(
    "select version from salesdept_department where tenant_id = ? and id = ?",
  )
  const read = database.prepare<[string, string], DealRow>(
    `select version, texts_version, changed_at, head, pipeline_id, pipeline_version, stage_id, outcome, entered_stage_at,
      client_id, owner_id, seller_id, closed_by_id, unowned_since, product_id, amount_minor, amount_currency, list_amount_minor, list_amount_currency, opened_on,
      closed_on, lost_reason_id, expected_close_on, lines, amount_from, credit_shares, close_rate, cycles, earlier_stays, reopened_on, finished_on, standing,
      merged_into_id, removed_on, source_id, facts_version
    from salesdept_deal where tenant_id = ? and id = ?`,
  )
  const update = database.prepare(
    `update salesdept_deal set version = ?, changed_at = ?, head = ?, stage_id = ?, entered_stage_at = ?
    where tenant_id = ? and id = ? and version = ? and facts_version = ?`,
  )
  const append = database.prepare(
    `insert into salesdept_journal (tenant_id, stream, version, kind, type, type_version, payload, occurred_at, recorded_at,
      actor, command_id, pipeline_id, stage_id, previous_stage_id, previous_stage_seconds, outcome, amount_minor,
      list_amount_minor, currency, owner_id, expected_close_on, texts_version, texts_digest, hash)
    values (?, ?, ?, 'deal', 'DealMoved', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, null, ?)`,
  )
  const keep = database.prepare(
    `insert into salesdept_outbox (tenant_id, stream, from_version, version, recorded_at) values (?, ?, ?, ?, ?)
    on conflict (tenant_id, stream) do update set version = excluded.version, recorded_at = excluded.recorded_at`,
  )
  const record = database.prepare(
    `insert into salesdept_command (tenant_id, key, salt, digest, answer, streams, recorded_at)
    values (?, ?, ?, ?, ?, ?, ?)`,
  )
  let rulesVersion = 0
  let moves: ReadonlySet<string> = new Set()
  /** The configuration is parsed once for each of its versions, as in the library. */
  const movesUnder = (version: number): ReadonlySet<string> => {
    if (version !== rulesVersion) {
      moves = new Set(stages.slice(1).map((stage, index) => `${stages[index]} ${stage}`))
      rulesVersion = version
    }
    return moves
  }

  const inTransaction = ({ dealId, to, idempotencyKey }: Move): unknown => {
    const inputText = `["deal.move",${JSON.stringify(actor)},{"dealId":${JSON.stringify(dealId)},"to":${JSON.stringify(to)}}]`
    const known = earlier.get(tenant, idempotencyKey)
    if (known !== undefined) {
      if (sha256(`${known.salt}${inputText}`) !== known.digest) throw new Error(`${idempotencyKey} has another input`)
      return JSON.parse(known.answer)
    }
    const row = read.get(tenant, dealId)
    if (row === undefined) throw new Error(`${dealId} is not there`)
    const allowed = movesUnder(rules.get(tenant, "department_main")?.version ?? 0)
    if (!allowed.has(`${row.stage_id} ${to}`)) throw new Error(`${dealId} may not move to ${to}`)
    const now = new Date().toISOString()
    const movedAt = row.changed_at > now ? row.changed_at : now
    const version = row.version + 1
    const seconds = Math.floor((Date.parse(movedAt) - Date.parse(row.entered_stage_at)) / 1000)
    const commandId = `command_${sha256(idempotencyKey).slice(0, 32)}`
    const payload = JSON.stringify({ closedOn: null, from: row.stage_id, lostReasonId: null, outcome: "open", to })
    const sealed = JSON.stringify([
      tenant,
      dealId,
      version,
      "deal",
      "DealMoved",
      1,
      movedAt,
      now,
      actor,
      commandId,
      {
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
      },
      null,
    ])
    const head = sha256(`${row.head}\n${sealed}\n${payload}`)
    const changed = update.run(
      version,
      movedAt,
      head,
      to,
      movedAt,
      tenant,
      dealId,
      row.version,
      row.facts_version,
    ).changes
    if (changed !== 1) throw new Error(`${dealId} was changed by somebody else`)
    append.run(
      tenant,
      dealId,
      version,
      payload,
      movedAt,
      now,
      actor,
      commandId,
      row.pipeline_id,
      to,
      row.stage_id,
      seconds,
      "open",
      row.amount_minor,
      row.list_amount_minor,
      row.amount_currency,
      row.owner_id,
      row.expected_close_on,
      head,
    )
    keep.run(tenant, dealId, version, version, now)
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
    const streams = `[[${JSON.stringify(dealId)},${version},${version}]]`
    record.run(tenant, idempotencyKey, salt, sha256(`${salt}${inputText}`), JSON.stringify(answer), streams, now)
    return answer
  }

  return (move) => {
    begin.run()
    try {
      const answer = inTransaction(move)
      commit.run()
      return answer
    } catch (cause) {
      rollback.run()
      throw cause
    }
  }
}
