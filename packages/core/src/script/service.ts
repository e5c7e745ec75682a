/**
 * Commands over scripts, and what is read from their runs, as Effects.
 *
 * @packageDocumentation
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Client } from "../client/ClientSchema.ts"
import { clientAggregate } from "../client/Client.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Caller } from "../ports/Command.ts"
import { command, DefaultDepartment } from "../ports/Command.ts"
import type { RecordPosition } from "../ports/RecordFilter.ts"
import { idOrder, positionOf } from "../ports/RecordFilter.ts"
import { storeFor } from "../ports/ScopedStore.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { instantOf } from "../shared/Instant.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { ScorecardFilled } from "./Scorecard.ts"
import { scorecardAgreement, scorecardAggregate } from "./Scorecard.ts"
import type { Scorecard } from "./ScorecardSchema.ts"
import { recordScorecard } from "./ScorecardCommands.ts"
import { RecordScorecard } from "./ScorecardSchema.ts"
import { adoption } from "./Adoption.ts"
import { settleExperiment, startExperiment } from "./ExperimentCommands.ts"
import { SettleExperiment, StartExperiment } from "./ExperimentSchema.ts"
import type { ScriptExperimentId } from "./ExperimentSchema.ts"
import { experimentVerdict } from "./ExperimentVerdict.ts"
import {
  approveScriptVersion,
  createScript,
  draftScriptVersion,
  retireScriptVersion,
  sendBackScriptVersion,
  submitScriptVersion,
} from "./ScriptCommands.ts"
import { assignedVersion, experimentArms, scriptExperimentAggregate } from "./ScriptExperiment.ts"
import { declineProposal, proposeScriptChange } from "./ScriptProposalCommands.ts"
import { scriptRunAggregate } from "./ScriptRun.ts"
import { recordScriptRun } from "./ScriptRunCommands.ts"
import {
  ApproveScriptVersion,
  CreateScript,
  DeclineProposal,
  DraftScriptVersion,
  EndScriptVersion,
  NameScriptVersion,
  ProposeScriptChange,
  RecordScriptRun,
} from "./ScriptSchema.ts"
import type { ScriptId, ScriptRun, ScriptVersionId } from "./ScriptSchema.ts"
import { scriptVersionAggregate } from "./ScriptVersion.ts"
import { stepOpportunities } from "./StepOpportunity.ts"
import { winAnalysis } from "./WinAnalysis.ts"
import type { WinAnalysisSettings } from "./WinAnalysis.ts"

export type { ScriptExperimentAnswer } from "./ExperimentCommands.ts"
export { SettleExperiment, StartExperiment } from "./ExperimentSchema.ts"
export type { ScriptAnswer, ScriptVersionAnswer } from "./ScriptCommands.ts"
export type { ScriptProposalAnswer } from "./ScriptProposalCommands.ts"
export type { ScorecardAnswer } from "./ScorecardCommands.ts"
export { RecordScorecard } from "./ScorecardSchema.ts"
export type { ScriptRunAnswer } from "./ScriptRunCommands.ts"
export {
  ApproveScriptVersion,
  CreateScript,
  DeclineProposal,
  DraftScriptVersion,
  EndScriptVersion,
  NameScriptVersion,
  ProposeScriptChange,
  RecordScriptRun,
} from "./ScriptSchema.ts"

/** Records of a page, the most a store gives at once. */
const mostOfPage = 10_000

/** Reads ids in batches, as many as a page may hold at most. */
const byIdsInBatches = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: Aggregate<State, Event>,
  ids: ReadonlyArray<string>,
) {
  const found = new Map<string, State>()
  for (let from = 0; from < ids.length; from += 5000) {
    for (const record of yield* store.byIds(tenant, of, ids.slice(from, from + 5000))) found.set(record.id, record)
  }
  return found
})

