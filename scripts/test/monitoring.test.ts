import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { openDatabase } from '@entente/db/core/database'
import { statusOf } from '@entente/domain/refusal'
import { parser } from '@prometheus-io/lezer-promql'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { root } from '../process.ts'

type Registered = { name: string; type: string; labelNames: string[] }
type Rule = { record?: string; alert?: string; expr: string; annotations?: { runbook: string } }

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const rules: Rule[] = parse(read('infra/monitoring/rules.yaml')).groups.flatMap(
  ({ rules }: { rules: Rule[] }) => rules,
)
const { panels } = JSON.parse(read('infra/monitoring/dashboard.json')) as {
  panels: { title: string; targets: { expr: string }[] }[]
}

/** The metrics that API and worker register, with the labels of each; histograms under the names of their series. */
async function registered(): Promise<Map<string, Set<string>>> {
  // Never connected: only the names are asked for.
  const database = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing' })
  const known = new Map<string, Set<string>>([['up', new Set(['job'])]])
  for (const [app, create] of [
    ['api', 'createApiMetrics'],
    ['worker', 'createWorkerMetrics'],
  ] as const) {
    const module = await import(pathToFileURL(path.join(root, `apps/${app}/src/metrics.ts`)).href)
    const { registry } = module[create](database, () => new Date())
    for (const { name, type, labelNames } of registry.getMetricsAsArray() as Registered[]) {
      known.set(name, new Set(labelNames))
      if (type !== 'histogram') continue
      for (const series of ['count', 'sum']) known.set(`${name}_${series}`, new Set(labelNames))
      known.set(`${name}_bucket`, new Set([...labelNames, 'le']))
    }
  }
  for (const { record } of rules) if (record) known.set(record, new Set())
  return known
}

/** What Prometheus adds to each series, and what the rules ask the scraping jobs to add. */
const everywhere = ['job', 'instance', 'instance_name']

/** What a query names; throws where it is not valid PromQL. */
function namesIn(query: string) {
  const found = { metrics: [] as string[], matchers: [] as [string, string][], labels: [] as string[] }
  const text = query.replaceAll('$instance', 'x')
  parser.parse(text).iterate({
    enter({ name, type, from, to }) {
      const part = text.slice(from, to)
      if (type.isError) throw new Error(`Not valid at ${from}: ${query}`)
      if (name === 'VectorSelector') found.metrics.push(/^[\w:]+/.exec(part)?.[0] ?? '')
      if (name === 'UnquotedLabelMatcher') {
        const [, label = '', value = ''] = /^(\w+)\s*[=!~]+\s*"(.*)"$/.exec(part) ?? []
        found.matchers.push([label, value])
      }
      if (name === 'GroupingLabels') found.labels.push(...part.replace(/[()\s]/g, '').split(','))
    },
  })
  return found
}

const known = await registered()
const queries: [string, string][] = [
  ...rules.map(({ record, alert, expr }): [string, string] => [`${record ?? alert}`, expr]),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }): [string, string] => [title, expr])),
]

describe('every query', () => {
  test.each(queries)('%s names only metrics and labels that a process registers', (_, query) => {
    const { metrics, matchers, labels } = namesIn(query)
    expect(metrics.length).toBeGreaterThan(0)
    const possible = new Set(everywhere)
    for (const metric of metrics) {
      expect([...known.keys()]).toContain(metric)
      for (const label of known.get(metric) ?? []) possible.add(label)
    }
    for (const label of [...matchers.map(([name]) => name), ...labels]) expect([...possible]).toContain(label)
  })

  test('a metric that nobody registers and a query that is none are found', () => {
    expect(known.has(namesIn('rate(entente_orders_total[5m])').metrics[0] ?? '')).toBe(false)
    expect(() => namesIn('sum(rate(up[5m])')).toThrow('Not valid')
  })
})

test('codes that rules match are outcomes of requests', () => {
  const outcomes = new Set([...Object.keys(statusOf), 'ok', 'internal', 'unavailable'])
  const matched = queries.flatMap(([, query]) =>
    namesIn(query).matchers.filter(([label]) => label === 'code'),
  )
  expect(matched.length).toBeGreaterThan(3)
  for (const code of matched.flatMap(([, value]) => value.split('|'))) expect(outcomes).toContain(code)
})

test('every metric of ours is on the dashboard or in a rule', () => {
  const used = new Set(queries.flatMap(([, query]) => namesIn(query).metrics))
  const ours = [...known.keys()].filter(
    (name) => /^entente_/.test(name) && !/_(bucket|sum|count)$/.test(name),
  )
  expect(ours.length).toBeGreaterThan(8)
  const isUsed = (name: string) =>
    [name, `${name}_bucket`, `${name}_count`].some((series) => used.has(series))
  expect(ours.filter((name) => !isUsed(name))).toEqual([])
})

test('every alert names a chapter of docs/operations.md', () => {
  expect(existsSync(path.join(root, 'docs/operations.md'))).toBe(true)
  const anchors = [...read('docs/operations.md').matchAll(/^#{2,3} (.+)$/gm)].map(
    ([, title = '']) =>
      `#${title
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-')}`,
  )
  for (const { alert, annotations } of rules)
    if (alert) expect(anchors, alert).toContain(annotations?.runbook)
})

test('the objectives of docs/operations.md are recorded', () => {
  const cited = [...read('docs/operations.md').matchAll(/`(entente:[\w:]+)`/g)].map(([, name]) => name)
  expect(cited.length).toBeGreaterThan(2)
  for (const name of cited) expect(rules.map(({ record }) => record)).toContain(name)
})
