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

const designInvalid = (code: string, message: Message): InputInvalid =>
  new InputInvalid([{ path: "design", code, message }])

/** Another design than the one that holds. */
export const designHeld = (): InputInvalid =>
  designInvalid("campaign.designHeld", {
    en: "was stated when the campaign was switched on, and holds: leave it out, or state the same",
    ru: "заявлено при включении кампании и действует: уберите его или укажите то же самое",
  })

/** No design where one is needed. */
export const designMissing = (): InputInvalid =>
  designInvalid("campaign.designMissing", {
    en: "must be stated: within how many days a client has come back, how many would anyway, and what difference is looked for",
    ru: "нужно указать: за сколько дней клиент считается вернувшимся, сколько вернулись бы и так и какую разницу ищем",
  })
