/** A change of tags. */
export interface TagChange {
  /** Tags put on. */
  readonly added: ReadonlyArray<string>
  /** Tags taken off. */
  readonly removed: ReadonlyArray<string>
}

/** The tags after a change, in code-point order, each once. */
export const retagged = (tags: ReadonlyArray<string>, { added, removed }: TagChange): ReadonlyArray<string> => {
  const gone = new Set(removed)
  // The default order of texts is that of their code units, the same everywhere.
  return [...new Set([...tags, ...added])].filter((tag) => !gone.has(tag)).sort()
}

/** What of an asked change is none yet: tags that are there are not put on again, and those that are not are not taken off. */
export const tagChange = (
  tags: ReadonlyArray<string>,
  asked: { readonly add?: ReadonlyArray<string>; readonly remove?: ReadonlyArray<string> },
): TagChange => {
  const has = new Set(tags)
  const remove = new Set(asked.remove ?? [])
  return {
    added: (asked.add ?? []).filter((tag) => !has.has(tag) && !remove.has(tag)),
    removed: [...remove].filter((tag) => has.has(tag)),
  }
}
