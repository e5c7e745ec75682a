import { presets } from "@salesdept/core/department"
import type { DepartmentConfig } from "@salesdept/core/department"

/** The configuration the suites work under: services with acts, two sources, one of which carries nothing but deals. */
export const suiteDepartment: DepartmentConfig = {
  ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  approvalKinds: [
    { id: "discount", name: { en: "Discount", ru: "Скидка" }, roles: ["head"], validHours: 48 },
    { id: "terms", name: { en: "Terms", ru: "Условия" } },
  ],
  overrides: { perPerson: 2, period: "month", roles: ["head"] },
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
export const saleStages = [
  "newLead",
  "contact",
  "needs",
  "proposal",
  "negotiation",
  "contract",
  "paymentControl",
  "fulfilment",
  "closingDocuments",
  "aftercare",
  "done",
] as const
