import * as Schema from "effect/Schema"
import { messageField, opaqueId, slug, textField } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"
import { protectedWordIn } from "./ProtectedAttributes.ts"
import { assignmentFacts } from "./TeamPolicy.ts"

const whole = (from: number, to: number) =>
  Schema.Int.check(
    check(
      "number.bounds",
      { en: `must be ${from} to ${to}`, ru: `должно быть от ${from} до ${to}` },
      (n) => n >= from && n <= to,
    ),
  )

const number = (from: number, to: number) =>
  Schema.Finite.check(
    check(
      "number.bounds",
      { en: `must be ${from} to ${to}`, ru: `должно быть от ${from} до ${to}` },
      (n) => n >= from && n <= to,
    ),
  )

const protectedMessage = {
  en: "names a protected attribute (sex, age, origin, religion, health, family); people are not chosen by these",
  ru: "называет защищённый признак (пол, возраст, происхождение, религия, здоровье, семья): по ним людей не выбирают",
}

const unprotected = check<string>("attribute.protected", protectedMessage, (text) => protectedWordIn(text) === null)

const condition = Schema.Struct({
  // The first wall: what is not on the list cannot be written.
  fact: Schema.Literals(assignmentFacts),
  is: Schema.Array(textField(100)).check(Schema.isMinLength(1), Schema.isMaxLength(200)),
}).check(
  check<{ readonly fact: string; readonly is: ReadonlyArray<string> }>(
    "attribute.protected",
    protectedMessage,
    // Products and industries are what a client does or buys: goods for children are an industry.
    ({ fact, is }) => fact === "product" || fact === "industry" || is.every((value) => protectedWordIn(value) === null),
  ),
)

const when = Schema.Array(condition).check(Schema.isMaxLength(20))

const rule = Schema.Struct({
  id: slug.check(unprotected),
  name: messageField.check(
    check<{ readonly en: string; readonly ru: string }>(
      "attribute.protected",
      protectedMessage,
      ({ en, ru }) => protectedWordIn(en) === null && protectedWordIn(ru) === null,
    ),
  ),
  when,
  toIds: Schema.Array(opaqueId).check(Schema.isMaxLength(1000)),
  toTeamIds: Schema.Array(textField(100)).check(Schema.isMaxLength(100)),
  mode: Schema.Literals(["first", "only"]),
})

const programme = Schema.Struct({
  id: slug,
  name: messageField,
  checkIds: Schema.Array(slug).check(Schema.isMaxLength(100)),
  ramp: Schema.Array(Schema.Struct({ fromDay: whole(0, 3650), sharePercent: whole(0, 100) })).check(
    Schema.isMaxLength(50),
  ),
})

const assignment = Schema.Struct({
  rules: Schema.Array(rule).check(Schema.isMaxLength(500)),
  skillNeeds: Schema.Array(Schema.Struct({ when, skillId: textField(100).check(unprotected) })).check(
    Schema.isMaxLength(500),
  ),
  weights: Schema.Struct({
    skills: number(0, 100),
    product: number(0, 100),
    industry: number(0, 100),
    language: number(0, 100),
    preference: number(0, 100),
    conversion: number(0, 100),
  }),
  loadWeight: number(0, 1),
  fairnessWeight: number(0, 100),
  floorShare: number(0, 1),
  fairnessDays: whole(1, 366),
  shrinkByDeals: whole(0, 100_000),
  languageRequired: Schema.Boolean,
  fallbackOwnerIds: Schema.Array(opaqueId).check(Schema.isMaxLength(100)),
  maxUnassignedMinutes: whole(1, 527_040),
})

/** A tenant's rules about its team, as they are published. */
export const TeamPolicyInput = Schema.Struct({
  effort: Schema.Struct({ lead: whole(0, 1000), deal: whole(0, 1000) }),
  defaultCapacityEffort: whole(1, 1_000_000),
  programmes: Schema.Array(programme).check(Schema.isMaxLength(100)),
  requiredProgrammeId: Schema.optionalKey(slug),
  assignment,
}).check(
  check<{
    readonly requiredProgrammeId?: string
    readonly programmes: ReadonlyArray<{ readonly id: string }>
  }>(
    "programme.unknown",
    { en: "the required programme is not in the list", ru: "обязательной программы нет в списке" },
    ({ requiredProgrammeId, programmes }) =>
      requiredProgrammeId === undefined || programmes.some(({ id }) => id === requiredProgrammeId),
  ),
)
