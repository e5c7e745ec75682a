import { actor, sourceId, tenant } from "../BenchBase.ts"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import type { MoveServer } from "../move/PostgresMoveBase.ts"
import { onMoveServer, openOurs, rivalPool } from "../move/PostgresMoveBase.ts"
import { expectSame, pairedRounds } from "../PairedRounds.ts"
import { importAlone, importFigures } from "./ImportMemory.ts"
import { groupAt, groupSize } from "./ImportRows.ts"
import { importByCopy, importByUnnest } from "./PostgresImportRivals.ts"

const rounds = 5
const warmUps = 2

const compare = async (
  server: MoveServer,
  name: string,
  rows: number,
  rivalOf: typeof importByUnnest,
): Promise<Pick<Comparison, "ratio" | "ours" | "theirs">> => {
  // A base of its own for each round: what lies there already costs as well.
  const schemas = Array.from({ length: rounds + warmUps }, (_, round) => [
    `${name}_ours_${round}`,
    `${name}_theirs_${round}`,
  ])
  await server.prepare(schemas.flat(), 0)
  const url = server.urlFor("fast")
  const ours = await Promise.all(schemas.map(([schema = ""]) => openOurs(url, schema, 1)))
  const pool = rivalPool(url, 1)
  const client = await pool.connect()
  const groups = Array.from({ length: Math.ceil(rows / groupSize) }, (_, group) => groupAt(group * groupSize, rows))
  try {
    const found = await pairedRounds({
      ours: {
        run: async (round) => {
          const session = ours[round]?.dept.tenant(tenant).as(actor)
          for (const group of groups) {
            await session?.deals.import({ sourceId, pipelineId: "servicesWithActs", rows: group })
          }
        },
      },
      theirs: {
        run: async (round) => {
          const insert = rivalOf(client, schemas[round]?.[1] ?? "")
          for (const group of groups) await insert(group)
        },
      },
      perRound: rows,
      rounds,
      warmUps,
      unit: "rows",
    })
    for (const [own = "", other = ""] of schemas) {
      const counted = async (schema: string): Promise<number> =>
        Number(
          (await client.query<{ count: string }>(`select count(*) as count from ${schema}.journal`)).rows[0]?.count,
        )
      expectSame("journal rows", await counted(own), await counted(other))
    }
    return found
  } finally {
    client.release()
    await pool.end()
    for (const { close } of ours) await close()
  }
}

/** One import from an empty base in a process of its own: its time a row, and the memory of the process. */
const aloneWith = async (server: MoveServer, rows: number): Promise<ReadonlyArray<Figure>> => {
  const schema = `alone_${rows}`
  await server.prepare([schema], 0)
  return importFigures("Postgres", rows, await importAlone("postgres", rows, server.urlFor("fast"), schema))
}

/** Compares importing deals behind the write path on Postgres with raw inserts of the same rows, by `unnest` and by `copy`. */
export const postgresImportBench = (isFull: boolean): Promise<BenchResult> =>
  onMoveServer(async (server) => {
    const comparisons: Array<Comparison> = []
    for (const rows of isFull ? [1000, 10_000] : [5000]) {
      comparisons.push({
        work: `Postgres import of ${rows} deals`,
        rival: "raw inserts of the same rows by unnest",
        target: 0.5,
        ...(await compare(server, `unnest_${rows}`, rows, importByUnnest)),
      })
      comparisons.push({
        work: `Postgres import of ${rows} deals`,
        rival: "raw COPY of the same rows",
        target: 0.5,
        ...(await compare(server, `copy_${rows}`, rows, importByCopy)),
      })
    }
    const figures: Array<Figure> = []
    for (const rows of isFull ? [10_000, 100_000, 1_000_000] : [10_000])
      figures.push(...(await aloneWith(server, rows)))
    return { comparisons, figures }
  })
