/** One line of the final table: our figure, the reference of the same run, and the target. */
export type Row = {
  what: string
  figure: string
  /** What the figure is compared with; without it, the figure is compared with the target itself. */
  reference?: string
  /** The number behind the target; missing when nothing was measured, which the figure then explains. */
  value?: number
  unit?: 'x' | 's' | 'ms' | 'kB' | ''
  /** Missing when the number is only worth knowing. */
  target?: { atLeast: number } | { atMost: number }
}

/** At least 1 when the target is met; a smaller value means a larger miss. */
export function slack({ value, target }: Row): number {
  if (value === undefined || target === undefined) return Number.POSITIVE_INFINITY
  if ('atLeast' in target) return value / target.atLeast
  // Zero where zero is the target: there is no ratio.
  return value === target.atMost ? 1 : target.atMost / value
}

export function printRows(rows: Row[]): void {
  const header = ['what', 'figure', 'reference', 'ratio', 'target', 'met']
  const lines = rows.map((row) => {
    const { what, figure, reference = '', value, unit, target } = row
    if (value === undefined) return [what, figure, reference, '', '', 'not measured']
    const ratio = unit === 'x' ? `${value.toFixed(2)} x` : ''
    if (!target) return [what, figure, reference, ratio, '', '']
    const bound = 'atLeast' in target ? `>= ${target.atLeast}` : `<= ${target.atMost}`
    return [what, figure, reference, ratio, `${bound} ${unit}`, slack(row) >= 1 ? 'yes' : 'NO']
  })
  const table = [header, header.map(() => '---'), ...lines]
  const widths = header.map((_, at) => Math.max(...table.map((cells) => cells[at]?.length ?? 0)))
  for (const cells of table)
    console.log(`| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`)
}

export const perSecond = (count: number): string => `${Math.round(count).toLocaleString('en')}/s`
export const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`
