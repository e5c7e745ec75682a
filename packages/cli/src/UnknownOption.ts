import type { Message } from "@salesdept/core/shared"

/** How many letters must be put in, left out or changed to make one word of another (Levenshtein 1966). */
const distance = (left: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same))
    }
    row = next
  }
  return row[right.length] ?? 0
}

/** How many letters two words have in common, each counted as often as it stands in both. */
const commonLetters = (left: string, right: string): number => {
  let rest = right
  for (const letter of left) rest = rest.replace(letter, "")
  return right.length - rest.length
}

/**
 * What a mistyped word may have been meant to be; null where nothing is near.
 *
 * @param word - as it was typed
 * @param names - the words there are
 */
export const nearestName = (word: string, names: ReadonlyArray<string>): string | null =>
  names
    .map((name) => ({ name, apart: distance(word, name) }))
    // Of a short word nearly every letter could be another.
    .filter(({ name, apart }) => apart <= 2 && word.length > 1 && commonLetters(word, name) * 2 > word.length)
    .toSorted((left, right) => left.apart - right.apart)[0]?.name ?? null

const needsValue = (option: string): Message => ({
  en: `${option} needs a value; one that begins with a dash is written ${option}=-…`,
  ru: `${option}: не указано значение; если оно начинается с дефиса, пишите ${option}=-…`,
})

/**
 * What is wrong with options that were given nothing, as a shell does for a variable that is not set.
 *
 * @param values - what was given
 * @param names - the options whose value may not be empty, without dashes
 */
export const emptyOptions = <Name extends string>(
  values: { readonly [Each in Name]?: string | undefined },
  names: ReadonlyArray<Name>,
): ReadonlyArray<Message> => names.filter((name) => values[name] === "").map((name) => needsValue(`--${name}`))

/**
 * What is wrong with options that the platform's parser refused, in our words.
 *
 * @param error - what it threw
 * @param names - the options there are, without dashes
 */
export const unknownOption = (error: unknown, names: ReadonlyArray<string>): Message => {
  const detail = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && "code" in error ? error.code : null
  const [, option] = /'(?:-\w, )?(--?[^\s'=]+)/.exec(detail) ?? []
  if (option === undefined) return { en: detail, ru: `Параметры не поняты: ${detail}` }
  if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
    return detail.includes("does not take")
      ? { en: `${option} takes no value`, ru: `${option} указывают без значения` }
      : needsValue(option)
  }
  const nearest = nearestName(option.replace(/^-+/, ""), names)
  return nearest === null
    ? { en: `There is no option ${option}`, ru: `Параметра ${option} нет` }
    : {
        en: `There is no option ${option}. Is --${nearest} meant?`,
        ru: `Параметра ${option} нет. Возможно, имелся в виду --${nearest}?`,
      }
}
