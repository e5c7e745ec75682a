import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { casesOf } from "./Finding.ts"
import { findingAggregate, findingMoves, likenessOf } from "./FindingRecord.ts"
import type {
  FindingId,
  FindingRecord,
  FindingStatus,
  NameFinding,
  RaiseFindings,
  SettleDispute,
  TalkOfFinding,
} from "./FindingRecordSchema.ts"
import { fingerprint } from "./Fingerprint.ts"
import { ReviewRefused } from "./ReviewErrors.ts"
import { namedCases, noteWithdrawn } from "./TalkedOver.ts"

/** What raising findings changed. */
export interface FindingsRaisedAnswer {
  /** Findings that were not there. */
  readonly raised: ReadonlyArray<FindingId>
  /** Findings that had been raised before, or of which all was withdrawn. */
  readonly known: number
}

/** A finding as commands answer it. */
export interface FindingAnswer {
  /** The finding after the command. */
  readonly finding: FindingRecord
}

type Raised = RaiseFindings["findings"][number]

/**
 * The last finding of a likeness whose period was over when another began, which that one repeats; of equal ones, the first by id. Null
 * where all its cases were named before and nobody corrected that since: what still stands has not come again, however often it is seen.
 */
const recurrenceOf = (alike: ReadonlyArray<FindingRecord>, { evidence, period }: Raised): FindingId | null => {
  let last: FindingRecord | null = null
  const standing = new Set<string>()
  for (const finding of alike) {
    if (finding.status === "withdrawn" || finding.periodTo > period.from) continue
    if (last === null || finding.periodTo > last.periodTo) last = finding
    if (finding.correctedAt === null) for (const one of casesOf(finding.evidence)) standing.add(one)
  }
  return casesOf(evidence).every((one) => standing.has(one)) ? null : (last?.id ?? null)
}

/** The same once more: a finding of its own, whose cases are others. */
const onceMore = (finding: Raised, time: number): Raised => ({
  ...finding,
  id: `finding_${fingerprint(JSON.stringify([finding.id, time]))}`,
  evidence: { ...finding.evidence, cases: casesOf(finding.evidence).map((one) => `${one} (${time})`) },
})

/**
 * The findings of a reading as they are to be recorded, with those of them that are there. What was corrected before a period began and is
 * found in it again has come again: it is a finding of its own, as often as it was corrected.
 */
function* asRecorded(
  found: ReadonlyArray<Raised>,
  dayOf: (instant: string) => CalendarDate,
): Generator<Read, { readonly settled: ReadonlyArray<Raised>; readonly known: ReadonlySet<string> }, unknown> {
  const settled: Array<Raised> = []
  const known = new Set<string>()
  let asked = found.map((finding) => [finding, finding] as const)
  for (let time = 2; asked.length > 0; time++) {
    const there = yield* byIds(
      findingAggregate,
      asked.map(([, { id }]) => id),
    )
    const again: Array<readonly [Raised, Raised]> = []
    for (const [first, finding] of asked) {
      const record = there.get(finding.id)
      const correctedAt = record?.correctedAt ?? null
      const hasComeAgain = correctedAt !== null && dayOf(correctedAt) < finding.period.from
      if (hasComeAgain) again.push([first, onceMore(first, time)])
      else settled.push(finding)
      if (record !== undefined) known.add(record.id)
    }
    asked = again
  }
  return { settled, known }
}

/**
 * Records findings. One that was raised before changes nothing, so that the same reading may be recorded as often as one likes, in
 * parts and in any order; but what was corrected before the period began has come again. What names nothing but what was withdrawn is not
 * raised. Each that names something new is linked with the same rule's last finding of the same rep in an earlier period.
 */
