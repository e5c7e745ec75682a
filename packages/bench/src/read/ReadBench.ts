import { deepStrictEqual } from "node:assert/strict"
import { join } from "node:path"
import type { Session } from "@salesdept/core/promise"
import pg from "pg"
import { actor, benchDepartment, openBase, tenant } from "../BenchBase.ts"
import { dealIdAt } from "../BenchBase.ts"
import { withPostgres } from "../BenchPostgres.ts"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import { pairedRounds } from "../PairedRounds.ts"
import type { HandWrittenReads } from "./HandWrittenReads.ts"
import { handWrittenPostgres, handWrittenSqlite } from "./HandWrittenReads.ts"
import { boardStage, fillPostgres, fillSqlite } from "./ReadDeals.ts"

/** Cards on a board's page. */
const pageSize = 50

/** Pages of one walk. */
const pagesOfWalk = 8

interface Rounds {
  readonly gets: number
  readonly walks: number
  readonly rounds: number
  readonly warmUps: number
}

const rival = "hand-written prepared statements, deal and texts in one"

/** Ids in an order that no cache likes better than another. */
const idsOf = (round: number, count: number, deals: number): ReadonlyArray<`deal_${string}`> =>
  Array.from({ length: count }, (_, offset) => dealIdAt(((round * count + offset) * 7919) % deals))

const ownerOf = (walk: number): string => `user:${walk % 9}`

const walkById = async (shop: Session): Promise<ReadonlyArray<unknown>> => {
  const shown: Array<unknown> = []
  let after: string | undefined
  for (let page = 0; page < pagesOfWalk; page++) {
    const { items, next } = await shop.deals.page({ where: { stageId: boardStage }, limit: pageSize, after })
    shown.push(...items)
    if (next === null) break
    after = next
  }
  return shown
}

const walkByIdByHand = async (reads: HandWrittenReads): Promise<ReadonlyArray<unknown>> => {
  const shown: Array<unknown> = []
  let after = ""
  for (let page = 0; page < pagesOfWalk; page++) {
    const { items, next } = await reads.byId(boardStage, after, pageSize)
    shown.push(...items)
    if (next === null) break
    after = String(next[0])
  }
  return shown
}

const boardByDay = async (shop: Session, ownerId: string): Promise<ReadonlyArray<unknown>> =>
  (
    await shop.deals.page({
      where: { stageId: boardStage, ownerId, expectedCloseOn: { not: null } },
      orderBy: { field: "expectedCloseOn" },
      limit: pageSize,
    })
  ).items

const boardByDayByHand = async (reads: HandWrittenReads, ownerId: string): Promise<ReadonlyArray<unknown>> =>
  (await reads.byDay(boardStage, ownerId, ["0001-01-01", ""], pageSize)).items

/**
 * Both read the same, or have not done the same work.
 *
 * @throws AssertionError where they do not
 */
export const expectSameReads = async (shop: Session, reads: HandWrittenReads): Promise<void> => {
  deepStrictEqual(await shop.deals.get(dealIdAt(7)), await reads.get(dealIdAt(7)))
  deepStrictEqual(await walkById(shop), await walkByIdByHand(reads))
  deepStrictEqual(await boardByDay(shop, ownerOf(1)), await boardByDayByHand(reads, ownerOf(1)))
}

const compareReads = async (
  where: string,
  deals: number,
  shop: Session,
  reads: HandWrittenReads,
  { gets, walks, rounds, warmUps }: Rounds,
): Promise<BenchResult> => {
  await expectSameReads(shop, reads)
  const point = await pairedRounds({
    ours: {
      run: async (round) => {
        for (const id of idsOf(round, gets, deals)) await shop.deals.get(id)
      },
    },
    theirs: {
      run: async (round) => {
        for (const id of idsOf(round, gets, deals)) await reads.get(id)
      },
    },
    perRound: gets,
    rounds,
    warmUps,
    unit: "reads",
  })
  const board = await pairedRounds({
    ours: {
      run: async () => {
        for (let walk = 0; walk < walks; walk++) await walkById(shop)
      },
    },
    theirs: {
      run: async () => {
        for (let walk = 0; walk < walks; walk++) await walkByIdByHand(reads)
      },
    },
    perRound: walks * pagesOfWalk,
    rounds,
    warmUps,
    unit: "pages",
  })
  const sorted = await pairedRounds({
    ours: {
      run: async () => {
        for (let walk = 0; walk < walks; walk++) await boardByDay(shop, ownerOf(walk))
      },
    },
    theirs: {
      run: async () => {
        for (let walk = 0; walk < walks; walk++) await boardByDayByHand(reads, ownerOf(walk))
      },
    },
    perRound: walks,
    rounds,
    warmUps,
    unit: "pages",
  })
  const target = 0.8
  const comparisons: ReadonlyArray<Comparison> = [
    { work: `${where} point read, ${deals} deals`, rival, target, ...point },
    { work: `${where} board page of ${pageSize} by id, ${deals} deals`, rival, target, ...board },
    { work: `${where} first page of a rep's by day, ${deals} deals`, rival, target, ...sorted },
  ]
  const figures: ReadonlyArray<Figure> = [
    { name: `${where} point read, ${deals} deals`, value: 1e6 / point.ours.perSecond, unit: "µs" },
    { name: `${where} board page, ${deals} deals, a record`, value: 1e6 / board.ours.perSecond / pageSize, unit: "µs" },
  ]
  return { comparisons, figures }
}

const inSqlite = async (folder: string, deals: number): Promise<BenchResult> => {
  const { database, dept } = await openBase(join(folder, `read-${deals}.db`), "off")
  try {
    fillSqlite(database, deals)
    const shop = dept.tenant(tenant).as(actor)
    const reads = handWrittenSqlite(database.handle)
    return await compareReads("SQLite", deals, shop, reads, { gets: 2000, walks: 10, rounds: 15, warmUps: 5 })
  } finally {
    await dept.close()
  }
}

const inPostgres = (deals: number): Promise<BenchResult> =>
  withPostgres(`read_${deals}`, benchDepartment, async (base) => {
    await fillPostgres(base, deals)
    const client = new pg.Client({ connectionString: base.url })
    await client.connect()
    try {
      const shop = base.dept.tenant(tenant).as(actor)
      const reads = handWrittenPostgres(client, base.naming.schema ?? "")
      return await compareReads("Postgres", deals, shop, reads, { gets: 300, walks: 5, rounds: 15, warmUps: 5 })
    } finally {
      await client.end()
    }
  })

/** Compares reading one deal and pages of a board through the Promise API with statements written by hand, on both stores. */
export const readBench = async (folder: string, isFull: boolean): Promise<BenchResult> => {
  const results: Array<BenchResult> = []
  for (const deals of isFull ? [20_000, 200_000] : [20_000]) {
    results.push(await inSqlite(folder, deals))
    results.push(await inPostgres(deals))
  }
  return {
    comparisons: results.flatMap(({ comparisons }) => comparisons),
    figures: results.flatMap(({ figures }) => figures),
  }
}
