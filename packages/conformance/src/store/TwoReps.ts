import type { Session } from "@salesdept/core/promise"

/** One rep of the team. */
export const north = "user:north"

/** Who teaches it. */
export const mentor = "user:mentor"

/** The other rep. */
export const peer = "user:peer"

/** Two reps of one team. */
export const stateTeam = (head: Session) =>
  head.reps.state({
    rows: [north, peer].map((personId, at) => ({
      id: `rep_${at}` as const,
      personId,
      name: personId,
      teamId: "first",
      joinedOn: null,
      leftOn: null,
    })),
  })
