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
  /** From when the first of them were in hand until the last were acknowledged, as the queues are timed. */
  readonly seconds: number
  /** From then on, until the consumer was told that nothing is left: its last looks, and marks that were put aside meanwhile. */
  readonly afterwardsSeconds: number
}

/**
 * Delivers everything that is kept to a consumer that nobody has seen before: takes, hands over, acknowledges. Of what it acknowledges it
 * waits for everything at the end, as the queues do that share completions.
 */
const drain = async (dept: SalesDept, consumer: string): Promise<Drained> => {
  let [count, firstAt, lastAt] = [0, 0, 0]
  const answers: Array<Promise<boolean>> = []
  const answered = async (answer: Promise<boolean>): Promise<boolean> => {
    const isTaken = await answer
    lastAt = performance.now()
    return isTaken
  }
  for await (const one of dept.tenant(tenant).events({ consumer, batch, once: true })) {
    if (count === 0) firstAt = performance.now()
    count += one.events.length
    answers.push(answered(one.ack()))
  }
  if (!(await Promise.all(answers)).every(Boolean)) throw new RangeError(`${consumer} lost a lease`)
  return { count, seconds: (lastAt - firstAt) / 1000, afterwardsSeconds: (performance.now() - lastAt) / 1000 }
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
): Promise<Pick<Comparison, "ratio" | "ours" | "theirs"> & Pick<Drained, "afterwardsSeconds">> => {
  const [own, other, ratios, afterwards]: [Array<number>, Array<number>, Array<number>, Array<number>] = [
    [],
    [],
    [],
    [],
  ]
  // Ten times as many come after these, when all are warm.
  const [rounds, warmUps] = events > 10_000 ? [5, 2] : [9, 30]
  for (let round = 0; round < warmUps + rounds; round++) {
    await queue.fill(events)
    const their = await queue.drain(events)
    const { count, seconds, afterwardsSeconds } = await drain(dept, `${name}-${round}`)
    expectSame(name, count, events)
    // A tenant has a few consumers, not one more for each round.
    await dept.tenant(tenant).outbox.forget(`${name}-${round}`)
    if (round < warmUps) continue
    own.push(seconds)
    other.push(their)
    ratios.push(their / seconds)
    afterwards.push(afterwardsSeconds)
  }
  return {
    ratio: median(ratios),
    ours: { perSecond: events / median(own), unit: "events" },
    theirs: { perSecond: events / median(other), unit: "jobs" },
    afterwardsSeconds: median(afterwards),
  }
}

const costOf = (where: string, events: number, { ours }: Comparison): ReadonlyArray<Figure> => [
  { name: `${where}, ${events} events, an event`, value: 1e6 / ours.perSecond, unit: "µs" },
]

const rivals = [
  { queueName: "graphile-worker", how: "tuned, no order kept", open: graphileWorker },
  { queueName: "pg-boss", how: "4 loops, no order kept", open: pgBoss },
]

/** Each rival in a base of its own: what rounds beside another one have left for the server to tidy is no burden to either. */
const inPostgres = (streams: number, { queueName, how, open }: (typeof rivals)[number]): Promise<BenchResult> =>
  withPostgres(`outbox_${streams}`, benchDepartment, async (base) => {
    const { dept, naming, pool, url } = base
    const events = streams * eventsPerStream
    await fillPostgres(base, streams)
    await keepMarks(dept)
    const schema = `${naming.schema}_queue`
    const queue = await open(url, schema)
    try {
      const { afterwardsSeconds, ...found } = await besideQueue(dept, queue, queueName, events)
      const work = `Postgres outbox drain, ${events} events, ${batch} at a time`
      const comparison: Comparison = { work, rival: `${queueName}, ${how}`, target, ...found }
      const afterwards = `Postgres outbox beside ${queueName}, ${events} events, from the last answer to the end`
      const figures = [
        ...costOf(`Postgres outbox drain beside ${queueName}`, events, comparison),
        { name: afterwards, value: afterwardsSeconds * 1000, unit: "ms" },
      ]
      return { comparisons: [comparison], figures }
    } finally {
      await queue.close()
      await pool.query(`drop schema if exists "${schema}" cascade`)
    }
  })

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
    return { comparisons: [comparison], figures: costOf("SQLite outbox drain", events, comparison) }
  } finally {
    await dept.close()
    await rival.dept.close()
  }
}

/** Compares delivering what waits in the outbox with queues of jobs on Postgres, and with statements by hand on SQLite. */
export const outboxBench = async (folder: string, isFull: boolean): Promise<BenchResult> => {
  const results: Array<BenchResult> = []
  for (const streams of isFull ? [2000, 20_000] : [2000]) {
    results.push(await inSqlite(folder, streams))
    for (const rival of rivals) results.push(await inPostgres(streams, rival))
  }
  return {
    comparisons: results.flatMap(({ comparisons }) => comparisons),
    figures: results.flatMap(({ figures }) => figures),
  }
}
