import type { SimulatedDepartment } from "@salesdept/conformance/simulator"
import type { TenantSales } from "@salesdept/core/promise"
import type { Pause } from "./department.ts"

/** When the host's clock ticks: on the first of each month, and from May on every Monday. */
const ticks = [
  ...["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"].map((month) => `${month}-01`),
  "2026-05-04",
  "2026-05-11",
  "2026-05-18",
  "2026-05-25",
  "2026-06-01",
  "2026-06-08",
  "2026-06-15",
  "2026-06-22",
  "2026-06-29",
  "2026-07-01",
]

/**
 * A department that keeps its reviews while it works. Months, and from May on weeks, are closed by the schedule, for everybody: findings
 * are raised, summaries frozen, debriefs planned with each rep's mentor. One of them is held in June; the weeks after verify what was
 * decided.
 */
export const reviewsOf = (
  department: SimulatedDepartment,
  tenant: TenantSales,
  tick: () => Promise<unknown>,
): ReadonlyArray<Pause> => {
  const head = tenant.as(department.head.id)
  const schedule = async (): Promise<void> => {
    await head.reviewSchedules.set({ span: "month", hoursAfter: 9 })
  }
  const closer = async (): Promise<void> => {
    await head.reviewSchedules.set({ span: "week", hoursAfter: 9 })
    const debriefs = { leaderId: department.head.id, afterDays: 2, consentedRepIds: ["user:4"] }
    await head.reviewSchedules.planDebriefs({ span: "month", debriefs })
  }
  return [
    { at: "2025-10-02T06:00:00.000Z", run: schedule },
    { at: "2026-05-02T06:00:00.000Z", run: closer },
    { at: "2026-06-03T09:00:00.000Z", run: () => holdDebrief(department, tenant) },
    ...ticks.map((day) => ({
      at: `${day}T12:00:00.000Z`,
      run: async () => {
        await tick()
      },
    })),
  ]
}

/** The talk with the rep who forgets to send acts: private to the two, with one thing to do and what is to change by it. */
const holdDebrief = async (department: SimulatedDepartment, tenant: TenantSales): Promise<void> => {
  const head = tenant.as(department.head.id)
  const planned = { repId: "user:2", status: "planned" } as const
  const [mine] = (await head.debriefs.page({ where: planned, orderBy: { field: "plannedOn" }, limit: 1 })).items
  if (mine === undefined) return
  const [first] = mine.findingIds
  const rep = tenant.as("user:2")
  if (first !== undefined) await rep.findings.accept({ findingId: first })
  await head.debriefs.hold({
    debriefId: mine.id,
    decisions: "The act is sent on the day the work is done",
    actions: [
      {
        id: "actOnTheDay",
        what: "Send the act on the day the work is done",
        ownerId: "user:2",
        dueOn: "2026-06-05",
        ruleId: "document.notSent",
        expected: "fewer",
      },
    ],
  })
  await rep.commitments.make({
    repId: "user:2",
    dueOn: "2026-06-12",
    what: "Send every act that lies on the table",
    obstacle: "Accounting closes at four",
    help: { mentorId: department.head.id, question: "Who signs when you are away?" },
    debriefId: mine.id,
  })
}
