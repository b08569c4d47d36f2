import { type AuditListInput, auditListInput } from '@entente/domain/operator/operator-list'
import { textOf } from '@entente/site/list-href'

export const filterNames = ['chain', 'organisation', 'action', 'person', 'from', 'until'] as const
export type AuditFilters = Partial<Pick<AuditListInput, (typeof filterNames)[number]>>

/** Reads the filters from the URL (U4). An invalid one is left out, and the page says so. */
export function readFilters(parameters: URLSearchParams): { filters: AuditFilters; isReadable: boolean } {
  const filters: Record<string, unknown> = {}
  let isReadable = true
  for (const name of filterNames) {
    const parsed = auditListInput.shape[name].safeParse(textOf(parameters, name))
    if (!parsed.success) isReadable = false
    else if (parsed.data !== undefined) filters[name] = parsed.data
  }
  return { filters, isReadable }
}
