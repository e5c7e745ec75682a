import type { CommandOptions } from "@salesdept/core/ports"
import type { Session } from "@salesdept/core/promise"
import type { CalendarDate, Id, IdKind, Money } from "@salesdept/core/shared"
import { idPrefixes } from "@salesdept/core/shared"
import * as fc from "fast-check"

/** A command of the library with everything that decides its outcome. */
export interface AnyCommand {
  /** Area and verb, such as `deals.move`. */
  readonly name: string
  /** Its input. */
  readonly input: object
  /** Options beside the input. */
  readonly options: CommandOptions
  /** How far the clock moves on before it, milliseconds. */
  readonly afterMs: number
  /** Makes the call. */
  readonly call: (session: Session) => Promise<object>
}

/** Ids from a small pool, so that commands meet each other's records. */
export const pooled = <Kind extends IdKind>(kind: Kind, size: number): fc.Arbitrary<Id<Kind>> =>
  fc.integer({ min: 1, max: size }).map((index) => `${idPrefixes[kind]}_${index}` as Id<Kind>)

/** A deal of the pool. */
export const dealId = pooled("deal", 3)
/** A client of the pool. */
export const clientId = pooled("client", 2)
/** A lead of the pool. */
export const leadId = pooled("lead", 2)
/** One of three people. */
export const person = fc.constantFrom("user:1", "user:2", "Ёж 🦔")
/** A day of February 2026. */
export const day: fc.Arbitrary<CalendarDate> = fc
  .integer({ min: 1, max: 28 })
  .map((at) => `2026-02-${String(at).padStart(2, "0")}`)
/** Minor units: small mostly, now and then none or the largest. */
export const amountMinor = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(1, 500, 1000) },
  { weight: 1, arbitrary: fc.constantFrom(0, Number.MAX_SAFE_INTEGER) },
)
/** Roubles mostly. */
export const currency = fc.oneof(
  { weight: 9, arbitrary: fc.constant("RUB") },
  { weight: 1, arbitrary: fc.constant("EUR") },
)
/** Money. */
export const money: fc.Arbitrary<Money> = fc.record({ amountMinor, currency })
/** The value, or null. */
export const nullOr = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null })
/** A record of which any field may be left out. */
export const optional = <Fields extends object>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record(fields, { requiredKeys: [] })

/** Left out mostly; a key now and then, a dry run, a time in the past. */
const anyOptions: fc.Arbitrary<CommandOptions> = fc.oneof(
  { weight: 7, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ dryRun: true }) },
  { weight: 1, arbitrary: fc.constantFrom("k1", "k2", "k3", "k4", "k5").map((idempotencyKey) => ({ idempotencyKey })) },
  { weight: 1, arbitrary: day.map((on) => ({ occurredAt: `${on}T12:00:00.000Z` })) },
)

const afterMs = fc.constantFrom(0, 1, 3_600_000, 86_400_000)

/** Commands of one kind, by their inputs. */
export const commands = <Input extends object>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  perform: (session: Session, input: Input, options: CommandOptions) => Promise<object>,
): fc.Arbitrary<AnyCommand> =>
  fc.tuple(inputs, anyOptions, afterMs).map(([input, options, ms]) => ({
    name,
    input,
    options,
    afterMs: ms,
    call: (session) => perform(session, input, options),
  }))
