import { clientDuties } from "../client/service.ts"
import { controlDuties } from "../control/ControlDutyService.ts"
import { dealDuties } from "../deal/service.ts"
import { readGateFacts } from "../department/GateFacts.ts"
import { loyaltyDuties } from "../loyalty/service.ts"
import type { Duty } from "../ports/tick/Duty.ts"
import { reviewDuties } from "../review/service.ts"
import { readScriptFacts } from "../script/service.ts"
import { settlementDuties } from "../settlement/service.ts"

/**
 * The library's own duties: what `tick` does. An area adds its own by `duty`: the command that does it and the field that
 * says when. Those of a host go behind them.
 */
export const duties: ReadonlyArray<Duty> = [
  ...clientDuties,
  ...controlDuties,
  ...dealDuties,
  ...loyaltyDuties(readGateFacts),
  ...reviewDuties(readScriptFacts),
  ...settlementDuties,
]
