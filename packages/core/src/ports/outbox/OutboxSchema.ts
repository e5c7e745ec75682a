import * as Schema from "effect/Schema"
import { opaqueId } from "../input/FieldSchema.ts"
import { check, inputDecoder } from "../input/Input.ts"

const yearMs = 366 * 86_400_000

const bounded = (least: number, most: number) =>
  Schema.Number.check(
    check(
      "number.bounds",
      { en: `must be ${least} to ${most}`, ru: `должно быть от ${least} до ${most}` },
      (value) => value >= least && value <= most,
    ),
  )

const wholeFrom = (least: number) =>
  Schema.Number.check(
    check(
      "number.bounds",
      { en: `must be a whole number of ${least} or more`, ru: `должно быть целым числом не меньше ${least}` },
      (value) => Number.isSafeInteger(value) && value >= least,
    ),
  )

const whose = { tenant: opaqueId, consumer: opaqueId }

/** Decodes how a consumer takes events, and whose. */
export const decodeFeed = inputDecoder(
  Schema.Struct({
    tenant: Schema.optional(opaqueId),
    consumer: opaqueId,
    batch: Schema.optional(wholeFrom(1)),
    ahead: Schema.optional(wholeFrom(0)),
    leaseMs: Schema.optional(bounded(1, yearMs)),
    maxAttempts: Schema.optional(wholeFrom(2)),
    backoffMs: Schema.optional(bounded(0, yearMs)),
    maxBackoffMs: Schema.optional(bounded(0, yearMs)),
    pollMs: Schema.optional(bounded(0, yearMs)),
    once: Schema.optional(Schema.Boolean),
  }),
)

/** Decodes whose outbox is asked. */
export const decodeTenant = inputDecoder(Schema.Struct({ tenant: opaqueId }))

/** Decodes whose outbox is asked, by which consumer. */
export const decodeConsumer = inputDecoder(Schema.Struct(whose))

/** Decodes which stream of a consumer is meant. */
export const decodeStream = inputDecoder(Schema.Struct({ ...whose, stream: opaqueId }))

/** Decodes from which age on an outbox is pruned. */
export const decodePrune = inputDecoder(Schema.Struct({ tenant: opaqueId, ageMs: bounded(0, 100 * yearMs) }))
