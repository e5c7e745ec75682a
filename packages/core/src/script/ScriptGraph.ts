import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"

/** What a step of a script is. */
export type ScriptStepKind = "opening" | "question" | "statement" | "offer" | "objection" | "close"

/** Where a step leads. */
export interface ScriptBranch {
  /** What must have happened, in the tenant's own short words; null for "otherwise". */
  readonly when: string | null
  /** The next step; null where the dialog ends. */
  readonly to: string | null
}

/** An objection that may come at a step, with the answers to it. Its words are texts. */
export interface ScriptObjection {
  /** Short name within the step. */
  readonly id: string
  /** Short names of the answers, the best first; one or more. */
  readonly answerIds: ReadonlyArray<string>
}

/** One step of a script. Purpose and wording are texts, kept apart. */
export interface ScriptStep {
  /** Short name within the script; the same step keeps its name over versions, so that its effect can be followed. */
  readonly id: string
  /** What it is. */
  readonly kind: ScriptStepKind
  /** Where it leads, in order; the first that fits is taken. None ends the dialog. */
  readonly branches: ReadonlyArray<ScriptBranch>
  /** Objections that may come. */
  readonly objections: ReadonlyArray<ScriptObjection>
}

/** How many steps a script has at most. */
export const maxScriptSteps = 200

const problem = (path: string, code: string, message: Message): Problem => ({ path, code: `script.${code}`, message })

const repeated = (names: ReadonlyArray<string>): ReadonlySet<string> =>
  new Set(names.filter((name, at) => names.indexOf(name) !== at))

const stepProblems = (step: ScriptStep, at: number, known: ReadonlySet<string>): ReadonlyArray<Problem> => {
  const path = `steps[${at}]`
  const targets = step.branches.flatMap(({ to }, i) =>
    to === null || known.has(to)
      ? []
      : [
          problem(`${path}.branches[${i}].to`, "stepUnknown", {
            en: `there is no step "${to}"`,
            ru: `шага «${to}» нет`,
          }),
        ],
  )
  const otherwise = step.branches.findIndex(({ when }) => when === null)
  const unreached =
    otherwise >= 0 && otherwise < step.branches.length - 1
      ? [
          problem(`${path}.branches[${otherwise + 1}]`, "branchUnreachable", {
            en: 'stands after "otherwise", so it is never taken',
            ru: "стоит после «иначе», поэтому никогда не выбирается",
          }),
        ]
      : []
  const twice = [...repeated(step.objections.map(({ id }) => id))].map((id) =>
    problem(`${path}.objections`, "repeated", { en: `"${id}" stands twice`, ru: `«${id}» указано дважды` }),
  )
  return [...targets, ...unreached, ...twice]
}

/** Steps that can be reached from the first one. */
const reachable = (steps: ReadonlyArray<ScriptStep>): ReadonlySet<string> => {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const seen = new Set<string>()
  const open = steps.slice(0, 1).map(({ id }) => id)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    for (const { to } of byId.get(id)?.branches ?? []) if (to !== null) open.push(to)
  }
  return seen
}

/** Steps from which the dialog can end. */
const canEnd = (steps: ReadonlyArray<ScriptStep>): ReadonlySet<string> => {
  const ends = new Set(
    steps.filter(({ branches }) => branches.length === 0 || branches.some(({ to }) => to === null)).map(({ id }) => id),
  )
  for (let grew = true; grew;) {
    grew = false
    for (const { id, branches } of steps) {
      if (ends.has(id) || !branches.some(({ to }) => to !== null && ends.has(to))) continue
      ends.add(id)
      grew = true
    }
  }
  return ends
}

/**
 * What is wrong with the steps of a script, all at once: nothing to say, names that stand twice, branches that lead nowhere or
 * can never be taken, steps that are never reached from the first one, and steps from which no dialog can end.
 *
 * @param steps - the steps, 1 to {@link maxScriptSteps} (inclusive); the first is where the dialog begins
 * @returns problems in the order of the steps; empty where nothing is wrong
 * @example
 * ```ts
 * import { scriptProblems } from "@salesdept/core/script"
 *
 * const step = (id: string, to: string | null) =>
 *   ({ id, kind: "question", branches: [{ when: null, to }], objections: [] }) as const
 * scriptProblems([step("needs", "value"), step("value", null)]) // []
 * scriptProblems([step("needs", "price")])[0] // { path: "steps[0].branches[0].to", code: "script.stepUnknown", message: { … } }
 * ```
 */
export const scriptProblems = (steps: ReadonlyArray<ScriptStep>): ReadonlyArray<Problem> => {
  if (steps.length === 0 || steps.length > maxScriptSteps) {
    const message = { en: `must be 1 to ${maxScriptSteps} steps`, ru: `должно быть от 1 до ${maxScriptSteps} шагов` }
    return [problem("steps", "stepCount", message)]
  }
  const names = steps.map(({ id }) => id)
  const twice = [...repeated(names)].map((id) =>
    problem("steps", "repeated", { en: `step "${id}" stands twice`, ru: `шаг «${id}» указан дважды` }),
  )
  const known = new Set(names)
  const own = steps.flatMap((step, at) => stepProblems(step, at, known))
  // Paths are judged only where every branch leads somewhere: otherwise they would repeat what is said already.
  if (twice.length > 0 || own.length > 0) return [...twice, ...own]
  const [reached, ending] = [reachable(steps), canEnd(steps)]
  return steps.flatMap(({ id }, at) => [
    ...(reached.has(id)
      ? []
      : [
          problem(`steps[${at}]`, "stepUnreachable", {
            en: `step "${id}" is never reached from the first step`,
            ru: `до шага «${id}» нельзя дойти от первого шага`,
          }),
        ]),
    ...(ending.has(id)
      ? []
      : [
          problem(`steps[${at}]`, "endless", {
            en: `from step "${id}" the dialog never ends`,
            ru: `после шага «${id}» диалог никогда не заканчивается`,
          }),
        ]),
  ])
}
