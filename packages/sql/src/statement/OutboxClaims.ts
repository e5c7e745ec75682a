import { chooseDeliveries, neverAnswered, nextAfter } from "@salesdept/core/ports/adapter"
import type { OutboxClaim, OutboxClaimed, OutboxDelivery } from "@salesdept/core/ports"
import type { Query } from "../command/CommandReads.ts"
import type { SqlDialect } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { isSettledMark, settledSign, settlingStatements } from "./OutboxSettling.ts"
import { outboxStatements } from "./OutboxStatements.ts"

/** So many times as many streams are looked at each time that none of them is due. */
const growth = 8

/** From where due streams are looked for. */
interface Lookout {
  /** Behind which mark. */
  readonly after: string
  /** How many are looked at first. */
  readonly streams: number
  /** How many before it were looked at in vain. */
  readonly inVain: number
}

/** How long a consumer that has something to do is believed to be behind or not, milliseconds. */
const lookEveryMs = 10_000

/** What a claim got, and how many marks were looked at for it in vain. */
interface Claimed {
  readonly claimed: OutboxClaimed
  readonly inVain: number
}

/** Makes the claiming of an outbox: what is due is looked for along the marks, from where the last claim ended. */
export const makeOutboxClaims = (
  dialect: SqlDialect,
  naming: Naming,
): ((query: Query, claim: OutboxClaim) => Promise<Claimed>) => {
  const statements = outboxStatements(dialect, naming)
  const settlement = settlingStatements(dialect, naming)

  /**
   * The next streams that are due, and whether there are none behind them: looked for some streams at a time, more of them each time
   * that none is found.
   */
  const dueBehind = async (query: Query, { tenant, consumer, now, batch }: OutboxClaim, lookout: Lookout) => {
    const statement = isSettledMark(lookout.after) ? statements.dueAside : statements.due
    let { after, streams, inVain } = lookout
    for (;;) {
      const rows = await query(statement, [tenant, consumer, after, now, batch, streams])
      const due = rows.flatMap(({ stream, acknowledged, recorded, attempts }) =>
        typeof stream === "string"
          ? [
              {
                stream,
                acknowledged: Number(acknowledged),
                recorded: Number(recorded),
                attempts: Number(attempts),
              },
            ]
          : [],
      )
      const looked = Number(rows[0]?.["looked"])
      const isEnd = looked < streams
      if (due.length === 0) inVain += looked
      if (due.length > 0 || isEnd) return { due, isLast: due.length < batch && isEnd, inVain }
      after = String(rows[0]?.["reached"])
      streams *= growth
    }
  }

  /** Claims runs; those of them that somebody else was first to claim are left out. */
  const claimRuns = async (query: Query, claim: OutboxClaim, deliveries: ReadonlyArray<OutboxDelivery>) => {
    if (deliveries.length === 0) return []
    const { tenant, consumer, now, leasedUntil, token } = claim
    const runs = deliveries.map(({ stream, after, to, attempts }) => [stream, after, to, attempts])
    const values = [tenant, consumer, token, leasedUntil, now, JSON.stringify(runs)]
    const claimed = new Set((await query(statements.claim, values)).map(({ stream }) => String(stream)))
    return deliveries.filter(({ stream }) => claimed.has(stream))
  }

  // Of each consumer: how many streams its next claim looks at for an event.
  const perEvent = new Map<string, number>()

  /** From where a claim looks, and at how many streams first: at one for each event that it may take, where nothing is known yet. */
  const lookoutOf = ({ tenant, consumer, batch }: OutboxClaim, after: string): Lookout => ({
    after,
    streams: 20 + Math.ceil(batch * (perEvent.get(`${tenant}\n${consumer}`) ?? 1)),
    inVain: 0,
  })

  /** Streams have several events: the next claim looks at a tenth more of them than this one needed, at twice as many where they were too few. */
  const noteLook = ({ tenant, consumer, batch }: OutboxClaim, { deliveries, next }: OutboxClaimed): void => {
    const ofConsumer = `${tenant}\n${consumer}`
    const events = deliveries.reduce((sum, { after, to }) => sum + to - after, 0)
    if (events >= batch) perEvent.set(ofConsumer, Math.min(1, (deliveries.length * 1.1) / events))
    else if (next !== "") perEvent.set(ofConsumer, Math.min(1, 2 * (perEvent.get(ofConsumer) ?? 1)))
  }

  /** Claims in one statement what was never tried; where there is none next, gives from where to look, null where nothing is left. */
  const claimNew = async (
    query: Query,
    claim: OutboxClaim,
  ): Promise<{ readonly claimed: OutboxClaimed } | { readonly lookout: Lookout | null }> => {
    const { tenant, consumer, token, leasedUntil, now, after, batch } = claim
    const lookout = lookoutOf(claim, after)
    const { streams } = lookout
    const rows = await query(statements.claimNew, [tenant, consumer, token, leasedUntil, now, after, batch, streams])
    const deliveries = rows.flatMap(({ stream, after: acknowledged, upto }) =>
      typeof stream === "string" ? [{ stream, after: Number(acknowledged), to: Number(upto), attempts: 1 }] : [],
    )
    const told = rows[0]
    if (deliveries.length > 0) {
      return { claimed: { deliveries, next: nextAfter(claim, deliveries, told?.["is_last"] === true) } }
    }
    // What is due has been tried before, or somebody else was first.
    if (told?.["is_due"] === true) return { lookout }
    if (Number(told?.["looked"]) < streams) return { lookout: null }
    return { lookout: { after: String(told?.["reached"]), streams: streams * growth, inVain: streams } }
  }

  const lookedAt = new Map<string, { readonly atMs: number; readonly isBehind: boolean }>()

  /** How often it was said that a consumer is behind; null where it is not. */
  const timesBehind = async (query: Query, { tenant, consumer, now }: OutboxClaim): Promise<number | null> => {
    const [row] = await query(settlement.behind, [tenant, consumer])
    lookedAt.set(`${tenant}\n${consumer}`, { atMs: Date.parse(now), isBehind: row !== undefined })
    return row === undefined ? null : Number(row["version"])
  }

  /** Whether a consumer with something to do is behind, as it was looked at last. */
  const isBehind = async (query: Query, claim: OutboxClaim): Promise<boolean> => {
    const last = lookedAt.get(`${claim.tenant}\n${claim.consumer}`)
    if (last !== undefined && Date.parse(claim.now) - last.atMs < lookEveryMs) return last.isBehind
    return (await timesBehind(query, claim)) !== null
  }

  /** What is due from where is looked, from the beginning, and, for a consumer that is behind, of what was put aside. */
  const nextDue = async (query: Query, claim: OutboxClaim, lookout: Lookout | null) => {
    let inVain = 0
    for (const one of [lookout, claim.after === "" ? null : lookoutOf(claim, "")]) {
      if (one === null) continue
      const found = await dueBehind(query, claim, one)
      const isAside = isSettledMark(one.after)
      if (!isAside) inVain = found.inVain
      if (found.due.length > 0) return { ...found, inVain, isAside }
    }
    const times = await timesBehind(query, claim)
    if (times === null) return { due: [], inVain, isAside: false, isLast: true }
    const found = await dueBehind(query, claim, lookoutOf(claim, settledSign))
    if (found.due.length === 0) await query(settlement.caughtUp, [claim.tenant, claim.consumer, times])
    return { ...found, inVain, isAside: true }
  }

  /** Claims what is due; tells also how many marks were looked at for that in vain. */
  const claimDue = async (query: Query, claim: OutboxClaim) => {
    const { tenant, consumer, after, now } = claim
    let lookout: Lookout | null = lookoutOf(claim, after)
    if (dialect === "postgres" && !isSettledMark(after)) {
      const fresh = await claimNew(query, claim)
      if ("claimed" in fresh) return { claimed: fresh.claimed, inVain: 0 }
      lookout = fresh.lookout
    }
    if (claim.onlyNew && dialect === "postgres") return { claimed: { deliveries: [], next: after }, inVain: 0 }
    for (;;) {
      const { due, inVain, isAside, isLast } = await nextDue(query, claim, lookout)
      const { deliveries, park } = chooseDeliveries(due, claim)
      let parked = 0
      for (const { stream, acknowledged, attempts } of park) {
        const values = [tenant, consumer, stream, acknowledged, attempts, now, neverAnswered]
        parked += (await query(statements.parkUnanswered, values)).length
      }
      // Where all that was looked at had to be parked, there may be more behind it.
      if (deliveries.length === 0 && parked > 0) continue
      const last = nextAfter(claim, deliveries, isLast && deliveries.length + park.length === due.length)
      const next = isAside && last !== "" && !isSettledMark(last) ? `${settledSign}${last}` : last
      return { claimed: { deliveries: await claimRuns(query, claim, deliveries), next }, inVain }
    }
  }

  /** Behind the last of the open marks a consumer that is behind goes on with what was put aside, however much is new meanwhile. */
  return async (query, claim) => {
    const { claimed, inVain } = await claimDue(query, claim)
    noteLook(claim, claimed)
    const hasWrapped = claimed.next === "" && claimed.deliveries.length > 0 && !isSettledMark(claim.after)
    if (!hasWrapped || !(await isBehind(query, claim))) return { claimed, inVain }
    return { claimed: { ...claimed, next: settledSign }, inVain }
  }
}
