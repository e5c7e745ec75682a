import { describe, expect, it } from "vitest"
import { ReviewRefused } from "../../src/review/ReviewErrors.ts"
import { ScriptRefused } from "../../src/script/ScriptErrors.ts"

describe("what scripts and reviews refuse", () => {
  it("is told of the record it is about, as a sentence", () => {
    const own = new ScriptRefused("ownVersion", "scriptversion_1", "versionId")
    expect(own.messages).toEqual({
      en: "scriptversion_1: nobody approves their own version",
      ru: "scriptversion_1: свою версию никто не утверждает сам",
    })
    expect(own.data).toEqual({ rule: "ownVersion", id: "scriptversion_1", field: "versionId" })
    expect(new ReviewRefused("settled", "debrief_1", "debriefId").messages).toEqual({
      en: "debrief_1: is settled already",
      ru: "debrief_1: решение уже принято",
    })
  })
})
