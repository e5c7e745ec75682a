import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { MergedValues } from "../../src/client/ClientSchema.ts"
import type { MergeChoices, MergePart } from "../../src/client/Merge.ts"
import { mergedClient, mergedValuesOf, unmergedTexts, unmergedValues } from "../../src/client/Merge.ts"

const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null })
const anyValues: fc.Arbitrary<MergedValues> = fc.record({
  ownerId: orNull(fc.constantFrom("ann", "bob")),
  segmentId: orNull(fc.constantFrom("key", "rest")),
  preferences: fc.record({
    language: orNull(fc.constantFrom("ru", "en")),
    way: orNull(fc.constantFrom("call", "mail")),
  }),
  tags: fc.uniqueArray(fc.constantFrom("a", "b", "c")).map((tags) => tags.toSorted()),
})
const line = fc.uniqueArray(fc.constantFrom("1", "2", "3"), { minLength: 1 }).map((lines) => lines.join("\n"))
const anyTexts = fc.record(
  { name: fc.constantFrom("A", "B"), phones: line, emails: line, comment: fc.constantFrom("x", "y") },
  { requiredKeys: ["name"] },
)
const anyPart: fc.Arbitrary<MergePart> = fc.record({ client: anyValues, texts: anyTexts })
const side = fc.constantFrom<"into" | "from">("into", "from")
const choices: fc.Arbitrary<MergeChoices> = fc.record(
  { ownerId: side, name: side, language: side },
  { requiredKeys: [] },
)

const part = (client: Partial<MergedValues>, texts: MergePart["texts"]): MergePart => ({
  client: { ownerId: null, segmentId: null, preferences: { language: null, way: null }, tags: [], ...client },
  texts,
})

describe("mergedClient", () => {
  it("given a value on one side only, then it is kept and is no conflict", () => {
    const merged = mergedClient(part({ ownerId: "ann" }, { name: "A" }), part({ segmentId: "key" }, { taxId: "7" }), {})
    expect(merged).toEqual({
      values: { ownerId: "ann", segmentId: "key", preferences: { language: null, way: null }, tags: [] },
      texts: { name: "A", taxId: "7" },
      conflicts: [],
    })
  })

  it("given values that differ, then each is a conflict, and the choice decides", () => {
    const [into, from] = [part({ ownerId: "ann" }, { name: "A" }), part({ ownerId: "bob" }, { name: "B" })]
    expect(mergedClient(into, from, {}).conflicts).toEqual([
      { field: "ownerId", kept: "into" },
      { field: "name", kept: "into" },
    ])
    const chosen = mergedClient(into, from, { ownerId: "from" })
    expect(chosen.values.ownerId).toBe("bob")
    expect(chosen.texts).toEqual({ name: "A" })
    expect(mergedClient(into, from, { name: "from" }).texts).toEqual({ name: "B" })
  })

  it("given preferences that differ, then each has a choice of its own", () => {
    const [into, from] = [
      part({ preferences: { language: "ru", way: "call" } }, {}),
      part({ preferences: { language: "en", way: "mail" } }, {}),
    ]
    const merged = mergedClient(into, from, { way: "from" })
    expect(merged.values.preferences).toEqual({ language: "ru", way: "mail" })
    expect(merged.conflicts).toEqual([
      { field: "language", kept: "into" },
      { field: "way", kept: "from" },
    ])
  })

  it("keeps the numbers, addresses and tags of both, each once", () => {
    const merged = mergedClient(
      part({ tags: ["b"] }, { phones: "1\n2" }),
      part({ tags: ["a", "b"] }, { phones: "2\n3" }),
      {},
    )
    expect(merged.values.tags).toEqual(["a", "b"])
    expect(merged.texts["phones"]).toBe("1\n2\n3")
  })

  it("property: no value of either side is lost without being named a conflict", () => {
    fc.assert(
      fc.property(anyPart, anyPart, choices, (into, from, chosen) => {
        const { values, texts, conflicts } = mergedClient(into, from, chosen)
        const named = new Set<string>(conflicts.map(({ field }) => field))
        for (const { client, texts: own } of [into, from]) {
          if (client.ownerId !== null && values.ownerId !== client.ownerId) expect(named).toContain("ownerId")
          for (const [field, text] of Object.entries(own)) {
            const lines = (texts[field] ?? "").split("\n")
            if (field === "phones" || field === "emails")
              expect(lines).toEqual(expect.arrayContaining(text.split("\n")))
            else if (texts[field] !== text) expect(named).toContain(field)
          }
        }
        // And nothing is a conflict that is the same on both sides, or stands on one only.
        for (const { field, kept } of conflicts) {
          expect(kept).toBe(chosen[field] ?? "into")
          const sides = [into, from].map(({ client, texts: own }) => {
            if (field === "language" || field === "way") return client.preferences[field]
            return field === "ownerId" || field === "segmentId" ? client[field] : (own[field] ?? null)
          })
          expect(sides).not.toContain(null)
          expect(new Set(sides).size).toBe(2)
        }
      }),
    )
  })
})

describe("undoing a merge", () => {
  it("property: merge then undo is identity", () => {
    fc.assert(
      fc.property(anyPart, anyPart, choices, (into, from, chosen) => {
        const { values, texts } = mergedClient(into, from, chosen)
        const before = mergedValuesOf(into.client)
        expect(unmergedValues(before, values, values)).toEqual(before)
        expect(unmergedTexts(into.texts, texts, texts)).toEqual(into.texts)
      }),
    )
  })

  it("property: what was edited since stays, and every other field is as before the merge", () => {
    fc.assert(
      fc.property(anyPart, anyPart, anyPart, (into, from, later) => {
        const { values, texts } = mergedClient(into, from, {})
        const before = mergedValuesOf(into.client)
        const now = { ...values, ownerId: later.client.ownerId }
        const undone = unmergedValues(before, values, now)
        const isEdited = later.client.ownerId !== values.ownerId
        expect(undone).toEqual(isEdited ? { ...before, ownerId: later.client.ownerId } : before)
        const edited = { ...texts, comment: "edited later" }
        expect(unmergedTexts(into.texts, texts, edited)).toEqual({ ...into.texts, comment: "edited later" })
      }),
    )
  })

  it("given lines added to a text that the merge brought, then the text stays whole: only numbers and addresses are lists", () => {
    expect(unmergedTexts({}, { comment: "x\ny" }, { comment: "x\ny\nz" })).toEqual({ comment: "x\ny\nz" })
  })

  it("given a value that was taken away since, then it does not come back", () => {
    expect(unmergedTexts({ comment: "x" }, { comment: "x" }, {})).toEqual({})
    expect(unmergedTexts({}, { comment: "x" }, {})).toEqual({})
    expect(unmergedTexts({ phones: "1" }, { phones: "1\n2" }, {})).toEqual({})
  })

  it("given a number added since, then it stays, and those that the merge brought go", () => {
    expect(unmergedTexts({ phones: "1" }, { phones: "1\n2" }, { phones: "1\n2\n9" })).toEqual({ phones: "1\n9" })
    expect(unmergedTexts({ phones: "1" }, { phones: "1\n2" }, { phones: "2\n9" })).toEqual({ phones: "9" })
  })
})
