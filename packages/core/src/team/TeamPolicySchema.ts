import * as Schema from "effect/Schema"
import { messageField, opaqueId, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
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
  /** Short name. */
  id: slug,
  /** Name for people. */
  name: messageField,
  /** Checks to be passed, by short name. */
  checkIds: Schema.Array(slug).check(Schema.isMaxLength(100)),
  /** Steps of the load after the release, by day; the full load at once where there is none. */
  ramp: Schema.Array(Schema.Struct({ fromDay: whole(0, 3650), sharePercent: whole(0, 100) })).check(
    Schema.isMaxLength(50),
  ),
})

const assignment = Schema.Struct({
  /** Explicit rules, up to 500; the first that fits decides. */
  rules: Schema.Array(rule).check(Schema.isMaxLength(500)),
  /** Skills that leads ask for, up to 500. */
  skillNeeds: Schema.Array(Schema.Struct({ when, skillId: textField(100).check(unprotected) })).check(
    Schema.isMaxLength(500),
  ),
  /** How much each part of the fit adds to the base weight of 1, 0 to 100 (inclusive); a part is 0 to 1. */
  weights: Schema.Struct({
    skills: number(0, 100),
    product: number(0, 100),
    industry: number(0, 100),
    language: number(0, 100),
    preference: number(0, 100),
    conversion: number(0, 100),
  }),
  /** How much a full load takes off the weight, 0 (nothing) to 1 (everything). */
  loadWeight: number(0, 1),
  /** How strongly leads already received above the mean take off the weight, 0 (not at all) to 100. */
  fairnessWeight: number(0, 100),
  /** The part of an equal share that everybody who can take leads gets for certain, 0 to 1. */
  floorShare: number(0, 1),
  /** For so many days leads received count for fairness, whole, 1 to 366 (inclusive). */
  fairnessDays: whole(1, 366),
  /** Won deals' share of a person in a segment is drawn towards the mean by so many deals, whole, 0 to 100,000 (inclusive). */
  shrinkByDeals: whole(0, 100_000),
  /** Whether only people who work in the lead's language may get it. */
  languageRequired: Schema.Boolean,
  /** Who gets what nobody could take, in this order: the first who is there. */
  fallbackOwnerIds: Schema.Array(opaqueId).check(Schema.isMaxLength(100)),
  /** After so many minutes without an owner, wall clock, whole, 1 to 527,040 (inclusive), the fallback owner gets the lead. */
  maxUnassignedMinutes: whole(1, 527_040),
})

/** A tenant's rules about its team, as they are published. */
export const TeamPolicyInput = Schema.Struct({
  /** Effort that records under work take; capacity of people is counted in it. */
  effort: Schema.Struct({
    /** What an open lead takes, in the department's own points of effort, whole, 0 to 1,000 (inclusive). */
    lead: whole(0, 1000),
    /** What an open deal takes, or a won one in progress, within the same bounds. */
    deal: whole(0, 1000),
  }),
  /** Capacity of people of whom none is stated, whole, 1 to 1,000,000 (inclusive). */
  defaultCapacityEffort: whole(1, 1_000_000),
  /** Programmes of training, up to 100. */
  programmes: Schema.Array(programme).check(Schema.isMaxLength(100)),
  /** The programme that everybody must have gone through before getting leads; nothing is asked for where left out. */
  requiredProgrammeId: Schema.optionalKey(slug),
  /** How leads find their owners. */
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
