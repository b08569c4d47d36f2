import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { cloudIds } from '@entente/clouds/clouds'
import { secretSettings } from '@entente/process/secret-files'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { sites } from '../bundle/bundle-instance.ts'
import { root } from '../process.ts'
import { exampleEnvironment, processes } from './process-settings.ts'

type Container = {
  env: {
    name: string
    value?: string
    valueFrom?: { secretKeyRef?: object; configMapKeyRef?: { key: string } }
  }[]
  envFrom: { configMapRef: { name: string } }[]
  resources: { requests: object; limits: object }
  securityContext: object
  livenessProbe?: object
  readinessProbe?: object
  startupProbe?: object
  command: string[]
}
type Pod = { metadata: { labels: Record<string, string> }; spec: PodSpec }
type PodSpec = {
  containers: Container[]
  securityContext: object
  volumes?: { secret?: { secretName: string }; configMap?: { name: string } }[]
}
type Resource = {
  apiVersion: string
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  spec: { template: Pod; jobTemplate: { spec: { template: Pod } }; [key: string]: unknown }
}

const folder = path.join(root, 'infra/kubernetes')
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8')
const documents = (file: string) => parseAllDocuments(read(file)).map((one) => one.toJS() as Resource)
const base = readdirSync(path.join(folder, 'base'))
  .filter((name) => name !== 'kustomization.yaml')
  .flatMap((name) => documents(`base/${name}`))
const podOf = ({ spec }: Resource): Pod | undefined => spec?.template ?? spec?.jobTemplate?.spec.template
const programs = base.filter((one) => podOf(one))
const containerOf = (one: Resource) => podOf(one)?.spec.containers[0] as Container

const pairs = (lines: string[]) =>
  Object.fromEntries(
    lines
      .filter((line) => /^[A-Z_]+=/.test(line))
      .map((line) => {
        const at = line.indexOf('=')
        return [line.slice(0, at), line.slice(at + 1)]
      }),
  )
const shared = pairs(parse(read('base/kustomization.yaml')).configMapGenerator[0].literals)
const settingsOf = (cloud: string) => pairs(read(`${cloud}/settings.env`).split('\n'))

/** The environment of a program in a cloud; secrets have the values of .env.example. */
function environmentOf(one: Resource, cloud: string): Record<string, string> {
  const settings = { ...shared, ...settingsOf(cloud) }
  const examples: Record<string, string> = exampleEnvironment()
  const own = containerOf(one).env.flatMap(({ name, value, valueFrom }): [string, string][] => {
    if (valueFrom?.configMapKeyRef) return [[name, settings[valueFrom.configMapKeyRef.key] ?? '']]
    const setting = name.replace(/_FILE$/, '')
    const given = valueFrom || setting !== name ? examples[setting] : value
    return given === undefined ? [] : [[setting, given]]
  })
  return { ...settings, ...Object.fromEntries(own) }
}

describe('every manifest', () => {
  const all = [...base, ...cloudIds.flatMap((cloud) => documents(`${cloud}/ingress.yaml`))]
  test.each(all.map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))(
    '%s has a valid form',
    async (_, one) => {
      const models = (await import(
        /* @vite-ignore */ `kubernetes-models/${one.apiVersion}/${one.kind}`
      )) as Record<string, new (data: object) => { validate: () => void }>
      const Model = models[one.kind]
      if (!Model) throw new Error(`No schema of ${one.apiVersion} ${one.kind}.`)
      expect(() => new Model(one).validate()).not.toThrow()
    },
  )

  test('of a wrong form is found', async () => {
    const { Deployment } = await import('kubernetes-models/apps/v1/Deployment')
    const api = base.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'api')
    expect(() => new Deployment({ ...api, spec: { selector: 'api' } } as never).validate()).toThrow(
      'selector',
    )
  })

  test('is in the base’s list', () => {
    const listed: string[] = parse(read('base/kustomization.yaml')).resources
    const files = readdirSync(path.join(folder, 'base')).filter((name) => name !== 'kustomization.yaml')
    expect([...listed].sort()).toEqual(files.sort())
  })
})

describe.each(cloudIds)('in the cloud %s', (cloud) => {
  test.each(Object.entries(processes))('%s starts with the settings that it gets', async (name, file) => {
    const program = programs.find(({ metadata }) => metadata.name === name)
    if (!program) throw new Error(`No program ${name}.`)
    const { readEnv, readSettings } = await import(pathToFileURL(path.join(root, file)).href)
    const environment = environmentOf(program, cloud)
    expect((readEnv ?? readSettings)(environment)).toMatchObject({ CLOUD: cloud })
  })

  test('differs from the others in names and settings only', () => {
    const neutral = (text: string) => text.replaceAll(cloud, 'CLOUD')
    for (const file of ['kustomization.yaml', 'ingress.yaml'])
      expect(neutral(read(`${cloud}/${file}`)), file).toBe(
        read(`global/${file}`).replaceAll('global', 'CLOUD'),
      )
    expect(Object.keys(settingsOf(cloud))).toEqual(Object.keys(settingsOf('global')))
    expect(parse(read(`${cloud}/kustomization.yaml`)).namespace).toBe(`entente-${cloud}`)
    const hosts = documents(`${cloud}/ingress.yaml`).flatMap(({ spec }) =>
      (spec.rules as { host: string }[]).map(({ host }) => `https://${host}`),
    )
    const { PARTNER_URL, CUSTOMER_URL, OPERATOR_URL } = settingsOf(cloud)
    expect(hosts).toEqual([
      PARTNER_URL,
      CUSTOMER_URL,
      OPERATOR_URL,
      expect.stringContaining('https://hooks.'),
    ])
  })

  test('holds no secret', () => {
    const settings = Object.keys({ ...shared, ...settingsOf(cloud) })
    expect(settings.filter((name) => (secretSettings as readonly string[]).includes(name))).toEqual([])
  })
})

