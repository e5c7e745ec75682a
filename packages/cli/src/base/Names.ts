import type { Session } from "@salesdept/core/promise"
import { isId } from "@salesdept/core/shared"

/** What people are called, by their ids at the host. */
export const repNames = async (session: Session): Promise<ReadonlyMap<string, string>> => {
  const names = new Map<string, string>()
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<Session["reps"]["page"]>> = await session.reps.page({
      limit: 1000,
      ...(after === null ? {} : { after }),
    })
    for (const { personId, texts } of page.items) {
      const { name } = texts
      if (name !== undefined) names.set(personId, name)
    }
    if (page.next === null) return names
    after = page.next
  }
}

/** What leads, clients and deals are called, by their ids: a thousand of each at most. */
export const recordNames = async (
  session: Session,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyMap<string, string>> => {
  const leads = await session.leads.getMany(ids.filter((id) => isId("lead", id)))
  const clients = await session.clients.getMany(ids.filter((id) => isId("client", id)))
  const deals = await session.deals.getMany(ids.filter((id) => isId("deal", id)))
  return new Map([
    ...[...leads, ...clients].flatMap(({ id, texts: { name } }) => (name === undefined ? [] : [[id, name] as const])),
    ...deals.flatMap(({ id, texts: { title } }) => (title === undefined ? [] : [[id, title] as const])),
  ])
}
