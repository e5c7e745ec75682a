import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { AnyAggregate } from "../../src/journal/Aggregate.ts"
import { genesisHash, sealChange, textsDigest, verifyStream } from "../../src/journal/Chain.ts"
import type { SealedChange } from "../../src/journal/Chain.ts"
import type { Change } from "../../src/journal/Decision.ts"
import type { JournalEvent } from "../../src/journal/Event.ts"
import { sha256 } from "../../src/journal/Sha256.ts"

const of: AnyAggregate = { kind: "note", indexes: [], evolve: (state) => state }
const author = {
  tenant: "shop",
  actor: "user:1",
  commandId: "command_1",
  recordedAt: "2026-02-02T06:00:00.000Z",
} as const

const change = (payloads: ReadonlyArray<unknown>, expectedVersion = 0): Change => ({
  of,
  after: {
    id: "note_1",
    version: expectedVersion + payloads.length,
    textsVersion: 1,
    changedAt: "2026-02-02T06:00:00.000Z",
  },
  expectedVersion,
  events: payloads.map((payload) => ({
    type: "Noted",
    typeVersion: 1,
    payload,
    occurredAt: "2026-02-02T06:00:00.000Z",
    mark: null,
  })),
  texts: null,
})

const seal = (given: Change, head: string = genesisHash): SealedChange =>
  sealChange(given, author, head, sha256, () => "salt")

const headOf = (events: ReadonlyArray<JournalEvent>) => ({
  version: events.at(-1)?.version ?? 0,
  hash: events.at(-1)?.hash ?? genesisHash,
})

const faults = (events: ReadonlyArray<JournalEvent>, head = headOf(events)) =>
  verifyStream("note_1", events, head, sha256).map(({ _tag }) => _tag)

describe("sealing", () => {
  it("numbers events from the expected version on and chains each onto the one before", () => {
    const first = seal(change([{ a: 1 }, { a: 2 }]))
    const second = seal(change([{ a: 3 }], 2), first.head)
    const events = [...first.events, ...second.events]
    expect(events.map(({ version }) => version)).toEqual([1, 2, 3])
    expect(new Set(events.map(({ hash }) => hash)).size).toBe(3)
    expect(second.head).toBe(events[2]?.hash)
    expect(faults(events)).toEqual([])
  })

  it("gives the payload's text that was hashed, whatever order its keys came in", () => {
    const left = seal(change([{ b: 1, a: [{ d: 1, c: 2 }] }]))
    const right = seal(change([{ a: [{ c: 2, d: 1 }], b: 1 }]))
    expect(left.payloadTexts).toEqual(['{"a":[{"c":2,"d":1}],"b":1}'])
    expect(left.head).toBe(right.head)
  })

  it("puts the digest of new texts on the last event, salted", () => {
    const sealed = seal({ ...change([1, 2]), texts: { name: "Ёлкина" } })
    expect(sealed.texts).toEqual({ recordId: "note_1", version: 1, texts: { name: "Ёлкина" }, salt: "salt" })
    const digest = textsDigest({ name: "Ёлкина" }, "salt", sha256)
    expect(sealed.events.map(({ texts }) => texts)).toEqual([null, { version: 1, digest }])
    expect(textsDigest({ name: "Ёлкина" }, "other", sha256)).not.toBe(digest)
    expect(JSON.stringify(sealed.events)).not.toContain("Ёлкина")
  })

  it("is a known hash, so that a journal can be checked without this library", () => {
    const fields = ["shop", "note_1", 1, "note", "Noted", 1, "2026-02-02T06:00:00.000Z", "2026-02-02T06:00:00.000Z"]
    const row = JSON.stringify([...fields, "user:1", "command_1", null, null])
    expect(seal(change([{ a: 1 }])).head).toBe(sha256(`\n${row}\n{"a":1}`))
  })
})

const anyPayloads = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 3, maxLength: 6 })

describe("verifying", () => {
  it("finds a stream of any payloads whole", () => {
    fc.assert(
      fc.property(anyPayloads, (payloads) => {
        const { events } = seal(change(payloads))
        expect(faults(JSON.parse(JSON.stringify(events)) as ReadonlyArray<JournalEvent>)).toEqual([])
      }),
    )
  })

  it("finds any one field of any one row changed", () => {
    const { events } = seal({ ...change([{ a: 1 }, { a: 2 }, { a: 3 }]), texts: { name: "x" } })
    const others: { readonly [Field in keyof JournalEvent]: JournalEvent[Field] } = {
      tenant: "other",
      stream: "note_2",
      version: 9,
      kind: "other",
      type: "Other",
      typeVersion: 2,
      payload: { a: 0 },
      occurredAt: "2026-02-02T06:00:00.001Z",
      recordedAt: "2026-02-02T06:00:00.001Z",
      actor: "other",
      commandId: "command_2",
      mark: {
        pipelineId: "p",
        stageId: "s",
        previousStageId: null,
        previousStageSeconds: null,
        outcome: "open",
        amountMinor: null,
        listAmountMinor: null,
        currency: null,
        ownerId: null,
        expectedCloseOn: null,
      },
      texts: { version: 1, digest: "other" },
      hash: sha256("other"),
    }
    for (const index of events.keys()) {
      for (const [field, value] of Object.entries(others)) {
        const edited = events.map((event, at) => (at === index ? { ...event, [field]: value } : event))
        expect(faults(edited, headOf(events)), `${field} of row ${index}`).not.toEqual([])
      }
    }
  })

  it("finds any rows removed, put in another order or added", () => {
    fc.assert(
      fc.property(anyPayloads, fc.infiniteStream(fc.nat()), (payloads, numbers) => {
        const { events } = seal(change(payloads))
        const order = [...numbers.take(events.length)].map((number, index) => [number, index] as const)
        const shuffled = order
          .toSorted(([left, leftAt], [right, rightAt]) => left - right || leftAt - rightAt)
          .flatMap(([, index]) => events.slice(index, index + 1))
        const sameOrder = shuffled.every((event, index) => event === events[index])
        const renumbered = shuffled.map((event, index) => ({ ...event, version: index + 1 }))
        if (!sameOrder) expect(faults(renumbered, headOf(events))).not.toEqual([])
        for (const index of events.keys()) {
          expect(faults(events.toSpliced(index, 1), headOf(events))).not.toEqual([])
          const copied = events.toSpliced(index, 0, ...events.slice(index, index + 1))
          expect(faults(copied, headOf(events))).not.toEqual([])
        }
      }),
    )
  })

  it("names the fault and where it is", () => {
    const { events } = seal(change([1, 2, 3]))
    const head = headOf(events)
    expect(verifyStream("note_1", events.slice(0, 2), head, sha256)).toEqual([
      { _tag: "HeadMismatch", stream: "note_1", headVersion: 3, lastVersion: 2 },
    ])
    expect(verifyStream("note_1", events.slice(1), head, sha256)).toEqual([
      { _tag: "Gap", stream: "note_1", expectedVersion: 1, foundVersion: 2 },
      { _tag: "HashMismatch", stream: "note_1", version: 2 },
    ])
    expect(verifyStream("note_1", [], head, sha256)).toHaveLength(1)
    expect(verifyStream("note_1", [], { version: 0, hash: genesisHash }, sha256)).toEqual([])
  })
})
