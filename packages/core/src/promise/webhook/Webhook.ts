import { isIP } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { JournalEvent } from "../../journal/Event.ts"
import { sha256 } from "../../journal/Sha256.ts"
import { checkedOptions } from "../../ports/OptionShapes.ts"
import { backoffOf } from "../../ports/outbox/OutboxFeed.ts"
import { isPublicAddress } from "./Address.ts"
import { signatureHeader, signatureOf } from "./Signature.ts"
import type { HostAddress, WebhookReply } from "./Transport.ts"
import { callByNode, resolveHost } from "./Transport.ts"
import { WebhookFailed, WebhookRefused } from "./WebhookErrors.ts"
import type { WebhookOptions } from "./WebhookOptions.ts"
import { webhookShapes } from "./WebhookOptions.ts"

/** What a delivery came to. */
export interface WebhookDelivery {
  /** Status of the answer, 200–299. */
  readonly status: number
  /** Tries made, from 1. */
  readonly attempts: number
}

/** Delivers events; rejects with `WebhookRefused` or `WebhookFailed`, or with the signal's reason. */
export type DeliverEvents = (
  events: ReadonlyArray<JournalEvent>,
  options?: { readonly signal?: AbortSignal | undefined },
) => Promise<WebhookDelivery>

const platformNow = (): number => Effect.runSync(Clock.currentTimeMillis)

const secureRandom = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32

const targetOf = ({ allowHttp = false, secrets, url }: WebhookOptions): URL => {
  // Anybody signs with the empty one, which a setting that was forgotten easily becomes.
  if (secrets.length === 0 || secrets.includes("")) throw new WebhookRefused("secret")
  if (!URL.canParse(url)) throw new WebhookRefused("url")
  const target = new URL(url)
  if (target.protocol !== "https:" && !(allowHttp && target.protocol === "http:")) throw new WebhookRefused("scheme")
  if (target.username !== "" || target.password !== "") throw new WebhookRefused("credentials")
  return target
}

/** Waits no longer than a signal lets: also for what takes none, or does not heed it. */
const until = async <A>(signal: AbortSignal, waited: Promise<A>): Promise<A> => {
  const { promise, reject } = Promise.withResolvers<never>()
  const end = (): void => reject(signal.reason)
  signal.addEventListener("abort", end)
  try {
    return await Promise.race([waited, promise])
  } finally {
    signal.removeEventListener("abort", end)
  }
}

/** Statuses after which the same call may be taken: time-outs, too early, too many, and faults of the receiver. */
const isWorthRetrying = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500

/** What a receiver asks to wait, milliseconds: seconds or a date; null where it asks for nothing that can be read. */
const askedWaitMs = (retryAfter: string | null, now: number): number | null => {
  if (retryAfter === null) return null
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

/**
 * Makes a webhook: events are sent as one signed JSON body, `{ "events": [...] }`, and sent again where the receiver does not answer or
 * answers 408, 425, 429 or 5xx, with growing waits. Every try has the time in its signature; the header `idempotency-key` is the same
 * for the same events, so that a receiver can tell what it has had. Events hold no names or free text. It gives up well within the lease of
 * the events, and leaves the rest to the outbox.
 *
 * Only public addresses are called: the host is resolved before each try, every address found is looked at, and the connection is made
 * to these. Redirects are refused.
 *
 * @param options - where events go, what they are signed with, how often and how long it is tried
 * @throws InputInvalid with everything of the options that is not as stated
 * @throws WebhookRefused where the URL can not be called: `url`, `scheme`, `credentials`; or `secret`, where there is no secret or an
 * empty one
 * @example
 * ```ts
 * import { webhook } from "@salesdept/core/webhook"
 *
 * const hook = webhook({
 *   url: "https://crm.example/salesdept",
 *   secrets: ["whsec_1"],
 *   // In a test, instead of the network:
 *   resolve: async () => [{ address: "93.184.215.14", family: 4 }],
 *   call: async () => ({ status: 204, retryAfter: null }),
 * })
 * for await (const batch of dept.tenant("shop-17").events({ consumer: "crm" })) {
 *   await hook(batch.events).then(batch.ack, batch.fail)
 * }
 * await hook([]) // { status: 204, attempts: 1 }
 * ```
 */
export const webhook = (options: WebhookOptions): DeliverEvents => {
  checkedOptions("webhook", webhookShapes, options)
  const {
    secrets,
    attempts = 5,
    timeoutMs = 10_000,
    withinMs = 12_000,
    backoffMs = 1000,
    maxBackoffMs = 60_000,
    allowPrivate = false,
  } = options
  const { call = callByNode, now = platformNow, random = secureRandom, resolve = resolveHost } = options
  const sleep = options.sleep ?? ((ms, signal) => wait(ms, undefined, { signal }))
  const target = targetOf(options)
  const host = target.hostname.replace(/^\[(.*)\]$/, "$1")

  const addressesOf = async (): Promise<ReadonlyArray<HostAddress>> => {
    const family = isIP(host)
    const addresses = family === 0 ? await resolve(host) : [{ address: host, family }]
    if (addresses.length === 0) throw new RangeError("the host has no address")
    if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
      throw new WebhookRefused("privateAddress")
    }
    return addresses
  }

  const tryOnce = async (body: string, leftMs: number, signal: AbortSignal | undefined): Promise<WebhookReply> => {
    const timeOut = AbortSignal.timeout(Math.ceil(Math.min(timeoutMs, leftMs)))
    const ending = signal === undefined ? timeOut : AbortSignal.any([signal, timeOut])
    const addresses = await until(ending, addressesOf())
    const headers = {
      [signatureHeader]: signatureOf(secrets, Math.floor(now() / 1000), body),
      "idempotency-key": sha256(body),
      "user-agent": "salesdept-webhook",
    }
    return await until(ending, call({ url: target, addresses, body, headers, signal: ending }))
  }

  return async (events, { signal } = {}) => {
    const body = JSON.stringify({ events })
    let fault: unknown
    let status: number | null = null
    const endsAt = now() + withinMs
    // A clock that is put back makes it no longer.
    const leftMs = (): number => Math.min(withinMs, endsAt - now())
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted()
      let asked: number | null = null
      try {
        const reply = await tryOnce(body, Math.max(1, leftMs()), signal)
        status = reply.status
        fault = undefined
        if (status >= 200 && status < 300) return { status, attempts: attempt }
        if (status >= 300 && status < 400) throw new WebhookRefused("redirect")
        if (!isWorthRetrying(status)) throw new WebhookFailed(status, attempt, false)
        asked = askedWaitMs(reply.retryAfter, now())
      } catch (error) {
        if (error instanceof WebhookRefused || error instanceof WebhookFailed) throw error
        signal?.throwIfAborted()
        status = null
        fault = error
      }
      const longest = backoffOf(attempt, backoffMs, maxBackoffMs)
      const pause = longest - (longest / 2) * random()
      const waitMs = Math.min(maxBackoffMs, Math.max(asked ?? 0, pause))
      if (attempt === attempts || waitMs >= leftMs()) throw new WebhookFailed(status, attempt, true, fault)
      await sleep(waitMs, signal)
    }
  }
}
