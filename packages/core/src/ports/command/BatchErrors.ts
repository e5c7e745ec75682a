import { Failure } from "../../shared/Failure.ts"
import type { FailureFields } from "../../shared/Failure.ts"

/** A command of a batch was refused, and with it the whole batch: nothing was written. The cause is the command's own error. */
export class BatchRefused extends Failure<
  "BatchRefused",
  {
    /** Its place in the batch, from 0. */
    readonly index: number
    /** Its name. */
    readonly command: string
    /** Its error, in JSON form. */
    readonly error: FailureFields
  }
> {
  readonly _tag = "BatchRefused"
  override readonly retryable: boolean
  constructor(index: number, command: string, error: Error & FailureFields) {
    const { _tag, data, messages, retryable } = error
    super(
      {
        en: `Command ${index + 1} of the batch (${command}) was refused: ${messages.en}`,
        ru: `Команда ${index + 1} пакета (${command}) отклонена: ${messages.ru}`,
      },
      { index, command, error: { _tag, data, messages, retryable } },
      { cause: error },
    )
    this.retryable = retryable
  }
}
