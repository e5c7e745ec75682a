/**
 * Commands over the team, as Effects.
 *
 * @packageDocumentation
 */
import { command } from "../ports/Command.ts"
import { stateReps } from "./RepCommands.ts"
import { StateReps } from "./RepSchema.ts"

export type { RepsAnswer } from "./RepCommands.ts"
export { StateReps } from "./RepSchema.ts"

/** The commands over reps. */
export const repCommands = {
  /** Records reps as they are now. */
  state: command({ name: "rep.state", input: StateReps, work: stateReps }),
}
