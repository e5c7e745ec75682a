import { ownNameOf } from "../ports/Observed.ts"

const kinds = new WeakMap<object, string>()

/**
 * What calls of a group that do not observe themselves are named by: the kind of record of its commands, of its questions where it has
 * none, so that operators find `deal.move` and `deal.funnel` side by side; the group's own name where it is of no kind.
 *
 * @param name - the group's name
 * @param group - its use cases by name
 */
export const kindOf = (name: string, group: object): string => {
  let kind = kinds.get(group)
  if (kind === undefined) {
    const cases: ReadonlyArray<object> = Object.values(group)
    const own = cases.filter((useCase) => ownNameOf(useCase) !== null)
    const named = own.find((useCase) => "prepare" in useCase) ?? own[0]
    kind = (named === undefined ? null : ownNameOf(named))?.split(".")[0] ?? name
    kinds.set(group, kind)
  }
  return kind
}
