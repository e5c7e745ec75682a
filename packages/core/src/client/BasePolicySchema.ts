import * as Schema from "effect/Schema"
import { messageField, slug } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import { isCountryCode } from "./CountryCode.ts"

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

const named = {
  /** Short name, unique in the list: 1 to 60 letters, digits, `_`, `-` or `.`. */
  id: slug,
  /** Name for people. */
  name: messageField,
}

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
  /** By which ways people turn to the department: call, site, mail, …; any short name is taken where left out. */
  channels: choices,
  /** What brought them: an advertisement, a partner, an exhibition, …; any short name is taken where left out. */
  origins: choices,
  /** Segments of clients; any short name is taken where left out. */
  segments: listOf(
    Schema.Struct({
      ...named,
      /** A client of the segment is to be spoken with at least every so many days, 1 to 3650; the base's rule where absent. */
      contactEveryDays: Schema.optionalKey(days(3650)),
    }),
  ),
  /** What contact persons do at a client: decides, pays, uses, …; any short name is taken where left out. */
  contactRoles: choices,
  /** What people may agree to; any short name is taken where left out. */
  consentPurposes: listOf(
    Schema.Struct({
      ...named,
      /** A consent holds for so many days, 1 to 36500, unless it states its own last day; without end where absent. */
      validDays: Schema.optionalKey(days(36_500)),
    }),
  ),
  /** What a next step may be; any short name is taken where left out. */
  nextStepTypes: choices,
  /** What a next step may come to; where it is given, an outcome must be named when a step is done. */
  nextStepOutcomes: choices,
  /** When a client is regular; the rule of control (`regularFromWonDeals`) where absent. */
  regular: Schema.optionalKey(
    Schema.Struct({
      /** From so many won deals on (inclusive), 1 to 3650. */
      fromWonDeals,
      /** Only deals won within so many days before the day asked about (inclusive) count, 1 to 36500; all of them where absent. */
      withinDays: Schema.optionalKey(days(36_500)),
    }),
  ),
  /**
   * ISO 3166 code of the country where the department is, such as `RU`: its telephone numbers are written without their code, and its
   * taxpayers' numbers are checked. Where absent it is `RU` in a department that counts in roubles; elsewhere only international numbers
   * are compared when duplicates are looked for.
   */
  country: Schema.optionalKey(
    Schema.String.check(
      check(
        "country.shape",
        {
          en: "must be a country's ISO code of two letters such as RU",
          ru: "ожидается код страны по ISO из двух букв, например RU",
        },
        isCountryCode,
      ),
    ),
  ),
  /** Clients are to be spoken with at least every so many days, 1 to 3650; the rule of control (`quietAfterDays`) where absent. */
  contactEveryDays: Schema.optionalKey(days(3650)),
})
