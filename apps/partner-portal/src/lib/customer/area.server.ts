import type { RecordPermission } from '@entente/domain/relationship/customer-access'
import type { CustomerRecord } from '#lib/relationship/customer-record.server.ts'

type InRecord = { parent: () => Promise<{ record: CustomerRecord }> }

/**
 * What an area's page loads, or null where the area is closed to the person: the record then shows the reason in place of the
 * page.
 */
export async function inArea<T>(
  { parent }: InRecord,
  permission: RecordPermission,
  load: (record: CustomerRecord) => Promise<T>,
): Promise<T | null> {
  const { record } = await parent()
  return record.acts[permission].access === 'allowed' ? load(record) : null
}
