import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ActorId } from "../shared/Actor.ts"
import type { ApprovalId, DealId, OverrideBudgetId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { GatePosition, MoveUnmet } from "./Gate.ts"

/** A tenant's rules for passing a gate whose conditions are not met. Without them nobody may. */
export interface OverridePolicy {
  /** How many overrides a person may make in a period, 0 to 1,000 (inclusive). */
  readonly perPerson: number
  /** The period, by the tenant's calendar. */
  readonly period: "day" | "week" | "month" | "quarter"
  /** Roles of those who may approve one; who has such a role approves their own. */
  readonly roles: ReadonlyArray<string>
}

/** A condition that was overridden. */
export interface OverriddenCondition extends GatePosition {
  /** Its code. */
  readonly code: string
}

/** What a move keeps of the override it was made by. */
export interface OverrideMark {
  /** Who answers for it. */
  readonly approverId: ActorId
  /** The approval it was made with; null where the mover has the role. */
  readonly approvalId: ApprovalId | null
  /** The record on which the person's overrides of the period stand. */
  readonly budgetId: OverrideBudgetId
  /** What was not met. */
  readonly unmet: ReadonlyArray<OverriddenCondition>
}

/** One override: who, what, with whose approval. Why, is a text of the deal, `overrideReason`. */
export interface GateOverride {
  /** The deal. */
  readonly dealId: DealId
  /** Stage that was left. */
  readonly from: string
  /** Stage that was entered. */
  readonly to: string
  /** Who answers for it. */
  readonly approverId: ActorId
  /** The approval it was made with; null where the person has the role. */
  readonly approvalId: ApprovalId | null
  /** When. */
  readonly overriddenAt: Instant
  /** What was not met. */
  readonly unmet: ReadonlyArray<OverriddenCondition>
}

/** A person's overrides within one period: the one row on which all of them meet, so that no two pass the budget together. */
export interface OverrideBudget extends RecordState {
  readonly id: OverrideBudgetId
  /** Whose overrides. */
  readonly personId: ActorId
  /** The period's label, such as `2026-11`. */
  readonly period: string
  /** The overrides, in their order. */
  readonly overrides: ReadonlyArray<GateOverride>
}

/** A person passed a gate whose conditions were not met. */
export type GateOverridden = DomainEvent<
  "GateOverridden",
  Pick<OverrideBudget, "id" | "personId" | "period"> & { readonly override: Omit<GateOverride, "overriddenAt"> }
>

/** People's overrides by period as a kind of record. */
export const overrideBudgetAggregate: Aggregate<OverrideBudget, GateOverridden, "personId" | "period"> = {
  kind: "overrideBudget",
  indexes: ["personId", "period"],
  ownership: { field: "personId" },
  evolve: (before, { payload: { id, personId, period, override } }, { version, occurredAt }) => ({
    id,
    personId,
    period,
    version,
    textsVersion: before?.textsVersion ?? 0,
    changedAt: occurredAt,
    overrides: [...(before?.overrides ?? []), { ...override, overriddenAt: occurredAt }],
  }),
}

/**
 * What an override passes over; null where something of the graph is unmet, which cannot be overridden.
 *
 * @param unmet - what the move lacks, as `evaluateMove` gives it
 *
 * @example
 * ```ts
 * import { compilePipeline, evaluateMove, overridable } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * const pipeline = compilePipeline(pipelinePresets.servicesWithActs)
 * const facts = { "deal.amountMinor": null, "client.isKnown": true }
 * overridable(evaluateMove({ pipeline, from: "negotiation", to: "contract", facts }).unmet) // [{ code: "deal.amountMinor.isSet", gate: "entry", stageId: "contract" }]
 * overridable(evaluateMove({ pipeline, from: "newLead", to: "contract", facts }).unmet) // null
 * ```
 */
export const overridable = (unmet: ReadonlyArray<MoveUnmet>): ReadonlyArray<OverriddenCondition> | null =>
  unmet.every(({ gate }) => gate !== "transition")
    ? unmet.map(({ code, gate, stageId }) => ({ code, gate, stageId }))
    : null
