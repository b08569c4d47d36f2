import { hashSiteSecret, newSiteSecret } from '@entente/auth/site-secret'
import { audiences } from '@entente/domain/core/audience'
import { type Command, WrongUse } from './command.ts'

/** Makes the secret by which the API knows a site. It is printed once and kept nowhere. */
export const siteSecret: Command = {
  usage: `site secret <${audiences.join('|')}>`,
  does: 'prints a new secret for one site, and its hash for the API',
  async run([name, ...rest], { print }) {
    const site = audiences.find((one) => one === name)
    if (!site || rest.length > 0) throw new WrongUse(`Name one site: ${audiences.join(', ')}.`)
    const secret = newSiteSecret()
    print(`SITE_SECRET=${secret}`)
    print(`${site.toUpperCase()}_SITE_HASHES=${hashSiteSecret(secret)}`)
    return 0
  },
}
