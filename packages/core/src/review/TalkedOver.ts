import type { Debrief } from "./DebriefSchema.ts"
import { casesOf } from "./Finding.ts"
import { likenessOf } from "./FindingRecord.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"

type Alike = Pick<FindingRecord, "likeness" | "evidence">

/** Cases that findings named, apart for each rule and rep. */
export interface NamedCases {
  /** Notes what a finding names. */
  readonly note: (finding: Alike) => void
  /** Whether findings of the same rule and rep named all that this one names; false of one that names none. */
  readonly haveAll: (finding: Alike) => boolean
}

/** Nothing named yet. */
export const namedCases = (): NamedCases => {
  const named = new Map<string, Set<string>>()
  return {
    note: ({ likeness, evidence }) => {
      const known = named.get(likeness) ?? new Set()
      for (const one of casesOf(evidence)) known.add(one)
      named.set(likeness, known)
    },
    haveAll: ({ likeness, evidence }) => {
      const [known, cases] = [named.get(likeness), casesOf(evidence)]
      return cases.length > 0 && known !== undefined && cases.every((one) => known.has(one))
    },
  }
}

/** Notes what a withdrawn finding names: it is none of its rep's, and so none of the department's. */
export const noteWithdrawn = (
  named: NamedCases,
  { ruleId, likeness, evidence }: Pick<FindingRecord, "ruleId" | "likeness" | "evidence">,
): void => {
  named.note({ likeness, evidence })
  named.note({ likeness: likenessOf(ruleId, null), evidence })
}

/**
 * Which findings were talked over: those that were on the agenda of a debrief that was held, and those whose cases such findings of the
 * same rule and rep named all, or findings that were withdrawn. Days, weeks and months find the same, and one talk takes it up once.
 */
export const talkedOver = (
  findings: ReadonlyArray<FindingRecord>,
  debriefs: ReadonlyArray<Pick<Debrief, "status" | "findingIds">>,
): ((finding: FindingRecord) => boolean) => {
  const onAgenda = new Set(debriefs.flatMap(({ status, findingIds }) => (status === "held" ? findingIds : [])))
  const named = namedCases()
  for (const finding of findings) {
    if (finding.status === "withdrawn") noteWithdrawn(named, finding)
    else if (onAgenda.has(finding.id)) named.note(finding)
  }
  return (finding) => onAgenda.has(finding.id) || named.haveAll(finding)
}
