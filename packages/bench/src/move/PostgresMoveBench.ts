import { join } from "node:path"
import type { Session } from "@salesdept/core/promise"
import { actor, tenant } from "../BenchBase.ts"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import { pairedRounds } from "../PairedRounds.ts"
import { syncsPerSecond } from "../SyncFloor.ts"
import type { Move } from "./MoveScript.ts"
import { moveAt, movesPerDeal } from "./MoveScript.ts"
import type { Commits, MoveServer } from "./PostgresMoveBase.ts"
import { onMoveServer, openOurs, rivalPool } from "./PostgresMoveBase.ts"
import { moveByKysely } from "./PostgresMoveByKysely.ts"
import type { RivalMove } from "./PostgresMoveRivals.ts"
import { moveByCte, moveBySix } from "./PostgresMoveRivals.ts"

/** How many of a rival's moves, or of ours, wait at the same time; several share the rounds' moves among them. */
interface Callers {
  readonly ours: number
  readonly theirs: number
}

interface Setting {
  readonly schema: string
  readonly commits: Commits
  readonly callers: Callers
  readonly perRound: number
  readonly rounds: number
  readonly warmUps: number
}

interface Side {
  readonly send: RivalMove
  readonly close: () => Promise<void>
}

const ourSide = async (url: string, schema: string, callers: number): Promise<Side> => {
  const { close, dept } = await openOurs(url, schema, callers > 8 ? 2 : callers)
  const session: Session = dept.tenant(tenant).as(actor)
  return { close, send: ({ dealId, to, idempotencyKey }) => session.deals.move({ dealId, to }, { idempotencyKey }) }
}

/** As many connections as callers, each with a rival of its own. */
const rivalSide = async (
  url: string,
  schema: string,
  callers: number,
  make: typeof moveByCte | typeof moveBySix,
): Promise<Side> => {
  const pool = rivalPool(url, callers)
  const clients = await Promise.all(Array.from({ length: callers }, () => pool.connect()))
  const idle = clients.map((client) => make(client, schema))
  return {
    close: async () => {
      for (const client of clients) client.release()
      await pool.end()
    },
    send: async (move) => {
      const rival = idle.pop()
      if (rival === undefined) throw new Error("more moves at once than connections")
      try {
        return await rival(move)
      } finally {
        idle.push(rival)
      }
    },
  }
}

const kyselySide = (url: string, schema: string): Promise<Side> => {
  const pool = rivalPool(url, 1)
  return Promise.resolve({ close: () => pool.end(), send: moveByKysely(pool, schema) })
}

