import { canonicalJson } from "@salesdept/core/journal"
const mark = {pipelineId:"servicesWithActs",stageId:"contact",previousStageId:"newLead",previousStageSeconds:3,outcome:"open",amountMinor:1200000,currency:"RUB",ownerId:"user:3",expectedCloseOn:"2026-12-31"}
const sorted = Object.fromEntries(Object.entries(mark).sort())
const arr = (m: unknown) => ["bench","deal_00000011",3,"deal","DealMoved",1,"2026-11-23T09:30:00.000Z","2026-11-23T09:30:00.000Z","user:1","command_0123456789abcdef0123456789abcdef",m,null]
const payload = {from:"newLead",to:"contact",outcome:"open",closedOn:null,lostReasonId:null}
const key = ["deal.move","user:1",{dealId:"deal_00000011",to:"contact"}]
const time = (name: string, v: unknown) => { for (let i=0;i<50000;i++) canonicalJson(v); const t=performance.now(); for (let i=0;i<200000;i++) canonicalJson(v); console.log(name, ((performance.now()-t)/200).toFixed(3),"µs") }
time("unsorted mark", arr(mark)); time("sorted mark", arr(sorted)); time("payload", payload); time("key", key)
