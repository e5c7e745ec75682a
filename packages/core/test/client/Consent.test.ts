import { describe, expect, it } from "vitest"
import { consentStatus } from "../../src/client/Consent.ts"

const consent = { givenAt: "2026-01-10T09:00:00.000Z", expiresOn: "2026-06-30", withdrawnAt: null }

describe("consentStatus", () => {
  it("holds from the moment it is given to the end of its last day", () => {
    expect(consentStatus(consent, "2026-01-10T08:59:59.999Z", "2026-01-10")).toBe("notYetGiven")
    expect(consentStatus(consent, "2026-01-10T09:00:00.000Z", "2026-01-10")).toBe("inForce")
    expect(consentStatus(consent, "2026-06-30T20:59:00.000Z", "2026-06-30")).toBe("inForce")
    expect(consentStatus(consent, "2026-06-30T21:00:00.000Z", "2026-07-01")).toBe("expired")
  })

  it("has no end where none is stated", () => {
    expect(consentStatus({ ...consent, expiresOn: null }, "2099-01-01T00:00:00.000Z", "2099-01-01")).toBe("inForce")
  })

  it("is withdrawn from that moment on, and was in force before", () => {
    const withdrawn = { ...consent, withdrawnAt: "2026-03-01T10:00:00.000Z" }
    expect(consentStatus(withdrawn, "2026-03-01T09:59:59.999Z", "2026-03-01")).toBe("inForce")
    expect(consentStatus(withdrawn, "2026-03-01T10:00:00.000Z", "2026-03-01")).toBe("withdrawn")
    expect(consentStatus(withdrawn, "2026-08-01T10:00:00.000Z", "2026-08-01")).toBe("withdrawn")
  })
})
