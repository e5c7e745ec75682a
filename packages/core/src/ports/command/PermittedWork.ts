import * as Result from "effect/Result"
import type { AnyAggregate, Ownership, RecordState } from "../../journal/Aggregate.ts"
import type { Decision } from "../../journal/Decision.ts"
import type { Read, Work } from "../../journal/Work.ts"
import { isSalesDeptError } from "../../shared/Failure.ts"
import type { AccessRecord, ActorAccess } from "../AccessPolicy.ts"
import { Forbidden } from "../AccessPolicy.ts"
import { fieldOf } from "../RecordFilter.ts"
import { accessRecordOf, mayKnow, ownerIdOf } from "../RecordOwner.ts"

const keyOf = (kind: string, id: string): string => `${kind}\n${id}`

/** What a command's work has read, by kind and id. */
type Seen = Map<string, { readonly of: AnyAggregate; readonly record: RecordState }>

/** Whose a record is; reads what says it, unless the work has read it already. */
function* ownerRead(seen: Seen, of: AnyAggregate, record: RecordState): Generator<Read, string | null, unknown> {
  const asking = ownerIdOf(of, record)
  let step = asking.next()
  while (step.done !== true) {
    const { id, kind } = step.value
    const known = seen.get(keyOf(kind, id))
    if (known !== undefined) {
      step = asking.next(known.record)
      continue
    }
    // Stores find a kind by its name; what folds its events is not asked for by a read.
    const parent: AnyAggregate = { kind, indexes: [], evolve: () => record }
    const question: Read = { _tag: "ById", of: parent, ids: [id] }
    const found = ((yield question) as ReadonlyArray<RecordState>)[0]
    if (found !== undefined) seen.set(keyOf(kind, id), { of: parent, record: found })
    step = asking.next(found ?? null)
  }
  return step.value
}

/** Whose that is which a record is about beside its own owner; null where it is about nothing of the kind. */
const aboutOf = ({ ownership }: AnyAggregate, record: RecordState): Ownership | null => {
  if (ownership === undefined || ownership === "nobody" || !("about" in ownership)) return null
  const [first, ...rest] = (ownership.about ?? []).filter(({ through }) => fieldOf(record, through) !== null)
  return first === undefined ? null : { first: [first, ...rest] }
}

/** A record that a policy is to judge. */
interface Judged {
  readonly of: AnyAggregate
  readonly record: RecordState
  readonly isNew: boolean
}

/** What was read, and beside it what the decision makes: whose a new record is may stand on another new one, as a contact person's on the client. */
const withMade = (seen: Seen, decided: Decision<unknown> | null): Seen => {
  const made = decided?.changes.filter(({ expectedVersion }) => expectedVersion === 0) ?? []
  return new Map([...made.map(({ after, of }) => [keyOf(of.kind, after.id), { of, record: after }] as const), ...seen])
}

/** Somebody's records of which a decision erases the texts, or which its answer shows: by what it says, or as they were read. */
const besides = (seen: Seen, { answer, erasures = [], shown = [] }: Decision<unknown>): ReadonlyArray<Judged> => {
  const named = new Set([...erasures, ...shown])
  const given = new Set(Object.values(answer ?? {}).flat())
  return [...seen.values()].flatMap(({ of, record }) =>
    of.ownership !== undefined && (named.has(record.id) || given.has(record)) ? [{ of, record, isNew: false }] : [],
  )
}

/** Texts within an input, ids of records among them. */
const namedIn = (input: unknown): ReadonlySet<unknown> => {
  const named = new Set<unknown>()
  JSON.stringify(input, (_key, value: unknown) => {
    named.add(value)
    return value
  })
  return named
}

/**
 * What a decision is about: what it changes, erases and shows, but for what is kept beside somebody's records, as the count of
 * recommendations is, or changes along with them; where that is nothing, or it was refused, the owned records that the input names, of which that tells too, or the
 * first that was read.
 */
const judged = (seen: Seen, decided: Decision<unknown> | null, named: ReadonlySet<unknown>): ReadonlyArray<Judged> => {
  if (decided !== null) {
    const changed = decided.changes.map(({ after, expectedVersion, of }): Judged => {
      const before = expectedVersion === 0 ? undefined : seen.get(keyOf(of.kind, after.id))?.record
      return { of, record: before ?? after, isNew: expectedVersion === 0 }
    })
    const isSomebodys = changed.some(({ of }) => of.ownership !== undefined)
    const along = new Set(decided.alongside)
    const asked = changed.filter(
      ({ of, record }) => !isSomebodys || (of.isKeptBeside !== true && !along.has(record.id)),
    )
    const all = [...asked, ...besides(seen, decided)]
    if (all.length > 0) return all
  }
  const owned = ownedIn(seen)
  const told = owned.filter(({ record }) => named.has(record.id))
  return told.length > 0 ? told : owned.slice(0, 1)
}

/** Those of the records read that are somebody's. */
const ownedIn = (seen: Seen): ReadonlyArray<Judged> =>
  [...seen.values()].flatMap(({ of, record }) => (of.ownership === undefined ? [] : [{ of, record, isNew: false }]))