export function* raiseFindings(input: RaiseFindings, context: CommandContext): Work<FindingsRaisedAnswer, never> {
  const unique = new Map(input.findings.map((finding) => [finding.id, finding]))
  const timeZone = (yield* departmentRules(context))?.timeZone ?? "UTC"
  const { settled, known } = yield* asRecorded([...unique.values()], (instant) => localDateOf(instant, timeZone))
  const unknown = settled.filter(({ id }) => !known.has(id))
  const likenesses = new Set(unknown.map(({ ruleId, ownerId }) => likenessOf(ruleId, ownerId)))
  // Of a year there are some hundred thousand: each is looked at by those alike alone.
  const earlier = Map.groupBy(yield* where(findingAggregate, "likeness", [...likenesses]), ({ likeness }) => likeness)
  const withdrawn = namedCases()
  for (const finding of [...earlier.values()].flat())
    if (finding.status === "withdrawn") noteWithdrawn(withdrawn, finding)
  // Of the department is what was not withdrawn at its reps'; few findings are withdrawn.
  if (unknown.some(({ ownerId }) => ownerId === null)) {
    for (const finding of yield* where(findingAggregate, "status", ["withdrawn"])) noteWithdrawn(withdrawn, finding)
  }
  const isWithdrawn = ({ ruleId, ownerId, evidence }: Raised): boolean =>
    withdrawn.haveAll({ likeness: likenessOf(ruleId, ownerId), evidence })
  const fresh = unknown.filter((finding) => !isWithdrawn(finding))
  const changes = fresh.map((finding): Change => {
    const { title, what, next, withheldReason, period, ...rest } = finding
    const likeness = likenessOf(rest.ruleId, rest.ownerId)
    const payload = {
      ...rest,
      likeness,
      words: { title, what, next, withheldReason },
      periodFrom: period.from,
      periodTo: period.to,
      recurrenceOf: recurrenceOf(earlier.get(likeness) ?? [], finding),
    }
    return recordEvents(findingAggregate, null, [{ type: "FindingRaised", payload }], {
      occurredAt: context.occurredAt,
    })
  })
  return Result.succeed(decision(changes, { raised: fresh.map(({ id }) => id), known: settled.length - fresh.length }))
}

type Rejection = RecordNotFound | ReviewRefused

function* moveFinding(
  findingId: FindingId,
  to: FindingStatus,
  context: CommandContext,
  text?: readonly [field: string, words: string],
): Work<FindingAnswer, Rejection> {
  const finding = yield* byId(findingAggregate, findingId)
  if (finding === null) return Result.fail(new RecordNotFound("finding", findingId))
  if (!findingMoves[to].includes(finding.status)) {
    return Result.fail(new ReviewRefused("moveNotAllowed", findingId, "findingId"))
  }
  const texts = text === undefined ? {} : ((yield* textsOf([finding])).get(findingId) ?? {})
  const change = recordEvents(
    findingAggregate,
    finding,
    [{ type: "FindingMoved", payload: { to, by: context.actor } }],
    { occurredAt: context.occurredAt, texts: text === undefined ? undefined : { ...texts, [text[0]]: text[1] } },
  )
  return Result.succeed(decision([change], { finding: change.after }))
}

/** Says how it came about. */
export const explainFinding = ({ findingId, text }: TalkOfFinding, context: CommandContext) =>
  moveFinding(findingId, "explained", context, ["explanation", text])

/** Takes it as one's own. */
export const acceptFinding = ({ findingId }: NameFinding, context: CommandContext) =>
  moveFinding(findingId, "accepted", context)

/** Says that it is not so. */
export const disputeFinding = ({ findingId, text }: TalkOfFinding, context: CommandContext) =>
  moveFinding(findingId, "disputed", context, ["dispute", text])

/** Decides a dispute: upheld, the finding stands; else it is withdrawn. Nobody is the judge of the own mistake. */
export function* settleDispute(
  { findingId, isUpheld, text }: SettleDispute,
  context: CommandContext,
): Work<FindingAnswer, Rejection> {
  const finding = yield* byId(findingAggregate, findingId)
  if (finding !== null && !isUpheld && finding.ownerId === context.actor) {
    return Result.fail(new ReviewRefused("notTheirs", context.actor, "actor"))
  }
  return yield* moveFinding(findingId, isUpheld ? "accepted" : "withdrawn", context, ["settlement", text])
}

/** Says what was done about it. */
export const correctFinding = ({ findingId, text }: TalkOfFinding, context: CommandContext) =>
  moveFinding(findingId, "corrected", context, ["correction", text])
