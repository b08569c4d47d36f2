/**
 * Two queues, so that a mail server that hangs holds up other mails only. `mail` leaves the process, `follow-up`
 * stays in the database.
 */
export const queueNames = ['mail', 'follow-up'] as const
export type QueueName = (typeof queueNames)[number]

/** The queue of a job, also of one that a newer or older version wrote and this one does not know. */
export const queueOf = (jobName: string): QueueName => (jobName.startsWith('mail.') ? 'mail' : 'follow-up')
