import { InputInvalid } from "../shared/InputErrors.ts"
import type { Message } from "../shared/Message.ts"

/** How a campaign's effect is read: stated when it is switched on, and held. */
export interface CampaignOutcomesDesign {
  /** A client counts as come back where it won a deal within so many days after the action fell due (both included), 1 to 3660. */
  readonly withinDays: number
  /** Share of clients expected to come back without the campaign, between 0 and 1, both excluded. */
  readonly baselineShare: number
  /** The smallest difference worth finding, above 0; with the baseline below 1. */
  readonly minimumDifference: number
}

const invalid = (path: string, code: string, message: Message): InputInvalid =>
  new InputInvalid([{ path, code, message }])

/** Another design than the one that holds. */
export const designHeld = (): InputInvalid =>
  invalid("design", "campaign.designHeld", {
    en: "was stated when the campaign was switched on, and holds: leave it out, or state the same",
    ru: "заявлено при включении кампании и действует: уберите его или укажите то же самое",
  })

/** No design where one is needed. */
export const designMissing = (): InputInvalid =>
  invalid("design", "campaign.designMissing", {
    en: "must be stated: within how many days a client has come back, how many would anyway, and what difference is looked for",
    ru: "нужно указать: за сколько дней клиент считается вернувшимся, сколько вернулись бы и так и какую разницу ищем",
  })

/** Another holdout than the one that clients were drawn by. */
export const holdoutHeld = (): InputInvalid =>
  invalid("plan.holdout", "campaign.holdoutHeld", {
    en: "stays as it was when the campaign was first switched on: who was turned to would be let alone, and the effect could not be read. Plan another campaign",
    ru: "остаётся таким, каким был при первом включении кампании: иначе в контрольную группу попадут те, к кому уже обращались, и эффект не измерить. Создайте другую кампанию",
  })

/** A budget in another currency than offers of the campaign were made in. */
export const currencyHeld = (): InputInvalid =>
  invalid("plan.budget", "campaign.currencyHeld", {
    en: "stays in the currency in which the campaign has offered already: what it has used could not be counted against it. Plan another campaign",
    ru: "остаётся в той валюте, в которой кампания уже делала предложения: иначе её расходы с ним не сравнить. Создайте другую кампанию",
  })
