/**
 * Queues of their own for what leaves the process, so that a mail server or a provisioner that hangs delays nothing else.
 * `follow-up` stays in the database.
 */
export const queueNames = ['mail', 'follow-up', 'provisioning'] as const
export type QueueName = (typeof queueNames)[number]

/** The queue of a job, even of one that a newer or older version wrote and this one does not know. */
export const queueOf = (jobName: string): QueueName => {
  if (jobName === 'customer.provision') return 'provisioning'
  return jobName.startsWith('mail.') ? 'mail' : 'follow-up'
}