/** Runs work in which some records are not there, noting what it reads of the others. */
function* workWithout<Answer, Rejection>(
  work: Work<Answer, Rejection>,
  hidden: ReadonlySet<string>,
  seen: Seen,
): Work<Answer, Rejection> {
  let step = work.next()
  while (step.done !== true) {
    const question: Read = step.value
    if (question._tag === "Texts") {
      step = work.next(yield question)
      continue
    }
    // Whose a record is says only the record itself.
    const whole: Read = question._tag === "ById" ? { _tag: "ById", of: question.of, ids: question.ids } : question
    const found = (yield whole) as ReadonlyArray<RecordState>
    const shown = found.filter(({ id }) => !hidden.has(keyOf(question.of.kind, id)))
    for (const record of shown) seen.set(keyOf(question.of.kind, record.id), { of: question.of, record })
    step = work.next(shown)
  }
  return step.value
}

/** Those of the records read that the input names and the actor may not know of. */
function* hiddenIn(
  seen: Seen,
  action: string,
  access: ActorAccess,
  named: ReadonlySet<unknown>,
): Generator<Read, ReadonlyArray<string>, unknown> {
  const hidden: Array<string> = []
  for (const { of, record } of ownedIn(seen)) {
    if (!named.has(record.id)) continue
    const ownerId = yield* ownerRead(seen, of, record)
    if (mayKnow(access, of, record, ownerId) || access.can(action, accessRecordOf(of, record, ownerId))) continue
    hidden.push(keyOf(of.kind, record.id))
  }
  return hidden
}

/** Why an actor may not do what was decided; null where nothing speaks against it. */
function* refusalOf(
  seen: Seen,
  action: string,
  access: ActorAccess,
  records: ReadonlyArray<Judged>,
): Generator<Read, Forbidden | null, unknown> {
  for (const { of, record, isNew } of records) {
    const ownerId = yield* ownerRead(seen, of, record)
    if (!access.can(action, accessRecordOf(of, record, ownerId, isNew))) {
      const isUnowned = isNew && of.ownership !== undefined && of.ownership !== "nobody" && ownerId === null
      const isTold = !isNew && mayKnow(access, of, record, ownerId)
      return new Forbidden(action, isTold ? record.id : null, isUnowned)
    }
    const about = isNew ? aboutOf(of, record) : null
    if (about === null) continue
    const subjectOwnerId = yield* ownerRead(seen, { ...of, ownership: about }, record)
    if (!access.can(action, accessRecordOf(of, record, subjectOwnerId, isNew))) return new Forbidden(action, null)
  }
  return null
}

/**
 * A command's work under a policy. Records that the input names and the actor may not know of are not there for it: the work is done over
 * again without them, so that it ends as it would if they were not, whatever it makes of that. Then it is refused where the actor may not
 * do this to every record that it changes, erases or shows. A refusal of the command itself, and an answer without a change, are given
 * only where the actor may do this to the records that the input names.
 *
 * @param action - the command's name
 * @param access - what the actor may do
 * @param begin - begins the command's work; called again for each record that is found to be hidden
 * @param input - the command's input
 */
export function* permittedWork<Answer, Rejection>(
  action: string,
  access: ActorAccess,
  begin: () => Work<Answer, Rejection>,
  input: unknown,
): Work<Answer, Rejection | Forbidden> {
  const named = namedIn(input)
  const hidden = new Set<string>()
  for (;;) {
    const seen: Seen = new Map()
    const outcome = yield* workWithout(begin(), hidden, seen)
    const found = yield* hiddenIn(seen, action, access, named)
    if (found.length > 0) {
      for (const key of found) hidden.add(key)
      continue
    }
    const decided = Result.isSuccess(outcome) ? outcome.success : null
    // An id that is taken cannot be given again: what would be made in its place is nothing that the actor may do.
    if (decided?.changes.some(({ of, after }) => hidden.has(keyOf(of.kind, after.id))) === true) {
      return Result.fail(new Forbidden(action, null))
    }
    const records = judged(seen, decided, named)
    const refusal = yield* refusalOf(withMade(seen, decided), action, access, records)
    if (refusal !== null) return Result.fail(refusal)
    if (records.length > 0 || access.can(action, null) || tellsNothing(outcome)) return outcome
    if (Result.isFailure(outcome) && access.can(action, toBeMade(action, input))) return outcome
    return Result.fail(new Forbidden(action, null))
  }
}

/**
 * The record that a command was to make which was refused before anything of somebody's was read, by what its input says of it: whoever
 * may make it is told what is wrong with it.
 */
const toBeMade = (action: string, input: unknown): AccessRecord => {
  const { id, ownerId }: { readonly id?: unknown; readonly ownerId?: unknown } = Object(input)
  return {
    kind: action.slice(0, action.indexOf(".")),
    id: typeof id === "string" ? id : "",
    ownerId: typeof ownerId === "string" ? ownerId : null,
    isOwned: true,
    isNew: true,
  }
}

/**
 * Whether a refusal tells nothing of any record, and another in its place would send who reads it the wrong way: there is no
 * configuration, or none of the records that the actor may know of has this id.
 */
const tellsNothing = (outcome: Result.Result<unknown, unknown>): boolean =>
  Result.isFailure(outcome) &&
  isSalesDeptError(outcome.failure) &&
  (outcome.failure._tag === "DepartmentMissing" || outcome.failure._tag === "RecordNotFound")
