import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Condition } from "../../src/deal/Condition.ts"
import { factGroups } from "../../src/deal/Condition.ts"
import { all, any, fact, not } from "../../src/deal/ConditionBuilder.ts"
import { conditionFacts, factGroupOrder, factOf, operatorsOf } from "../../src/deal/ConditionFacts.ts"

describe("facts", () => {
  test("paths are unique, begin with their group, and have names in both languages", () => {
    const paths = conditionFacts.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    for (const definition of conditionFacts) {
      // What is read of its own for one fact is a group of its own.
      const first = definition.path === "client.hasTaxId" ? "taxNumber" : definition.path.split(".")[0]
      expect(first).toBe(definition.group)
      expect(factGroupOrder).toContain(definition.group)
      expect(definition.name.en).toMatch(/^[a-z]/)
      expect(definition.name.ru).toMatch(/^[а-яёИ]/)
      expect(definition.negation === null).toBe(definition.type !== "boolean")
      expect(operatorsOf[definition.type].length).toBeGreaterThan(1)
    }
  })

  test("inherited names are not facts", () => {
    for (const name of ["__proto__", "constructor", "prototype", "toString", "deal", "deal.", ""]) {
      expect(factOf(name)).toBeUndefined()
    }
  })
})

describe("factGroups", () => {
  test("names each group once, in the fixed order", () => {
    const condition = all(
      fact("settlement.fullyPaid").is(true),
      any(fact("deal.lineCount").above(0), not(fact("client.isKnown").is(false))),
      fact("settlement.overdueMinor").atMost(0),
    )
    expect(factGroups(condition)).toEqual(["deal", "client", "settlement"])
    expect(factGroups(undefined, fact("documents.count").is(1))).toEqual(["documents"])
    expect(factGroups()).toEqual([])
  })

  test("a limit in a currency reads the deal's currency too; the limit 0 does not", () => {
    expect(factGroups(fact("settlement.paidMinor").atLeast({ amountMinor: 1, currency: "RUB" }))).toEqual([
      "deal",
      "settlement",
    ])
    expect(factGroups(fact("settlement.paidMinor").atLeast(0))).toEqual(["settlement"])
  })
})

describe("builders", () => {
  test("give plain JSON", () => {
    const built = all(
      fact("deal.amountMinor").above({ amountMinor: 100, currency: "RUB" }),
      any(fact("client.segment").in("retail", "hotels"), not(fact("contacts.roles").has("decisionMaker"))),
      fact("deal.expectedCloseOn").isSet(),
    )
    const expected: Condition = {
      all: [
        { fact: "deal.amountMinor", op: "above", value: { amountMinor: 100, currency: "RUB" } },
        {
          any: [
            { fact: "client.segment", op: "in", value: ["retail", "hotels"] },
            { not: { fact: "contacts.roles", op: "has", value: "decisionMaker" } },
          ],
        },
        { fact: "deal.expectedCloseOn", op: "isSet" },
      ],
    }
    expect(built).toEqual(expected)
    expect(JSON.parse(JSON.stringify(built))).toEqual(built)
  })

  test("asks of custom fields as the same JSON; their operators are not told apart by kind", () => {
    const built = all(
      fact("client.custom.tier").in("gold", "silver"),
      fact("deal.custom.score").atLeast(50),
      fact("deal.custom.budget").below({ amountMinor: 100, currency: "RUB" }),
      fact("client.custom.isKey").is(true),
      fact("client.custom.note").isAbsent(),
    )
    const expected: Condition = {
      all: [
        { fact: "client.custom.tier", op: "in", value: ["gold", "silver"] },
        { fact: "deal.custom.score", op: "atLeast", value: 50 },
        { fact: "deal.custom.budget", op: "below", value: { amountMinor: 100, currency: "RUB" } },
        { fact: "client.custom.isKey", op: "is", value: true },
        { fact: "client.custom.note", op: "isAbsent" },
      ],
    }
    expect(built).toEqual(expected)
  })

  test("types refuse what the language refuses", () => {
    // Checked by the compiler; the calls are never made.
    const refused = () => [
      // @ts-expect-error a misspelt path
      fact("settlement.paidShar"),
      // @ts-expect-error leads have no gates
      fact("lead.custom.tier"),
      // @ts-expect-error an operator of another type
      fact("settlement.paidShare").has("x"),
      // @ts-expect-error a value of another type
      fact("settlement.paidShare").atLeast("1"),
      // @ts-expect-error money needs its currency
      fact("deal.amountMinor").atLeast(100),
      // @ts-expect-error a set has no order and no single value
      fact("contacts.roles").is("decisionMaker"),
      // @ts-expect-error a list may not be empty
      fact("client.segment").in(),
      // @ts-expect-error a group may not be empty
      all(),
    ]
    const literal = (): ReadonlyArray<Condition> => [
      // @ts-expect-error a misspelt path in a literal
      { fact: "deal.amount", op: "isSet" },
      // @ts-expect-error an operator of another type in a literal
      { fact: "deal.lineCount", op: "has", value: "x" },
    ]
    expect([refused, literal]).toHaveLength(2)
  })

  test("every operator of every fact has a builder of its name", () => {
    fc.assert(
      fc.property(fc.constantFrom(...conditionFacts), ({ path, type }) => {
        for (const op of operatorsOf[type]) expect(fact(path)).toHaveProperty(op)
      }),
    )
  })
})
