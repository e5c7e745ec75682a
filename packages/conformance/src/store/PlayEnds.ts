import type { Scene } from "./Scene.ts"
import { suiteActor, suiteTenant } from "./Scene.ts"

const day = 86_400_000

/**
 * Plays what a sale does not bring along: things called off, moved, returned and declined, after {@link playSale}. Together they leave
 * events that no other suite writes.
 */
export const playEnds = async ({ clock, dept, session }: Scene, tenant?: string): Promise<void> => {
  const shop = session(tenant)
  const head = session(tenant, "user:head", ["head"])
  const tick = () => dept.tick({ tenants: [tenant ?? suiteTenant] })
  await shop.leads.receive({ id: "lead_2", name: "ИП Ландыш", channelId: "site" })
  await shop.leads.amend({ leadId: "lead_2", segmentId: "retail" })
  await shop.leads.tag({ leadId: "lead_2", add: ["срочно"] })
  // Every rung of its agreed time fires, and nobody answers.
  for (let days = 0; days < 4; days++) {
    clock.advance(day)
    await tick()
  }
  const actions = await shop.dueActions.page({ where: { status: "decided" } })
  for (const { id } of actions.items.slice(0, 1)) await shop.dueActions.complete({ actionId: id })
  await shop.rewards.spend({ id: "spend_2", clientId: "client_1", points: 1 })
  await shop.rewards.returnSpend({ spendId: "spend_2" })
  const milestone = { id: "milestone_2", clientId: "client_1", kindId: "contractEnd" } as const
  await shop.milestones.set({ ...milestone, fallsOn: "2026-11-30" })
  await shop.milestones.set({ ...milestone, fallsOn: "2026-12-01" })
  await shop.milestones.cancel({ milestoneId: "milestone_2" })
  await shop.plans.draft({
    planId: "plan_1",
    versionId: "planversion_ends",
    baseline: "stretch",
    effectiveFrom: "2026-03-01",
    targets: [{ measure: "wonMinor", period: "2026-Q2", value: 1_000, repId: suiteActor }],
    reasons: [{ code: "marketShift" }],
    comment: "Проба",
  })
  await shop.plans.withdraw({ versionId: "planversion_ends", reasonCode: "mistake" })
  await head.debriefs.plan({
    id: "debrief_2",
    route: "personal",
    repId: suiteActor,
    leaderId: "user:head",
    findingIds: ["finding_1"],
    plannedOn: "2026-03-02",
  })
  await head.debriefs.cancel({ debriefId: "debrief_2", reason: "Перенесли" })
  await shop.scriptProposals.propose({
    id: "proposal_ends",
    scriptId: "script_1",
    origin: "person",
    proposal: "Начинать с вопроса",
  })
  await shop.scriptProposals.decline({ proposalId: "proposal_ends", reason: "Уже пробовали" })
}
