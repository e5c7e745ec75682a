import type { Session } from "@salesdept/core/promise"
import { suiteFinding } from "./ReviewSuite.ts"
import type { Scene } from "./Scene.ts"
import { suiteTenant } from "./Scene.ts"
import { suiteActor } from "./Scene.ts"
import { suiteCampaign } from "./SuiteCampaign.ts"
import { suiteDepartment, saleStages } from "./SuiteDepartment.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** Who acts in the sale: the rep, and the head where nobody may approve their own work. */
export const saleActors: ReadonlyArray<string> = ["system", suiteActor, "user:head"]

const steps = [
  { id: "hello", kind: "opening", purpose: "Представиться", wording: "Добрый день!", branches: [] },
] as const

/** A script in force, a dialog by it that found no answer, and a second version on trial. */
const playScript = async (author: Session, head: Session): Promise<void> => {
  const scriptId = "script_1"
  await author.scripts.create({ id: scriptId, name: "Первый звонок", language: "ru", ownerId: "user:42" })
  for (const [versionId, putInForce] of [
    ["scriptversion_1", true],
    ["scriptversion_2", false],
  ] as const) {
    await author.scripts.draft({ id: versionId, scriptId, steps })
    await author.scripts.submit({ versionId })
    await head.scripts.approve({ versionId, putInForce })
  }
  await author.scriptRuns.record({
    versionId: "scriptversion_1",
    dealId: "deal_1",
    dialogId: "dialog_1",
    repId: "user:42",
    steps: [{ stepId: "hello" }],
    unanswered: [{ stepId: "hello", said: "Откуда у вас мой номер?" }],
    outcomeId: "agreed",
  })
  await head.scorecards.record({
    dialogId: "dialog_1",
    versionId: "scriptversion_1",
    repId: "user:42",
    raterKind: "mentor",
    marks: [{ stepId: "hello", mark: "met" }],
    comment: "Спокойно и по делу",
  })
  await head.scriptExperiments.start({ id: "experiment_1", trialVersionId: "scriptversion_2", plannedClosed: 100 })
}

/** A second deal goes past the gate of its contract, which the head approves. */
const playException = async (shop: Session, head: Session): Promise<void> => {
  const dealId = "deal_exception"
  const approvalId = "approval_1"
  await shop.deals.open({ id: dealId, title: "Срочный аудит" })
  for (const to of saleStages.slice(1, saleStages.indexOf("contract"))) await shop.deals.move({ dealId, to })
  await shop.approvals.ask({ id: approvalId, dealId, kindId: "override", reason: "Сумма будет завтра" })
  await head.approvals.grant({ approvalId, comment: "Согласовано" })
  await shop.deals.move({ dealId, to: "contract", override: { reason: "Сумма будет завтра", approvalId } })
}

/** A finding, the talk about it, and what the rep means to do. */
const playReview = async (rep: Session, head: Session): Promise<void> => {
  await head.reviewSchedules.set({ span: "week", hoursAfter: 12 })
  await head.findings.raise({ findings: [suiteFinding("1", 1, ["deal_1"], suiteActor)] })
  await rep.findings.explain({ findingId: "finding_1", text: "Клиент был в отпуске" })
  const debriefId = "debrief_1"
  await head.debriefs.plan({
    id: debriefId,
    route: "personal",
    repId: suiteActor,
    leaderId: "user:head",
    findingIds: ["finding_1"],
    plannedOn: "2026-02-02",
  })
  await head.debriefs.hold({ debriefId, decisions: "Шаг назначать в разговоре", actions: [] })
  await rep.commitments.make({ id: "commitment_1", repId: suiteActor, dueOn: "2026-04-01", what: "Назначить шаги" })
}

/**
 * Plays one sale from the lead to the signed act, with a record of every kind: what suites need where they only look at the
 * traces that commands leave.
 */
