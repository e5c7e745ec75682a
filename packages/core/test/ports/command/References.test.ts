import { expect, it } from "vitest"
import { hostKeptKinds, referredOwnership } from "../../../src/ports/command/References.ts"
import { recordKinds } from "../../../src/records/RecordKinds.ts"

it("records that commands refer to are whose their areas say", () => {
  for (const kind of hostKeptKinds) {
    const { ownership } = recordKinds.find((of) => of.kind === kind) ?? expect.fail(kind)
    expect(ownership, kind).toEqual(expect.objectContaining(referredOwnership[kind]))
  }
})
