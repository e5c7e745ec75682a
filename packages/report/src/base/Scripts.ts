import { streamOf } from "@salesdept/core/ports"
import { clientAggregate } from "@salesdept/core/client"
import type { Texts } from "@salesdept/core/journal"
import {
  scriptAggregate,
  scriptExperimentAggregate,
  scriptProposalAggregate,
  scriptRunAggregate,
  scriptVersionAggregate,
} from "@salesdept/core/script"
import type { Script, ScriptCurrentChanged } from "@salesdept/core/script"
import type { RecordState } from "@salesdept/core/journal"
import * as Effect from "effect/Effect"
import type { Base } from "../figures/Base.ts"
import type { ScriptRecords } from "../figures/ScriptRecords.ts"
import { dayIn } from "../figures/ScriptRecords.ts"
import type { ReportInput } from "./ReportInput.ts"
import { all } from "./ReportInput.ts"

/** When the version in force last came into force: tried first, it did so later than it was approved. */
const inForceSince = async (
  { store, tenant }: ReportInput,
  { id, currentVersionId }: Script,
): Promise<ReadonlyArray<readonly [string, string]>> => {
  const events = await Effect.runPromise(streamOf(store, tenant, id))
  const came = events.findLast(
    ({ type, payload }) =>
      type === "ScriptCurrentChanged" && (payload as ScriptCurrentChanged["payload"]).versionId === currentVersionId,
  )
  return came === undefined || currentVersionId === null ? [] : [[id, came.occurredAt]]
}

/** Reads what is known of scripts up to the base's day; null where there are none. */
export const scriptRecords = async (input: ReportInput, base: Base): Promise<ScriptRecords | null> => {
  const { store, tenant } = input
  const scripts = await all(input, scriptAggregate)
  if (scripts.length === 0) return null
  const versions = await all(input, scriptVersionAggregate)
  const proposals = await all(input, scriptProposalAggregate)
  const textsOf = (records: ReadonlyArray<RecordState>): Promise<ReadonlyMap<string, Texts>> =>
    Effect.runPromise(store.texts(tenant, records))
  const texts = await Promise.all([textsOf(scripts), textsOf(versions), textsOf(proposals)])
  const isByThen = (instant: string): boolean => dayIn(base)(instant) <= base.asOf
  return {
    scripts,
    versions: new Map(versions.map((version) => [version.id, version])),
    runs: (await all(input, scriptRunAggregate)).filter(({ startedAt }) => isByThen(startedAt)),
    proposals,
    experiments: (await all(input, scriptExperimentAggregate)).filter(({ startedAt }) => isByThen(startedAt)),
    texts: new Map(texts.flatMap((own) => [...own])),
    segments: new Map((await all(input, clientAggregate)).map(({ id, segmentId }) => [id, segmentId])),
    inForceSince: new Map((await Promise.all(scripts.map((script) => inForceSince(input, script)))).flat()),
  }
}
