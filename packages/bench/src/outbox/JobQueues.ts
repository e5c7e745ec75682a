import { Logger, makeWorkerUtils, run } from "graphile-worker"
import { PgBoss } from "pg-boss"
import { payload } from "./OutboxEvents.ts"

/** Connections that each queue may use. */
const connections = 4

/** Jobs that are taken at once. */
const batch = 100

/** A queue of jobs in Postgres. */
export interface JobQueue {
  /** Puts so many jobs into it. */
  readonly fill: (jobs: number) => Promise<void>
  /** Does so many, and gives the seconds that it took from when the first were in hand: what starting costs is left out. */
  readonly drain: (jobs: number) => Promise<number>
  /** Closes it. */
  readonly close: () => Promise<void>
}

const silent = new Logger(() => () => {})

const atOnce = 5000

const inParts = async (jobs: number, add: (count: number) => Promise<unknown>): Promise<void> => {
  for (let left = jobs; left > 0; left -= atOnce) await add(Math.min(left, atOnce))
}

/** graphile-worker as its own pages advise for throughput: a local queue, and completions that share a statement. */
export const graphileWorker = async (connectionString: string, schema: string): Promise<JobQueue> => {
  const settings = { connectionString, schema, logger: silent }
  const utils = await makeWorkerUtils(settings)
  await utils.migrate()
  return {
    fill: (jobs) =>
      inParts(jobs, (count) =>
        utils.addJobs(Array.from({ length: count }, () => ({ identifier: "deliver", payload }))),
      ),
    drain: async (jobs) => {
      const ended = Promise.withResolvers<void>()
      let startedAt = 0
      let left = jobs
      const runner = await run({
        connectionString,
        noHandleSignals: true,
        taskList: {
          deliver: () => {
            if (left === jobs) startedAt = performance.now()
            left -= 1
            if (left === 0) ended.resolve()
          },
        },
        preset: {
          worker: {
            schema,
            logger: silent,
            maxPoolSize: connections,
            concurrentJobs: batch,
            pollInterval: 100,
            localQueue: { size: 5 * batch },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      })
      await ended.promise
      await runner.stop()
      return (performance.now() - startedAt) / 1000
    },
    close: async () => {
      await utils.release()
    },
  }
}

/** pg-boss by its own calls for batches, as many loops as it has connections. */
export const pgBoss = async (connectionString: string, schema: string): Promise<JobQueue> => {
  const boss = new PgBoss({ connectionString, schema, max: connections, supervise: false, schedule: false })
  boss.on("error", () => {})
  await boss.start()
  const queue = "deliver"
  await boss.createQueue(queue)
  let firstAt: number | null = null
  const loop = async (): Promise<number> => {
    for (let done = 0; ;) {
      const jobs = await boss.fetch(queue, { batchSize: batch })
      firstAt ??= performance.now()
      if (jobs.length === 0) return done
      await boss.complete(
        queue,
        jobs.map(({ id }) => id),
      )
      done += jobs.length
    }
  }
  return {
    fill: (jobs) =>
      inParts(jobs, (count) =>
        boss.insert(
          queue,
          Array.from({ length: count }, () => ({ data: payload })),
        ),
      ),
    drain: async (jobs) => {
      firstAt = null
      const done = await Promise.all(Array.from({ length: connections }, loop))
      const seconds = (performance.now() - (firstAt ?? Infinity)) / 1000
      const all = done.reduce((sum, count) => sum + count, 0)
      if (all !== jobs) throw new RangeError(`pg-boss did ${all} of ${jobs} jobs`)
      return seconds
    },
    close: () => boss.stop({ graceful: false }),
  }
}
