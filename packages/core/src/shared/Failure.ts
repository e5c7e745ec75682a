import type { Message } from "./Message.ts"

/** What every error of the library carries, whatever its tag. */
export interface FailureFields<Tag extends string = string, Data = unknown> {
  /** Discriminator; equal to the class name and stable across releases. */
  readonly _tag: Tag
  /** The text in both languages. */
  readonly messages: Message
  /** Whether the same call may succeed when made again. */
  readonly retryable: boolean
  /** What is needed to show or handle the error; JSON-safe, without personal data. */
  readonly data: Data
}

const libraryMark = "@salesdept"

/**
 * Base of the library's errors: a plain `Error` with a tag, so that it works in `catch`, in `Effect.catchTag` and across
 * duplicate copies of the package. Pure modules use it without pulling in Effect.
 */
export abstract class Failure<Tag extends string, Data> extends Error implements FailureFields<Tag, Data> {
  abstract readonly _tag: Tag
  /** Marks errors of this library; see {@link isSalesDeptError}. */
  readonly library = libraryMark
  readonly retryable: boolean = false
  readonly messages: Message
  readonly data: Data

  constructor(messages: Message, data: Data, options?: ErrorOptions) {
    super(messages.en, options)
    this.messages = messages
    this.data = data
  }

  /** The tag, so that logs name the error. */
  override get name(): string {
    return this._tag
  }

  /** The JSON form: tag, texts, `retryable` and data; never the stack. */
  toJSON(): FailureFields<Tag, Data> {
    return { _tag: this._tag, messages: this.messages, retryable: this.retryable, data: this.data }
  }
}

/**
 * Recognises an error of this library by its mark, not by `instanceof`: two copies of the package still agree.
 *
 * @param error - what was caught
 * @example
 * ```ts
 * import { CurrencyUnknown, isSalesDeptError } from "@salesdept/core/shared"
 *
 * const caught: unknown = new CurrencyUnknown("RUR")
 * isSalesDeptError(caught) && caught._tag // "CurrencyUnknown"
 * ```
 */
export const isSalesDeptError = (error: unknown): error is Error & FailureFields =>
  error instanceof Error && "library" in error && error.library === libraryMark && "_tag" in error
