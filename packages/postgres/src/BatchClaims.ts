import type { PreparedWrite } from "@salesdept/sql"

/** What one command needs for itself in a batch. */
export interface Claims {
  /** Records that it changes, makes, guards, touches or erases. */
  readonly taken: ReadonlyArray<string>
  /** Records that it relies on as they were read. */
  readonly relied: ReadonlyArray<string>
  /** Its idempotency key; null where it has none. */
  readonly key: string | null
}

/** Reads out of a write what it needs for itself. */
export const claimsOf = ({ writes }: PreparedWrite): Claims => {
  if (writes === null) return { taken: [], relied: [], key: null }
  const { assumptions, command, erasures, guards, records, touches } = writes
  return {
    taken: [...records.map(({ id }) => id), ...guards.map(({ id }) => id), ...touches, ...erasures],
    relied: assumptions.map(({ id }) => id),
    key: command === null ? null : String(command[1]),
  }
}

/** Keeps commands apart that want the same. */
export interface ClaimBook {
  /** Enters a command's claims: `taken`, where nobody before it has claimed any; otherwise nothing is entered. */
  readonly enter: (claims: Claims) => "taken" | "recordClaimed" | "keyClaimed"
}

/**
 * Opens a book of claims for one batch. Of two commands that change, guard or touch one record only the first gets it, and a record
 * that somebody relies on is changed by nobody.
 */
export const openClaims = (): ClaimBook => {
  const taken = new Set<string>()
  const relied = new Set<string>()
  const keys = new Set<string>()
  return {
    enter: (claims) => {
      if (claims.key !== null && keys.has(claims.key)) return "keyClaimed"
      const isClaimed =
        claims.taken.some((id) => taken.has(id) || relied.has(id)) || claims.relied.some((id) => taken.has(id))
      if (isClaimed) return "recordClaimed"
      for (const id of claims.taken) taken.add(id)
      for (const id of claims.relied) relied.add(id)
      if (claims.key !== null) keys.add(claims.key)
      return "taken"
    },
  }
}
