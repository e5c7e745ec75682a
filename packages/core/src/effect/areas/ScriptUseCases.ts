import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"
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
interface ScriptUseCases {
  /** Scripts of talks by stage, in immutable versions. */
  readonly scripts: QueriesOf<typeof scriptAggregate> & typeof scriptCommands
  /** Versions of scripts. Read only. */
  readonly scriptVersions: QueriesOf<typeof scriptVersionAggregate>
  /** Which script a dialog was held by, and the steps it used. */
  readonly scriptRuns: QueriesOf<typeof scriptRunAggregate> & typeof scriptRunCommands
  /** Changes of scripts that were proposed, with their evidence. */
  readonly scriptProposals: QueriesOf<typeof scriptProposalAggregate> & typeof scriptProposalCommands
  /** How dialogs were scored by the criteria of their script. */
  readonly scorecards: QueriesOf<typeof scorecardAggregate> & typeof scorecardCommands
  /** Experiments between two versions of a script, and when they may be believed. */
  readonly scriptExperiments: QueriesOf<typeof scriptExperimentAggregate> & typeof scriptExperimentCommands
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const scriptUseCases: ScriptUseCases = {
  scripts: { ...recordQueries(scriptAggregate), ...scriptCommands },
  scriptVersions: recordQueries(scriptVersionAggregate),
  scriptRuns: { ...recordQueries(scriptRunAggregate), ...scriptRunCommands },
  scriptProposals: { ...recordQueries(scriptProposalAggregate), ...scriptProposalCommands },
  scorecards: { ...recordQueries(scorecardAggregate), ...scorecardCommands },
  scriptExperiments: { ...recordQueries(scriptExperimentAggregate), ...scriptExperimentCommands },
}
