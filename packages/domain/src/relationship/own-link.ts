/**
 * Whether a text holds a link, however disguised, to one of the hosts or to a subdomain of one: any case, a trailing
 * dot, user names before an @, ports, a missing scheme, percent-encoding, full-width or invisible characters, other
 * spellings of an IP address, a link inside another link's query. A partner's words must not lead to another partner's
 * invitation (R-018, R-019, S10). `hosts` are host names, host:port or origins.
 * A host without a dot (localhost) counts only where it stands in a link; alone it is a word.
 */
export function linksToHost(text: string, hosts: readonly string[]): boolean {
  const own = hosts.map(hostname).filter((host) => host !== '')
  const named = own.map(asWritten)
  return readings(text).some(
    (reading) =>
      named.some((pattern) => pattern.test(reading)) ||
      parsedHosts(reading).some((host) => isUnder(host, own)),
  )
}

const hostname = (host: string) =>
  withoutDot(URL.parse(host.includes('://') ? host : `https://${host}`)?.hostname ?? '')
const withoutDot = (host: string) => host.replace(/\.$/, '')
const isUnder = (host: string, own: string[]) =>
  own.some((name) => host === name || host.endsWith(`.${name}`))

/** The host as it stands in running text, where no parser says what is a link and mail applications guess. */
function asWritten(host: string): RegExp {
  const name = host.replace(/[.[\]]/g, '\\$&')
  const ends = String.raw`(?!\.?[a-z0-9-])`
  if (host.includes('.')) return new RegExp(`(?<![a-z0-9-])${name}${ends}`)
  return new RegExp(String.raw`(?<=[/@:.])${name}${ends}|(?<![a-z0-9-])${name}(?=\.?(?::\d|/))`)
}

/** The text as a reader, a browser and a mail application may take it. */
function readings(text: string): string[] {
  const plain = flatten(text)
  const decoded = flatten(decodePercents(plain))
  const twice = flatten(decodePercents(decoded))
  const lines = [...new Set([plain, decoded, twice])]
  // URL parsers drop line breaks and tabs inside a link, so a link broken over two lines may still be one.
  return [...lines, ...lines.map(joinLines)]
}

const joinLines = (text: string) =>
  text
    .split(/[\t\n\r]/)
    .map((line) => line.trim())
    .join('')

function flatten(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replaceAll('\u3002', '.')
    .replaceAll('\\', '/')
}

function decodePercents(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (pair) => Number.parseInt(pair, 16))
    return new TextDecoder().decode(bytes)
  })
}

function parsedHosts(text: string): string[] {
  return text
    .split(/[\s<>"'`(){}|,;]+/)
    .filter((word) => /[.:/]/.test(word))
    .flatMap((word) => [`http://${word}`, ...(/https?:.*/.exec(word) ?? [])])
    .flatMap((url) => withoutDot(URL.parse(url)?.hostname ?? ''))
}
