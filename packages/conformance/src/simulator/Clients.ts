import type { Language } from "@salesdept/core/shared"
import { companyName, phoneNumber } from "./CompanyNames.ts"
import { personName } from "./PersonNames.ts"
import type { RandomSource } from "./Random.ts"
import { chance, pick, poisson, weightedPick, wholeNumber } from "./Random.ts"

/** Size of a client. */
export type ClientSegment = "small" | "medium" | "large"

/** A person at a client. All are invented. */
export interface SimulatedContact {
  /** Given and family name. */
  readonly name: string
  /** What the person does there, in the department's language. */
  readonly role: string
  /** A number that is nobody's; null where the person gave none. */
  readonly phone: string | null
  /** An address under `.example`; null where the person gave none. */
  readonly email: string | null
}

/** A client as it stands in the base. */
export interface SimulatedClient {
  /** Its key. */
  readonly key: string
  /** The company's name. */
  readonly name: string
  /** How big it is. */
  readonly segment: ClientSegment
  /** One to three people; the first one is who asked. */
  readonly contacts: ReadonlyArray<SimulatedContact>
}

/** A company before it is a client. */
export interface Prospect {
  /** The company's name. */
  readonly name: string
  /** How big it is. */
  readonly segment: ClientSegment
  /** Its people. */
  readonly contacts: readonly [SimulatedContact, ...ReadonlyArray<SimulatedContact>]
}

/** Makes companies, each with another name and other phone numbers. */
export type ProspectSource = (random: RandomSource) => Prospect

const roles = {
  ru: ["директор", "коммерческий директор", "начальник отдела закупок", "главный инженер", "главный бухгалтер"],
  en: ["director", "commercial director", "head of procurement", "chief engineer", "chief accountant"],
} as const

/** Starts a source of companies. */
export const prospectSource = (random: RandomSource, language: Language): ProspectSource => {
  const rotation = wholeNumber(random, 0, 99_999)
  let companies = 0
  let phones = wholeNumber(random, 0, 999)
  return (random) => {
    const { name, domain } = companyName(companies++, rotation, language)
    const mailboxes = new Set<string>()
    const contact = (): SimulatedContact => {
      const person = personName(random, language)
      const isNamesake = mailboxes.has(person.mailbox)
      mailboxes.add(person.mailbox)
      return {
        name: person.name,
        role: pick(random, roles[language]),
        phone: chance(random, 0.95) ? phoneNumber(phones++, language) : null,
        email: chance(random, 0.85) && !isNamesake ? `${person.mailbox}@${domain}` : null,
      }
    }
    const segment = weightedPick<ClientSegment>(random, [
      ["small", 55],
      ["medium", 33],
      ["large", 12],
    ])
    const others = Math.min(2, poisson(random, segment === "large" ? 1.5 : 0.5))
    return { name, segment, contacts: [contact(), ...Array.from({ length: others }, contact)] }
  }
}
