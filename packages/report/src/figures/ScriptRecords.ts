import type { Texts } from "@salesdept/core/journal"
import type { Script, ScriptExperiment, ScriptProposal, ScriptRun, ScriptVersion } from "@salesdept/core/script"
import { localDateOf } from "@salesdept/core/shared"
import type { CalendarDate } from "@salesdept/core/shared"
import type { Base } from "./Base.ts"

/** What is known of scripts. */
export interface ScriptRecords {
  /** All scripts. */
  readonly scripts: ReadonlyArray<Script>
  /** Their versions by id. */
  readonly versions: ReadonlyMap<string, ScriptVersion>
  /** Talks that were held by them. */
  readonly runs: ReadonlyArray<ScriptRun>
  /** Changes that were proposed. */
  readonly proposals: ReadonlyArray<ScriptProposal>
  /** Experiments. */
  readonly experiments: ReadonlyArray<ScriptExperiment>
  /** Texts of scripts, versions and proposals by id. */
  readonly texts: ReadonlyMap<string, Texts>
  /** Segments of clients by id. */
  readonly segments: ReadonlyMap<string, string | null>
  /** When the version in force came into force, by script. */
  readonly inForceSince: ReadonlyMap<string, string>
}

/** A deal as it stood at the end of the base's day. */
export interface DealThen {
  readonly id: string
  readonly outcome: "open" | "won" | "lost"
  readonly closedOn: CalendarDate | null
  /** What deals are compared within: the rep and the client's segment. */
  readonly held: ReadonlyArray<string | null>
}

/** The deals as they stood, by id: what was closed later was open. */
export const dealsThen = ({ deals, asOf }: Base, { segments }: ScriptRecords): ReadonlyMap<string, DealThen> =>
  new Map(
    deals.map(({ id, outcome, closedOn, sellerId, clientId }) => {
      const held = [sellerId, clientId === null ? null : (segments.get(clientId) ?? null)]
      const isOpen = closedOn === null || closedOn > asOf
      return [id, isOpen ? { id, outcome: "open", closedOn: null, held } : { id, outcome, closedOn, held }]
    }),
  )

/** The local day of an instant. */
export const dayIn =
  ({ timeZone }: Pick<Base, "timeZone">) =>
  (instant: string): CalendarDate =>
    localDateOf(instant, timeZone)

/** What people call a script: its name, or its id. */
export const scriptNameOf = ({ texts }: ScriptRecords, scriptId: string): string =>
  texts.get(scriptId)?.["name"] ?? scriptId

/** What a step of a version is for, or its short name. */
export const stepNameOf = ({ texts }: ScriptRecords, versionId: string, stepId: string): string =>
  texts.get(versionId)?.[`${stepId}/purpose`] ?? stepId

/** Short names of a version's steps. */
export const stepsOf =
  ({ versions }: ScriptRecords) =>
  (versionId: string): ReadonlyArray<string> =>
    versions.get(versionId)?.steps.map(({ id }) => id) ?? []

/** Whether a version of the script is on trial. */
export const isOnTrial = ({ experiments }: ScriptRecords, scriptId: string): boolean =>
  experiments.some((experiment) => experiment.scriptId === scriptId && experiment.status === "running")
