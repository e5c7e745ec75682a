import * as Schema from "effect/Schema"
import { messageField, slug } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"

const days = (maximum: number) =>
  Schema.Int.check(
    check(
      "days.bounds",
      { en: `must be 1 to ${maximum} days`, ru: `должно быть от 1 до ${maximum} дней` },
      (n) => n >= 1 && n <= maximum,
    ),
  )

const fromWonDeals = Schema.Int.check(
  check("limit.bounds", { en: "must be 1 to 3650", ru: "должно быть от 1 до 3650" }, (n) => n >= 1 && n <= 3650),
)

const named = { id: slug, name: messageField }

const listOf = <Entry extends Schema.Codec<{ readonly id: string }, { readonly id: string }>>(entry: Entry) =>
  Schema.optionalKey(
    Schema.Array(entry).check(
      Schema.isMaxLength(1000),
      check<ReadonlyArray<{ readonly id: string }>>(
        "list.repeatedId",
        { en: "two entries have the same id", ru: "у двух записей один идентификатор" },
        (entries) => new Set(entries.map(({ id }) => id)).size === entries.length,
      ),
    ),
  )

const choices = listOf(Schema.Struct(named))

/** A department's rules of the client base, as they are published. */
export const BasePolicyInput = Schema.Struct({
  channels: choices,
  origins: choices,
  segments: listOf(Schema.Struct({ ...named, contactEveryDays: Schema.optionalKey(days(3650)) })),
  contactRoles: choices,
  consentPurposes: listOf(Schema.Struct({ ...named, validDays: Schema.optionalKey(days(36_500)) })),
  nextStepTypes: choices,
  nextStepOutcomes: choices,
  regular: Schema.optionalKey(Schema.Struct({ fromWonDeals, withinDays: Schema.optionalKey(days(36_500)) })),
  country: Schema.optionalKey(
    Schema.String.check(
      check(
        "country.shape",
        {
          en: "must be a country's code of two letters such as RU",
          ru: "ожидается код страны из двух букв, например RU",
        },
        (text) => /^[A-Z]{2}$/.test(text),
      ),
    ),
  ),
  contactEveryDays: Schema.optionalKey(days(3650)),
})
