import { deepStrictEqual, ok } from "node:assert/strict"
import { cdnowPurchases, noData } from "./purchases.ts"
import { repeatSale } from "./repeatSale.ts"

const purchases = cdnowPurchases()
if (purchases === null) {
  console.log(`cdnow-repeat-sale: ${noData}`)
} else {
  const { calls, holdout, baseWorthMinor, lines, pictures } = repeatSale(purchases, "en")
  // 1,882 repeat purchases in the holdout is the published figure; what is foretold is MBG/NBD's.
  deepStrictEqual([holdout.actual, Math.round(holdout.predicted)], [1882, 1577])
  ok(lines.includes("2,357 customers on 30\u00A0September\u00A01997"))
  ok(lines.some((line) => line.startsWith("MBG/NBD: r 0.525 ± 0.083, alpha 6.183 ± 0.696, a 0.891 ± 0.155, b 1.614")))
  const russian = repeatSale(purchases, "ru")
  ok(russian.lines.includes("Покупателей на 30\u00A0сентября\u00A01997\u00A0г.: 2\u00A0357"))
  ok(russian.lines.every((line) => !/[a-z]{4}/.test(line.replace("alpha", ""))))

  deepStrictEqual(calls.length, 309)
  const [first] = calls
  deepStrictEqual([first?.customerId, first?.everyDays, first?.waitedDays], ["0509", 10, 5])
  const worthMinor = calls.reduce((sum, call) => sum + call.worthMinor, 0)
  // An eighth of the customers carries two fifths of what the base is worth.
  ok(worthMinor / baseWorthMinor > 0.4 && worthMinor / baseWorthMinor < 0.42)
  // What came afterwards, which nobody could know on the day: those who were to be called bought four times as much as the others.
  const later = calls.reduce((sum, call) => sum + call.boughtLater, 0)
  const perCall = later / calls.length
  const perOther = (holdout.actual - later) / (2357 - calls.length)
  console.log(
    `cdnow-repeat-sale: bought later ${perCall.toFixed(2)} of those called, ${perOther.toFixed(2)} of the others`,
  )
  ok(perCall > 4 * perOther)

  for (const svg of Object.values(pictures)) ok(svg.startsWith("<svg ") && svg.endsWith("</svg>"))
  console.log("cdnow-repeat-sale: as expected")
}
