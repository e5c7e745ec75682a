import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { validateCondition } from "./ConditionReading.ts"
import type { Pipeline, Stage, Transition } from "./Pipeline.ts"
import { entryStage, isFinalMeaning, isWonMeaning, stageOf } from "./Pipeline.ts"

/**
 * Every problem of a pipeline; none where it may be activated. It needs: unique ids, an open entry stage, at least one
 * done and one lost stage, every stage reachable from the entry, from every unfinished stage a way to a done and to a lost
 * stage (dead ends are refused; ways through another finished stage do not count), allowed moves between known stages in
 * the direction of their kind, and conditions that {@link validateCondition} accepts.
 *
 * @param pipeline - of the right shape; decode untrusted JSON first
 *
 * @example
 * ```ts
 * import { validatePipeline } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * const pipeline = { ...pipelinePresets.servicesWithActs, entryStageId: "done" }
 * validatePipeline(pipeline).map(({ path, code }) => [path, code]) // [["entryStageId", "pipeline.entryNotOpen"]]
 * ```
 */
export const validatePipeline = (pipeline: Pipeline): ReadonlyArray<Problem> => [
  ...idProblems("id", pipeline.id),
  ...(Number.isSafeInteger(pipeline.version) && pipeline.version >= 1
    ? []
    : [
        problem("version", "pipeline.versionInvalid", "must be a whole number from 1", "должна быть целым числом от 1"),
      ]),
  ...nameProblems("name", pipeline.name),
  ...pipeline.stages.flatMap((stage, i) => problemsUnder(`stages[${i}]`, stageProblems(pipeline, stage, i))),
  ...entryProblems(pipeline),
  ...pipeline.transitions.flatMap((transition, i) =>
    problemsUnder(`transitions[${i}]`, transitionProblems(pipeline, transition, i)),
  ),
  ...reachProblems(pipeline),
  ...retiredProblems(pipeline),
]

/**
 * Every problem of a tenant's pipelines together: each version's own (below `[i]`), versions listed twice, and a default
 * that is not among them. The default is one id, so that there is always exactly one.
 *
 * @param pipelines - all versions that deals may live under
 * @param defaultPipelineId - pipeline of deals that name none
 *
 * @example
 * ```ts
 * import { validatePipelines } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * validatePipelines([pipelinePresets.b2bSaas], "services").map(({ code }) => code) // ["pipeline.defaultUnknown"]
 * ```
 */
export const validatePipelines = (
  pipelines: ReadonlyArray<Pipeline>,
  defaultPipelineId: string,
): ReadonlyArray<Problem> => {
  const problems = pipelines.flatMap((pipeline, i) => [
    ...problemsUnder(`[${i}]`, validatePipeline(pipeline)),
    ...(pipelines.findIndex(({ id, version }) => id === pipeline.id && version === pipeline.version) < i
      ? [problem(`[${i}]`, "pipeline.versionDuplicate", "repeats a version that is listed already", "повторяет версию")]
      : []),
  ])
  if (pipelines.some(({ id }) => id === defaultPipelineId)) return problems
  const listed = [...new Set(pipelines.map(({ id }) => id))].join(", ")
  const en = `there is no "${defaultPipelineId}", the default pipeline (defaultPipelineId); there are: ${listed}`
  const ru = `нет воронки по умолчанию «${defaultPipelineId}» (defaultPipelineId); есть: ${listed}`
  return [...problems, problem("", "pipeline.defaultUnknown", en, ru)]
}

const problem = (path: string, code: string, en: string, ru: string): Problem => ({ path, code, message: { en, ru } })

const idShape = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/

const idProblems = (path: string, id: string): ReadonlyArray<Problem> =>
  idShape.test(id) && id !== "constructor" && id !== "prototype"
    ? []
    : [
        problem(
          path,
          "pipeline.idInvalid",
          "must be a letter, then up to 63 letters, digits, _ or -",
          "должен начинаться с латинской буквы и содержать до 64 латинских букв, цифр, _ или -",
        ),
      ]

