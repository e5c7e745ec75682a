/**
 * Who does or reads something: the host's own opaque id, 1–255 characters. Every write and every read has one.
 * The library keeps no table of users.
 */
export type ActorId = string

/** The actor of work that no person asked for: `tick`, projections, retention. */
export const systemActor: ActorId = "system"
