import { dealTable } from "../deal/DealTable.ts"
import { productTable } from "../deal/ProductTable.ts"
import { journalTable } from "../journal/JournalTables.ts"
import {
  element,
  elementOrNull,
  elementText,
  inside,
  ownFields,
  ownText,
  place,
  shown,
  viewOfRecords,
  viewOfTable,
} from "./View.ts"

/** Deals. */
export const dealsView = viewOfRecords("deals", dealTable, {
  about: "A deal.",
  columns: {
    id: shown("the deal"),
    title: ownText("title", "its title; null once erased"),
    client_id: shown("the client"),
    owner_id: shown("who leads it"),
    seller_id: shown(
      "whose result it is: its owner, and from the close on who owned it then or is alone credited with it",
    ),
    pipeline_id: shown("the pipeline"),
    stage_id: shown("the stage"),
    entered_stage_at: shown("since when it is in this stage"),
    outcome: shown("`open`, `won` or `lost`"),
    standing: shown("`active` where it is in the base; else `merged` or `void`"),
    amount_minor: shown("amount, minor units"),
    currency: shown("currency of the amount, ISO 4217", "amount_currency"),
    list_amount_minor: shown("amount at list prices, minor units"),
    list_currency: shown("currency of the amount at list prices", "list_amount_currency"),
    amount_from: shown("`lines` where the amount is the sum of the lines, else `stated`"),
    product_id: shown("the product, where it has one"),
    opened_on: shown("day on which it was opened"),
    expected_close_on: shown("day on which it is expected to close"),
    closed_on: shown("day on which it was won or lost"),
    close_rate: inside(
      "decimal",
      "close_rate",
      ["rate"],
      "rate frozen at its close: price of `close_rate_per` units of `currency` in `close_rate_currency`",
    ),
    close_rate_per: inside("integer", "close_rate", ["per"], "for how many units that rate is stated; 1 where null"),
    close_rate_currency: inside("text", "close_rate", ["to"], "currency that the rate is in, ISO 4217"),
    close_rate_on: inside("date", "close_rate", ["on"], "day that the rate is of"),
    lost_reason_id: shown("why it was lost, by the tenant's own name"),
    reopened_on: shown("day on which it was last opened again"),
    finished_on: shown("day on which it was finished: it came into aftercare, or was done in a pipeline without"),
    merged_into_id: shown("the deal it was merged into"),
    removed_on: shown("day on which it was taken out of the base"),
    source_id: shown("the source it was imported from"),
    changed_at: shown("when it last changed"),
    custom: ownFields,
  },
})

/** Lines of deals. */
export const dealLinesView = viewOfRecords("deal_lines", dealTable, {
  about: "A line of a deal. What lines come to, rounded once, is the deal's amount where that is from them.",
  list: "lines",
  columns: {
    deal_id: shown("the deal", "id"),
    line_no: place("its place, from 1"),
    line_id: element("text", "id", "short name of the line, unique in the deal"),
    name: elementText("line.", "what is sold, in words; null once erased"),
    kind: element("text", "kind", "`product` or `service`"),
    product_id: elementOrNull("text", "productId", "the product"),
    quantity: element("decimal", "quantity", "how much"),
    unit_price_minor: element("integer", "unitPriceMinor", "price of one before discount, minor units"),
    list_price_minor: elementOrNull("integer", "listPriceMinor", "list price of one, minor units"),
    currency: shown("currency of the deal's amount", "amount_currency"),
    discount_percent: element("decimal", "discountPercent", "discount, per cent"),
    tax_percent: elementOrNull("decimal", "taxPercent", "rate of tax, per cent; null where there is none"),
    tax_included: element("boolean", "taxIncluded", "whether prices hold the tax already"),
  },
})

/** Moves of deals between stages. */
export const stageMovesView = viewOfTable("stage_moves", journalTable, {
  about: "A move of a deal to another stage, from the journal; it stays as it was written.",
  when: [
    { column: "kind", equals: "deal" },
    { column: "previous_stage_id", unlike: "stage_id" },
  ],
  columns: {
    deal_id: shown("the deal", "stream"),
    move_no: shown("version of the deal that the move made: orders the moves of a deal", "version"),
    moved_at: shown("when it moved", "occurred_at"),
    recorded_at: shown("when that was written down"),
    pipeline_id: shown("the pipeline"),
    from_stage_id: shown("the stage it left", "previous_stage_id"),
    to_stage_id: shown("the stage it came to", "stage_id"),
    from_stage_seconds: shown("how long it was in the stage it left, seconds", "previous_stage_seconds"),
    outcome: shown("`open`, `won` or `lost` after it; `removed` where it was not in the base"),
    amount_minor: shown("amount after it, minor units"),
    currency: shown("currency of that amount"),
    owner_id_text: shown("who led the deal then: the id as text, as it was given", "owner_id"),
    expected_close_on: shown("when it was expected to close then"),
  },
})

/** Products. */
export const productsView = viewOfRecords("products", productTable, {
  about: "A product.",
  columns: {
    id: shown("the product"),
    name: shown("its name"),
    list_price_minor: shown("list price, minor units"),
    currency: shown("currency of the list price", "list_price_currency"),
  },
})
