import * as Result from "effect/Result"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
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
import { ReviewRefused } from "./ReviewErrors.ts"

/** What raising findings changed. */
export interface FindingsRaisedAnswer {
  /** Findings that were not there. */
  readonly raised: ReadonlyArray<FindingId>
  /** Findings that had been raised before. */
  readonly known: number
}

/** A finding as commands answer it. */
export interface FindingAnswer {
  /** The finding after the command. */
  readonly finding: FindingRecord
}

/**
 * The last finding of a likeness whose period was over when another began, which that one repeats; of equal ones, the first by id. Null
 * where all its records were named before and nobody corrected that since: what still stands has not come again, however often it is seen.
 */
const recurrenceOf = (
  findings: ReadonlyArray<FindingRecord>,
  likeness: string,
  { evidence, period }: RaiseFindings["findings"][number],
): FindingId | null => {
  let last: FindingRecord | null = null
  const standing = new Set<string>()
  for (const finding of findings) {
    if (finding.likeness !== likeness || finding.status === "withdrawn" || finding.periodTo > period.from) continue
    if (last === null || finding.periodTo > last.periodTo) last = finding
    if (finding.correctedAt === null) for (const id of finding.evidence.ids) standing.add(id)
  }
  return evidence.ids.every((id) => standing.has(id)) ? null : (last?.id ?? null)
}

/**
 * Records findings. One that was raised before changes nothing, so that the same reading may be recorded as often as one likes, in
 * parts and in any order. Each that names something new is linked with the same rule's last finding of the same rep in an earlier period.
 */
export function* raiseFindings(input: RaiseFindings, context: CommandContext): Work<FindingsRaisedAnswer, never> {
  const unique = new Map(input.findings.map((finding) => [finding.id, finding]))
  const known = yield* byIds(findingAggregate, [...unique.keys()])
  const fresh = [...unique.values()].filter(({ id }) => !known.has(id))
  const likenesses = new Set(fresh.map(({ ruleId, ownerId }) => likenessOf(ruleId, ownerId)))
  const earlier = yield* where(findingAggregate, "likeness", [...likenesses])
  const changes = fresh.map((finding): Change => {
    const { title, what, next, withheldReason, period, ...rest } = finding
    const likeness = likenessOf(rest.ruleId, rest.ownerId)
    const payload = {
      ...rest,
      likeness,
      words: { title, what, next, withheldReason },
      periodFrom: period.from,
      periodTo: period.to,
      recurrenceOf: recurrenceOf(earlier, likeness, finding),
    }
    return recordEvents(findingAggregate, null, [{ type: "FindingRaised", payload }], {
      occurredAt: context.occurredAt,
    })
  })
  return Result.succeed(decision(changes, { raised: fresh.map(({ id }) => id), known: known.size }))
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
