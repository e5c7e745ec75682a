import { describe, expect, it } from "vitest"
import { planStages, stageMeaning } from "../../src/exchange/StageMapping.ts"

describe("stageMeaning", () => {
  it.each([
    ["Won", "won"],
    ["Closed Won", "won"],
    ["closedwon", "won"],
    ["Closed Won (Sales Pipeline)", "won"],
    ["Успешно реализовано", "won"],
    ["Сделка успешна", "won"],
    ["6. Closed Lost", "lost"],
    ["Закрыто и не реализовано", "lost"],
    ["Сделка провалена", "lost"],
    ["Lost", "lost"],
    ["Переговоры", "open"],
    ["Qualified To Buy", "open"],
  ])("knows that %s means %s", (name, meaning) => {
    expect(stageMeaning(name)).toMatchObject({ meaning, known: true })
  })

  it("takes an unknown name as open and says so", () => {
    expect(stageMeaning("Ждём Марса")).toMatchObject({ meaning: "open", known: false })
  })

  it("obeys a stated meaning, and no name inherited from Object", () => {
    expect(stageMeaning("Won", { Won: "open" })).toMatchObject({ meaning: "open", known: true })
    expect(stageMeaning("constructor", {})).toMatchObject({ known: false })
  })
})

const count = (name: string, deals = 10, withOpenedOn = deals) => ({ name, deals, withOpenedOn })
const positions = (names: ReadonlyArray<ReturnType<typeof count>>) =>
  planStages(names).map(({ name, position }) => [name, position])

describe("planStages", () => {
  it("orders by the numbers in names before anything else", () => {
    expect(positions([count("2. Contact"), count("Won"), count("1. Proposal")])).toEqual([
      ["1. Proposal", 1],
      ["2. Contact", 2],
      ["Won", null],
    ])
  })

  it("orders as such stages usually follow each other", () => {
    expect(positions([count("Lost"), count("Negotiation"), count("Prospecting"), count("Proposal")])).toEqual([
      ["Prospecting", 1],
      ["Proposal", 2],
      ["Negotiation", 3],
      ["Lost", null],
    ])
  })

  it("orders two unknown stages by the opening date that the earlier one lacks", () => {
    expect(positions([count("Zwei", 10, 10), count("Eins", 10, 0)])).toEqual([
      ["Eins", 1],
      ["Zwei", 2],
    ])
  })

  it("leaves the order open where nothing shows it", () => {
    expect(positions([count("Foo"), count("Bar"), count("Won")])).toEqual([
      ["Foo", null],
      ["Bar", null],
      ["Won", null],
    ])
  })
})
