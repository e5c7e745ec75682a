import * as Schema from "effect/Schema"
import { currencyField, messageField, minorFromZero, moneyField, slug } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"

/** A whole number within bounds (inclusive). */
export const wholeFrom = (from: number, to: number) =>
  Schema.Int.check(
    check(
      "number.bounds",
      { en: `must be ${from} to ${to}`, ru: `должно быть от ${from} до ${to}` },
      (n) => n >= from && n <= to,
    ),
  )

const timeOfDay = Schema.String.check(
  check("time.shape", { en: "must be a time of day such as 21:00", ru: "ожидается время суток вида 21:00" }, (text) =>
    /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text),
  ),
)

const points = wholeFrom(0, 1_000_000_000_000)

const referralProgramme = Schema.Struct({
  advocatePoints: points,
  clientPoints: points,
  validDays: Schema.NullOr(wholeFrom(1, 36_500)),
  minPaid: Schema.NullOr(moneyField),
  capPerAdvocate: Schema.NullOr(Schema.Struct({ count: wholeFrom(1, 100_000), days: wholeFrom(1, 36_500) })),
  attributionDays: wholeFrom(1, 3650),
})

const tierRules = Schema.Struct({
  currency: currencyField,
  tiers: Schema.Array(Schema.Struct({ id: slug, name: messageField, fromMinor: minorFromZero })).check(
    Schema.isMaxLength(50),
    check<ReadonlyArray<{ readonly id: string; readonly fromMinor: number }>>(
      "tiers.order",
      {
        en: "must begin at 0 and rise, each with an id of its own",
        ru: "должны начинаться с 0 и расти, у каждого свой идентификатор",
      },
      (tiers) =>
        tiers.length > 0 &&
        tiers[0]?.fromMinor === 0 &&
        new Set(tiers.map(({ id }) => id)).size === tiers.length &&
        tiers.every(({ fromMinor }, i) => i === 0 || fromMinor > (tiers[i - 1]?.fromMinor ?? 0)),
    ),
  ),
  windowMonths: wholeFrom(1, 120),
  keepMonths: wholeFrom(1, 120),
  downgrade: Schema.Literals(["oneTier", "toQualified"]),
})

/** A department's rules of loyalty, as they are published. */
export const LoyaltyPolicyInput = Schema.Struct({
  caps: Schema.Array(
    Schema.Struct({ channelId: Schema.optionalKey(slug), count: wholeFrom(1, 1000), days: wholeFrom(1, 366) }),
  ).check(Schema.isMaxLength(50)),
  coolDownDays: wholeFrom(0, 366),
  quietHours: Schema.NullOr(Schema.Struct({ from: timeOfDay, to: timeOfDay })),
  refusalReasons: Schema.Array(Schema.Struct({ id: slug, name: messageField })).check(
    Schema.isMaxLength(100),
    check<ReadonlyArray<{ readonly id: string }>>(
      "list.repeatedId",
      { en: "two entries have the same id", ru: "у двух записей один идентификатор" },
      (entries) => new Set(entries.map(({ id }) => id)).size === entries.length,
    ),
  ),
  graceDays: wholeFrom(0, 366),
  referral: Schema.optionalKey(referralProgramme),
  tiers: Schema.optionalKey(tierRules),
})
