/**
 * A person's name from what a source has of it: one column with the whole, or parts in columns of their own, as exports of
 * address books have them.
 *
 * @param whole - the whole name, or the first where only the last has a column of its own
 * @param first - the first name
 * @param last - the last name
 * @returns the name; null where nothing is stated
 */
export const personName = (whole: string | null, first: string | null, last: string | null): string | null => {
  if (last === null) return whole ?? first
  if (first === null && whole !== null && whole.includes(last)) return whole
  const given = first ?? whole
  return given === null ? last : `${given} ${last}`
}
