import { waterfallBucketNames } from "@salesdept/core/deal/funnel"
import { memory, presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import type { Language } from "@salesdept/core/shared"
import { addDays, inLanguage, isSalesDeptError } from "@salesdept/core/shared"
import { teller } from "./story.ts"
import type { Teller } from "./story.ts"

const currency = "RUB"
const dealId = "deal_audit"
const rub = (amountMinor: number) => ({ amountMinor, currency })
const dayMs = 86_400_000

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency })
const stageNames = new Map(department.pipelines.flatMap(({ stages }) => stages.map(({ id, name }) => [id, name])))

const repNames = new Map([
  ["anna", { en: "Anna", ru: "Анна" }],
  ["boris", { en: "Boris", ru: "Борис" }],
])

/** A clock that the story moves on. */
const makeCalendar = () => {
  let now = Date.parse("2026-03-02T07:00:00.000Z")
  return {
    now: () => now,
    today: () => new Date(now).toISOString().slice(0, 10),
    pass: (days: number) => {
      now += days * dayMs
    },
  }
}

type Calendar = ReturnType<typeof makeCalendar>

/** Tries a move and tells what it lacks, or that it was made. */
const tryMove = async (shop: Session, to: string, { say, quote, name }: Teller): Promise<void> => {
  const { allowed, unmet } = await shop.deals.evaluate({ dealId, to })
  const stage = name(stageNames.get(to) ?? { en: to, ru: to })
  if (!allowed) {
    say(`  not to “${stage}” yet:`, `  на этап «${stage}» пока нельзя:`)
    for (const { message } of unmet) quote(message)
    return
  }
  const { deal } = await shop.deals.move({ dealId, to })
  say(`  → ${stage} (${deal.outcome})`, `  → ${stage} (${deal.outcome === "won" ? "выиграна" : "в работе"})`)
}

const leadAndNeeds = async (shop: Session, told: Teller, calendar: Calendar): Promise<void> => {
  const { say } = told
  const { lead } = await shop.leads.receive({ name: "Северная пекарня", channelId: "site" })
  await shop.leads.take({ leadId: lead.id, ownerId: "anna" })
  say("1. A lead came from the site; Anna took it", "1. С сайта пришёл лид; его взяла Анна")
  const { client } = await shop.clients.register({ name: "Северная пекарня", ownerId: "anna" })
  await shop.deals.open({ id: dealId, title: "Аудит процессов", clientId: client.id, ownerId: "anna" })
  await shop.leads.qualify({ leadId: lead.id, clientId: client.id, dealId })
  await shop.dialogs.record({ dealId, kind: "call", direction: "outbound", repId: "anna", outcomeId: "agreed" })
  await shop.nextSteps.set({ dealId, typeId: "meeting", dueOn: addDays(calendar.today(), 2), ownerId: "anna" })
  say("2. It is a deal now; a meeting is the next step", "2. Теперь это сделка; следующий шаг — встреча")
  for (const to of ["contact", "needs", "proposal", "negotiation"]) {
    calendar.pass(2)
    await tryMove(shop, to, told)
  }
  await tryMove(shop, "contract", told)
}

const lines = [
  {
    kind: "service",
    name: "Аудит, дни",
    quantity: "12.5",
    unitPriceMinor: 24_000_00,
    discountPercent: "5",
    taxPercent: "20",
    listPriceMinor: 24_000_00,
  },
  { kind: "product", name: "Отчёт на бумаге", quantity: "3", unitPriceMinor: 1_333_33, listPriceMinor: 1_333_33 },
] as const

const priceAndContract = async (shop: Session, told: Teller): Promise<number> => {
  const { say, money, name } = told
  const { deal } = await shop.deals.setLines({ dealId, currency, lines })
  const total = deal.amount?.amountMinor ?? 0
  say(`3. Lines are set: ${money(total)}`, `3. Позиции внесены: ${money(total)}`)
  const shares = [
    { repId: "anna", weight: 2 },
    { repId: "boris", weight: 1 },
  ]
  const split = await shop.deals.splitCredit({ dealId, shares })
  const credit = (split.credit ?? [])
    .map(({ repId, amount }) => `${name(repNames.get(repId) ?? { en: repId, ru: repId })} ${money(amount.amountMinor)}`)
    .join(", ")
  say(`   credit: ${credit}`, `   зачёт: ${credit}`)
  await tryMove(shop, "contract", told)
  await tryMove(shop, "paymentControl", told)
  return total
}

