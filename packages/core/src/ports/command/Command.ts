import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { notJsonIn } from "../../journal/Canonical.ts"
import type { JournalEvent } from "../../journal/Event.ts"
import { mostAheadMs } from "../../journal/Event.ts"
import { upcastAll } from "../../journal/EventVersions.ts"
import type { Work } from "../../journal/Work.ts"
import type { DepartmentConfig } from "../../department/DepartmentSchema.ts"
import { systemActor } from "../../shared/Actor.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Instant } from "../../shared/Instant.ts"
import { epochMsOf, instantOf } from "../../shared/Instant.ts"
import { problemsUnder } from "../../shared/Problem.ts"
import type { Problem } from "../../shared/Problem.ts"
import { awaitedThen } from "../Awaited.ts"
import type { Caller } from "../Caller.ts"
import { callerProblems } from "../input/CallerProblems.ts"
import type { ActorAccess, Forbidden } from "../AccessPolicy.ts"
import { accessOf, hasPolicy, unlimited } from "../AccessPolicy.ts"
import { DefaultDepartment, TrialCheck } from "../DefaultDepartment.ts"
import { observed, observesItself } from "../Observed.ts"
import { EventKinds } from "../EventKinds.ts"
import { executorField, occurredField, textField } from "../input/FieldSchema.ts"
import { IdSource } from "../IdSource.ts"
import type { Given } from "../input/Given.ts"
import { inputDecoder } from "../input/Input.ts"
import { optionProblemsOf } from "../input/OptionProblems.ts"
import { inputDigest } from "./InputDigest.ts"
import { CallContext } from "./CallContext.ts"
import type { AccessContext } from "./CallContext.ts"
import type { CommandContext } from "./CommandContext.ts"
import { statedTimes, surelyAhead, withHappened } from "./Happened.ts"
import type { Happened, StatedTime } from "./Happened.ts"
import { HostDirectory, unknownPeople } from "../HostDirectory.ts"
import { permittedWork } from "./PermittedWork.ts"
import { watchedWork } from "./WatchedWork.ts"
import { KeptByHost, referencesIn, withReferences } from "./References.ts"
import type { Reference, References } from "./References.ts"
import type { SqlExecutor } from "../SqlExecutor.ts"
import { Store } from "../Store.ts"
import type { Committed } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"

/** What any command may be given beside its input. What ends a call is given to the session: `as(actor, { signal })`. */
export interface CommandOptions {
  /** The same key and input give the first result again; the same key with another input is refused. 1–200 characters; it must name no person. */
  readonly idempotencyKey?: string | undefined
  /**
   * When it happened in business; now where absent. Never earlier than the record's last event: it is moved up to it. At most five
   * minutes ahead (inclusive), as far as clocks may go apart; a dry run takes any time, and tells what would be then.
   */
  readonly occurredAt?: Instant | undefined
  /** Read and decide, write nothing. */
  readonly dryRun?: boolean | undefined
  /**
   * With `dryRun` only: judge by this configuration instead of the one in force, to see what a change of rules would do.
   */
  readonly department?: DepartmentConfig | undefined
  /**
   * The host's own open transaction: the command becomes part of it, is kept when the host commits, and leaves nothing when the
   * host rolls back. Where the command fails, what it wrote is taken back and the transaction stays of use. Make it with
   * `fromKysely`, `fromPg` or `fromBetterSqlite3`. Absent: the store runs a transaction of its own.
   */
  readonly tx?: SqlExecutor | undefined
}

/** Fields of {@link CommandOptions}: what stands beside the input comes from outside too. */
export const commandOptionFields = {
  idempotencyKey: Schema.optional(textField(200)),
  occurredAt: Schema.optional(occurredField),
  dryRun: Schema.optional(Schema.Boolean),
  // Held to its own shape by who knows it: `TrialCheck`.
  department: Schema.optional(Schema.Unknown as unknown as Schema.Codec<DepartmentConfig>),
  tx: Schema.optional(executorField),
}

const decodeOptions = inputDecoder(Schema.Struct(commandOptionFields))

const noPaths: ReadonlyArray<string> = []

