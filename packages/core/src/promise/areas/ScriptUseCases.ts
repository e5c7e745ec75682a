import { recordQueries } from "../../ports/RecordQueries.ts"
import { scorecardAggregate } from "../../script/Scorecard.ts"
import { scriptAggregate } from "../../script/Script.ts"
import { scriptExperimentAggregate } from "../../script/ScriptExperiment.ts"
import { scriptProposalAggregate } from "../../script/ScriptProposal.ts"
import { scriptRunAggregate } from "../../script/ScriptRun.ts"
import { scriptVersionAggregate } from "../../script/ScriptVersion.ts"
import {
  scorecardCommands,
  scriptCommands,
  scriptExperimentCommands,
  scriptProposalCommands,
  scriptRunCommands,
} from "../../script/service.ts"

/** Use cases over scripts of talks. */
export const scriptUseCases = {
  /** Scripts of talks by stage, in immutable versions. */
  scripts: { ...recordQueries(scriptAggregate), ...scriptCommands },
  /** Versions of scripts. Read only. */
  scriptVersions: recordQueries(scriptVersionAggregate),
  /** Which script a dialog was held by, and the steps it used. */
  scriptRuns: { ...recordQueries(scriptRunAggregate), ...scriptRunCommands },
  /** Changes of scripts that were proposed, with their evidence. */
  scriptProposals: { ...recordQueries(scriptProposalAggregate), ...scriptProposalCommands },
  /** How dialogs were scored by the criteria of their script. */
  scorecards: { ...recordQueries(scorecardAggregate), ...scorecardCommands },
  /** Experiments between two versions of a script, and when they may be believed. */
  scriptExperiments: { ...recordQueries(scriptExperimentAggregate), ...scriptExperimentCommands },
} as const
