/**
 * Webhooks: events of the journal to somebody's URL, signed, with retries, to public addresses only. For Node.
 *
 * @packageDocumentation
 */
export { isPublicAddress } from "./Address.ts"
export type { SignatureCheck } from "./Signature.ts"
export { isSigned, signatureHeader, signatureOf } from "./Signature.ts"
export type { HostAddress, WebhookCall, WebhookReply } from "./Transport.ts"
export type { DeliverEvents, WebhookDelivery } from "./Webhook.ts"
export { webhook } from "./Webhook.ts"
export type { WebhookOptions } from "./WebhookOptions.ts"
export type { WebhookRefusal } from "./WebhookErrors.ts"
export { WebhookFailed, WebhookRefused } from "./WebhookErrors.ts"
