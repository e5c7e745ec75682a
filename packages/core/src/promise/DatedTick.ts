import type { TickOptions } from "../ports/tick/TickSchema.ts"
import { instantOf } from "../shared/Instant.ts"
import type { Instant } from "../shared/Instant.ts"

/** How a tick is done, its time as an instant or a Date. */
export interface DatedTickOptions extends Omit<TickOptions, "now"> {
  /** The time to judge by: everything due then or before is done. Now where absent. */
  readonly now?: Instant | Date | undefined
}

/** A tick's time as it is judged by; a date that is none is told of as any other wrong input. */
const tickTime = (now: Instant | Date): Instant => {
  if (!(now instanceof Date)) return now
  return Number.isNaN(now.getTime()) ? "" : instantOf(now.getTime())
}

/** A tick's options; what is no object is left to be refused. */
export const tickOptionsOf = (asked: DatedTickOptions | Date | undefined): TickOptions | undefined => {
  if (asked instanceof Date) return { now: tickTime(asked) }
  if (typeof asked !== "object" || asked === null) return asked
  const { now, ...rest } = asked
  return now === undefined ? rest : { ...rest, now: tickTime(now) }
}
