// The operator's own membership directory, imported from a file as usual: the profiles of the companies that enrol, and
// two logins to try the sign-in to the membership directory.
import { setTimeout } from 'node:timers/promises'
import { countryCode } from '@entente/domain/core/organisation'
import type { DemoSeed } from '@entente/testkit/demo'
import { type Actor, type Actors, newPassword, once } from './seed-actors.ts'
import { companies, membershipOf } from './seed-companies.ts'

const seller = { userName: 'network@fourthcoffee.example', password: newPassword() }
const agency = { userName: 'network@alpineski.example', password: newPassword() }
const noLogin = { userName: '', password: '' }

type Row = [login: typeof noLogin, ...fields: (string | number | undefined)[]]

/** The first login can choose profiles of these countries, or of the cloud's own countries if it serves others. */
const usual = ['GB', 'DE', 'US', 'FR', 'CH']

/** Imports the profiles as the operator and returns the two logins. */
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
      .map(({ mpnId, name, country }) => [noLogin, mpnId, name, country, 'active'] as Row),
  ]
  const head = 'user_name,password,mpn_id,organisation,country,status,incentives,benefits,competencies'
  const lines = rows.map(([{ userName, password }, mpnId, name, country, status]) => {
    const offers = 'Cloud reselling,Technical support;Training days,Cloud platform'
    return `${userName},${password},${mpnId},"${name}",${country},${status},${offers}`
  })
  const { operatorDirectory } = await at(new Date(), operator)
  const file = Buffer.from([head, ...lines].join('\n')).toString('base64')
  await operatorDirectory.import({ file, ...once() })
  // Each look lets the import go on, in the background.
  while (!(await operatorDirectory.imported())?.finishedAt) await setTimeout(50)
  return [seller, agency]
}
