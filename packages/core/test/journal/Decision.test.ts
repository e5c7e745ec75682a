import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { Aggregate, RecordState } from "../../src/journal/Aggregate.ts"
import { decision, recordEvents } from "../../src/journal/Decision.ts"
import type { DomainEvent, JournalEvent } from "../../src/journal/Event.ts"
import { replay } from "../../src/journal/Replay.ts"
import type { Read, Work } from "../../src/journal/Work.ts"
import { byId, byIds, runWork, textsOf, where } from "../../src/journal/Work.ts"

interface Counter extends RecordState {
  readonly total: number
}

type Added = DomainEvent<"Added", { readonly by: number }>

const counter: Aggregate<Counter, Added> = {
  kind: "counter",
  indexes: [],
  upcasters: { Added: [(payload) => payload, (payload) => payload] },
  evolve: (before, { payload }, { version, occurredAt }) => ({
    id: "counter_1",
    textsVersion: before?.textsVersion ?? 0,
    version,
    changedAt: occurredAt,
    total: (before?.total ?? 0) + payload.by,
  }),
}

const added = (by: number): Added => ({ type: "Added", payload: { by } })
const monday = "2026-02-02T06:00:00.000Z"
const tuesday = "2026-02-03T06:00:00.000Z"

describe("recording events", () => {
  it("folds them into the state and expects the version that was read", () => {
    const first = recordEvents(counter, null, [added(1), added(2)], { occurredAt: monday, texts: { name: "x" } })
    expect(first).toMatchObject({
      expectedVersion: 0,
      texts: { name: "x" },
      after: { version: 2, total: 3, textsVersion: 1 },
    })
    expect(first.events.map(({ typeVersion }) => typeVersion)).toEqual([3, 3])
    const second = recordEvents(counter, first.after, [added(4)], { occurredAt: tuesday })
    expect(second).toMatchObject({
      expectedVersion: 2,
      texts: null,
      after: { version: 3, total: 7, textsVersion: 1, changedAt: tuesday },
    })
  })

  it("never lets business time run backwards within a stream", () => {
    const first = recordEvents(counter, null, [added(1)], { occurredAt: tuesday })
    const second = recordEvents(counter, first.after, [added(1)], { occurredAt: monday })
    expect(second.after.changedAt).toBe(tuesday)
    expect(second.events[0]?.occurredAt).toBe(tuesday)
  })

  it("replays to the state it recorded, texts' version included", () => {
    const { after, events } = recordEvents(counter, null, [added(1), added(2)], { occurredAt: monday, texts: {} })
    const rows = events.map((event, index): JournalEvent => ({
      ...event,
      tenant: "shop",
      stream: "counter_1",
      kind: "counter",
      version: index + 1,
      recordedAt: monday,
      actor: "user:1",
      commandId: "command_1",
      hash: "",
      texts: index === 1 ? { version: 1, digest: "" } : null,
    }))
    expect(replay(counter, rows)).toEqual(after)
    expect(replay(counter, [])).toBeNull()
  })
})

describe("work", () => {
  it("asks one question for many ids, and none where there is nothing to ask", () => {
    const asked: Array<Read> = []
    const read = (question: Read): unknown => {
      asked.push(question)
      return question._tag === "Texts" ? new Map() : []
    }
    function* asking(): Work<object, never> {
      yield* byIds(counter, [])
      yield* where(counter, "id", [])
      yield* textsOf([])
      yield* textsOf([{ id: "counter_1", version: 1, textsVersion: 0, changedAt: monday }])
      expect(yield* byId(counter, "counter_1")).toBeNull()
      expect((yield* byIds(counter, ["counter_1", "counter_2"])).size).toBe(0)
      return Result.succeed(decision([], {}))
    }
    expect(Result.isSuccess(runWork(asking(), read))).toBe(true)
    expect(asked.map(({ _tag }) => _tag)).toEqual(["ById", "ById"])
  })
})
