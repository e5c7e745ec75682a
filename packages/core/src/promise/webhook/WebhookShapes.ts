import type { OptionShape, OptionShapes } from "../../ports/OptionShapes.ts"
import type { WebhookOptions } from "./Webhook.ts"

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
