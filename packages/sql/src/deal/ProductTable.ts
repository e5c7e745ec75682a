import { productAggregate } from "@salesdept/core/records"
import { money, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Products. */
export const productTable = recordTable(productAggregate, { name: text(), listPrice: nullable(money()) })
