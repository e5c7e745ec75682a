/** Texts of the owner's workbook: what to ask oneself about each section. */
export const workbookTexts = {
  en: {
    title: (report: string) => `Workbook. ${report}`,
    agreed: "What was agreed",
    agreedHow:
      "One line for each decision: what is done, who does it, by which day, and how you will see that it helped.",
    agreedColumns: ["What", "Who", "By when", "How we shall see it", "Done"],
    questions: {
      overview: ["What in these figures surprises me?", "What is the one thing to be better by the next report?"],
      pipeline: ["At which stage do we lose most, and why there?", "Which deals do I look into myself?"],
      control: [
        "Who takes what nobody owns, and today?",
        "Which state comes again every month, and what in our order of work makes it?",
      ],
      "after-sale": [
        "Whom do I call about the payment myself?",
        "Who sends the documents, and by which day are they signed?",
        "To whom do we offer again, and whom do we ask for a recommendation?",
      ],
      month: [
        "With whom do I talk in person, and who is the mentor?",
        "What do we review together, without names?",
        "Whom do I thank, and for what?",
      ],
      attainment: [
        "Whose plan was out of reach from the start, and whose was too easy?",
        "Who needs help before the quarter is over?",
      ],
      fit: ["To whom do I give what next, and why?", "Whom do I teach what the best do?"],
      variance: [
        "What did we do otherwise than in the period before?",
        "Which cause is ours to change, and which is the market's?",
      ],
      forecast: ["What has to happen for the plan to be met?", "Which open deals decide it?"],
      findings: [
        "Which mistake came again, and what do we change so that it does not?",
        "Which action behind a win goes into the script?",
      ],
      scripts: [
        "What do I write into which script, and who words it?",
        "With whom do I listen to a talk in which the step that goes with winning was left out?",
      ],
      "next-plan": [
        "Does everybody know the new target, and from what it is to come?",
        "What do I give the rep whose target rises?",
      ],
    },
  },
  ru: {
    title: (report: string) => `Рабочий альбом. ${report}`,
    agreed: "О чём договорились",
    agreedHow: "На каждое решение — строка: что делаем, кто, к какому дню и по чему увидим, что помогло.",
    agreedColumns: ["Что", "Кто", "К какому дню", "По чему увидим", "Сделано"],
    questions: {
      overview: ["Что в этих цифрах меня удивило?", "Что одно должно стать лучше к следующему отчёту?"],
      pipeline: ["На каком этапе теряем больше всего и почему именно там?", "Какие сделки посмотрю сам?"],
      control: [
        "Кто сегодня возьмёт то, у чего нет ответственного?",
        "Какое состояние повторяется каждый месяц и что в нашем порядке работы его порождает?",
      ],
      "after-sale": [
        "Кому об оплате позвоню сам?",
        "Кто отправит документы и к какому дню они будут подписаны?",
        "Кому предложим купить ещё и кого попросим о рекомендации?",
      ],
      month: ["С кем поговорю лично и кто наставник?", "Что разберём вместе, без имён?", "Кого и за что поблагодарю?"],
      attainment: [
        "Чей план был недостижим с самого начала, а чей — слишком лёгким?",
        "Кому нужна помощь, пока период не закончился?",
      ],
      fit: ["Кому что поручу дальше и почему?", "Кого научу тому, что умеют лучшие?"],
      variance: ["Что мы делали не так, как в прошлом периоде?", "Какая причина зависит от нас, а какая — от рынка?"],
      forecast: ["Что должно произойти, чтобы план был выполнен?", "Какие открытые сделки всё решат?"],
      findings: [
        "Какая ошибка повторилась и что изменим, чтобы её не было?",
        "Какое действие, которое привело к победе, включим в скрипт?",
      ],
      scripts: [
        "Что и в какой скрипт включу и кто это сформулирует?",
        "С кем послушаю разговор, в котором не было шага, с которым выигрывают?",
      ],
      "next-plan": ["Каждый ли знает свой новый план и из чего он сложится?", "Чем помогу менеджеру, чей план растёт?"],
    },
  },
} as const
