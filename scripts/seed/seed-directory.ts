// The operator's own membership directory, taken in as a file like any other: the profiles of the companies that enrol,
// and two logins to try **Sign in to the partner network** with.
import { countryCode } from '@entente/domain/core/organisation'
import type { DemoSeed } from '@entente/testkit/demo'
import { type Actor, type Actors, newPassword, once } from './seed-actors.ts'
import { companies, membershipOf } from './seed-companies.ts'

const seller = { userName: 'network@fourthcoffee.example', password: newPassword() }
const agency = { userName: 'network@alpineski.example', password: newPassword() }
const nobody = { userName: '', password: '' }

type Row = [login: typeof nobody, ...fields: (string | number | undefined)[]]

/** Profiles of companies in these countries can be chosen by the first login; where others enrol, of those. */
const usual = ['GB', 'DE', 'US', 'FR', 'CH']

/** Imports them as the operator and answers the two logins. */
export async function seedDirectory({ at, cloud }: Actors, operator: Actor): Promise<DemoSeed['membership']> {
  const countries = (cloud.enrolment.countries ?? usual).map((country) => countryCode.parse(country))
  const rows: Row[] = [
    ...countries.map(
      (country, index): Row => [seller, 4_800_000 + index, `Fourth Coffee ${country}`, country, 'active'],
    ),
    [seller, 4_810_000, 'Fourth Coffee Roasters, closed', countries[0], 'inactive'],
    [agency, 4_820_000, 'Alpine Ski House', countries.at(-1), 'active'],
    ...companies
      .map(membershipOf)
      .map(({ mpnId, name, country }) => [nobody, mpnId, name, country, 'active'] as Row),
  ]
  const head = 'user_name,password,mpn_id,organisation,country,status,incentives,benefits,competencies'
  const lines = rows.map(([{ userName, password }, mpnId, name, country, status]) => {
    const moving = 'Cloud reselling,Technical support;Training days,Cloud platform'
    return `${userName},${password},${mpnId},"${name}",${country},${status},${moving}`
  })
  const { operatorDirectory } = await at(new Date(), operator)
  await operatorDirectory.import({ csv: [head, ...lines].join('\n'), ...once() })
  return [seller, agency]
}
