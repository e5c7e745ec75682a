import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { MatchRecord } from "../../src/client/Duplicates.ts"
import { findDuplicates, similarRecords } from "../../src/client/Duplicates.ts"
import { likeness } from "../../src/client/Likeness.ts"
import type { MatchDetails } from "../../src/client/MatchKeys.ts"
import { matchKeys } from "../../src/client/MatchKeys.ts"
import type { TaxIdScheme } from "../../src/client/TaxId.ts"

const options = { country: "RU" }
const keys = (details: Partial<MatchDetails>) =>
  matchKeys({ name: null, phones: [], emails: [], taxId: null, ...details }, options)
const record = (id: string, details: Partial<MatchDetails>): MatchRecord => ({ id, keys: keys(details) })

describe("likeness", () => {
  it("given everything the same but written otherwise, then it says so and why", () => {
    const { score, evidence } = likeness(
      keys({
        name: "ООО «Ромашка»",
        phones: ["8 495 123-45-67"],
        emails: ["a+x@romashka.example"],
        taxId: "7707083893",
      }),
      keys({ name: "Romashka", phones: ["+74951234567"], emails: ["A@romashka.example"], taxId: "ИНН 7707083893" }),
    )
    expect(score).toBe(100)
    expect(evidence.map(({ kind }) => kind)).toEqual(["taxId", "phone", "mailbox", "sameName"])
  })

  it("given the same telephone and name but different INNs, then they are not the same company", () => {
    const { score, evidence } = likeness(
      keys({ name: "Ромашка", phones: ["8 495 123-45-67"], taxId: "7707083893" }),
      keys({ name: "Ромашка", phones: ["8 495 123-45-67"], taxId: "7736050003" }),
    )
    expect(score).toBe(15)
    expect(evidence.map(({ kind }) => kind)).toEqual(["phone", "sameName", "otherTaxId"])
    expect(evidence.at(-1)).toMatchObject({ points: -60 })
  })

  it("given numbers of different schemes, then they are not compared, though their digits are the same", () => {
    const ein: TaxIdScheme = { id: "ein", recognise: (text) => text }
    const american = matchKeys({ name: null, phones: [], emails: [], taxId: "7707083893" }, { taxIdSchemes: [ein] })
    expect(american.taxId).toEqual({ schemeId: "ein", value: "7707083893" })
    expect(likeness(american, keys({ taxId: "7707083893" })).evidence).toEqual([])
    expect(likeness(american, american).evidence.map(({ kind }) => kind)).toEqual(["taxId"])
  })

  it("given one number with different extensions, then they are different numbers", () => {
    const [one, other] = ["12", "13"].map((ext) => keys({ phones: [`+7 495 123-45-67 доб. ${ext}`] }))
    expect(one?.phones).toEqual(["+74951234567;ext=12"])
    expect(likeness(one!, other!).evidence).toEqual([])
  })

  it("given a number that is none, then it neither speaks for nor against", () => {
    expect(likeness(keys({ taxId: "123" }), keys({ taxId: "123" }))).toEqual({ score: 0, evidence: [] })
  })

  it("property: is symmetric, and its score is the sum of its points within 0 and 100", () => {
    const details = fc.record({
      name: fc.option(fc.constantFrom("Ромашка", "Рамашка", "Acme"), { nil: null }),
      phones: fc.subarray(["+74951234567", "+74951234568"]),
      emails: fc.subarray(["a@x.example", "b@x.example"]),
      taxId: fc.option(fc.constantFrom("7707083893", "7736050003"), { nil: null }),
    })
    fc.assert(
      fc.property(details, details, (one, other) => {
        const found = likeness(keys(one), keys(other))
        expect(likeness(keys(other), keys(one))).toEqual(found)
        const sum = found.evidence.reduce((total, { points }) => total + points, 0)
        expect(found.score).toBe(Math.max(0, Math.min(100, sum)))
      }),
    )
  })
})

