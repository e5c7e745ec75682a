import type { Instant } from "./Instant.ts"

/** A record that somebody may own. */
export interface Owned {
  /** Who does; null where nobody does. */
  readonly ownerId: string | null
  /** Since when nobody has; null while somebody does. */
  readonly unownedSince: Instant | null
}

/** Since when nobody owns a record, after an event at an instant; null where somebody does. */
export const unownedSince = (before: Owned | null, ownerId: string | null, at: Instant): Instant | null => {
  if (ownerId !== null) return null
  return before !== null && before.ownerId === null ? before.unownedSince : at
}
