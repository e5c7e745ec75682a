import type { DepartmentConfig } from "@salesdept/core/department"
import type { ImportPlan } from "@salesdept/core/exchange"

/** Reasons taken over from files, the most frequent: a column of free text has ever more of them. */
const mostReasons = 50

/** Texts by how often they are there, the most frequent first, each once in its first writing whatever the case. */
const byFrequency = (texts: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...Map.groupBy(texts, (text) => text.toLowerCase()).values()]
    .toSorted((left, right) => right.length - left.length)
    .flatMap(([first]) => first ?? [])

/**
 * The department of files that come without one: the usual one, in the currency of most of their amounts where none was asked for, and
 * with the reasons for losing that they name beside its own. Nobody has said what the department is like, so that files are all there is
 * to go by; with reasons left out, nothing could be said of why deals are lost.
 *
 * @param usual - the usual department, by which the files were read
 * @param plan - what they hold
 * @param isCurrencyAsked - whether somebody said the currency
 * @returns `usual` itself where the files add nothing
 */
export const departmentOfFiles = (
  usual: DepartmentConfig,
  plan: ImportPlan,
  isCurrencyAsked: boolean,
): DepartmentConfig => {
  const [named = usual.currency] = byFrequency(
    plan.deals.flatMap(({ amountMinor, currency }) => (amountMinor === null ? [] : currency)),
  )
  const currency = isCurrencyAsked ? usual.currency : named
  const unknown = byFrequency(
    plan.outcomes.flatMap(({ code, detail }) => (code === "lostReasonUnknown" && detail !== null ? [detail] : [])),
  )
  if (currency === usual.currency && unknown.length === 0) return usual
  const reasons = unknown.slice(0, mostReasons).map((name, at) => ({
    id: `file-${at + 1}`,
    name: { en: name, ru: name },
    textRequired: false,
  }))
  return { ...usual, currency, lostReasons: [...usual.lostReasons, ...reasons] }
}
