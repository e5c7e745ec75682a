import { sha256 } from "@salesdept/core/journal"
import type { Authorship, Change, Decision, RecordState, Texts, Work } from "@salesdept/core/journal"
import type { StoreShape, Transaction } from "@salesdept/core/ports"
import * as Result from "effect/Result"
import type { AnyKind } from "./Kinds.ts"
import { suiteActor, suiteTenant } from "./Scene.ts"
import { suiteStart } from "./SuiteClock.ts"

let commands = 0

/** What a raw command may state beside its work. */
export interface RawCommandOptions {
  /** The tenant; the suite's own where absent. */
  readonly tenant?: string
  /** Run and write nothing. */
  readonly dryRun?: boolean
  /** Idempotency key; the digest is that of the key alone unless `input` is given. */
  readonly key?: string
  /** Stands for the input under the key. */
  readonly input?: string
}

const authorIn = (tenant: string): Authorship => {
  commands += 1
  return { tenant, actor: suiteActor, commandId: `command_raw${commands}`, recordedAt: suiteStart }
}

/** A command given to the port itself, past every use case: what a store sees. */
export const rawCommand = <Answer, Rejection>(
  work: () => Work<Answer, Rejection>,
  { tenant = suiteTenant, dryRun = false, key, input = "" }: RawCommandOptions = {},
): Transaction<Answer, Rejection> => ({
  author: authorIn(tenant),
  work,
  dryRun,
  idempotency: key === undefined ? null : { key, digest: (salt) => sha256(`${salt}${key}${input}`) },
  salt: () => "0123456789abcdef0123456789abcdef",
  joined: null,
})

/** Work that reads nothing and decides this. */
export const deciding = (decided: Omit<Decision<unknown>, "answer">) =>
  function* (): Work<{ readonly done: true }, never> {
    return Result.succeed({ ...decided, answer: { done: true } })
  }

/** A change that puts a state in place by one event without meaning: stores do not look into either. */
export const rawChange = (
  of: AnyKind,
  after: RecordState,
  expectedVersion = after.version - 1,
  texts: Texts | null = null,
): Change => ({
  of,
  after,
  expectedVersion,
  events: [{ type: "Stored", typeVersion: 1, payload: {}, occurredAt: after.changedAt, mark: null }],
  texts,
})

/** Writes states as they are. */
export const storeStates = (store: StoreShape, of: AnyKind, states: ReadonlyArray<RecordState>, tenant?: string) =>
  store.transact(
    rawCommand(
      deciding({ changes: states.map((state) => rawChange(of, state)), touches: [], guards: [] }),
      tenant === undefined ? {} : { tenant },
    ),
  )
