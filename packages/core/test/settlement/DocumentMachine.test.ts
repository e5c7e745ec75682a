import { describe, expect, it } from "vitest"
import type { DocumentStep } from "../../src/settlement/DocumentMachine.ts"
import { documentFlags, documentStepRule, documentSteps, earliestStepOn } from "../../src/settlement/DocumentMachine.ts"
import type { ClosingDocument } from "../../src/settlement/DocumentSchema.ts"
import { actOf } from "./records.ts"

const drafted: ClosingDocument = actOf(1, 100)
const electronic: ClosingDocument = { ...drafted, form: "electronic" }
const sent: ClosingDocument = { ...drafted, sentOn: "2026-02-03" }
const signed: ClosingDocument = { ...sent, signedOn: "2026-02-05" }
const original: ClosingDocument = { ...signed, originalSentOn: "2026-02-06" }

/** What stands in a document's way, by step; a step that is not named is open to it. */
type Bars = { readonly [Step in DocumentStep]?: string }

const noOriginal = { returnOriginal: "originalNotSent", loseOriginal: "originalNotSent" } as const
const noRevocation = { declineRevocation: "revocationNotAsked" } as const
const noPaper = { sendOriginal: "electronic", returnOriginal: "electronic", loseOriginal: "electronic" } as const
const nothingWrong = { correct: "nothingToCorrect", ...noRevocation } as const

const unsent: Bars = {
  deliver: "notSent",
  refuse: "notSent",
  askCorrection: "notSent",
  askRevocation: "notSent",
  ...nothingWrong,
}
const bySigned: Bars = {
  send: "signedAlready",
  deliver: "signedAlready",
  sign: "signedAlready",
  refuse: "signedAlready",
  askCorrection: "signedAlready",
  revoke: "revocationNotAsked",
  ...nothingWrong,
}

const cases: ReadonlyArray<readonly [name: string, document: ClosingDocument, bars: Bars]> = [
  ["drafted on paper", drafted, { ...unsent, ...noOriginal }],
  ["drafted for exchange", electronic, { ...unsent, ...noPaper, sign: "notSent" }],
  ["sent", sent, { send: "sentAlready", ...nothingWrong, ...noOriginal }],
  [
    "sent through an operator",
    { ...electronic, sentOn: "2026-02-03" },
    { send: "sentAlready", ...nothingWrong, ...noPaper },
  ],
  [
    "delivered",
    { ...sent, deliveredOn: "2026-02-04" },
    { send: "sentAlready", deliver: "deliveredAlready", ...nothingWrong, ...noOriginal },
  ],
  [
    "signed by us and sent",
    { ...sent, signedByUsOn: "2026-02-02" },
    { send: "sentAlready", signByUs: "signedByUsAlready", ...nothingWrong, ...noOriginal },
  ],
  ["signed by the client", signed, { ...bySigned, ...noOriginal }],
  [
    "signed by both",
    { ...signed, signedByUsOn: "2026-02-02" },
    { ...bySigned, ...noOriginal, signByUs: "signedByUsAlready" },
  ],
  [
    "refused",
    { ...sent, refusedOn: "2026-02-05", refusalReasonId: "sum" },
    {
      send: "refused",
      deliver: "refused",
      signByUs: "refused",
      sign: "refused",
      refuse: "refused",
      askCorrection: "refused",
      ...noRevocation,
      ...noOriginal,
    },
  ],
  [
    "to be corrected",
    { ...sent, correctionAskedOn: "2026-02-05" },
    {
      send: "correctionAsked",
      signByUs: "correctionAsked",
      sign: "correctionAsked",
      askCorrection: "correctionAsked",
      ...noRevocation,
      ...noOriginal,
    },
  ],
  [
    "asked to be revoked before it was signed",
    { ...sent, revocationAskedOn: "2026-02-05", revocationAskedBy: "us" },
    {
      send: "revocationAsked",
      signByUs: "revocationAsked",
      sign: "revocationAsked",
      refuse: "revocationAsked",
      askCorrection: "revocationAsked",
      correct: "revocationAsked",
      askRevocation: "revocationAsked",
      ...noOriginal,
    },
  ],
  [
    "asked to be revoked after it was signed",
    { ...signed, revocationAskedOn: "2026-02-06", revocationAskedBy: "client" },
    {
      send: "signedAlready",
      deliver: "signedAlready",
      signByUs: "revocationAsked",
      sign: "signedAlready",
      refuse: "signedAlready",
      askCorrection: "signedAlready",
      correct: "revocationAsked",
      askRevocation: "revocationAsked",
      ...noOriginal,
    },
  ],
  ["signed, its original under way", original, { ...bySigned, sendOriginal: "originalUnderWay" }],
  [
    "signed, its original back",
    { ...original, originalReturnedOn: "2026-02-09" },
    {
      ...bySigned,
      sendOriginal: "originalReturned",
      returnOriginal: "originalReturned",
      loseOriginal: "originalReturned",
    },
  ],
  [
    "signed, its original lost",
    { ...original, originalLostOn: "2026-02-09" },
    { ...bySigned, returnOriginal: "originalLost", loseOriginal: "originalLost" },
  ],
  [
    "revoked",
    { ...signed, revocationAskedOn: "2026-02-06", revocationAskedBy: "us", revokedOn: "2026-02-07" },
    Object.fromEntries(documentSteps.map((step) => [step, "revoked"])),
  ],
]

