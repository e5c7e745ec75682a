import * as Schema from "effect/Schema"
import { customInput } from "../ports/input/CustomFieldSchema.ts"
import {
  dateField,
  idField,
  instantField,
  moneyField,
  opaqueId,
  rowsOf,
  slug,
  textField,
} from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { Instant } from "../shared/Instant.ts"

const historyField = Schema.Array(
  Schema.Struct({
    /** When it entered the stage: a UTC instant, in the order of time. */
    at: instantField,
    /** The stage, by its id in the current version of the pipeline; another one than in the entry before. */
    stageId: slug,
  }),
).check(
  check<ReadonlyArray<unknown>>(
    "history.count",
    { en: "must be 1 to 1000 entries", ru: "должно быть от 1 до 1000 записей" },
    (history) => history.length >= 1 && history.length <= 1000,
  ),
  check<ReadonlyArray<{ readonly at: Instant }>>(
    "history.order",
    { en: "must be in the order of time", ru: "записи должны идти по времени" },
    (history) => history.every(({ at }, index) => index === 0 || (history[index - 1]?.at ?? at) <= at),
  ),
  check<ReadonlyArray<{ readonly stageId: string }>>(
    "history.repeatedStage",
    {
      en: "an entry must be of another stage than the one before",
      ru: "запись должна быть о другом этапе, чем предыдущая",
    },
    (history) => history.every(({ stageId }, index) => index === 0 || history[index - 1]?.stageId !== stageId),
  ),
)

const importedDeal = Schema.Struct({
  /** The deal's id, beginning with `deal_` and made of the source's own key, so that the same row is the same deal each time. */
  id: idField("deal"),
  /** What is sold to whom, 1 to 300 characters; null leaves the title that is here. A text. */
  title: Schema.NullOr(textField(300)),
  /** The stage it is in, by its id in the current version of the pipeline; outcome follows from the stage. */
  stageId: slug,
  // Of these seven null says that there is none; what is left out stays as the source stated it before.
  /** The client's id; null where it has none, left out where the source does not say this time. */
  clientId: Schema.optionalKey(Schema.NullOr(idField("client"))),
  /** The host's id of who works on it; null where nobody owns it, left out where the source does not say this time. */
  ownerId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /**
   * The host's id of whose result it is where it is won or lost, if not its owner's: whoever owned it when it was closed. Null where it
   * is nobody's, left out where the source does not say. What was said before stays.
   */
  sellerId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** The main product; null where it has none, left out where the source does not say this time. */
  productId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** What it is to bring, in whole minor units, 0 or more; null where none is stated, never 0 for "unknown", left out where the source does not say this time. */
  amount: Schema.optionalKey(Schema.NullOr(moneyField)),
  /** The same at list price; null where none is stated, left out where the source does not say this time. */
  listAmount: Schema.optionalKey(Schema.NullOr(moneyField)),
  /** The day it was opened, `YYYY-MM-DD` in the department's time zone; null where it is not known, left out where the source does not say this time. */
  openedOn: Schema.optionalKey(Schema.NullOr(dateField)),
  /** The day it was won or lost, `YYYY-MM-DD` in the department's time zone; null while open, or where it is not known, left out where the source does not say this time. */
  closedOn: Schema.optionalKey(Schema.NullOr(dateField)),
  /** Why it is lost, from the department's list; null where the source names none, left out where it does not carry reasons. */
  lostReasonId: Schema.optionalKey(Schema.NullOr(slug)),
  /** Values of the fields that the department defines, by field, as the source states them; those left out stay as they are. */
  custom: Schema.optionalKey(customInput),
  /** When it entered which stage, as the source says; the last entry is the stage it is in. What the source says of no time is left out. */
  history: Schema.optionalKey(historyField),
}).check(
  check<{ readonly stageId: string; readonly history?: ReadonlyArray<{ readonly stageId: string }> }>(
    "history.end",
    {
      en: "the last entry of the history must be the stage",
      ru: "последняя запись истории должна быть текущим этапом",
    },
    ({ stageId, history }) => history === undefined || history.at(-1)?.stageId === stageId,
  ),
)

/** Input of `deals.import`: rows of one source, as it asserts them. 1 to 5,000 rows (inclusive) a call. */
export const ImportDeals = Schema.Struct({
  /** The source, by its id in the department's configuration. */
  sourceId: slug,
  /** The pipeline, in whose current version the stages are. */
  pipelineId: slug,
  /** The deals as the source asserts them, 1 to 5,000 (inclusive), each at most once. */
  rows: rowsOf(importedDeal),
})

/** Decoded input of `deals.import`. */
export type ImportDeals = typeof ImportDeals.Type
/** One imported row. */
export type ImportedDeal = typeof importedDeal.Type
