import * as Effect from "effect/Effect"
import { leadAggregate } from "../client/Lead.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { Caller } from "../ports/Caller.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { allOf, allWhere, equals } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { RepId } from "../shared/Ids.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { DateRange } from "../shared/Period.ts"
import { startOfDay } from "../shared/TimeZone.ts"
import { fairnessReport } from "../team/Fairness.ts"
import { isEmployed, repAggregate } from "../team/Rep.ts"
import { defaultTeamPolicy } from "../team/TeamPolicy.ts"
import { configOf } from "./AssignmentService.ts"
import { fairnessQuestion } from "./QuestionSchema.ts"

const read = Effect.fnUntraced(function* (caller: Caller, range: DateRange) {
  const { tenant } = caller
  const store = yield* storeFor(caller)
  const config = yield* configOf(tenant)
  if (config === null) return yield* Effect.fail(new DepartmentMissing())
  const [from, to] = [startOfDay(range.from, config.timeZone), startOfDay(range.to, config.timeZone)]
  const leads = yield* allWhere(store, tenant, leadAggregate, [
    { field: "receivedAt", kind: "instant", test: { _tag: "Range", from, to } },
    equals("standing", "active"),
  ])
  const reps = yield* allOf(store, tenant, repAggregate)
  const team = config.team ?? defaultTeamPolicy
  const rows = new Map<RepId, { received: number; qualified: number; disqualified: number }>()
  const capacities = new Map<RepId, number>()
  for (const rep of reps) {
    capacities.set(rep.personId, rep.profile.capacityEffort ?? team.defaultCapacityEffort)
    const isThere = isEmployed(rep, range.from) || isEmployed(rep, addDays(range.to, -1))
    if (rep.role === "rep" && isThere) rows.set(rep.personId, { received: 0, qualified: 0, disqualified: 0 })
  }
  for (const { ownerId, status } of leads) {
    if (ownerId === null) continue
    const row = rows.get(ownerId) ?? { received: 0, qualified: 0, disqualified: 0 }
    rows.set(ownerId, row)
    row.received++
    if (status === "qualified") row.qualified++
    if (status === "disqualified") row.disqualified++
  }
  return fairnessReport(
    Array.from(rows, ([personId, { received, qualified, disqualified }]) => ({
      personId,
      capacityEffort: capacities.get(personId) ?? 0,
      receivedCount: received,
      qualifiedCount: qualified,
      disqualifiedCount: disqualified,
    })),
  )
})

/** How the leads that came in some days, and what became of them, are spread over people. The end is exclusive. */
export const fairness = decoded(fairnessQuestion, read)
