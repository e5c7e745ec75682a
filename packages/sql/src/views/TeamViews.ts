import { repTable, teamTable } from "../team/TeamTables.ts"
import { ownText, shown, viewOfRecords } from "./View.ts"

/** Reps. */
export const repsView = viewOfRecords("reps", repTable, {
  about: "A rep. Owners are known by `person_id`.",
  columns: {
    id: shown("the rep"),
    person_id: shown("the host's id of the person"),
    name: ownText("name", "the name; null once erased"),
    team_id: shown("code of the team"),
    role: shown("rep, mentor or head"),
    joined_on: shown("first day in the department"),
    left_on: shown("last day in the department"),
  },
})

/** Teams. */
export const teamsView = viewOfRecords("teams", teamTable, {
  about: "A team.",
  columns: {
    id: shown("the team"),
    code: shown("its code"),
    name: ownText("name", "its name"),
    head_id: shown("who leads it"),
    parent_code: shown("code of the team it belongs to"),
  },
})