const nameProblems = (path: string, name: Message): ReadonlyArray<Problem> =>
  name.en.trim() !== "" && name.ru.trim() !== ""
    ? []
    : [problem(path, "pipeline.nameMissing", "needs a name in both languages", "нужно название на обоих языках")]

const stageProblems = (pipeline: Pipeline, stage: Stage, position: number): ReadonlyArray<Problem> => {
  const problems = [...idProblems("id", stage.id), ...nameProblems("name", stage.name)]
  if (pipeline.stages.findIndex(({ id }) => id === stage.id) < position) {
    problems.push(problem("id", "pipeline.stageDuplicate", "is used by another stage", "уже занят другим этапом"))
  }
  if (stage.limitDays !== undefined && !(Number.isFinite(stage.limitDays) && stage.limitDays > 0)) {
    problems.push(problem("limitDays", "pipeline.limitInvalid", "must be above 0", "должно быть больше 0"))
  }
  if (stage.entry !== undefined) problems.push(...problemsUnder("entry", validateCondition(stage.entry)))
  if (stage.exit !== undefined) {
    problems.push(...problemsUnder("exit", validateCondition(stage.exit)))
    if (isFinalMeaning(stage.meaning)) {
      const en = "is never asked for: nothing goes forward from a finished stage"
      problems.push(
        problem("exit", "pipeline.exitUnused", en, "не проверяется: из конечного этапа нет движения вперёд"),
      )
    }
  }
  return problems
}

const entryProblems = (pipeline: Pipeline): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const entry = entryStage(pipeline)
  const path = pipeline.entryStageId === undefined ? "stages" : "entryStageId"
  if (entry === undefined) {
    problems.push(problem(path, "pipeline.entryMissing", "there is no entry stage", "нет начального этапа"))
  } else if (entry.meaning !== "open") {
    problems.push(
      problem(path, "pipeline.entryNotOpen", "the entry stage must be open", "начальный этап должен быть открытым"),
    )
  }
  if (!pipeline.stages.some(({ meaning }) => meaning === "done")) {
    problems.push(problem("stages", "pipeline.doneMissing", "there is no done stage", "нет завершающего этапа"))
  }
  if (!pipeline.stages.some(({ meaning }) => meaning === "lost")) {
    problems.push(problem("stages", "pipeline.lostMissing", "there is no lost stage", "нет этапа проигрыша"))
  }
  return problems
}

const transitionProblems = (pipeline: Pipeline, transition: Transition, position: number): ReadonlyArray<Problem> => {
  const from = stageOf(pipeline, transition.from)
  const to = stageOf(pipeline, transition.to)
  const problems: Array<Problem> = []
  const unknown = (path: string) =>
    problem(path, "pipeline.transitionStageUnknown", "is not a stage of this pipeline", "нет такого этапа в воронке")
  if (from === undefined) problems.push(unknown("from"))
  if (to === undefined) problems.push(unknown("to"))
  const isRepeat = ({ from, to }: Transition) => from === transition.from && to === transition.to
  if (pipeline.transitions.findIndex(isRepeat) < position) {
    problems.push(problem("", "pipeline.transitionDuplicate", "repeats another transition", "повторяет другой переход"))
  }
  if (transition.roles?.length === 0) {
    problems.push(problem("roles", "pipeline.rolesEmpty", "lets nobody make the move", "переход никому не разрешён"))
  }
  if (from !== undefined && to !== undefined && !fitsKind(pipeline, transition, from, to)) {
    const { en, ru } = kindRules[transition.kind]
    problems.push(problem("kind", "pipeline.transitionKind", en, ru))
  }
  return problems
}

const kindRules: { readonly [Kind in Transition["kind"]]: Message } = {
  forward: {
    en: "forward goes to a later stage, neither from a finished stage, nor to a lost one, nor from won to open",
    ru: "forward ведёт на более поздний этап — не из конечного, не в проигрыш и не из выигранного в открытый",
  },
  back: {
    en: "back goes to an earlier stage, neither from nor to a finished one",
    ru: "back ведёт на более ранний этап — не из конечного и не в конечный",
  },
  lose: {
    en: "lose goes from an unfinished stage to a lost one",
    ru: "lose ведёт из незавершённого этапа в этап проигрыша",
  },
  reopen: {
    en: "reopen goes from a finished stage to an unfinished one",
    ru: "reopen ведёт из конечного этапа в незавершённый",
  },
}

