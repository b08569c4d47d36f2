import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { sites } from '../bundle/bundle-instance.ts'
import { root } from '../process.ts'
import { documentedSettings, processes, variablesOf } from './process-settings.ts'

type Service = {
  command?: string[]
  environment: Record<string, string | null>
  healthcheck?: { test: string[] }
  secrets?: string[]
  depends_on?: Record<string, { condition: string }>
  ports?: string[]
  networks?: string[] | Record<string, object>
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const text = read('infra/compose.yaml')
const { services, secrets, networks } = parse(text, { merge: true }) as {
  services: Record<string, Service>
  secrets: Record<string, { file: string }>
  networks: Record<string, { internal?: boolean } | null>
}

test.each(Object.entries(processes))('%s gets every setting that it reads, and no other', (name, file) => {
  const known = variablesOf(file)
  const given = Object.keys(services[name]?.environment ?? {})
  expect(known.filter((variable) => !given.includes(variable))).toEqual([])
  // The sites share a block of settings with other processes; an extra variable there does no harm.
  if (!sites.includes(name)) expect(given.filter((variable) => !known.includes(variable))).toEqual([])
})

test('every setting that a process reads or that the file requires is in .env.example', () => {
  const documented = new Set(documentedSettings())
  const known = Object.values(processes).flatMap(variablesOf)
  // Set in the file itself: it selects the image and does not change how a process behaves.
  const asked = [...text.matchAll(/\$\{([A-Z_]+)/g)].flatMap(([, name = '']) =>
    name === 'ENTENTE_IMAGE' ? [] : [name],
  )
  expect([...new Set([...known, ...asked])].filter((name) => !documented.has(name))).toEqual([])
})

test('every program of the bundle runs with a health check, and only the sites and webhooks are published', () => {
  const programs = Object.entries(services).filter(([name]) => name in processes)
  expect(programs.map(([name]) => name).sort()).toEqual([
    'acceptance-site',
    'api',
    'operator-console',
    'partner-portal',
    'worker',
  ])
  for (const [name, { command, environment, healthcheck }] of programs) {
    const [, file = ''] = command ?? []
    const source = sites.includes(name) ? `apps/${name}/server.ts` : `apps/${name}/src/main.ts`
    expect(file).toBe(sites.includes(name) ? `${name}/server.mjs` : `bin/${name}.mjs`)
    expect(existsSync(path.join(root, source))).toBe(true)
    expect(healthcheck?.test.join(' ')).toContain(`127.0.0.1:${environment.PORT}/`)
  }
  const published = Object.values(services).flatMap(({ ports = [] }) => ports)
  const loopback = [4701, 4702, 4703, 4711].map((port) => `127.0.0.1:${port}:${port}`)
  expect(published.sort()).toEqual([...loopback, '443:443', '80:80'])
  expect(services.proxy?.ports).toEqual(['80:80', '443:443'])
})

test('nothing starts before the migrations are done, and only services that need them get keys and the owner’s URL', () => {
  for (const name of ['api', 'worker'])
    expect(services[name]?.depends_on?.migrate?.condition).toBe('service_completed_successfully')
  for (const site of sites) expect(services[site]?.depends_on?.api?.condition).toBe('service_healthy')
  const having = (has: (service: Service) => boolean) =>
    Object.entries(services).flatMap(([name, service]) => (has(service) ? [name] : []))
  expect(having((service) => service.secrets?.includes('keys') ?? false)).toEqual(['api', 'worker', 'cli'])
  expect(having(({ environment }) => 'DATABASE_OWNER_URL' in environment)).toEqual(['migrate', 'cli'])
  expect(secrets.keys?.file).toMatch(/^\$\{ENTENTE_KEYS_FILE/)
})

test('the sites share no network with the database or the worker, and each has a secret of its own', () => {
  const on = (name: string) => {
    const networks = services[name]?.networks ?? []
    return Array.isArray(networks) ? networks : Object.keys(networks)
  }
  for (const site of sites) {
    expect(on(site)).toEqual(['sites'])
    const [, variable] =
      /^\$\{([A-Z]+_SITE_SECRET):\?\}$/.exec(services[site]?.environment.SITE_SECRET ?? '') ?? []
    expect(
      Object.values(services).filter(({ environment }) => environment.SITE_SECRET?.includes(`${variable}`)),
    ).toHaveLength(1)
  }
  const besideSites = Object.keys(services).filter((name) => on(name).includes('sites'))
  expect(besideSites.sort()).toEqual(['api', 'proxy', ...sites].sort())
  expect(on('postgres')).toEqual(['data'])
  expect(networks.data?.internal).toBe(true)
})

test('the proxy forwards each site’s origin to its port, and of the API only what is for outside', () => {
  const caddy = read('infra/Caddyfile')
  for (const [site, name] of [
    ['partner-portal', 'PARTNER_URL'],
    ['acceptance-site', 'CUSTOMER_URL'],
    ['operator-console', 'OPERATOR_URL'],
  ] as const) {
    expect(services[site]?.environment.ORIGIN).toContain(name)
    expect(caddy).toContain(
      `{$${name}} {\n\timport site\n\treverse_proxy ${site}:${services[site]?.environment.PORT}\n`,
    )
  }
  expect([...caddy.matchAll(/reverse_proxy api:(\d+)/g)].map(([, port]) => port)).toEqual(['4711'])
  expect(services.api?.environment.TRUSTED_PROXIES).toContain('172.30.47.2')
})

test('the file contains no secret', () => {
  const literal = Object.values(services)
    .flatMap(({ environment }) => Object.entries(environment))
    .filter(
      ([name, value]) => /PASSWORD|SECRET|API_KEY|DATABASE.*URL/.test(name) && value && !value.includes('${'),
    )
  expect(literal).toEqual([])
})
