import { planImport } from "@salesdept/core/exchange"
import type { Session } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { allKinds } from "./Kinds.ts"
import { plantPerson } from "./PlantedPerson.ts"
import { rejectionOf } from "./Rejection.ts"
import { suiteFinding } from "./ReviewSuite.ts"
import { inScene, run } from "./Scene.ts"
import { storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const repId = "rep_p"
const personId = "user:42"
const row = { id: repId, personId, teamId: "north", joinedOn: "2020-01-13", leftOn: "2026-01-30" } as const

/** Texts that stand nowhere but in what is said of the salesperson. */
const planted = {
  maiden: "Ландышева Аделаида",
  name: "Кирпичёва Аделаида",
  second: "А. Кирпичёва, вторая запись",
  explained: "Я тогда болела",
  meant: "Звонить с утра",
  answered: "Давай вместе",
  card: "Аделаида торопится",
} as const

const plant = async (shop: Session, head: Session): Promise<void> => {
  await plantPerson(shop)
  await shop.reps.state({ rows: [{ ...row, name: planted.maiden, leftOn: null }] })
  await shop.reps.state({
    rows: [
      { ...row, id: "rep_second", name: planted.second, leftOn: null },
      { ...row, id: "rep_other", personId: "user:7", name: "Пётр Лис" },
    ],
  })
  await shop.scripts.create({ id: "script_1", name: "First call", language: "ru", ownerId: "user:owner" })
  const step = { id: "hello", kind: "opening", purpose: "Say who is calling", wording: "Hello", branches: [] } as const
  const { version } = await shop.scripts.draft({ scriptId: "script_1", steps: [step] })
  const card = { dialogId: "dialog_p", versionId: version.id, raterKind: "mentor" } as const
  await head.scorecards.record({
    ...card,
    repId: personId,
    marks: [{ stepId: "hello", mark: "met" }],
    comment: planted.card,
  })
  await head.findings.raise({ findings: [suiteFinding("p", 1, ["deal_p"], personId)] })
  await shop.findings.explain({ findingId: "finding_p", text: planted.explained })
  const help = { mentorId: "user:head", question: planted.meant }
  await shop.commitments.make({ id: "commitment_p", repId: personId, dueOn: "2026-02-05", what: planted.meant, help })
  await head.commitments.answer({ commitmentId: "commitment_p", answer: planted.answered })
  const talk = { route: "personal", repId: personId, leaderId: "user:head", plannedOn: "2026-02-02" } as const
  await head.debriefs.plan({ ...talk, id: "debrief_p", findingIds: ["finding_p"] })
  await head.debriefs.hold({ debriefId: "debrief_p", decisions: "Шаг назначать в разговоре", actions: [] })
  await shop.reps.state({ rows: [{ ...row, name: planted.name }] })
}

/** What the law asks for about somebody who worked in the department. */
export const formerRepSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: a former salesperson`, () => {
    it(
      "is given as JSON and erased: every entry, what was said of the work and by the person of it, and no client's words",
      inScene(factory, async ({ session, store }) => {
        const [shop, head] = [session(), session(undefined, "user:head")]
        await plant(shop, head)
        const client = await shop.personalData.export({ clientId: "client_p" })
        const { records } = await shop.personalData.export({ repId })
        expect(records.map(({ kind, record: { id } }) => `${kind} ${id.split("_")[0]}`).toSorted()).toEqual([
          "commitment commitment",
          "finding finding",
          "rep rep",
          "rep rep",
          "scorecard scorecard",
        ])
        const texts = JSON.stringify(records.map((one) => one.texts))
        for (const text of Object.values(planted).slice(1)) expect(texts, text).toContain(text)
        const { erased } = await shop.personalData.erase({ repId })
        expect(erased).toEqual([
          { kind: "rep", count: 2 },
          { kind: "commitment", count: 1 },
          { kind: "scorecard", count: 1 },
          { kind: "finding", count: 1 },
        ])
        const kept = JSON.stringify(await storedBy(store, "shop-17"))
        for (const text of Object.values(planted)) expect(kept, text).not.toContain(text)
        // Who it was, for how long, and what came of it stay: figures hang on these.
        expect(await shop.reps.get(repId)).toMatchObject({ ...row, texts: {} })
        expect((await shop.findings.get("finding_p"))?.status).toBe("explained")
        expect((await shop.reps.get("rep_other"))?.texts).toEqual({ name: "Пётр Лис" })
        const words = ["scorecard", "finding"]
        const ofClient = ({ kind }: { readonly kind: string }) => !words.includes(kind)
        const now = await shop.personalData.export({ clientId: "client_p" })
        expect(now.records.filter(ofClient)).toEqual(client.records.filter(ofClient))
        for (const of of allKinds) expect((await run(store.verify("shop-17", of))).faults).toEqual([])
        expect(await shop.personalData.erase({ repId })).toMatchObject({ erased: [], events: [] })
        expect((await shop.debriefs.get("debrief_p"))?.texts).toEqual({ decisions: "Шаг назначать в разговоре" })
        await shop.personalData.erase({ repId, debriefs: true })
        expect((await shop.debriefs.get("debrief_p"))?.texts).toEqual({})
        await rejectionOf("RecordNotFound", shop.personalData.erase({ repId: "rep_9" }))
        await rejectionOf("InputInvalid", shop.personalData.erase({ repId, clientId: "client_p" }))
      }),
    )

    it(
      "gets no name back from the export that brought it, and one where somebody states it",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const bytes = new TextEncoder().encode(`name,team\n${planted.name},North\n`)
        const plan = planImport([{ name: "salespeople.csv", bytes }], {
          source: "crm",
          currency: "RUB",
          timeZone: "Europe/Moscow",
        })
        await shop.imports.record(plan)
        const [rep] = (await shop.reps.page({})).items
        if (rep === undefined) return expect.fail("nobody was imported")
        expect(rep.texts).toEqual({ name: planted.name })
        await shop.personalData.erase({ repId: rep.id })
        expect((await shop.imports.record(plan)).reps).toEqual({ created: 0, changed: 0, unchanged: 1 })
        expect((await shop.reps.get(rep.id))?.texts).toEqual({})
        const { personId: id, teamId } = rep
        await shop.reps.state({ rows: [{ id: rep.id, personId: id, teamId, name: "Снова здесь" }] })
        expect((await shop.reps.get(rep.id))?.texts).toEqual({ name: "Снова здесь" })
      }),
    )
  })
}
