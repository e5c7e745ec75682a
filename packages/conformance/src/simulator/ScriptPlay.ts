import type { Session } from "@salesdept/core/promise"
import type { Instant } from "@salesdept/core/shared"
import type { SimulatedDepartment } from "./SimulatedDepartment.ts"
import type { SimulatedScript, SimulatedScriptVersion } from "./SalesScripts.ts"

/** What a department does with its scripts at a moment. */
export interface ScriptWork {
  /** When. */
  readonly at: Instant
  /** What. */
  readonly run: () => Promise<void>
}

/** Proposals that a version may take up. */
const mostTakenUp = 100

/** What clients said without an answer and the version answers; it takes up those proposals. */
const takenUp = async (session: Session, script: SimulatedScript, { steps }: SimulatedScriptVersion) => {
  const { items } = await session.scriptProposals.page({
    where: { scriptId: script.id, status: "proposed" },
    limit: 10_000,
  })
  const answered = new Set(steps.flatMap(({ objections }) => objections.map(({ says }) => says)))
  return items.flatMap(({ id, texts }) => (answered.has(texts["proposal"] ?? "") ? [id] : [])).slice(0, mostTakenUp)
}

/**
 * The work on scripts, by time: each version is written by a rep and approved by the head; what is to be tried first is then tried.
 *
 * @param sessionOf - the session of an actor
 */
export const scriptWork = (
  department: SimulatedDepartment,
  sessionOf: (actor: string) => Session,
): ReadonlyArray<ScriptWork> => {
  const { language } = department.options
  const head = sessionOf(department.head.id)
  const publish = async (script: SimulatedScript, version: SimulatedScriptVersion, before: string | null) => {
    const { id, stageId, name, authorId } = script
    const author = sessionOf(authorId)
    const options = { occurredAt: version.approvedAt }
    if (before === null) {
      await author.scripts.create({ id, name, stageId, language, ownerId: department.head.id }, options)
    }
    await author.scripts.draft(
      {
        id: version.id,
        scriptId: id,
        steps: version.steps.map((step, index) => ({
          ...step,
          branches: [{ when: null, to: version.steps[index + 1]?.id ?? null }],
          objections: step.objections.map(({ id: objectionId, says, answer }) => ({
            id: objectionId,
            says,
            answers: [{ id: "first", wording: answer }],
          })),
        })),
        ...(before === null ? {} : { basedOnId: before, proposalIds: await takenUp(author, script, version) }),
      },
      options,
    )
    await author.scripts.submit({ versionId: version.id }, options)
    await head.scripts.approve({ versionId: version.id, putInForce: version.isInForce }, options)
    const { experiment } = script
    if (experiment?.trialVersionId !== version.id) return
    const { id: experimentId, trialVersionId, trialSharePercent, plannedClosed, followDays } = experiment
    const plan = { trialSharePercent, plannedClosed, followDays }
    await head.scriptExperiments.start({ id: experimentId, trialVersionId, ...plan }, options)
  }
  return department.scripts.flatMap((script) =>
    script.versions.map((version, index) => ({
      at: version.approvedAt,
      run: () => publish(script, version, script.versions[index - 1]?.id ?? null),
    })),
  )
}
