import { describe, expect, it } from "vitest"
import { isSalesDeptError, memory, presets, rolePolicy, salesDept } from "../../src/promise/index.ts"
import type { Role } from "../../src/promise/index.ts"
import { found } from "../review/found.ts"

const roles: { readonly [actor: string]: Role } = {
  boss: "owner",
  max: "mentor",
  anna: "rep",
  boris: "rep",
  clara: "rep",
}
const february = { from: "2026-02-02", to: "2026-02-03" }

/** Anna is taught by max, boris and clara by nobody; leads that each of them did not take, talked over with anna in private and with all of them. */
const department = async () => {
  let ms = Date.parse("2026-02-02T06:00:00.000Z")
  const dept = await salesDept({
    store: memory(),
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
    access: rolePolicy({ roleOf: ({ actor }) => roles[actor] ?? "none" }),
    now: () => ms,
  })
  const as = (actor: string) => dept.tenant("shop-17").as(actor)
  const boss = as("boss")
  const people = ["max", "anna", "boris", "clara"]
  await boss.reps.state({ rows: people.map((id) => ({ id: `rep_${id}` as const, personId: id, name: id })) })
  await boss.reps.profile({ repId: "rep_anna", mentorId: "max" })
  const client = { id: "client_anna", name: "Bakery", ownerId: "anna" } as const
  await boss.clients.register(client)
  await boss.findings.raise({
    findings: ["anna", "boris", "clara"].map((ownerId) =>
      found(`finding_${ownerId}`, { ownerId, ids: [`lead_${ownerId}`], ...february }),
    ),
  })
  ms = Date.parse("2026-02-03T06:00:00.000Z")
  const all = ["finding_anna", "finding_boris", "finding_clara"] as const
  const planned = { leaderId: "max", plannedOn: "2026-02-03" } as const
  await boss.debriefs.plan({ id: "debrief_all", route: "collectiveUnnamed", findingIds: all, ...planned })
  const own = { route: "personal", repId: "anna", findingIds: ["finding_anna"], ...planned } as const
  return { as, own }
}

/** What a call is refused with; null where it is not. */
const refusedWith = (call: Promise<unknown>): Promise<string | null> =>
  call.then(
    () => null,
    (error: unknown) => {
      if (!isSalesDeptError(error)) throw error
      return error._tag
    },
  )

describe("under the ordinary policy", () => {
  it("a mentor talks over what was found with a mentee, and nobody else learns of it", async () => {
    const { as, own } = await department()
    const max = as("max")
    expect((await max.findings.page()).items.map(({ id }) => id)).toEqual(["finding_anna"])
    await max.debriefs.plan({ id: "debrief_anna", ...own })
    expect(await refusedWith(max.debriefs.plan({ ...own, repId: "boris", findingIds: ["finding_boris"] }))).toBe(
      "RecordNotFound",
    )
    expect((await max.debriefs.agenda({ debriefId: "debrief_anna" })).map(({ id }) => id)).toEqual(["finding_anna"])
    await max.debriefs.hold({ debriefId: "debrief_anna", decisions: "Leads are taken at once", actions: [] })
    const known = async (actor: string) => (await as(actor).debriefs.page()).items.map(({ id }) => id).toSorted()
    expect(await known("anna")).toEqual(["debrief_all", "debrief_anna"])
    for (const actor of ["boris", "boss"]) {
      expect(await known(actor)).toEqual(["debrief_all"])
      const reason = { debriefId: "debrief_anna", reason: "no" } as const
      const none = { debriefId: "debrief_none", reason: "no" } as const
      expect(await refusedWith(as(actor).debriefs.cancel(reason))).toBe(
        await refusedWith(as(actor).debriefs.cancel(none)),
      )
    }
  })

  it("a mentor answers a mentee's request for help, reads the mentee's records by id, and works on none of them", async () => {
    const { as } = await department()
    const help = { mentorId: "max", question: "How do I begin?" }
    const commitment = { repId: "anna", dueOn: "2026-02-05", what: "Call the bakery", help } as const
    await as("anna").commitments.make({ id: "commitment_1", ...commitment })
    await as("max").commitments.answer({ commitmentId: "commitment_1", answer: "With their last order" })
    expect((await as("max").clients.get("client_anna"))?.ownerId).toBe("anna")
    expect((await as("max").clients.page()).items).toEqual([])
    expect(await refusedWith(as("max").commitments.complete({ commitmentId: "commitment_1" }))).toBe("Forbidden")
    expect(await refusedWith(as("max").findings.accept({ findingId: "finding_anna" }))).toBe("Forbidden")
    expect(await refusedWith(as("max").clients.amend({ clientId: "client_anna", ownerId: "max" }))).toBe("Forbidden")
    expect(await as("boris").clients.get("client_anna")).toBeNull()
  })

  it("a talk with everybody is read by everybody, whole, and held by who leads it", async () => {
    const { as } = await department()
    const agendas = await Promise.all(
      ["boss", "max", "anna", "boris"].map((actor) => as(actor).debriefs.agenda({ debriefId: "debrief_all" })),
    )
    expect(agendas[0]).toMatchObject([{ ownerId: null, evidenceIds: [], evidenceCount: 3 }])
    for (const agenda of agendas) expect(agenda).toEqual(agendas[0])
    const held = { debriefId: "debrief_all", decisions: "Leads are taken at once", actions: [] } as const
    expect(await refusedWith(as("boris").debriefs.hold(held))).toBe("ReviewRefused")
    expect(await refusedWith(as("boris").debriefs.cancel({ debriefId: "debrief_all", reason: "no" }))).toBe("Forbidden")
    await as("max").debriefs.hold(held)
    expect((await as("boris").debriefs.get("debrief_all"))?.texts).toMatchObject({ decisions: held.decisions })
    expect(await refusedWith(as("stranger").debriefs.agenda({ debriefId: "debrief_all" }))).toBe("Forbidden")
  })
})
