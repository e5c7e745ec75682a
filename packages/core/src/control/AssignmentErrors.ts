import { Failure } from "../shared/Failure.ts"

/** The lead has an owner, or is closed: there is nothing to assign. */
export class LeadNotWaiting extends Failure<
  "LeadNotWaiting",
  { readonly leadId: string; readonly ownerId: string | null }
> {
  readonly _tag = "LeadNotWaiting"
  constructor(leadId: string, ownerId: string | null) {
    super(
      ownerId === null
        ? { en: `The lead ${leadId} is closed`, ru: `Лид ${leadId} закрыт` }
        : { en: `The lead ${leadId} has an owner, ${ownerId}`, ru: `У лида ${leadId} есть ответственный: ${ownerId}` },
      { leadId, ownerId },
    )
  }
}

/** Somebody else gave the person leads at the same time: what the choice was based on is no longer so. May be tried again. */
export class AssignmentStale extends Failure<"AssignmentStale", { readonly personId: string }> {
  readonly _tag = "AssignmentStale"
  override readonly retryable = true
  constructor(personId: string) {
    super(
      {
        en: `${personId} received leads at the same time; assign again`,
        ru: `${personId} одновременно получил другие лиды; повторите распределение`,
      },
      { personId },
    )
  }
}
