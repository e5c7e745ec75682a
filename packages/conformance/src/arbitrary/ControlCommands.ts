import { controlStates } from "@salesdept/core/control"
import * as fc from "fast-check"
import type { AnyCommand } from "./AnyCommand.ts"
import { clientId, commands, day, dealId, leadId, nullOr, optional, person, pooled } from "./AnyCommand.ts"
import { anyText } from "./Values.ts"

const anySubjectId = fc.oneof(dealId, leadId, clientId)
const anyState = fc.constantFrom(...controlStates)

/** Commands over control and the team. */
export const controlCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands(
    "control.park",
    fc
      .tuple(
        fc.record({
          id: anySubjectId,
          reasonId: fc.constantFrom("clientAsked", "other", "weather"),
          resumeOn: day.map((on) => on.replace("-02-", "-03-")),
        }),
        optional({ comment: anyText(20) }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.control.park(input, options),
  ),
  commands("control.resume", fc.record({ id: anySubjectId }), (session, input, options) =>
    session.control.resume(input, options),
  ),
  commands(
    "control.snooze",
    fc
      .tuple(fc.record({ id: anySubjectId, state: anyState }), optional({ untilOn: day }))
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.control.snooze(input, options),
  ),
  commands("control.unsnooze", fc.record({ id: anySubjectId }), (session, input, options) =>
    session.control.unsnooze(input, options),
  ),
  commands(
    "control.ruleOut",
    fc.record({ id: anySubjectId, state: anyState, reason: anyText(20) }),
    (session, input, options) => session.control.ruleOut(input, options),
  ),
  commands("control.ruleIn", fc.record({ id: anySubjectId }), (session, input, options) =>
    session.control.ruleIn(input, options),
  ),
  commands(
    "teams.state",
    fc.record({
      rows: fc.uniqueArray(
        fc.record({
          id: pooled("team", 2),
          code: fc.constantFrom("north", "south"),
          name: anyText(20),
          headId: nullOr(person),
          mentorIds: fc.array(person, { maxLength: 2 }),
          parentCode: fc.constant(null),
        }),
        { minLength: 1, maxLength: 2, selector: ({ id }) => id },
      ),
    }),
    (session, input, options) => session.teams.state(input, options),
  ),
  commands(
    "reps.profile",
    fc
      .tuple(
        fc.record({ repId: pooled("rep", 2) }),
        optional({
          role: fc.constantFrom("rep", "mentor", "head"),
          mentorId: nullOr(person),
          capacityEffort: nullOr(fc.constantFrom(1, 50)),
          languages: fc.constantFrom([], ["ru", "en"]),
        }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.reps.profile(input, options),
  ),
  commands(
    "reps.planAbsence",
    fc.record({
      repId: pooled("rep", 2),
      id: fc.constantFrom("spring", "trip"),
      from: day,
      to: day,
      kind: fc.constantFrom("vacation", "training", "away"),
    }),
    (session, input, options) => session.reps.planAbsence(input, options),
  ),
  commands(
    "control.handOver",
    fc.record({
      id: pooled("handOver", 4),
      ids: fc.uniqueArray(anySubjectId, { minLength: 1, maxLength: 3 }),
      toId: person,
    }),
    (session, input, options) => session.control.handOver(input, options),
  ),
  commands("control.handBack", fc.record({ handOverId: pooled("handOver", 4) }), (session, input, options) =>
    session.control.handBack(input, options),
  ),
  commands(
    "control.offboard",
    fc.record({ id: pooled("handOver", 4), personId: person, restToId: person }),
    (session, input, options) => session.control.offboard(input, options),
  ),
  commands(
    "control.coverAbsence",
    fc.record({ id: pooled("handOver", 4), personId: person, restToId: person, returnOn: day }),
    (session, input, options) => session.control.coverAbsence(input, options),
  ),
  commands(
    "control.assign",
    fc.record({
      leads: fc
        .uniqueArray(leadId, { minLength: 1, maxLength: 2 })
        .map((ids) => ids.map((id) => ({ leadId: id, language: "ru" }))),
    }),
    (session, input, options) => session.control.assign(input, options),
  ),
]
