// The previous release's sites call our API until they are replaced, as the last of all.
import { appRouter } from '@entente/trpc/router'
import type { Check } from '../crash/verdict.ts'
import type { PreviousRelease } from './previous-release.ts'

type Procedures = Record<string, { _def: { type: string } }>
type Router = { _def: { procedures: unknown } }

/** What its sites do without until they are replaced, each with the reason. */
const doneWithout: Record<string, string> = {
  'operatorAccounts.customer':
    'operatorCustomers reads more; only the console page of one customer is away meanwhile',
}

const kindsOf = ({ _def: { procedures } }: Router) =>
  new Map(Object.entries(procedures as Procedures).map(([path, { _def }]) => [path, _def.type]))

/** Each procedure that they may call is here, and is a query or a mutation as it was. */
export async function checkProcedures({ load }: PreviousRelease): Promise<Check> {
  const before = await load<{ appRouter: Router }>('packages/trpc/src/router.ts')
  const [old, ours] = [kindsOf(before.appRouter), kindsOf(appRouter)]
  const gone = [...old].filter(([path, type]) => ours.get(path) !== type).map(([path]) => path)
  const wrong = gone.filter((path) => !(path in doneWithout))
  const stale = Object.keys(doneWithout).filter((path) => !gone.includes(path))
  return {
    what: `the ${old.size} procedures that its sites call are ours, too`,
    wrong: [...wrong, ...stale.map((path) => `${path} is here: take it out of the list`)],
  }
}
