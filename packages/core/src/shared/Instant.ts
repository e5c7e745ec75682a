/**
 * A moment in time: UTC, ISO-8601 with milliseconds, always 24 characters (`2026-11-23T09:30:00.000Z`).
 * Fixed width makes text order time order, in JavaScript and in both databases.
 */
export type Instant = string

const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Whether a text is a valid instant of the fixed-width form (years 0000–9999). */
export const isInstant = (text: string): text is Instant => {
  if (!shape.test(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text
}

/** The instant of a number of milliseconds since 1970-01-01T00:00:00Z. */
export const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString()

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const epochMsOf = (instant: Instant): number => Date.parse(instant)
