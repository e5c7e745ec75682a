import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Condition, Unmet } from "../../src/deal/Condition.ts"
import { all, any, fact, not } from "../../src/deal/ConditionBuilder.ts"
import type { FactValues } from "../../src/deal/ConditionFacts.ts"
import { negated } from "../../src/deal/ConditionNegation.ts"
import { compileCondition } from "../../src/deal/ConditionVerdict.ts"
import { condition, factCondition, factValues } from "./conditionArbitrary.ts"

const judge = (condition: Condition, facts: FactValues) => compileCondition(condition)(facts)
const facts = (unmet: ReadonlyArray<Unmet>) =>
  unmet.map((one) => (one.kind === "fact" ? [one.code, one.state, one.actual] : one.alternatives.length))

describe("a fact that has no value", () => {
  const told = (condition: Condition, facts: FactValues) => judge(condition, facts).unmet.map(({ message }) => message)
  const advance = fact("settlement.advancePaid").is(true)

  test("for no invoice is told what to see to", () => {
    const facts = { "settlement.advancePaid": null, "settlement.invoiceCount": 0, "deal.amountMinor": 100_00 }
    expect(told(advance, facts)).toEqual([
      {
        en: "Required: payments due before delivery are made (no invoice is issued yet)",
        ru: "Требуется: платежи, положенные до исполнения, поступили (счёт ещё не выставлен)",
      },
    ])
  })

  test("for an invoice in another currency is told what to see to", () => {
    const facts = { "settlement.fullyPaid": null, "settlement.invoiceCount": 1, "deal.amountMinor": 100_00 }
    const [message] = told(fact("settlement.fullyPaid").is(true), facts)
    expect(message?.en).toContain("(invoices are not all in the deal's currency, and it has no rate into theirs)")
    expect(message?.ru).toContain("(не все счета в валюте сделки, а курса для них у неё нет)")
  })

  test.each(["settlement.fullyPaid", "documents.documented"] as const)(
    "of %s is told to be of a deal without an amount",
    (path) => {
      const facts = { [path]: null, "settlement.invoiceCount": 1, "deal.amountMinor": null }
      expect(told(fact(path).is(true), facts)[0]?.en).toContain("(the deal has no amount)")
    },
  )

  test("for documents in another currency is told what to see to", () => {
    const [message] = told(fact("documents.documented").is(true), {
      "documents.documented": null,
      "deal.amountMinor": 100_00,
    })
    expect(message).toEqual({
      en: "Required: the deal is documented in full (signed documents are not all in the deal's currency, and it has no rate into theirs)",
      ru: "Требуется: сделка полностью закрыта документами (не все подписанные документы в валюте сделки, а курса для них у неё нет)",
    })
  })

  test("is told as it is where nothing more is known", () => {
    expect(told(advance, { "settlement.advancePaid": null })[0]?.en).toContain("(there is no value yet)")
    const undated = { "deal.ageDays": null, "settlement.invoiceCount": 0 }
    expect(told(fact("deal.ageDays").atMost(5), undated)[0]?.en).toContain("(there is no value yet)")
  })
})