/** So many callers, each of whom sends the next move when its last is done. */
const sendAll = async (moves: ReadonlyArray<Move>, callers: number, { send }: Side): Promise<void> => {
  let next = 0
  const call = async (): Promise<void> => {
    for (;;) {
      const move = moves[next]
      next += 1
      if (move === undefined) return
      await send(move)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
}

const compare = async (
  server: MoveServer,
  setting: Setting,
  openTheirs: (url: string, schema: string, callers: number) => Promise<Side>,
): Promise<Pick<Comparison, "ratio" | "ours" | "theirs">> => {
  const { callers, commits, perRound, rounds, schema, warmUps } = setting
  const deals = Math.ceil((perRound * (rounds + warmUps)) / movesPerDeal)
  const schemas = [`${schema}_ours`, `${schema}_theirs`] as const
  await server.prepare(schemas, deals)
  const url = server.urlFor(commits)
  const ours = await ourSide(url, schemas[0], callers.ours)
  const theirs = await openTheirs(url, schemas[1], callers.theirs)
  const runner = (side: Side, count: number) => ({
    run: (round: number) =>
      sendAll(
        Array.from({ length: perRound }, (_, offset) => moveAt(round * perRound + offset, deals)),
        count,
        side,
      ),
  })
  try {
    return await pairedRounds({
      ours: runner(ours, callers.ours),
      theirs: runner(theirs, callers.theirs),
      perRound,
      rounds,
      warmUps,
      unit: "moves",
    })
  } finally {
    await ours.close()
    await theirs.close()
  }
}

/** Moves sent together. */
const together = 32

/** How many round trips moves take. */
export interface RoundTrips {
  /** One move, with nothing else under way. */
  readonly one: number
  /** One fewer than {@link together}, sent at once. */
  readonly many: number
}

/** Counts the round trips of one move, and of many that are sent together. */
export const countRoundTrips = async (server: MoveServer, schema: string): Promise<RoundTrips> => {
  await server.prepare([schema], together)
  const { close, dept, roundTrips } = await openOurs(server.urlFor("fast"), schema, 4)
  try {
    const session = dept.tenant(tenant).as(actor)
    const count = async (moves: ReadonlyArray<Move>): Promise<number> => {
      const before = roundTrips()
      await Promise.all(
        moves.map(({ dealId, to, idempotencyKey }) => session.deals.move({ dealId, to }, { idempotencyKey })),
      )
      return roundTrips() - before
    }
    // What is known after the first call stays known: the configuration, and that the tenant is in the list.
    await count([moveAt(0, together)])
    const one = await count([moveAt(together, together)])
    return { one, many: await count(Array.from({ length: together - 1 }, (_, index) => moveAt(index + 1, together))) }
  } finally {
    await close()
  }
}

/** Compares the command "move a deal to the next stage" over Postgres with statements written by hand and with Kysely. */
export const postgresMoveBench = async (folder: string): Promise<BenchResult> =>
  await onMoveServer(async (server) => {
    const schema = (name: string): string => `bench_${process.pid}_${name}`
    const one: Callers = { ours: 1, theirs: 1 }
    const cte = "hand-written SELECT and one CTE, prepared"
    const durable = { commits: "durable", perRound: 128, rounds: 15, warmUps: 3 } as const
    const fast = { commits: "fast", perRound: 256, rounds: 15, warmUps: 4 } as const
    const byCte = (url: string, name: string, callers: number) => rivalSide(url, name, callers, moveByCte)
    const bySix = (url: string, name: string, callers: number) => rivalSide(url, name, callers, moveBySix)
    const alone = await compare(server, { ...durable, schema: schema("one"), callers: one }, byCte)
    const kysely = await compare(server, { ...durable, schema: schema("kysely"), callers: one }, kyselySide)
    const eight = await compare(server, { ...durable, schema: schema("eight"), callers: { ours: 8, theirs: 8 } }, byCte)
    const many = { ours: together, theirs: 1 }
    const batch = await compare(server, { ...durable, schema: schema("batch"), callers: many, perRound: 256 }, bySix)
    const fastAlone = await compare(server, { ...fast, schema: schema("fast"), callers: one }, byCte)
    const fastKysely = await compare(server, { ...fast, schema: schema("fast_kysely"), callers: one }, kyselySide)
    const fastBatch = await compare(server, { ...fast, schema: schema("fast_batch"), callers: many }, bySix)
    const { one: single, many: shared } = await countRoundTrips(server, schema("count"))
    const figures: ReadonlyArray<Figure> = [
      { name: "Postgres move, alone", value: single, unit: "round trips" },
      { name: `Postgres moves, ${together - 1} at once`, value: shared, unit: "round trips" },
      { name: "Floor: 4 KiB written and fdatasync", value: syncsPerSecond(join(folder, "floor")), unit: "syncs/s" },
    ]
    const six = "six round trips of named statements, one at a time"
    return {
      comparisons: [
        { work: "Postgres move, durable", rival: cte, target: 0.85, ...alone },
        { work: "Postgres move, durable", rival: "Kysely transaction()", target: 2.4, ...kysely },
        { work: "Postgres move, durable, 8 at a time", rival: `${cte}, 8 connections`, target: 0.85, ...eight },
        { work: `Postgres move, durable, ${together} at a time`, rival: six, target: 10, ...batch },
        { work: "Postgres move, synchronous_commit=off", rival: cte, target: 0.85, ...fastAlone },
        { work: "Postgres move, synchronous_commit=off", rival: "Kysely transaction()", target: 2.4, ...fastKysely },
        {
          work: `Postgres move, synchronous_commit=off, ${together} at a time`,
          rival: six,
          target: null,
          ...fastBatch,
        },
      ],
      figures,
    }
  })