/** What is kept under a key is known again by its text. */
const notJson: Pick<Problem, "code" | "message"> = {
  code: "input.notJson",
  message: {
    en: "must be plain JSON, to be known again by its idempotency key",
    ru: "ожидаются данные, представимые в JSON: по ним вызов узнают под его ключом идемпотентности",
  },
}
const noOptions: CommandOptions = {}
const noReferences: ReadonlyArray<Reference> = []
const noTimes: ReadonlyArray<StatedTime> = []

const aheadProblem: Problem = {
  path: "options.occurredAt",
  code: "instant.ahead",
  message: {
    en: "lies more than five minutes ahead: what is to come has not happened; plan it as a next step, or ask by a dry run",
    ru: "больше чем на пять минут впереди: будущее ещё не произошло; запланируйте следующий шаг или спросите пробным вызовом",
  },
}

const trialProblem: Problem = {
  path: "options.department",
  code: "options.notDry",
  message: {
    en: "is judged by in a dry run alone: give dryRun: true too, or publish it",
    ru: "учитывается только при пробном вызове: укажите и dryRun: true или опубликуйте эти настройки",
  },
}

/** Whether a command is said to have happened in the future. What is due is done by the time of the tick, which the host states. */
const isAhead = ({ occurredAt, dryRun }: CommandOptions, { actor }: Caller, nowMs: () => number): boolean =>
  occurredAt !== undefined && dryRun !== true && actor !== systemActor && epochMsOf(occurredAt) > nowMs() + mostAheadMs

const problemsBeside = (
  caller: Caller,
  times: ReadonlyArray<StatedTime>,
  options: CommandOptions,
  nowMs: () => number,
): ReadonlyArray<Problem> => {
  const ofCaller = callerProblems(caller)
  if (options === noOptions)
    return times.length === 0 ? ofCaller : [...ofCaller, ...surelyAhead(times, nowMs(), undefined)]
  const decoded = decodeOptions(options)
  if (Result.isFailure(decoded)) return [...ofCaller, ...optionProblemsOf(decoded.failure.problems)]
  return [
    ...ofCaller,
    ...surelyAhead(times, nowMs(), options.occurredAt),
    ...(isAhead(options, caller, nowMs) ? [aheadProblem] : []),
    ...(options.department !== undefined && options.dryRun !== true ? [trialProblem] : []),
  ]
}

/** A command: its name, the shape of its input, and the work it asks of the store. */
export interface CommandDefinition<Input, Encoded, Answer, Rejection> {
  /** Area and verb, such as `deal.move`. */
  readonly name: string
  /** Shape of the input. */
  readonly input: Schema.Codec<Input, Encoded>
  /**
   * Fields of the input that name records which have to be in the base, with their kinds; none where left out. What the work reads itself and
   * refuses where it is not there need not be named.
   */
  readonly references?: References
  /** What of the input has happened and cannot lie ahead; nothing where left out. */
  readonly happened?: Happened
  /** Reads and decides. */
  readonly work: (input: Input, context: CommandContext) => Work<Answer, Rejection>
}

/** What a caller gets: the command's answer with the journal rows it wrote. */
export type Outcome<Answer> = Answer & {
  /** Journal rows written; empty on a dry run. */
  readonly events: ReadonlyArray<JournalEvent>
  /** Whether this is an earlier result under the same idempotency key. */
  readonly replayed: boolean
}

/** A command with its input, decoded: what a store can run, alone or among others. */
export interface PreparedCommand<Answer, Rejection> {
  /** The command's name. */
  readonly name: string
  /** The input as it was given. */
  readonly input: unknown
  /** Records that the input names and that have to be in the base. */
  readonly references: ReadonlyArray<Reference>
  /** Days and instants that the input states of what has happened. */
  readonly times: ReadonlyArray<StatedTime>
  /** Reads and decides, and judges by the caller's access. */
  readonly work: (context: AccessContext) => Work<Answer, Rejection | Forbidden>
}

/** A command ready to be called with unknown input. */
export interface RunCommand<Encoded, Answer, Rejection> {
  (
    caller: Caller,
    input: Encoded,
    options?: CommandOptions,
  ): Effect.Effect<Outcome<Answer>, Rejection | Forbidden | InputInvalid | StoreError, Store>
  /** Decodes an input without running anything: for batches. */
  readonly prepare: (input: Encoded) => Result.Result<PreparedCommand<Answer, Rejection>, InputInvalid>
}

