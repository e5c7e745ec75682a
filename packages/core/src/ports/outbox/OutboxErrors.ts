import { Failure } from "../../shared/Failure.ts"

/** The store keeps no outbox. */
export class NoOutbox extends Failure<"NoOutbox", { readonly store: string }> {
  readonly _tag = "NoOutbox"
  constructor(store: string) {
    super({ en: `The ${store} store delivers no events`, ru: `Хранилище ${store} не доставляет события` }, { store })
  }
}