/** Runs of a script in order of id, a page at a time. */
const runsOf = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, scriptId: ScriptId) {
  const runs: Array<ScriptRun> = []
  const filters = [{ field: "scriptId", kind: "text", test: { _tag: "Equals", value: scriptId } }] as const
  for (let after: RecordPosition | null = null; ;) {
    const page: ReadonlyArray<ScriptRun> = yield* store.page(tenant, scriptRunAggregate, {
      filters,
      after,
      limit: mostOfPage,
    })
    runs.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < mostOfPage) return runs
    after = positionOf(last, idOrder)
  }
})

/** Scorecards of a version in order of id, a page at a time. */
const cardsOf = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, versionId: ScriptVersionId) {
  const of = scorecardAggregate as unknown as Aggregate<Scorecard, ScorecardFilled>
  const cards: Array<Scorecard> = []
  const filters = [{ field: "versionId", kind: "text", test: { _tag: "Equals", value: versionId } }] as const
  for (let after: RecordPosition | null = null; ;) {
    const page: ReadonlyArray<Scorecard> = yield* store.page(tenant, of, { filters, after, limit: mostOfPage })
    cards.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < mostOfPage) return cards
    after = positionOf(last, idOrder)
  }
})

const dealIdsOf = (runs: ReadonlyArray<ScriptRun>): ReadonlyArray<string> => [
  ...new Set(runs.flatMap(({ dealId }) => (dealId === null ? [] : [dealId]))),
]

const versionSteps = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, runs: ReadonlyArray<ScriptRun>) {
  const ids = [...new Set(runs.map(({ versionId }) => versionId))]
  const versions = yield* byIdsInBatches(store, tenant, scriptVersionAggregate, ids)
  return (versionId: string): ReadonlyArray<string> => versions.get(versionId)?.steps.map(({ id }) => id) ?? []
})

const timeZoneOf = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId) {
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  return config === null ? yield* Effect.fail(new DepartmentMissing()) : config.timeZone
})

/** The commands over scripts and their versions, and how far they are used. */
export const scriptCommands = {
  /** Begins a script. */
  create: command({ name: "script.create", input: CreateScript, work: createScript }),
  /** Writes a new version, whole. */
  draft: command({ name: "script.draft", input: DraftScriptVersion, work: draftScriptVersion }),
  /** Hands a draft over for review. */
  submit: command({ name: "script.submit", input: NameScriptVersion, work: submitScriptVersion }),
  /** Approves a version of somebody else. */
  approve: command({ name: "script.approve", input: ApproveScriptVersion, work: approveScriptVersion }),
  /** Sends a version in review back to its author. */
  sendBack: command({ name: "script.sendBack", input: EndScriptVersion, work: sendBackScriptVersion }),
  /** Takes a version out of use. */
  retire: command({ name: "script.retire", input: EndScriptVersion, work: retireScriptVersion }),
  /** Per rep and version, in what share of the dialogs each step was used. */
  adoption: Effect.fnUntraced(function* (caller: Caller, { scriptId }: { readonly scriptId: ScriptId }) {
    const store = yield* storeFor(caller)
    const runs = yield* runsOf(store, caller.tenant, scriptId)
    return adoption(runs, yield* versionSteps(store, caller.tenant, runs))
  }),
  /**
   * Which steps go with winning, from recorded runs and the deals they were about; deals are compared within rep and segment. Reads
   * all runs of the script and their deals.
   */
  winAnalysis: Effect.fnUntraced(function* (
    caller: Caller,
    input: { readonly scriptId: ScriptId; readonly asOf?: CalendarDate } & Pick<
      WinAnalysisSettings,
      "falseDiscoveryRate" | "leastWon" | "level"
    >,
  ) {
    const store = yield* storeFor(caller)
    const { scriptId, asOf, ...settings } = input
    const timeZone = yield* timeZoneOf(store, caller.tenant)
    const today = asOf ?? localDateOf(instantOf(yield* Clock.currentTimeMillis), timeZone)
    const runs = yield* runsOf(store, caller.tenant, scriptId)
    const deals: ReadonlyMap<string, Deal> = yield* byIdsInBatches(store, caller.tenant, dealAggregate, dealIdsOf(runs))
    const clientIds = [...new Set([...deals.values()].flatMap(({ clientId }) => (clientId === null ? [] : [clientId])))]
    const clients: ReadonlyMap<string, Client> = yield* byIdsInBatches(store, caller.tenant, clientAggregate, clientIds)
    const stepsOf = yield* versionSteps(store, caller.tenant, runs)
    const known = new Map(
      [...deals].map(([id, { outcome, closedOn, ownerId, clientId }]) => [
        id,
        { outcome, closedOn, held: [ownerId, clientId === null ? null : (clients.get(clientId)?.segmentId ?? null)] },
      ]),
    )
    const opportunities = stepOpportunities(runs, stepsOf, known, (instant) => localDateOf(instant, timeZone))
    return yield* Effect.try({
      try: () =>
        winAnalysis(opportunities, {
          ...settings,
          asOf: today,
          heldEqual: [
            { en: "rep", ru: "менеджер" },
            { en: "client's segment", ru: "сегмент клиента" },
          ],
        }),
      catch: (error) => {
        if (error instanceof InputInvalid) return error
        throw error
      },
    })
  }),
}

