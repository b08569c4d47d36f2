import type { Ring } from '@entente/auth/keyring'
import type { Database } from '@entente/db/core/database'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Provisioner } from '@entente/domain/customer/provisioning'
import type { OperatorContact } from '@entente/domain/operator/instance-setting'
import type { Mailbox } from '@entente/outside/mailbox'
import type { Transport } from '@entente/outside/transport'
import type { ReceivedJob } from '@entente/queue/bull'
import type { JobData, JobName } from '@entente/queue/jobs'

/** What handlers work with. */
export type Tools = {
  database: Database
  cloud: Cloud
  /** The keys that links are derived with. */
  linkKeys: Ring
  /** The keys that open what is sealed in the database. */
  dataKeys: Ring
  /** The public origins of the sites. */
  sites: { partner: string; customer: string; operator: string }
  /** The operator's mailbox, the sender of every mail. */
  sender: Mailbox
  /** How to reach the operator, unless operators saved another contact. */
  operator: OperatorContact
  transport: Transport
  provisioner: Provisioner
  clock: () => Date
}

/** Handles one job. It must be idempotent, because a job can run more than once; a rejection is retried later. */
export type Handler<N extends JobName> = (tools: Tools, data: JobData<N>, job: ReceivedJob) => Promise<void>
