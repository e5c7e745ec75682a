import type { Insertable, Transaction } from "kysely"
import { Kysely, PostgresDialect, sql } from "kysely"
import type { Pool } from "pg"
import { tenant } from "../BenchBase.ts"
import type { Move } from "./MoveScript.ts"
import type { MoveRow, MoveWrites } from "./PostgresMoveDecision.ts"
import { dealColumns, decideMoveByHand } from "./PostgresMoveDecision.ts"
import type { RivalMove } from "./PostgresMoveRivals.ts"

type DealRow = Pick<MoveRow, (typeof dealColumns)[number]> & { readonly tenant_id: string; readonly id: string }

interface Tables {
  readonly deal: DealRow
  readonly department: { readonly tenant_id: string; readonly id: string; readonly version: number }
  readonly journal: MoveWrites["journal"]
  readonly outbox: MoveWrites["outbox"]
  readonly command: MoveWrites["command"]
}

const inTransaction = async (trx: Transaction<Tables>, move: Move): Promise<unknown> => {
  const row: MoveRow | undefined = await trx
    .selectFrom("deal as d")
    .leftJoin("command as c", (join) =>
      join.onRef("c.tenant_id", "=", "d.tenant_id").on("c.key", "=", move.idempotencyKey),
    )
    .select(dealColumns.map((column) => `d.${column}` as const))
    .select(["c.salt as known_salt", "c.digest as known_digest", "c.answer as known_answer"])
    .select((build) =>
      build
        .selectFrom("department as r")
        .select("r.version")
        .where("r.tenant_id", "=", tenant)
        .where("r.id", "=", "department_main")
        .as("rules_version"),
    )
    .where("d.tenant_id", "=", tenant)
    .where("d.id", "=", move.dealId)
    .forNoKeyUpdate("d")
    .executeTakeFirst()
  const decision = decideMoveByHand(row, move)
  if (decision.isKnown || row === undefined) return decision.answer
  const { writes } = decision
  const updated = await trx
    .updateTable("deal")
    .set(writes.deal)
    .where("tenant_id", "=", tenant)
    .where("id", "=", move.dealId)
    .where("version", "=", row.version)
    .where("facts_version", "=", row.facts_version)
    .executeTakeFirst()
  if (updated.numUpdatedRows !== 1n) throw new Error("the deal was changed by somebody else")
  await trx.insertInto("journal").values(writes.journal).execute()
  await trx
    .with("kept", (build) =>
      build
        .insertInto("outbox")
        .values(writes.outbox)
        .onConflict((conflict) =>
          conflict.columns(["tenant_id", "stream"]).doUpdateSet({
            version: sql<number>`excluded.version`,
            recorded_at: sql<string>`excluded.recorded_at`,
          }),
        ),
    )
    .insertInto("command")
    .values(writes.command satisfies Insertable<Tables["command"]>)
    .execute()
  return decision.answer
}

/** The move as a Kysely `transaction()` with its statements built per call: six round trips, as those written by hand. */
export const moveByKysely = (pool: Pool, schema: string): RivalMove => {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema(schema)
  return async (move) => await db.transaction().execute(async (trx) => await inTransaction(trx, move))
}
