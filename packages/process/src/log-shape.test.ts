import { context, propagation, trace } from '@opentelemetry/api'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logLine, logShape } from './log-shape.ts'

const writer = { process: 'api', cloud: 'germany' }

beforeAll(() => new NodeTracerProvider().register())
afterAll(() => {
  for (const global of [trace, context, propagation]) global.disable()
})

/** The lines that pino and a process without pino write for the same event. */
function bothLines(): Record<string, unknown>[] {
  const lines: string[] = []
  pino(logShape(writer), { write: (line: string) => void lines.push(line) }).warn({ code: 'gone' }, 'refused')
  lines.push(logLine('warn', writer, 'refused', { code: 'gone' }))
  return lines.map((line) => JSON.parse(line))
}

test('sites, API and worker write one shape', () => {
  for (const line of bothLines())
    expect(line).toEqual({
      ...{
        level: 'warn',
        time: expect.any(String),
        process: 'api',
        cloud: 'germany',
        message: 'refused',
        code: 'gone',
      },
    })
  for (const { time } of bothLines()) expect(time).toBe(new Date(String(time)).toISOString())
})

test('a line in a trace names it', () => {
  trace.getTracer('test').startActiveSpan('work', (span) => {
    for (const line of bothLines()) expect(line.traceId).toBe(span.spanContext().traceId)
    span.end()
  })
})