describe("steps of a closing document", () => {
  const rows = cases.flatMap(([name, document, bars]) =>
    documentSteps.map((step) => ({ name, document, step, rule: bars[step] ?? null })),
  )
  it.each(rows)("given one that is $name, when the step is $step, then the rule in its way is $rule", (row) => {
    expect(documentStepRule(row.document, row.step)).toBe(row.rule)
  })

  it("given any step, then some document can take it and some cannot", () => {
    for (const step of documentSteps) {
      const rules = new Set(cases.map(([, document]) => documentStepRule(document, step)))
      expect(rules.has(null), step).toBe(true)
      expect(rules.size, step).toBeGreaterThan(1)
    }
  })

  it("given a step, then its first day is the last day of what led to it", () => {
    const late = { ...signed, deliveredOn: "2026-02-04", correctedOn: "2026-02-02" }
    expect(earliestStepOn(late, "askRevocation")).toBe("2026-02-05")
    expect(earliestStepOn(late, "signByUs")).toBe("2026-02-02")
    // A paper original may leave before the scan of it is signed.
    expect(earliestStepOn(late, "sendOriginal")).toBe("2026-02-01")
    expect(earliestStepOn(original, "returnOriginal")).toBe("2026-02-06")
    expect(earliestStepOn({ ...original, originalLostOn: "2026-02-09" }, "sendOriginal")).toBe("2026-02-09")
  })
})

describe("flags of a closing document", () => {
  it("given the client's signature alone, then it is signed, not by both", () => {
    expect(documentFlags(signed)).toMatchObject({ isLive: true, isSigned: true, isSignedByBoth: false })
    expect(documentFlags({ ...signed, signedByUsOn: "2026-02-01" })).toMatchObject({ isSignedByBoth: true })
  })

  it("given it is sent, then it waits for the client; refused or to be corrected, for us", () => {
    expect(documentFlags(sent)).toMatchObject({ isWaitingForClient: true, isWaitingForUs: false })
    const refusedOne = { ...sent, refusedOn: "2026-02-05" }
    expect(documentFlags(refusedOne)).toMatchObject({ isWaitingForClient: false, isWaitingForUs: true })
    const asked = { ...signed, revocationAskedOn: "2026-02-06", revocationAskedBy: "client" } as const
    expect(documentFlags(asked)).toMatchObject({ isSigned: true, isWaitingForUs: true })
    expect(documentFlags({ ...asked, revocationAskedBy: "us" })).toMatchObject({ isWaitingForUs: false })
  })

  it("given its original is under way or lost, then it is owed until it is back", () => {
    expect(documentFlags(original).isOriginalOwed).toBe(true)
    expect(documentFlags({ ...original, originalLostOn: "2026-02-09" }).isOriginalOwed).toBe(true)
    expect(documentFlags({ ...original, originalReturnedOn: "2026-02-09" }).isOriginalOwed).toBe(false)
    expect(documentFlags(drafted).isOriginalOwed).toBe(false)
  })

  it("given it is revoked, then it proves nothing", () => {
    const flags = documentFlags({ ...original, revokedOn: "2026-02-10" })
    expect(Object.values(flags)).toEqual(Object.values(flags).map(() => false))
  })
})
