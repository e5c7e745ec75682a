import * as Result from "effect/Result"
import { compareCodePoints } from "../../shared/CodePoints.ts"
import type { RecordState } from "../../journal/Aggregate.ts"
import { joinedFieldValues } from "../../journal/CustomFields.ts"
import type { Change, Decision, Texts } from "../../journal/Decision.ts"
import { clientsOfMade } from "../../journal/Decision.ts"
import type { Read, Work } from "../../journal/Work.ts"
import { answeredAhead } from "./References.ts"
import type { ReadAhead } from "./References.ts"

/** What the commands before have decided and nobody has written yet. */
interface Pending {
  readonly changes: Map<string, Change>
  readonly touches: Set<string>
  readonly touchedClients: Set<string>
  readonly erasures: Set<string>
  readonly retires: Array<{ readonly kind: string; readonly id: string }>
  readonly guards: Map<string, number>
}

const keyOf = (kind: string, id: string): string => `${kind}\n${id}`

const fieldOf = (record: RecordState, field: string): unknown =>
  (record as RecordState & { readonly [name: string]: unknown })[field]

const changesOf = ({ changes }: Pending, kind: string): ReadonlyArray<Change> =>
  [...changes.values()].filter(({ of }) => of.kind === kind)

/** The records of an answer as they will be once what is pending is written. */
const withPending = (
  pending: Pending,
  question: Extract<Read, { readonly of: unknown }>,
  stored: ReadonlyArray<RecordState>,
): ReadonlyArray<RecordState> => {
  const changes = changesOf(pending, question.of.kind)
  if (changes.length === 0) return stored
  const changed = new Set(changes.map(({ after }) => after.id))
  const found = changes
    .map(({ after }) => after)
    .filter((after) =>
      question._tag === "ById"
        ? question.ids.includes(after.id)
        : question.values.some((value) => value === fieldOf(after, question.index)),
    )
  return [...stored.filter(({ id }) => !changed.has(id)), ...found].sort((left, right) =>
    compareCodePoints(left.id, right.id),
  )
}

/** Asks the store for what was not read ahead, and answers as if what is pending were written. */
function* answered(pending: Pending, ahead: ReadAhead, question: Read): Generator<Read, unknown, unknown> {
  if (question._tag !== "Texts") {
    const stored = answeredAhead(ahead, question) ?? ((yield question) as ReadonlyArray<RecordState>)
    return withPending(pending, question, stored)
  }
  const known = new Map<string, Texts>()
  for (const { after, isErased, texts } of pending.changes.values()) {
    if (texts !== null && isErased !== true) known.set(after.id, texts)
  }
  // What a command before has erased is still stored, and not there any more.
  const others = question.records.filter(({ id }) => !known.has(id) && !pending.erasures.has(id))
  const stored = others.length === 0 ? [] : ((yield { _tag: "Texts", records: others }) as ReadonlyMap<string, Texts>)
  return new Map([
    ...stored,
    ...question.records.flatMap(({ id }) => {
      const texts = known.get(id)
      return texts === undefined ? [] : [[id, texts] as const]
    }),
  ])
}

/** Two changes of one record as one: a store writes each record once. */
const joined = (first: Change | undefined, second: Change): Change =>
  first === undefined
    ? second
    : {
        of: second.of,
        after: second.after,
        expectedVersion: first.expectedVersion,
        events: [...first.events, ...second.events],
        // Texts of a version that another follows at once are never stored.
        texts: second.texts ?? first.texts,
        ...(second.texts === null && first.isErased === true ? { isErased: true } : {}),
        fieldValues: joinedFieldValues(first.fieldValues, second.fieldValues),
      }

/** What was to be written of records whose texts go is never stored; what comes after is. */
const eraseTexts = (pending: Pending, erasures: ReadonlyArray<string>): void => {
  const erased = new Set(erasures)
  for (const id of erased) pending.erasures.add(id)
  for (const [key, change] of pending.changes) {
    if (change.texts !== null && erased.has(change.after.id)) pending.changes.set(key, { ...change, isErased: true })
  }
}

const add = (pending: Pending, decided: Decision<unknown>): void => {
  const isNew = (id: string): boolean => pending.changes.get(keyOf("deal", id))?.expectedVersion === 0
  // Of a deal that is not stored yet nobody can have read any facts.
  for (const { dealId, factsVersion } of decided.guards) {
    if (!isNew(dealId) && !pending.guards.has(dealId)) pending.guards.set(dealId, factsVersion)
  }
  for (const change of decided.changes) {
    const key = keyOf(change.of.kind, change.after.id)
    pending.changes.set(key, joined(pending.changes.get(key), change))
  }
  eraseTexts(pending, decided.erasures ?? [])
  for (const id of decided.touches) if (!isNew(id)) pending.touches.add(id)
  for (const id of decided.touchedClients ?? []) pending.touchedClients.add(id)
  pending.retires.push(...(decided.retires ?? []))
}

/**
 * The work of several commands as the work of one: each sees what those before it have decided, everything is written in one transaction,
 * and the first refusal refuses all.
 *
 * @param works - the commands' works, in order
 * @param refused - makes the refusal of the whole of that of one command
 * @param readAhead - reads what several of them refer to, before the first; nothing where left out
 */
export function* batchWork<Answer, Rejection, Refused>(
  works: ReadonlyArray<() => Work<Answer, Rejection>>,
  refused: (index: number, rejection: Rejection) => Refused,
  readAhead?: Generator<Read, ReadAhead, unknown>,
): Work<{ readonly answers: ReadonlyArray<Answer> }, Refused> {
  const pending: Pending = {
    changes: new Map(),
    touches: new Set(),
    touchedClients: new Set(),
    erasures: new Set(),
    retires: [],
    guards: new Map(),
  }
  const answers: Array<Answer> = []
  const ahead: ReadAhead = readAhead === undefined ? new Map() : yield* readAhead
  for (const [index, begin] of works.entries()) {
    const work = begin()
    let step = work.next()
    while (step.done !== true) step = work.next(yield* answered(pending, ahead, step.value))
    if (Result.isFailure(step.value)) return Result.fail(refused(index, step.value.failure))
    add(pending, step.value.success)
    answers.push(step.value.success.answer)
  }
  return Result.succeed({
    changes: [...pending.changes.values()],
    touches: [...pending.touches],
    touchedClients: [...pending.touchedClients],
    erasures: [...pending.erasures],
    retires: pending.retires,
    ofClients: clientsOfMade([...pending.changes.values()]),
    guards: [...pending.guards].map(([dealId, factsVersion]) => ({ dealId, factsVersion })),
    answer: { answers },
  })
}
