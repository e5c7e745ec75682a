import * as Schema from "effect/Schema"
import { currencyField, messageField, minorFromZero, moneyField, slug } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"

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
  /** Points of who recommended, whole, 0 to 1,000,000,000,000 (inclusive); 0 for none. */
  advocatePoints: points,
  /** Points of who was recommended, within the same bounds; 0 for none. */
  clientPoints: points,
  /** For how many days the points are valid, 1 to 36,500 (inclusive); without end where null. */
  validDays: Schema.NullOr(wholeFrom(1, 36_500)),
  /** The least that must be paid on the deal, in this currency; whatever is paid in full where null. */
  minPaid: Schema.NullOr(moneyField),
  /** An advocate is rewarded at most so many times within so many days; without limit where null. */
  capPerAdvocate: Schema.NullOr(
    Schema.Struct({
      /** How many rewards at most, 1 to 100,000 (inclusive). */
      count: wholeFrom(1, 100_000),
      /** Within so many days, that of the reward included; 1 to 36,500 (inclusive). */
      days: wholeFrom(1, 36_500),
    }),
  ),
  /** Days from the recommendation within which a deal may be attributed to it, 1 to 3650; from then on until it is paid. */
  attributionDays: wholeFrom(1, 3650),
})

const tierRules = Schema.Struct({
  /** Currency of the revenue that counts, ISO 4217. */
  currency: currencyField,
  /** Tiers, 1 to 50, the lowest first: it is everybody's, from 0; the others from more and more. */
  tiers: Schema.Array(
    Schema.Struct({
      /** Short name, unique in the list: 1 to 60 letters, digits, `_`, `-` or `.`. */
      id: slug,
      /** Name for people. */
      name: messageField,
      /** The least revenue of the window that qualifies for it, whole minor units; 0 for the first. */
      fromMinor: minorFromZero,
    }),
  ).check(
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
  /** Revenue of so many months before the day counts (that day included), 1 to 120. */
  windowMonths: wholeFrom(1, 120),
  /** A tier, once reached or renewed, is kept for so many months at least, 1 to 120. */
  keepMonths: wholeFrom(1, 120),
  /** What becomes of a client that does not qualify when those are over: one tier down, or down to what it qualifies for. */
  downgrade: Schema.Literals(["oneTier", "toQualified"]),
})

/** A department's rules of loyalty, as they are published. */
export const LoyaltyPolicyInput = Schema.Struct({
  /** Caps per client, over all campaigns, up to 50. */
  caps: Schema.Array(
    Schema.Struct({
      /** The channel it holds for; every channel together where absent. */
      channelId: Schema.optionalKey(slug),
      /** How many times, 1 to 1000. */
      count: wholeFrom(1, 1000),
      /** Calendar days in the client's own zone, 1 (the same day) to 366. */
      days: wholeFrom(1, 366),
    }),
  ).check(Schema.isMaxLength(50)),
  /** Days that pass after one turn to a client before the next, 0 to 366; 0 where there is no such rule. */
  coolDownDays: wholeFrom(0, 366),
  /** Hours of rest; none where null. */
  quietHours: Schema.NullOr(
    Schema.Struct({
      /** When they begin (inclusive), `HH:mm` by the clocks of the client's own zone. */
      from: timeOfDay,
      /** When they end (exclusive), `HH:mm`; after midnight where it is before the beginning. */
      to: timeOfDay,
    }),
  ),
  /** Why offers are refused: a list to choose from, up to 100. */
  refusalReasons: Schema.Array(
    Schema.Struct({
      /** Short name, unique in the list: 1 to 60 letters, digits, `_`, `-` or `.`. */
      id: slug,
      /** Name for people. */
      name: messageField,
    }),
  ).check(
    Schema.isMaxLength(100),
    check<ReadonlyArray<{ readonly id: string }>>(
      "list.repeatedId",
      { en: "two entries have the same id", ru: "у двух записей один идентификатор" },
      (entries) => new Set(entries.map(({ id }) => id)).size === entries.length,
    ),
  ),
  /** For how many days something that fell due and was held back stays due, 0 to 366. */
  graceDays: wholeFrom(0, 366),
  /** What recommendations are rewarded with; nothing where left out. */
  referral: Schema.optionalKey(referralProgramme),
  /** Tiers of clients by paid and documented revenue; none where left out. */
  tiers: Schema.optionalKey(tierRules),
})
