const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/**
 * A copy of plain data, of lists and objects in it too, so that whoever changes it changes nothing else.
 *
 * @param value - what JSON can say
 */
export const plainCopy = <Value>(value: Value): Value => {
  if (!isObject(value)) return value
  // It is of the same shape, which a loop cannot show the compiler.
  if (Array.isArray(value)) return value.map(plainCopy) as Value
  const copy: { [field: string]: unknown } = {}
  for (const [field, held] of Object.entries(value)) copy[field] = isObject(held) ? plainCopy(held) : held
  return copy as Value
}
