/** Texts of the section on the next plan. */
export const nextPlanTexts = {
  en: {
    title: (period: string) => `The plan of ${period}, corrected`,
    deviation: (past: string, deviation: string, next: string, carried: string) =>
      `${past} came out ${deviation} against its plan; carried into ${next}: ${carried}.`,
    table: (unit: string) => `Targets, in ${unit}`,
    rep: "Rep",
    department: "Department",
    current: "In force",
    proposed: "Proposed",
    change: "Change",
    landing: "Expected landing",
    rounded: (step: string, exact: string) =>
      `Proposed targets are rounded to ${step} within the same bounds, and summed as they are shown; shared out exactly they come to ${exact}.`,
    others: (amount: string) =>
      `Not in the expected landing: ${amount}, from deals of whoever has no target; the forecast above counts them.`,
    chances: (current: string, proposed: string) =>
      `By the forecast the plan in force is reached with a chance of ${current}, the proposed one with ${proposed}.`,
    outOfReach: (share: string, most: string) =>
      `In ${share} of the forecast's draws no more than ${most} comes in, less than is proposed: first it takes more leads, a better win rate or larger deals.`,
    proposal: "This is a proposal, and nothing of it is written yet; whoever hands it in does not approve it.",
  },
  ru: {
    title: (period: string) => `Скорректированный план на ${period}`,
    deviation: (past: string, deviation: string, next: string, carried: string) =>
      `Отклонение от плана за ${past}: ${deviation}; переносится на ${next}: ${carried}.`,
    table: (unit: string) => `Планы, ${unit}`,
    rep: "Менеджер",
    department: "Отдел",
    current: "Действует",
    proposed: "Предлагается",
    change: "Изменение",
    landing: "Ожидаемый итог",
    rounded: (step: string, exact: string) =>
      `Предлагаемые планы округлены до ${step} в тех же границах и складываются так, как показаны; точный итог до округления — ${exact}.`,
    others: (amount: string) =>
      `В ожидаемый итог не вошло: ${amount} — по сделкам без ответственного и сделкам тех, у кого плана нет; в прогнозе выше они учтены.`,
    chances: (current: string, proposed: string) =>
      `По прогнозу вероятность выполнить действующий план — ${current}, предложенный — ${proposed}.`,
    outOfReach: (share: string, most: string) =>
      `В ${share} испытаний прогноза выходит не больше ${most}, то есть меньше предложенного: сначала нужны новые лиды, более высокая доля выигранных или сделки крупнее.`,
    proposal: "Это предложение, в базу оно не записано; утверждает план не тот, кто его подаёт.",
  },
} as const
