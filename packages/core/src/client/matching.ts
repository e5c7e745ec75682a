/**
 * Duplicates: how names, numbers and addresses are brought to a form in which they can be compared, and which records may be
 * the same. Pure.
 *
 * @packageDocumentation
 */
export type { ComparableName } from "./CompanyName.ts"
export { comparableName, jaroWinkler } from "./CompanyName.ts"
export type { BlockKind, DuplicateOptions, DuplicatePair, DuplicateSearch, MatchRecord } from "./Duplicates.ts"
export { findDuplicates, similarRecords } from "./Duplicates.ts"
export type { EmailAddress } from "./EmailAddress.ts"
export { emailAddressOf } from "./EmailAddress.ts"
export type { Evidence, EvidenceKind, Likeness } from "./Likeness.ts"
export { likeness, likenessPoints } from "./Likeness.ts"
export type { MatchDetails, MatchKeys, MatchOptions } from "./MatchKeys.ts"
export { matchKeys } from "./MatchKeys.ts"
export type { PhoneNumber } from "./PhoneNumber.ts"
export { phoneNumberOf } from "./PhoneNumber.ts"
export type { TaxId, TaxIdScheme } from "./TaxId.ts"
export { isInn, isWrongInn, taxIdOf, taxIdSchemes } from "./TaxId.ts"