export const playSale = async ({ session, clock, dept }: Scene, tenant?: string): Promise<void> => {
  const shop = session(tenant)
  const on = "2026-02-20"
  const today = "2026-02-02"
  await shop.department.publish(suiteDepartment)
  await shop.reps.state({
    rows: [{ id: "rep_1", personId: "user:42", name: "Анна Ёлкина", teamId: "north", joinedOn: null, leftOn: null }],
  })
  await shop.teams.state({
    rows: [{ id: "team_1", code: "north", name: "Север", headId: "user:1", mentorIds: [], parentCode: null }],
  })
  await shop.products.state({ rows: [{ id: "product_1", name: "Audit", listPrice: rub(150_000_00) }] })
  await shop.plans.publish({
    id: "plan_1",
    currency: "RUB",
    targets: [{ ownerId: "user:42", quarter: "2026-Q1", amountMinor: 1_000_000_00 }],
  })
  await shop.leads.receive({ id: "lead_1", name: "ООО «Ромашка»", channelId: "site" })
  await shop.control.watch({ everyMinutes: 60 })
  await dept.tick({ tenants: [tenant ?? suiteTenant] })
  clock.advance(60_000)
  await shop.control.assign({ leads: [{ leadId: "lead_1", language: "ru" }] })
  await shop.leads.take({ leadId: "lead_1", ownerId: "user:42" })
  await shop.clients.register({ id: "client_1", name: "ООО «Ромашка»", ownerId: "user:42", segmentId: "retail" })
  await shop.contacts.add({
    id: "contact_1",
    clientId: "client_1",
    name: "Пётр Ёжиков",
    roleId: "decides",
    phones: ["+7 495 123-45-67"],
    emails: ["ezhikov@example.com"],
  })
  await shop.runs.bulk({ action: { type: "tag", kind: "client", add: ["vip"] }, ids: ["client_1"], runId: "run_1" })
  await shop.consents.give({
    id: "consent_1",
    contactId: "contact_1",
    purposeId: "news",
    proofKind: "webForm",
    proof: "форма на сайте, галочка",
  })
  await shop.deals.open({
    id: "deal_1",
    title: "Аудит склада",
    clientId: "client_1",
    ownerId: "user:42",
    productId: "product_1",
    amount: rub(120_000_00),
    listAmount: rub(150_000_00),
  })
  await shop.control.park({ id: "client_1", reasonId: "season", resumeOn: "2026-03-01", comment: "Ждут весны" })
  await shop.leads.qualify({ leadId: "lead_1", clientId: "client_1", dealId: "deal_1" })
  await shop.dialogs.record({
    id: "dialog_1",
    dealId: "deal_1",
    kind: "call",
    direction: "outbound",
    repId: "user:42",
    outcomeId: "agreed",
    summary: "Договорились о встрече",
  })
  await playScript(shop, session(tenant, "user:head"))
  await playReview(shop, session(tenant, "user:head"))
  await shop.nextSteps.set({
    id: "step_1",
    dealId: "deal_1",
    typeId: "meeting",
    dueOn: "2026-02-05",
    ownerId: "user:42",
  })
  await shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-02-06" })
  await shop.nextSteps.complete({ nextStepId: "step_1" })
  await shop.invoices.issue({
    id: "invoice_1",
    dealId: "deal_1",
    issuedOn: "2026-02-10",
    currency: "RUB",
    instalments: [
      { dueOn: on, amountMinor: 70_000_00 },
      { dueOn: "2026-02-15", amountMinor: 50_000_00 },
    ],
  })
  await shop.payments.receive({
    id: "payment_1",
    invoiceId: "invoice_1",
    amount: rub(120_000_00),
    receivedOn: today,
    reference: "п/п 17 от Ромашки",
  })
  await shop.bank.import({
    account: "40702810900000012345",
    lines: [{ direction: "out", bookedOn: today, amount: rub(50_00), purpose: "Комиссия банка" }],
  })
  await shop.documents.draft({
    id: "document_1",
    dealId: "deal_1",
    kind: "serviceAct",
    amount: rub(120_000_00),
    draftedOn: today,
  })
  await shop.documents.send({ documentId: "document_1", sentOn: today })
  await shop.documents.sign({ documentId: "document_1", signedOn: today })
  await shop.milestones.set({ id: "milestone_1", clientId: "client_1", kindId: "contractEnd", fallsOn: "2026-12-31" })
  await shop.satisfaction.record({
    id: "answer_1",
    clientId: "client_1",
    metric: "nps",
    score: 10,
    comment: "Всё вовремя",
  })
  await shop.complaints.open({ id: "complaint_1", clientId: "client_1", text: "Акт пришёл поздно" })
  await shop.complaints.resolve({ complaintId: "complaint_1" })
  await shop.clients.register({ id: "client_0", name: "ООО «Василёк»" })
  await shop.referrals.issueCode({ id: "refcode_ROMASHKA", advocateId: "client_0" })
  await shop.referrals.record({ clientId: "client_1", by: { codeId: "refcode_ROMASHKA" } })
  await shop.campaigns.plan({ id: "campaign_1", plan: suiteCampaign })
  await shop.campaigns.start({ campaignId: "campaign_1" })
  await shop.loyalty.decide({ clientId: "client_1" })
  await shop.rewards.earn({ id: "lot_1", clientId: "client_1", points: 120, reasonId: "purchase", dealId: "deal_1" })
  await shop.rewards.spend({ id: "spend_1", clientId: "client_1", points: 20 })
  await session(tenant, "user:head").summaries.close({ span: "day", on: "2026-01-01" })
  for (const to of saleStages.slice(1)) {
    clock.advance(86_400_000)
    await shop.deals.move({ dealId: "deal_1", to })
  }
  await playException(shop, session(tenant, "user:head", ["head"]))
  await dept.tick({ tenants: [tenant ?? suiteTenant] })
}
