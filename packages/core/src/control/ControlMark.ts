import type { ActorId } from "../shared/Actor.ts"
import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ControlMark, Parking, RuledOut, Snooze } from "./ControlMarkSchema.ts"

type Subject = Pick<ControlMark, "id" | "subjectKind" | "subjectId">

/** A record was parked, or its parking prolonged. */
export type RecordParked = DomainEvent<"RecordParked", Subject & { readonly parking: Omit<Parking, "endedAt"> }>

/** It was brought back by hand before its day. */
export type ParkingEnded = DomainEvent<"ParkingEnded", Subject>

/** Somebody does not want to see it on the own list for a while. */
export type RecordSnoozed = DomainEvent<"RecordSnoozed", Subject & { readonly snooze: Snooze }>

/** Somebody wants to see it again. */
export type SnoozeEnded = DomainEvent<"SnoozeEnded", Subject & { readonly personId: ActorId }>

/** Nobody is to see it in this state. */
export type RecordRuledOut = DomainEvent<"RecordRuledOut", Subject & { readonly ruledOut: RuledOut }>

/** It may be seen again. */
export type RecordRuledIn = DomainEvent<"RecordRuledIn", Subject>

/** Everything that can be decided about a record's place under control. */
export type ControlMarkEvent =
  | RecordParked
  | ParkingEnded
  | RecordSnoozed
  | SnoozeEnded
  | RecordRuledOut
  | RecordRuledIn

const withoutPerson = (snoozes: ReadonlyArray<Snooze>, personId: ActorId): ReadonlyArray<Snooze> =>
  snoozes.filter((snooze) => snooze.personId !== personId)

/** What people decided about records, as a kind of record. */
export const controlMarkAggregate: Aggregate<ControlMark, ControlMarkEvent, "subjectId"> = {
  kind: "controlMark",
  indexes: ["subjectId"],
  ownership: {
    first: [
      {
        through: "subjectId",
        kinds: [
          { kind: "deal", field: "ownerId" },
          { kind: "client", field: "ownerId" },
          { kind: "lead", field: "ownerId" },
        ],
      },
    ],
  },
  evolve: (before, event, { version, occurredAt }) => {
    const { id, subjectKind, subjectId } = event.payload
    const mark: ControlMark = {
      id,
      subjectKind,
      subjectId,
      version,
      textsVersion: before?.textsVersion ?? 0,
      changedAt: occurredAt,
      parking: before?.parking ?? null,
      snoozes: before?.snoozes ?? [],
      ruledOut: before?.ruledOut ?? null,
    }
    switch (event.type) {
      case "RecordParked":
        return { ...mark, parking: event.payload.parking }
      case "ParkingEnded":
        // What was put off is remembered, so that its limit does not begin anew.
        return { ...mark, parking: mark.parking === null ? null : { ...mark.parking, endedAt: occurredAt } }
      case "RecordSnoozed": {
        const { snooze } = event.payload
        return { ...mark, snoozes: [...withoutPerson(mark.snoozes, snooze.personId), snooze] }
      }
      case "SnoozeEnded":
        return { ...mark, snoozes: withoutPerson(mark.snoozes, event.payload.personId) }
      case "RecordRuledOut":
        return { ...mark, ruledOut: event.payload.ruledOut }
      case "RecordRuledIn":
        return { ...mark, ruledOut: null }
    }
  },
}
