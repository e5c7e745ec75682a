/** Which members a team or a segment stands for. */
export interface ScopeMembers {
  /** Reps by team. */
  readonly repsOfTeam: ReadonlyMap<string, ReadonlySet<string>>
  /** Clients by segment. */
  readonly clientsOfSegment: ReadonlyMap<string, ReadonlySet<string>>
}
