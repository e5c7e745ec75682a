import { Failure } from "../../shared/Failure.ts"
import type { Message } from "../../shared/Message.ts"

/** Why a call was not made, or not followed: it would be the same when made again. */
export type WebhookRefusal = "secret" | "url" | "scheme" | "credentials" | "privateAddress" | "redirect"

const refusals: { readonly [Reason in WebhookRefusal]: Message } = {
  secret: { en: "it has no secret to be signed with", ru: "нет секрета, которым его подписать" },
  url: { en: "it is not a URL", ru: "это не URL" },
  scheme: {
    en: "only https is called unless allowHttp is set",
    ru: "без allowHttp вызывается только https",
  },
  credentials: { en: "a URL must not hold a user name or password", ru: "в URL не должно быть имени и пароля" },
  privateAddress: {
    en: "it leads to an address that is not of the public internet (allowPrivate lets it be called)",
    ru: "адрес не принадлежит публичному интернету (разрешает это allowPrivate)",
  },
  redirect: {
    en: "it answers with a redirect, which is not followed",
    ru: "ответ — перенаправление, по нему не переходят",
  },
}

/** A webhook may not be called. */
export class WebhookRefused extends Failure<"WebhookRefused", { readonly reason: WebhookRefusal }> {
  readonly _tag = "WebhookRefused"
  constructor(reason: WebhookRefusal) {
    super(
      { en: `The webhook is not called: ${refusals[reason].en}`, ru: `Вебхук не вызван: ${refusals[reason].ru}` },
      { reason },
    )
  }
}

/** A webhook did not take the events, after all tries. */
export class WebhookFailed extends Failure<
  "WebhookFailed",
  {
    /** The last answer's status; null where there was none. */
    readonly status: number | null
    /** Tries made. */
    readonly attempts: number
  }
> {
  readonly _tag = "WebhookFailed"
  override readonly retryable: boolean
  constructor(status: number | null, attempts: number, retryable: boolean, cause?: unknown) {
    const answer =
      status === null ? { en: "no answer", ru: "нет ответа" } : { en: `status ${status}`, ru: `статус ${status}` }
    super(
      {
        en: `The webhook did not take the events: ${answer.en}, tries: ${attempts}`,
        ru: `Вебхук не принял события: ${answer.ru}, попыток: ${attempts}`,
      },
      { status, attempts },
      { cause },
    )
    this.retryable = retryable
  }
}
