import type { DirectoryFault } from '@entente/domain/identity/sign-in-directory'
import { directoryClient } from '@entente/outside/directory-client'
import { type Finding, ok, placeOf, wrong } from './finding.ts'
import type { Settings } from './settings.ts'

const about = 'operator sign-in'

/** Checks that the issuer of operators answers with a configuration that we can use. Sends nobody there. */
export async function checkOperatorDirectory(settings: Settings): Promise<Finding> {
  const { OPERATOR_SIGN_IN_ISSUER: issuer, OPERATOR_SIGN_IN_CLIENT_ID: clientId } = settings
  const { OPERATOR_SIGN_IN_CLIENT_SECRET: clientSecret, OPERATOR_SIGN_IN_FACTORS: factors = [] } = settings
  if (!(issuer && clientId && clientSecret))
    return ok(about, 'no issuer is set: operators sign in with passwords')
  const directory = { owner: 'instance', issuer, clientId, clientSecret } as const
  const back = `${settings.OPERATOR_URL ?? 'https://operator.invalid'}/sign-in/directory/callback`
  const nameServers = settings.NAME_SERVERS ?? []
  const answer = await directoryClient({ allowLocal: true, nameServers }).depart(directory, back)
  const place = placeOf(issuer)
  if (!answer.ok)
    return wrong(about, `the issuer at ${place} cannot be used (${answer.fault})`, adviceOf(answer.fault))
  const second =
    factors.length > 0
      ? `second factors by ${factors.map(({ claim, value }) => `${claim}:${value}`).join(', ')}`
      : 'everybody gives our own second factor, because OPERATOR_SIGN_IN_FACTORS is not set'
  return ok(about, `the issuer at ${place} answers; ${second}`)
}

const adviceOf = (fault: DirectoryFault): string =>
  fault === 'no_answer'
    ? 'Start it, allow outgoing connections, or correct OPERATOR_SIGN_IN_ISSUER'
    : 'Correct OPERATOR_SIGN_IN_ISSUER: it is the issuer that the configuration below it names'
