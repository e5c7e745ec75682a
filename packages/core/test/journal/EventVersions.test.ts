import { describe, expect, it } from "vitest"
import type { JournalEvent } from "../../src/journal/Event.ts"
import { eventVersion, upcast, upcastAll } from "../../src/journal/EventVersions.ts"

const row: JournalEvent = {
  tenant: "shop",
  stream: "counter_1",
  version: 4,
  kind: "counter",
  type: "Added",
  typeVersion: 1,
  payload: { by: 2 },
  occurredAt: "2026-02-02T06:00:00.000Z",
  recordedAt: "2026-02-03T06:00:00.000Z",
  actor: "user:1",
  commandId: "command_1",
  mark: null,
  texts: null,
  hash: "stored",
}

const counters = {
  upcasters: {
    Added: [
      ({ by }: { readonly by: number }) => ({ amount: by }),
      ({ amount }: { readonly amount: number }, at: object) => ({ amount, at }),
    ],
  },
}

describe("versions of events", () => {
  it("are as many as the upcasters, and one more", () => {
    expect(eventVersion(counters, "Added")).toBe(3)
    expect(eventVersion(counters, "Taken")).toBe(1)
    expect(eventVersion({}, "Added")).toBe(1)
  })

  it("take a payload step by step to today's, with its place, and leave the rest of the row", () => {
    const at = { version: 4, occurredAt: row.occurredAt }
    expect(upcast(counters, row)).toEqual({ ...row, typeVersion: 3, payload: { amount: 2, at } })
    const second = { ...row, typeVersion: 2, payload: { amount: 5 } }
    expect(upcast(counters, second).payload).toEqual({ amount: 5, at })
    const third = { ...row, typeVersion: 3 }
    expect(upcast(counters, third)).toBe(third)
  })

  it("are those of the row's kind, and of no other", () => {
    const kinds = new Map([["counter", counters]])
    const other = { ...row, kind: "other" }
    expect(upcastAll(kinds, [row, other]).map(({ typeVersion }) => typeVersion)).toEqual([3, 1])
  })

  it("refuse a version that is not known", () => {
    const newer = { ...row, typeVersion: 4 }
    expect(() => upcast(counters, newer)).toThrow(
      expect.objectContaining({
        _tag: "EventNewer",
        messages: {
          en: "counter_1: event 4, Added, is of version 4; this version of the library knows 3",
          ru: "counter_1: событие 4, Added, записано в версии 4; эта версия библиотеки знает 3",
        },
      }),
    )
  })
})
