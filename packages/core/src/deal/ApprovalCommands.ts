import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { approvalAggregate, isOver, overrideApprovalKind } from "./Approval.ts"
import type { ApprovalRule } from "./ApprovalErrors.ts"
import { ApprovalKindUnknown, ApprovalNotPossible } from "./ApprovalErrors.ts"
import type { Approval, AskApproval, DecideApproval, ExpireApproval } from "./ApprovalSchema.ts"
import { dealAggregate } from "./Deal.ts"
import { DepartmentMissing } from "./DealErrors.ts"

/** An approval as commands answer it. */
export interface ApprovalAnswer {
  /** The approval after the command. */
  readonly approval: Approval
}

const hourMs = 3_600_000

/** Who may decide on a kind: roles, or anybody (`null`); undefined where the department has no such kind. */
const decidingRoles = (config: DepartmentConfig, kindId: string): ReadonlyArray<string> | null | undefined => {
  if (kindId === overrideApprovalKind) return config.overrides?.roles
  const kind = config.approvalKinds?.find(({ id }) => id === kindId)
  return kind === undefined ? undefined : (kind.roles ?? null)
}

const approvalKindIds = ({ approvalKinds, overrides }: DepartmentConfig): ReadonlyArray<string> => [
  ...(approvalKinds ?? []).map(({ id }) => id),
  ...(overrides === undefined ? [] : [overrideApprovalKind]),
]

/** Asks for an approval. */
export function* askApproval(
  input: AskApproval,
  context: CommandContext,
): Work<ApprovalAnswer, RecordExists | ApprovalKindUnknown | ApprovalNotPossible | RecordNotFound | DepartmentMissing> {
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const { dealId, kindId, reason } = input
  if (decidingRoles(config, kindId) === undefined)
    return Result.fail(new ApprovalKindUnknown(kindId, approvalKindIds(config)))
  const id = input.id ?? context.newId("approval")
  if ((yield* byId(approvalAggregate, id)) !== null) return Result.fail(new RecordExists("approval", id))
  const deal = yield* byId(dealAggregate, dealId)
  if (deal === null || !isInBase(deal)) return Result.fail(new RecordNotFound("deal", dealId))
  const { actor, occurredAt } = context
  const validHours = config.approvalKinds?.find((kind) => kind.id === kindId)?.validHours
  const usual = validHours === undefined ? null : instantOf(epochMsOf(occurredAt) + validHours * hourMs)
  const expiresAt = input.expiresAt ?? usual
  if (isOver({ expiresAt }, occurredAt)) return Result.fail(new ApprovalNotPossible(id, "over", "asked", "expiresAt"))
  const { amount = deal.amount, listAmount = deal.listAmount } = input
  const terms = { stageId: deal.stageId, amount, listAmount }
  const change = recordEvents(
    approvalAggregate,
    null,
    [
      {
        type: "ApprovalAsked",
        payload: { id, dealId, kindId, terms, askedBy: actor, askedOf: input.askedOf ?? null, expiresAt },
      },
    ],
    { occurredAt, texts: { reason } },
  )
  return Result.succeed(decision([change], { approval: change.after }, { touches: [dealId] }))
}

const decidingProblem = (
  approval: Approval,
  roles: ReadonlyArray<string> | null,
  context: CommandContext,
): ApprovalRule | null => {
  if (approval.status !== "asked") return approval.status === "expired" ? "over" : "decided"
  if (isOver(approval, context.occurredAt)) return "over"
  if (approval.askedBy === context.actor) return "own"
  if (approval.askedOf !== null && approval.askedOf !== context.actor) return "notAsked"
  return roles === null || roles.some((role) => context.roles.includes(role)) ? null : "role"
}

/** Why the caller may not take back what was granted: whoever granted it may, and whoever has a role that decides on the kind. */
const withdrawalProblem = (
  approval: Approval,
  roles: ReadonlyArray<string> | null,
  context: CommandContext,
): ApprovalRule | null => {
  if (approval.usedAt !== null) return "decided"
  if (isOver(approval, context.recordedAt)) return "over"
  if (approval.decidedBy === context.actor) return null
  if (approval.askedBy === context.actor) return "own"
  if (roles === null) return "decided"
  return roles.some((role) => context.roles.includes(role)) ? null : "role"
}

type DecideRejection = RecordNotFound | ApprovalKindUnknown | ApprovalNotPossible | DepartmentMissing

const decide = (type: "ApprovalGranted" | "ApprovalRefused") =>
  function* (input: DecideApproval, context: CommandContext): Work<ApprovalAnswer, DecideRejection> {
    const approval = yield* byId(approvalAggregate, input.approvalId)
    if (approval === null) return Result.fail(new RecordNotFound("approval", input.approvalId))
    const config = yield* departmentRules(context)
    if (config === null) return Result.fail(new DepartmentMissing())
    const roles = decidingRoles(config, approval.kindId)
    if (roles === undefined) return Result.fail(new ApprovalKindUnknown(approval.kindId, approvalKindIds(config)))
    const isWithdrawal = type === "ApprovalRefused" && approval.status === "granted"
    const problem = (isWithdrawal ? withdrawalProblem : decidingProblem)(approval, roles, context)
    if (problem !== null) return Result.fail(new ApprovalNotPossible(approval.id, problem, approval.status))
    let texts: Texts | undefined
    if (input.comment !== undefined) {
      texts = { ...(yield* textsOf([approval])).get(approval.id), comment: input.comment }
    }
    const change = recordEvents(approvalAggregate, approval, [{ type, payload: { decidedBy: context.actor } }], {
      occurredAt: context.occurredAt,
      texts,
    })
    return Result.succeed(decision([change], { approval: change.after }, { touches: [approval.dealId] }))
  }

/** Grants an approval: somebody other than who asked, who was asked or has the role, in time. */
export const grantApproval = decide("ApprovalGranted")

/** Refuses an approval, by the same rules; of one that is granted and served no override yet, takes back what was granted. */
export const refuseApproval = decide("ApprovalRefused")

/** Marks an approval whose time is over as expired; one that is so already, or was refused, stays as it is. */
export function* expireApproval(
  input: ExpireApproval,
  context: CommandContext,
): Work<ApprovalAnswer, RecordNotFound | ApprovalNotPossible> {
  const approval = yield* byId(approvalAggregate, input.approvalId)
  if (approval === null) return Result.fail(new RecordNotFound("approval", input.approvalId))
  const { expiresAt, status } = approval
  if (approval.nextExpiryAt === null || expiresAt === null) {
    return status === "expired" || status === "refused"
      ? Result.succeed(decision([], { approval }))
      : Result.fail(new ApprovalNotPossible(approval.id, "notOver", status))
  }
  if (!isOver(approval, context.occurredAt)) {
    return Result.fail(new ApprovalNotPossible(approval.id, "notOver", status))
  }
  const change = recordEvents(approvalAggregate, approval, [{ type: "ApprovalExpired", payload: { expiresAt } }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { approval: change.after }, { touches: [approval.dealId] }))
}
