import { Failure } from "../shared/Failure.ts"

/** The client was not merged into another, so that there is nothing to undo. */
export class ClientNotMerged extends Failure<"ClientNotMerged", { readonly clientId: string }> {
  readonly _tag = "ClientNotMerged"
  constructor(clientId: string) {
    super(
      { en: `The client ${clientId} was not merged into another`, ru: `Клиент ${clientId} не объединён с другим` },
      { clientId },
    )
  }
}

/** More belongs to the client than one merge moves. */
export class MergeTooLarge extends Failure<
  "MergeTooLarge",
  { readonly clientId: string; readonly records: number; readonly limit: number }
> {
  readonly _tag = "MergeTooLarge"
  constructor(clientId: string, records: number, limit: number) {
    super(
      {
        en: `${records} records belong to ${clientId}; one merge moves at most ${limit}: merge the other way round`,
        ru: `К ${clientId} относится записей: ${records}; одно объединение переносит не более ${limit}: объедините наоборот`,
      },
      { clientId, records, limit },
    )
  }
}
