import { mergedClients } from "../journal/MergedClients.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { Read } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { Payer } from "./PaymentPartRules.ts"
import type { Payment } from "./SettlementSchema.ts"

/** The digest under which a second payment with the same reference is recognised: of the payer and the reference. */
const referenceKeyOf = (payer: Payer, reference: string): string =>
  sha256(JSON.stringify([payer.clientId ?? payer.dealId, reference.trim().replaceAll(/\s+/g, " ").toUpperCase()]))

/**
 * The digests under which it may be recorded already: the payer's, and those of clients that were merged into the payer since.
 *
 * @param merged - reads these clients
 */
export function* referenceKeysOf(
  payer: Payer,
  reference: string,
  merged: typeof mergedClients = mergedClients,
): Generator<Read, readonly [string, ...ReadonlyArray<string>], unknown> {
  const others = payer.clientId === null ? [] : yield* merged(payer.clientId)
  const own = referenceKeyOf(payer, reference)
  return [own, ...others.map((clientId) => referenceKeyOf({ ...payer, clientId }, reference))]
}

/**
 * The id of a payment that was given none: by its reference, where it has one, so that who records it at the same moment meets it.
 *
 * @param referenceKey - the digest of payer and reference
 */
export const paymentIdOf = (
  referenceKey: string | null | undefined,
  { newId }: Pick<CommandContext, "newId">,
): Payment["id"] => (typeof referenceKey === "string" ? `payment_${referenceKey.slice(0, 40)}` : newId("payment"))
