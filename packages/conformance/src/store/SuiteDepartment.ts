import { stageOrder } from "../simulator/StageIds.ts"
import { defaultControlPolicy } from "@salesdept/core/control"
import { presets } from "@salesdept/core/department"
import type { DepartmentConfig } from "@salesdept/core/department"
import type { Condition } from "@salesdept/core/deal"
import { fiveDayCalendar } from "@salesdept/core/shared"

/** The configuration the suites work under: services with acts, two sources, one of which carries nothing but deals. */
export const suiteDepartment: DepartmentConfig = {
  ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  approvalKinds: [
    { id: "discount", name: { en: "Discount", ru: "Скидка" }, roles: ["head"], validHours: 48 },
    { id: "terms", name: { en: "Terms", ru: "Условия" } },
  ],
  overrides: { perPerson: 2, period: "month", roles: ["head"] },
  control: {
    ...defaultControlPolicy,
    sla: {
      calendar: fiveDayCalendar,
      firstResponse: { minutes: 60, remindBeforeMinutes: 15 },
      rollingResponse: { minutes: 240, remindBeforeMinutes: 0 },
      escalation: [
        { id: "mentor", afterMinutes: 0, to: "mentor" },
        { id: "head", afterMinutes: 120, to: "teamHead" },
        { id: "director", afterMinutes: 480, to: { personId: "dora" } },
      ],
    },
  },
  sources: [
    { id: "bareExport", name: { en: "Bare export", ru: "Выгрузка без событий" }, carries: [] },
    {
      id: "fullExport",
      name: { en: "Full export", ru: "Полная выгрузка" },
      carries: ["nextSteps", "dialogs", "payments", "documents", "leads", "targets"],
    },
  ],
}

/** The stages of a sale in the suites' pipeline, in order, from the new lead to done. */
export const saleStages = stageOrder

/** The configuration of the suites with a gate before the stage `contact`. */
export const gatedBy = (entry: Condition): DepartmentConfig => ({
  ...suiteDepartment,
  pipelines: suiteDepartment.pipelines.slice(0, 1).map((pipeline) => ({
    ...pipeline,
    version: 2,
    stages: pipeline.stages.map((stage) => (stage.id === "contact" ? { ...stage, entry } : stage)),
  })),
})
