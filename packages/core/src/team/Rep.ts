import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Absence, Enrolment, Knowledge, Rep, RepProfile, RepValues } from "./RepSchema.ts"

/** Somebody stated who a rep is and where they stand. */
export type RepStated = DomainEvent<"RepStated", Pick<Rep, "id"> & RepValues>

/** How the person works was stated. */
export type RepProfiled = DomainEvent<"RepProfiled", RepProfile>

/** Days away were planned, or planned anew under the same name. */
export type AbsencePlanned = DomainEvent<"AbsencePlanned", Absence>

/** Days away were taken back. */
export type AbsenceCancelled = DomainEvent<"AbsenceCancelled", { readonly id: string }>

/** Something the person knows was recorded with its proof, or renewed. */
export type KnowledgeRecorded = DomainEvent<"KnowledgeRecorded", Knowledge>

/** It no longer counts. */
export type KnowledgeRevoked = DomainEvent<"KnowledgeRevoked", Pick<Knowledge, "kind" | "of">>

/** The person began a programme, or a step of it was taken. */
export type EnrolmentChanged = DomainEvent<"EnrolmentChanged", Enrolment>

/** Everything that can happen to a rep. */
export type RepEvent =
  | RepStated
  | RepProfiled
  | AbsencePlanned
  | AbsenceCancelled
  | KnowledgeRecorded
  | KnowledgeRevoked
  | EnrolmentChanged

/** A person of whom nothing was said: a rep, by the department's hours and default capacity. */
export const defaultRepProfile: RepProfile = {
  role: "rep",
  mentorId: null,
  capacityEffort: null,
  languages: [],
  week: null,
  timeZone: null,
}

const nothing = { role: "rep", profile: defaultRepProfile, absences: [], knowledge: [], enrolments: [] } as const

/** Reps as a kind of record. */
export const repAggregate: Aggregate<Rep, RepEvent, "personId" | "teamId" | "role"> = {
  kind: "rep",
  indexes: ["personId", "teamId", "role"],
  evolve: (before, event, { version, occurredAt }) => {
    const common = { version, textsVersion: before?.textsVersion ?? 0, changedAt: occurredAt }
    if (event.type === "RepStated") return { ...nothing, ...before, ...event.payload, ...common }
    // Streams begin with RepStated: the write path numbers events, and rebuilds are verified.
    const rep = { ...(before as Rep), ...common }
    switch (event.type) {
      case "RepProfiled":
        return { ...rep, role: event.payload.role, profile: event.payload }
      case "AbsencePlanned": {
        const others = rep.absences.filter(({ id }) => id !== event.payload.id)
        const absences = [...others, event.payload].sort((left, right) =>
          left.from === right.from ? (left.id < right.id ? -1 : 1) : left.from < right.from ? -1 : 1,
        )
        return { ...rep, absences }
      }
      case "AbsenceCancelled":
        return { ...rep, absences: rep.absences.filter(({ id }) => id !== event.payload.id) }
      case "KnowledgeRecorded":
        return { ...rep, knowledge: [...without(rep.knowledge, event.payload), event.payload] }
      case "KnowledgeRevoked":
        return { ...rep, knowledge: without(rep.knowledge, event.payload) }
      case "EnrolmentChanged": {
        const others = rep.enrolments.filter(({ programmeId }) => programmeId !== event.payload.programmeId)
        return { ...rep, enrolments: [...others, event.payload] }
      }
    }
  },
}

const without = (
  knowledge: ReadonlyArray<Knowledge>,
  { kind, of }: Pick<Knowledge, "kind" | "of">,
): ReadonlyArray<Knowledge> => knowledge.filter((one) => one.kind !== kind || one.of !== of)

/**
 * Whether a person belongs to the department on a day.
 *
 * @param rep - the person; only the first and the last day are read, both of which count
 * @param on - the day asked about
 *
 * @example
 * ```ts
 * import { isEmployed } from "@salesdept/core/team"
 *
 * const rep = { personId: "user:ann", teamId: null, joinedOn: "2026-01-12", leftOn: "2026-11-20" }
 * isEmployed(rep, "2026-11-20") // true
 * isEmployed(rep, "2026-11-21") // false
 * ```
 */
export const isEmployed = ({ joinedOn, leftOn }: RepValues, on: CalendarDate): boolean =>
  (joinedOn === null || joinedOn <= on) && (leftOn === null || leftOn >= on)

/** People who have left before a day: the last day of every entry of theirs is over by then. */
export const leftBefore = (
  entries: ReadonlyArray<Pick<Rep, "personId" | "leftOn">>,
  on: CalendarDate,
): ReadonlySet<string> => {
  const isGone = ({ leftOn }: Pick<Rep, "leftOn">): boolean => leftOn !== null && leftOn < on
  const left = new Set(entries.filter(isGone).map(({ personId }) => personId))
  for (const entry of entries) if (!isGone(entry)) left.delete(entry.personId)
  return left
}

/** Of several entries for one person the one in force counts, the last by id. */
export const entryInForce = (entries: ReadonlyArray<Rep>, today: CalendarDate): Rep | undefined => {
  const employed = entries.filter((rep) => isEmployed(rep, today))
  return (employed.length > 0 ? employed : entries).toSorted((left, right) => (left.id < right.id ? -1 : 1)).at(-1)
}

/**
 * The absence that holds on a day, or null; of several that hold the first that names who stands in.
 *
 * @param rep - the person; only the days away are read, the last of which counts too
 * @param on - the day asked about
 *
 * @example
 * ```ts
 * import { absenceOn } from "@salesdept/core/team"
 *
 * const rest = { id: "autumn", from: "2026-11-16", to: "2026-11-27", kind: "vacation", coverId: "user:bob" } as const
 * absenceOn({ absences: [rest] }, "2026-11-27")?.coverId // "user:bob"
 * absenceOn({ absences: [rest] }, "2026-11-28") // null
 * ```
 */
export const absenceOn = ({ absences }: Pick<Rep, "absences">, on: CalendarDate): Absence | null => {
  const held = absences.filter(({ from, to }) => from <= on && on <= to)
  return held.find(({ coverId }) => coverId !== null) ?? held[0] ?? null
}

/** The same of a person with several entries: away is the person, whichever of them says so. */
export const absenceOfPerson = (entries: ReadonlyArray<Pick<Rep, "absences">>, on: CalendarDate): Absence | null =>
  absenceOn({ absences: entries.flatMap(({ absences }) => absences) }, on)

/**
 * What a person knows on a day: recorded by then, and not expired.
 *
 * @param rep - the person; only what the person knows is read
 * @param on - the day asked about; the last day of a term still counts
 *
 * @example
 * ```ts
 * import { knowledgeOn } from "@salesdept/core/team"
 *
 * const knowledge = [{ kind: "product", of: "audit", level: 2, evidence: "certificate", reference: "A-17",
 *   since: "2025-03-01", expiresOn: "2026-02-28" }] as const
 * knowledgeOn({ knowledge }, "2026-02-28").map(({ of, level }) => [of, level]) // [["audit", 2]]
 * knowledgeOn({ knowledge }, "2026-03-01") // []
 * ```
 */
export const knowledgeOn = ({ knowledge }: Pick<Rep, "knowledge">, on: CalendarDate): ReadonlyArray<Knowledge> =>
  knowledge.filter(({ since, expiresOn }) => since <= on && (expiresOn === null || expiresOn >= on))
