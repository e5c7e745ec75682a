import type { CalendarDate, Id, IdKind, Instant, Money } from "@salesdept/core/shared"
import { idPrefixes, instantOf } from "@salesdept/core/shared"
import * as fc from "fast-check"

const storable = (text: string): boolean => text.trim().length > 0 && !text.includes("\u0000") && text.isWellFormed()

/** Text that people write, in any script: 1 to `maximum` UTF-16 units, never blank, without NUL and lone surrogates. */
export const anyText = (maximum: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.constantFrom(
        "Ёлка «Ж»",
        "O'Brien; drop table",
        "İstanbul 🇹🇷",
        "e\u0301 \u00e9",
        "\u{1D306}\uFFFD",
        "شركة",
        " \\\"'\n\t",
      ),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: maximum }),
      fc.string({ unit: "binary", minLength: 1, maxLength: maximum }),
    )
    .map((text) =>
      text.length > maximum
        ? Array.from(text)
            .slice(0, Math.floor(maximum / 2))
            .join("")
        : text,
    )
    .filter(storable)

const tailCharacters = Array.from("AZaz09_.:-")

/** An id of a kind, with every character an id may have. */
export const anyId = <Kind extends IdKind>(kind: Kind): fc.Arbitrary<Id<Kind>> =>
  fc
    .tuple(fc.constantFrom("A", "a", "0", "z"), fc.string({ unit: fc.constantFrom(...tailCharacters), maxLength: 20 }))
    .map(([first, rest]) => `${idPrefixes[kind]}_${first}${rest}` as Id<Kind>)

/** The host's id of a person, or a key of a source. */
export const anyOpaqueId: fc.Arbitrary<string> = anyText(60)

/** Minor units over the whole range, its ends included: ±(2^53−1). */
export const anyMinor: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  fc.maxSafeInteger(),
)

/** Money over the whole range. */
export const anyMoney: fc.Arbitrary<Money> = fc.record({
  amountMinor: anyMinor,
  currency: fc.constantFrom("RUB", "EUR", "JPY", "BHD"),
})

/** A calendar date, 0001-01-01 to 9999-12-31. */
export const anyDate: fc.Arbitrary<CalendarDate> = fc
  .date({ min: new Date("0001-01-01T00:00:00.000Z"), max: new Date("9999-12-31T00:00:00.000Z"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

/** An instant, years 1 to 9999. */
export const anyInstant: fc.Arbitrary<Instant> = fc
  .date({ min: new Date("0001-01-01T00:00:00.000Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true })
  .map((date) => instantOf(date.getTime()))

/** The value, or null. */
export const orNull = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(values, { nil: null })