describe("questions about facts", () => {
  const rows: ReadonlyArray<readonly [string, Condition, FactValues, boolean]> = [
    ["boolean is", fact("settlement.fullyPaid").is(true), { "settlement.fullyPaid": true }, true],
    ["boolean is not", fact("settlement.fullyPaid").is(false), { "settlement.fullyPaid": true }, false],
    ["atLeast includes", fact("settlement.paidShare").atLeast(1), { "settlement.paidShare": 1 }, true],
    ["above excludes", fact("settlement.paidShare").above(1), { "settlement.paidShare": 1 }, false],
    ["atMost includes", fact("deal.ageDays").atMost(5), { "deal.ageDays": 5 }, true],
    ["below excludes", fact("deal.ageDays").below(5), { "deal.ageDays": 5 }, false],
    ["number is", fact("deal.lineCount").is(2), { "deal.lineCount": 2 }, true],
    ["number isNot", fact("deal.lineCount").isNot(2), { "deal.lineCount": 2 }, false],
    ["text is", fact("client.segment").is("retail"), { "client.segment": "retail" }, true],
    ["text is exact", fact("client.segment").is("retail"), { "client.segment": "Retail" }, false],
    ["text isNot", fact("client.segment").isNot("retail"), { "client.segment": "hotels" }, true],
    ["in", fact("client.segment").in("a", "b"), { "client.segment": "b" }, true],
    ["notIn", fact("client.segment").notIn("a", "b"), { "client.segment": "b" }, false],
    ["has", fact("contacts.roles").has("decisionMaker"), { "contacts.roles": ["user", "decisionMaker"] }, true],
    ["has in the empty set", fact("contacts.roles").has("decisionMaker"), { "contacts.roles": [] }, false],
    ["hasNot in the empty set", fact("contacts.roles").hasNot("decisionMaker"), { "contacts.roles": [] }, true],
    ["isSet", fact("deal.ownerId").isSet(), { "deal.ownerId": "rep-1" }, true],
    ["isSet of absent", fact("deal.ownerId").isSet(), { "deal.ownerId": null }, false],
    ["isAbsent", fact("deal.ownerId").isAbsent(), { "deal.ownerId": null }, true],
    ["isAbsent of set", fact("deal.ownerId").isAbsent(), { "deal.ownerId": "rep-1" }, false],
    ["zero in any currency", fact("settlement.overdueMinor").atMost(0), { "settlement.overdueMinor": 0 }, true],
  ]
  test.each(rows)("%s", (_, condition, values, met) => {
    expect(judge(condition, values).met).toBe(met)
    expect(judge(not(condition), values).met).toBe(!met)
  })

  test("money is compared only in the currency of the limit", () => {
    const large = fact("deal.amountMinor").atLeast({ amountMinor: 100_00, currency: "RUB" })
    expect(judge(large, { "deal.amountMinor": 100_00, "deal.currency": "RUB" }).met).toBe(true)
    const dollars: FactValues = { "deal.amountMinor": 100_00, "deal.currency": "USD" }
    expect(facts(judge(large, dollars).unmet)).toEqual([["deal.amountMinor.atLeast", "otherCurrency", 100_00]])
    expect(facts(judge(not(large), dollars).unmet)).toEqual([["deal.amountMinor.below", "otherCurrency", 100_00]])
    expect(facts(judge(large, { "deal.amountMinor": 100_00 }).unmet)).toEqual([
      ["deal.amountMinor.atLeast", "notObservable", null],
    ])
  })
})

describe("three values", () => {
  const paid = fact("settlement.fullyPaid").is(true)

  test("absent and not observable facts are unmet with their own state, under not as well", () => {
    expect(facts(judge(paid, { "settlement.fullyPaid": null }).unmet)).toEqual([
      ["settlement.fullyPaid.is", "absent", null],
    ])
    expect(facts(judge(not(paid), { "settlement.fullyPaid": null }).unmet)).toEqual([
      ["settlement.fullyPaid.is", "absent", null],
    ])
    expect(facts(judge(paid, {}).unmet)).toEqual([["settlement.fullyPaid.is", "notObservable", null]])
    expect(facts(judge(not(paid), {}).unmet)).toEqual([["settlement.fullyPaid.is", "notObservable", null]])
  })

  test("isSet and isAbsent know about absent facts, but not about facts that the source does not carry", () => {
    expect(judge(not(fact("deal.ownerId").isSet()), { "deal.ownerId": null }).met).toBe(true)
    expect(judge(fact("deal.ownerId").isAbsent(), {}).met).toBe(false)
    expect(judge(fact("deal.ownerId").isSet(), {}).met).toBe(false)
  })

  test("unknown decides nothing where the rest decides: Kleene's tables", () => {
    const yes = fact("client.isKnown").is(true)
    const no = fact("client.isKnown").is(false)
    const values: FactValues = { "client.isKnown": true }
    expect(judge(any(paid, yes), values).met).toBe(true)
    expect(judge(any(paid, no), values).met).toBe(false)
    expect(judge(all(paid, yes), values).met).toBe(false)
    // all(unknown, false) is false, so its negation is true; any(unknown, false) is unknown, and so is its negation.
    expect(judge(not(all(paid, no)), values).met).toBe(true)
    expect(judge(not(all(paid, yes)), values).met).toBe(false)
    expect(judge(not(any(paid, no)), values).met).toBe(false)
  })

  test("a faulty source never opens a gate", () => {
    const wrong = { "deal.lineCount": "5", "settlement.fullyPaid": "true", "contacts.roles": "decisionMaker" }
    const values = wrong as unknown as FactValues // what a source without types could hand over
    for (const condition of [
      fact("deal.lineCount").isNot(1),
      fact("deal.lineCount").isSet(),
      fact("settlement.fullyPaid").is(true),
      fact("contacts.roles").has("decisionMaker"),
      fact("contacts.roles").hasNot("user"),
    ]) {
      expect(facts(judge(condition, values).unmet).map((row) => [row].flat()[1])).toEqual(["notObservable"])
    }
    expect(judge(fact("deal.lineCount").isNot(1), { "deal.lineCount": Number.NaN }).met).toBe(false)
  })
})

