/** What JSON writes in another way than array literals do; pairs of surrogates too, to be told from single ones at no cost. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const otherwise = /[\u0000-\u001f\ud800-\udfff]/

/**
 * An array of texts, numbers, booleans and nulls as the server's array literal; null where one of the texts has characters that take
 * more care. JSON writes the same, but for its brackets, and is written by the engine: the driver's own way is several times slower.
 */
export const arrayLiteral = (values: ReadonlyArray<unknown>): string | null => {
  for (const value of values) if (typeof value === "string" && otherwise.test(value)) return null
  return `{${JSON.stringify(values).slice(1, -1)}}`
}
