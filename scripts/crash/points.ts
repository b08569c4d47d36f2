// R2: the named points of the mail path at which a worker is killed.

/** In the order in which a mail passes them. */
export const crashPoints = [
  'queued', // relayed into the queue, its outbox row not marked yet
  'before claim',
  'after claim',
  'before reading',
  'after reading',
  'after render',
  'inside save', // saved, not committed
  'after save',
  'before send',
  'while sending', // everything is sent, no response yet
  'after accept', // the provider's response has started
  'after answer',
  'before mark',
  'inside mark', // marked as sent, not committed
  'after mark',
  'before finish', // everything is saved, the queue does not know yet
] as const

export type CrashPoint = (typeof crashPoints)[number]

const prefix = 'dies at point: '
/** The line that a worker prints before it kills itself. */
export const deathLine = (point: CrashPoint): string => `${prefix}${point}`

// The maximum number of passes before a worker dies at its point: by then its mails are at different points.
const passesMax = 6

export type PointPlan = {
  /** Settings of the next worker to start: the point where it dies, as long as kills are left. */
  environment: (worker: string) => Record<string, string>
  /** Receives each line that a worker prints. */
  onLine: (worker: string, line: string) => void
  /** Makes workers that start from now on die at each point in turn, `deaths` times in total. */
  begin: (deaths: number) => void
  end: () => void
  isDone: () => boolean
  deaths: Map<CrashPoint, number>
}

export function planPoints(): PointPlan {
  let turn = 0
  let deathsMax = 0
  let sum = 0
  const repeated: CrashPoint[] = []
  const armed = new Map<string, CrashPoint>()
  const deaths: PointPlan['deaths'] = new Map()
  const next = (): CrashPoint | undefined =>
    repeated.pop() ?? (turn < deathsMax ? crashPoints[turn++ % crashPoints.length] : undefined)
  return {
    environment(worker): Record<string, string> {
      // A worker that died for another reason has not reached its point.
      const missed = armed.get(worker)
      if (missed) repeated.push(missed)
      const point = next()
      if (!point) return {}
      armed.set(worker, point)
      return { CRASH_POINT: point, CRASH_PASSES: String(1 + Math.floor(Math.random() * passesMax)) }
    },
    onLine(worker, line) {
      const point = crashPoints.find((name) => line === deathLine(name))
      if (!point) return
      armed.delete(worker)
      deaths.set(point, (deaths.get(point) ?? 0) + 1)
      sum++
    },
    begin(count) {
      deathsMax = turn + count
    },
    end() {
      deathsMax = turn
      repeated.length = 0
      armed.clear()
    },
    isDone: () => sum >= deathsMax,
    deaths,
  }
}