/** The commands over runs. */
export const scriptRunCommands = {
  /** Records a dialog held by a script; what found no answer becomes a proposal to the script's owner. */
  record: command({ name: "scriptRun.record", input: RecordScriptRun, work: recordScriptRun }),
}

/** The commands over scorecards. */
export const scorecardCommands = {
  /** Fills a scorecard of a dialog; each rater one. */
  record: command({ name: "scorecard.record", input: RecordScorecard, work: recordScorecard }),
  /** How far mentor, rep and the host's analysis agree over the dialogs of a version. */
  agreement: Effect.fnUntraced(function* (caller: Caller, { versionId }: { readonly versionId: ScriptVersionId }) {
    const store = yield* storeFor(caller)
    return scorecardAgreement(yield* cardsOf(store, caller.tenant, versionId))
  }),
}

/** The commands over proposals. */
export const scriptProposalCommands = {
  /** Proposes a change of a script to its owner. */
  propose: command({ name: "scriptProposal.propose", input: ProposeScriptChange, work: proposeScriptChange }),
  /** Declines a proposal. */
  decline: command({ name: "scriptProposal.decline", input: DeclineProposal, work: declineProposal }),
}

const readExperiment = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, id: ScriptExperimentId) {
  const [experiment] = yield* store.byIds(tenant, scriptExperimentAggregate, [id])
  return experiment ?? (yield* Effect.fail(new RecordNotFound("scriptExperiment", id)))
})

/** The commands over experiments, the draw of versions, and their reading. */
export const scriptExperimentCommands = {
  /** Begins to try a version beside the one in force. */
  start: command({ name: "scriptExperiment.start", input: StartExperiment, work: startExperiment }),
  /** Ends an experiment: keeps the trial version, or rolls it back. */
  settle: command({ name: "scriptExperiment.settle", input: SettleExperiment, work: settleExperiment }),
  /** The version that a deal is to get, the same at every call. */
  assign: Effect.fnUntraced(function* (
    caller: Caller,
    { experimentId, dealId }: { readonly experimentId: ScriptExperimentId; readonly dealId: string },
  ) {
    const experiment = yield* readExperiment(yield* storeFor(caller), caller.tenant, experimentId)
    return { versionId: assignedVersion(experiment, dealId) }
  }),
  /** What the experiment says so far; may be asked as often as one likes. */
  verdict: Effect.fnUntraced(function* (
    caller: Caller,
    { experimentId }: { readonly experimentId: ScriptExperimentId },
  ) {
    const store = yield* storeFor(caller)
    const experiment = yield* readExperiment(store, caller.tenant, experimentId)
    const runs = yield* runsOf(store, caller.tenant, experiment.scriptId)
    const deals: ReadonlyMap<string, Deal> = yield* byIdsInBatches(store, caller.tenant, dealAggregate, dealIdsOf(runs))
    const { baseline, trial } = experimentArms(experiment, runs, deals)
    return experimentVerdict(baseline, trial, experiment)
  }),
}
