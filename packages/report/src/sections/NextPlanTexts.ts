/** Texts of the section on the next plan. */
export const nextPlanTexts = {
  en: {
    title: (period: string) => `The plan of ${period}, corrected`,
    deviation: (past: string, deviation: string, next: string, carried: string) =>
      `${past} came out ${deviation} against its plan; carried into ${next}: ${carried}.`,
    table: (currency: string) => `Targets, in ${currency}`,
    rep: "Rep",
    department: "Department",
    current: "In force",
    proposed: "Proposed",
    change: "Change",
    landing: "Expected landing",
    rounded: "Shown in whole units; in minor units, as in the JSON, the reps sum to the department.",
    proposal: "This is a proposal, and nothing of it is written yet; whoever hands it in does not approve it.",
  },
  ru: {
    title: (period: string) => `Скорректированный план на ${period}`,
    deviation: (past: string, deviation: string, next: string, carried: string) =>
      `Отклонение от плана за ${past}: ${deviation}; переносится на ${next}: ${carried}.`,
    table: (currency: string) => `Планы, ${currency}`,
    rep: "Менеджер",
    department: "Отдел",
    current: "Действует",
    proposed: "Предлагается",
    change: "Изменение",
    landing: "Ожидаемый итог",
    rounded: "Показано в целых единицах; в минимальных единицах, как в JSON, сумма по менеджерам равна отделу.",
    proposal: "Это предложение, в базу оно не записано; утверждает план не тот, кто его подаёт.",
  },
} as const