test('what migrations need carries their label, and can be applied before the rest', () => {
  const generator = parse(read('base/kustomization.yaml')).configMapGenerator[0]
  const early = base.filter(({ metadata }) => metadata.labels?.['entente/phase'] === 'migrate')
  expect(early.map(({ kind }) => kind).sort()).toEqual(['Job', 'Namespace', 'ServiceAccount'])
  expect(generator.options.labels).toEqual({ 'entente/phase': 'migrate' })
})

test('every program that reads the override file has the place for it', () => {
  for (const program of programs.filter(({ metadata }) => metadata.name !== 'migrate')) {
    const mounted = podOf(program)?.spec.volumes?.map(({ configMap }) => configMap?.name)
    expect(mounted, program.metadata.name).toContain('cloud-overrides')
  }
})

test('each secret comes by reference or from a file, and no site has one but its own', () => {
  for (const program of programs)
    for (const { name, value, valueFrom } of containerOf(program).env)
      if ((secretSettings as readonly string[]).includes(name)) {
        expect(value, name).toBeUndefined()
        expect(valueFrom?.secretKeyRef, name).toBeDefined()
      }
  const secretsOf = (name: string) =>
    (podOf(programs.find(({ metadata }) => metadata.name === name) as Resource)?.spec.volumes ?? []).flatMap(
      ({ secret }) => secret?.secretName ?? [],
    )
  for (const site of sites) expect(secretsOf(site)).toEqual([site])
  expect(secretsOf('api')).toEqual(['keys', 'api'])
  expect(secretsOf('worker')).toEqual(['keys', 'worker'])
  expect(secretsOf('migrate')).toEqual(['owner'])
})

test('every program runs without rights on a file system that it cannot write, with its needs stated', () => {
  for (const program of programs) {
    expect(podOf(program)?.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 })
    expect(podOf(program)?.spec).toMatchObject({ automountServiceAccountToken: false })
    expect(containerOf(program)).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      resources: {
        requests: { cpu: expect.any(String), memory: expect.any(String) },
        limits: { memory: expect.any(String) },
      },
    })
  }
})

test('every process has probes, a disruption budget, an autoscaler and the command of the bundle', () => {
  const has = (kind: string, name: string) =>
    base.find((one) => one.kind === kind && one.metadata.name === name)?.spec
  for (const name of Object.keys(processes)) {
    const program = programs.find(({ metadata }) => metadata.name === name) as Resource
    const probes = containerOf(program)
    const ready = sites.includes(name) || name === 'api' || name === 'worker' ? '/readyz' : ''
    expect(probes.readinessProbe).toMatchObject({ httpGet: { path: ready } })
    expect(probes.livenessProbe).toMatchObject({ httpGet: { path: '/healthz' } })
    expect(probes.startupProbe).toBeDefined()
    expect(probes.command[1]).toBe(sites.includes(name) ? `${name}/server.mjs` : `bin/${name}.mjs`)
    expect(has('PodDisruptionBudget', name)).toMatchObject({ minAvailable: 1 })
    expect(has('HorizontalPodAutoscaler', name)).toMatchObject({
      minReplicas: 2,
      scaleTargetRef: { kind: program.kind, name },
    })
  }
})

type Policy = {
  podSelector: {
    matchLabels?: Record<string, string>
    matchExpressions?: { key: string; values: string[] }[]
  }
  policyTypes: string[]
  egress?: { to: object[]; ports: { port: number }[] }[]
}

test('the network lets the sites reach the API alone, and only API, worker and commands the database', () => {
  const policies = base
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ spec }) => spec as unknown as Policy)
  const isFor = (
    { podSelector: { matchLabels = {}, matchExpressions = [] } }: Policy,
    labels: Record<string, string>,
  ) =>
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''))
  const portsOf = (labels: Record<string, string>) =>
    policies
      .filter((policy) => isFor(policy, labels))
      .flatMap(({ egress = [] }) => egress.flatMap(({ ports }) => ports.map(({ port }) => port)))
  const everywhere = [53, 53, 4318]
  for (const program of programs) {
    const labels = podOf(program)?.metadata.labels ?? {}
    const isSite = sites.includes(program.metadata.name)
    expect(portsOf(labels).includes(5432), program.metadata.name).toBe(!isSite)
    if (isSite) expect(portsOf(labels)).toEqual([...everywhere, 4704])
  }
  // Without rules of its own a pod reaches names and traces, and nobody reaches it.
  expect(portsOf({ app: 'stranger' })).toEqual(everywhere)
  expect(policies[0]).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
})