const executing = <Answer extends object, Rejection>(
  services: Context.Context<Store>,
  caller: Caller,
  { input, name, work }: PreparedCommand<Answer, Rejection>,
  options: CommandOptions,
  access: ActorAccess,
): Effect.Effect<Outcome<Answer>, Rejection | Forbidden | InputInvalid | StoreError> => {
  const store = Context.get(services, Store)
  const ids = Context.get(services, IdSource)
  const defaultDepartment = Context.get(services, DefaultDepartment)
  const recordedAt = instantOf(Context.get(services, Clock.Clock).currentTimeMillisUnsafe())
  const recordedMs = epochMsOf(recordedAt)
  const key = options.idempotencyKey
  const wrong = key === undefined ? noPaths : notJsonIn(input)
  if (wrong.length > 0) return Effect.fail(new InputInvalid(wrong.map((path) => ({ path, ...notJson }))))
  const context = new CallContext(caller, {
    access,
    keptByHost: Context.get(services, KeptByHost),
    recordedAt,
    occurredAt: options.occurredAt ?? recordedAt,
    defaultDepartment,
    trialDepartment: options.dryRun === true ? (options.department ?? null) : null,
    newId: (kind) => ids.next(kind, recordedMs),
    key,
  })
  const watched = watchedWork(() => work(context))
  const committed = store.transact({
    author: context,
    work: watched.work,
    dryRun: options.dryRun === true,
    idempotency: key === undefined ? null : { key, digest: (salt) => inputDigest(salt, name, caller.actor, input) },
    salt: ids.salt,
    joined: options.tx ?? null,
  })
  const outcomeOf = ({ answer, events, replayed }: Committed<Answer>): Effect.Effect<Outcome<Answer>> => {
    if (!replayed) return Exit.succeed({ ...answer, events, replayed })
    // The first run may have been an older version's.
    return Effect.map(Context.get(services, EventKinds), (kinds) => ({
      ...answer,
      events: upcastAll(kinds, events),
      replayed,
    }))
  }
  return awaitedThen(
    committed,
    (exit) => (Exit.isSuccess(exit) ? outcomeOf(exit.value) : Exit.failCause(watched.causeOf(exit.cause))),
    (rest) =>
      Effect.flatMap(
        Effect.catchCause(rest, (cause) => Effect.failCause(watched.causeOf(cause))),
        outcomeOf,
      ),
  )
}

/** What is wrong beside what a command can tell by itself: a configuration to judge by, and people whom the host does not know. */
const problemsOutside = (
  services: Context.Context<Store>,
  name: string,
  caller: Caller,
  input: unknown,
  { department, tx }: CommandOptions,
): Effect.Effect<ReadonlyArray<Problem>, StoreError> | null => {
  const trial = department === undefined ? null : Context.get(services, TrialCheck)
  const directory = Context.get(services, HostDirectory)
  if (trial === null && directory === null) return null
  // The host's tables are asked before the transaction opens too.
  const unknown = directory === null ? Effect.succeed([]) : unknownPeople(directory, name, caller, input, tx ?? null)
  if (trial === null) return unknown
  return Effect.zipWith(unknown, trial(department), (people, wrong) => [
    ...people,
    ...problemsUnder("options.department", wrong),
  ])
}

/** Runs a prepared command as a caller, under its name; `times` are those that its input states, also of one that was refused. */
export const execute = <Answer extends object, Rejection>(
  name: string,
  caller: Caller,
  prepared: Result.Result<PreparedCommand<Answer, Rejection>, InputInvalid>,
  options: CommandOptions = noOptions,
  times: ReadonlyArray<StatedTime> = Result.isSuccess(prepared) ? prepared.success.times : noTimes,
): Effect.Effect<Outcome<Answer>, Rejection | Forbidden | InputInvalid | StoreError, Store> =>
  // One look at the services instead of a generator with a step for each: this is under every command.
  observed(name, (services: Context.Context<Store>) => {
    const beside = problemsBeside(caller, times, options, () =>
      Context.get(services, Clock.Clock).currentTimeMillisUnsafe(),
    )
    if (Result.isFailure(prepared)) return Effect.fail(new InputInvalid([...prepared.failure.problems, ...beside]))
    const command = prepared.success
    const outside = problemsOutside(services, name, caller, command.input, beside.length > 0 ? noOptions : options)
    if (outside !== null) {
      return Effect.flatMap(outside, (problems) => {
        const all = [...problems, ...beside]
        if (all.length > 0) return Effect.fail(new InputInvalid(all))
        return Effect.flatMap(accessOf(caller), (access) => executing(services, caller, command, options, access))
      })
    }
    if (beside.length > 0) return Effect.fail(new InputInvalid(beside))
    return hasPolicy(services)
      ? // Before the transaction opens: a policy may ask whom it likes.
        Effect.flatMap(accessOf(caller), (access) => executing(services, caller, command, options, access))
      : executing(services, caller, command, options, unlimited)
  })

