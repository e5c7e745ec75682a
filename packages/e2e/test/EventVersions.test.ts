import { readFileSync } from "node:fs"
import { recordKinds } from "@salesdept/core/records"
import { describe, expect, it } from "vitest"
import { readEventShapes } from "../src/events/EventShapes.ts"
import { frozenFaults, frozenText, mergeFrozen, readFrozen } from "../src/events/FrozenEvents.ts"
import type { FrozenEvents } from "../src/events/FrozenEvents.ts"
import type { Shape } from "../src/events/Shape.ts"

const shapes = readEventShapes()

const frozen = readFrozen()
const frozenFile = new URL("../frozen/events.json", import.meta.url)

describe("frozen events", () => {
  it("hold one of every type and version, and are read, of the shape they had, to the state they had", () => {
    expect(frozenFaults(frozen, recordKinds, shapes)).toEqual([])
    expect(new Set(recordKinds.map(({ kind }) => kind)).size).toBe(recordKinds.length)
    expect(shapes.length).toBeGreaterThan(150)
  })

  const place = { kind: "team", type: "TeamStated" }
  const team = shapes.find(({ kind, type }) => kind === place.kind && type === place.type)
  const fields = team?.shape.is === "object" ? team.shape.fields : []
  const badge = { name: "badge", optional: false, shape: { is: "string" } } as const
  const withShape = (shape: Shape) => shapes.map((one) => (one === team ? { ...one, shape } : one))
  const changed = withShape({ is: "object", fields: [...fields, badge] })
  const upcastBy = (step: (payload: object) => unknown) =>
    recordKinds.map((of) => (of.kind === "team" ? { ...of, upcasters: { TeamStated: [step] } } : of))
  const withEntry = (change: Partial<FrozenEvents["events"][number]>): FrozenEvents => {
    const entry = frozen.events.find(({ kind, type }) => kind === place.kind && type === place.type)
    return { ...frozen, events: [...frozen.events, ...(entry === undefined ? [] : [{ ...entry, ...change }])] }
  }

  it("refuse a shape that changed without a new version", () => {
    const faults = frozenFaults(frozen, recordKinds, changed)
    expect(faults).toHaveLength(2)
    expect(faults[0]).toContain("team.TeamStated version 1 has another shape")
    const unknown: Shape = { is: "unknown" }
    for (const others of [
      fields.slice(1),
      fields.map((field) => ({ ...field, optional: true })),
      fields.map((field) => ({ ...field, shape: unknown })),
    ]) {
      expect(frozenFaults(frozen, recordKinds, withShape({ is: "object", fields: others }))).not.toEqual([])
    }
  })

  it("refuse a new version that is not frozen, or whose upcaster gives another shape", () => {
    const badged = upcastBy((payload) => ({ ...payload, badge: "none" }))
    expect(frozenFaults(frozen, badged, changed)).toEqual(["team.TeamStated version 2 is not frozen"])
    const bare = upcastBy((payload) => payload)
    expect(frozenFaults(frozen, bare, changed).join("\n")).toContain("payload.badge is absent")
  })

  it("stay as they are when they are frozen again, but for what has another shape today", () => {
    const again = mergeFrozen(frozen, [], recordKinds, shapes)
    expect(frozenText({ ...frozen, events: again })).toBe(readFileSync(frozenFile, "utf8"))
    const drafts = frozen.events.map((event) => ({ ...event, stream: "drafted_1", state: null }))
    expect(mergeFrozen(frozen, drafts, recordKinds, shapes)).toEqual(frozen.events)
    const isTeam = ({ kind, type }: { readonly kind: string; readonly type: string }) =>
      kind === place.kind && type === place.type
    const redrawn = mergeFrozen({ ...frozen, released: false }, drafts, recordKinds, changed)
    expect(redrawn).toEqual(frozen.events.map((event, index) => (isTeam(event) ? drafts[index] : event)))
    const without = { ...frozen, events: frozen.events.filter((event) => !isTeam(event)) }
    expect(mergeFrozen(without, drafts, recordKinds, shapes)).toEqual(redrawn)
    expect(mergeFrozen({ ...frozen, released: true }, drafts, recordKinds, changed)).toEqual(frozen.events)
  })

  it("refuse an event type that is no longer there, and a fold that gives another state", () => {
    const without = shapes.filter((one) => one !== team)
    expect(frozenFaults(frozen, recordKinds, without).join("\n")).toContain("must be read for ever")
    const other = withEntry({ typeVersion: 1, state: { code: "another" } })
    expect(frozenFaults(other, recordKinds, shapes)).toEqual([
      "team.TeamStated version 1 no longer leads to the state it led to: state.code",
    ])
    expect(frozenFaults(withEntry({ typeVersion: 2 }), recordKinds, shapes)).toEqual([
      "team.TeamStated version 2 is newer than the source",
    ])
  })
})
