import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The part of Node's `--cpu-prof` format that is read here. Times are in microseconds. */
export type CpuProfile = {
  nodes: { id: number; callFrame: Frame }[]
  startTime: number
  samples: number[]
  timeDeltas: number[]
}
type Frame = { functionName: string; url: string; lineNumber: number; columnNumber: number }

export type Span = { from: number; until: number }

/** The self time of each module (without the functions it called) within the spans. */
export function selfTimes(profiles: CpuProfile[], spans: Span[]): Map<string, number> {
  const times = new Map<string, number>()
  const maps = new Map<string, SourceMap | undefined>()
  for (const { nodes, startTime, samples, timeDeltas } of profiles) {
    const modules = new Map(nodes.map(({ id, callFrame }) => [id, moduleOf(callFrame, maps)]))
    let at = startTime
    for (const [index, sample] of samples.entries()) {
      const delta = timeDeltas[index] ?? 0
      at += delta
      const name = modules.get(sample)
      if (name && spans.some(({ from, until }) => from <= at && at <= until))
        times.set(name, (times.get(name) ?? 0) + delta)
    }
  }
  return times
}

const outside = new Map([
  ['(idle)', 'waiting'],
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'system calls and other native code'],
])

function moduleOf(frame: Frame, maps: Map<string, SourceMap | undefined>): string {
  if (frame.url === '') return outside.get(frame.functionName) ?? `native ${frame.functionName}`
  // For modules of Node.js itself, keeps the folder: internal/webstreams, internal/deps/undici.
  if (frame.url.startsWith('node:'))
    return `Node.js ${frame.url.slice('node:'.length).replace(/(?<=\/[^/]+)\/[^/]+$/, '')}`
  const place = originOf(frame, maps)
  const dependency = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(place)?.[1]
  return dependency ?? /\/((?:apps|packages)\/[^/]+)\//.exec(place)?.[1] ?? place.split('/').at(-1) ?? place
}

/** The source file of a bundled function. */
function originOf(
  { url, lineNumber, columnNumber }: Frame,
  maps: Map<string, SourceMap | undefined>,
): string {
  if (!maps.has(url)) maps.set(url, mapOf(url))
  const entry = maps.get(url)?.findEntry(lineNumber, columnNumber)
  return entry && 'originalSource' in entry ? new URL(entry.originalSource, url).href : url
}

function mapOf(url: string): SourceMap | undefined {
  const file = url.startsWith('file:') ? `${fileURLToPath(url)}.map` : ''
  return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}
