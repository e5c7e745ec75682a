/** Texts of the section on findings. */
export const findingsTexts = {
  en: {
    title: "Findings for the review",
    intro: (shown: string, considered: string, period: string) =>
      `${shown} of ${considered} found in ${period}, those most worth a review.`,
    order: (text: string) => `Order: ${text}.`,
    none: (period: string) => `Nothing worth a review was found in ${period} by the rules that could be applied.`,
    severities: { critical: "Critical", major: "Major", minor: "Minor", win: "Win" },
    rep: "Concerns",
    evidence: "Evidence",
    evidenceOf: (count: string, records: string, ids: string, all: boolean) =>
      all ? `${count} (${records}): ${ids}` : `${count} (${records}), the first of them: ${ids}`,
    evidenceCount: (count: string, records: string) => `${count} (${records})`,
    more: (count: string) => `${count} more`,
    atStake: "Money at stake",
    next: "For the review",
    rule: "Rule",
  },
  ru: {
    title: "Находки для разбора",
    intro: (shown: string, considered: string, period: string) =>
      `Показано ${shown} из ${considered} найденных за ${period}: те, что больше всего стоят разбора.`,
    order: (text: string) => `Порядок: ${text}.`,
    none: (period: string) => `За ${period} по применимым правилам не нашлось ничего, что стоило бы разбора.`,
    severities: { critical: "Критично", major: "Важно", minor: "Мелочь", win: "Победа" },
    rep: "Касается",
    evidence: "Подтверждение",
    evidenceOf: (count: string, records: string, ids: string, all: boolean) =>
      all ? `${count} (${records}): ${ids}` : `${count} (${records}), первые из них: ${ids}`,
    evidenceCount: (count: string, records: string) => `${count} (${records})`,
    more: (count: string) => `ещё ${count}`,
    atStake: "Деньги под вопросом",
    next: "К разбору",
    rule: "Правило",
  },
} as const