describe("findDuplicates", () => {
  it("finds pairs by number, address, name and sound of the name, the likeliest first", () => {
    const { pairs } = findDuplicates(
      [
        record("a", { name: "ООО «Ромашка»", phones: ["8 495 123-45-67"] }),
        record("b", { name: "Romashka LLC", phones: ["+7 (495) 123-45-67"] }),
        record("c", { name: "Ромашка" }),
        record("d", { name: "Рамашка", emails: ["x@y.example"] }),
        record("e", { name: "Совсем другое", emails: ["x+1@y.example"] }),
      ],
      { minScore: 20 },
    )
    expect(pairs.map(({ leftId, rightId, score }) => [leftId, rightId, score])).toEqual([
      ["a", "b", 75],
      ["a", "c", 35],
      ["b", "c", 35],
      ["d", "e", 30],
      ["a", "d", 20],
      ["b", "d", 20],
      ["c", "d", 20],
    ])
  })

  it("does not compare on account of a value that too many share, and says how many it passed over", () => {
    const switchboard = (count: number, phone: string) =>
      Array.from({ length: count }, (_, i) => record(`${phone} ${i}`, { phones: [phone] }))
    const common = [...switchboard(40, "8 495 123-45-67"), ...switchboard(31, "8 495 123-45-68")]
    const found = findDuplicates(common)
    expect(found.pairs).toEqual([])
    expect(found.comparedCount).toBe(0)
    expect(found.tooCommon).toEqual([{ kind: "phone", valueCount: 2, recordCount: 71 }])
    const shared = findDuplicates(switchboard(30, "8 495 123-45-67"))
    expect(shared).toMatchObject({ recordCount: 30, comparedCount: (30 * 29) / 2, tooCommon: [] })
  })

  it("brings records together by a company's own domain and by its tax number, and never by one that many companies share", () => {
    const compared = (one: Partial<MatchDetails>, other: Partial<MatchDetails>) =>
      findDuplicates([record("a", one), record("b", other)]).comparedCount
    expect(compared({ emails: ["info@romashka.example"] }, { emails: ["sales@romashka.example"] })).toBe(1)
    expect(compared({ emails: ["info@gmail.com"] }, { emails: ["sales@gmail.com"] })).toBe(0)
    expect(compared({ taxId: "7707083893" }, { taxId: "ИНН 7707083893" })).toBe(1)
    expect(compared({ taxId: "7707083893" }, { taxId: "7736050003" })).toBe(0)
    // The same letters are one value only where they are of one kind.
    expect(compared({ name: "Romashka", emails: ["a@romashka.example"] }, { emails: ["romashka@b.example"] })).toBe(0)
  })

  it("lists pairs of one score by their ids, in whatever order the records come", () => {
    const records = ["c", "a", "b"].map((id) => record(id, { name: "Ромашка" }))
    const pairs = [records, records.toReversed()].map((given) =>
      findDuplicates(given).pairs.map(({ leftId, rightId }) => `${leftId}${rightId}`),
    )
    expect(pairs).toEqual([
      ["ab", "ac", "bc"],
      ["ab", "ac", "bc"],
    ])
  })

  it("property: finds what comparing everything with everything finds, among records that share a value", () => {
    const anyRecord = fc.record({
      name: fc.constantFrom("Ромашка", "Рамашка", "Acme", "Acne", "Лютик"),
      phones: fc.subarray(["+74951234567", "+74951234568", "+74951234569"], { maxLength: 2 }),
      emails: fc.subarray(["a@mail.ru", "b@mail.ru"], { maxLength: 1 }),
    })
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 12 }), (all) => {
        const records = all.map((details, i) => record(`r${String(i).padStart(2, "0")}`, details))
        const every = records.flatMap((left, i) =>
          records.slice(i + 1).flatMap((right) => {
            const { score } = likeness(left.keys, right.keys)
            return score >= 35 ? [`${left.id} ${right.id} ${score}`] : []
          }),
        )
        const found = findDuplicates(records).pairs.map(({ leftId, rightId, score }) => `${leftId} ${rightId} ${score}`)
        expect(found.toSorted()).toEqual(every.toSorted())
      }),
    )
  })

  it("compares a bounded number of pairs a record: ten times the records, ten times the comparisons", () => {
    const base = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        record(`r${i}`, {
          name: `Компания ${Math.floor(i / 2)}`,
          phones: [`+7495${String(1_000_000 + Math.floor(i / 3))}`],
        }),
      )
    const [small, large] = [findDuplicates(base(1000)), findDuplicates(base(10_000))]
    expect(large.comparedCount / small.comparedCount).toBeLessThan(11)
    expect(large.pairs.length).toBeGreaterThan(5000)
  })
})

describe("similarRecords", () => {
  it("shows who may be meant before a client is registered", () => {
    const base = [record("a", { name: "Ромашка", phones: ["8 495 123-45-67"] }), record("b", { name: "Лютик" })]
    expect(similarRecords(keys({ phones: ["+74951234567"] }), base).map(({ id, score }) => [id, score])).toEqual([
      ["a", 40],
    ])
  })

  it("gives those of the score asked for and above, the likeliest first and then by id", () => {
    const phones = ["8 495 123-45-67"]
    const base = [record("c", { phones }), record("b", { name: "Ромашка", phones }), record("a", { phones })]
    const found = (minScore?: number) =>
      similarRecords(keys({ name: "Ромашка", phones }), base, minScore === undefined ? {} : { minScore }).map(
        ({ id }) => id,
      )
    expect(found()).toEqual(["b", "a", "c"])
    expect(found(40)).toEqual(["b", "a", "c"])
    expect(found(41)).toEqual(["b"])
    // A name alone is just what is asked for where nothing is said.
    expect(similarRecords(keys({ name: "Ромашка" }), [record("a", { name: "Ромашка" })])).toHaveLength(1)
  })
})
