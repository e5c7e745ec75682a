import type { FindingId } from "../../src/review/FindingRecordSchema.ts"

const text = (en: string) => ({ en, ru: `По-русски: ${en}` })

interface Found {
  readonly ownerId?: string | null
  readonly ids: ReadonlyArray<string>
  readonly from: string
  readonly to: string
}

/** A mistake as the reading of a day or a week gave it: grave, so that it is talked about in person. */
export const found = (id: FindingId, { ownerId = "user:ann", ids, from, to }: Found) => ({
  id,
  ruleId: "lead.untaken",
  ruleVersion: 1,
  kind: "mistake" as const,
  severity: ownerId === null ? ("major" as const) : ("critical" as const),
  title: text(`Leads nobody took: ${ids.length}`),
  what: text("Not taken"),
  next: text("Who takes them?"),
  ownerId,
  evidence: { kind: "lead" as const, ids: [...ids], count: ids.length },
  atStake: null,
  withheldReason: text("a lead states no amount"),
  period: { kind: "range" as const, label: `${from}/${to}`, from, to },
})
