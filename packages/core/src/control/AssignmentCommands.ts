import * as Result from "effect/Result"
import { isOpenLead, leadAggregate } from "../client/Lead.ts"
import type { Lead } from "../client/ClientSchema.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { Work } from "../journal/Work.ts"
import { byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { RepId } from "../shared/Ids.ts"
import { idPrefixes } from "../shared/Ids.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { AssignmentOutcome } from "../team/Assignment.ts"
import { assignAll } from "../team/Assignment.ts"
import type { AssignmentCandidate, AssignmentItem } from "../team/Candidate.ts"
import type { TeamPolicy } from "../team/TeamPolicy.ts"
import { AssignmentStale, LeadNotWaiting } from "./AssignmentErrors.ts"
import { assignmentRunAggregate, repIntakeAggregate } from "./AssignmentRecords.ts"
import type { AssignLeads, AssignmentRun, RepIntake } from "./AssignmentSchema.ts"
import type { HandOverAnswer } from "./HandOverCommands.ts"
import { handedOver, handing } from "./HandOverCommands.ts"

/** What assignment answers. */
export interface AssignmentAnswer {
  /** The run, which can be played again. */
  readonly runId: AssignmentRun["id"]
  /** For each lead in order: to whom, what decided, who was weighed and who was refused, and why. */
  readonly outcomes: ReadonlyArray<AssignmentOutcome>
  /** The change of hands, to be taken back with `control.handBack`; null where no lead found an owner. */
  readonly handOver: HandOverAnswer["handOver"] | null
}

/** What was read of the department before the transaction; the people's counts are checked within it. */
export interface AssignmentEvidence {
  /** The rules of the team. */
  readonly team: TeamPolicy
  /** The tenant's zone. */
  readonly timeZone: string
  /** The people as they stand. */
  readonly candidates: ReadonlyArray<AssignmentCandidate>
  /** Versions of what they received, by person; 0 where nothing yet. */
  readonly intakeVersions: ReadonlyMap<RepId, number>
}

/** The id of what a person received. */
const intakeIdOf = (personId: RepId): RepIntake["id"] => `${idPrefixes.repIntake}_${sha256(personId).slice(0, 32)}`

const itemOf = (lead: Lead, stated: AssignLeads["leads"][number], effort: number): AssignmentItem => ({
  id: lead.id,
  effort,
  receivedAt: lead.receivedAt,
  facts: {
    channel: lead.channelId,
    segment: stated.segment ?? lead.segmentId,
    industry: stated.industry ?? null,
    product: stated.product ?? null,
    language: stated.language ?? null,
  },
  preferredId: stated.preferredId ?? null,
})

/** Finds the owners of leads and gives them over, each run whole. */
export const assignLeads = (evidence: AssignmentEvidence, untilNextMinutes: number) =>
  function* (
    input: AssignLeads,
    context: CommandContext,
  ): Work<AssignmentAnswer, RecordNotFound | LeadNotWaiting | AssignmentStale> {
    const { team, candidates, timeZone, intakeVersions } = evidence
    const leads = yield* byIds(
      leadAggregate,
      input.leads.map(({ leadId }) => leadId),
    )
    const items: Array<AssignmentItem> = []
    for (const stated of input.leads) {
      const lead = leads.get(stated.leadId)
      if (lead === undefined) return Result.fail(new RecordNotFound("subject", stated.leadId))
      if (lead.ownerId !== null || !isOpenLead(lead) || lead.standing !== "active")
        return Result.fail(new LeadNotWaiting(lead.id, lead.ownerId))
      items.push(itemOf(lead, stated, team.effort.lead))
    }
    // Whoever else gave these people leads since they were counted has written to the same records.
    const intakes = yield* byIds(
      repIntakeAggregate,
      candidates.map(({ personId }) => intakeIdOf(personId)),
    )
    for (const { personId } of candidates) {
      const version = intakes.get(intakeIdOf(personId))?.version ?? 0
      if (version !== (intakeVersions.get(personId) ?? 0)) return Result.fail(new AssignmentStale(personId))
    }
    const runId = context.newId("assignmentRun")
    const today = localDateOf(context.occurredAt, timeZone)
    const moment = { seed: input.seed ?? runId, at: context.occurredAt, today, untilNextMinutes }
    const outcomes = assignAll(items, candidates, team.assignment, moment)
    const targets = new Map<string, RepId>()
    const counts = new Map<RepId, number>()
    for (const { id, toId } of outcomes) {
      if (toId === null) continue
      targets.set(id, toId)
      counts.set(toId, (counts.get(toId) ?? 0) + 1)
    }
    const handed = yield* handing(targets, context)
    if (Result.isFailure(handed)) return Result.fail(handed.failure)
    const handOverId = targets.size === 0 ? null : context.newId("handOver")
    const operation = { cause: "assignment", personId: null, returnOn: null, nextReturnAt: null, lastDays: [] } as const
    const given = handOverId === null ? null : handedOver(handed.success, { id: handOverId, ...operation }, context)
    const run = recordEvents(
      assignmentRunAggregate,
      null,
      [
        {
          type: "LeadsAssigned",
          payload: {
            id: runId,
            moment,
            policy: team.assignment,
            items,
            candidates,
            decided: outcomes.map(({ id, toId, decidedBy, ruleId }) => ({ id, toId, decidedBy, ruleId })),
            handOverId,
          },
        },
      ],
      { occurredAt: context.occurredAt },
    )
    const intakeChanges = Array.from(counts, ([personId, count]) => {
      const id = intakeIdOf(personId)
      const payload = { id, personId, on: today, count }
      return recordEvents(repIntakeAggregate, intakes.get(id) ?? null, [{ type: "LeadsReceived", payload }], {
        occurredAt: context.occurredAt,
      })
    })
    return Result.succeed(
      decision(
        [...(given?.changes ?? []), run, ...intakeChanges],
        { runId, outcomes, handOver: given?.answer.handOver ?? null },
        { touches: given?.touches ?? [] },
      ),
    )
  }