/**
 * Makes a command callable: the one way anything is written. Decodes the input once, gives the work its context, and has the
 * store run it in one transaction.
 *
 * @param definition - name, shape of the input, and the work: what it reads, and what it decides
 * @example
 * ```ts
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { byIds, decision } from "@salesdept/core/journal"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { command } from "@salesdept/core/ports"
 * import { Effect, Result, Schema } from "effect"
 *
 * const missing = command({
 *   name: "deal.missing",
 *   input: Schema.Struct({ ids: Schema.Array(Schema.String) }),
 *   work: function* ({ ids }) {
 *     const deals = yield* byIds(dealAggregate, ids)
 *     return Result.succeed(decision([], { missing: ids.filter((id) => !deals.has(id)) }))
 *   },
 * })
 * const run = missing({ tenant: "shop-17", actor: "user:42" }, { ids: ["deal_3"] })
 * await Effect.runPromise(Effect.provide(run, layerMemory)) // { missing: ["deal_3"], events: [], replayed: false }
 * ```
 */
export const command = <Input, Encoded, Answer extends object, Rejection>(
  definition: CommandDefinition<Input, Encoded, Answer, Rejection>,
): RunCommand<Given<Encoded>, Answer, Rejection> => {
  const { name, happened, references } = definition
  const decode = inputDecoder(definition.input)
  const timesOf = (input: unknown) => (happened === undefined ? noTimes : statedTimes(happened.fields, input))
  const prepare = (input: Given<Encoded>): Result.Result<PreparedCommand<Answer, Rejection>, InputInvalid> =>
    Result.map(decode(input), (decoded) => {
      const times = timesOf(decoded)
      const referring = (context: AccessContext): Work<Answer, Rejection> => {
        if (references === undefined) return definition.work(decoded, context)
        const beginWith = (redirected: object) => definition.work(redirected as Input, context)
        // Whoever declares references names RecordNotFound among the rejections of the work.
        return withReferences(beginWith, references, decoded as object, context.keptByHost) as Work<Answer, Rejection>
      }
      return {
        name,
        input,
        references: references === undefined ? noReferences : referencesIn(references, decoded as object),
        times,
        work: (context) => {
          // Every command is refused by InputInvalid, whether its work names it or not.
          const begin = (): Work<Answer, Rejection> =>
            happened === undefined || times.length === 0
              ? referring(context)
              : (withHappened(() => referring(context), happened, times, context) as Work<Answer, Rejection>)
          return context.access.isUnlimited ? begin() : permittedWork(name, context.access, begin, decoded)
        },
      }
    })
  const run = (caller: Caller, input: Given<Encoded>, options?: CommandOptions) =>
    execute(name, caller, prepare(input), options, timesOf(input))
  return observesItself(name, Object.assign(run, { prepare }))
}

/**
 * A command as a question: what it would do, with nothing written. It is observed once, under its own name, and permitted as the command.
 *
 * @param name - what it is called by, such as `client.previewMerge`
 * @param run - the command
 */
export const dryRunOf = <Encoded, Answer extends object, Rejection>(
  name: string,
  { prepare }: RunCommand<Encoded, Answer, Rejection>,
) =>
  observesItself(name, (caller: Caller, input: Encoded, options?: CommandOptions) =>
    // What is no options at all is refused as it is.
    execute(name, caller, prepare(input), isOptions(options) ? { ...options, dryRun: true } : (options ?? dry)),
  )

const dry: CommandOptions = { dryRun: true }

const isOptions = (options: unknown): options is CommandOptions => typeof options === "object" && options !== null