const payment = async (shop: Session, told: Teller, calendar: Calendar, total: number): Promise<void> => {
  const { say, money } = told
  const advance = Math.floor(total / 2)
  const { invoice } = await shop.invoices.issue({
    dealId,
    issuedOn: calendar.today(),
    currency,
    instalments: [
      { dueOn: addDays(calendar.today(), 3), amountMinor: advance },
      { dueOn: addDays(calendar.today(), 40), amountMinor: total - advance },
    ],
  })
  say(`4. Invoice with an advance of ${money(advance)}`, `4. Счёт с авансом ${money(advance)}`)
  calendar.pass(5)
  await tryMove(shop, "fulfilment", told)
  const receive = (amountMinor: number) =>
    shop.payments.receive({ invoiceId: invoice.id, amount: rub(amountMinor), receivedOn: calendar.today() })
  await receive(advance - 1)
  say("5. All but a kopeck of the advance came in", "5. Пришёл аванс без одной копейки")
  await tryMove(shop, "fulfilment", told)
  await receive(1)
  say("6. The last kopeck came in", "6. Пришла последняя копейка")
  await tryMove(shop, "fulfilment", told)
  calendar.pass(14)
  await receive(total - advance)
  say("7. The work is done and the rest is paid", "7. Работа сделана, остаток оплачен")
  await tryMove(shop, "closingDocuments", told)
}

const documents = async (shop: Session, told: Teller, calendar: Calendar, total: number): Promise<void> => {
  const { say, money } = told
  const { document } = await shop.documents.draft({
    dealId,
    kind: "serviceAct",
    amount: rub(total),
    draftedOn: calendar.today(),
  })
  await shop.documents.send({ documentId: document.id, sentOn: calendar.today() })
  say(`8. The act for ${money(total)} is sent`, `8. Акт на ${money(total)} отправлен`)
  await tryMove(shop, "aftercare", told)
  calendar.pass(6)
  await shop.documents.sign({ documentId: document.id, signedOn: calendar.today() })
  say("9. The client signed the act: aftercare begins", "9. Клиент подписал акт: начинается сопровождение")
  await tryMove(shop, "aftercare", told)
  calendar.pass(30)
  await tryMove(shop, "done", told)
}

const lookBack = async (shop: Session, { say, money, name }: Teller): Promise<void> => {
  const visits = await shop.deals.visits({ dealId })
  const stays = visits
    .map(
      ({ stageId, seconds }) =>
        `${name(stageNames.get(stageId) ?? { en: stageId, ru: stageId })} ${Math.round((seconds ?? 0) / 86_400)}`,
    )
    .join(", ")
  say(`10. Days in each stage: ${stays}`, `10. Дней на этапах: ${stays}`)
  const period = { from: "2026-03-01", to: "2026-06-01" }
  const { start, buckets, end } = await shop.deals.waterfall({ kind: "flow", period })
  const bars = buckets
    .filter(({ dealIds }) => dealIds.length > 0)
    .map(
      ({ kind, amountChangeMinor }) => `${name(waterfallBucketNames[kind]).toLowerCase()} ${money(amountChangeMinor)}`,
    )
    .join(", ")
  const levels = [money(start.amountMinor), money(end.amountMinor)]
  say(`    pipeline ${levels[0]} → ${levels[1]}: ${bars}`, `    воронка ${levels[0]} → ${levels[1]}: ${bars}`)
  const { events, faults } = await shop.deals.verify()
  say(
    `    journal: ${events} events, ${faults.length} faults`,
    `    журнал: событий ${events}, нарушений ${faults.length}`,
  )
}

/** Tells a service company's deal from the lead to the signed act. */
export const serviceDeal = async (language: Language, write: (line: string) => void): Promise<void> => {
  const calendar = makeCalendar()
  const told = teller(language, write)
  await using dept = await salesDept({
    store: memory(),
    department,
    now: calendar.now,
  })
  const shop = dept.tenant("audit-house").as("anna")
  try {
    await leadAndNeeds(shop, told, calendar)
    const total = await priceAndContract(shop, told)
    await payment(shop, told, calendar, total)
    await documents(shop, told, calendar, total)
    await lookBack(shop, told)
  } catch (error) {
    if (isSalesDeptError(error)) write(inLanguage(error.messages, language))
    throw error
  }
}
