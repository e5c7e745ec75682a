import type { JournalEvent } from "../../journal/Event.ts"
import type { OutboxDelivery } from "../Outbox.ts"

/** A claimed run that waits in this process to be handed over. */
interface WaitingRun {
  readonly stream: string
  readonly token: string
  /** When the lease ends, epoch milliseconds. */
  readonly leasedUntilMs: number
  readonly attempts: number
  readonly events: ReadonlyArray<JournalEvent>
}

/** A run, or the first part of one, that is handed over. */
interface HandedRun extends Pick<WaitingRun, "stream" | "token" | "attempts"> {
  /** Its last version (inclusive). */
  readonly to: number
}

/** Runs that are handed over together. */
export interface HandedBatch {
  /** The runs, each stream once. */
  readonly runs: ReadonlyArray<HandedRun>
  /** Their events, by run and version. */
  readonly events: ReadonlyArray<JournalEvent>
}

/** Streams of one claim. */
interface ClaimedStreams {
  /** Token of the claim. */
  readonly token: string
  /** The streams. */
  readonly streams: ReadonlyArray<string>
}

/** What a consumer has claimed ahead, in the order of the claims. A stream is never in two batches that are not answered. */
export interface OutboxQueue {
  /** Events that may be handed over. */
  readonly size: () => number
  /** Puts claimed runs with their events, by stream and version, behind the rest. */
  readonly put: (
    claim: {
      readonly deliveries: ReadonlyArray<OutboxDelivery>
      readonly token: string
      readonly leasedUntilMs: number
    },
    events: ReadonlyArray<JournalEvent>,
  ) => void
  /**
   * Takes the next batch of so many events at most; null where there is none. A run is parted only where it alone is too long: what is
   * behind waits until {@link OutboxQueue.taken} says of its stream. What has failed before comes alone.
   */
  readonly cut: (limit: number) => HandedBatch | null
  /** Whether more of a stream's run waits for an answer to its first part. */
  readonly holds: (stream: string) => boolean
  /** The first part of a run has been taken: what is behind comes next. Nothing where nothing is behind. */
  readonly taken: (stream: string) => void
  /** The first part of a run has not been taken: what is behind is forgotten, and claimed again with it. */
  readonly dropped: (stream: string) => void
  /** Takes out what was leased until before a time, epoch milliseconds (exclusive), by claim: what can be given back. */
  readonly expire: (beforeMs: number) => ReadonlyArray<ClaimedStreams>
}

const byClaim = (runs: ReadonlyArray<WaitingRun>): ReadonlyArray<ClaimedStreams> =>
  [...Map.groupBy(runs, ({ token }) => token)].map(([token, ofClaim]) => ({
    token,
    streams: ofClaim.map(({ stream }) => stream),
  }))

/** An empty queue. */
export const outboxQueue = (): OutboxQueue => {
  let runs: Array<WaitingRun> = []
  // Runs before this one have been handed over; they are cleared out when all have.
  let head = 0
  let size = 0
  const behind = new Map<string, WaitingRun>()

  /** Hands the first part of a run over, and holds back what is behind it. */
  const part = (run: WaitingRun, limit: number): HandedBatch => {
    const events = run.events.slice(0, limit)
    behind.set(run.stream, { ...run, events: run.events.slice(limit) })
    return { runs: [{ ...run, to: events.at(-1)?.version ?? 0 }], events }
  }

  const whole = (limit: number): HandedBatch => {
    const handed: Array<HandedRun> = []
    const events: Array<JournalEvent> = []
    for (; head < runs.length; head++) {
      const run = runs[head]
      if (run === undefined || events.length + run.events.length > limit) break
      if (run.attempts > 1 && handed.length > 0) break
      const { stream, token, attempts } = run
      handed.push({ stream, token, attempts, to: run.events.at(-1)?.version ?? 0 })
      for (const event of run.events) events.push(event)
      if (attempts > 1) {
        head += 1
        break
      }
    }
    return { runs: handed, events }
  }

  return {
    size: () => size,
    put: ({ deliveries, token, leasedUntilMs }, events) => {
      let from = 0
      for (const { stream, attempts } of deliveries) {
        let to = from
        while (events[to]?.stream === stream) to += 1
        if (to > from) runs.push({ stream, token, leasedUntilMs, attempts, events: events.slice(from, to) })
        from = to
      }
      size += events.length
    },
    cut: (limit) => {
      const first = runs[head]
      if (first === undefined) return null
      let batch: HandedBatch
      if (first.events.length > limit) {
        head += 1
        size -= first.events.length - limit
        batch = part(first, limit)
      } else batch = whole(limit)
      size -= batch.events.length
      if (head === runs.length) {
        runs = []
        head = 0
      }
      return batch
    },
    holds: (stream) => behind.has(stream),
    taken: (stream) => {
      const rest = behind.get(stream)
      if (rest === undefined) return
      behind.delete(stream)
      runs = [rest, ...runs.slice(head)]
      head = 0
      size += rest.events.length
    },
    dropped: (stream) => void behind.delete(stream),
    expire: (beforeMs) => {
      // What is behind a part that is not answered goes with it: its lease is still the part's.
      for (const [stream, { leasedUntilMs }] of behind) if (leasedUntilMs < beforeMs) behind.delete(stream)
      if (runs.every(({ leasedUntilMs }, index) => index < head || leasedUntilMs >= beforeMs)) return []
      const waiting = runs.slice(head)
      const expired = waiting.filter(({ leasedUntilMs }) => leasedUntilMs < beforeMs)
      runs = waiting.filter(({ leasedUntilMs }) => leasedUntilMs >= beforeMs)
      head = 0
      for (const { events } of expired) size -= events.length
      return byClaim(expired)
    },
  }
}
