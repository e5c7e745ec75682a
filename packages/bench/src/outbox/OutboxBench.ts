import { join } from "node:path"
import type { SalesDept } from "@salesdept/core/promise"
import { benchDepartment, openBase, tenant } from "../BenchBase.ts"
import { withPostgres } from "../BenchPostgres.ts"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import { expectSame, median, pairedRounds } from "../PairedRounds.ts"
import { handWrittenDrain } from "./HandWrittenDrain.ts"
import type { JobQueue } from "./JobQueues.ts"
import { graphileWorker, pgBoss } from "./JobQueues.ts"
import { eventsPerStream, fillPostgres, fillSqlite } from "./OutboxEvents.ts"

const batch = 100
const target = 5

/** Events that were delivered. */
interface Drained {
  /** How many. */
  readonly count: number
  /** From when the first of them were in hand, as the queues are timed. */
  readonly seconds: number
}

/**
 * Delivers everything that is kept to a consumer that nobody has seen before: takes, hands over, acknowledges. Of what it acknowledges it
 * waits for everything at the end, as the queues do that share completions.
 */
const drain = async (dept: SalesDept, consumer: string): Promise<Drained> => {
  let [count, firstAt] = [0, 0]
  const answers: Array<Promise<boolean>> = []
  for await (const one of dept.tenant(tenant).events({ consumer, batch, once: true })) {
    if (count === 0) firstAt = performance.now()
    count += one.events.length
    answers.push(one.ack())
  }
  if (!(await Promise.all(answers)).every(Boolean)) throw new RangeError(`${consumer} lost a lease`)
  return { count, seconds: (performance.now() - firstAt) / 1000 }
}

/**
 * Makes a consumer known that takes nothing: every mark stays where it is, so that each round, and whoever reads the marks by hand, finds
 * what the one before has found.
 */
const keepMarks = async (dept: SalesDept): Promise<void> => {
  for await (const one of dept.tenant(tenant).events({ consumer: "behind", batch: 1, ahead: 0, once: true })) {
    await one.fail("taken later")
    break
  }
}

/** Rounds in turn; a queue is filled again before each of its own, which is not timed. */
const besideQueue = async (
  dept: SalesDept,
  queue: JobQueue,
  name: string,
  events: number,
): Promise<Pick<Comparison, "ratio" | "ours" | "theirs">> => {
  const [own, other, ratios]: [Array<number>, Array<number>, Array<number>] = [[], [], []]
  // Ten times as many come after these, when all are warm.
  const [rounds, warmUps] = events > 10_000 ? [5, 2] : [9, 30]
  for (let round = 0; round < warmUps + rounds; round++) {
    await queue.fill(events)
    const their = await queue.drain(events)
    const { count, seconds } = await drain(dept, `${name}-${round}`)
    expectSame(name, count, events)
    // A tenant has a few consumers, not one more for each round.
    await dept.tenant(tenant).outbox.forget(`${name}-${round}`)
    if (round < warmUps) continue
    own.push(seconds)
    other.push(their)
    ratios.push(their / seconds)
  }
  return {
    ratio: median(ratios),
    ours: { perSecond: events / median(own), unit: "events" },
    theirs: { perSecond: events / median(other), unit: "jobs" },
  }
}

const inPostgres = (streams: number): Promise<BenchResult> =>
  withPostgres(`outbox_${streams}`, benchDepartment, async (base) => {
    const events = streams * eventsPerStream
    await fillPostgres(base, streams)
    await keepMarks(base.dept)
    const schemas = [`${base.naming.schema}_graphile`, `${base.naming.schema}_boss`] as const
    const queues = [
      { name: "graphile-worker, tuned, no order kept", queue: await graphileWorker(base.url, schemas[0]) },
      { name: "pg-boss, 4 loops, no order kept", queue: await pgBoss(base.url, schemas[1]) },
    ]
    const comparisons: Array<Comparison> = []
    try {
      for (const { name, queue } of queues) {
        comparisons.push({
          work: `Postgres outbox drain, ${events} events, ${batch} at a time`,
          rival: name,
          target,
          ...(await besideQueue(base.dept, queue, name.slice(0, 7), events)),
        })
      }
    } finally {
      for (const { queue } of queues) await queue.close()
      for (const schema of schemas) await base.pool.query(`drop schema if exists "${schema}" cascade`)
    }
    return { comparisons, figures: costOf("Postgres", events, comparisons[0]) }
  })

const costOf = (where: string, events: number, comparison: Comparison | undefined): ReadonlyArray<Figure> =>
  comparison === undefined
    ? []
    : [
        {
          name: `${where} outbox drain, ${events} events, an event`,
          value: 1e6 / comparison.ours.perSecond,
          unit: "µs",
        },
      ]

const inSqlite = async (folder: string, streams: number): Promise<BenchResult> => {
  const { database, dept } = await openBase(join(folder, `outbox-${streams}.db`), "off")
  // A base of the rival's own: ours puts marks aside that it has done with, where they are many.
  const rival = await openBase(join(folder, `outbox-${streams}-by-hand.db`), "off")
  const events = streams * eventsPerStream
  try {
    for (const one of [database, rival.database]) fillSqlite(one, streams)
    await keepMarks(dept)
    const byHand = handWrittenDrain(rival.database.handle)
    expectSame("SQLite outbox", (await drain(dept, "first")).count, byHand("second", batch))
    const comparison: Comparison = {
      work: `SQLite outbox drain, ${events} events, ${batch} at a time`,
      rival: "hand-written prepared statements",
      target: null,
      ...(await pairedRounds({
        ours: { run: async (round) => void (await drain(dept, `ours-${round}`)) },
        theirs: { run: (round) => void byHand(`theirs-${round}`, batch) },
        perRound: events,
        rounds: 7,
        warmUps: 2,
        unit: "events",
      })),
    }
    return { comparisons: [comparison], figures: costOf("SQLite", events, comparison) }
  } finally {
    await dept.close()
    await rival.dept.close()
  }
}

/** Compares delivering what waits in the outbox with queues of jobs on Postgres, and with statements by hand on SQLite. */
export const outboxBench = async (folder: string, isFull: boolean): Promise<BenchResult> => {
  const results: Array<BenchResult> = []
  for (const streams of isFull ? [2000, 20_000] : [2000]) {
    results.push(await inSqlite(folder, streams), await inPostgres(streams))
  }
  return {
    comparisons: results.flatMap(({ comparisons }) => comparisons),
    figures: results.flatMap(({ figures }) => figures),
  }
}