const fitsKind = (pipeline: Pipeline, { kind }: Transition, from: Stage, to: Stage): boolean => {
  if (kind === "reopen") return isFinalMeaning(from.meaning) && !isFinalMeaning(to.meaning)
  if (isFinalMeaning(from.meaning)) return false
  if (kind === "lose") return to.meaning === "lost"
  const step = pipeline.stages.indexOf(to) - pipeline.stages.indexOf(from)
  if (kind === "back") return step < 0 && !isFinalMeaning(to.meaning)
  return step > 0 && to.meaning !== "lost" && !(isWonMeaning(from.meaning) && to.meaning === "open")
}

/** Ids of all stages that can be reached from the given ones along pairs, the given ones included. */
const reached = (
  starts: ReadonlyArray<string>,
  pairs: ReadonlyArray<readonly [from: string, to: string]>,
): ReadonlySet<string> => {
  const next = new Map<string, Array<string>>()
  for (const [from, to] of pairs) {
    const targets = next.get(from)
    if (targets === undefined) next.set(from, [to])
    else targets.push(to)
  }
  const seen = new Set(starts)
  // A Set is walked in the order of insertion, members added on the way included.
  for (const id of seen) for (const target of next.get(id) ?? []) seen.add(target)
  return seen
}

const retiredProblems = (pipeline: Pipeline): ReadonlyArray<Problem> =>
  (pipeline.retiredStages ?? []).flatMap(({ stageId, to }, i, all) => {
    const problems: Array<Problem> = []
    const report = (path: string, code: string, en: string, ru: string) =>
      problems.push(problem(`retiredStages[${i}].${path}`, code, en, ru))
    if (stageOf(pipeline, stageId) !== undefined) {
      report("stageId", "pipeline.retiredPresent", "is a stage of this version", "этап есть в этой версии")
    }
    if (all.findIndex((other) => other.stageId === stageId) < i) {
      report("stageId", "pipeline.retiredDuplicate", "is retired twice", "этап упразднён дважды")
    }
    if (stageOf(pipeline, to) === undefined) {
      report("to", "pipeline.retiredTarget", "is not a stage of this version", "в этой версии такого этапа нет")
    }
    return problems
  })

const reachProblems = (pipeline: Pipeline): ReadonlyArray<Problem> => {
  const entry = entryStage(pipeline)
  const fromEntry = reached(
    entry === undefined ? [] : [entry.id],
    pipeline.transitions.map(({ from, to }) => [from, to]),
  )
  const isFinal = (id: string) => isFinalMeaning(stageOf(pipeline, id)?.meaning ?? "open")
  const backwards = pipeline.transitions.filter(({ from }) => !isFinal(from)).map(({ from, to }) => [to, from] as const)
  const leadingTo = (meaning: "done" | "lost") =>
    reached(
      pipeline.stages.filter((stage) => stage.meaning === meaning).map(({ id }) => id),
      backwards,
    )
  const toDone = leadingTo("done")
  const toLost = leadingTo("lost")
  return pipeline.stages.flatMap(({ id, meaning }, i) => {
    const problems: Array<Problem> = []
    const report = (code: string, en: string, ru: string) => problems.push(problem(`stages[${i}]`, code, en, ru))
    if (!fromEntry.has(id)) {
      report("pipeline.stageUnreachable", "cannot be reached from the entry stage", "недостижим из начального этапа")
    }
    if (isFinalMeaning(meaning)) return problems
    if (!toDone.has(id)) report("pipeline.doneUnreachable", "no way leads to a done stage", "нет пути к завершению")
    if (!toLost.has(id)) report("pipeline.lostUnreachable", "no way leads to a lost stage", "нет пути к проигрышу")
    return problems
  })
}
