import { describe, expect, it } from "vitest"
import { fitSection } from "../../src/figures/FitFigures.ts"
import { base, deal } from "./records.ts"

/** Closed deals of a rep on a product. */
const closed = (ownerId: string, productId: string, won: number, lost: number) =>
  Array.from({ length: won + lost }, (_, at) =>
    deal({
      id: `deal_${ownerId.replace(":", "")}${productId}${at}`,
      ownerId,
      productId,
      outcome: at < won ? "won" : "lost",
      closedOn: "2026-03-01",
    }),
  )

const people = {
  repNames: new Map([
    ["user:1", "Anna"],
    ["user:2", "Boris"],
    ["user:3", "Clara"],
  ]),
}

describe("whom to give what", () => {
  it("names who wins more of a product, drawn towards everybody, and says what is beyond chance", () => {
    const deals = [
      ...closed("user:1", "product_a", 18, 2),
      ...closed("user:2", "product_a", 4, 16),
      ...closed("user:3", "product_a", 3, 1),
    ]
    const section = fitSection(base(deals, { ...people, productNames: new Map([["product_a", "Audit"]]) }))
    expect(section?.products).toEqual([
      {
        product: "Audit",
        wonCount: 25,
        closedCount: 44,
        // Clara has won three of four, which is too few to be named.
        reps: [
          { repName: "Anna", wonCount: 18, closedCount: 20, rate: (18 + 20 * (25 / 44)) / 40, isBeyondChance: true },
        ],
      },
    ])
  })

  it("names nobody who has left, and does not take a few lucky deals for more than chance", () => {
    const deals = [
      ...closed("user:1", "product_a", 8, 2),
      ...closed("user:2", "product_a", 8, 5),
      ...closed("user:3", "product_a", 4, 8),
    ]
    const employments = new Map([["user:1", { joinedOn: null, leftOn: "2026-05-31" }]])
    const [product] = fitSection(base(deals, { ...people, employments }))?.products ?? []
    expect(product?.reps.map(({ repName, isBeyondChance }) => [repName, isBeyondChance])).toEqual([["Boris", false]])
  })

  it("is left out where one rep alone sells, or too little was closed", () => {
    expect(fitSection(base(closed("user:1", "product_a", 15, 15), people))).toBeNull()
    expect(
      fitSection(base([...closed("user:1", "product_a", 5, 2), ...closed("user:2", "product_a", 5, 2)], people)),
    ).toBeNull()
  })
})