describe("verdicts", () => {
  test("list everything that is lacking, alternatives grouped", () => {
    const gate = all(
      fact("deal.amountMinor").isSet(),
      fact("client.isKnown").is(true),
      any(
        fact("deal.discountPercent").atMost(15),
        all(fact("approvals.granted").has("discount"), fact("client.isRegular").is(true)),
      ),
    )
    const verdict = judge(gate, {
      "deal.amountMinor": 5,
      "client.isKnown": false,
      "client.isRegular": true,
      "deal.discountPercent": 20,
      "approvals.granted": [],
    })
    expect(verdict.met).toBe(false)
    const [client, choice] = verdict.unmet
    expect(client).toEqual({
      kind: "fact",
      code: "client.isKnown.is",
      path: "client.isKnown",
      op: "is",
      expected: true,
      actual: false,
      state: "unmet",
      message: { en: "Required: the deal has a client", ru: "Требуется: в сделке указан клиент" },
    })
    expect(choice?.kind === "any" ? choice.alternatives.map(facts) : null).toEqual([
      [["deal.discountPercent.atMost", "unmet", 20]],
      [["approvals.granted.has", "unmet", []]],
    ])
    expect(choice?.message.ru).toBe(
      "Требуется что-то одно: скидка от цены по прайсу в % — не больше 15; либо полученные согласования — среди них «discount» и клиент постоянный",
    )
  })

  test("speak of money with the currency's own decimals", () => {
    const verdict = judge(fact("deal.amountMinor").above({ amountMinor: 1_234_567_00, currency: "RUB" }), {
      "deal.amountMinor": 5,
      "deal.currency": "RUB",
    })
    expect(verdict.unmet[0]?.message).toEqual({
      en: "Required: deal amount is above ₽1,234,567",
      ru: "Требуется: сумма сделки — больше 1\u00A0234\u00A0567\u00A0₽",
    })
  })

  test("a negated question says what is required", () => {
    const verdict = judge(not(fact("nextStep.isOverdue").is(true)), { "nextStep.isOverdue": true })
    expect(verdict.unmet[0]?.message.ru).toBe("Требуется: следующий шаг не просрочен")
    const roles = judge(not(fact("deal.lineCount").atMost(2)), { "deal.lineCount": 1 })
    expect(facts(roles.unmet)).toEqual([["deal.lineCount.above", "unmet", 1]])
  })

  test("nothing is lacking exactly when the condition is met, and verdicts are plain JSON", () => {
    fc.assert(
      fc.property(condition, factValues, (condition, values) => {
        const verdict = judge(condition, values)
        expect(verdict.met).toBe(verdict.unmet.length === 0)
        expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
      }),
    )
  })

  test("agree with Kleene's logic computed from the parts", () => {
    const truth = (condition: Condition, values: FactValues): number => {
      if ("all" in condition) return Math.min(...condition.all.map((part) => truth(part, values)))
      if ("any" in condition) return Math.max(...condition.any.map((part) => truth(part, values)))
      if ("not" in condition) return 2 - truth(condition.not, values)
      const [unmet] = judge(condition, values).unmet
      if (unmet?.kind !== "fact") return 2
      return unmet.state === "unmet" ? 0 : 1
    }
    fc.assert(
      fc.property(condition, factValues, (condition, values) => {
        expect(judge(condition, values).met).toBe(truth(condition, values) === 2)
        expect(judge(negated(condition), values).met).toBe(truth(condition, values) === 0)
      }),
      { numRuns: 500 },
    )
  })

  test("a fact that becomes absent or unobservable never meets a comparison", () => {
    fc.assert(
      fc.property(factCondition, factValues, (condition, values) => {
        const { [condition.fact]: _, ...rest } = values
        expect(judge(condition, rest).met).toBe(false)
        expect(judge(condition, { ...rest, [condition.fact]: null }).met).toBe(condition.op === "isAbsent")
      }),
    )
  })

  test("every alternative of a choice says what it lacks", () => {
    const lacking = (one: Unmet): boolean =>
      one.kind === "fact" || one.alternatives.every((lacks) => lacks.length > 0 && lacks.every(lacking))
    fc.assert(
      fc.property(condition, factValues, (condition, values) => {
        expect(judge(condition, values).unmet.every(lacking)).toBe(true)
      }),
    )
  })
})
