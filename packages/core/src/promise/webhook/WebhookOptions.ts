import type { OptionShape, OptionShapes } from "../../ports/OptionShapes.ts"
import type { HostAddress, WebhookCall, WebhookReply } from "./Transport.ts"

/** How a webhook is called. */
export interface WebhookOptions {
  /** Where: https, without user name and password. */
  readonly url: string
  /** What bodies are signed with: one secret, or the new and the old one while the receiver changes over. None may be empty. */
  readonly secrets: ReadonlyArray<string>
  /** Tries at most, 1 or more. Default 5. */
  readonly attempts?: number
  /** How long one try may take, finding the host's addresses included, milliseconds, 1 to 2^31−1. Default 10,000. */
  readonly timeoutMs?: number
  /**
   * How long a delivery may take in all, tries and waits together, milliseconds, 1 to 2^31−1: what would last longer is given up, for the
   * outbox to hand over again. Default 12,000, which is within half of the lease of events, 30 seconds: each batch has that much left when
   * it is handed over. Where events are still being sent when their lease ends, others get them, and a receiver sees them out of order.
   */
  readonly withinMs?: number
  /**
   * Wait before the second try, milliseconds, 0 to 2^31−1; twice as long before each further one, less a random part of up to a half.
   * Default 1,000.
   */
  readonly backoffMs?: number
  /** The longest wait, milliseconds, 0 to 2^31−1; also for what the receiver asks by `retry-after`. Default 60,000. */
  readonly maxBackoffMs?: number
  /** Whether addresses that are not of the public internet may be called: for receivers in one's own network. Default false. */
  readonly allowPrivate?: boolean
  /** Whether plain http may be called. Default false. */
  readonly allowHttp?: boolean
  /** Milliseconds since 1970; the platform's clock where absent. */
  readonly now?: () => number
  /** From 0 (inclusive) to 1 (exclusive); the platform's where absent. */
  readonly random?: () => number
  /** Waits so many milliseconds; the platform's timer where absent. */
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>
  /** Finds the addresses of a host; the system's resolver where absent. */
  readonly resolve?: (host: string) => Promise<ReadonlyArray<HostAddress>>
  /** Makes a call; Node's own client where absent. */
  readonly call?: (call: WebhookCall) => Promise<WebhookReply>
}

/** The longest that a timer of the platform waits, milliseconds: it takes more for no wait at all. */
const longestTimerMs = 2 ** 31 - 1

const wholeFrom = (least: number): OptionShape => ({
  holds: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= longestTimerMs,
  message: {
    en: `must be a whole number from ${least} to ${longestTimerMs}`,
    ru: `ожидается целое число от ${least} до ${longestTimerMs}`,
  },
})

// A text such as "false", as settings of a process are, would allow what it forbids.
const yesOrNo: OptionShape = {
  holds: (value) => typeof value === "boolean",
  message: { en: "must be true or false", ru: "ожидается true или false" },
}

const ownFunction: OptionShape = {
  holds: (value) => typeof value === "function",
  message: { en: "must be a function", ru: "ожидается функция" },
}

/** What options of a webhook must be. */
export const webhookShapes: OptionShapes & { readonly [Option in keyof WebhookOptions]-?: OptionShape } = {
  url: {
    holds: (value) => typeof value === "string",
    message: { en: "must be a URL as a text", ru: "ожидается URL текстом" },
    isNeeded: true,
  },
  secrets: {
    holds: (value) => Array.isArray(value) && value.every((secret) => typeof secret === "string"),
    message: { en: "must be a list of texts", ru: "ожидается список текстов" },
    isNeeded: true,
  },
  attempts: wholeFrom(1),
  timeoutMs: wholeFrom(1),
  withinMs: wholeFrom(1),
  backoffMs: wholeFrom(0),
  maxBackoffMs: wholeFrom(0),
  allowPrivate: yesOrNo,
  allowHttp: yesOrNo,
  now: ownFunction,
  random: ownFunction,
  sleep: ownFunction,
  resolve: ownFunction,
  call: ownFunction,
}
