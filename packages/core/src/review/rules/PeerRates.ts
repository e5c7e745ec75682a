import type { FindingDraft } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import type { MistakeRate } from "../MistakeRates.ts"
import { mistakeMeasures, mistakeRates } from "../MistakeRates.ts"
import type { PeerComparison } from "../PeerComparison.ts"
import { comparePeers } from "../PeerComparison.ts"
import { withheldStake } from "../Stake.ts"
import { numberText, percentText, shareText } from "../Wording.ts"

const draftOf = (rate: MistakeRate, beside: PeerComparison): FindingDraft => {
  const { measure, count, size, ids, cases, evidence, repId } = rate
  const name = mistakeMeasures[measure]
  const [own, peers, shrunk] = [shareText(count, size), percentText(beside.peers ?? 0), percentText(beside.shrunk ?? 0)]
  return {
    severity: "major",
    title: {
      en: `More often than peers — ${name.en}: ${own.en}`,
      ru: `Чаще, чем у коллег, — ${name.ru}: ${own.ru}`,
    },
    what: {
      en: `${own.en}; with peers of the same role and ramp it is ${peers.en}. Drawn towards them for the size of the sample: ${shrunk.en}. The difference is beyond chance over all comparisons made (q = ${numberText(beside.qValue ?? 0, 3).en}).`,
      ru: `${own.ru}; у коллег с той же ролью и стажем — ${peers.ru}. С поправкой на размер выборки: ${shrunk.ru}. Разница не случайна с учётом всех сравнений (q = ${numberText(beside.qValue ?? 0, 3).ru}).`,
    },
    ownerId: repId,
    evidence: { kind: evidence, ids, cases },
    ...withheldStake({ en: "a rate has no amount of its own", ru: "у доли нет собственной суммы" }),
    next: {
      en: "In person, with the mentor: what is different in this rep's work, and what help is needed?",
      ru: "Лично, с наставником: что в работе устроено иначе и какая нужна помощь?",
    },
  }
}

/** Reps with whom a mistake is more frequent than with peers of the same role and ramp, beyond chance. */
export const aboveRate = findingRule({
  id: "rep.mistakeAbovePeers",
  version: 2,
  name: { en: "A mistake more frequent than with peers", ru: "Ошибка чаще, чем у коллег" },
  kind: "mistake",
  needs: ["followUp"],
  parameters: {
    falseDiscoveryPercent: {
      default: 5,
      min: 0.1,
      max: 50,
      meaning: {
        en: "expected share of false ones among the findings, in percent",
        ru: "ожидаемая доля ложных среди находок, в процентах",
      },
    },
    leastOccasions: {
      default: 10,
      min: 2,
      max: 100_000,
      meaning: { en: "occasions that a rep must have", ru: "сколько случаев должно быть у менеджера" },
    },
    discountPercent: {
      default: 15,
      min: 0,
      max: 100,
      meaning: {
        en: "discount beyond which it is a mistake, in percent",
        ru: "скидка, сверх которой это ошибка, в процентах",
      },
    },
    unsentAfterDays: {
      default: 3,
      min: 0,
      max: 3650,
      meaning: {
        en: "days after drafting by which a document is to be sent (inclusive)",
        ru: "за сколько дней после составления документ надо отправить (включительно)",
      },
    },
  },
  find: (facts, period, { falseDiscoveryPercent, leastOccasions, discountPercent, unsentAfterDays }) => {
    const rates = mistakeRates(facts, period, { discountPercent, unsentAfterDays })
    const compared = comparePeers(rates, {
      falseDiscoveryRate: falseDiscoveryPercent / 100,
      leastSize: leastOccasions,
    })
    const findings = compared
      .filter(({ verdict }) => verdict === "above")
      .flatMap((beside) =>
        rates
          .filter(({ measure, repId }) => measure === beside.measure && repId === beside.repId)
          .map((rate) => draftOf(rate, beside)),
      )
    const withheld = numberText(compared.filter(({ verdict }) => verdict === "withheld").length)
    return {
      findings,
      notRead: compared.some((one) => one.verdict === "withheld")
        ? [
            {
              en: `comparisons withheld for want of occasions or of peers: ${withheld.en}`,
              ru: `сравнений без вывода, потому что мало случаев или коллег: ${withheld.ru}`,
            },
          ]
        : [],
    }
  },
})
