import {
  scorecardAggregate,
  scriptAggregate,
  scriptExperimentAggregate,
  scriptProposalAggregate,
  scriptRunAggregate,
  scriptVersionAggregate,
} from "@salesdept/core/records"
import { instant, integer, json, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Scripts. */
export const scriptTable = recordTable(scriptAggregate, {
  pipelineId: nullable(text()),
  stageId: nullable(text()),
  segmentId: nullable(text()),
  language: text(),
  ownerId: person(),
  versionCount: integer(),
  currentVersionId: nullable(text()),
})

/** Versions of scripts. */
export const scriptVersionTable = recordTable(scriptVersionAggregate, {
  scriptId: text(),
  number: integer(),
  status: text(),
  steps: json(),
  basedOnId: nullable(text()),
  proposalIds: json(),
  authorId: text(),
  approvedBy: nullable(text()),
  approvedAt: nullable(instant()),
  retiredAt: nullable(instant()),
})

/** Dialogs held by scripts. */
export const scriptRunTable = recordTable(scriptRunAggregate, {
  scriptId: text(),
  versionId: text(),
  dialogId: nullable(text()),
  leadId: nullable(text()),
  dealId: nullable(text()),
  clientId: nullable(text()),
  repId: person(),
  startedAt: instant(),
  steps: json(),
  unansweredStepIds: json(),
  outcomeId: text(),
})

/** Proposals to change scripts. */
export const scriptProposalTable = recordTable(scriptProposalAggregate, {
  scriptId: text(),
  stepId: nullable(text()),
  origin: text(),
  evidenceIds: json(),
  reviewId: nullable(text()),
  variancePeriod: nullable(text()),
  proposedBy: text(),
  ownerId: person(),
  status: text(),
  versionId: nullable(text()),
})

/** Scorecards of dialogs. */
export const scorecardTable = recordTable(scorecardAggregate, {
  dialogId: text(),
  versionId: text(),
  repId: person(),
  raterId: text(),
  raterKind: text(),
  marks: json(),
  score: nullable(json()),
})

/** Experiments with scripts. */
export const scriptExperimentTable = recordTable(scriptExperimentAggregate, {
  scriptId: text(),
  baselineVersionId: text(),
  trialVersionId: text(),
  trialSharePercent: integer(),
  plannedClosed: integer(),
  followDays: integer(),
  seed: text(),
  proposalIds: json(),
  startedAt: instant(),
  status: text(),
  settledBy: nullable(text()),
  settledAt: nullable(instant()),
  reading: nullable(json()),
})
