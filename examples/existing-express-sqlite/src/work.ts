import type { SalesDept, TickReport } from "@salesdept/core/promise"
import type Database from "better-sqlite3"

/** The shop's orders learn what became of their deals. An event may come twice: setting what it says again changes nothing. */
const follow = async (dept: SalesDept, db: Database.Database, tenant: string, signal: AbortSignal): Promise<void> => {
  const note = db.prepare<[string, string]>("update orders set stage = ? where 'deal_order-' || id = ?")
  try {
    for await (const batch of dept.tenant(tenant).events({ consumer: "orders", signal })) {
      for (const { stream, mark } of batch.events) if (mark?.stageId != null) note.run(mark.stageId, stream)
      await batch.ack()
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/**
 * What goes on beside requests: work that is due by the clock, and what happened to deals, told to the shop's own rows.
 *
 * @returns ends both after what is in hand; then the library can be closed
 */
export const startWork = (
  dept: SalesDept,
  db: Database.Database,
  tenant: string,
  everyMs: number = 60_000,
): (() => Promise<void>) => {
  const stop = new AbortController()
  let after: TickReport["after"] = null
  const round = async (): Promise<void> => {
    const report = await dept.tick({ after, budget: { ms: 20_000 }, signal: stop.signal })
    after = report.after
    for (const { duty, failures } of report.duties) for (const failure of failures) console.error(duty, failure)
  }
  let ticking: Promise<void> = Promise.resolve()
  // One round at a time; a round that failed is told, and the next tries again.
  const timer = setInterval(() => {
    ticking = ticking.then(round).catch(console.error)
  }, everyMs)
  const following = follow(dept, db, tenant, stop.signal)
  return async () => {
    clearInterval(timer)
    stop.abort()
    await ticking
    await following
  }
}
