/** Texts of the section on whom to give what. */
export const fitTexts = {
  en: {
    title: "Whom to give what",
    intro: (period: string) =>
      `By results alone, of the deals closed over ${period}. What somebody knows and is ready for, and whom the client asks for, is yours to add.`,
    table: "Who wins more of a product than everybody together",
    product: "Product",
    all: "Everybody: won of closed",
    first: "First to ask",
    own: "Own: won of closed",
    rate: "Share, drawn",
    wonOf: (won: string, closed: string, share: string) => `${won} of ${closed}, ${share}`,
    few: (won: string, closed: string) => `${won} of ${closed}`,
    nobody: "nobody stands out",
    beyond: "beyond chance",
    method: (deals: string, least: string) =>
      `Shares are drawn towards everybody's by the weight of ${deals} closed deals, so that a few lucky ones name nobody; named is who closed ${least} or more of the product and is still there. “Beyond chance” is said with all comparisons taken together. Where “beyond chance” does not stand, the difference may be chance: a reason to try, not a verdict.`,
  },
  ru: {
    title: "Кому что поручать",
    intro: (period: string) =>
      `Только по результатам (сделки, закрытые за период ${period}). Знание дела, готовность и пожелания клиента добавьте сами.`,
    table: "Кто выигрывает по продукту больше, чем все вместе",
    product: "Продукт",
    all: "Все: выиграно из закрытых",
    first: "Кому поручить",
    own: "Свои: выиграно из закрытых",
    rate: "Доля с поправкой",
    wonOf: (won: string, closed: string, share: string) => `${won} из ${closed}, ${share}`,
    few: (won: string, closed: string) => `${won} из ${closed}`,
    nobody: "никто не выделяется",
    beyond: "не случайно",
    method: (deals: string, least: string) =>
      `Доля с поправкой приближена к общей с весом в ${deals} закрытых сделок: несколько удач никого не выделят. Названы те, кто закрыл по продукту не меньше ${least} сделок и работает сейчас. Отметка «не случайно» учитывает все сравнения вместе. Без неё разница может быть случайной: это повод попробовать, а не приговор.`,
  },
} as const
