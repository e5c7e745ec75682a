/** Which members a team or a segment stands for. */
export interface ScopeMembers {
  /** Reps by team. */
  readonly repsOfTeam: ReadonlyMap<string, ReadonlySet<string>>
  /** Reps by team in periods, by label, in which teams were others; `repsOfTeam` in all others. */
  readonly repsOfTeamIn?: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>
  /** Clients by segment. */
  readonly clientsOfSegment: ReadonlyMap<string, ReadonlySet<string>>
}

/** Reps by team in a period. */
export const teamsIn = (
  { repsOfTeam, repsOfTeamIn }: ScopeMembers,
  period: string,
): ReadonlyMap<string, ReadonlySet<string>> => repsOfTeamIn?.get(period) ?? repsOfTeam
